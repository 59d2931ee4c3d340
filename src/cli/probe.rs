//! `tau probe`

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::history::{history, probes};
use super::netuid::NetUidArg;
use super::sheet::{Entry, Head, Sheet, left, right};
use super::sort::SortArgs;
use super::span;
use crate::error::{Error, Kind, Result};
use crate::model::{Hotkey, Label, Metagraph, NetUid, Neuron, Uid};
use crate::ops::axons::{self, AxonError, Failure, MOST_CONNECTIONS, Manners, Spoken};
use crate::ops::history::{History, Percentiles, Probed, Reliability};
use crate::ops::{self};
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// The span over which reliability is shown beside what was just measured.
const WEEK: Duration = Duration::from_secs(7 * 86_400);

/// Measure how soon the axons of a subnet answer, and keep the history
///
/// Each try opens one connection to the address that the neuron announced and asks `GET /` once: over plain HTTP, or over
/// TLS where plain words are not understood. Any answer counts, whatever its status: a 404 says that somebody is there. The
/// certificate is not verified, because axons make their own; nothing secret is said. Measured are the time to connect and
/// the time to the answer's head, in milliseconds from the first packet on; percentiles are nearest ranks, so of 3 tries
/// p90 and p99 are the slowest. A proxy of the network that tau runs in may answer in an axon's place: then all of them
/// answer alike.
///
/// Manners: one connection to a host at a time, a pause between two, few hosts at once, 5,000 connections a run at most.
/// tau says who it is (User-Agent: tau/VERSION (axon probe)). Addresses that are nobody's on the internet (private,
/// loopback, 0.0.0.0, documentation) are not tried without --allow-private: anybody can announce any address. At most 32
/// KiB of an answer are read.
///
/// What was measured is kept on this machine by hotkey, also when Ctrl-C ends the run early. --history shows it without
/// asking anybody, as `tau history probes` does.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau probe 4 --validators --count 10 --sort p50\nExample: tau probe 4 --history 7d --filter 'reliable<95'"
)]
pub(crate) struct ProbeArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// Only these neurons
    #[arg(long, value_name = "UID", value_delimiter = ',', alias = "uids")]
    uid: Vec<Uid>,
    /// Only neurons with a validator permit
    #[arg(long, conflicts_with = "miners")]
    validators: bool,
    /// Only neurons without one
    #[arg(long)]
    miners: bool,
    /// Tries per axon, 1 to 100
    #[arg(
        long,
        value_name = "TRIES",
        default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..=100)
    )]
    count: u32,
    /// Longest time of one try: 500ms, 5s, up to 60s
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = timeout)]
    timeout: Duration,
    /// Hosts that are visited at once, 1 to 32
    #[arg(
        long,
        value_name = "HOSTS",
        default_value_t = 8,
        value_parser = clap::value_parser!(u16).range(1..=32)
    )]
    parallel: u16,
    /// Time between two connections to one host: 200ms to 60s
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = pause)]
    pause: Duration,
    /// Also try addresses that are nobody's on the internet
    #[arg(long)]
    allow_private: bool,
    /// Keep nothing of it
    #[arg(long)]
    no_keep: bool,
    /// Measure nothing and show what was measured this far back [default: 7d]
    #[arg(
        long,
        value_name = "TIME",
        num_args = 0..=1,
        default_missing_value = "7d",
        value_parser = probes::span_parser,
        conflicts_with_all = ["uid", "validators", "miners", "allow_private", "no_keep"]
    )]
    history: Option<Duration>,
    #[command(flatten)]
    sort: SortArgs,
}

pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    span::within(text, Duration::from_millis(100), Duration::from_secs(60))
}

fn pause(text: &str) -> Result<Duration, String> {
    span::within(text, Duration::from_millis(200), Duration::from_secs(60))
}

impl ProbeArgs {
    /// What the answer is called: with --history it is another command's.
    pub fn name(&self) -> &'static str {
        if self.history.is_some() { "history probes" } else { "probe" }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    neurons: usize,
    tried: usize,
    answered: usize,
    tries_per_axon: u32,
    interrupted: bool,
    kept_in: Option<String>,
    reliability_seconds: u64,
    axons: Vec<&'a AxonRecord>,
}

/// One neuron for scripts; times are microseconds.
#[derive(Debug, Serialize)]
struct AxonRecord {
    uid: Uid,
    hotkey: Hotkey,
    name: Option<Label>,
    validator_permit: bool,
    endpoint: Option<String>,
    announced_version: Option<u32>,
    result: &'static str,
    speaks: Option<Spoken>,
    http_status: Option<u16>,
    server: Option<Label>,
    official_sdk: Option<bool>,
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
pub(super) struct Times {
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

    /// Four cells.
    pub fn entries(self) -> [Entry; 4] {
        let Self { connect_p50_us, answer_p50_us, answer_p90_us, answer_p99_us } = self;
        [connect_p50_us, answer_p50_us, answer_p90_us, answer_p99_us].map(milliseconds)
    }
}

/// Tries without an answer, by kind.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Failed {
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
pub(super) fn failures(failures: &BTreeMap<Failure, u32>) -> Entry {
    let mut all: Vec<(&Failure, &u32)> = failures.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1));
    let words: Vec<String> =
        all.iter().map(|(failure, count)| format!("{} {count}", failure.word())).collect();
    Entry::text(words.join(", "), Scope::Warning)
}

