//! `tau agent stop`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::out::{Page, Report};
use crate::session::Session;

/// Have the agent forget all keys and end
#[derive(Debug, Args)]
#[command(after_help = "Example: tau agent stop")]
pub(crate) struct StopArgs {}

#[derive(Serialize)]
struct Stopped {
    forgotten: usize,
}

pub(crate) fn run(session: &Session) -> Result<Report> {
    let forgotten = session.agent().stop()?;
    let page = Page::new().line("The agent forgot its keys and ended");
    Report::new(&Stopped { forgotten }, page)
}
