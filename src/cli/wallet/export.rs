//! `tau wallet export`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

use super::target::Target;
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::{self, KeyKind, Secret, polkadot_js};
use crate::model::AccountId;
use crate::out::{Out, Page, Report};
use crate::session::{PassphraseSource, Session};

/// Write a key in the format of another program
///
/// `btcli` is a key file that every btcli since 2023 reads ($NACL under a passphrase; an open hotkey stays
/// open), `polkadot-js` an export that its extension and most wallets import, `mnemonic` the recovery words. Files
/// are new, yours alone (0600), and never written over another one; words go to the terminal only, or into a file.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet export polkadot-js savings --output savings.json")]
pub(crate) struct ExportArgs {
    /// The format
    #[arg(value_enum, value_name = "FORMAT")]
    format: Form,
    /// The wallet whose coldkey is meant, or wallet/hotkey
    #[arg(value_name = "WHAT")]
    what: Option<String>,
    /// Write it to this new file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the words even where the output is a pipe or JSON
    #[arg(long)]
    reveal: bool,
    /// Read the passphrase of the new file from this file
    #[arg(long, value_name = "FILE", conflicts_with = "new_password_fd")]
    new_password_file: Option<PathBuf>,
    /// Read it from this open file descriptor [env: TAU_NEW_PASSWORD holds the passphrase itself]
    #[arg(long, value_name = "NUMBER")]
    new_password_fd: Option<u32>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

impl ExportArgs {
    /// Where the passphrase of the new file comes from, if it was said.
    fn new_source(&self) -> Option<PassphraseSource> {
        match (&self.new_password_file, self.new_password_fd) {
            (Some(path), _) => Some(PassphraseSource::File(path.clone())),
            (None, Some(number)) => Some(PassphraseSource::Descriptor(number)),
            (None, None) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    /// A key file of btcli
    Btcli,
    /// An export of polkadot-js
    PolkadotJs,
    /// The recovery words
    Mnemonic,
}

#[derive(Serialize)]
struct Exported {
    wallet: String,
    name: String,
    address: AccountId,
    format: Form,
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mnemonic: Option<String>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: ExportArgs) -> Result<Report> {
    let target_key = Target::find(session, args.what.as_deref())?;
    let key = target_key.key()?;
    let wallet = &target_key.wallet;
    let new_source = args.new_source();
    let shown = args.format == Form::Mnemonic && args.output.is_none();
    if shown && !args.reveal && !(out.is_interactive() && out.is_terminal()) {
        return Err(Error::usage("the words are only shown on a terminal")
            .hint("--output writes them to a new file, --reveal puts them into the output"));
    }
    let target = match (&args.output, args.format) {
        (Some(path), _) => Some(path.clone()),
        (None, Form::Mnemonic) => None,
        (None, Form::Btcli | Form::PolkadotJs) => {
            return Err(Error::usage("`--output` must be given: it says where the file goes")
                .hint("nothing is ever written over another file"));
        }
    };
    if let Some(path) = target.as_deref().filter(|path| path.symlink_metadata().is_ok()) {
        return Err(keystore::Error::Exists { path: path.to_owned() }.into());
    }
    let secret = session.reveal(out, &key, args.passphrase.source().as_ref()).await?;
    let mut data = Exported {
        wallet: wallet.name.clone(),
        name: key.name.clone(),
        address: secret.account(),
        format: args.format,
        path: target.as_ref().map(|path| path.display().to_string()),
        mnemonic: None,
    };
    let what = match &target_key.hotkey {
        Some(hotkey) => format!("hotkey {hotkey} of {}", wallet.name),
        None => format!("coldkey of {}", wallet.name),
    };
    let Some(path) = target else {
        let words = words(&secret, &what)?;
        data.mnemonic = Some(words.as_str().to_owned());
        let page = Page::new()
            .line(format!("Recovery words of the {what}"))
            .line(words.as_str())
            .note("whoever has them has the key: write them on paper, and clear the screen");
        return Report::new(&data, page);
    };
    match args.format {
        Form::Mnemonic => {
            let words = words(&secret, &what)?;
            write(&path, format!("{}\n", words.as_str()).as_bytes())?;
        }
        Form::Btcli => {
            let open = key.kind == KeyKind::Hotkey && !key.encrypted && new_source.is_none();
            let contents = match open {
                true => secret.to_btcli_open(),
                false => {
                    let passphrase =
                        session.replacement_passphrase(out, new_source.as_ref()).await?;
                    let mut random = session.random();
                    off_thread(move || secret.to_btcli(&passphrase, &mut random)).await?
                }
            };
            write(&path, &contents)?;
        }
        Form::PolkadotJs => {
            let passphrase = session.replacement_passphrase(out, new_source.as_ref()).await?;
            let (name, mut random) = (wallet.name.clone(), session.random());
            let text =
                off_thread(move || polkadot_js::export(&secret, &name, &passphrase, &mut random));
            write(&path, text.await?.as_bytes())?;
        }
    }
    let page = Page::new()
        .line(format!("Wrote the {what} to {}", path.display()))
        .field("Address", data.address.to_string());
    Report::new(&data, page)
}

fn words(secret: &Secret, what: &str) -> Result<Zeroizing<String>> {
    let mnemonic = secret.mnemonic().ok_or_else(|| {
        Error::new(Kind::Wallet, format!("the {what} was not made from recovery words"))
            .hint("`tau wallet identify FILE --reveal` shows what there is")
    })?;
    Ok(Zeroizing::new(mnemonic.phrase().expose_secret().to_owned()))
}

fn write(path: &Path, contents: &[u8]) -> Result<()> {
    Ok(keystore::write_file(path, contents)?)
}

/// Seconds of work on purpose: ctrl-c must be seen meanwhile.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, keystore::Error> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| Error::internal(format!("it came to a stop: {error}")))??)
}
