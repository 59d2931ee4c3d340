//! `tau agent status`

use clap::Args;

use super::time;
use crate::error::Result;
use crate::out::{Page, Report};
use crate::session::Session;

/// Show which keys the agent holds, and what it signed
#[derive(Debug, Args)]
#[command(after_help = "Example: tau agent status --json")]
pub(crate) struct StatusArgs {}

pub(crate) fn run(session: &Session) -> Result<Report> {
    let status = session.agent().status()?;
    let mut page = Page::new()
        .field("Process", status.pid.to_string())
        .field("Keeps keys", time::shown(status.keeps_seconds));
    if status.keys.is_empty() {
        page = page.line("It holds no key");
    }
    for key in &status.keys {
        let kind = if key.coldkey { "coldkey" } else { "hotkey" };
        page = page
            .heading(format!("{kind} {}", key.name))
            .field("Address", key.address.to_string())
            .field("Forgotten in", time::shown(key.seconds_left))
            .field("Signatures", key.signatures.to_string());
    }
    if !status.signed.is_empty() {
        page = page.heading("Signed last");
    }
    for signed in status.signed.iter().take(20) {
        page = page.line(format!(
            "{} ago  {}  {}  {}  asked by {}",
            time::shown(signed.seconds_ago),
            signed.name,
            signed.kind,
            signed.what,
            signed.asked_by
        ));
    }
    Report::new(&status, page)
}
