//! `tau chain …`

mod info;

use clap::Subcommand;

use crate::error::Result;
use crate::out::Report;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Info(info::InfoArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Info(_) => "chain info",
        }
    }

    pub async fn run(self, session: &Session) -> Result<Report> {
        match self {
            Self::Info(_) => info::run(session).await,
        }
    }
}
