//! `tau subnet …`

mod conviction;
mod costs;
mod create;
mod hyperparameters;
mod identity;
mod list;
mod mechanisms;
mod metagraph;
mod price;
mod record;
mod register;
mod set;
mod show;
pub(crate) mod snapshot;

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
    Conviction(conviction::ConvictionArgs),
    #[command(visible_aliases = ["hyperparams", "hparams"], alias = "hp")]
    Hyperparameters(hyperparameters::HyperparametersArgs),
    #[command(alias = "burn_cost")]
    BurnCost(costs::BurnCostArgs),
    #[command(aliases = ["create_cost", "lock-cost"])]
    CreateCost(costs::CreateCostArgs),
    Register(register::RegisterArgs),
    Create(create::CreateArgs),
    Start(create::StartArgs),
    #[command(alias = "set-hyperparameter")]
    Set(set::SetArgs),
    Settings(set::SettingsArgs),
    #[command(alias = "set-symbol")]
    Symbol(set::SymbolArgs),
    /// Look at a subnet's mechanisms, or set them
    #[command(subcommand, visible_alias = "mech", arg_required_else_help = true)]
    Mechanisms(mechanisms::Command),
    Trim(set::TrimArgs),
    TriggerEpoch(set::TriggerEpochArgs),
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
            Self::Conviction(_) => "subnet conviction",
            Self::Hyperparameters(_) => "subnet hyperparameters",
            Self::BurnCost(_) => "subnet burn-cost",
            Self::CreateCost(_) => "subnet create-cost",
            Self::Create(_) => "subnet create",
            Self::Start(_) => "subnet start",
            Self::Set(_) => "subnet set",
            Self::Settings(_) => "subnet settings",
            Self::Symbol(_) => "subnet symbol",
            Self::Mechanisms(command) => command.name(),
            Self::Trim(_) => "subnet trim",
            Self::TriggerEpoch(_) => "subnet trigger-epoch",
            Self::Identity(identity::Command::Get(_)) => "subnet identity get",
            Self::Identity(identity::Command::Set(_)) => "subnet identity set",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(
            self,
            Self::List(_)
                | Self::Metagraph(_)
                | Self::Price(_)
                | Self::Conviction(_)
                | Self::Hyperparameters(_)
                | Self::Settings(_)
        )
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Register(args) => args.sign.flags(flags),
            Self::Create(args) => {
                args.shield.flags(flags);
                args.sign.flags(flags);
            }
            Self::Start(args) => args.sign.flags(flags),
            Self::Set(args) => args.sign.flags(flags),
            Self::Symbol(args) => args.sign.flags(flags),
            Self::Trim(args) => args.sign.flags(flags),
            Self::TriggerEpoch(args) => args.sign.flags(flags),
            Self::Mechanisms(mechanisms::Command::Set(args)) => args.sign.flags(flags),
            Self::Mechanisms(mechanisms::Command::Split(args)) => args.sign.flags(flags),
            Self::Identity(identity::Command::Set(args)) => args.sign.flags(flags),
            _ => {}
        }
    }

    /// Whether it goes on with the blocks to come.
    pub fn follows(&self) -> bool {
        matches!(self, Self::Price(args) if args.follows())
    }

    /// Nothing of a stream that has been printed already.
    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Option<Report>> {
        let report = match self {
            Self::Price(args) => return price::run(session, out, args).await,
            Self::List(args) => list::run(session, args).await,
            Self::Show(args) => show::run(session, args).await,
            Self::Metagraph(args) => metagraph::run(session, args).await,
            Self::Register(args) => register::run(session, out, yes, args).await,
            Self::Hyperparameters(args) => hyperparameters::run(session, args).await,
            Self::Conviction(args) => conviction::run(session, args).await,
            Self::BurnCost(args) => costs::burn(session, args).await,
            Self::CreateCost(costs::CreateCostArgs {}) => costs::create(session).await,
            Self::Create(args) => create::create(session, out, yes, args).await,
            Self::Start(args) => create::start(session, out, yes, args).await,
            Self::Set(args) => set::set(session, out, yes, args).await,
            Self::Settings(args) => set::settings(session, args).await,
            Self::Symbol(args) => set::symbol(session, out, yes, args).await,
            Self::Trim(args) => set::trim(session, out, yes, args).await,
            Self::TriggerEpoch(args) => set::trigger_epoch(session, out, yes, args).await,
            Self::Mechanisms(mechanisms::Command::Show(args)) => {
                mechanisms::show(session, args).await
            }
            Self::Mechanisms(mechanisms::Command::Set(args)) => {
                mechanisms::set(session, out, yes, args).await
            }
            Self::Mechanisms(mechanisms::Command::Split(args)) => {
                mechanisms::split(session, out, yes, args).await
            }
            Self::Identity(identity::Command::Get(args)) => identity::get(session, args).await,
            Self::Identity(identity::Command::Set(args)) => {
                identity::set(session, out, yes, *args).await
            }
        };
        report.map(Some)
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
