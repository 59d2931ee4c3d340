//! `tau stake transfer`

use clap::Args;

use super::limit::LossArgs;
use super::subnets::FromTo;
use crate::cli::amount::AlphaArg;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Coldkey, Hotkey, Intent};
use crate::out::{Out, Report};
use crate::session::Session;

/// Give stake to another coldkey; the hotkey stays
///
/// On one subnet nothing is sold. With --to-netuid the alpha is sold for TAO and the other subnet's alpha is
/// bought for it, for the receiver; the chain has no limited call for this, so tau measures the loss and refuses
/// it past --tolerance. Check the address: what is given away does not come back.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau stake transfer 10 --to 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY -H my-validator --from-netuid 4"
)]
pub(crate) struct TransferArgs {
    #[command(flatten)]
    amount: AlphaArg,
    /// Who receives: a coldkey's address or a wallet's name
    #[arg(long, value_name = "TO", aliases = ["dest", "dest-ss58", "dest-coldkey"])]
    to: String,
    #[command(flatten)]
    subnets: FromTo,
    #[command(flatten)]
    pub limit: LossArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: TransferArgs,
) -> Result<Report> {
    let to = session.account(&args.to)?;
    let hotkey = session.staking_hotkey().await?;
    let intent = Intent::GiveStake {
        receiver: Coldkey(to.account),
        hotkey: Hotkey(hotkey.account),
        from_netuid: args.subnets.from_netuid,
        to_netuid: args.subnets.to(),
        amount: args.amount.value()?.into(),
        limit: args.limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&to, &hotkey])).await
}
