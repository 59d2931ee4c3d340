//! `tau agent add`

use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::{start, time};
use crate::agent::Coldkey;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::Result;
use crate::keystore::{KeyFile, KeyKind};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Unlock keys and have the agent keep them
///
/// Starts the agent if none runs. While it holds a key, every command and the dashboard sign with it
/// without asking for the passphrase; what would be signed is shown and asked about as ever.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau agent add savings --for 30m")]
pub(crate) struct AddArgs {
    /// Wallets (their coldkeys) or hotkeys as WALLET/HOTKEY; the wallet of --wallet if none is said
    #[arg(value_name = "WALLET[/HOTKEY]")]
    names: Vec<String>,
    /// Keep them for this long: 90s, 15m, 2h, up to the agent's own time
    #[arg(long = "for", value_name = "TIME", value_parser = time::parse)]
    time: Option<Duration>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct Kept {
    keys: Vec<KeptKey>,
}

#[derive(Serialize)]
struct KeptKey {
    name: String,
    address: String,
}

pub(crate) async fn run(session: &Session, out: &Out, args: AddArgs) -> Result<Report> {
    let keys = match args.names.as_slice() {
        [] => vec![session.coldkey()?],
        names => names.iter().map(|name| named(session, name)).collect::<Result<_>>()?,
    };
    let source = args.passphrase.source();
    // All that is missing is said before the first is asked for.
    for (_, key) in &keys {
        key.check_access()?;
    }
    let mut secrets = Vec::new();
    for (_, key) in &keys {
        secrets.push(session.reveal(out, key, source.as_ref()).await?);
    }
    start::ensure(session, out, args.time)?;
    let mut kept = Kept { keys: Vec::new() };
    let mut page = Page::new();
    for ((name, key), secret) in keys.iter().zip(&secrets) {
        let kind = if key.kind == KeyKind::Coldkey { Coldkey::Yes } else { Coldkey::No };
        session.agent().add(name, kind, secret, args.time)?;
        let address = secret.account().to_string();
        page = page.field(format!("Keeping {name}"), &address);
        kept.keys.push(KeptKey { name: name.clone(), address });
    }
    let keeps = session.agent().status()?.keeps_seconds;
    let time = args.time.map_or(keeps, |time| time.as_secs());
    Report::new(&kept, page.note(format!("for {}; `tau agent lock` forgets", time::shown(time))))
}

fn named(session: &Session, name: &str) -> Result<(String, KeyFile)> {
    let key = match name.split_once('/') {
        Some((wallet, hotkey)) => session.keystore().wallet(wallet)?.hotkey(hotkey)?.clone(),
        None => session.keystore().wallet(name)?.coldkey()?.clone(),
    };
    Ok((name.to_owned(), key))
}
