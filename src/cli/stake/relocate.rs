//! `tau stake move`

use clap::Args;

use super::limit::RatioArgs;
use super::subnets::FromTo;
use crate::cli::amount::AlphaArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, Place};
use crate::out::{Out, Report};
use crate::session::Session;

/// Move stake to another hotkey, and to another subnet if you like
///
/// On one subnet nothing is sold. Between two subnets the alpha is sold for TAO and the other subnet's alpha is
/// bought for it: this costs the pool's fee and whatever the trade moves both prices, and is said before you
/// confirm. The chain has no limited call that changes hotkey and subnet at once: tau measures the loss and
/// refuses it past --tolerance. The coldkey stays the owner; `tau stake transfer` gives stake away.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau stake move all --hotkey my-validator --to 5F… --from-netuid 4"
)]
pub(crate) struct MoveArgs {
    #[command(flatten)]
    amount: AlphaArg,
    /// Hotkey that the stake goes to; --hotkey names the one it leaves [default: the same]
    #[arg(
        long = "to",
        visible_alias = "dest-hotkey",
        aliases = ["dest", "dest-ss58", "to-hotkey", "destination-hotkey"],
        value_name = "NAME|ADDRESS"
    )]
    to: Option<String>,
    /// Hotkey that the stake leaves, if --hotkey does not say it
    #[arg(long = "from", alias = "origin-hotkey", value_name = "NAME|ADDRESS", hide = true)]
    from: Option<String>,
    #[command(flatten)]
    subnets: FromTo,
    #[command(flatten)]
    pub limit: RatioArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, yes: bool, args: MoveArgs) -> Result<Report> {
    let from = match &args.from {
        Some(text) => session.validator(text).await?,
        None => session.staking_hotkey().await?,
    };
    let to = match &args.to {
        Some(text) => session.validator(text).await?,
        None => from.clone(),
    };
    let intent = Intent::MoveStake {
        from: Place { hotkey: Hotkey(from.account), netuid: args.subnets.from_netuid },
        to: Place { hotkey: Hotkey(to.account), netuid: args.subnets.to() },
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&from, &to])).await
}
