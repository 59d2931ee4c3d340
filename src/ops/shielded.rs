//! Signing a shielded plan, sending its carrier, and following both.
//!
//! Two signatures under one consent: of the trade with the number after the carrier's, and of the carrier, which holds the
//! trade encrypted for the chain's newest key. Both are in the journal, on disk, before a node sees the carrier; the
//! trade's own bytes are never sent by themselves, not after a crash either.

use std::pin::Pin;

use super::commit::{First, deliver, noting, outcome};
use super::journal::{Entry, Happening, Journal};
use super::plan::shield_key;
use super::{Error, Refusal};
use crate::chain::encode::{self, Envelope, Extensions};
use crate::chain::{Chain, Error as ChainError, Pinned, Signed, Wait, shield};
use crate::model::{
    CarrierReceipt, Label, Mortality, Plan, PlannedCall, Receipt, SHIELD_PERIOD, Sealing,
    ShieldPart, SignTransaction, Stage, Tao, Unsigned,
};

/// Both transactions of a shielded plan.
pub(super) struct Pair {
    pub carrier: Signed,
    pub inner: Signed,
}

/// One call in its envelope, signed.
fn sign(
    pinned: &Pinned,
    plan: &Plan,
    (call, envelope): (&PlannedCall, &Envelope),
    sealing: Option<&Sealing>,
    key: &dyn SignTransaction,
) -> Result<Signed, Error> {
    let runtime = pinned.runtime();
    let Extensions { extra, implicit } = encode::extensions(runtime, envelope)?;
    let signature = key.sign_transaction(&Unsigned {
        network: plan.network.name.as_str(),
        genesis: plan.network.genesis,
        call,
        nonce: envelope.nonce,
        mortality: envelope.mortality,
        tip: envelope.tip,
        extra: &extra,
        implicit: &implicit,
        sealing,
    })?;
    let bytes = encode::extrinsic(runtime, &call.bytes, envelope, plan.signer, &signature)?;
    let (nonce, mortality) = (envelope.nonce, envelope.mortality);
    Ok(Signed { bytes, signer: plan.signer, nonce, mortality })
}

/// A way to a receipt, on the heap: unoptimized, the stack of whoever chooses one of several would hold them all.
pub(super) type Way<'a> = Pin<Box<dyn Future<Output = Result<Receipt, Error>> + Send + 'a>>;

/// Sign a shielded plan and send it. `pinned` is the newest block, at which the plan was looked at once more.
pub(super) fn commit<'a>(
    chain: &'a Chain,
    journal: &'a Journal,
    numbered: (&'a Plan, u32),
    pinned: &'a Pinned,
    key: &'a dyn SignTransaction,
    wait: Wait,
    progress: &'a mut (dyn FnMut(Stage) + Send),
) -> Way<'a> {
    Box::pin(commit_pair(chain, journal, numbered, pinned, key, wait, progress))
}

async fn commit_pair(
    chain: &Chain,
    journal: &Journal,
    (plan, carrier_nonce): (&Plan, u32),
    pinned: &Pinned,
    key: &dyn SignTransaction,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let encryption =
        shield_key(pinned.shield_offer().await?).map_err(|why| Refusal::ShieldGone { why })?;
    let birth = chain.recent_birth(pinned).await?;
    let mortality = Mortality { birth, period: SHIELD_PERIOD };
    // From here until the bytes are on disk nobody else gives out numbers.
    let turn = journal.turn()?;
    for nonce in [carrier_nonce, plan.nonce] {
        journal.free(plan.network.genesis, plan.signer, nonce, pinned.at().block)?;
    }
    let within = Envelope { nonce: plan.nonce, mortality, tip: plan.tip };
    let inner = sign(pinned, plan, (&plan.call, &within), None, key)?;
    let (ciphertext, sealing) = shield::seal(&encryption, &inner.bytes)?;
    let holds = format!("{}.{}", plan.call.pallet, plan.call.call);
    let call = shield::carrier(pinned.runtime(), ciphertext, &holds)?;
    let around = Envelope { nonce: carrier_nonce, mortality, tip: Tao::ZERO };
    let carrier = sign(pinned, plan, (&call, &around), Some(&sealing), key)?;
    drop(sealing);
    let now = journal.now();
    let entry = |signed: &Signed, tip, call: &PlannedCall, part| {
        Entry::new(plan.network.clone(), signed, tip, call, now).part_of_pair(part)
    };
    // The trade first: a carrier alone would bring about something that is in no journal.
    let part = ShieldPart::Inner { carrier: carrier.hash() };
    journal.begin(&entry(&inner, plan.tip, &plan.call, part))?;
    let part = ShieldPart::Carrier { holds: inner.hash() };
    journal.begin(&entry(&carrier, Tao::ZERO, &call, part))?;
    drop(turn);
    progress(Stage::Signed);
    follow(chain, journal, &Pair { carrier, inner }, wait, progress, First::Yes).await
}

