//! `tau validator …`

mod list;
mod show;
mod take;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Take(take::TakeArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "validator list",
            Self::Show(_) => "validator show",
            Self::Take(_) => "validator take",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Show(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Take(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, args).await,
            Self::Show(args) => show::run(session, args).await,
            Self::Take(args) => take::run(session, out, yes, args).await,
        }
    }
}
