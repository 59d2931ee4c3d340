//! `tau wallet migrate`

use clap::Args;
use serde::Serialize;

use super::record::KeyRecord;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::{KeyFile, KeyKind, Protection, Wallet};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Turn btcli's key files into tau's own format
///
/// Each key is written in tau's format under the same passphrase, and the new file is opened and compared
/// before the old one is moved into the trash (`tau wallet restore` brings it back). btcli cannot open the
/// new files; it still sees the addresses. Hotkeys in the clear stay in the clear.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet migrate savings --password-file pass.txt")]
pub(crate) struct MigrateArgs {
    /// The wallet; otherwise that of --wallet
    #[arg(value_name = "WALLET")]
    name: Option<String>,
    /// Migrate all wallets; what does not open with the passphrase is left as it is
    #[arg(long, short, conflicts_with = "name")]
    all: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct Shown {
    migrated: Vec<Moved>,
    failed: Vec<Failed>,
}

#[derive(Serialize)]
struct Moved {
    wallet: String,
    key: KeyRecord,
    path: String,
    trash_id: String,
}

#[derive(Serialize)]
struct Failed {
    wallet: String,
    name: String,
    path: String,
    reason: String,
}

pub(crate) async fn run(session: &Session, out: &Out, args: MigrateArgs) -> Result<Report> {
    let wallets = match (args.all, &args.name) {
        (true, _) => session.keystore().wallets()?,
        (false, Some(name)) => vec![session.keystore().wallet(name)?],
        (false, None) => vec![session.wallet()?],
    };
    let mut work: Vec<(Wallet, KeyFile)> = Vec::new();
    for wallet in wallets {
        let keys = session.keystore().foreign_keys(&wallet)?;
        work.extend(keys.into_iter().map(|key| (wallet.clone(), key)));
    }
    if work.is_empty() {
        let page = Page::new().line("Nothing to do: there are no key files of btcli");
        return Report::new(&Shown { migrated: Vec::new(), failed: Vec::new() }, page);
    }
    // One passphrase for all: asked for once, before anything is written.
    let needed = work.iter().find(|(_, key)| key.encrypted || key.kind == KeyKind::Coldkey);
    let passphrase = match needed {
        Some((_, key)) if key.encrypted => {
            let source = args.passphrase.source();
            match session.passphrase_elsewhere(source.as_ref())? {
                Some(passphrase) => Some(passphrase),
                None => Some(session.typed_passphrase(out, key).await?),
            }
        }
        Some(_) => Some(session.new_passphrase(out, args.passphrase.source().as_ref()).await?),
        None => None,
    };
    let mut shown = Shown { migrated: Vec::new(), failed: Vec::new() };
    for (wallet, key) in work {
        match one(session, &wallet, &key, passphrase.clone()).await {
            Ok(moved) => shown.migrated.push(moved),
            Err(error) if !args.all && shown.migrated.is_empty() => return Err(error),
            Err(error) => {
                out.warn(&error.message);
                shown.failed.push(Failed {
                    wallet: wallet.name.clone(),
                    name: key.name.clone(),
                    path: key.path.display().to_string(),
                    reason: error.message,
                });
            }
        }
    }
    if shown.migrated.is_empty() {
        return Err(Error::new(Kind::Wallet, "no key could be migrated")
            .hint("one passphrase is tried for all: migrate the others by their wallet's name"));
    }
    let mut page = Page::new();
    for moved in &shown.migrated {
        page = page.line(format!("{} is in tau's format", moved.path));
    }
    let page = page.note("the old files are in the trash: `tau wallet trash` lists them");
    Report::new(&shown, page)
}

async fn one(
    session: &Session,
    wallet: &Wallet,
    key: &KeyFile,
    passphrase: Option<secrecy::SecretString>,
) -> Result<Moved> {
    let (keystore, file, name) = (session.keystore().clone(), key.clone(), wallet.name.clone());
    let cost = session.kdf_cost()?;
    let now = session.now();
    let mut random = session.random();
    // Seconds of work on purpose: ctrl-c must be seen meanwhile.
    let migrated = tokio::task::spawn_blocking(move || {
        let secret = file.reveal(passphrase.as_ref().filter(|_| file.encrypted))?;
        let protection = match &passphrase {
            Some(passphrase) if file.encrypted || file.kind == KeyKind::Coldkey => {
                Protection::Passphrase { passphrase, cost }
            }
            _ => Protection::None,
        };
        keystore.migrate(&name, &file, &secret, protection, &mut random, now)
    })
    .await
    .map_err(|error| Error::internal(format!("the work came to a stop: {error}")))??;
    let wallet = session.keystore().wallet(&wallet.name)?;
    let new = match key.kind {
        KeyKind::Hotkey => wallet.hotkey(&key.name)?,
        KeyKind::Coldkey | KeyKind::WatchOnly | KeyKind::ProxyNote => wallet.coldkey()?,
    };
    Ok(Moved {
        wallet: wallet.name.clone(),
        key: new.into(),
        path: migrated.path.display().to_string(),
        trash_id: migrated.old.id,
    })
}
