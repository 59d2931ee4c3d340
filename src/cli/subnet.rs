//! `tau subnet …`

mod list;
mod metagraph;
mod record;
mod register;
mod show;

use clap::Subcommand;

use crate::error::Result;
#[cfg(feature = "devnet")]
use crate::model::NetUid;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Metagraph(metagraph::MetagraphArgs),
    Register(register::RegisterArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "subnet list",
            Self::Show(_) => "subnet show",
            Self::Metagraph(_) => "subnet metagraph",
            Self::Register(_) => "subnet register",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Metagraph(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Register(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, args).await,
            Self::Show(args) => show::run(session, args).await,
            Self::Metagraph(args) => metagraph::run(session, args).await,
            Self::Register(args) => register::run(session, out, yes, args).await,
        }
    }
}

/// `tau subnet list` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn list(session: &Session) -> Result<Report> {
    list::run(session, list::ListArgs::default()).await
}

/// `tau subnet metagraph --sort stake --limit …` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn metagraph(session: &Session, netuid: NetUid, rows: usize) -> Result<Report> {
    metagraph::run(session, metagraph::MetagraphArgs::top(netuid, rows)).await
}
