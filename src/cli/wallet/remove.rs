//! `tau wallet remove`, `trash` and `restore`

use clap::Args;
use serde::Serialize;

use super::target::Target;
use crate::error::{Error, Kind, Result};
use crate::keystore::{Reason, Trashed};
use crate::out::{Out, Page, Report, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// Move a wallet or a hotkey into the trash
///
/// Nothing is deleted: `tau wallet restore` brings it back as it was. The files lie in the folder .tau-trash
/// beside the wallets until you delete them there.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet remove savings/miner-2")]
pub(crate) struct RemoveArgs {
    /// The wallet, or wallet/hotkey
    #[arg(value_name = "WALLET[/HOTKEY]")]
    what: String,
}

/// List what was removed and can be brought back
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet trash --json")]
pub(crate) struct TrashArgs {}

/// Bring back what was removed
///
/// Without ID: what was removed last. `tau wallet trash` shows the others.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet restore --as savings-2")]
pub(crate) struct RestoreArgs {
    /// Which entry of the trash
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Put it into a wallet of this name
    #[arg(long = "as", value_name = "WALLET")]
    name: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    wallet: String,
    hotkey: Option<String>,
    reason: Reason,
    /// Seconds since 1970.
    at: u64,
    path: String,
}

impl From<&Trashed> for Entry {
    fn from(trashed: &Trashed) -> Self {
        Self {
            id: trashed.id.clone(),
            wallet: trashed.wallet.clone(),
            hotkey: trashed.hotkey.clone(),
            reason: trashed.reason,
            at: trashed.at,
            path: trashed.path.display().to_string(),
        }
    }
}

#[derive(Serialize)]
struct Listed {
    entries: Vec<Entry>,
}

pub(crate) async fn remove(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RemoveArgs,
) -> Result<Report> {
    let target = Target::find(session, Some(&args.what))?;
    let shown = target.shown();
    if !yes {
        out.confirm(&format!("Move {shown} into the trash?")).await?;
    }
    let now = session.now();
    let keystore = session.keystore();
    let trashed = match &target.hotkey {
        Some(hotkey) => keystore.remove_hotkey(&target.wallet.name, hotkey, now)?,
        None => keystore.remove(&target.wallet.name, now)?,
    };
    let page = Page::new()
        .line(format!("{shown} is in the trash"))
        .note(format!("`tau wallet restore {}` brings it back", trashed.id));
    Report::new(&Entry::from(&trashed), page)
}

pub(crate) fn trash(session: &Session) -> Result<Report> {
    let entries = session.keystore().trash()?;
    let listed = Listed { entries: entries.iter().map(Entry::from).collect() };
    if entries.is_empty() {
        return Report::new(&listed, Page::new().line("The trash is empty"))?
            .listing(&listed.entries);
    }
    let mut table = Table::new(&[
        ("Id", Align::Left),
        ("What", Align::Left),
        ("Why", Align::Left),
        ("Folder", Align::Left),
    ]);
    for entry in &entries {
        let why = match entry.reason {
            Reason::Removed => "removed",
            Reason::Migrated => "migrated: the old file",
        };
        table.push(vec![
            Cell::new(entry.id.clone(), Scope::Text),
            Cell::new(entry.shown(), Scope::Text),
            Cell::new(why, Scope::TextDim),
            Cell::new(entry.path.display().to_string(), Scope::TextDim),
        ]);
    }
    Report::new(&listed, Page::new().table(table).note("`tau wallet restore ID` brings one back"))?
        .listing(&listed.entries)
}

pub(crate) fn restore(session: &Session, args: RestoreArgs) -> Result<Report> {
    let id = match args.id {
        Some(id) => id,
        None => {
            let last = session.keystore().trash()?.pop();
            let last = last.ok_or_else(|| {
                Error::new(Kind::Wallet, "the trash is empty")
                    .hint("`tau wallet list` shows the wallets")
            })?;
            last.id
        }
    };
    let restored = session.keystore().restore(&id, args.name.as_deref())?;
    let page = Page::new().line(format!("{} is back", restored.shown()));
    Report::new(&Entry::from(&restored), page)
}
