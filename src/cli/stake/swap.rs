//! `tau stake swap`

use clap::Args;

use super::limit::RatioArgs;
use super::subnets::FromTo;
use crate::cli::amount::AlphaArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Hotkey, Intent, Place};
use crate::out::{Out, Report};
use crate::session::Session;

/// Move stake to another subnet, through the same hotkey
///
/// The alpha is sold for TAO and the other subnet's alpha is bought for it; this costs the pool's fee and whatever
/// the trade moves both prices. The chain holds a limit on the ratio of the two prices: nothing is moved if it
/// would change by more than --tolerance, unless --partial lets the chain move a part.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau stake swap 10 --hotkey my-validator --from-netuid 4 --to-netuid 9"
)]
pub(crate) struct SwapArgs {
    #[command(flatten)]
    amount: AlphaArg,
    #[command(flatten)]
    subnets: FromTo,
    #[command(flatten)]
    pub limit: RatioArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, yes: bool, args: SwapArgs) -> Result<Report> {
    let Some(to_netuid) = args.subnets.to_netuid else {
        return Err(Error::usage("`--to-netuid` must be given: a swap goes to another subnet")
            .hint("`tau stake move` moves stake to another hotkey on the same subnet"));
    };
    let hotkey = session.staking_hotkey().await?;
    let intent = Intent::MoveStake {
        from: Place { hotkey: Hotkey(hotkey.account), netuid: args.subnets.from_netuid },
        to: Place { hotkey: Hotkey(hotkey.account), netuid: to_netuid },
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
