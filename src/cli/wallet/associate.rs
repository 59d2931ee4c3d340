//! `tau wallet associate-hotkey`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent};
use crate::out::{Out, Report};
use crate::session::Session;

/// Make the wallet's coldkey the owner of a hotkey that has none
///
/// The chain notes who owns a hotkey when it is first registered or staked to; this does it before. Whoever comes first
/// owns it, and only a hotkey swap gives it away again.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet associate-hotkey --hotkey my-miner -w savings")]
pub(crate) struct AssociateArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: AssociateArgs,
) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let intent = Intent::AssociateHotkey { hotkey: Hotkey(hotkey.account) };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
