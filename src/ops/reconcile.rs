//! What became of transactions that were signed before: the journal and the chain held together.
//!
//! Nothing is signed. A transaction that may be lost is sent again as the very same bytes, and only
//! while they can still be included.

use super::Error;
use super::commit::{First, deliver, outcome};
use super::journal::{Entry, Happening, Journal};
use crate::chain::{Chain, Error as ChainError, Found, Wait};
use crate::model::{AccountId, Label, Receipt, Stage};

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
        Found::Void(why) => outcome(&Err(why), None),
        Found::Unknown => None,
        // Who was told that a node refused it may have done it otherwise by now.
        Found::Nowhere if resend == Resend::No || entry.was_refused() => retracted(entry),
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

/// Follow one transaction of the journal to its end, sending its bytes again if they are nowhere.
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
    deliver(chain, journal, &entry.signed(), wait, progress, First::No).await
}
