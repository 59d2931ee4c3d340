//! `tau wallet verify-backup`

use std::path::PathBuf;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::target::Target;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, KeyType, Mnemonic, Secret};
use crate::model::AccountId;
use crate::out::{Out, Page, Report};
use crate::session::{PassphraseSource, Session};

/// Check that the words you wrote down are those of a key
///
/// The words are typed without echo and compared with the key's address; nothing is shown and no passphrase
/// is needed. Words with a derivation path behind them (…//hard/soft) are understood.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet verify-backup savings")]
pub(crate) struct VerifyBackupArgs {
    /// The wallet whose coldkey is meant, or wallet/hotkey
    #[arg(value_name = "WALLET[/HOTKEY]")]
    what: Option<String>,
    /// Read the words from this file's first line
    #[arg(long, value_name = "FILE")]
    mnemonic_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Checked {
    wallet: String,
    hotkey: Option<String>,
    address: AccountId,
    matches: bool,
}

pub(crate) async fn run(session: &Session, out: &Out, args: VerifyBackupArgs) -> Result<Report> {
    let target = Target::find(session, args.what.as_deref())?;
    let key = target.key()?;
    let address = key.address.ok_or_else(|| {
        Error::new(
            Kind::Wallet,
            format!("{} does not say which address it holds", key.path.display()),
        )
        .hint("open it once with `tau wallet identify`, which says it")
    })?;
    let text = match args.mnemonic_file {
        Some(path) => PassphraseSource::File(path).first_line()?,
        None => out.secret("Recovery words", "--mnemonic-file").await?,
    };
    let text = SecretString::from(text.expose_secret().trim());
    let types = match key.key_type {
        Some(key_type) => vec![key_type],
        None => vec![KeyType::Sr25519, KeyType::Ed25519],
    };
    let mut matches = false;
    for key_type in types {
        let secret = if text.expose_secret().contains('/') {
            Secret::from_uri(&text, key_type).map_err(keystore::Error::from)?
        } else {
            let words = Mnemonic::parse(&text).map_err(keystore::Error::from)?;
            Secret::from_mnemonic(&words, key_type)
        };
        matches |= secret.account() == address;
    }
    if !matches {
        return Err(Error::new(
            Kind::Wallet,
            format!("these are words of another key than {}", target.shown()),
        )
        .hint("they are valid words, so they may belong to another wallet or hotkey"));
    }
    let shown = target.shown();
    let page = Page::new()
        .finished(format!("These are the words of {shown}"))
        .field("Address", address.to_string());
    let data = Checked { wallet: target.wallet.name, hotkey: target.hotkey, address, matches };
    Report::new(&data, page)
}
