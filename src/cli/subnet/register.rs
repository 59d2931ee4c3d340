//! `tau subnet register`

use clap::Args;

use crate::cli::batch::{BatchArgs, Whose};
use crate::cli::netuid::NetUidArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Intent, Tao};
use crate::out::{Out, Report};
use crate::session::Session;

/// Register a hotkey as a neuron by paying the subnet's price
///
/// The price moves with every block and every registration; the chain is told the most you will pay:
/// --max-burn, or half a per cent above the price now. The hotkey is the one of --hotkey, else the wallet's
/// only one. With --hotkeys several are registered under one signature; each raises the price for the next.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet register 4 --hotkey miner-1 --max-burn 0.5")]
pub(crate) struct RegisterArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// Pay at most this much TAO
    #[arg(long, value_name = "TAO")]
    max_burn: Option<Tao>,
    #[command(flatten)]
    batch: BatchArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RegisterArgs,
) -> Result<Report> {
    let hotkeys = args.batch.hotkeys(session, Whose::Own).await?;
    let max_burn = args.max_burn;
    let subnets = [args.netuid.value()?];
    let intent = args.batch.intent(&hotkeys, &subnets, |hotkey, netuid| Intent::Register {
        hotkey,
        netuid,
        max_burn,
    });
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names(&hotkeys)).await
}
