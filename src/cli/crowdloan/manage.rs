//! `tau crowdloan contribute`, `withdraw`, `finalize`, `refund` and `dissolve`

use clap::Args;

use super::IdArg;
use crate::cli::amount::TaoArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{CrowdloanAct, Intent};
use crate::out::{Out, Report};
use crate::session::Session;

/// Put TAO into a crowdloan
///
/// What is more than it wants stays with you. It can be withdrawn until it is finalized.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan contribute 5 --id 0")]
pub(crate) struct ContributeArgs {
    /// Number of the crowdloan
    #[arg(long, alias = "crowdloan-id", value_name = "ID")]
    id: crate::model::CrowdloanId,
    #[command(flatten)]
    amount: TaoArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Take your TAO back out of a crowdloan
///
/// A creator takes back what is above the deposit.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan withdraw 0")]
pub(crate) struct WithdrawArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Use a crowdloan's money for what it was raised for, once all is there
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan finalize 0")]
pub(crate) struct FinalizeArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Give the contributors of your crowdloan their TAO back, fifty at a time
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan refund 0")]
pub(crate) struct RefundArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Remove your crowdloan once nobody else has TAO in it; the deposit comes back
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan dissolve 0")]
pub(crate) struct DissolveArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

async fn act(
    session: &Session,
    out: &Out,
    yes: bool,
    sign: &SignArgs,
    act: CrowdloanAct,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, sign, signer, &Intent::Crowdloan(act), &names([])).await
}

pub(super) async fn contribute(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ContributeArgs,
) -> Result<Report> {
    let wish = CrowdloanAct::Contribute { id: args.id, amount: args.amount.value()?.into() };
    act(session, out, yes, &args.sign, wish).await
}

pub(super) async fn withdraw(
    session: &Session,
    out: &Out,
    yes: bool,
    args: WithdrawArgs,
) -> Result<Report> {
    let wish = CrowdloanAct::Withdraw { id: args.id.value()? };
    act(session, out, yes, &args.sign, wish).await
}

pub(super) async fn finalize(
    session: &Session,
    out: &Out,
    yes: bool,
    args: FinalizeArgs,
) -> Result<Report> {
    let wish = CrowdloanAct::Finalize { id: args.id.value()? };
    act(session, out, yes, &args.sign, wish).await
}

pub(super) async fn refund(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RefundArgs,
) -> Result<Report> {
    let wish = CrowdloanAct::Refund { id: args.id.value()? };
    act(session, out, yes, &args.sign, wish).await
}

pub(super) async fn dissolve(
    session: &Session,
    out: &Out,
    yes: bool,
    args: DissolveArgs,
) -> Result<Report> {
    let wish = CrowdloanAct::Dissolve { id: args.id.value()? };
    act(session, out, yes, &args.sign, wish).await
}
