//! `tau agent start`

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::signal::unix::{SignalKind, signal};

use super::time;
use crate::agent::{Ring, Server, serve};
use crate::error::{Error, Kind, Result};
use crate::keystore::Access;
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Start the agent, without keys
///
/// It runs in the background until `tau agent stop`, and answers only you, on a socket that only you
/// can reach. It forgets each key when its time is over, and all of them when it is told to, or
/// ended by a signal. `tau agent add` starts it by itself.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau agent start --for 2h")]
pub(crate) struct StartArgs {
    /// Keep keys for this long at most: 90s, 15m, 2h, up to 24h
    #[arg(long = "for", value_name = "TIME", default_value = "15m", value_parser = time::parse)]
    keeps: Duration,
    /// Stay in the foreground
    #[arg(long)]
    foreground: bool,
}

impl StartArgs {
    pub fn serves(&self) -> bool {
        self.foreground
    }
}

#[derive(Serialize, Deserialize)]
struct Started {
    pid: u32,
    socket: String,
    keeps_seconds: u64,
}

fn page(started: &Started) -> Page {
    Page::new()
        .line("The agent runs; it holds no key yet")
        .field("Process", started.pid.to_string())
        .field("Socket", &started.socket)
        .field("Keeps keys", time::shown(started.keeps_seconds))
}

pub(crate) async fn run(session: &Session, out: &Out, args: StartArgs) -> Result<Option<Report>> {
    if !args.foreground {
        let started = in_background(session, Some(args.keeps))?;
        return Report::new(&started, page(&started)).map(Some);
    }
    let server = Server::bind(&session.agent_place())?;
    let started = Started {
        pid: std::process::id(),
        socket: session.agent_place().socket().display().to_string(),
        keeps_seconds: args.keeps.as_secs(),
    };
    let ring = match session.keystore().access() {
        Access::Any => Ring::new(args.keeps),
        Access::HotOnly => Ring::new(args.keeps).for_hotkeys(),
    };
    let (door, kept) = (session.door(), session.settings().paths.metadata_cache());
    let ring = ring.guarded(Box::new(move |account, parts| {
        door.admit_parts(&kept, account, parts).map_err(|error| error.to_string())
    }));
    // A signal that comes from now on ends it in order.
    let failed = |error| Error::internal(format!("signals cannot be waited for: {error}"));
    let mut hangup = signal(SignalKind::hangup()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    out.report("agent start", &Report::new(&started, page(&started))?)?;
    tokio::select! {
        () = serve(server, ring) => {}
        _ = hangup.recv() => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(None)
}

/// Start an agent that outlives this command, and wait until it listens.
fn in_background(session: &Session, keeps: Option<Duration>) -> Result<Started> {
    let failed = |error: std::io::Error| {
        Error::new(Kind::Wallet, format!("the agent cannot be started: {error}"))
    };
    let keeps = keeps.map(|time| format!("{}s", time.as_secs()));
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.args(["--json", "agent", "start", "--foreground"]);
    if let Some(keeps) = keeps {
        command.args(["--for", &keeps]);
    }
    if session.keystore().access() == Access::HotOnly {
        command.env("TAU_ROLE", "hot");
    }
    let mut child = command
        // It needs no passphrase, and an environment can be read by others of the same user.
        .env_remove("TAU_PASSWORD")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // Ctrl-c in this terminal is not meant for it.
        .process_group(0)
        .spawn()
        .map_err(failed)?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout.take(64 * 1024)).read_line(&mut line).map_err(failed)?;
    }
    match serde_json::from_str(&line) {
        Ok(Said { data: Some(started), .. }) => Ok(started),
        Ok(Said { error: Some(said), .. }) => {
            let _ = child.wait();
            Err(said.into())
        }
        _ => {
            let _ = child.wait();
            Err(Error::internal("the agent ended before it listened"))
        }
    }
}

/// What the agent's process said: one document.
#[derive(Deserialize)]
struct Said {
    data: Option<Started>,
    error: Option<Failed>,
}

#[derive(Deserialize)]
struct Failed {
    kind: String,
    message: String,
    hints: Vec<String>,
}

impl From<Failed> for Error {
    fn from(said: Failed) -> Self {
        let kind = [Kind::Refused, Kind::Usage, Kind::Wallet]
            .into_iter()
            .find(|kind| kind.word() == said.kind)
            .unwrap_or(Kind::Internal);
        Self { hints: said.hints, ..Self::new(kind, said.message) }
    }
}

/// Start an agent if none runs.
///
/// # Errors
/// None runs, and none can be started.
pub(super) fn ensure(session: &Session, out: &Out, keeps: Option<Duration>) -> Result<()> {
    match session.agent().status() {
        Ok(_) => Ok(()),
        Err(crate::agent::Error::NotRunning) => {
            in_background(session, keeps)?;
            out.status("Started the agent");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
