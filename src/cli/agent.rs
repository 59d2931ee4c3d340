//! `tau agent …`

mod add;
mod lock;
mod start;
mod status;
mod stop;
mod time;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Start(start::StartArgs),
    Add(add::AddArgs),
    Status(status::StatusArgs),
    Lock(lock::LockArgs),
    Stop(stop::StopArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Start(_) => "agent start",
            Self::Add(_) => "agent add",
            Self::Status(_) => "agent status",
            Self::Lock(_) => "agent lock",
            Self::Stop(_) => "agent stop",
        }
    }

    /// Whether it ends on a signal by itself, in order.
    pub fn is_server(&self) -> bool {
        matches!(self, Self::Start(args) if args.serves())
    }

    pub async fn run(self, session: &Session, out: &Out) -> Result<Option<Report>> {
        match self {
            Self::Start(args) => start::run(session, out, args).await,
            Self::Add(args) => add::run(session, out, args).await.map(Some),
            Self::Status(_) => status::run(session).map(Some),
            Self::Lock(args) => lock::run(session, args).map(Some),
            Self::Stop(_) => stop::run(session).map(Some),
        }
    }
}
