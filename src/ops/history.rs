//! Local history: prices of all subnets, and what happened to one's own accounts, by finalized block.
//!
//! Files of one JSON line per record, only ever added to: `prices.jsonl` has a line for every block
//! that was sampled, `deeds.jsonl` one for every event about an account that is followed, and one for every
//! stretch of blocks that was looked through without a gap, and in `probes-NETUID/DAY.jsonl` there is one for every neuron in every
//! run of `tau probe`. A line that a crash cut short is passed over.
//! Two processes may add to them at once: a line is written with one call, and what is there twice counts once.
//!
//! A year of mainnet is about 150 MB of prices at one sample per 25 blocks; that is why this is no database.

mod file;
mod probes;
mod profit;
mod sync;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use file::HistoryError;
pub use probes::{LATELY, Percentiles, Probed, Reliability, Visit};
pub use profit::{Gain, profits};
pub use sync::{Progress, SyncError, keep, recent, sync, take_in};

use crate::model::{AccountId, Alpha, DeedKind, NetUid, Price, Subnet, Tao};

/// Blocks between two samples of prices.
pub const EVERY: u32 = 25;

/// Prices of all subnets at one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The block.
    pub block: u32,
    /// The chain's clock, milliseconds since 1970, where it is known.
    pub time_ms: Option<u64>,
    /// Netuid and price in rao of TAO per alpha.
    pub prices: Vec<(u16, u64)>,
}

impl Sample {
    /// Of the subnets as they are after a block.
    fn of(block: u32, time_ms: Option<u64>, subnets: &[Subnet]) -> Self {
        let prices = subnets.iter().map(|subnet| (subnet.netuid.0, subnet.price.rao())).collect();
        Self { block, time_ms, prices }
    }
}

/// Something that happened to an account that is followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Record {
    /// The block.
    pub block: u32,
    /// Its place among the block's events.
    pub place: u32,
    /// The chain's clock, milliseconds since 1970, where it is known.
    pub time_ms: Option<u64>,
    /// What kind of thing: the event's name.
    pub event: String,
    /// The coldkey, or whose it is about.
    pub who: Option<AccountId>,
    /// The hotkey, or the other account.
    pub with: Option<AccountId>,
    /// On.
    pub netuid: Option<u16>,
    /// To, if it changed the subnet.
    pub to_netuid: Option<u16>,
    /// TAO that moved, rao.
    pub tao_rao: Option<u64>,
    /// Alpha that moved, rao.
    pub alpha_rao: Option<u64>,
}

impl Record {
    /// What kind of deed it is, if people follow it.
    #[must_use]
    pub fn kind(&self) -> Option<DeedKind> {
        Some(match self.event.as_str() {
            "StakeAdded" => DeedKind::Staked,
            "StakeRemoved" => DeedKind::Unstaked,
            "StakeMoved" | "StakeSwapped" => DeedKind::Moved,
            "StakeTransferred" => DeedKind::Given,
            "Transfer" => DeedKind::Sent,
            "NeuronRegistered" => DeedKind::Registered,
            "RootClaimed" => DeedKind::Claimed,
            _ => return None,
        })
    }

    /// TAO that moved.
    #[must_use]
    pub fn tao(&self) -> Option<Tao> {
        self.tao_rao.map(Tao::from_rao)
    }

    /// Alpha that moved.
    #[must_use]
    pub fn alpha(&self) -> Option<Alpha> {
        self.alpha_rao.map(Alpha::from_rao)
    }
}

/// A line of `deeds.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
enum Line {
    /// Something happened.
    Deed(Record),
    /// These blocks were looked through for these accounts, both ends included.
    Seen { from: u32, to: u32, accounts: Vec<AccountId> },
}

/// Everything that is known of one chain.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// By block.
    pub samples: BTreeMap<u32, Sample>,
    /// By block and place.
    pub records: BTreeSet<Record>,
    /// Stretches of blocks that were looked through, by account.
    seen: BTreeMap<AccountId, Vec<(u32, u32)>>,
    /// Lines that mean nothing.
    pub broken: usize,
}