/// A share of tries; nothing of none.
pub(super) fn share(answered: usize, tries: usize) -> Entry {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    if tries == 0 {
        return Entry::absent();
    }
    // Tenths of a per cent, never rounded up to all of them.
    let tenths = count(answered) * 1_000 / count(tries);
    let text = format!("{}.{}%", tenths / 10, tenths % 10);
    Entry::share(text, count(answered), count(tries))
}

fn milliseconds(microseconds: Option<u64>) -> Entry {
    match microseconds {
        Some(us) => {
            let text = if us < 100_000 {
                format!("{}.{}", us / 1_000, us % 1_000 / 100)
            } else {
                (us / 1_000).to_string()
            };
            // Sorted and compared as milliseconds.
            Entry::signed(text, i128::from(us) * 1_000_000, Scope::Text)
        }
        None => Entry::absent(),
    }
}

const HEADS: &[Head] = &[
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
    right("reliable", "7 days"),
];

pub(crate) async fn run(session: &Session, out: &Out, args: ProbeArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    if let Some(span) = args.history {
        return probes::report(session, netuid, span, &args.sort);
    }
    // A table that cannot be shown is said before anybody is asked.
    Sheet::<()>::new(HEADS).table(&args.sort)?;
    let metagraph = tokio::select! {
        biased;
        read = async { Ok::<_, Error>(ops::metagraph(&session.chain().await?, netuid).await?) } => read?,
        _ = tokio::signal::ctrl_c() => return Err(session.interrupted()),
    };
    let network = session.chain().await?.network();
    let stamp = Stamp::new(&network, metagraph.at);
    let chosen = chosen(&metagraph, &args)?;
    let (history, manners) = (history(session), args.manners());
    let mut run = Run::of(&chosen, args.allow_private);
    let places: Vec<SocketAddr> = run.probed.iter().map(|probed| probed.endpoint).collect();
    check_size(&manners, places.len())?;
    if !places.is_empty() {
        out.status(&format!(
            "Measuring {} of {} axons (--count {}); Ctrl-C ends it and keeps what there is",
            places.len(),
            chosen.len(),
            manners.tries
        ));
    }
    let keeps = (!args.no_keep).then_some((&history, netuid));
    let mut fault = None;
    let interrupted = {
        let measuring = axons::measure(&places, &manners, |index, one| {
            fault = fault.take().or(run.count(index, one, manners.tries, keeps).err());
        });
        tokio::select! {
            biased;
            () = measuring => false,
            _ = tokio::signal::ctrl_c() => true,
        }
    };
    if interrupted {
        fault = fault.take().or(run.keep_rest(manners.tries, keeps).err());
    }
    if let Some(fault) = fault {
        out.warn(&fault.message);
    }
    let since = Session::now_ms().saturating_sub(milliseconds_of(WEEK));
    let known = history.reliability(netuid, since).map_or_else(|_| Vec::new(), |(known, _)| known);
    let mut sheet = Sheet::new(HEADS);
    for neuron in &chosen {
        let known = known.iter().find(|known| known.hotkey == neuron.hotkey);
        let probed = run.of_uid(neuron.uid);
        sheet.push(
            record(neuron, probed, known, args.allow_private),
            row(neuron, probed, known, args.allow_private),
        );
    }
    sheet.arrange(&args.sort)?;
    let answered = run.probed.iter().filter(|probed| !probed.answer_us.is_empty()).count();
    let kept = !args.no_keep && !places.is_empty();
    let data = Shown {
        netuid,
        neurons: chosen.len(),
        tried: run.probed.iter().filter(|probed| probed.tries() > 0).count(),
        answered,
        tries_per_axon: manners.tries,
        interrupted,
        kept_in: kept.then(|| history.probes_of(netuid).display().to_string()),
        reliability_seconds: WEEK.as_secs(),
        axons: sheet.data(),
    };
    let untried = chosen.len() - places.len();
    let told = match data.tried {
        0 => format!("no axon was tried on subnet {netuid}, {}", stamp.line()),
        tried => {
            format!("{answered} of {tried} axons answered on subnet {netuid}, {}", stamp.line())
        }
    };
    let mut page = Page::new().table(sheet.table(&args.sort)?).note(told);
    if untried > 0 {
        page = page.note(format!(
            "not tried: {untried} that announced none, or an address that is nobody's on the internet"
        ));
    }
    let report = Report::new(&data, page)?.at(stamp).listing(&data.axons)?;
    let stopped = interrupted.then(|| {
        Error::new(
            Kind::Interrupted,
            format!("interrupted: {} of {} axons were tried", data.tried, places.len()),
        )
    });
    Ok(report.failing(stopped))
}

