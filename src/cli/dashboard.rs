//! `tau` alone: the dashboard on the chain and wallets of the settings.

use std::ffi::OsString;
use std::io::IsTerminal;

use super::forms;
use crate::error::{Error, Result};
use crate::keystore::Directory;
use crate::model::{AccountId, Plan, Shielding};
use crate::ops::history::History;
use crate::ops::{Chain, Journal};
use crate::out::{Format, Out};
use crate::session::{Door, Holder, Session, Wish};
use crate::settings::NetworkChoice;
use crate::theme::Theme;
use crate::tui::{self, DemoInfo, FormSpec, Memory, Options, Prepared, Screen, Source, Themes};

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

impl Seat {
    /// Where a sitting is remembered.
    fn memory(&self) -> std::path::PathBuf {
        self.0.settings().paths.data.join("dashboard.json")
    }
}

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

    fn keep(&self, plan: &Plan) -> Result<()> {
        self.0.keep_waiting(plan)
    }

    fn shielding(&self) -> Shielding {
        self.0.settings().shielding
    }

    fn held(&self) -> Vec<AccountId> {
        self.0.held_by_agent()
    }

    fn holder(&self, account: AccountId) -> Option<Holder> {
        let key = self.0.agent().key(account)?;
        Some(Holder::agent(key, self.door()))
    }

    fn door(&self) -> Door {
        self.0.door()
    }

    fn past(&self) -> Option<(History, Vec<AccountId>)> {
        // A development chain begins again and again at the same block.
        let is_dev = matches!(self.0.settings().network, NetworkChoice::Dev);
        (!is_dev).then(|| {
            (
                super::history::history(&self.0),
                super::history::accounts(&self.0).unwrap_or_default(),
            )
        })
    }

    fn probes(&self) -> Option<History> {
        Some(super::history::history(&self.0))
    }

    fn remembered(&self) -> Memory {
        // A sitting that cannot be read is a new one.
        std::fs::read(self.memory())
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    fn remember(&self, memory: &Memory) {
        let path = self.memory();
        let Ok(text) = serde_json::to_vec_pretty(memory) else { return };
        // Nothing of it is worth an error: the next sitting begins like the first.
        let _ = path.parent().map(std::fs::create_dir_all);
        let _ = std::fs::write(path, text);
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

    fn surroundings(&self) -> Vec<(&'static str, OsString)> {
        // A command of the demo keeps its things where the demo has its own, and finds the demo's chain there.
        let data = self.0.settings().paths.data.parent().filter(|_| self.0.is_throwaway());
        data.map(|data| ("XDG_DATA_HOME", data.as_os_str().to_owned())).into_iter().collect()
    }

    fn forms(&self) -> Vec<FormSpec> {
        forms::specs()
    }

    async fn wish(&self, words: Vec<String>) -> Result<Wish> {
        forms::wish(&self.0, &words).await
    }

    async fn prepare(&self, from: String, path: String, words: Vec<String>) -> Result<Prepared> {
        let path = std::path::absolute(&path)
            .map_err(|error| Error::usage(format!("`{path}` is no place for a file: {error}")))?;
        forms::prepare(&self.0, &from, &path, &words).await
    }
}

/// The user's alert rules; none without a file.
fn alerts(session: &Session) -> Result<Vec<tui::alerts::Rule>> {
    let path = session.settings().paths.config_file.with_file_name("alerts.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Error::usage(format!("{} cannot be read: {error}", path.display())));
        }
    };
    tui::alerts::read(&text)
        .map_err(|problem| Error::usage(format!("{}: {problem}", path.display())))
}

/// Open the dashboard.
pub(super) async fn open(session: &Session, demo: Option<DemoInfo>) -> Result<()> {
    let options = options(session, demo)?;
    Ok(tui::run(Seat(session.clone()), options).await?)
}

fn options(session: &Session, demo: Option<DemoInfo>) -> Result<Options> {
    Ok(Options {
        network: session.settings().network.name().to_owned(),
        demo,
        theme: theme(session)?,
        keymap: super::keys::keymap(session)?,
        alerts: alerts(session)?,
        is_theme_named: session.settings().theme.is_some(),
        themes: Themes {
            folder: Some(session.settings().paths.themes()),
            depth: Some(session.depth()),
        },
        screen: Screen::default(),
    })
}

/// `tau` without a command.
pub(super) async fn run(session: &Session, out: &Out, plain: bool) -> Result<()> {
    if out.format() != Format::Text {
        return Err(Error::usage("the dashboard has no JSON and no CSV")
            .hint("`tau help` lists the commands that have"));
    }
    if plain {
        let options = options(session, None)?;
        return Ok(tui::plain(Seat(session.clone()), options).await?);
    }
    if !out.is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Error::usage("the dashboard needs a terminal")
            .hint("`tau help` lists the commands, `tau demo --tour` prints the screens as text"));
    }
    open(session, None).await
}
