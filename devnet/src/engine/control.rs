//! What only a development chain can do: go back, go on another way, change what it likes, move its clock.

use std::sync::Arc;

use node_subtensor_runtime::upgrade::Upgrade;

use super::{Actors, Before, Edit, Engine, Sealing, When};
use crate::{Error, ledger::Block};

/// Milliseconds between two blocks of mainnet: what a skipped block counts for on the clock.
const BLOCK_MILLISECONDS: u64 = 12_000;
/// Snapshots at one time; each keeps all states since.
const MAX_SNAPSHOTS: usize = 64;
/// Blocks that one reorganisation may take back.
const MAX_DEPTH: u32 = 256;

/// Where the chain was.
pub(super) struct Snapshot {
    number: u32,
    last_timestamp: u64,
    ahead: u64,
    actors: Option<Actors>,
}

/// A reorganisation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reorg {
    /// Blocks to take back.
    pub(crate) depth: u32,
    /// Blocks to make instead.
    pub(crate) blocks: u32,
    /// Whether the transactions of the old blocks are lost instead of coming back into the pool.
    pub(crate) forget: bool,
}

/// Why the chain was not steered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ControlError {
    /// There is no such snapshot, any more or yet.
    #[error("there is no snapshot {0}")]
    NoSnapshot(u64),
    /// Too many snapshots.
    #[error("there are {MAX_SNAPSHOTS} snapshots already; go back to one of them first")]
    TooManySnapshots,
    /// A final block would be taken back.
    #[error("{depth} blocks cannot be taken back: block {finalized} is final, {open} are not")]
    Final {
        /// Blocks asked for.
        depth: u32,
        /// The last block that is final.
        finalized: u32,
        /// Blocks that are not.
        open: usize,
    },
    /// The state to go back to is gone.
    #[error("the state of block {0} is no longer kept")]
    Gone(u32),
    /// A number is out of its range.
    #[error("{0}")]
    Range(String),
    /// The runtime refused.
    #[error(transparent)]
    Seal(#[from] Error),
}

impl Engine {
    /// Make a block that begins with `edit`.
    pub(crate) fn edit(&self, edit: Edit<'_>) -> Result<Arc<Block>, ControlError> {
        Ok(self.seal_under(&mut self.sealing.lock(), When::Now, Some(Before::Edit(edit)))?)
    }

    /// Make a block from which on the rules are others.
    pub(crate) fn change_rules(&self, upgrade: &Upgrade) -> Result<Arc<Block>, ControlError> {
        let before = Before::Upgrade(upgrade);
        Ok(self.seal_under(&mut self.sealing.lock(), When::Now, Some(before))?)
    }

    /// Move the clock forward by that much and make a block.
    pub(crate) fn travel(&self, milliseconds: u64) -> Result<Arc<Block>, ControlError> {
        let mut sealing = self.sealing.lock();
        self.ahead(&mut sealing, milliseconds)?;
        Ok(self.seal_under(&mut sealing, When::Now, None)?)
    }

    /// Make a block that is that many blocks higher; those between never exist. The clock moves with them.
    pub(crate) fn skip(&self, blocks: u32) -> Result<Arc<Block>, ControlError> {
        let mut sealing = self.sealing.lock();
        let best = self.ledger().best().header.number;
        let number = best.checked_add(blocks).filter(|_| blocks > 0).ok_or_else(|| {
            ControlError::Range("blocks is not between 1 and what is left".into())
        })?;
        self.ahead(&mut sealing, u64::from(blocks) * BLOCK_MILLISECONDS)?;
        sealing.jump_to = Some(number);
        let sealed = self.seal_under(&mut sealing, When::Now, None);
        sealing.jump_to = None;
        Ok(sealed?)
    }

    fn ahead(&self, sealing: &mut Sealing, milliseconds: u64) -> Result<(), ControlError> {
        // The chain's time is in milliseconds of a u64; a hundred years at a time are enough for anybody.
        const CENTURY: u64 = 100 * 365 * 86_400_000;
        if milliseconds > CENTURY || sealing.ahead > 10 * CENTURY {
            return Err(ControlError::Range("that is more than a hundred years".to_owned()));
        }
        sealing.ahead += milliseconds;
        Ok(())
    }

    /// Remember where the chain is. All states from here on are kept until somebody goes back.
    pub(crate) fn snapshot(&self) -> Result<u64, ControlError> {
        let mut sealing = self.sealing.lock();
        if sealing.snapshots.len() >= MAX_SNAPSHOTS {
            return Err(ControlError::TooManySnapshots);
        }
        let number = self.ledger().best().header.number;
        self.ledger.write().pin(number);
        let id = sealing.next_snapshot;
        sealing.next_snapshot += 1;
        let snapshot = Snapshot {
            number,
            last_timestamp: sealing.last_timestamp,
            ahead: sealing.ahead,
            actors: sealing.actors.clone(),
        };
        sealing.snapshots.insert(id, snapshot);
        Ok(id)
    }

    /// Go back to a snapshot: blocks since then, waiting transactions, this snapshot and later ones are gone.
    pub(crate) fn revert(&self, id: u64) -> Result<Arc<Block>, ControlError> {
        let mut sealing = self.sealing.lock();
        if !sealing.snapshots.contains_key(&id) {
            return Err(ControlError::NoSnapshot(id));
        }
        let gone = sealing.snapshots.split_off(&id);
        {
            let mut ledger = self.ledger.write();
            for snapshot in gone.values() {
                ledger.unpin(snapshot.number);
            }
        }
        let Some(snapshot) = gone.into_values().next() else {
            return Err(ControlError::NoSnapshot(id));
        };
        self.ledger.write().take_back(snapshot.number);
        self.pool.lock().clear();
        // Times go on: a block after this must not look like one of those that are gone.
        sealing.last_timestamp = sealing.last_timestamp.max(snapshot.last_timestamp);
        sealing.ahead = snapshot.ahead;
        sealing.actors = snapshot.actors;
        let best = self.ledger().best();
        self.best.send_replace(best.header.number);
        Ok(best)
    }

    /// Take the last blocks back and make others. Only blocks that are not final can be taken back.
    pub(crate) fn reorganise(&self, reorg: Reorg) -> Result<Arc<Block>, ControlError> {
        let mut sealing = self.sealing.lock();
        if reorg.depth == 0 || reorg.depth > MAX_DEPTH || reorg.blocks > MAX_DEPTH {
            let text = format!("depth and blocks are between 1 and {MAX_DEPTH}");
            return Err(ControlError::Range(text));
        }
        let (fork, finalized, open) = {
            let ledger = self.ledger();
            let finalized = ledger.finalized().header.number;
            let fork = ledger.behind(reorg.depth).header.number;
            (fork, finalized, ledger.above(finalized).len())
        };
        if usize::try_from(reorg.depth).unwrap_or(usize::MAX) > open {
            return Err(ControlError::Final { depth: reorg.depth, finalized, open });
        }
        if reorg.blocks < reorg.depth {
            return Err(ControlError::Range(
                "the new branch is shorter than the old one: nobody would follow it".to_owned(),
            ));
        }
        if self.ledger.write().take_back(fork).is_empty() {
            return Err(ControlError::Gone(fork));
        }
        let back = self.pool.lock().retracted(fork);
        for returned in back {
            let verdict = if reorg.forget { None } else { self.verdict(&returned.bytes) };
            self.pool.lock().welcome(returned, verdict);
        }
        for _ in 0..reorg.blocks {
            self.seal_under(&mut sealing, When::Now, None)?;
        }
        Ok(self.ledger().best())
    }
}
