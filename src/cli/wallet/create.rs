//! `tau wallet create`

use clap::Args;
use serde::Serialize;

use super::origin::{Origin, OriginArgs};
use super::record::WalletRecord;
use super::words::{NewWords, PrintedWords, WordsArgs, printed_page};
use crate::cli::passphrase::PassphraseArgs;
use crate::error::Result;
use crate::keystore::{KeyType, Mnemonic, NewKey, Protection, Secret};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Make a new wallet: a coldkey under a passphrase, and a first hotkey
///
/// The coldkey is written in tau's own format, encrypted with the passphrase. The hotkey stays open, as
/// machines that work with it need it without a person. Both have recovery words, which are shown once.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet create savings")]
pub(crate) struct CreateArgs {
    /// Name of the wallet
    #[arg(value_name = "WALLET")]
    name: Option<String>,
    /// Make no hotkey
    #[arg(long)]
    no_hotkey: bool,
    #[command(flatten)]
    words: WordsArgs,
    #[command(flatten)]
    origin: OriginArgs,
    /// Make keys of this type: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type", default_value = "sr25519")]
    key_type: KeyType,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct Created {
    wallet: WalletRecord,
    /// What the coldkey was made from; hotkeys are always the machine's.
    origin: Origin,
    mnemonics: Option<Vec<PrintedWords>>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: CreateArgs) -> Result<Report> {
    let name = match args.name.or_else(|| session.settings().wallet.clone()) {
        Some(name) => name,
        None => out.line("Name of the wallet", "--wallet").await?,
    };
    let hotkey = (!args.no_hotkey)
        .then(|| session.settings().hotkey.clone().unwrap_or_else(|| "default".to_owned()));
    session.keystore().check_coldkeys_allowed(&name)?;
    session.check_new_wallet(&name)?;
    args.words.check(out)?;
    args.origin.check()?;
    let passphrase = session.new_passphrase(out, args.passphrase.source().as_ref()).await?;

    let mut random = session.random();
    let (cold_words, origin) =
        args.origin.words(session, out, args.words.count(), args.key_type).await?;
    let hot_words = Mnemonic::generate(args.words.count(), &mut random)?;
    let coldkey = Secret::from_mnemonic(&cold_words, args.key_type);
    let first = Secret::from_mnemonic(&hot_words, args.key_type);

    // Handed out before the files exist: words without a key are harmless, a key without words is not.
    let mut words = vec![NewWords { of: "coldkey", mnemonic: &cold_words }];
    if let Some(hotkey) = &hotkey {
        words.push(NewWords { of: hotkey, mnemonic: &hot_words });
    }
    let mnemonics = args.words.hand_out(out, &words)?;
    let wallet = session.keystore().create(
        &name,
        &NewKey {
            secret: &coldkey,
            protection: Protection::Passphrase {
                passphrase: &passphrase,
                cost: session.kdf_cost()?,
            },
        },
        hotkey
            .as_deref()
            .map(|name| (name, NewKey { secret: &first, protection: Protection::None })),
        &mut random,
    )?;

    let mut page = Page::new().line(format!("Made wallet {}", wallet.name));
    if let Some(address) = wallet.coldkey.as_ref().and_then(|key| key.address) {
        page = page.field("Coldkey", address.to_string());
    }
    if origin != Origin::System {
        page = page.field("Coldkey from", origin.words());
    }
    for key in &wallet.hotkeys {
        if let Some(address) = key.address {
            page = page.field(format!("Hotkey {}", key.name), address.to_string());
        }
    }
    page = printed_page(page, mnemonics.as_deref());
    Report::new(&Created { wallet: WalletRecord::from(&wallet), origin, mnemonics }, page)
}
