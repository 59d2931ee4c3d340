//! Signing a plan and sending it.
//!
//! A call that fails costs its fee all the same, so the market is read once more right before the
//! signature: what the chain would refuse by now is not sent. The signed bytes are in the journal,
//! on disk, before a node sees them.

use super::journal::{Entry, Happening, Journal};
use super::{Error, plan as planning, shielded};
use crate::chain::encode::{self, Envelope, Extensions};
use crate::chain::{Chain, Error as ChainError, Signed, Wait};
use crate::model::{
    Hash, ItemResult, Label, Network, Plan, PlannedCall, Receipt, Settled, Shield, SignTransaction,
    Stage, Tao, Unsigned,
};

/// Sign a plan and send it. What is signed is exactly what the plan holds; of a shielded plan the carrier besides, and
/// both live from the newest block on. One that cannot be shielded any more is not sent.
///
/// # Errors
/// [`Error::PlanOutdated`], [`Error::WrongKey`], [`Error::NumberTaken`], [`Error::Journal`] and
/// [`Error::Refused`] before anything is sent, the last when the market or the signer's account
/// changed since the plan; [`Error::Chain`] as [`Chain::send`] after.
pub async fn commit(
    chain: &Chain,
    journal: &Journal,
    plan: &Plan,
    key: &dyn SignTransaction,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    if key.account() != plan.signer {
        return Err(Error::WrongKey { planned: plan.signer, found: key.account() });
    }
    // Reads the rules in force now, not those of the time of connecting.
    let pinned = chain.pin_newest().await?;
    let runtime = pinned.runtime();
    let (planned, found) = (&plan.network, &chain.network());
    let same_rules = planned.spec_version == runtime.spec_version()
        && planned.transaction_version == runtime.transaction_version();
    if planned.genesis != found.genesis || !same_rules {
        let found = Network {
            spec_version: runtime.spec_version(),
            transaction_version: runtime.transaction_version(),
            ..found.clone()
        };
        return Err(Error::PlanOutdated { planned: rules(planned), found: rules(&found) });
    }
    planning::recheck(chain, &pinned, plan).await?;
    if let Some(Shield::On { carrier_nonce, .. }) = plan.shield {
        let numbered = (plan, carrier_nonce);
        return shielded::commit(chain, journal, numbered, &pinned, key, wait, progress).await;
    }
    let envelope = Envelope { nonce: plan.nonce, mortality: plan.mortality, tip: plan.tip };
    let Extensions { extra, implicit } = encode::extensions(runtime, &envelope)?;
    // From here until the bytes are on disk nobody else gives out numbers.
    let turn = journal.turn()?;
    let (genesis, signer, now) = (plan.network.genesis, plan.signer, pinned.at().block);
    journal.free(genesis, signer, plan.nonce, now)?;
    let signature = key.sign_transaction(&Unsigned {
        network: plan.network.name.as_str(),
        genesis,
        call: &plan.call,
        nonce: plan.nonce,
        mortality: plan.mortality,
        tip: plan.tip,
        extra: &extra,
        implicit: &implicit,
        sealing: None,
    })?;
    let bytes = encode::extrinsic(runtime, &plan.call.bytes, &envelope, signer, &signature)?;
    let signed = Signed { bytes, signer, nonce: plan.nonce, mortality: plan.mortality };
    let entry = Entry::new(plan.network.clone(), &signed, plan.tip, &plan.call, journal.now());
    journal.begin(&entry)?;
    drop(turn);
    progress(Stage::Signed);
    deliver(chain, journal, &signed, wait, progress, First::Yes).await
}

/// Send a transaction that was signed elsewhere and follow it. `call` is what its call says.
///
/// # Errors
/// [`Error::Journal`] before anything is sent, [`Error::Chain`] as [`Chain::send`] after.
pub async fn submit(
    chain: &Chain,
    journal: &Journal,
    signed: &Signed,
    tip: Tao,
    call: &PlannedCall,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let known = journal.read(&signed.hash())?.is_some();
    journal.begin(&Entry::new(chain.network(), signed, tip, call, journal.now()))?;
    let first = if known { First::No } else { First::Yes };
    deliver(chain, journal, signed, wait, progress, first).await
}

/// Whether the bytes may be on their way already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Yes,
    No,
}

