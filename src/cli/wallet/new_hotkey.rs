//! `tau wallet new-hotkey`

use clap::Args;
use serde::Serialize;

use super::origin::{Origin, OriginArgs};
use super::record::KeyRecord;
use super::words::{NewWords, PrintedWords, WordsArgs, printed_page};
use crate::error::Result;
use crate::keystore::{KeyType, NewKey, Protection, Secret};
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Make one more hotkey in a wallet
///
/// The file stays open, as machines that work with a hotkey need it without a person.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet new-hotkey miner-2 --wallet savings")]
pub(crate) struct NewHotkeyArgs {
    /// Name of the hotkey
    #[arg(value_name = "HOTKEY")]
    name: Option<String>,
    #[command(flatten)]
    words: WordsArgs,
    #[command(flatten)]
    origin: OriginArgs,
    /// Make a key of this type: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type", default_value = "sr25519")]
    key_type: KeyType,
}

#[derive(Serialize)]
struct Made {
    wallet: String,
    hotkey: KeyRecord,
    origin: Origin,
    mnemonics: Option<Vec<PrintedWords>>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: NewHotkeyArgs) -> Result<Report> {
    let name = match args.name.or_else(|| session.settings().hotkey.clone()) {
        Some(name) => name,
        None => out.line("Name of the hotkey", "--hotkey").await?,
    };
    let wallet = session.wallet()?.name;
    args.words.check(out)?;
    args.origin.check()?;
    let mut random = session.random();
    let (words, origin) =
        args.origin.words(session, out, args.words.count(), args.key_type).await?;
    let secret = Secret::from_mnemonic(&words, args.key_type);
    let mnemonics = args.words.hand_out(out, &[NewWords { of: &name, mnemonic: &words }])?;
    let key = NewKey { secret: &secret, protection: Protection::None };
    let wallet = session.keystore().add_hotkey(&wallet, &name, &key, &mut random)?;
    let hotkey = wallet.hotkey(&name)?;
    let page = Page::new()
        .line(format!("Made hotkey {} in wallet {}", name, wallet.name))
        .field("Address", hotkey.address.map(|address| address.to_string()).unwrap_or_default());
    let page =
        if origin == Origin::System { page } else { page.field("Made from", origin.words()) };
    let page = printed_page(page, mnemonics.as_deref());
    let data = Made { wallet: wallet.name.clone(), hotkey: hotkey.into(), origin, mnemonics };
    Report::new(&data, page)
}
