//! `tau root …`: what btcli calls by that name; the rest of root is `tau stake claim` and subnet 0.

use clap::{Args, Subcommand};

use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use super::stake::claim;
use crate::error::Result;
use crate::model::{Hotkey, Intent, NetUid};
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Register(RegisterArgs),
    /// Where btcli has it.
    #[command(subcommand, hide = true)]
    Claim(claim::Command),
}

/// Take a seat on root with a hotkey
///
/// It costs the fee alone. Where all seats are taken, the hotkey with the least stake gives its seat up.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau root register --hotkey my-validator")]
pub(crate) struct RegisterArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register(_) => "root register",
            Self::Claim(command) => command.name(),
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::Claim(claim::Command::Show(_)))
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Register(args) => args.sign.flags(flags),
            Self::Claim(command) => command.flags(flags),
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Register(args) => register(session, out, yes, args).await,
            Self::Claim(command) => command.run(session, out, yes).await,
        }
    }
}

async fn register(session: &Session, out: &Out, yes: bool, args: RegisterArgs) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let intent =
        Intent::Register { hotkey: Hotkey(hotkey.account), netuid: NetUid(0), max_burn: None };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
