//! `tau demo`, and `tau` alone: the dashboard. Where nobody looks, the tour instead.

#[cfg(feature = "devnet")]
mod tour;

use std::io::IsTerminal;

use clap::Args;

use crate::error::{Error, Result};
use crate::out::{Format, Out, Report};
use crate::session::Session;

/// Open the dashboard on a chain and wallets that are worth nothing
///
/// A development chain runs inside this process, with subnets, a market that moves, and wallets whose
/// passphrase is shown. Nothing leaves this machine and nothing is kept. Where the output is not a terminal,
/// and with --tour, the screens are printed as text: subnets, a metagraph, a portfolio, and a stake made and
/// finalized.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau demo --tour")]
pub(crate) struct DemoArgs {
    /// Print the tour instead of opening the dashboard
    #[arg(long)]
    tour: bool,
}

#[cfg(feature = "devnet")]
pub(crate) async fn run(session: &Session, out: &Out, args: DemoArgs) -> Result<Option<Report>> {
    use crate::session::Pace;

    if args.tour || out.format() != Format::Text || !out.is_terminal() {
        let demo = session.demo(Pace::Command)?;
        return tour::run(&demo).await.map(Some);
    }
    let demo = session.demo(Pace::Live)?;
    let options = crate::tui::Options { passphrase: Some(demo.passphrase.to_owned()) };
    crate::tui::run(demo.session.clone(), options).await?;
    Ok(None)
}

#[cfg(not(feature = "devnet"))]
pub(crate) async fn run(_: &Session, _: &Out, _: DemoArgs) -> Result<Option<Report>> {
    Err(crate::session::without_devnet())
}

/// `tau` without a command.
pub(crate) async fn dashboard(session: &Session, out: &Out) -> Result<Option<Report>> {
    if out.format() != Format::Text {
        return Err(Error::usage("the dashboard has no JSON and no CSV")
            .hint("`tau help` lists the commands that have"));
    }
    if !out.is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Error::usage("the dashboard needs a terminal")
            .hint("`tau help` lists the commands, `tau demo --tour` prints the screens as text"));
    }
    crate::tui::run(session.clone(), crate::tui::Options::default()).await?;
    Ok(None)
}
