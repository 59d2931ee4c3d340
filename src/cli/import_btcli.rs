//! `tau import-btcli`

mod found;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::sheet::{Entry as Shown, Head, Sheet, left};
use super::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Label;
use crate::out::{Page, Report};
use crate::session::{Entry, MultisigNote, ProxyNote, Session};
use crate::settings::config_key;
use crate::theme::Scope;
use found::{Found, Thing};

/// Take over settings and books from btcli: configuration, addresses, proxies, multisigs
///
/// Reads the files of btcli 9 and of btcli 11 and changes none of them. What tau has already stays as it is; what it has no
/// place for is said. Key files need nothing: tau works in the same folder of wallets.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau import-btcli --dry-run")]
pub(crate) struct ImportArgs {
    /// btcli's folder
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    /// Only say what would be taken over
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Imported<'a> {
    folder: String,
    taken: usize,
    dry_run: bool,
    items: Vec<&'a Record>,
}

#[derive(Debug, Serialize)]
struct Record {
    kind: &'static str,
    name: String,
    outcome: Outcome,
    /// What it is here, or why it was left.
    detail: String,
    file: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// tau has it now.
    Taken,
    /// tau had it.
    Present,
    /// tau has no place for it, or it is not understood.
    Left,
}

const COLUMNS: &[Head] = &[
    left("kind", "Kind"),
    left("name", "Name"),
    left("outcome", "Outcome"),
    left("detail", "Detail"),
    left("file", "From").first_to_go(),
];

impl ImportArgs {
    pub fn run(self, session: &Session) -> Result<Report> {
        let folder = self.from.unwrap_or_else(|| session.settings().paths.btcli.clone());
        let found = found::all(&folder);
        if found.is_empty() {
            return Err(Error::usage(format!(
                "there are no settings or books of btcli in {}",
                folder.display()
            ))
            .hint(
                "`--from FOLDER` says where btcli keeps config.yml, btcli.json or bittensor.db",
            ));
        }
        let mut sheet = Sheet::new(COLUMNS);
        let mut chosen = BTreeSet::new();
        for one in found {
            let record = take(session, one, self.dry_run, &mut chosen)?;
            let entries = entries(&record);
            sheet.push(record, entries);
        }
        let taken = sheet.data().iter().filter(|one| one.outcome == Outcome::Taken).count();
        sheet.arrange(&self.sort)?;
        let would = if self.dry_run { "would be taken" } else { "taken" };
        let page = Page::new()
            .table(sheet.table(&self.sort)?)
            .note(format!("{taken} {would} over from {}", folder.display()));
        let folder = folder.display().to_string();
        let data = Imported { folder, taken, dry_run: self.dry_run, items: sheet.data() };
        Report::new(&data, page)?.listing(&data.items)
    }
}

fn entries(record: &Record) -> Vec<Shown> {
    let (word, scope) = match record.outcome {
        Outcome::Taken => ("taken", Scope::DeltaUp),
        Outcome::Present => ("here already", Scope::TextDim),
        Outcome::Left => ("left", Scope::TextDim),
    };
    vec![
        Shown::text(record.kind, Scope::Text),
        Shown::text(Label::new(&record.name).to_string(), Scope::Text),
        Shown::text(word, scope),
        Shown::text(Label::new(&record.detail).to_string(), Scope::Text),
        Shown::text(&record.file, Scope::TextDim),
    ]
}

/// `chosen` has the settings that came before: what is only looked at is not written.
fn take(
    session: &Session,
    found: Found,
    dry_run: bool,
    chosen: &mut BTreeSet<&'static str>,
) -> Result<Record> {
    let Found { file, name, thing } = found;
    let (kind, done) = match thing {
        Thing::Setting { key, value } if chosen.insert(key) => {
            ("setting", setting(session, key, &value, dry_run)?)
        }
        Thing::Setting { key, value } => {
            let why =
                format!("{key} = {value} is not needed: the other version of btcli has it too");
            ("setting", (Outcome::Present, why))
        }
        Thing::Address { address, note } => {
            let detail = address.to_string();
            let is_same = |session: &Session| {
                Ok(session.addresses()?.get(&name).is_some_and(|entry| entry.address == address))
            };
            let add = || session.add_address(&name, Entry { address, note: note.clone() });
            ("address", noted(session, &name, detail, is_same, add, dry_run)?)
        }
        Thing::Proxy(note) => {
            let detail = format!("{}, {}", note.kind, note.address);
            let is_same = |session: &Session| {
                let book = session.proxy_book()?;
                Ok(book.get(&name).is_some_and(|one: &ProxyNote| one.address == note.address))
            };
            let add = || session.add_proxy_note(&name, (*note).clone());
            ("proxy", noted(session, &name, detail, is_same, add, dry_run)?)
        }
        Thing::Multisig { multisig, note } => {
            let detail = format!("{} of {}", multisig.threshold(), multisig.members().len());
            let is_same = |session: &Session| {
                let book = session.multisigs()?;
                Ok(book.get(&name).is_some_and(|one: &MultisigNote| one.multisig == multisig))
            };
            let add = || {
                let note = MultisigNote { multisig: multisig.clone(), note: note.clone() };
                session.add_multisig(&name, note)
            };
            ("multisig", noted(session, &name, detail, is_same, add, dry_run)?)
        }
        Thing::Unknown { kind, why } => (kind, (Outcome::Left, why)),
    };
    let (outcome, detail) = done;
    Ok(Record { kind, name, outcome, detail, file })
}

/// A key of the configuration, where the file does not have it yet.
fn setting(
    session: &Session,
    key: &'static str,
    value: &str,
    dry_run: bool,
) -> Result<(Outcome, String)> {
    let Some(known) = config_key(key) else {
        return Err(Error::internal(format!("`{key}` is no key of the configuration")));
    };
    let settings = session.settings();
    match settings.written()?.get(key) {
        Some(here) => return Ok((Outcome::Present, format!("{key} = {here}"))),
        None if dry_run => {}
        None => {
            if let Err(error) = settings.write(known, Some(value)) {
                return Ok((Outcome::Left, error.to_string()));
            }
        }
    }
    Ok((Outcome::Taken, format!("{key} = {value}")))
}

/// An entry of a book, if its name is free.
fn noted(
    session: &Session,
    name: &str,
    detail: String,
    is_same: impl Fn(&Session) -> Result<bool>,
    add: impl Fn() -> Result<()>,
    dry_run: bool,
) -> Result<(Outcome, String)> {
    if is_same(session)? {
        return Ok((Outcome::Present, detail));
    }
    let done = if dry_run { session.check_new_name(name) } else { add() };
    Ok(match done {
        Ok(()) => (Outcome::Taken, detail),
        Err(error) => (Outcome::Left, error.to_string()),
    })
}
