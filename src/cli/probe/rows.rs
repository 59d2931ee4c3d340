//! What a run of `tau probe` found of one neuron: for scripts, and as the row of a table.

use std::collections::BTreeMap;

use serde::Serialize;

use super::run::place;
use crate::cli::sheet::{Entry, Head, left, right};
use crate::model::{Hotkey, Label, Neuron, Uid};
use crate::ops::axons::{Failure, Spoken};
use crate::ops::history::{Percentiles, Probed, Reliability};
use crate::present::{Answered, milliseconds, part_of};
use crate::theme::Scope;

/// One neuron for scripts; times are microseconds.
#[derive(Debug, Serialize)]
pub(super) struct AxonRecord {
    uid: Uid,
    hotkey: Hotkey,
    name: Option<Label>,
    validator_permit: bool,
    endpoint: Option<String>,
    announced_version: Option<u32>,
    announced_protocol: Option<u8>,
    result: &'static str,
    speaks: Option<Spoken>,
    http_status: Option<u16>,
    server: Option<Label>,
    official_sdk: Option<bool>,
    reported_version: Option<u32>,
    tries: usize,
    answered: usize,
    #[serde(flatten)]
    times: Times,
    #[serde(flatten)]
    failed: Failed,
    known_tries: Option<usize>,
    known_answered: Option<usize>,
}

/// Times to connect and to the answer, microseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::cli) struct Times {
    connect_p50_us: Option<u64>,
    answer_p50_us: Option<u64>,
    answer_p90_us: Option<u64>,
    answer_p99_us: Option<u64>,
}

impl Times {
    pub fn of(connect: Option<Percentiles>, answer: Option<Percentiles>) -> Self {
        Self {
            connect_p50_us: connect.map(|times| times.p50),
            answer_p50_us: answer.map(|times| times.p50),
            answer_p90_us: answer.map(|times| times.p90),
            answer_p99_us: answer.map(|times| times.p99),
        }
    }

    /// Half of the connections, and half, nine in ten, ninety-nine in a hundred of the answers.
    pub fn all(self) -> [Option<u64>; 4] {
        let Self { connect_p50_us, answer_p50_us, answer_p90_us, answer_p99_us } = self;
        [connect_p50_us, answer_p50_us, answer_p90_us, answer_p99_us]
    }

    /// Four cells.
    pub fn entries(self) -> [Entry; 4] {
        self.all().map(time)
    }
}

/// Tries without an answer, by kind.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::cli) struct Failed {
    refused: u32,
    timeout: u32,
    unreachable: u32,
    closed: u32,
    silent: u32,
}

impl Failed {
    pub fn of(failures: &BTreeMap<Failure, u32>) -> Self {
        let count = |failure| failures.get(&failure).copied().unwrap_or_default();
        Self {
            refused: count(Failure::Refused),
            timeout: count(Failure::Timeout),
            unreachable: count(Failure::Unreachable),
            closed: count(Failure::Closed),
            silent: count(Failure::Silent),
        }
    }
}

/// Failures in words, the most frequent first.
pub(in crate::cli) fn failures(failures: &BTreeMap<Failure, u32>) -> Entry {
    let mut all: Vec<(&Failure, &u32)> = failures.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1));
    let words: Vec<String> =
        all.iter().map(|(failure, count)| format!("{} {count}", failure.word())).collect();
    Entry::text(words.join(", "), Scope::Warning)
}

/// A share of tries; nothing of none.
pub(in crate::cli) fn share(answered: usize, tries: usize) -> Entry {
    if tries == 0 {
        return Entry::absent();
    }
    let Answered { answered, tries } = Answered::new(answered, tries);
    Entry::share(part_of(answered, tries), answered, tries)
}

fn time(microseconds: Option<u64>) -> Entry {
    match microseconds {
        // Sorted and compared as milliseconds.
        Some(us) => Entry::signed(milliseconds(us), i128::from(us) * 1_000_000, Scope::Text),
        None => Entry::absent(),
    }
}

pub(super) const HEADS: &[Head] = &[
    right("uid", "Uid"),
    left("hotkey", "Hotkey").first_to_go(),
    left("name", "Name").first_to_go(),
    left("endpoint", "Endpoint").last_to_go(),
    left("answer", "Answer").last_to_go(),
    left("server", "Server"),
    right("connect", "Connect ms"),
    right("p50", "p50 ms"),
    right("p90", "p90 ms"),
    right("p99", "p99 ms"),
    right("answered", "Answered"),
    left("failures", "Failures"),
    right("version", "Version").first_to_go(),
    right("protocol", "Protocol").first_to_go(),
    right("reports", "Reports").first_to_go(),
    right("reliable", "7 days").last_to_go(),
];

