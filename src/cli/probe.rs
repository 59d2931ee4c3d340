//! `tau probe`

mod rounds;
mod rows;
mod run;

use std::time::Duration;

use clap::Args;
use futures::future::BoxFuture;
use serde::Serialize;

use super::history::{history, probes};
use super::netuid::{NetUidArg, uid};
use super::sheet::Sheet;
use super::sort::SortArgs;
use super::span;
use crate::error::{Error, Kind, Result};
use crate::model::{Metagraph, NetUid, Uid};
use crate::ops;
use crate::ops::axons::{AxonError, Manners};
use crate::ops::history::LATELY;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use rows::{AxonRecord, HEADS, record, row};
pub(super) use rows::{Failed, Times, failures, share};
use run::{Choice, Run, check_size};

/// Measure how soon the axons of a subnet answer, and keep the history
///
/// Each try opens one connection to the address that the neuron announced and asks `GET /` once: over plain HTTP, or over
/// TLS where plain words are not understood. Any answer counts, whatever its status: a 404 says that somebody is there. The
/// certificate is not verified, because axons make their own; nothing secret is said. Measured are the time to connect and
/// the time to the answer's head, in milliseconds from the first packet on; percentiles are nearest ranks, so of 3 tries
/// p90 and p99 are the slowest. A proxy of the network that tau runs in may answer in an axon's place: then all of them
/// answer alike.
///
/// Beside that stand what the neuron announced on the chain (its software's version, and the protocol, a number that the
/// subnet gives meaning to) and what its server says it is: the Server header, and the version of the official SDK where
/// the answer has one.
///
/// Manners: one connection to a host at a time and --pause (1s) between two, --parallel (8) hosts at once, --timeout (5s)
/// for a try, 32 KiB of an answer, 5,000 connections a run at most. tau says who it is (User-Agent: tau/VERSION (axon
/// probe)). Addresses that are nobody's on the internet (private, loopback, 0.0.0.0, documentation) are not tried without
/// --allow-private: anybody can announce any address.
///
/// What was measured is kept on this machine by hotkey, also when Ctrl-C ends the run early. --history shows it without
/// asking anybody, as `tau history probes` does.
///
/// --every measures again and again until it is interrupted or has made --rounds rounds. Each round is a line, as JSON
/// lines with --json: how many answered and how soon, and who stopped or began to answer since the round before; the
/// first round is compared with the history. It survives lost connections to the node.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau probe 4 --validators --count 10 --sort p50\nExample: tau probe 4 --every 15m --rounds 96\nExample: tau probe 4 --history 7d --filter 'reliable<95'"
)]
pub(crate) struct ProbeArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// Only these neurons
    #[arg(long, value_name = "UID", value_delimiter = ',', alias = "uids", value_parser = uid)]
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
    /// Measure again and again, this far apart: 10s to 7d
    #[arg(long, value_name = "TIME", value_parser = every, conflicts_with = "history")]
    every: Option<Duration>,
    /// Stop after this many rounds
    #[arg(
        long,
        value_name = "ROUNDS",
        requires = "every",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    rounds: Option<u32>,
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

fn every(text: &str) -> Result<Duration, String> {
    span::within(text, Duration::from_secs(10), Duration::from_secs(7 * 86_400))
}

impl ProbeArgs {
    /// Whether it goes on and on.
    pub fn follows(&self) -> bool {
        self.every.is_some()
    }

    fn choice(&self) -> Choice<'_> {
        Choice {
            uids: &self.uid,
            validators: self.validators,
            miners: self.miners,
            allow_private: self.allow_private,
        }
    }

    /// Whether everybody who was named is there.
    fn check_uids(&self, metagraph: &Metagraph) -> Result<()> {
        let is_there = |uid: &Uid| metagraph.neurons.iter().any(|neuron| neuron.uid == *uid);
        match self.uid.iter().find(|uid| !is_there(uid)) {
            Some(uid) => Err(AxonError::NoNeuron { netuid: metagraph.netuid(), uid: *uid }.into()),
            None => Ok(()),
        }
    }

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

/// On the heap: unoptimized, the choice between all commands needs room on the stack for each of them.
pub(crate) fn run<'a>(
    session: &'a Session,
    out: &'a Out,
    args: ProbeArgs,
) -> BoxFuture<'a, Result<Option<Report>>> {
    Box::pin(async move {
        let netuid = args.netuid.value()?;
        match (args.history, args.every) {
            (Some(span), _) => probes::report(session, netuid, span, &args.sort).map(Some),
            (None, Some(every)) => {
                rounds::run(session, out, &args, netuid, every).await.map(|()| None)
            }
            (None, None) => once(session, out, &args, netuid).await.map(Some),
        }
    })
}

/// Until somebody says that it is enough.
async fn interrupt() {
    // Where signals cannot be heard, nothing ends it early.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn once(session: &Session, out: &Out, args: &ProbeArgs, netuid: NetUid) -> Result<Report> {
    // A table that cannot be shown is said before anybody is asked.
    Sheet::<()>::new(HEADS).table(&args.sort)?;
    let metagraph = tokio::select! {
        biased;
        read = async { Ok::<_, Error>(ops::metagraph(&session.chain().await?, netuid).await?) } => read?,
        () = interrupt() => return Err(session.interrupted()),
    };
    let network = session.chain().await?.network();
    let stamp = Stamp::new(&network, metagraph.at);
    args.check_uids(&metagraph)?;
    let chosen = args.choice().of(&metagraph);
    let (history, manners) = (history(session), args.manners());
    let mut run = Run::of(&chosen, args.allow_private);
    let places = run.probed.len();
    check_size(&manners, places)?;
    if places > 0 {
        out.status(&format!(
            "Measuring {places} of {} axons (--count {}); Ctrl-C ends it and keeps what there is",
            chosen.len(),
            manners.tries
        ));
    }
    let keeps = (!args.no_keep).then_some((&history, netuid));
    let interrupted = run.measure(out, &manners, keeps, interrupt()).await;
    let known = history.lately(netuid, Session::now_ms());
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
    let (tried, answered) = run.counts();
    let kept = !args.no_keep && places > 0;
    let data = Shown {
        netuid,
        neurons: chosen.len(),
        tried,
        answered,
        tries_per_axon: manners.tries,
        interrupted,
        kept_in: kept.then(|| history.probes_of(netuid).display().to_string()),
        reliability_seconds: LATELY.as_secs(),
        axons: sheet.data(),
    };
    let untried = chosen.len() - places;
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
            format!("interrupted: {} of {places} axons were tried", data.tried),
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
