//! `tau proxy announce`, and taking back or forbidding what was announced.

use clap::Args;

use crate::cli::inside::{self, InsideArgs};
use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hash, Intent, ProxyAct};
use crate::out::{Out, Report};
use crate::session::Session;

/// Announce a call in another's name, to be made once its delay is over
///
/// The chain keeps the call's hash; the call itself is kept on this machine for `tau proxy execute`. The command stands
/// in quotes, or behind `--`.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy announce treasury 'transfer bob 5' -w guard")]
pub(crate) struct AnnounceArgs {
    /// In whose name: an address or a name
    #[arg(value_name = "NAME|ADDRESS")]
    real: String,
    #[command(flatten)]
    inside: InsideArgs,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Withdraw a call that this wallet announced
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy cancel-announcement treasury 0x5c… -w guard")]
pub(crate) struct WithdrawArgs {
    /// In whose name it would be made: an address or a name
    #[arg(value_name = "NAME|ADDRESS")]
    real: String,
    /// Hash of the call
    #[arg(value_name = "HASH", value_parser = super::hash)]
    call_hash: Hash,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Forbid a call that a proxy of this wallet announced
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy reject 5F… 0x5c… -w treasury")]
pub(crate) struct RejectArgs {
    /// Who announced it: an address or a name
    #[arg(value_name = "NAME|ADDRESS")]
    delegate: String,
    /// Hash of the call
    #[arg(value_name = "HASH", value_parser = super::hash)]
    call_hash: Hash,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn announce(
    session: &Session,
    out: &Out,
    yes: bool,
    args: AnnounceArgs,
) -> Result<Report> {
    let real = session.account(&args.real)?;
    let words = args.inside.words()?;
    let whose = (real.account, real.name.as_deref().unwrap_or_default());
    let item = Box::new(inside::wish(session, whose, &words).await?);
    let intent = Intent::Proxy(ProxyAct::Announce { real: real.account, item });
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&real])).await
}

pub(super) async fn withdraw(
    session: &Session,
    out: &Out,
    yes: bool,
    args: WithdrawArgs,
) -> Result<Report> {
    let real = session.account(&args.real)?;
    let act = ProxyAct::Withdraw { real: real.account, call_hash: args.call_hash };
    let signer = Signer::of(session)?;
    let names = names([&real]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}

pub(super) async fn reject(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RejectArgs,
) -> Result<Report> {
    let delegate = session.account(&args.delegate)?;
    let act = ProxyAct::Reject { delegate: delegate.account, call_hash: args.call_hash };
    let signer = Signer::of(session)?;
    let names = names([&delegate]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}
