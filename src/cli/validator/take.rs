//! `tau validator take`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::take::TakeArg;
use crate::error::Result;
use crate::model::{Hotkey, Intent};
use crate::out::{Out, Report};
use crate::session::Session;

/// Set what a validator keeps of its nominators' dividends
///
/// It can be lowered at any time and raised once in thirty days, to 18% at most. The chain takes no fee for it.
/// `tau validator show` shows what it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau validator take 9% --hotkey my-validator")]
pub(crate) struct TakeArgs {
    #[command(flatten)]
    take: TakeArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: TakeArgs) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let take = args.take.value()?;
    let intent = Intent::SetTake { hotkey: Hotkey(hotkey.account), take };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
