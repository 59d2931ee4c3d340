//! Whose coldkeys a reading command looks at.

use clap::Args;

use crate::error::{Error, Result};
use crate::model::Coldkey;
use crate::out::Out;
use crate::session::Session;

/// Addresses or names; otherwise the wallet of --wallet, otherwise all wallets.
#[derive(Debug, Args)]
pub(crate) struct OwnerArgs {
    /// Look at these instead: addresses or names of wallets
    #[arg(value_name = "WHO")]
    who: Vec<String>,
    #[arg(
        long = "ss58",
        value_name = "ADDRESS",
        aliases = ["ss58-address", "coldkey-ss58"],
        value_delimiter = ',',
        hide = true,
        conflicts_with = "who"
    )]
    ss58: Vec<String>,
    /// Look at all wallets
    #[arg(long, short, conflicts_with_all = ["who", "ss58"])]
    all: bool,
}

/// One coldkey and what to call it.
pub(crate) struct Owner {
    /// Name of the wallet, or nothing for a bare address.
    pub name: Option<String>,
    /// The key.
    pub coldkey: Coldkey,
}

impl Owner {
    /// The name, or a short form of the address.
    pub fn shown(&self) -> String {
        self.name.clone().unwrap_or_else(|| crate::present::short(&self.coldkey.0))
    }
}

impl OwnerArgs {
    /// The coldkeys that are meant, at least one.
    pub fn owners(&self, session: &Session, out: &Out) -> Result<Vec<Owner>> {
        let named: Vec<&String> = self.who.iter().chain(&self.ss58).collect();
        if !named.is_empty() {
            return named
                .into_iter()
                .map(|who| {
                    let found = session.account(who)?;
                    Ok(Owner { name: found.name, coldkey: Coldkey(found.account) })
                })
                .collect();
        }
        if session.settings().wallet.is_some() && !self.all {
            let wallet = session.wallet()?;
            let found = session.account(&wallet.name)?;
            return Ok(vec![Owner { name: found.name, coldkey: Coldkey(found.account) }]);
        }
        let wallets = session.keystore().wallets().map_err(Error::from)?;
        if wallets.is_empty() {
            return Err(session.no_wallets());
        }
        let mut owners = Vec::new();
        for wallet in wallets {
            match wallet.coldkey.and_then(|key| key.address) {
                Some(address) => {
                    owners.push(Owner { name: Some(wallet.name), coldkey: Coldkey(address) });
                }
                None => {
                    out.warn(&format!("wallet {} has no readable coldkey address", wallet.name))
                }
            }
        }
        if owners.is_empty() { Err(session.no_wallets()) } else { Ok(owners) }
    }
}
