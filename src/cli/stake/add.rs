//! `tau stake add`

use clap::Args;

use super::limit::LimitArgs;
use crate::cli::amount::{Amount, TaoArg};
use crate::cli::batch::{BatchArgs, Whose};
use crate::cli::netuid::NetUidsFlag;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::Intent;
use crate::out::{Out, Report};
use crate::session::Session;

/// Buy a subnet's alpha with TAO and stake it through a hotkey
///
/// The trade carries a limit that the chain enforces: it fails whole if the price would move further
/// than --tolerance, unless --partial lets the chain fill a part. On root (netuid 0) TAO is staked as it is.
/// With several subnets or --hotkeys the amount goes to each, under one signature.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake add 10 --netuid 4 --hotkey my-validator --tolerance 1%")]
pub(crate) struct AddArgs {
    #[command(flatten)]
    amount: TaoArg,
    #[command(flatten)]
    subnets: NetUidsFlag,
    #[command(flatten)]
    batch: BatchArgs,
    #[command(flatten)]
    pub limit: LimitArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, yes: bool, args: AddArgs) -> Result<Report> {
    let hotkeys = args.batch.hotkeys(session, Whose::Validators).await?;
    let amount = args.amount.value()?;
    let several = hotkeys.len() > 1 || args.subnets.netuid.len() > 1;
    if several && amount == Amount::All {
        return Err(Error::usage("`all` cannot be staked in several places at once")
            .hint("give the amount for each place"));
    }
    let limit = args.limit.limit(session.settings());
    let intent = args.batch.intent(&hotkeys, &args.subnets.netuid, |hotkey, netuid| {
        Intent::AddStake { hotkey, netuid, amount: amount.into(), limit }
    });
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names(&hotkeys)).await
}
