//! `tau crowdloan …`: TAO that several people put together for a purpose.

mod contributors;
mod create;
mod list;
mod manage;
mod show;
mod update;

use clap::Subcommand;

use super::sign::SignArgs;
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    #[command(alias = "info")]
    Show(show::ShowArgs),
    Contributors(contributors::ContributorsArgs),
    Create(create::CreateArgs),
    Contribute(manage::ContributeArgs),
    Withdraw(manage::WithdrawArgs),
    Finalize(manage::FinalizeArgs),
    Refund(manage::RefundArgs),
    Dissolve(manage::DissolveArgs),
    Update(update::UpdateArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "crowdloan list",
            Self::Show(_) => "crowdloan show",
            Self::Contributors(_) => "crowdloan contributors",
            Self::Create(_) => "crowdloan create",
            Self::Contribute(_) => "crowdloan contribute",
            Self::Withdraw(_) => "crowdloan withdraw",
            Self::Finalize(_) => "crowdloan finalize",
            Self::Refund(_) => "crowdloan refund",
            Self::Dissolve(_) => "crowdloan dissolve",
            Self::Update(_) => "crowdloan update",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_) | Self::Contributors(_))
    }

    fn signing(&self) -> Option<&SignArgs> {
        match self {
            Self::List(_) | Self::Show(_) | Self::Contributors(_) => None,
            Self::Create(args) => Some(&args.sign),
            Self::Contribute(args) => Some(&args.sign),
            Self::Withdraw(args) => Some(&args.sign),
            Self::Finalize(args) => Some(&args.sign),
            Self::Refund(args) => Some(&args.sign),
            Self::Dissolve(args) => Some(&args.sign),
            Self::Update(args) => Some(&args.sign),
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Some(sign) = self.signing() {
            sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, args).await,
            Self::Show(args) => show::run(session, args).await,
            Self::Contributors(args) => contributors::run(session, args).await,
            Self::Create(args) => create::run(session, out, yes, args).await,
            Self::Contribute(args) => manage::contribute(session, out, yes, args).await,
            Self::Withdraw(args) => manage::withdraw(session, out, yes, args).await,
            Self::Finalize(args) => manage::finalize(session, out, yes, args).await,
            Self::Refund(args) => manage::refund(session, out, yes, args).await,
            Self::Dissolve(args) => manage::dissolve(session, out, yes, args).await,
            Self::Update(args) => update::run(session, out, yes, args).await,
        }
    }
}

/// `ID`, or `--id ID` as btcli has it.
#[derive(Debug, clap::Args)]
pub(crate) struct IdArg {
    /// Number of the crowdloan
    #[arg(value_name = "ID", required_unless_present = "id_flag")]
    id: Option<crate::model::CrowdloanId>,
    #[arg(
        long = "id",
        alias = "crowdloan-id",
        value_name = "ID",
        hide = true,
        conflicts_with = "id"
    )]
    id_flag: Option<crate::model::CrowdloanId>,
}

impl IdArg {
    /// What was said.
    fn value(&self) -> Result<crate::model::CrowdloanId> {
        // The parser has asked for one of the two.
        self.id.or(self.id_flag).ok_or_else(|| crate::error::Error::usage("`ID` must be given"))
    }
}
