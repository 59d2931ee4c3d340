//! What became of tries to reach neurons: a folder per subnet, a file per day, a line per neuron and run. Whoever asks
//! for a span opens its days only: measured every quarter of an hour, a year of a full subnet would be 2 GB.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::History;
use super::file::{HistoryError, list, read_lines};
use crate::model::{Hotkey, Label, NetUid, Uid};
use crate::ops::axons::{Failure, Spoken, Try};

/// One neuron in one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probed {
    /// When its last try ended, milliseconds since 1970.
    pub time_ms: u64,
    /// Its place then.
    pub uid: Uid,
    /// Its hotkey: what it is known by.
    pub hotkey: Hotkey,
    /// Where it was tried.
    pub endpoint: SocketAddr,
    /// What it spoke, if it answered.
    pub spoken: Option<Spoken>,
    /// The status of HTTP.
    pub status: Option<u16>,
    /// What software it said it was.
    pub server: Option<Label>,
    /// Whether it has headers of the official SDK.
    pub is_sdk: bool,
    /// The version of the SDK that it said it was, as a number.
    pub version: Option<u32>,
    /// How long connections took, microseconds.
    pub connect_us: Vec<u64>,
    /// How long answers took, microseconds: as many as there were.
    pub answer_us: Vec<u64>,
    /// Tries without an answer.
    pub failures: BTreeMap<Failure, u32>,
}

impl Probed {
    /// Of a neuron that was not tried yet.
    #[must_use]
    pub fn new(uid: Uid, hotkey: Hotkey, endpoint: SocketAddr) -> Self {
        Self {
            time_ms: 0,
            uid,
            hotkey,
            endpoint,
            spoken: None,
            status: None,
            server: None,
            is_sdk: false,
            version: None,
            connect_us: Vec::new(),
            answer_us: Vec::new(),
            failures: BTreeMap::new(),
        }
    }

    /// Count a try that ended at `now_ms`.
    pub fn count(&mut self, one: Try, now_ms: u64) {
        self.time_ms = now_ms;
        self.connect_us.extend(one.connect.map(microseconds));
        match one.outcome {
            Ok(answer) => {
                self.answer_us.push(microseconds(answer.time));
                self.spoken = Some(answer.spoken);
                self.status = answer.status;
                self.server = answer.server;
                self.is_sdk = answer.is_sdk;
                self.version = answer.version;
            }
            Err(failure) => *self.failures.entry(failure).or_default() += 1,
        }
    }

    /// Whether it answered at all.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        !self.answer_us.is_empty()
    }

    /// Why most tries brought no answer.
    #[must_use]
    pub fn most_frequent_failure(&self) -> Option<Failure> {
        self.failures.iter().max_by_key(|(_, count)| **count).map(|(failure, _)| *failure)
    }

    /// How often it was tried.
    #[must_use]
    pub fn tries(&self) -> usize {
        let failed: u32 = self.failures.values().sum();
        self.answer_us.len() + usize::try_from(failed).unwrap_or(usize::MAX)
    }
}

fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Three of a row of times, microseconds: the least that half, nine in ten and ninety-nine in a hundred keep to (the nearest
/// rank, so that each is one that was measured).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Percentiles {
    /// Half of them.
    pub p50: u64,
    /// Nine in ten.
    pub p90: u64,
    /// Ninety-nine in a hundred.
    pub p99: u64,
}

impl Percentiles {
    /// Of these times; `None` of none.
    #[must_use]
    pub fn of(times: &[u64]) -> Option<Self> {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let rank = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).copied()
        };
        Some(Self { p50: rank(50)?, p90: rank(90)?, p99: rank(99)? })
    }
}

/// The span over which reliability is shown beside other things.
pub const LATELY: Duration = Duration::from_secs(7 * 86_400);

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

/// Runs of which a [`Reliability`] keeps what came of each.
const LAST: usize = 24;

/// What came of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// When its last try ended, milliseconds since 1970.
    pub time_ms: u64,
    /// Tries.
    pub tries: usize,
    /// Tries that were answered.
    pub answered: usize,
}

/// What is known of one hotkey over a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reliability {
    /// The hotkey.
    pub hotkey: Hotkey,
    /// Its last place.
    pub uid: Uid,
    /// Where it was tried last.
    pub endpoint: SocketAddr,
    /// Runs that tried it.
    pub runs: usize,
    /// Tries.
    pub tries: usize,
    /// Tries that were answered.
    pub answered: usize,
    /// How long connections took.
    pub connect: Option<Percentiles>,
    /// How long answers took.
    pub answer: Option<Percentiles>,
    /// Tries without an answer.
    pub failures: BTreeMap<Failure, u32>,
    /// When it was tried first, milliseconds since 1970.
    pub begun_ms: u64,
    /// The last runs, the newest last.
    pub last: Vec<Visit>,
    /// When it was tried last, milliseconds since 1970.
    pub tried_ms: u64,
    /// When a run had an answer of it last.
    pub seen_ms: Option<u64>,
}

