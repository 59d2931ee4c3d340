//! `tau wallet kdf`

use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::keystore::seal::{self, Cost};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Choose how much work opening a key takes on this machine
///
/// Measures Argon2id once and stores the work that takes about a second and 256 MiB here in config.toml.
/// Keys that are made or get a new passphrase from then on use it; existing ones keep theirs.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet kdf --seconds 2")]
pub(crate) struct KdfArgs {
    /// How long opening a key should take, from 1 to 10 seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=10))]
    seconds: u32,
    /// Use this much memory
    #[arg(long, value_name = "MIB", default_value = "256", value_parser = clap::value_parser!(u32).range(19..=1024))]
    memory: u32,
    /// Measure only
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Chosen {
    memory_kib: u32,
    passes: u32,
    measured_ms: u64,
    stored_in: Option<String>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: KdfArgs) -> Result<Report> {
    out.status("Measuring");
    let memory_kib = (args.memory * 1024).max(Cost::MEMORY_FLOOR);
    let target = Duration::from_secs(u64::from(args.seconds));
    let (cost, took) =
        tokio::task::spawn_blocking(move || calibrate(memory_kib, target))
            .await
            .map_err(|error| Error::internal(format!("measuring came to a stop: {error}")))??;
    let stored_in = match args.dry_run {
        true => None,
        false => Some(session.store_kdf_cost(cost)?.display().to_string()),
    };
    let chosen = Chosen {
        memory_kib: cost.memory_kib,
        passes: cost.passes,
        measured_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        stored_in,
    };
    let page = Page::new()
        .field("Memory", format!("{} MiB", cost.memory_kib / 1024))
        .field("Passes", cost.passes.to_string())
        .field("Takes", format!("{} ms on this machine", chosen.measured_ms));
    let page = match &chosen.stored_in {
        Some(path) => page.note(format!("stored in {path}")),
        None => page.note("dry run: nothing was stored"),
    };
    Report::new(&chosen, page)
}

/// The passes that come nearest to `target` with this memory, within the format's bounds.
fn calibrate(memory_kib: u32, target: Duration) -> Result<(Cost, Duration)> {
    let measure = |passes| -> Result<Duration> {
        let start = Instant::now();
        seal::rehearse(Cost { memory_kib, passes }).map_err(crate::keystore::Error::Seal)?;
        Ok(start.elapsed())
    };
    let floor = measure(Cost::PASSES_FLOOR)?;
    let passes = Cost::passes_for(memory_kib, floor, target);
    let took = if passes == Cost::PASSES_FLOOR { floor } else { measure(passes)? };
    Ok((Cost { memory_kib, passes }, took))
}
