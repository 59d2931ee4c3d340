//! `tau transfer`

use clap::Args;

use super::amount::TaoArg;
use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::Intent;
use crate::out::{Out, Report};
use crate::session::Session;

/// Send TAO to an address
///
/// The receiver is an address or the name of a wallet here. `all` sends what can leave while the account stays
/// alive, fee taken into account. The plan is shown first: full addresses, fee, what is left.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau transfer 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY 1.5"
)]
pub(crate) struct TransferArgs {
    /// Who receives: an address or a wallet's name
    #[arg(value_name = "TO", required_unless_present = "to_flag")]
    to: Option<String>,
    #[arg(
        long = "to",
        value_name = "TO",
        aliases = ["dest", "destination"],
        short_alias = 'd',
        hide = true
    )]
    to_flag: Option<String>,
    #[command(flatten)]
    amount: TaoArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: TransferArgs,
) -> Result<Report> {
    let to = args.to.as_deref().or(args.to_flag.as_deref());
    let to = session.account(to.ok_or_else(|| Error::usage("`TO` must be given"))?)?;
    let intent = Intent::Transfer { to: to.account, amount: args.amount.value()?.into() };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&to])).await
}
