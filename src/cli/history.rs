//! `tau history …`: what is kept of the past on this machine.

pub(super) mod probes;
mod profit;
mod show;
mod sync;

use clap::Subcommand;

use crate::error::Result;
use crate::model::AccountId;
use crate::ops::history::History;
use crate::out::{Out, Report};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Show(show::ShowArgs),
    Sync(sync::SyncArgs),
    Profit(profit::ProfitArgs),
    Probes(probes::ProbesArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Show(_) => "history show",
            Self::Sync(_) => "history sync",
            Self::Profit(_) => "history profit",
            Self::Probes(_) => "history probes",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::Show(_) | Self::Profit(_) | Self::Probes(_))
    }

    pub async fn run(self, session: &Session, out: &Out) -> Result<Report> {
        match self {
            Self::Show(args) => show::run(session, &args),
            Self::Sync(args) => sync::run(session, out, &args).await,
            Self::Profit(args) => profit::run(session, &args),
            Self::Probes(args) => probes::run(session, &args),
        }
    }
}

/// The history of the network that is meant. Without asking it which chain it is: a name stands for one.
pub(crate) fn history(session: &Session) -> History {
    let name: String = session
        .settings()
        .network
        .name()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    History::open(session.settings().paths.data.join("history").join(name))
}

/// Every account of the wallets here.
pub(crate) fn accounts(session: &Session) -> Result<Vec<AccountId>> {
    let wallets = session.keystore().wallets()?;
    let mut accounts: Vec<AccountId> = wallets
        .iter()
        .flat_map(|wallet| wallet.coldkey.iter().chain(&wallet.hotkeys))
        .filter_map(|key| key.address)
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}
