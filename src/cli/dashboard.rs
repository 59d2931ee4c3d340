//! `tau` alone: the dashboard on the chain and wallets of the settings.

use std::io::IsTerminal;

use super::forms;
use crate::error::{Error, Result};
use crate::keystore::Directory;
use crate::model::AccountId;
use crate::ops::{Chain, Journal};
use crate::out::{Format, Out};
use crate::session::{Holder, Session, Wish};
use crate::theme::Theme;
use crate::tui::{self, DemoInfo, FormSpec, Options, Screen, Source, Themes};

/// The look that was asked for, or the one that fits the terminal.
fn theme(session: &Session) -> Result<Theme> {
    let depth = session.depth();
    let folder = session.settings().paths.themes();
    Ok(match &session.settings().theme {
        Some(name) => Theme::load(name, Some(&folder))?.at_depth(depth),
        None => Theme::for_depth(depth),
    })
}

/// The dashboard's way to everything outside of it: the session's, and the commands of this command line.
#[derive(Clone)]
pub struct Seat(pub Session);

impl Source for Seat {
    async fn chain(&self) -> Result<Chain> {
        self.0.chain().await
    }

    fn keystore(&self) -> &Directory {
        self.0.keystore()
    }

    fn journal(&self) -> Journal {
        Journal::open(self.0.settings().paths.journal(), Session::now_ms)
    }

    fn held(&self) -> Vec<AccountId> {
        self.0.held_by_agent()
    }

    fn holder(&self, account: AccountId) -> Option<Holder> {
        self.0.agent().key(account).map(Holder::Agent)
    }

    fn arguments(&self) -> Vec<String> {
        let settings = self.0.settings();
        let mut arguments = vec![
            format!("--network={}", settings.network.name()),
            format!("--wallet-path={}", settings.wallet_path.display()),
        ];
        if settings.network.name().starts_with("ws://") {
            arguments.push("--allow-insecure".to_owned());
        }
        arguments
    }

    fn forms(&self) -> Vec<FormSpec> {
        forms::specs()
    }

    async fn wish(&self, words: Vec<String>) -> Result<Wish> {
        forms::wish(&self.0, &words).await
    }
}

/// Open the dashboard.
pub(super) async fn open(session: &Session, demo: Option<DemoInfo>) -> Result<()> {
    let options = Options {
        network: session.settings().network.name().to_owned(),
        demo,
        theme: theme(session)?,
        themes: Themes {
            folder: Some(session.settings().paths.themes()),
            depth: Some(session.depth()),
        },
        screen: Screen::default(),
    };
    Ok(tui::run(Seat(session.clone()), options).await?)
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
