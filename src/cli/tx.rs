//! `tau tx …`: transactions that are prepared here, signed on a machine without a network, and sent from here;
//! transactions that were signed here; and bytes of transactions in words.

#[cfg(feature = "network")]
mod cancel;
mod carry;
mod combine;
pub(super) mod contents;
#[cfg(feature = "network")]
mod decode;
#[cfg(feature = "network")]
mod drill;
#[cfg(feature = "network")]
mod entry;
pub(super) mod file;
mod guide;
#[cfg(feature = "network")]
mod list;
#[cfg(feature = "network")]
mod online;
mod pin;
#[cfg(feature = "network")]
mod prepare;
mod screen;
mod show;
pub(super) mod sign;
#[cfg(feature = "network")]
mod submit;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// With a chain.
    #[cfg(feature = "network")]
    #[command(flatten)]
    Online(online::Command),
    Show(show::ShowArgs),
    Carry(carry::CarryArgs),
    Sign(sign::SignFileArgs),
    Combine(combine::CombineArgs),
    Pin(pin::PinArgs),
    Guide(guide::GuideArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            #[cfg(feature = "network")]
            Self::Online(command) => command.name(),
            Self::Show(_) => "tx show",
            Self::Carry(_) => "tx carry",
            Self::Sign(_) => "tx sign",
            Self::Combine(_) => "tx combine",
            Self::Pin(_) => "tx pin",
            Self::Guide(_) => "tx guide",
        }
    }

    /// The command whose needs decide whether the chain allows this one.
    #[cfg(feature = "network")]
    pub fn needs_of(&self) -> &'static str {
        match self {
            Self::Online(command) => command.needs_of(),
            Self::Guide(args) => args.needs_of(),
            _ => self.name(),
        }
    }

    pub fn has_table(&self) -> bool {
        self.name() == "tx list"
    }

    #[cfg_attr(
        not(feature = "network"),
        expect(
            clippy::unused_self,
            unused_variables,
            reason = "only what asks a chain has settings"
        )
    )]
    pub fn flags(&self, flags: &mut Flags) {
        #[cfg(feature = "network")]
        match self {
            Self::Online(command) => command.flags(flags),
            Self::Guide(args) => args.flags(flags),
            _ => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            #[cfg(feature = "network")]
            Self::Online(command) => command.run(session, out, yes).await,
            Self::Show(args) => show::run(session, out, args).await,
            Self::Carry(args) => carry::run(out, args).await,
            Self::Sign(args) => sign::run(session, out, yes, args).await,
            Self::Combine(args) => combine::run(args),
            Self::Pin(args) => pin::run(session, args),
            Self::Guide(args) => guide::run(session, out, yes, args).await,
        }
    }
}
