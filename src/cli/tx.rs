//! `tau tx …`: transactions that were signed here; transactions that are prepared here, signed on a machine
//! without a network, and sent from here; and bytes of transactions in words.

mod cancel;
mod carry;
mod combine;
mod contents;
mod decode;
mod drill;
mod entry;
mod file;
mod list;
mod pin;
mod prepare;
mod screen;
mod show;
mod sign;
mod submit;

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
    Prepare(prepare::PrepareArgs),
    Carry(carry::CarryArgs),
    Sign(sign::SignFileArgs),
    Submit(submit::SubmitArgs),
    Combine(combine::CombineArgs),
    Pin(pin::PinArgs),
    Drill(drill::DrillArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "tx list",
            Self::Show(_) => "tx show",
            Self::Decode(_) => "tx decode",
            Self::Cancel(_) => "tx cancel",
            Self::Prepare(_) => "tx prepare",
            Self::Carry(_) => "tx carry",
            Self::Sign(_) => "tx sign",
            Self::Submit(_) => "tx submit",
            Self::Combine(_) => "tx combine",
            Self::Pin(_) => "tx pin",
            Self::Drill(_) => "tx drill",
        }
    }

    /// The command whose needs decide whether the chain allows this one.
    pub fn needs_of(&self) -> &'static str {
        match self {
            Self::Prepare(args) => args.command_name(),
            _ => self.name(),
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_))
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
            Self::Show(args) => show::run(session, out, args).await,
            Self::Decode(args) => decode::run(session, args).await,
            Self::Cancel(args) => cancel::run(session, out, yes, args).await,
            Self::Prepare(args) => prepare::run(session, out, args).await,
            Self::Carry(args) => carry::run(out, args).await,
            Self::Sign(args) => sign::run(session, out, yes, args).await,
            Self::Submit(args) => submit::run(session, out, yes, args).await,
            Self::Combine(args) => combine::run(args),
            Self::Pin(args) => pin::run(session, args),
            Self::Drill(args) => drill::run(session, out, yes, args).await,
        }
    }
}
