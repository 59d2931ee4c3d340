//! `tau subnet …`

mod costs;
mod create;
mod hyperparameters;
mod identity;
mod list;
mod metagraph;
mod price;
mod record;
mod register;
mod show;

use clap::Subcommand;

use crate::error::Result;
#[cfg(feature = "devnet")]
use crate::model::NetUid;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Metagraph(metagraph::MetagraphArgs),
    Price(price::PriceArgs),
    #[command(visible_aliases = ["hyperparams", "hparams"], alias = "hp")]
    Hyperparameters(hyperparameters::HyperparametersArgs),
    #[command(alias = "burn_cost")]
    BurnCost(costs::BurnCostArgs),
    #[command(aliases = ["create_cost", "lock-cost"])]
    CreateCost(costs::CreateCostArgs),
    Register(register::RegisterArgs),
    Create(create::CreateArgs),
    Start(create::StartArgs),
    /// Look at a subnet's identity, or publish it
    #[command(subcommand, arg_required_else_help = true)]
    Identity(identity::Command),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "subnet list",
            Self::Show(_) => "subnet show",
            Self::Metagraph(_) => "subnet metagraph",
            Self::Register(_) => "subnet register",
            Self::Price(_) => "subnet price",
            Self::Hyperparameters(_) => "subnet hyperparameters",
            Self::BurnCost(_) => "subnet burn-cost",
            Self::CreateCost(_) => "subnet create-cost",
            Self::Create(_) => "subnet create",
            Self::Start(_) => "subnet start",
            Self::Identity(identity::Command::Get(_)) => "subnet identity get",
            Self::Identity(identity::Command::Set(_)) => "subnet identity set",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(
            self,
            Self::List(_) | Self::Metagraph(_) | Self::Price(_) | Self::Hyperparameters(_)
        )
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Register(args) => args.sign.flags(flags),
            Self::Create(args) => args.sign.flags(flags),
            Self::Start(args) => args.sign.flags(flags),
            Self::Identity(identity::Command::Set(args)) => args.sign.flags(flags),
            _ => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, args).await,
            Self::Show(args) => show::run(session, args).await,
            Self::Metagraph(args) => metagraph::run(session, args).await,
            Self::Register(args) => register::run(session, out, yes, args).await,
            Self::Price(args) => price::run(session, args).await,
            Self::Hyperparameters(args) => hyperparameters::run(session, args).await,
            Self::BurnCost(args) => costs::burn(session, args).await,
            Self::CreateCost(costs::CreateCostArgs {}) => costs::create(session).await,
            Self::Create(args) => create::create(session, out, yes, args).await,
            Self::Start(args) => create::start(session, out, yes, args).await,
            Self::Identity(identity::Command::Get(args)) => identity::get(session, args).await,
            Self::Identity(identity::Command::Set(args)) => {
                identity::set(session, out, yes, *args).await
            }
        }
    }
}

/// `tau subnet list` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn list(session: &Session) -> Result<Report> {
    list::run(session, list::ListArgs::default()).await
}

/// `tau subnet metagraph --sort stake --limit …` for the tour.
#[cfg(feature = "devnet")]
pub(crate) async fn metagraph(session: &Session, netuid: NetUid, rows: usize) -> Result<Report> {
    metagraph::run(session, metagraph::MetagraphArgs::top(netuid, rows)).await
}
