//! `tau validator take`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{Hotkey, Intent, Take};
use crate::out::{Out, Report};
use crate::session::Session;

/// Set what a validator keeps of its nominators' dividends
///
/// It can be lowered at any time and raised once in thirty days, to 18% at most. The chain takes no fee for it.
/// `tau validator show` shows what it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau validator take 9% --hotkey my-validator")]
pub(crate) struct TakeArgs {
    /// What it keeps, such as 9%
    #[arg(value_name = "PERCENT", required_unless_present = "take_flag")]
    take: Option<Take>,
    #[arg(
        long = "take",
        short = 't',
        value_name = "PERCENT",
        hide = true,
        conflicts_with = "take"
    )]
    take_flag: Option<Take>,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: TakeArgs) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    // The parser has asked for one of the two.
    let take = args.take.or(args.take_flag);
    let take = take.ok_or_else(|| Error::usage("`PERCENT` must be given"))?;
    let intent = Intent::SetTake { hotkey: Hotkey(hotkey.account), take };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
