//! `tau policy …`

mod check;

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::{AccountId, Hash, Tao};
use crate::out::{Page, Report};
use crate::policy::{Pattern, TEMPLATE};
use crate::session::Session;
#[cfg(feature = "network")]
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Show(ShowArgs),
    Check(check::CheckArgs),
    Init(InitArgs),
}

/// Show the rules in force, and what was signed today
#[derive(Debug, Args)]
#[command(after_help = "Example: tau policy show")]
pub(crate) struct ShowArgs {}

/// Write a policy to begin with, which explains every rule
///
/// Nothing is overwritten. The new file refuses trades at any price and nothing else.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau policy init")]
pub(crate) struct InitArgs {}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Show(_) => "policy show",
            Self::Check(_) => "policy check",
            Self::Init(_) => "policy init",
        }
    }

    /// Settings of the command that is checked.
    #[cfg(feature = "network")]
    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Check(args) = self {
            args.flags(flags);
        }
    }

    pub async fn run(self, session: &Session) -> Result<Report> {
        match self {
            Self::Show(ShowArgs {}) => show(session),
            Self::Check(args) => check::run(session, args).await,
            Self::Init(InitArgs {}) => init(session),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    path: String,
    in_force: bool,
    per_transaction_tao: Option<Tao>,
    per_day_tao: Option<Tao>,
    destinations: Option<Vec<AccountId>>,
    hotkeys: Option<Vec<AccountId>>,
    allow_calls: Option<Vec<String>>,
    deny_calls: Vec<String>,
    require_limit: bool,
    spent_today: Vec<Day>,
}

#[derive(Serialize)]
struct Day {
    genesis: Hash,
    spent_tao: Tao,
}

fn show(session: &Session) -> Result<Report> {
    let path = session.settings().paths.policy().display().to_string();
    let door = session.door();
    let policy = door.policy()?;
    let spent: Vec<Day> = door
        .use_of_today()?
        .into_iter()
        .map(|(genesis, spent_tao)| Day { genesis, spent_tao })
        .collect();
    let Some(policy) = policy else {
        let data = Shown {
            path: path.clone(),
            in_force: false,
            per_transaction_tao: None,
            per_day_tao: None,
            destinations: None,
            hotkeys: None,
            allow_calls: None,
            deny_calls: Vec::new(),
            require_limit: false,
            spent_today: spent,
        };
        let page = Page::new()
            .line("There is no policy: whatever you agree to is signed")
            .note(format!("`tau policy init` writes one to {path}"));
        return Report::new(&data, page);
    };
    let texts = |all: &[Pattern]| -> Vec<String> {
        all.iter().map(|one| one.as_str().to_owned()).collect()
    };
    let data = Shown {
        path: path.clone(),
        in_force: true,
        per_transaction_tao: policy.per_transaction,
        per_day_tao: policy.per_day,
        destinations: policy.destinations.map(|all| all.into_iter().collect()),
        hotkeys: policy.hotkeys.map(|all| all.into_iter().collect()),
        allow_calls: policy.allow_calls.as_deref().map(texts),
        deny_calls: texts(&policy.deny_calls),
        require_limit: policy.require_limit,
        spent_today: spent,
    };
    let cap =
        |cap: Option<Tao>| cap.map_or("no cap".to_owned(), |cap| format!("at most {cap} TAO"));
    let names = |all: Option<String>| all.unwrap_or_else(|| "any".to_owned());
    let accounts = |all: &Option<Vec<AccountId>>| {
        all.as_ref().map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    let page = Page::new()
        .field("Policy", path)
        .field("A transaction", cap(data.per_transaction_tao))
        .field("A day", cap(data.per_day_tao))
        .field("Destinations", names(accounts(&data.destinations)))
        .field("Hotkeys", names(accounts(&data.hotkeys)))
        .field("Calls", names(data.allow_calls.as_ref().map(|all| all.join(", "))))
        .field(
            "Never",
            if data.deny_calls.is_empty() { "-".to_owned() } else { data.deny_calls.join(", ") },
        )
        .field(
            "Trades",
            if data.require_limit { "only with a limit" } else { "with or without a limit" },
        );
    let page = data.spent_today.iter().fold(page, |page, day| {
        page.field("Signed today", format!("{} TAO on {}", day.spent_tao, day.genesis))
    });
    Report::new(&data, page)
}

#[derive(Serialize)]
struct Written {
    path: String,
}

fn init(session: &Session) -> Result<Report> {
    let path = session.settings().paths.policy();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::usage(format!("there is a policy in {} already", path.display()))
                .hint("`tau policy show` shows it")
        }
        _ => Error::usage(format!("{} cannot be written: {error}", path.display())),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(failed)?;
    file.write_all(TEMPLATE.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    let page = Page::new()
        .line(format!("Written to {}", path.display()))
        .note("it is in force now; edit it, then look with `tau policy show`");
    Report::new(&Written { path: path.display().to_string() }, page)
}
