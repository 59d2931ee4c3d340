//! The development chain inside this process, kept in a file between commands.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tau_devnet::{BlockTime, Devnet, Options, Server, World};

use super::{Announcement, Pace, Running};
use crate::chain::Chain;
use crate::error::{Error, Kind, Result};
use crate::model::{Hash, Label};
use crate::settings::Paths;

/// Seed of the one world that `--network dev` and the demo show.
pub(super) const SEED: u64 = 0;

/// Time between blocks for somebody who watches: lively, and still readable.
const LIVE_BLOCK: Duration = Duration::from_secs(2);

/// Blocks of history that a new world starts with, for charts.
const HISTORY: u32 = 64;

/// How often and how long a chain is waited for that another tau has open.
const TRIES: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(100);

/// A running embedded chain.
pub(super) struct Embedded {
    devnet: Devnet,
    kept: bool,
    _door: Option<(Server, Option<Announcement>)>,
}

impl Embedded {
    /// Start it, from its state file if there is one.
    pub async fn start(state: Option<PathBuf>, pace: Pace, paths: &Paths) -> Result<Self> {
        let kept = state.is_some();
        let (block_time, traders, history) = match pace {
            // What a plan says is what the next block does.
            Pace::Command => (BlockTime::Instant, false, 0),
            Pace::Live => (BlockTime::Interval(LIVE_BLOCK), true, HISTORY),
        };
        let options = Options {
            world: World::demo(SEED),
            block_time,
            seed: SEED,
            traders,
            history,
            state,
            ..Options::default()
        };
        let mut tries = 0;
        let devnet = loop {
            match Devnet::start(options.clone()) {
                Ok(devnet) => break devnet,
                // Another command is at it and will be done in a moment.
                Err(tau_devnet::Error::StateLocked { .. }) if tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(BETWEEN).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        let door = match pace {
            Pace::Command => None,
            Pace::Live => door(&devnet, paths).await,
        };
        Ok(Self { devnet, kept, _door: door })
    }

    /// Talk to it.
    pub async fn chain(&self, metadata_cache: Option<PathBuf>) -> Result<Chain> {
        Ok(Chain::in_process(Label::new("dev"), self.devnet.rpc(), metadata_cache).await?)
    }

    /// Write it to its file, if it has one.
    pub fn keep(&self) -> Result<()> {
        if self.kept { Ok(self.devnet.save()?) } else { Ok(()) }
    }
}

/// Serve the chain while somebody watches it, so that commands in the terminal that the dashboard lends, or in another one,
/// see the same chain. Without a door the dashboard is all there is.
async fn door(devnet: &Devnet, paths: &Paths) -> Option<(Server, Option<Announcement>)> {
    let server = devnet.serve(0).await.ok()?;
    let genesis = Hash(devnet.genesis());
    let running = Running { url: server.url(), pid: std::process::id(), genesis };
    let announcement = Announcement::make(paths, &running).ok()?;
    Some((server, announcement))
}

/// Talk to a chain of this process.
///
/// # Errors
/// Its first answers make no sense.
pub async fn watching(devnet: &Devnet) -> Result<Chain> {
    Ok(Chain::in_process(Label::new("dev"), devnet.rpc(), None).await?)
}

/// Forget the kept chain; says whether there was one.
///
/// # Errors
/// It is in use, or its file cannot be removed.
pub fn reset(paths: &crate::settings::Paths) -> Result<bool> {
    let state = paths.devnet_state();
    let in_use = || Error::from(tau_devnet::Error::StateLocked { path: state.clone() });
    let failed = |error: &std::io::Error| {
        Error::new(Kind::Refused, format!("{} cannot be removed: {error}", state.display()))
    };
    // The chain's own lock, so that it is not taken away under a running one.
    let lock = fs::OpenOptions::new().write(true).open(state.with_added_extension("lock"));
    if let Ok(lock) = &lock
        && matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))
    {
        return Err(in_use());
    }
    match fs::remove_file(&state) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(&error)),
    }
}
