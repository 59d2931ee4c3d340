//! `tau devnet …`

mod fund;
#[cfg(feature = "devnet")]
mod log;
#[cfg(feature = "devnet")]
mod record;
mod reset;
#[cfg(feature = "devnet")]
mod serve;
mod serve_args;
#[cfg(feature = "devnet")]
mod simulate;

use clap::{Args, Subcommand};

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

/// Serve a development chain on this machine
///
/// The chain has Bittensor's pallets, subnets with pools, well-known keys with TAO and a market that
/// moves. It listens on 127.0.0.1 only and speaks a node's JSON-RPC by WebSocket and HTTP, so btcli and
/// SDKs can use it. While it runs, `--network dev` means it. Ctrl-C saves it if --state was given, and
/// ends it with exit code 0.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example: tau devnet --block-time 1s --state /tmp/chain"
)]
pub(crate) struct DevnetArgs {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    serve: serve_args::ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Action {
    Reset(reset::ResetArgs),
    Fund(fund::FundArgs),
    #[cfg(feature = "devnet")]
    Simulate(simulate::SimulateArgs),
    #[cfg(feature = "devnet")]
    Record(record::RecordArgs),
}

impl DevnetArgs {
    pub fn name(&self) -> &'static str {
        match self.action {
            None => "devnet",
            Some(Action::Reset(_)) => "devnet reset",
            Some(Action::Fund(_)) => "devnet fund",
            #[cfg(feature = "devnet")]
            Some(Action::Simulate(_)) => "devnet simulate",
            #[cfg(feature = "devnet")]
            Some(Action::Record(_)) => "devnet record",
        }
    }

    pub fn has_table(&self) -> bool {
        #[cfg(feature = "devnet")]
        return matches!(self.action, Some(Action::Simulate(_)));
        #[cfg(not(feature = "devnet"))]
        false
    }

    /// Whether it runs until it is told to stop.
    pub fn is_server(&self) -> bool {
        self.action.is_none()
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Some(Action::Fund(args)) = &self.action {
            args.flags(flags);
        }
    }
}

pub(crate) async fn run(session: &Session, out: &Out, args: DevnetArgs) -> Result<Option<Report>> {
    match args.action {
        #[cfg(feature = "devnet")]
        None => serve::run(session, out, args.serve).await.map(|()| None),
        #[cfg(not(feature = "devnet"))]
        None => Err(crate::session::without_devnet()),
        Some(Action::Reset(_)) => reset::run(session).map(Some),
        Some(Action::Fund(args)) => fund::run(session, out, args).await.map(Some),
        #[cfg(feature = "devnet")]
        Some(Action::Simulate(args)) => simulate::run(out, args).await.map(Some),
        #[cfg(feature = "devnet")]
        Some(Action::Record(args)) => record::run(session, out, args).await.map(Some),
    }
}
