//! `tau wallet import`

use std::path::PathBuf;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::record::WalletRecord;
use crate::cli::sign::PassphraseArgs;
use crate::error::{Error, Result};
use crate::keystore::{
    KeyType, Mnemonic, NewKey, Protection, Secret, Wallet, uses_development_phrase,
};
use crate::model::AccountId;
use crate::out::{Out, Page, Report};
use crate::session::{PassphraseSource, Session};

/// Bring a key in: from its recovery words, its seed, or only its address
///
/// The words are asked for without echo, or read from --mnemonic-file. A seed (0x and 64 hex digits) and a
/// path behind the words (…//hard/soft) are understood too. With --address the wallet can be looked at
/// but not sign. With --as-hotkey the key becomes a hotkey of a wallet that exists.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet import cold --address 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
)]
pub(crate) struct ImportArgs {
    /// Name of the wallet
    #[arg(value_name = "WALLET")]
    name: Option<String>,
    /// Make it a hotkey with this name
    #[arg(long, value_name = "HOTKEY")]
    as_hotkey: Option<String>,
    /// Read the words from this file's first line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["address", "uri"])]
    mnemonic_file: Option<PathBuf>,
    /// Watch this address
    #[arg(
        long,
        value_name = "ADDRESS",
        aliases = ["ss58", "ss58-address"],
        conflicts_with_all = ["as_hotkey", "uri"]
    )]
    address: Option<String>,
    /// Use a well-known key of development chains, such as //Alice
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// The key is of this type: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type", default_value = "sr25519")]
    key_type: KeyType,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, args: ImportArgs) -> Result<Report> {
    let name = match args.name.clone().or_else(|| session.settings().wallet.clone()) {
        Some(name) => name,
        None => out.line("Name of the wallet", "--wallet").await?,
    };
    if args.as_hotkey.is_none() {
        session.check_new_wallet(&name)?;
    }
    if let Some(address) = &args.address {
        let account: AccountId = address.parse().map_err(|error| {
            Error::usage(format!("{error}"))
                .hint("an address has 47 or 48 characters and starts with 5")
        })?;
        let wallet = session.keystore().watch(&name, account)?;
        return report(&wallet, "Watching");
    }
    if args.as_hotkey.is_none() {
        session.keystore().check_coldkeys_allowed(&name)?;
    }
    let secret = secret(out, &args).await?;
    let mut random = session.random();
    let wallet = match &args.as_hotkey {
        Some(hotkey) => {
            let key = NewKey { secret: &secret, protection: Protection::None };
            session.keystore().add_hotkey(&name, hotkey, &key, &mut random)?
        }
        None => {
            let passphrase = session.new_passphrase(out, args.passphrase.source().as_ref()).await?;
            let protection =
                Protection::Passphrase { passphrase: &passphrase, cost: session.kdf_cost()? };
            let key = NewKey { secret: &secret, protection };
            session.keystore().create(&name, &key, None, &mut random)?
        }
    };
    report(&wallet, "Imported")
}

/// The key material that the user means.
async fn secret(out: &Out, args: &ImportArgs) -> Result<Secret> {
    let text = match (&args.uri, &args.mnemonic_file) {
        (Some(uri), _) => {
            let uri = SecretString::from(uri.clone());
            // An argument is seen by everybody on this machine, so it must not be a secret.
            if !uses_development_phrase(&uri) {
                return Err(Error::usage("`--uri` is only for well-known keys such as //Alice")
                    .hint("put the words into a file and give --mnemonic-file, or type them when asked"));
            }
            uri
        }
        (None, Some(path)) => PassphraseSource::File(path.clone()).read()?,
        (None, None) => out.secret("Recovery words or seed", "--mnemonic-file").await?,
    };
    let text = SecretString::from(text.expose_secret().trim());
    let shown = text.expose_secret();
    if shown.contains('/') {
        if uses_development_phrase(&text) {
            out.warn("everybody knows this key: use it on development chains only");
        }
        return Ok(Secret::from_uri(&text, args.key_type).map_err(crate::keystore::Error::from)?);
    }
    if shown.starts_with("0x") {
        return Ok(Secret::from_hex(&text, args.key_type).map_err(crate::keystore::Error::from)?);
    }
    let mnemonic = Mnemonic::parse(&text).map_err(crate::keystore::Error::from)?;
    Ok(Secret::from_mnemonic(&mnemonic, args.key_type))
}

fn report(wallet: &Wallet, done: &str) -> Result<Report> {
    let mut page = Page::new().line(format!("{done} wallet {}", wallet.name));
    if let Some(address) = wallet.coldkey.as_ref().and_then(|key| key.address) {
        page = page.field("Coldkey", address.to_string());
    }
    for key in &wallet.hotkeys {
        if let Some(address) = key.address {
            page = page.field(format!("Hotkey {}", key.name), address.to_string());
        }
    }
    Report::new(&WalletRecord::from(wallet), page)
}