/// Passes stages on, notes them on a transaction of the journal and remembers the last.
pub(super) fn noting<'a>(
    journal: &'a Journal,
    hash: Hash,
    last: &'a mut Option<Stage>,
    progress: &'a mut (dyn FnMut(Stage) + Send),
) -> impl FnMut(Stage) + Send + 'a {
    move |stage| {
        *last = Some(stage);
        if let Some(happening) = passing(stage) {
            // What cannot be noted is asked of the chain again: the bytes are on disk.
            let _ = journal.note(&hash, happening);
        }
        progress(stage);
    }
}

/// Send what the journal holds, follow it, and note all that becomes of it.
pub(super) async fn deliver(
    chain: &Chain,
    journal: &Journal,
    signed: &Signed,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
    first: First,
) -> Result<Receipt, Error> {
    let hash = signed.hash();
    let mut last = None;
    let done = {
        let mut noted = noting(journal, hash, &mut last, progress);
        match first {
            First::Yes => chain.send(signed, wait, &mut noted).await,
            First::No => chain.resume(signed, wait, &mut noted).await,
        }
    };
    if let Some(happening) = outcome(&done, last) {
        let _ = journal.note(&hash, happening);
    }
    Ok(done?)
}

/// What a stage on the way means to the journal.
fn passing(stage: Stage) -> Option<Happening> {
    match stage {
        Stage::Sent => Some(Happening::Sent),
        Stage::InBlock(at) => Some(Happening::InBlock { at }),
        Stage::Retracted(at) => Some(Happening::Retracted { at }),
        // The first line says so; the receipt says more.
        Stage::Signed | Stage::Carried(_) | Stage::Finalized(_) => None,
    }
}

/// What the end of a transaction's way means to the journal.
pub(super) fn outcome(
    done: &Result<Receipt, ChainError>,
    last: Option<Stage>,
) -> Option<Happening> {
    let error = match done {
        Ok(receipt) => return succeeded(receipt),
        Err(error) => error,
    };
    Some(match error {
        ChainError::Rejected { name, explanation, .. } => {
            let (at, is_final) = match last {
                Some(Stage::Finalized(at)) => (Some(at), true),
                Some(Stage::InBlock(at)) => (Some(at), false),
                _ => (None, false),
            };
            Happening::Failed { at, is_final, name: name.clone(), explanation: explanation.clone() }
        }
        ChainError::PoolRejected { code, text, explanation } => {
            Happening::Refused { code: *code, text: text.clone(), explanation: explanation.clone() }
        }
        ChainError::Expired { .. }
        | ChainError::Replaced { .. }
        | ChainError::OtherBranch { .. } => Happening::Void { reason: error.to_string() },
        ChainError::Lost { reason, .. } => Happening::Lost { reason: reason.clone() },
        other => Happening::Lost { reason: Label::new(&other.to_string()) },
    })
}

fn succeeded(receipt: &Receipt) -> Option<Happening> {
    if let Some(failed) = partly_failed(receipt) {
        return Some(failed);
    }
    match (receipt.stage, receipt.index) {
        (Stage::Finalized(at), Some(index)) => {
            Some(Happening::Succeeded { at, index, fee: receipt.fee })
        }
        _ => None,
    }
}

/// A batch that went on after an operation that failed is no success.
fn partly_failed(receipt: &Receipt) -> Option<Happening> {
    let Some(Settled::Together { items }) = &receipt.settled else { return None };
    let (at, is_final) = match receipt.stage {
        Stage::Finalized(at) => (at, true),
        Stage::InBlock(at) => (at, false),
        Stage::Signed | Stage::Sent | Stage::Carried(_) | Stage::Retracted(_) => return None,
    };
    let of = items.len();
    let failed: Vec<_> = receipt.failed_items().collect();
    let Some((_, ItemResult::Failed { name, .. })) = failed.first() else { return None };
    let each: Vec<String> = failed
        .iter()
        .filter_map(|(number, item)| match item {
            ItemResult::Failed { explanation, .. } => Some(format!("{number}: {explanation}")),
            ItemResult::Done { .. } => None,
        })
        .collect();
    let explanation = format!("{} of {of} operations failed ({})", failed.len(), each.join("; "));
    Some(Happening::Failed { at: Some(at), is_final, name: name.clone(), explanation })
}

fn rules(network: &Network) -> String {
    format!("for {} ({}), runtime {}", network.name, network.genesis, network.spec_version)
}
