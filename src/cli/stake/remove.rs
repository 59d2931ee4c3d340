//! `tau stake remove`

use clap::Args;

use super::limit::LimitArgs;
use crate::cli::amount::AlphaArg;
use crate::cli::batch::{BatchArgs, Whose};
use crate::cli::netuid::NetUidsFlag;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::Intent;
use crate::out::{Out, Report};
use crate::session::Session;

/// Unstake a subnet's alpha from a hotkey and sell it for TAO
///
/// The amount is alpha, or `all` for the whole position. The sale carries a limit that the chain
/// enforces: it fails whole if the price would fall further than --tolerance, unless --partial lets the
/// chain fill a part. With several subnets or --hotkeys the amount is sold of each, under one signature.
/// Where btcli's `stake remove --all` sells every position through a hotkey, that is `tau stake unstake-all`.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake remove all --netuid 4 --hotkey my-validator")]
pub(crate) struct RemoveArgs {
    #[command(flatten)]
    amount: AlphaArg,
    #[command(flatten)]
    subnets: NetUidsFlag,
    #[command(flatten)]
    batch: BatchArgs,
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
    let hotkeys = args.batch.hotkeys(session, Whose::Validators).await?;
    let amount = args.amount.value()?;
    let limit = args.limit.limit(session.settings());
    let intent = args.batch.intent(&hotkeys, &args.subnets.netuid, |hotkey, netuid| {
        Intent::RemoveStake { hotkey, netuid, amount: amount.into(), limit }
    });
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names(&hotkeys)).await
}
