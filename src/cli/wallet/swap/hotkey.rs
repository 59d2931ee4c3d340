//! `tau wallet swap-hotkey`

use clap::Args;

use crate::cli::netuid::netuid;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Hotkey, Intent, KeySwap, NetUid, SwapStake};
use crate::out::{Out, Report};
use crate::session::Session;

/// Put another hotkey in the place of one, on all subnets or on one
///
/// The old hotkey is the one of --hotkey. The new one gets its places, children, takes and stake, nominators' too; with
/// --keep-stake only the places move. It costs 0.1 TAO on all subnets and 0.001 TAO on one.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet swap-hotkey fresh --hotkey old -w validator")]
pub(crate) struct SwapHotkeyArgs {
    /// The new hotkey: its name or address
    #[arg(value_name = "HOTKEY", required_unless_present = "new_flag")]
    new_hotkey: Option<String>,
    #[arg(long = "new-hotkey", value_name = "HOTKEY", hide = true, conflicts_with = "new_hotkey")]
    new_flag: Option<String>,
    /// On this subnet only
    #[arg(long, short = 'n', value_name = "NETUID", value_parser = netuid)]
    netuid: Option<NetUid>,
    #[arg(long, hide = true, conflicts_with = "netuid")]
    all_netuids: bool,
    /// Leave the stake with the old hotkey
    #[arg(long)]
    keep_stake: bool,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SwapHotkeyArgs,
) -> Result<Report> {
    let new = args.new_hotkey.as_deref().or(args.new_flag.as_deref());
    let new = session.hotkey(new.ok_or_else(|| Error::usage("`HOTKEY` must be given"))?)?;
    let old = session.own_hotkey()?;
    let stake = if args.keep_stake { SwapStake::Stays } else { SwapStake::Follows };
    let swap = KeySwap::Hotkey {
        hotkey: Hotkey(old.account),
        new_hotkey: Hotkey(new.account),
        netuid: args.netuid,
        stake,
    };
    let signer = Signer::of(session)?;
    let names = names([&old, &new]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::SwapKey(swap), &names).await
}
