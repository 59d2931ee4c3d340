//! Those of `tau wallet` that ask a chain.

use clap::Subcommand;

use super::{balance, overview};
use crate::cli::transfer;
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Balance(balance::BalanceArgs),
    Overview(overview::OverviewArgs),
    Inspect(overview::InspectArgs),
    /// Where btcli has it.
    #[command(hide = true)]
    Transfer(transfer::TransferArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Balance(_) => "wallet balance",
            Self::Overview(_) => "wallet overview",
            Self::Inspect(_) => "wallet inspect",
            Self::Transfer(_) => "transfer",
        }
    }

    pub fn has_table(&self) -> bool {
        !matches!(self, Self::Transfer(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Transfer(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Balance(args) => balance::run(session, out, args).await,
            Self::Overview(args) => overview::overview(session, out, args).await,
            Self::Inspect(args) => overview::inspect(session, out, args).await,
            Self::Transfer(args) => transfer::run(session, out, yes, args).await,
        }
    }
}
