//! `tau stake remove`

use clap::Args;

use super::limit::LimitArgs;
use crate::cli::amount::AlphaArg;
use crate::cli::netuid::netuid;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, NetUid};
use crate::out::{Out, Report};
use crate::session::Session;

/// Unstake a subnet's alpha from a hotkey and sell it for TAO
///
/// The amount is alpha, or `all` for the whole position. The sale carries a limit that the chain
/// enforces: it fails whole if the price would fall further than --tolerance, unless --partial lets the
/// chain fill a part.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake remove all --netuid 4 --hotkey my-validator")]
pub(crate) struct RemoveArgs {
    #[command(flatten)]
    amount: AlphaArg,
    /// Number of the subnet
    #[arg(long, short, value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    #[command(flatten)]
    pub limit: LimitArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RemoveArgs,
) -> Result<Report> {
    let hotkey = session.staking_hotkey()?;
    let intent = Intent::RemoveStake {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid,
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