pub(super) fn record(
    neuron: &Neuron,
    probed: Option<&Probed>,
    known: Option<&Reliability>,
    allow_private: bool,
) -> AxonRecord {
    let times = |of: fn(&Probed) -> &[u64]| probed.and_then(|probed| Percentiles::of(of(probed)));
    let answered = probed.map_or(0, |probed| probed.answer_us.len());
    AxonRecord {
        uid: neuron.uid,
        hotkey: neuron.hotkey,
        name: neuron.name.clone(),
        validator_permit: neuron.validator_permit,
        endpoint: neuron.axon.map(|axon| axon.endpoint().to_string()),
        announced_version: neuron.axon.map(|axon| axon.version),
        announced_protocol: neuron.axon.map(|axon| axon.protocol),
        result: match (place(neuron, allow_private), probed) {
            (Err(word), _) => word,
            (Ok(_), None) => "not_tried",
            (Ok(_), Some(_)) if answered > 0 => "answered",
            (Ok(_), Some(_)) => "failed",
        },
        speaks: probed.and_then(|probed| probed.spoken),
        http_status: probed.and_then(|probed| probed.status),
        server: probed.and_then(|probed| probed.server.clone()),
        official_sdk: probed.filter(|probed| probed.spoken.is_some()).map(|probed| probed.is_sdk),
        reported_version: probed.and_then(|probed| probed.version),
        tries: probed.map_or(0, Probed::tries),
        answered,
        times: Times::of(times(|probed| &probed.connect_us), times(|probed| &probed.answer_us)),
        failed: Failed::of(probed.map_or(&BTreeMap::new(), |probed| &probed.failures)),
        known_tries: known.map(|known| known.tries),
        known_answered: known.map(|known| known.answered),
    }
}

pub(super) fn row(
    neuron: &Neuron,
    probed: Option<&Probed>,
    known: Option<&Reliability>,
    allow_private: bool,
) -> Vec<Entry> {
    let times = |of: fn(&Probed) -> &[u64]| probed.and_then(|probed| Percentiles::of(of(probed)));
    let text = |text: Option<String>| Entry::text(text.unwrap_or_default(), Scope::Text);
    let (words, scope) = match (place(neuron, allow_private), probed) {
        (Err("not_announced"), _) => ("no axon".to_owned(), Scope::TextDim),
        (Err(_), _) => ("not public".to_owned(), Scope::TextDim),
        (Ok(_), None) => ("not tried".to_owned(), Scope::TextDim),
        (Ok(_), Some(probed)) => spoken(probed),
    };
    let [connect, p50, p90, p99] =
        Times::of(times(|probed| &probed.connect_us), times(|probed| &probed.answer_us)).entries();
    vec![
        Entry::number(neuron.uid.0.into()),
        Entry::text(neuron.hotkey.to_string(), Scope::KeyHot),
        text(neuron.name.as_ref().map(ToString::to_string)),
        text(neuron.axon.map(|axon| axon.endpoint().to_string())),
        Entry::text(words, scope),
        text(probed.and_then(|probed| probed.server.as_ref()).map(ToString::to_string)),
        connect,
        p50,
        p90,
        p99,
        match probed {
            Some(probed) => share(probed.answer_us.len(), probed.tries()),
            None => Entry::absent(),
        },
        probed.map_or_else(Entry::absent, |probed| failures(&probed.failures)),
        neuron.axon.map_or_else(Entry::absent, |axon| Entry::number(axon.version.into())),
        neuron.axon.map_or_else(Entry::absent, |axon| Entry::number(axon.protocol.into())),
        probed
            .and_then(|probed| probed.version)
            .map_or_else(Entry::absent, |version| Entry::number(version.into())),
        known.map_or_else(Entry::absent, |known| share(known.answered, known.tries)),
    ]
}

/// What an axon said, or the most frequent reason why it said nothing.
fn spoken(probed: &Probed) -> (String, Scope) {
    match (probed.spoken, probed.status) {
        (Some(spoken), Some(status)) => (format!("{} {status}", spoken.word()), Scope::Text),
        (Some(spoken), None) => (spoken.word().to_owned(), Scope::Text),
        (None, _) => {
            let most = probed.most_frequent_failure();
            (most.map_or("nothing", Failure::word).to_owned(), Scope::Error)
        }
    }
}
