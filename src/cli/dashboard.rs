//! `tau` alone: the dashboard on the chain and wallets of the settings.

use std::io::IsTerminal;

use crate::error::{Error, Result};
use crate::out::{Format, Out};
use crate::session::Session;
use crate::theme::Theme;
use crate::tui::{self, DemoInfo, Options, Screen};

/// The look that was asked for, or the one that fits the terminal.
fn theme(session: &Session) -> Result<Theme> {
    let depth = session.depth();
    let folder = session.settings().paths.themes();
    Ok(match &session.settings().theme {
        Some(name) => Theme::load(name, Some(&folder))?.at_depth(depth),
        None => Theme::for_depth(depth),
    })
}

/// Open the dashboard.
pub(super) async fn open(session: &Session, demo: Option<DemoInfo>) -> Result<()> {
    let options = Options {
        network: session.settings().network.name().to_owned(),
        demo,
        theme: theme(session)?,
        screen: Screen::default(),
    };
    Ok(tui::run(session.clone(), options).await?)
}

/// `tau` without a command.
pub(super) async fn run(session: &Session, out: &Out) -> Result<()> {
    if out.format() != Format::Text {
        return Err(Error::usage("the dashboard has no JSON and no CSV")
            .hint("`tau help` lists the commands that have"));
    }
    if !out.is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Error::usage("the dashboard needs a terminal")
            .hint("`tau help` lists the commands, `tau demo --tour` prints the screens as text"));
    }
    open(session, None).await
}
