//! `tau devnet`: serve until told to stop.

use std::time::Duration;

use serde::Serialize;
use tau_devnet::accounts::WELL_KNOWN;
use tau_devnet::scenario::Scenario;
use tau_devnet::{BlockTime, Devnet, Options, World};
use tokio::signal::unix::{SignalKind, signal};

use super::serve_args::{Funding, Pace, Parameters, ServeArgs};
use crate::error::{Error, Result};
use crate::model::Hash;
use crate::out::{Out, Page, Report, Table};
use crate::present::{Align, Cell};
use crate::session::{Announcement, Running, Session};
use crate::theme::Scope;

/// How often a kept chain is written, so that a power cut costs little.
const SAVE_EVERY: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Serving {
    url: String,
    pid: u32,
    genesis: Hash,
    block: u32,
    accounts: Vec<AccountRecord>,
}

#[derive(Serialize)]
struct AccountRecord {
    name: &'static str,
    uri: &'static str,
    address: String,
    role: &'static str,
}

pub(super) async fn run(session: &Session, out: &Out, args: ServeArgs) -> Result<()> {
    let kept = args.state.is_some();
    let scenario = args.scenario.as_deref().map(super::simulate::read).transpose()?;
    let devnet = Devnet::start(Options {
        world: world(&args, scenario.as_ref())?,
        block_time: match args.block_time {
            Pace::Every(time) => BlockTime::Interval(time),
            Pace::Instant => BlockTime::Instant,
            Pace::Manual => BlockTime::Manual,
        },
        seed: args.seed,
        traders: !args.no_traders,
        scenario: scenario.filter(|_| !args.no_traders),
        state: args.state.clone(),
        finality_lag: args.finality_lag,
        control: args.control,
        ..Options::default()
    })?;
    let server = devnet.serve(args.port).await?;
    let genesis = Hash(devnet.genesis());
    let running = Running { url: server.url(), pid: std::process::id(), genesis };
    let announcement = Announcement::make(&session.settings().paths, &running)?;
    if announcement.is_none() {
        out.warn("another `tau devnet` of yours runs: `--network dev` stays with that one");
    }
    let serving = Serving {
        url: running.url,
        pid: running.pid,
        genesis,
        block: devnet.best(),
        accounts: WELL_KNOWN
            .iter()
            .map(|account| AccountRecord {
                name: account.name,
                uri: account.uri,
                address: account.ss58(),
                role: account.role.describe(),
            })
            .collect(),
    };
    out.report("devnet", &Report::new(&serving, page(&serving))?)?;
    let log = async {
        if args.log {
            super::log::follow(&devnet, out).await?;
        }
        std::future::pending().await
    };
    let stopped = tokio::select! {
        stopped = stopped(&devnet, out, kept) => stopped,
        broken = log => broken,
    };
    if kept {
        devnet.save()?;
    }
    drop(announcement);
    stopped
}

/// What the chain begins with, if it does not go on from a file.
fn world(args: &ServeArgs, scenario: Option<&Scenario>) -> Result<World> {
    let world = match (&args.fork_of, scenario) {
        (Some(path), _) => World::read(path)?,
        (None, Some(scenario)) => scenario.world(),
        (None, None) => World::demo(args.seed),
    };
    let mut world = match args.preset {
        Parameters::Mainnet => world,
        Parameters::Fast => world.hurried(),
    };
    for Funding { account, amount } in &args.fund {
        world.fund(account.0.into(), amount.rao());
    }
    Ok(world)
}

fn page(serving: &Serving) -> Page {
    let mut table =
        Table::new(&[("Key", Align::Left), ("Address", Align::Left), ("What it is", Align::Left)]);
    table.keep(1);
    for account in &serving.accounts {
        table.push(vec![
            Cell::new(account.uri, Scope::Text),
            Cell::new(account.address.as_str(), Scope::KeyCold),
            Cell::new(account.role, Scope::TextDim),
        ]);
    }
    Page::new()
        .field("Serving", serving.url.as_str())
        .field("Genesis", serving.genesis.to_string())
        .field("Block", serving.block.to_string())
        .heading("Keys that everybody knows")
        .table(table)
        .note("Ctrl-C ends it")
}

/// Wait for ctrl-c or a polite kill, saving now and then.
async fn stopped(devnet: &Devnet, out: &Out, kept: bool) -> Result<()> {
    let no_signals =
        |error: std::io::Error| Error::internal(format!("signals cannot be watched: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut hangup = signal(SignalKind::hangup()).map_err(no_signals)?;
    let mut saves = tokio::time::interval(SAVE_EVERY);
    saves.tick().await;
    loop {
        tokio::select! {
            _ = interrupt.recv() => return Ok(()),
            _ = terminate.recv() => return Ok(()),
            _ = hangup.recv() => return Ok(()),
            _ = saves.tick(), if kept => {
                if let Err(error) = devnet.save() {
                    out.warn(&format!("the chain was not saved: {error}"));
                }
            }
        }
    }
}
