//! `tau chain diff`

use std::io::Read;

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Label;
use crate::ops::{self, Difference};
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Say what changed from one runtime to another: calls, storage, APIs, errors, types
///
/// Each side is a file of metadata, as nodes hand it out or as hexadecimal digits, or `live` for the connected chain.
/// `tau chain metadata diff A B` is the same.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain diff finney-424.scale live --filter kind=call")]
pub(crate) struct DiffArgs {
    /// The runtime before
    #[arg(value_name = "METADATA|live")]
    before: String,
    /// The runtime after
    #[arg(value_name = "METADATA|live")]
    after: String,
    #[command(flatten)]
    sort: SortArgs,
}

/// More than the metadata of any runtime.
const MAX_FILE: u64 = 64 * 1024 * 1024;

const COLUMNS: &[Head] = &[
    left("kind", "Kind").last_to_go(),
    left("change", "Change").last_to_go(),
    left("name", "Name").last_to_go(),
    left("before", "Before"),
    left("after", "After"),
];

#[derive(Serialize)]
struct Shown<'a> {
    before: &'a str,
    after: &'a str,
    changes: Vec<&'a Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'static str,
    change: &'static str,
    name: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> Record<'a> {
    fn new(one: &'a Difference) -> Self {
        let change = match (&one.before, &one.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        Self {
            kind: one.kind,
            change,
            name: &one.name,
            before: one.before.as_deref(),
            after: one.after.as_deref(),
        }
    }
}

/// Metadata from a file; `None` is the connected chain's.
fn side(text: &str) -> Result<Option<Vec<u8>>> {
    if text == "live" {
        return Ok(None);
    }
    let failed = |what: &dyn std::fmt::Display| {
        Error::usage(format!("{} cannot be read: {what}", Label::new(text)))
            .hint("give a file of metadata, or `live` for the connected chain")
    };
    let file = std::fs::File::open(text).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(read).is_ok_and(|read| read > MAX_FILE) {
        return Err(failed(&"it is too large"));
    }
    if let Ok(digits) = std::str::from_utf8(&bytes)
        && let Some(digits) = digits.trim().trim_matches('"').strip_prefix("0x")
    {
        return hex::decode(digits).map(Some).map_err(|error| failed(&error));
    }
    Ok(Some(bytes))
}

pub(super) async fn run(session: &Session, args: DiffArgs) -> Result<Report> {
    between(session, &args.before, &args.after, &args.sort).await
}

/// What changed from one side to the other.
pub(super) async fn between(
    session: &Session,
    first: &str,
    second: &str,
    sort: &SortArgs,
) -> Result<Report> {
    let (before, after) = (side(first)?, side(second)?);
    let live = match (&before, &after) {
        (Some(_), Some(_)) => None,
        _ => {
            let chain = session.chain().await?;
            let pinned = chain.pin().await?;
            let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
            Some((pinned, stamp))
        }
    };
    let missing = || Error::internal("the connected chain's metadata is not at hand");
    let pinned = live.as_ref().map(|(pinned, _)| pinned);
    let differences = ops::differences(
        match &before {
            Some(bytes) => Err(bytes.as_slice()),
            None => Ok(pinned.ok_or_else(missing)?),
        },
        match &after {
            Some(bytes) => Err(bytes.as_slice()),
            None => Ok(pinned.ok_or_else(missing)?),
        },
    )?;
    let mut sheet = Sheet::new(COLUMNS);
    for one in &differences {
        let record = Record::new(one);
        let scope = match record.change {
            "added" => Scope::Success,
            "removed" => Scope::Error,
            _ => Scope::Warning,
        };
        let entries = vec![
            Entry::text(record.kind, Scope::TextDim),
            Entry::text(record.change, scope),
            Entry::text(record.name, Scope::Text),
            Entry::text(record.before.unwrap_or_default(), Scope::TextDim),
            Entry::text(record.after.unwrap_or_default(), Scope::Text),
        ];
        sheet.push(record, entries);
    }
    sheet.arrange(sort)?;
    let page = match (differences.is_empty(), sheet.is_empty()) {
        (true, _) => Page::new().line("Nothing changed that has a name"),
        (_, true) => Page::new().line("No change passes the filter"),
        _ => Page::new().table(sheet.table(sort)?),
    };
    let data = Shown { before: first, after: second, changes: sheet.data() };
    match live {
        Some((_, stamp)) => {
            Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.changes)
        }
        None => Report::new(&data, page)?.listing(&data.changes),
    }
}