impl ProbeArgs {
    fn manners(&self) -> Manners {
        Manners {
            tries: self.count,
            timeout: self.timeout,
            parallel: self.parallel.into(),
            pause: self.pause,
        }
    }
}

pub(super) fn milliseconds_of(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

fn check_size(manners: &Manners, axons: usize) -> Result<()> {
    let connections = manners.connections(axons);
    if connections <= MOST_CONNECTIONS {
        return Ok(());
    }
    Err(Error::usage(format!(
        "{axons} axons with {} tries may take {connections} connections, and one run makes {MOST_CONNECTIONS} at most",
        manners.tries
    ))
    .hint("say a smaller --count, or choose neurons with --uid, --validators or --miners"))
}

/// The neurons that are meant, by uid.
fn chosen<'a>(metagraph: &'a Metagraph, args: &ProbeArgs) -> Result<Vec<&'a Neuron>> {
    let netuid = metagraph.netuid();
    for uid in &args.uid {
        if !metagraph.neurons.iter().any(|neuron| neuron.uid == *uid) {
            return Err(AxonError::NoNeuron { netuid, uid: *uid }.into());
        }
    }
    let is_meant = |neuron: &&Neuron| {
        (args.uid.is_empty() || args.uid.contains(&neuron.uid))
            && (!args.validators || neuron.validator_permit)
            && (!args.miners || !neuron.validator_permit)
    };
    Ok(metagraph.neurons.iter().filter(is_meant).collect())
}

/// Where a neuron can be tried, or the word for why it cannot.
fn place(neuron: &Neuron, allow_private: bool) -> Result<SocketAddr, &'static str> {
    let axon = neuron.axon.filter(|axon| axon.port != 0).ok_or("not_announced")?;
    if axon.ip.is_unspecified() || !(allow_private || axons::is_public(axon.ip)) {
        return Err("not_public");
    }
    Ok(SocketAddr::new(axon.ip, axon.port))
}

/// What was measured so far, by neuron.
struct Run {
    probed: Vec<Probed>,
}

impl Run {
    fn of(neurons: &[&Neuron], allow_private: bool) -> Self {
        let probed = neurons.iter().filter_map(|neuron| {
            let endpoint = place(neuron, allow_private).ok()?;
            Some(Probed::new(neuron.uid, neuron.hotkey, endpoint))
        });
        Self { probed: probed.collect() }
    }

    fn of_uid(&self, uid: Uid) -> Option<&Probed> {
        self.probed.iter().find(|probed| probed.uid == uid && probed.tries() > 0)
    }

    /// Count a try; a neuron that has had all of its tries is kept at once.
    fn count(
        &mut self,
        index: usize,
        one: axons::Try,
        tries: u32,
        keeps: Option<(&History, NetUid)>,
    ) -> Result<()> {
        let Some(probed) = self.probed.get_mut(index) else { return Ok(()) };
        probed.count(one, Session::now_ms());
        if is_done(probed, tries)
            && let Some((history, netuid)) = keeps
        {
            history.add_probes(netuid, std::slice::from_ref(probed))?;
        }
        Ok(())
    }

    /// Keep those that have had some of their tries.
    fn keep_rest(&self, tries: u32, keeps: Option<(&History, NetUid)>) -> Result<()> {
        let begun = |probed: &&Probed| probed.tries() > 0 && !is_done(probed, tries);
        let rest: Vec<Probed> = self.probed.iter().filter(begun).cloned().collect();
        match keeps {
            Some((history, netuid)) if !rest.is_empty() => Ok(history.add_probes(netuid, &rest)?),
            _ => Ok(()),
        }
    }
}

fn is_done(probed: &Probed, tries: u32) -> bool {
    probed.tries() >= usize::try_from(tries).unwrap_or(usize::MAX)
}

fn record(
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
        endpoint: neuron.axon.map(|axon| SocketAddr::new(axon.ip, axon.port).to_string()),
        announced_version: neuron.axon.map(|axon| axon.version),
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
        tries: probed.map_or(0, Probed::tries),
        answered,
        times: Times::of(times(|probed| &probed.connect_us), times(|probed| &probed.answer_us)),
        failed: Failed::of(probed.map_or(&BTreeMap::new(), |probed| &probed.failures)),
        known_tries: known.map(|known| known.tries),
        known_answered: known.map(|known| known.answered),
    }
}

fn row(
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
        text(neuron.axon.map(|axon| SocketAddr::new(axon.ip, axon.port).to_string())),
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
        known.map_or_else(Entry::absent, |known| share(known.answered, known.tries)),
    ]
}

/// What an axon said, or the most frequent reason why it said nothing.
fn spoken(probed: &Probed) -> (String, Scope) {
    match (probed.spoken, probed.status) {
        (Some(spoken), Some(status)) => (format!("{} {status}", spoken.word()), Scope::Text),
        (Some(spoken), None) => (spoken.word().to_owned(), Scope::Text),
        (None, _) => {
            let most = probed.failures.iter().max_by_key(|(_, count)| **count);
            (most.map_or("nothing", |(failure, _)| failure.word()).to_owned(), Scope::Error)
        }
    }
}
