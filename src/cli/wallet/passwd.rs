//! `tau wallet passwd`

use std::path::PathBuf;

use clap::Args;

use super::record::KeyRecord;
use super::target::Target;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, FileFormat, KeyKind, Protection};
use crate::out::{Out, Page, Report};
use crate::session::{PassphraseSource, Session};

/// Change the passphrase of a key
///
/// The key is written anew under the new passphrase, opened again and compared before the old file goes. Of
/// a hotkey that lies open it makes an encrypted one; --open does the opposite.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet passwd savings --password-file old.txt --new-password-file new.txt"
)]
pub(crate) struct PasswdArgs {
    /// The wallet whose coldkey is meant, or wallet/hotkey
    #[arg(value_name = "WALLET[/HOTKEY]")]
    what: Option<String>,
    /// Read the new passphrase from this file
    #[arg(long, value_name = "FILE", conflicts_with = "new_password_fd")]
    new_password_file: Option<PathBuf>,
    /// Read the new passphrase from this open file descriptor [env: TAU_NEW_PASSWORD holds the passphrase itself]
    #[arg(long, value_name = "NUMBER")]
    new_password_fd: Option<u32>,
    /// Store the hotkey without a passphrase
    #[arg(long, conflicts_with_all = ["new_password_file", "new_password_fd"])]
    open: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, args: PasswdArgs) -> Result<Report> {
    let target = Target::find(session, args.what.as_deref())?;
    let key = target.key()?;
    if key.kind == KeyKind::Coldkey && args.open {
        return Err(keystore::Error::ColdkeyUnprotected.into());
    }
    let has_secret = !matches!(key.kind, KeyKind::WatchOnly | KeyKind::ProxyNote);
    if has_secret && key.format != FileFormat::Tau {
        return Err(keystore::Error::Foreign { path: key.path, format: key.format }.into());
    }
    let old = match session.passphrase(out, &key, args.passphrase.source().as_ref())? {
        None if key.encrypted => Some(session.typed_passphrase(out, &key).await?),
        given => given,
    };
    let source = match (args.new_password_file, args.new_password_fd) {
        (Some(path), _) => Some(PassphraseSource::File(path)),
        (None, Some(number)) => Some(PassphraseSource::Descriptor(number)),
        (None, None) => None,
    };
    let new = match args.open {
        true => None,
        false => Some(session.replacement_passphrase(out, source.as_ref()).await?),
    };
    let cost = session.kdf_cost()?;
    let (keystore, file) = (session.keystore().clone(), key.clone());
    let mut random = session.random();
    // Seconds of work on purpose: ctrl-c must be seen meanwhile.
    tokio::task::spawn_blocking(move || {
        let protection = match &new {
            Some(passphrase) => Protection::Passphrase { passphrase, cost },
            None => Protection::None,
        };
        keystore.reprotect(&file, old.as_ref(), protection, &mut random)
    })
    .await
    .map_err(|error| Error::internal(format!("the work came to a stop: {error}")))??;
    let target = Target::find(session, Some(&target.shown()))?;
    let key = target.key()?;
    if key.encrypted == args.open {
        return Err(Error::new(Kind::Internal, "the file is not what was written"));
    }
    let page = Page::new().line(match args.open {
        true => format!("{} is stored without a passphrase now", target.shown()),
        false => format!("{} has a new passphrase", target.shown()),
    });
    Report::new(&KeyRecord::from(&key), page)
}