impl Reliability {
    /// Of the runs of one hotkey, in any order; `None` of none.
    #[must_use]
    pub fn of<'a>(runs: impl IntoIterator<Item = &'a Probed>) -> Option<Self> {
        let mut runs: Vec<&Probed> = runs.into_iter().collect();
        runs.sort_by_key(|run| run.time_ms);
        let (first, last) = (runs.first()?, runs.last()?);
        let (mut connects, mut answers) = (Vec::new(), Vec::new());
        let mut failures: BTreeMap<Failure, u32> = BTreeMap::new();
        for run in &runs {
            connects.extend(&run.connect_us);
            answers.extend(&run.answer_us);
            for (failure, count) in &run.failures {
                *failures.entry(*failure).or_default() += count;
            }
        }
        Some(Self {
            hotkey: last.hotkey,
            uid: last.uid,
            endpoint: last.endpoint,
            runs: runs.len(),
            tries: runs.iter().map(|run| run.tries()).sum(),
            answered: answers.len(),
            connect: Percentiles::of(&connects),
            answer: Percentiles::of(&answers),
            failures,
            begun_ms: first.time_ms,
            last: runs[runs.len().saturating_sub(LAST)..]
                .iter()
                .map(|run| Visit {
                    time_ms: run.time_ms,
                    tries: run.tries(),
                    answered: run.answer_us.len(),
                })
                .collect(),
            tried_ms: last.time_ms,
            seen_ms: runs.iter().filter(|run| run.has_answered()).map(|run| run.time_ms).max(),
        })
    }
}

impl History {
    /// The folder of a subnet's probes. Its files are called after their days, counted from 1970 in UTC.
    #[must_use]
    pub fn probes_of(&self, netuid: NetUid) -> PathBuf {
        self.folder.join(format!("probes-{netuid}"))
    }

    /// The files of a subnet's probes from a day on, in their order.
    fn days_of(&self, netuid: NetUid, since: u64) -> Result<Vec<PathBuf>, HistoryError> {
        let mut days: Vec<(u64, PathBuf)> = list(&self.probes_of(netuid))?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .filter_map(|path| Some((path.file_stem()?.to_str()?.parse().ok()?, path)))
            .filter(|(day, _)| *day >= since)
            .collect();
        days.sort_unstable();
        Ok(days.into_iter().map(|(_, path)| path).collect())
    }