/// Send the carrier and follow it to its block, and then what it holds as far as is asked.
pub(super) async fn follow(
    chain: &Chain,
    journal: &Journal,
    pair: &Pair,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
    first: First,
) -> Result<Receipt, Error> {
    let Pair { carrier, inner } = pair;
    let first_block = if wait == Wait::None { Wait::None } else { Wait::Inclusion };
    let mut carried = |stage| match stage {
        Stage::InBlock(at) | Stage::Finalized(at) => progress(Stage::Carried(at)),
        other => progress(other),
    };
    let sent = deliver(chain, journal, carrier, first_block, &mut carried, first).await;
    let sent = match sent {
        Ok(sent) => sent,
        Err(error) => {
            not_carried(journal, inner, &error);
            return Err(error);
        }
    };
    let found = match wait {
        Wait::None => Ok(Receipt { transaction: inner.hash(), carrier: None, ..sent.clone() }),
        Wait::Inclusion | Wait::Finalization => {
            behind(chain, journal, pair, &sent, wait, progress).await
        }
    };
    // Where the inside was decided the carrier is as well: it is in the same block, as a rule.
    let is_decided = match &found {
        Ok(_) => true,
        Err(Error::Chain(error)) => matches!(error, ChainError::Rejected { .. }),
        Err(error) => matches!(error, Error::NotOpened { .. }),
    };
    let sent = match (wait, sent.stage) {
        (Wait::Finalization, Stage::InBlock(_)) if is_decided => {
            deliver(chain, journal, carrier, wait, &mut |_| {}, First::No).await.unwrap_or(sent)
        }
        _ => sent,
    };
    let mut receipt = found?;
    receipt.carrier = Some(CarrierReceipt {
        transaction: sent.transaction,
        at: block(sent.stage),
        index: sent.index,
        fee: sent.fee,
    });
    Ok(receipt)
}

/// The block of a stage.
fn block(stage: Stage) -> Option<crate::model::At> {
    match stage {
        Stage::Carried(at) | Stage::InBlock(at) | Stage::Finalized(at) => Some(at),
        Stage::Signed | Stage::Sent | Stage::Retracted(_) => None,
    }
}

/// Follow what was inside a carrier that is in a block.
async fn behind(
    chain: &Chain,
    journal: &Journal,
    pair: &Pair,
    sent: &Receipt,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let inner = &pair.inner;
    let hash = inner.hash();
    let mut last = None;
    let done = chain.expect(inner, wait, &mut noting(journal, hash, &mut last, progress)).await;
    let happening = match (&done, block(sent.stage)) {
        (Err(ChainError::Expired { .. } | ChainError::Replaced { .. }), Some(at)) => {
            Some(Happening::Void { reason: not_opened(at.block) })
        }
        _ => outcome(&done, last),
    };
    if let Some(happening) = happening {
        let _ = journal.note(&hash, happening);
    }
    match (done, block(sent.stage)) {
        (Ok(receipt), _) => Ok(receipt),
        (Err(ChainError::Expired { .. } | ChainError::Replaced { .. }), Some(at)) => {
            Err(Error::NotOpened {
                carrier: sent.transaction,
                transaction: hash,
                block: at.block,
                fee: sent.fee,
            })
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// What is said of a transaction that its carrier did not bring into a block.
pub(super) fn not_opened(block: u32) -> String {
    format!(
        "its carrier is in block {block}, and it never came into a block itself: the block's author did \
         not open it, or it was not valid any more"
    )
}

/// Note on the inside what became of a carrier that came into no block.
fn not_carried(journal: &Journal, inner: &Signed, error: &Error) {
    let hash = inner.hash();
    let happening = match error {
        Error::Chain(ChainError::PoolRejected { code, text, explanation }) => Happening::Refused {
            code: *code,
            text: text.clone(),
            explanation: format!("its carrier was not taken: {explanation}"),
        },
        Error::Chain(error) => {
            Happening::Lost { reason: Label::new(&format!("its carrier: {error}")) }
        }
        _ => return,
    };
    let _ = journal.note(&hash, happening);
}
