//! `tau chain query`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry as Column, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Decoded;
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Entries that are read unless --limit says otherwise.
const USUAL: usize = 100;

const COLUMNS: &[Head] = &[left("key", "Key"), left("value", "Value")];

/// Read a storage item or a constant by its name
///
/// Without all of its keys, every entry that begins with those given is listed. Numbers, yes and no, addresses, 0x… and none
/// are understood as keys; lists and records as JSON. At most 100 entries are read unless --limit says otherwise. Numbers of more than 32 bits are strings in --json.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain query SubtensorModule.Burn 4")]
pub(crate) struct QueryArgs {
    /// Pallet and name, as `tau chain metadata` lists them
    #[arg(value_name = "PALLET.ITEM")]
    name: String,
    /// Its keys, in order
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    kind: &'static str,
    /// Nothing is stored: the value is what the runtime takes for it.
    is_default: bool,
    has_more: bool,
    entries: Vec<&'a Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    keys: &'a [Decoded],
    value: &'a Decoded,
}

pub(crate) async fn run(session: &Session, args: QueryArgs) -> Result<Report> {
    let (pallet, item) = super::split(&args.name)?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let limit = args.sort.at_most().unwrap_or(USUAL);
    let found = ops::query(&pinned, pallet, item, &args.keys, limit).await?;
    let Some((kind, queried)) = found else {
        return Err(super::unknown(&pinned, &args.name, &["storage", "constant"]));
    };
    if kind == "constant" && !args.keys.is_empty() {
        return Err(Error::usage(format!("{} is a constant and has no keys", args.name))
            .hint(format!("tau chain query {}", args.name)));
    }
    let mut sheet = Sheet::new(COLUMNS);
    for (keys, value) in &queried.entries {
        let text: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let row = vec![
            Column::text(text.join(" "), Scope::Text),
            Column::text(value.to_string(), Scope::Text),
        ];
        sheet.push(Entry { keys, value }, row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown {
        name: &args.name,
        kind,
        is_default: queried.is_default,
        has_more: queried.has_more,
        entries: sheet.data(),
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let mut page = Page::new();
    if let [Entry { keys: [], value }] = &*data.entries {
        page = page.line(value.to_string());
    } else if data.entries.is_empty() {
        page = page.line("Nothing is stored there");
    } else {
        page = page.table(sheet.table(&args.sort)?);
    }
    if data.is_default && !data.entries.is_empty() {
        page = page.note("nothing is stored; this is what the runtime takes for it");
    }
    if data.has_more {
        page = page.note("there are more: --limit shows them");
    }
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.entries)
}
