//! `tau tx`: transactions that are prepared here, signed on a machine without a network, and sent from here.

mod carry;
mod combine;
mod drill;
mod file;
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
    Prepare(prepare::PrepareArgs),
    Show(show::ShowArgs),
    Sign(sign::SignFileArgs),
    Submit(submit::SubmitArgs),
    Combine(combine::CombineArgs),
    Carry(carry::CarryArgs),
    Pin(pin::PinArgs),
    Drill(drill::DrillArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Prepare(_) => "tx prepare",
            Self::Show(_) => "tx show",
            Self::Sign(_) => "tx sign",
            Self::Submit(_) => "tx submit",
            Self::Combine(_) => "tx combine",
            Self::Carry(_) => "tx carry",
            Self::Pin(_) => "tx pin",
            Self::Drill(_) => "tx drill",
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Prepare(args) => args.flags(flags),
            Self::Submit(args) => args.flags(flags),
            _ => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Prepare(args) => prepare::run(session, out, args).await,
            Self::Show(args) => show::run(session, args),
            Self::Sign(args) => sign::run(session, out, yes, args).await,
            Self::Submit(args) => submit::run(session, out, yes, args).await,
            Self::Combine(args) => combine::run(args),
            Self::Carry(args) => carry::run(out, args).await,
            Self::Pin(args) => pin::run(session, args),
            Self::Drill(args) => drill::run(session, out, yes, args).await,
        }
    }
}
