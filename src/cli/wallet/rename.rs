//! `tau wallet rename`

use clap::Args;

use super::record::WalletRecord;
use super::target::Target;
use crate::error::{Error, Result};
use crate::out::{Page, Report};
use crate::session::Session;

/// Give a wallet or a hotkey another name
///
/// A hotkey is meant by wallet/hotkey, or by --hotkey. Keys and addresses stay what they are; programs that
/// name the wallet have to be told.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet rename savings/default miner-1")]
pub(crate) struct RenameArgs {
    /// The wallet, or wallet/hotkey
    #[arg(value_name = "WALLET[/HOTKEY]")]
    from: String,
    /// The new name
    #[arg(value_name = "NAME")]
    to: String,
}

pub(crate) fn run(session: &Session, args: RenameArgs) -> Result<Report> {
    let target = Target::find(session, Some(&args.from))?;
    let was = target.shown();
    // `a/b` to `a/c` is what people type.
    let to = match (&target.hotkey, args.to.split_once('/')) {
        (Some(_), Some((wallet, name))) if wallet == target.wallet.name => name.to_owned(),
        (Some(_), Some(_)) => {
            return Err(Error::usage("a hotkey stays in its wallet when it is renamed")
                .hint("give the new name alone"));
        }
        _ => args.to,
    };
    let (wallet, is) = match &target.hotkey {
        Some(hotkey) => {
            let wallet = session.keystore().rename_hotkey(&target.wallet.name, hotkey, &to)?;
            let is = format!("{}/{to}", wallet.name);
            (wallet, is)
        }
        None => (session.keystore().rename(&target.wallet.name, &to)?, to),
    };
    Report::new(&WalletRecord::from(&wallet), Page::new().line(format!("{was} is {is} now")))
}
