//! `tau wallet new-coldkey`

use clap::Args;
use serde::Serialize;

use super::origin::{Origin, OriginArgs};
use super::record::WalletRecord;
use super::words::{NewWords, PrintedWords, WordsArgs, printed_page};
use crate::cli::passphrase::PassphraseArgs;
use crate::error::Result;
use crate::keystore::{KeyType, NewKey, Protection, Secret};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Make a coldkey: in a new wallet, or in one that has hotkeys only
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet new-coldkey savings --words 24")]
pub(crate) struct NewColdkeyArgs {
    /// Name of the wallet
    #[arg(value_name = "WALLET")]
    name: Option<String>,
    #[command(flatten)]
    words: WordsArgs,
    #[command(flatten)]
    origin: OriginArgs,
    /// Make a key of this type: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type", default_value = "sr25519")]
    key_type: KeyType,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct Made {
    wallet: WalletRecord,
    origin: Origin,
    mnemonics: Option<Vec<PrintedWords>>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: NewColdkeyArgs) -> Result<Report> {
    let name = match args.name.or_else(|| session.settings().wallet.clone()) {
        Some(name) => name,
        None => out.line("Name of the wallet", "--wallet").await?,
    };
    session.keystore().check_coldkeys_allowed(&name)?;
    session.check_new_wallet(&name)?;
    args.words.check(out)?;
    args.origin.check()?;
    let passphrase = session.new_passphrase(out, args.passphrase.source().as_ref()).await?;
    let cost = session.kdf_cost()?;
    let (words, origin) =
        args.origin.words(session, out, args.words.count(), args.key_type).await?;
    let secret = Secret::from_mnemonic(&words, args.key_type);
    let mnemonics = args.words.hand_out(out, &[NewWords { of: "coldkey", mnemonic: &words }])?;
    let protection = Protection::Passphrase { passphrase: &passphrase, cost };
    let key = NewKey { secret: &secret, protection };
    let wallet = session.keystore().create(&name, &key, None, &mut session.random())?;
    let page = Page::new()
        .line(format!("Made the coldkey of wallet {}", wallet.name))
        .field("Coldkey", secret.account().to_string());
    let page =
        if origin == Origin::System { page } else { page.field("Made from", origin.words()) };
    let page = printed_page(page, mnemonics.as_deref());
    Report::new(&Made { wallet: WalletRecord::from(&wallet), origin, mnemonics }, page)
}
