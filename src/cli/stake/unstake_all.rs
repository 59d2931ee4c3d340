//! `tau stake unstake-all` and `tau stake unstake-all-alpha`

use clap::Args;

use super::limit::LossArgs;
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, Proceeds};
use crate::out::{Out, Report};
use crate::session::Session;

/// Sell every position that goes through a hotkey, on root too
///
/// Every sale is shown with what it brings, and every position that the chain would pass over with the reason. The
/// chain has no limited call for this: tau measures each sale and refuses the whole past --tolerance.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake unstake-all --hotkey my-validator --tolerance 2%")]
pub(crate) struct UnstakeAllArgs {
    #[command(flatten)]
    pub limit: LossArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Sell every alpha position that goes through a hotkey and stake the TAO on root
///
/// Positions on root stay where they are. Otherwise as `unstake-all`.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake unstake-all-alpha --hotkey my-validator")]
pub(crate) struct UnstakeAllAlphaArgs {
    #[command(flatten)]
    pub limit: LossArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    proceeds: Proceeds,
    (limit, sign): (LossArgs, SignArgs),
) -> Result<Report> {
    let hotkey = session.staking_hotkey().await?;
    let intent = Intent::UnstakeAll {
        hotkey: Hotkey(hotkey.account),
        proceeds,
        limit: limit.limit(session.settings()),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &sign, signer, &intent, &names([&hotkey])).await
}
