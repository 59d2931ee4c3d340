//! `tau stake add`

use clap::Args;

use super::limit::LimitArgs;
use crate::cli::amount::TaoArg;
use crate::cli::netuid::netuid;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, NetUid};
use crate::out::{Out, Report};
use crate::session::Session;

/// Buy a subnet's alpha with TAO and stake it through a hotkey
///
/// The trade carries a limit that the chain enforces: it fails whole if the price would move further
/// than --tolerance, unless --partial lets the chain fill a part. On root (netuid 0) TAO is staked as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake add 10 --netuid 4 --hotkey my-validator --tolerance 1%")]
pub(crate) struct AddArgs {
    #[command(flatten)]
    amount: TaoArg,
    /// Number of the subnet
    #[arg(long, short, value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    #[command(flatten)]
    pub limit: LimitArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(session: &Session, out: &Out, yes: bool, args: AddArgs) -> Result<Report> {
    let hotkey = session.staking_hotkey()?;
    let intent = Intent::AddStake {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid,
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