    /// Keep what became of tries.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add_probes(&self, netuid: NetUid, probes: &[Probed]) -> Result<(), HistoryError> {
        let mut days: BTreeMap<u64, Vec<&Probed>> = BTreeMap::new();
        for probed in probes {
            days.entry(probed.time_ms / DAY_MS).or_default().push(probed);
        }
        let folder = self.probes_of(netuid);
        days.iter()
            .try_for_each(|(day, probes)| self.append(&folder.join(format!("{day}.jsonl")), probes))
    }

    /// [`History::reliability`] of the last [`LATELY`] before `now_ms`; nothing where the file cannot be read, since
    /// whoever asks for it wants something else as well.
    #[must_use]
    pub fn lately(&self, netuid: NetUid, now_ms: u64) -> Vec<Reliability> {
        let span = u64::try_from(LATELY.as_millis()).unwrap_or(u64::MAX);
        let known = self.reliability(netuid, now_ms.saturating_sub(span));
        known.map_or_else(|_| Vec::new(), |(known, _)| known)
    }

    /// Reliability of every hotkey that was tried on a subnet since a moment, by uid; and how many lines mean nothing.
    ///
    /// # Errors
    /// A file is there and cannot be read.
    pub fn reliability(
        &self,
        netuid: NetUid,
        since_ms: u64,
    ) -> Result<(Vec<Reliability>, usize), HistoryError> {
        let mut broken = 0;
        let mut runs: BTreeMap<Hotkey, Vec<Probed>> = BTreeMap::new();
        for day in self.days_of(netuid, since_ms / DAY_MS)? {
            read_lines(&day, &mut broken, |probed: Probed| {
                if probed.time_ms >= since_ms {
                    runs.entry(probed.hotkey).or_default().push(probed);
                }
            })?;
        }
        let mut known: Vec<Reliability> = runs.values().filter_map(Reliability::of).collect();
        known.sort_by_key(|one| (one.uid, one.hotkey));
        Ok((known, broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountId;
    use crate::ops::axons::Answer;

    fn answered(milliseconds: u64) -> Try {
        let time = Duration::from_millis(milliseconds);
        let answer = Answer {
            spoken: Spoken::Http,
            status: Some(404),
            server: None,
            is_sdk: true,
            version: None,
            time,
        };
        Try { connect: Some(time / 2), outcome: Ok(answer) }
    }

    fn failed(failure: Failure) -> Try {
        Try { connect: None, outcome: Err(failure) }
    }

    fn run(byte: u8, time_ms: u64, tries: Vec<Try>) -> Probed {
        let place = "198.51.100.7:8091".parse().expect("a place");
        let mut probed = Probed::new(Uid(u16::from(byte)), Hotkey(AccountId([byte; 32])), place);
        tries.into_iter().for_each(|one| probed.count(one, time_ms));
        probed
    }

    #[test]
    fn percentiles_are_of_what_was_measured() {
        assert_eq!(Percentiles::of(&[]), None);
        assert_eq!(Percentiles::of(&[7]), Some(Percentiles { p50: 7, p90: 7, p99: 7 }));
        let hundred: Vec<u64> = (1..=100).rev().collect();
        let expected = Percentiles { p50: 50, p90: 90, p99: 99 };
        assert_eq!(Percentiles::of(&hundred), Some(expected));
        assert_eq!(Percentiles::of(&[30, 10, 20]), Some(Percentiles { p50: 20, p90: 30, p99: 30 }));
    }

    #[test]
    fn reliability_is_of_all_runs_within_the_span() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::open(folder.path().join("chain"));
        let netuid = NetUid(4);
        assert_eq!(history.reliability(netuid, 0).expect("nothing is fine"), (Vec::new(), 0));
        let old = run(1, 1_000, vec![failed(Failure::Refused)]);
        let first = run(1, 5_000, vec![answered(10), failed(Failure::Timeout)]);
        let second = run(1, 9_000, vec![failed(Failure::Timeout), failed(Failure::Silent)]);
        let other = run(2, 9_000, vec![answered(30)]);
        history.add_probes(netuid, &[old, first]).expect("written");
        history.add_probes(netuid, &[second.clone(), other]).expect("written");
        history.add_probes(NetUid(5), &[second]).expect("written");
        let (known, broken) = history.reliability(netuid, 5_000).expect("readable");
        assert_eq!((known.len(), broken), (2, 0));
        let one = &known[0];
        assert_eq!((one.runs, one.tries, one.answered), (2, 4, 1));
        assert_eq!((one.begun_ms, one.tried_ms, one.seen_ms), (5_000, 9_000, Some(5_000)));
        let visits: Vec<_> = one.last.iter().map(|run| (run.tries, run.answered)).collect();
        assert_eq!(visits, [(2, 1), (2, 0)]);
        assert_eq!(history.lately(netuid, 9_000).len(), 2);
        assert_eq!(history.lately(netuid, u64::MAX), Vec::new());
        let failures = BTreeMap::from([(Failure::Timeout, 2), (Failure::Silent, 1)]);
        assert_eq!(one.failures, failures);
        assert_eq!(one.answer.map(|answer| answer.p50), Some(10_000));
        assert_eq!(one.connect.map(|connect| connect.p50), Some(5_000));
        assert_eq!(history.reliability(netuid, 0).expect("readable").0[0].tries, 5);
    }

    #[test]
    fn only_the_days_of_the_span_are_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::open(folder.path().join("chain"));
        let netuid = NetUid(4);
        let at = |day: u64| run(1, day * DAY_MS + 5, vec![answered(10)]);
        history.add_probes(netuid, &[at(9), at(10), at(11), at(100)]).expect("written");
        let days = history.days_of(netuid, 10).expect("listed");
        let days: Vec<_> = days.iter().filter_map(|day| day.file_name()?.to_str()).collect();
        assert_eq!(days, ["10.jsonl", "11.jsonl", "100.jsonl"]);
        // What does not belong there is left alone, and what came before the span is not even read.
        let dir = history.probes_of(netuid);
        std::fs::write(dir.join("notes.txt"), "mine").expect("written");
        std::fs::write(dir.join("9.jsonl"), "no line\n").expect("written");
        let (known, broken) = history.reliability(netuid, 10 * DAY_MS + 6).expect("readable");
        assert_eq!((known[0].runs, broken), (2, 0));
        let (known, broken) = history.reliability(netuid, 0).expect("readable");
        assert_eq!((known[0].runs, broken), (3, 1));
    }
}
