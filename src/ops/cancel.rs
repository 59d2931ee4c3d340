//! Making a transaction void: another one takes its number.

use super::Error;
use super::commit::{First, deliver};
use super::journal::{Entry, Journal};
use super::reconcile::{Resend, reconcile};
use crate::chain::encode::{self, Envelope, Extensions};
use crate::chain::{Chain, Pinned, Signed, Wait};
use crate::model::{
    At, Hash, Mortality, Network, PlannedCall, Receipt, ShieldPart, SignTransaction, Stage, Tao,
    Unsigned,
};

/// Whether a transaction can be made void.
#[derive(Debug)]
pub enum Cancellation {
    /// It can.
    Possible(Box<Possible>),
    /// Nothing can become of it any more.
    Decided(Box<Entry>),
    /// It is in a block that may still be replaced.
    InBlock(At),
    /// The node's pool holds it, and would not take another of that number.
    InPool,
}

/// A transaction that does nothing, ready to take a number.
#[derive(Debug)]
pub struct Possible {
    /// The block all figures are of.
    pub at: At,
    /// What it costs.
    pub fee: Tao,
    network: Network,
    call: PlannedCall,
    envelope: Envelope,
    entry: Entry,
}

/// Blocks that the transaction which takes the number is valid.
const PERIOD: u32 = 64;

/// Find out what cancelling would take.
///
/// # Errors
/// [`Error::Chain`], [`Error::Journal`].
pub async fn cancellation(
    chain: &Chain,
    journal: &Journal,
    entry: &Entry,
) -> Result<Cancellation, Error> {
    if entry.network.genesis == chain.network().genesis {
        reconcile(chain, journal, Some(entry.signer), Resend::No).await?;
    }
    let mut entry = journal.read(&entry.transaction)?.unwrap_or_else(|| entry.clone());
    // What travels encrypted is void with its carrier, as long as that is on its way.
    if let Some(ShieldPart::Inner { carrier }) = entry.shield
        && entry.is_undecided()
        && let Some(carrier) = journal.read(&carrier)?
        && carrier.is_undecided()
        && carrier.block().is_none()
    {
        entry = carrier;
    }
    if !entry.is_undecided() {
        return Ok(Cancellation::Decided(Box::new(entry)));
    }
    if let Some(at) = entry.block() {
        return Ok(Cancellation::InBlock(at));
    }
    if chain.is_waiting(&entry.transaction).await? {
        return Ok(Cancellation::InPool);
    }
    let pinned = chain.pin().await?;
    let call = encode::nothing(pinned.runtime())?;
    let envelope = Envelope {
        nonce: entry.nonce,
        mortality: Mortality { birth: pinned.at(), period: PERIOD },
        tip: Tao::ZERO,
    };
    let fee = pinned.fee(&call.bytes, &envelope, entry.signer).await?;
    let network = network(chain, &pinned);
    let at = pinned.at();
    Ok(Cancellation::Possible(Box::new(Possible { at, fee, network, call, envelope, entry })))
}

fn network(chain: &Chain, pinned: &Pinned) -> Network {
    Network {
        spec_version: pinned.runtime().spec_version(),
        transaction_version: pinned.runtime().transaction_version(),
        ..chain.network()
    }
}

/// Sign the transaction that takes the number, send it and follow it; then note what became of the
/// other.
///
/// # Errors
/// As [`super::commit`].
pub async fn cancel(
    chain: &Chain,
    journal: &Journal,
    possible: &Possible,
    key: &dyn SignTransaction,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let Possible { network, call, envelope, entry, .. } = possible;
    if key.account() != entry.signer {
        return Err(Error::WrongKey { planned: entry.signer, found: key.account() });
    }
    let pinned = chain.pin_newest().await?;
    let runtime = pinned.runtime();
    if runtime.spec_version() != network.spec_version {
        return Err(Error::PlanOutdated {
            planned: format!("for runtime {}", network.spec_version),
            found: format!("for runtime {}", runtime.spec_version()),
        });
    }
    let Extensions { extra, implicit } = encode::extensions(runtime, envelope)?;
    let turn = journal.turn()?;
    let genesis: Hash = network.genesis;
    let signature = key.sign_transaction(&Unsigned {
        network: network.name.as_str(),
        genesis,
        call,
        nonce: envelope.nonce,
        mortality: envelope.mortality,
        tip: envelope.tip,
        extra: &extra,
        implicit: &implicit,
        sealing: None,
    })?;
    let bytes = encode::extrinsic(runtime, &call.bytes, envelope, entry.signer, &signature)?;
    let signed = Signed {
        bytes,
        signer: entry.signer,
        nonce: envelope.nonce,
        mortality: envelope.mortality,
    };
    let new = Entry::new(network.clone(), &signed, envelope.tip, call, journal.now());
    journal.begin(&new)?;
    drop(turn);
    progress(Stage::Signed);
    let receipt = deliver(chain, journal, &signed, wait, progress, First::Yes).await?;
    reconcile(chain, journal, Some(entry.signer), Resend::No).await?;
    Ok(receipt)
}
