//! `tau stake …`

mod add;
mod limit;
mod list;
mod relocate;
mod remove;
mod subnets;
mod swap;
mod transfer;
mod unstake_all;

use clap::Subcommand;

use crate::error::Result;
use crate::model::Proceeds;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Add(add::AddArgs),
    Remove(remove::RemoveArgs),
    Move(relocate::MoveArgs),
    Swap(swap::SwapArgs),
    Transfer(transfer::TransferArgs),
    UnstakeAll(unstake_all::UnstakeAllArgs),
    UnstakeAllAlpha(unstake_all::UnstakeAllAlphaArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "stake list",
            Self::Add(_) => "stake add",
            Self::Remove(_) => "stake remove",
            Self::Move(_) => "stake move",
            Self::Swap(_) => "stake swap",
            Self::Transfer(_) => "stake transfer",
            Self::UnstakeAll(_) => "stake unstake-all",
            Self::UnstakeAllAlpha(_) => "stake unstake-all-alpha",
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
            Self::Move(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
            Self::Swap(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
            Self::Transfer(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
            Self::UnstakeAll(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
            Self::UnstakeAllAlpha(args) => {
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
            Self::Move(args) => relocate::run(session, out, yes, args).await,
            Self::Swap(args) => swap::run(session, out, yes, args).await,
            Self::Transfer(args) => transfer::run(session, out, yes, args).await,
            Self::UnstakeAll(args) => {
                let said = (args.limit, args.sign);
                unstake_all::run(session, out, yes, Proceeds::Free, said).await
            }
            Self::UnstakeAllAlpha(args) => {
                let said = (args.limit, args.sign);
                unstake_all::run(session, out, yes, Proceeds::Root, said).await
            }
        }
    }
}

/// `tau stake list` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn list(session: &Session) -> Result<Report> {
    list::of_wallet(session).await
}
