//! What became of transactions that were signed before: the journal and the chain held together.
//!
//! Nothing is signed. A transaction that may be lost is sent again as the very same bytes, and only
//! while they can still be included.

use super::Error;
use super::commit::{First, deliver, outcome};
use super::journal::{Entry, Happening, Journal};
use super::shielded::{self, Pair, not_opened};
use crate::chain::{Chain, Error as ChainError, Found, Wait};
use crate::model::{AccountId, Label, Receipt, ShieldPart, Stage};

/// Whether bytes that are nowhere are sent once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resend {
    /// They are, while they are valid: whoever signed them wanted it.
    Yes,
    /// Only the chain is asked.
    No,
}

/// Ask the chain what became of every undecided transaction of it: of one account, or of all.
/// Returns the entries with what is known now, the oldest first.
///
/// # Errors
/// [`Error::Journal`], and [`Error::Chain`] when the chain cannot be asked.
pub async fn reconcile(
    chain: &Chain,
    journal: &Journal,
    signer: Option<AccountId>,
    resend: Resend,
) -> Result<Vec<Entry>, Error> {
    let genesis = chain.network().genesis;
    let mut undecided = journal.undecided()?;
    undecided.retain(|entry| {
        entry.network.genesis == genesis && signer.is_none_or(|signer| signer == entry.signer)
    });
    let mut reconciled = Vec::with_capacity(undecided.len());
    for entry in undecided {
        look_up(chain, journal, &entry, resend).await?;
        reconciled.extend(journal.read(&entry.transaction)?);
    }
    Ok(reconciled)
}

async fn look_up(
    chain: &Chain,
    journal: &Journal,
    entry: &Entry,
    resend: Resend,
) -> Result<(), Error> {
    let signed = entry.signed();
    let hash = entry.transaction;
    let happening = match chain.find(&signed).await? {
        Found::Here(stage) => match chain.settle(&signed, stage).await {
            Ok(Some(receipt)) => {
                outcome(&Ok(receipt), Some(stage)).or_else(|| passing(stage, entry))
            }
            // Replaced in this very moment: the next look shows it.
            Ok(None) => None,
            Err(error) if error.is_passing() => return Err(error.into()),
            Err(error) => outcome(&Err(error), Some(stage)),
        },
        Found::Void(why) => match carried_in(journal, entry)? {
            Some(block) => Some(Happening::Void { reason: not_opened(block) }),
            None => outcome(&Err(why), None),
        },
        Found::Unknown => None,
        // Who was told that a node refused it may have done it otherwise by now.
        // What travels encrypted is never sent openly: its carrier's bytes are, which are another entry.
        Found::Nowhere
            if resend == Resend::No || entry.was_refused() || entry.travels_encrypted() =>
        {
            retracted(entry)
        }
        Found::Nowhere => {
            if let Some(retracted) = retracted(entry) {
                journal.note(&hash, retracted)?;
            }
            match chain.resend(&signed).await {
                Ok(()) => (entry.word() != "sent").then_some(Happening::Sent),
                // The bytes may have been taken before, by this node or by another one: right now a
                // block that could still be replaced may hold them, which is why their number is
                // used. Only blocks that stay decide.
                Err(ChainError::PoolRejected { explanation, .. }) => {
                    Some(Happening::Lost { reason: Label::new(&explanation) })
                }
                Err(error @ ChainError::Lost { .. }) => outcome(&Err(error), None),
                Err(error) => return Err(error.into()),
            }
        }
    };
    if let Some(happening) = happening
        && entry.last() != Some(&happening)
    {
        journal.note(&hash, happening)?;
    }
    Ok(())
}

/// The block of the carrier of what travels encrypted.
fn carried_in(journal: &Journal, entry: &Entry) -> Result<Option<u32>, Error> {
    let Some(ShieldPart::Inner { carrier }) = entry.shield else { return Ok(None) };
    let carrier = journal.read(&carrier)?;
    Ok(carrier.and_then(|carrier| carrier.block()).map(|at| at.block))
}

/// It is in a block that could still be replaced.
fn passing(stage: Stage, entry: &Entry) -> Option<Happening> {
    match stage {
        Stage::InBlock(at) if entry.block() != Some(at) => Some(Happening::InBlock { at }),
        _ => None,
    }
}

/// It was in a block, and is not any more.
fn retracted(entry: &Entry) -> Option<Happening> {
    entry.block().map(|at| Happening::Retracted { at })
}

/// Follow one transaction of the journal to its end, sending its bytes again if they are nowhere; of a shielded pair both,
/// whichever is given, and only the carrier's bytes are sent.
///
/// # Errors
/// [`Error::Journal`], [`Error::Chain`] as [`Chain::resume`].
pub async fn resume(
    chain: &Chain,
    journal: &Journal,
    entry: &Entry,
    wait: Wait,
    progress: &mut (dyn FnMut(Stage) + Send),
) -> Result<Receipt, Error> {
    let other = match entry.shield {
        None => None,
        Some(ShieldPart::Carrier { holds: other } | ShieldPart::Inner { carrier: other }) => {
            journal.read(&other)?
        }
    };
    let (signed, other) = (entry.signed(), other.map(|other| other.signed()));
    let pair = match (entry.shield, other) {
        (Some(ShieldPart::Carrier { .. }), Some(inner)) => Pair { carrier: signed, inner },
        (Some(ShieldPart::Inner { .. }), Some(carrier)) => Pair { carrier, inner: signed },
        // Nothing of it was sent: its carrier is on disk before that.
        (Some(ShieldPart::Inner { .. }), None) => {
            return Ok(chain.expect(&signed, wait, progress).await?);
        }
        (Some(ShieldPart::Carrier { .. }) | None, _) => {
            return deliver(chain, journal, &signed, wait, progress, First::No).await;
        }
    };
    shielded::follow(chain, journal, &pair, wait, progress, First::No).await
}
