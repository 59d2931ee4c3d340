//! `tau stake burn` and `tau stake burn-alpha`

use clap::Args;

use super::limit::WholeArgs;
use crate::cli::amount::{AlphaArg, TaoArg};
use crate::cli::hotkeys::staking_hotkey;
use crate::cli::netuid::netuid;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, NetUid};
use crate::out::{Out, Report};
use crate::session::Session;

/// Buy a subnet's alpha with TAO and burn it
///
/// What is bought goes through a hotkey, whose position stays as it is, and is destroyed in the same act: the price
/// rises, and nobody gets the alpha. The chain fills the whole amount within the limit or none of it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake burn 10 --netuid 4 --hotkey my-validator")]
pub(crate) struct BurnArgs {
    #[command(flatten)]
    amount: TaoArg,
    /// Number of the subnet
    #[arg(long, short, value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    #[command(flatten)]
    pub limit: WholeArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Destroy alpha that is staked through a hotkey
///
/// Burned alpha still counts as issued. With --recycle it does not: the subnet may issue as much again.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake burn-alpha 5 --netuid 4 --hotkey my-validator")]
pub(crate) struct BurnAlphaArgs {
    #[command(flatten)]
    amount: AlphaArg,
    /// Number of the subnet
    #[arg(long, short, value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    /// Let the subnet issue as much again
    #[arg(long)]
    recycle: bool,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn buy(session: &Session, out: &Out, yes: bool, args: BurnArgs) -> Result<Report> {
    let hotkey = staking_hotkey(session).await?;
    let intent = Intent::BuyAndBurn {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid,
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}

pub(super) async fn destroy(
    session: &Session,
    out: &Out,
    yes: bool,
    args: BurnAlphaArgs,
) -> Result<Report> {
    let hotkey = staking_hotkey(session).await?;
    let intent = Intent::DestroyAlpha {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid,
        amount: args.amount.value()?.into(),
        recycle: args.recycle,
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
