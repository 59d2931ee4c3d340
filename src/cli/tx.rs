//! `tau tx …`: transactions that were signed here, and bytes of transactions in words.

mod cancel;
mod decode;
mod entry;
mod list;
mod show;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Decode(decode::DecodeArgs),
    Cancel(cancel::CancelArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "tx list",
            Self::Show(_) => "tx show",
            Self::Decode(_) => "tx decode",
            Self::Cancel(_) => "tx cancel",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Cancel(args) = self {
            args.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, out, args).await,
            Self::Show(args) => show::run(session, out, args).await,
            Self::Decode(args) => decode::run(session, args).await,
            Self::Cancel(args) => cancel::run(session, out, yes, args).await,
        }
    }
}