impl Known {
    /// Prices of a subnet, oldest first.
    pub fn prices(&self, netuid: NetUid) -> impl Iterator<Item = (u32, Price)> {
        self.samples.values().filter_map(move |sample| {
            let (_, rao) = sample.prices.iter().find(|(number, _)| *number == netuid.0)?;
            Some((sample.block, Price::from_rao(*rao)))
        })
    }

    /// The price of a subnet at a block or just before it.
    #[must_use]
    pub fn price_before(&self, netuid: NetUid, block: u32) -> Option<(u32, Price)> {
        self.samples.range(..=block).rev().find_map(|(at, sample)| {
            let (_, rao) = sample.prices.iter().find(|(number, _)| *number == netuid.0)?;
            Some((*at, Price::from_rao(*rao)))
        })
    }

    /// Blocks between `from` and `to` that were not looked through for one of these accounts.
    #[must_use]
    pub fn gaps(&self, accounts: &[AccountId], from: u32, to: u32) -> Vec<(u32, u32)> {
        let mut gaps: Vec<(u32, u32)> = Vec::new();
        for account in accounts {
            let mut next = from;
            for (start, end) in merged(self.seen.get(account).cloned().unwrap_or_default()) {
                if start > next && next <= to {
                    gaps.push((next, (start - 1).min(to)));
                }
                next = next.max(end.saturating_add(1));
            }
            if next <= to {
                gaps.push((next, to));
            }
        }
        merged(gaps)
    }
}

impl FromIterator<Sample> for Known {
    fn from_iter<T: IntoIterator<Item = Sample>>(samples: T) -> Self {
        let samples = samples.into_iter().map(|sample| (sample.block, sample)).collect();
        Self { samples, ..Self::default() }
    }
}

/// Stretches in order, those that touch made one.
fn merged(mut stretches: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    stretches.retain(|(from, to)| from <= to);
    stretches.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (from, to) in stretches {
        match merged.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The history of one chain, in a folder of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    folder: PathBuf,
}

impl History {
    /// In `folder`, which is made when something is written.
    #[must_use]
    pub fn open(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(byte: u8) -> AccountId {
        AccountId([byte; 32])
    }

    fn record(block: u32) -> Record {
        Record {
            block,
            place: 1,
            time_ms: Some(1_000),
            event: "StakeAdded".to_owned(),
            who: Some(account(1)),
            with: Some(account(2)),
            netuid: Some(4),
            to_netuid: None,
            tao_rao: Some(10),
            alpha_rao: Some(400),
        }
    }

    #[test]
    fn what_is_written_comes_back_once_and_torn_lines_are_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::open(folder.path().join("chain"));
        assert!(history.read().expect("nothing is fine").samples.is_empty());
        let sample = Sample { block: 100, time_ms: None, prices: vec![(1, 25_000_000)] };
        history.add_sample(&sample).expect("written");
        history.add_sample(&Sample { block: 125, ..sample.clone() }).expect("written");
        history.add_records(&[record(101)], (100, 120), &[account(1)]).expect("written");
        history.add_records(&[record(101)], (110, 130), &[account(1)]).expect("written");
        let path = history.folder().join("deeds.jsonl");
        let text = std::fs::read_to_string(&path).expect("readable");
        std::fs::write(&path, format!("{text}{{\"line\":\"deed\",\"blo")).expect("written");
        let known = history.read().expect("readable");
        assert_eq!((known.records.len(), known.broken), (1, 1));
        assert_eq!(known.gaps(&[account(1)], 90, 140), [(90, 99), (131, 140)]);
        assert_eq!(known.gaps(&[account(1), account(9)], 90, 140), [(90, 140)]);
        assert_eq!(known.price_before(NetUid(1), 124), Some((100, Price::from_rao(25_000_000))));
        assert_eq!(known.prices(NetUid(1)).count(), 2);
        assert_eq!(known.price_before(NetUid(2), 124), None);
        // After the torn line the next one stands on its own.
        history.add_records(&[record(140)], (131, 140), &[account(1)]).expect("written");
        assert_eq!(history.read().expect("readable").records.len(), 2);
    }
}
