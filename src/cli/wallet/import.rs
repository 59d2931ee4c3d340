//! `tau wallet import`

use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::record::WalletRecord;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Result};
use crate::keystore::{
    self, Fault, KeyKind, KeyType, Mnemonic, NewKey, Protection, Secret, Wallet,
    uses_development_phrase,
};
use crate::model::AccountId;
use crate::out::{Out, Page, Report};
use crate::session::{PassphraseSource, Session};

/// Bring a key in: from its recovery words, its seed, or only its address
///
/// The words are asked for without echo, or read from --mnemonic-file. A seed (0x and 64 hex digits) and a
/// path behind the words (…//hard/soft) are understood too, and with --key-file the files of other programs. With --address the wallet can be looked at
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
    /// Take the key out of this file: a polkadot-js export, or a key file of btcli or tau
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["mnemonic_file", "address", "uri"]
    )]
    key_file: Option<PathBuf>,
    /// Read the passphrase of that file from this file
    #[arg(long, value_name = "FILE", alias = "json-password-file", requires = "key_file")]
    key_password_file: Option<PathBuf>,
    /// Read the passphrase of that file from this open file descriptor
    #[arg(
        long,
        value_name = "NUMBER",
        requires = "key_file",
        conflicts_with = "key_password_file"
    )]
    key_password_fd: Option<u32>,
    /// Copy every wallet of this folder of btcli's or tau's, files as they are
    #[arg(
        long,
        value_name = "FOLDER",
        conflicts_with_all = ["name", "mnemonic_file", "address", "uri", "key_file", "as_hotkey"]
    )]
    directory: Option<PathBuf>,
    /// Use a well-known key of development chains, such as //Alice
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// The key is of this type: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type", default_value = "sr25519")]
    key_type: KeyType,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

impl ImportArgs {
    /// What the key becomes, where that is a hotkey.
    fn hotkey_kind(&self) -> Option<KeyKind> {
        self.as_hotkey.as_ref().map(|_| KeyKind::Hotkey)
    }
}

pub(crate) async fn run(session: &Session, out: &Out, args: ImportArgs) -> Result<Report> {
    if let Some(folder) = &args.directory {
        return copy(session, out, folder);
    }
    let name = match args.name.clone().or_else(|| session.settings().wallet.clone()) {
        Some(name) => name,
        None => out.line("Name of the wallet", "--wallet").await?,
    };
    if args.as_hotkey.is_none() {
        session
            .check_new_wallet(&name)
            .map_err(|error| error.hint("--as-hotkey NAME imports the key as a hotkey of it"))?;
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
    let secret = match &args.key_file {
        Some(path) => from_file(session, out, path, &args).await?,
        None => secret(out, &args).await?,
    };
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

/// The key in a file of another program. Its own passphrase is never that of the new file.
async fn from_file(session: &Session, out: &Out, path: &Path, args: &ImportArgs) -> Result<Secret> {
    let bytes = keystore::read_file(path)?;
    let failed = |fault| keystore::Error::File { path: path.to_owned(), fault };
    let identity = keystore::identify(&bytes).map_err(failed)?;
    session.keystore().check_may_open(path, identity.kind.or(args.hotkey_kind()))?;
    let source = match (&args.key_password_file, args.key_password_fd) {
        (Some(path), _) => Some(PassphraseSource::File(path.clone())),
        (None, Some(number)) => Some(PassphraseSource::Descriptor(number)),
        (None, None) => None,
    };
    let passphrase = match (identity.encrypted, source) {
        (false, _) => None,
        (true, Some(source)) => Some(source.read()?),
        (true, None) => {
            let question = format!("Passphrase of {}", path.display());
            Some(out.secret(&question, "--key-password-file or --key-password-fd").await?)
        }
    };
    // Seconds of work on purpose: ctrl-c must be seen meanwhile.
    let opened = tokio::task::spawn_blocking(move || keystore::open(&bytes, passphrase.as_ref()))
        .await
        .map_err(|error| Error::internal(format!("opening came to a stop: {error}")))?
        .map_err(failed)?;
    Ok(opened.secret().ok_or_else(|| failed(Fault::WatchOnly))?)
}

#[derive(Serialize)]
struct Copied {
    wallets: Vec<WalletRecord>,
    left: Vec<String>,
}

/// Every wallet of another folder whose name is free here.
fn copy(session: &Session, out: &Out, folder: &Path) -> Result<Report> {
    let copied = session.keystore().copy_from(folder)?;
    let mut page = Page::new();
    for wallet in &copied.wallets {
        page = page.line(format!("Copied wallet {}", wallet.name));
    }
    for name in &copied.taken {
        out.warn(&format!("there is a wallet `{name}` already: it was left where it is"));
    }
    if copied.wallets.is_empty() {
        page = page.line("Nothing was copied");
    }
    let data = Copied {
        wallets: copied.wallets.iter().map(WalletRecord::from).collect(),
        left: copied.taken,
    };
    Report::new(&data, page)
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
        (None, Some(path)) => PassphraseSource::File(path.clone()).first_line()?,
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
