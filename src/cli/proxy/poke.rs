//! `tau proxy poke`

use clap::Args;

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Intent, ProxyAct};
use crate::out::{Out, Report};
use crate::session::Session;

/// Adjust the deposit of proxies and announcements to what the chain asks for
///
/// A release of the chain may ask for other deposits than the one under which they were held. Says what comes back or what
/// more is held, and signs nothing where it is right already. The chain takes no fee for it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy poke -w treasury")]
pub(crate) struct PokeArgs {
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn run(session: &Session, out: &Out, yes: bool, args: PokeArgs) -> Result<Report> {
    let intent = Intent::Proxy(ProxyAct::Poke);
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
