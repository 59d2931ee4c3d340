//! `tau stake …`

mod add;
mod limit;
mod list;
mod remove;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Add(add::AddArgs),
    Remove(remove::RemoveArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "stake list",
            Self::Add(_) => "stake add",
            Self::Remove(_) => "stake remove",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::List(_) => {}
            Self::Add(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
            Self::Remove(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, out, args).await,
            Self::Add(args) => add::run(session, out, yes, args).await,
            Self::Remove(args) => remove::run(session, out, yes, args).await,
        }
    }
}

/// `tau stake list` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn list(session: &Session) -> Result<Report> {
    list::of_wallet(session).await
}
