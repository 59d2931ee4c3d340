//! `tau wallet watch …`

use clap::{Args, Subcommand};

use super::record::WalletRecord;
use crate::error::{Error, Result};
use crate::keystore::format::{ProxyNote, ProxyType};
use crate::model::AccountId;
use crate::out::{Page, Report};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(AddArgs),
}

/// Add a wallet of which only the address is known
///
/// It is listed, its balance and stake can be looked at, and it cannot sign. With --delegate the file notes who
/// may act for it; the chain has the last word on that.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet watch add cold 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
)]
pub(crate) struct AddArgs {
    /// Name of the new wallet
    #[arg(value_name = "WALLET")]
    name: String,
    /// Its address, or its public key as 0x and 64 hexadecimal digits
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// Note that this account (a name here, or an address) may act for it as a proxy
    #[arg(long, value_name = "ACCOUNT", requires = "proxy_type")]
    delegate: Option<String>,
    /// The chain's name for what the proxy may do, such as Any or Staking
    #[arg(long, value_name = "TYPE", requires = "delegate")]
    proxy_type: Option<ProxyType>,
}

pub(crate) fn add(session: &Session, args: AddArgs) -> Result<Report> {
    session.check_new_wallet(&args.name)?;
    let account = account(&args.address)?;
    let (wallet, delegate) = match (&args.delegate, args.proxy_type) {
        (Some(delegate), Some(proxy_type)) => {
            let delegate = session.account(delegate)?.account;
            let shown = format!("{delegate}, {}", proxy_type.as_str());
            let proxy = ProxyNote { delegate, proxy_type };
            (session.keystore().note_proxy(&args.name, account, proxy)?, Some(shown))
        }
        _ => (session.keystore().watch(&args.name, account)?, None),
    };
    let page = Page::new()
        .line(format!("Watching wallet {}", wallet.name))
        .field("Coldkey", account.to_string());
    let page = match delegate {
        Some(delegate) => page.field("Proxy", delegate),
        None => page,
    };
    Report::new(&WalletRecord::from(&wallet), page)
}

/// An address or a public key in hexadecimal digits.
pub(crate) fn account(text: &str) -> Result<AccountId> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix("0x") {
        let mut key = [0; 32];
        return match hex::decode_to_slice(digits, &mut key) {
            Ok(()) => Ok(AccountId(key)),
            Err(_) => Err(Error::usage("a public key is 0x and 64 hexadecimal digits")
                .hint("an address, which starts with 5, is understood too")),
        };
    }
    text.parse().map_err(|error| {
        Error::usage(format!("{error}"))
            .hint("an address has 47 or 48 characters and starts with 5")
    })
}
