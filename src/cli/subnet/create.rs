//! `tau subnet create` and `tau subnet start`

use clap::Args;

use super::identity::ProfileArgs;
use crate::cli::netuid::NetUidArg;
use crate::cli::plan::names;
use crate::cli::shield::ShieldArgs;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, SubnetProfile, Tao};
use crate::out::{Out, Report};
use crate::session::Session;

/// Create a subnet, whose owner the wallet becomes
///
/// The price goes into the subnet's pool and does not come back. The chain knows no limit for it: --max-cost is held
/// against the price once more right before it is signed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau subnet create --hotkey owner --max-cost 1500 --name 'My subnet'"
)]
pub(crate) struct CreateArgs {
    /// Lock at most this much TAO
    #[arg(long, value_name = "TAO")]
    max_cost: Option<Tao>,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    pub shield: ShieldArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Open a subnet for trading and emission
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet start 4")]
pub(crate) struct StartArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn create(
    session: &Session,
    out: &Out,
    yes: bool,
    args: CreateArgs,
) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let profile = args.profile.over(SubnetProfile::default());
    let intent = Intent::CreateSubnet {
        hotkey: Hotkey(hotkey.account),
        max_cost: args.max_cost,
        identity: Some(profile)
            .filter(|profile| *profile != SubnetProfile::default())
            .map(Box::new),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}

pub(super) async fn start(
    session: &Session,
    out: &Out,
    yes: bool,
    args: StartArgs,
) -> Result<Report> {
    let intent = Intent::StartSubnet { netuid: args.netuid.value()? };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
