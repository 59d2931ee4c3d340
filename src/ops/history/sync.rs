//! Filling the history: block by block while somebody watches, and gaps from what the node still has.

use futures::stream::{self, StreamExt};

use super::{EVERY, History, HistoryError, Known, Record, Sample};
use crate::chain::{Chain, Error as ChainError, Pinned};
use crate::model::{AccountId, At, BlockEvent};
use crate::ops::Error;

/// How far a sync came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Blocks that were looked through.
    pub blocks: u32,
    /// Events that were kept.
    pub records: usize,
    /// Samples of prices that were kept.
    pub samples: u32,
    /// Blocks that the node does not have any more.
    pub missing: u32,
}

/// What of a block's events is about these accounts.
fn records(
    at: At,
    time_ms: Option<u64>,
    events: &[BlockEvent],
    accounts: &[AccountId],
) -> Vec<Record> {
    events
        .iter()
        .enumerate()
        .filter(|(_, event)| event.mentions(accounts))
        .filter_map(|(place, event)| {
            let deed = event.deed()?;
            Some(Record {
                block: at.block,
                place: u32::try_from(place).ok()?,
                time_ms,
                event: event.name.to_string(),
                who: deed.who,
                with: deed.with,
                netuid: deed.netuid.map(|netuid| netuid.0),
                to_netuid: deed.to_netuid.map(|netuid| netuid.0),
                tao_rao: deed.tao.map(|tao| tao.rao()),
                alpha_rao: deed.alpha.map(|alpha| alpha.rao()),
            })
        })
        .collect()
}

async fn prices(pinned: &Pinned, time_ms: Option<u64>) -> Result<Sample, Error> {
    Ok(Sample::of(pinned.at().block, time_ms, &pinned.subnets().await?))
}

/// Questions to the node at the same time.
const AT_ONCE: usize = 4;

/// Prices of the last `back` blocks that the node still has and that are not known, one sample in `every`
/// blocks, oldest first. A block that cannot be read is passed over.
///
/// # Errors
/// The node does not say what the newest block is.
pub async fn recent(
    chain: &Chain,
    known: &Known,
    back: u32,
    every: u32,
) -> Result<Vec<Sample>, Error> {
    let head = chain.head().await?;
    let missing = (head.block.saturating_sub(back)..=head.block)
        .filter(|block| block.is_multiple_of(every) && !known.samples.contains_key(block));
    let samples = stream::iter(missing)
        .map(|block| async move {
            let pinned = chain.pin_block(block).await.ok()?;
            let (totals, list) = futures::try_join!(pinned.totals(), pinned.subnets()).ok()?;
            Some(Sample::of(pinned.at().block, totals.time_ms, &list))
        })
        .buffered(AT_ONCE)
        .filter_map(std::future::ready);
    Ok(samples.collect().await)
}

/// Why a history could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] Error),
    /// The disk.
    #[error(transparent)]
    File(#[from] HistoryError),
}

/// Keep what is about these accounts in a block whose events were read already, and every so often the
/// prices.
///
/// # Errors
/// The node cannot be asked or the file cannot be written.
pub async fn keep(
    chain: &Chain,
    history: &History,
    accounts: &[AccountId],
    at: At,
    events: &[BlockEvent],
) -> Result<(), SyncError> {
    let mut found = records(at, None, events, accounts);
    let is_sampled = at.block.is_multiple_of(EVERY);
    if !is_sampled && found.is_empty() {
        return Ok(history.add_records(&found, (at.block, at.block), accounts)?);
    }
    let pinned = chain.pin_at(at.hash).await.map_err(Error::from)?;
    let time_ms = pinned.totals().await.map_err(Error::from)?.time_ms;
    found.iter_mut().for_each(|record| record.time_ms = time_ms);
    history.add_records(&found, (at.block, at.block), accounts)?;
    if is_sampled {
        history.add_sample(&prices(&pinned, time_ms).await?)?;
    }
    Ok(())
}

/// Take in one finalized block: its events, and every so often its prices.
///
/// # Errors
/// The node cannot be asked or the file cannot be written.
pub async fn take_in(
    chain: &Chain,
    history: &History,
    accounts: &[AccountId],
    at: At,
) -> Result<Progress, SyncError> {
    let pinned = chain.pin_at(at.hash).await.map_err(Error::from)?;
    let events = pinned.events().await.map_err(Error::from)?;
    let mut found = records(at, None, &events, accounts);
    let is_sampled = at.block.is_multiple_of(EVERY);
    // The clock is asked where it is kept.
    let time_ms = match is_sampled || !found.is_empty() {
        true => pinned.totals().await.map_err(Error::from)?.time_ms,
        false => None,
    };
    found.iter_mut().for_each(|record| record.time_ms = time_ms);
    history.add_records(&found, (at.block, at.block), accounts)?;
    let mut progress = Progress { blocks: 1, records: found.len(), ..Progress::default() };
    if is_sampled {
        history.add_sample(&prices(&pinned, time_ms).await?)?;
        progress.samples = 1;
    }
    Ok(progress)
}

/// Fill the gaps of the last `back` blocks. `told` hears of every block.
///
/// # Errors
/// The node cannot be asked or the file cannot be written; what was found until then is kept.
pub async fn sync(
    chain: &Chain,
    history: &History,
    known: &Known,
    accounts: &[AccountId],
    back: u32,
    mut told: impl FnMut(u32, &Progress),
) -> Result<Progress, SyncError> {
    let head = chain.head().await.map_err(Error::from)?;
    let first = head.block.saturating_sub(back);
    let mut progress = Progress::default();
    for (from, to) in known.gaps(accounts, first, head.block) {
        for block in from..=to {
            let pinned = match chain.pin_block(block).await {
                Ok(pinned) => pinned,
                // An old block's state is gone, or a development chain jumped over the number.
                Err(ChainError::Pruned { .. } | ChainError::NoSuchBlock { .. }) => {
                    progress.missing += 1;
                    continue;
                }
                Err(error) => return Err(Error::from(error).into()),
            };
            match take_in(chain, history, accounts, pinned.at()).await {
                Ok(one) => {
                    progress.blocks += one.blocks;
                    progress.records += one.records;
                    progress.samples += one.samples;
                }
                Err(SyncError::Chain(Error::Chain(ChainError::Pruned { .. }))) => {
                    progress.missing += 1;
                }
                Err(error) => return Err(error),
            }
            told(block, &progress);
        }
    }
    Ok(progress)
}
