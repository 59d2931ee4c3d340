//! `tau wallet identify`

use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::ExposeSecret;
use serde::Serialize;

use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, Fault, FileFormat, Identity, KeyKind, Opened, Secret};
use crate::out::{Page, Report};
use crate::present::Cell;
use crate::session::Session;
use crate::theme::Scope;

/// Tell what a key file is, of whatever program and format
///
/// Reads tau's files, every format that btcli ever wrote (in the clear, $NACL, Ansible vault, Fernet, public
/// files) and polkadot-js exports. Where a passphrase is given the file is opened and its key compared with the
/// address it names; nobody is asked for one. Secrets are printed only with --reveal.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet identify ~/.bittensor/wallets/old/coldkey --password-file pass.txt"
)]
pub(crate) struct IdentifyArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the secrets in it, too
    #[arg(long)]
    reveal: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct Shown {
    path: String,
    format: String,
    kind: Option<&'static str>,
    key_type: Option<&'static str>,
    ss58: Option<String>,
    public_key: Option<String>,
    encrypted: bool,
    opened: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<Revealed>,
}

/// Only with `--reveal`.
#[derive(Serialize)]
struct Revealed {
    mnemonic: Option<String>,
    seed: Option<String>,
    private_key: String,
}

pub(crate) async fn run(session: &Session, args: IdentifyArgs) -> Result<Report> {
    let path = args.file;
    let bytes = keystore::read_file(&path)?;
    let failed = |fault| Error::from(keystore::Error::File { path: path.clone(), fault });
    let identity = keystore::identify(&bytes).map_err(failed)?;
    let place = by_place(&path);
    // As the key of a wallet neither btcli nor tau can use it.
    if identity.format == FileFormat::PolkadotJs && place.is_some() {
        let fault = Fault::Unsupported(
            "it is an export of polkadot-js where a key of a wallet belongs".to_owned(),
        );
        return Err(failed(fault).hint("`tau wallet import --key-file FILE` makes a key of it"));
    }
    let kind = identity.kind.or(place);
    let passphrase = session.passphrase_elsewhere(args.passphrase.source().as_ref())?;
    if args.reveal && identity.encrypted && passphrase.is_none() {
        return Err(Error::new(Kind::Wallet, "the secrets are encrypted: a passphrase is needed")
            .hint("give it with --password-file, --password-fd or TAU_PASSWORD"));
    }
    let opened = if identity.encrypted && passphrase.is_none() {
        None
    } else {
        session.keystore().check_may_open(&path, kind)?;
        // Seconds of work on purpose: ctrl-c must be seen meanwhile.
        let opened =
            tokio::task::spawn_blocking(move || keystore::open(&bytes, passphrase.as_ref()))
                .await
                .map_err(|error| Error::internal(format!("opening came to a stop: {error}")))?;
        Some(opened.map_err(failed)?)
    };
    let shown = shown(&path, &identity, kind, opened, args.reveal);
    let page = page(&shown);
    Report::new(&shown, page)
}

/// What a file is for by where it lies, as btcli has it: its files themselves do not tell.
fn by_place(path: &Path) -> Option<KeyKind> {
    let folder = path.parent().and_then(Path::file_name);
    match path.file_name()?.to_str()? {
        "coldkey" => Some(KeyKind::Coldkey),
        name if name.ends_with("pub.txt") => Some(KeyKind::WatchOnly),
        _ if folder.is_some_and(|folder| folder == "hotkeys") => Some(KeyKind::Hotkey),
        _ => None,
    }
}

fn shown(
    path: &Path,
    identity: &Identity,
    kind: Option<KeyKind>,
    opened: Option<Opened>,
    reveal: bool,
) -> Shown {
    let account = opened.as_ref().map(Opened::account).or(identity.account);
    let is_open = opened.is_some();
    let secret = opened.and_then(Opened::secret);
    let key_type = secret.as_ref().map(Secret::key_type).or(identity.key_type);
    Shown {
        path: path.display().to_string(),
        format: identity.format.to_string(),
        kind: kind.map(|kind| match kind {
            KeyKind::Coldkey => "coldkey",
            KeyKind::Hotkey => "hotkey",
            KeyKind::WatchOnly => "watch-only",
            KeyKind::ProxyNote => "proxy-note",
        }),
        key_type: key_type.map(keystore::KeyType::as_str),
        // An address alone is told as the file writes it, whatever network it is written for.
        ss58: account.map(|account| match &secret {
            Some(_) => account.to_string(),
            None => account.on_network(identity.prefix),
        }),
        public_key: account.map(|account| format!("0x{}", hex::encode(account.0))),
        encrypted: identity.encrypted,
        opened: is_open,
        secret: secret.filter(|_| reveal).map(|secret| Revealed {
            mnemonic: secret.mnemonic().map(|words| words.phrase().expose_secret().to_owned()),
            seed: secret.seed().map(|seed| format!("0x{}", hex::encode(*seed))),
            private_key: format!("0x{}", hex::encode(&*secret.private_key())),
        }),
    }
}

fn page(shown: &Shown) -> Page {
    let or_unknown = |text: Option<&str>| text.unwrap_or("not told by the file").to_owned();
    let address = match &shown.ss58 {
        Some(address) => Cell::new(address, Scope::Text),
        None => Cell::new("not known without the passphrase", Scope::TextDim),
    };
    let page = Page::new()
        .field("File", &shown.path)
        .field("Format", &shown.format)
        .field("Kind", or_unknown(shown.kind))
        .field("Key type", or_unknown(shown.key_type))
        .field_cell("Address", address);
    let page = match &shown.public_key {
        Some(key) => page.field("Public key", key),
        None => page,
    };
    let state = match (shown.encrypted, shown.opened) {
        (true, true) => "encrypted; the passphrase opens it",
        (true, false) => "encrypted; not opened",
        (false, _) => "not encrypted",
    };
    let page = page.field("State", state);
    let Some(secret) = &shown.secret else { return page };
    let page = page.field("Private key", &secret.private_key);
    let page = match &secret.seed {
        Some(seed) => page.field("Seed", seed),
        None => page,
    };
    match &secret.mnemonic {
        Some(words) => page.field("Recovery phrase", words),
        None => page,
    }
}
