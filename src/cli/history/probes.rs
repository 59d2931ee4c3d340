//! `tau history probes`

use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::history;
use crate::cli::netuid::NetUidArg;
use crate::cli::probe::{Failed, Times, failures, milliseconds_of, share};
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::cli::span;
use crate::error::{Error, Result};
use crate::model::{Hotkey, NetUid, Uid};
use crate::ops::history::Reliability;
use crate::out::{Page, Report};
use crate::present::{age, moment};
use crate::session::Session;
use crate::theme::Scope;

/// Show how reliably the axons of a subnet answered, by hotkey
///
/// Asks no node and no axon: `tau probe` fills it. Reliable is the share of tries that were answered. Times are those of
/// all tries in the span, in milliseconds; since says how long ago the first of them was.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau history probes 4 --span 30d --csv > reliability.csv")]
pub(crate) struct ProbesArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// How far back: 6h, 7d, up to 3650d
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = span_parser)]
    span: Duration,
    #[command(flatten)]
    sort: SortArgs,
}

/// A span of the past.
pub(in crate::cli) fn span_parser(text: &str) -> Result<Duration, String> {
    span::within(text, Duration::from_secs(1), Duration::from_secs(3_650 * 86_400))
}

const HEADS: &[Head] = &[
    right("uid", "Uid"),
    left("hotkey", "Hotkey").first_to_go(),
    left("endpoint", "Endpoint").last_to_go(),
    right("reliable", "Reliable").last_to_go(),
    right("tries", "Tries"),
    right("runs", "Runs").first_to_go(),
    right("connect", "Connect ms"),
    right("p50", "p50 ms"),
    right("p90", "p90 ms"),
    right("p99", "p99 ms"),
    left("failures", "Failures"),
    right("seen", "Last answer"),
    right("tried", "Last try").first_to_go(),
    right("since", "Since").first_to_go(),
];

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    span_seconds: u64,
    folder: String,
    broken_lines: usize,
    hotkeys: Vec<&'a HotkeyRecord>,
}

/// One hotkey for scripts; times are microseconds, moments UTC.
#[derive(Debug, Serialize)]
struct HotkeyRecord {
    uid: Uid,
    hotkey: Hotkey,
    endpoint: String,
    runs: usize,
    tries: usize,
    answered: usize,
    #[serde(flatten)]
    times: Times,
    #[serde(flatten)]
    failed: Failed,
    first_try: String,
    last_try: String,
    last_answer: Option<String>,
}

pub(super) fn run(session: &Session, args: &ProbesArgs) -> Result<Report> {
    report(session, args.netuid.value()?, args.span, &args.sort)
}

/// What is known of a subnet's hotkeys over a span.
pub(in crate::cli) fn report(
    session: &Session,
    netuid: NetUid,
    span: Duration,
    sort: &SortArgs,
) -> Result<Report> {
    let (history, now) = (history(session), Session::now_ms());
    let since = now.saturating_sub(milliseconds_of(span));
    let (known, broken) = history.reliability(netuid, since).map_err(Error::from)?;
    let is_empty = known.is_empty();
    let mut sheet = Sheet::new(HEADS);
    for one in &known {
        sheet.push(record(one), row(one, now));
    }
    sheet.arrange(sort)?;
    let data = Shown {
        netuid,
        span_seconds: span.as_secs(),
        folder: history.probes_of(netuid).display().to_string(),
        broken_lines: broken,
        hotkeys: sheet.data(),
    };
    let page = Page::new().table(sheet.table(sort)?);
    let note = if is_empty {
        format!("nothing was measured on subnet {netuid} in this span; `tau probe {netuid}` does")
    } else {
        let (shown, all) = (data.hotkeys.len(), known.len());
        format!(
            "{shown} of {all} hotkeys that were tried on subnet {netuid} in the last {}",
            age(span)
        )
    };
    Report::new(&data, page.note(note))?.listing(&data.hotkeys)
}

fn record(one: &Reliability) -> HotkeyRecord {
    HotkeyRecord {
        uid: one.uid,
        hotkey: one.hotkey,
        endpoint: one.endpoint.to_string(),
        runs: one.runs,
        tries: one.tries,
        answered: one.answered,
        times: Times::of(one.connect, one.answer),
        failed: Failed::of(&one.failures),
        first_try: moment(one.begun_ms),
        last_try: moment(one.tried_ms),
        last_answer: one.seen_ms.map(moment),
    }
}

fn row(one: &Reliability, now: u64) -> Vec<Entry> {
    let count = |number: usize| Entry::number(u64::try_from(number).unwrap_or(u64::MAX));
    let ago = |ms: u64| {
        let passed = Duration::from_millis(now.saturating_sub(ms));
        // Sorted and compared as seconds.
        Entry::signed(age(passed), i128::from(passed.as_secs()) * 1_000_000_000, Scope::Text)
    };
    let [connect, p50, p90, p99] = Times::of(one.connect, one.answer).entries();
    vec![
        Entry::number(one.uid.0.into()),
        Entry::text(one.hotkey.to_string(), Scope::KeyHot),
        Entry::text(one.endpoint.to_string(), Scope::Text),
        share(one.answered, one.tries),
        count(one.tries),
        count(one.runs),
        connect,
        p50,
        p90,
        p99,
        failures(&one.failures),
        one.seen_ms.map_or_else(Entry::absent, ago),
        ago(one.tried_ms),
        ago(one.begun_ms),
    ]
}
