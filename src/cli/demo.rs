//! `tau demo`: the dashboard on the demo's chain. Where nobody looks, the tour instead.

#[cfg(feature = "devnet")]
mod tour;

use clap::Args;

use crate::error::Result;
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

impl DemoArgs {
    /// Whether there is a screen to open the dashboard on.
    pub fn opens_dashboard(&self, out: &Out) -> bool {
        !self.tour && out.format() == Format::Text && out.is_terminal() && out.is_interactive()
    }
}

#[cfg(feature = "devnet")]
pub(crate) async fn run(session: &Session, out: &Out, args: DemoArgs) -> Result<Option<Report>> {
    use crate::session::Pace;
    use crate::tui::DemoInfo;

    if !args.opens_dashboard(out) {
        return tour::run(&session.demo(Pace::Command)?).await.map(Some);
    }
    let demo = session.demo(Pace::Live)?;
    let info = DemoInfo { passphrase: demo.passphrase.to_owned() };
    super::dashboard::open(&demo.session, Some(info)).await?;
    Ok(None)
}

#[cfg(not(feature = "devnet"))]
pub(crate) async fn run(_: &Session, _: &Out, _: DemoArgs) -> Result<Option<Report>> {
    Err(crate::session::without_devnet())
}
