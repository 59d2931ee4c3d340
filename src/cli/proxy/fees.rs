//! `tau proxy pay-fees`

use clap::{Args, ValueEnum};

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Intent, ProxyAct};
use crate::out::{Out, Report};
use crate::session::Session;

/// Decide who pays the fees of what a proxy does in this account's name
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy pay-fees 5F… yes -w treasury")]
pub(crate) struct PayFeesArgs {
    /// The proxy: an address or a name
    #[arg(value_name = "NAME|ADDRESS")]
    delegate: String,
    /// Whether this account pays
    #[arg(value_name = "ANSWER")]
    pays: Answer,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// This account pays
    Yes,
    /// The proxy pays
    No,
}

pub(super) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: PayFeesArgs,
) -> Result<Report> {
    let delegate = session.account(&args.delegate)?;
    let pays = args.pays == Answer::Yes;
    let act = ProxyAct::PayFees { delegate: delegate.account, pays };
    let signer = Signer::of(session)?;
    let names = names([&delegate]);
    carry_out(session, out, yes, &args.sign, signer, &Intent::Proxy(act), &names).await
}
