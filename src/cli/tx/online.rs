//! Those of `tau tx` that ask a chain, or the journal of what was sent to one.

use clap::Subcommand;

use super::{cancel, decode, drill, list, prepare, submit};
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Decode(decode::DecodeArgs),
    Cancel(cancel::CancelArgs),
    Prepare(prepare::PrepareArgs),
    Submit(submit::SubmitArgs),
    Drill(drill::DrillArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "tx list",
            Self::Decode(_) => "tx decode",
            Self::Cancel(_) => "tx cancel",
            Self::Prepare(_) => "tx prepare",
            Self::Submit(_) => "tx submit",
            Self::Drill(_) => "tx drill",
        }
    }

    pub fn needs_of(&self) -> &'static str {
        match self {
            Self::Prepare(args) => args.command_name(),
            _ => self.name(),
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Cancel(args) => args.flags(flags),
            Self::Prepare(args) => args.flags(flags),
            Self::Submit(args) => args.flags(flags),
            _ => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, out, args).await,
            Self::Decode(args) => decode::run(session, args).await,
            Self::Cancel(args) => cancel::run(session, out, yes, args).await,
            Self::Prepare(args) => prepare::run(session, out, args).await,
            Self::Submit(args) => submit::run(session, out, yes, args).await,
            Self::Drill(args) => drill::run(session, out, yes, args).await,
        }
    }
}
