//! `tau stake …`

mod add;
mod auto;
mod burn;
mod child;
pub(crate) mod claim;
mod limit;
mod list;
mod locks;
mod plan;
mod rebalance;
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
    Burn(burn::BurnArgs),
    BurnAlpha(burn::BurnAlphaArgs),
    UnstakeAll(unstake_all::UnstakeAllArgs),
    UnstakeAllAlpha(unstake_all::UnstakeAllAlphaArgs),
    Plan(plan::PlanArgs),
    Rebalance(rebalance::RebalanceArgs),
    /// Look at what root stake has earned, and claim it
    #[command(subcommand, arg_required_else_help = true)]
    Claim(claim::Command),
    /// Choose under which hotkeys mining rewards are staked
    #[command(subcommand, arg_required_else_help = true)]
    Auto(auto::Command),
    /// Lock alpha for conviction
    #[command(subcommand, visible_alias = "lock", arg_required_else_help = true)]
    Locks(locks::Command),
    /// Lend stake weight to other hotkeys
    #[command(subcommand, visible_alias = "children", arg_required_else_help = true)]
    Child(child::Command),
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
            Self::Burn(_) => "stake burn",
            Self::BurnAlpha(_) => "stake burn-alpha",
            Self::UnstakeAll(_) => "stake unstake-all",
            Self::UnstakeAllAlpha(_) => "stake unstake-all-alpha",
            Self::Claim(command) => command.name(),
            Self::Plan(_) => "stake plan",
            Self::Rebalance(_) => "stake rebalance",
            Self::Auto(auto::Command::Show(_)) => "stake auto show",
            Self::Auto(auto::Command::Set(_)) => "stake auto set",
            Self::Locks(locks::Command::List(_)) => "stake locks list",
            Self::Locks(locks::Command::Add(_)) => "stake locks add",
            Self::Locks(locks::Command::Move(_)) => "stake locks move",
            Self::Locks(locks::Command::Mode(_)) => "stake locks mode",
            Self::Locks(locks::Command::Accept(_)) => "stake locks accept",
            Self::Child(child::Command::Get(_)) => "stake child get",
            Self::Child(child::Command::Set(_)) => "stake child set",
            Self::Child(child::Command::Revoke(_)) => "stake child revoke",
            Self::Child(child::Command::Take(_)) => "stake child take",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(
            self,
            Self::List(_)
                | Self::Plan(_)
                | Self::Claim(claim::Command::Show(_))
                | Self::Auto(auto::Command::Show(_))
                | Self::Locks(locks::Command::List(_))
                | Self::Child(child::Command::Get(_))
        )
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::List(_)
            | Self::Plan(_)
            | Self::Auto(auto::Command::Show(_))
            | Self::Locks(locks::Command::List(_))
            | Self::Child(child::Command::Get(_)) => {}
            Self::Claim(command) => command.flags(flags),
            Self::Rebalance(args) => args.flags(flags),
            Self::Auto(auto::Command::Set(args)) => args.sign.flags(flags),
            Self::Locks(locks::Command::Add(args)) => args.sign.flags(flags),
            Self::Locks(locks::Command::Move(args)) => args.sign.flags(flags),
            Self::Locks(locks::Command::Mode(args)) => args.sign.flags(flags),
            Self::Locks(locks::Command::Accept(args)) => args.sign.flags(flags),
            Self::Child(child::Command::Set(args)) => args.sign.flags(flags),
            Self::Child(child::Command::Revoke(args)) => args.sign.flags(flags),
            Self::Child(child::Command::Take(args)) => args.sign.flags(flags),
            Self::BurnAlpha(args) => args.sign.flags(flags),
            Self::Burn(args) => {
                args.limit.flags(flags);
                args.sign.flags(flags);
            }
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
            Self::Burn(args) => burn::buy(session, out, yes, args).await,
            Self::BurnAlpha(args) => burn::destroy(session, out, yes, args).await,
            Self::UnstakeAll(args) => {
                let said = (args.limit, args.sign);
                unstake_all::run(session, out, yes, Proceeds::Free, said).await
            }
            Self::UnstakeAllAlpha(args) => {
                let said = (args.limit, args.sign);
                unstake_all::run(session, out, yes, Proceeds::Root, said).await
            }
            Self::Claim(command) => command.run(session, out, yes).await,
            Self::Plan(args) => plan::run(session, args).await,
            Self::Rebalance(args) => rebalance::run(session, out, yes, args).await,
            Self::Auto(auto::Command::Show(args)) => auto::show(session, out, args).await,
            Self::Auto(auto::Command::Set(args)) => auto::set(session, out, yes, args).await,
            Self::Locks(locks::Command::List(args)) => locks::list(session, out, args).await,
            Self::Locks(locks::Command::Add(args)) => locks::add(session, out, yes, args).await,
            Self::Locks(locks::Command::Move(args)) => {
                locks::repoint(session, out, yes, args).await
            }
            Self::Locks(locks::Command::Mode(args)) => locks::mode(session, out, yes, args).await,
            Self::Locks(locks::Command::Accept(args)) => {
                locks::accept(session, out, yes, args).await
            }
            Self::Child(child::Command::Get(args)) => child::get(session, args).await,
            Self::Child(child::Command::Set(args)) => child::set(session, out, yes, args).await,
            Self::Child(child::Command::Revoke(args)) => {
                child::revoke(session, out, yes, args).await
            }
            Self::Child(child::Command::Take(args)) => child::take(session, out, yes, args).await,
        }
    }
}

/// `tau stake list` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn list(session: &Session) -> Result<Report> {
    list::of_wallet(session).await
}
