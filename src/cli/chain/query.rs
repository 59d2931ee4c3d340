//! `tau chain query`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry as Column, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Decoded;
use crate::ops::{self, Walk};
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Entries that are read unless --limit says otherwise.
const USUAL: usize = 100;
/// Most entries of one answer: whoever wants more goes on behind them.
const MOST: usize = 10_000;

const COLUMNS: &[Head] = &[left("key", "Key"), left("value", "Value")];

/// Read a storage item or a constant by its name
///
/// Without all of its keys, every entry that begins with those given is listed. Numbers, yes and no, addresses, 0x… and none
/// are understood as keys; lists and records as JSON. At most 100 entries are read unless --limit says otherwise, never more than
/// 10000: if there are more, `next` in --json is where --start goes on. With --at-block all pages are of one block.
/// Numbers of more than 32 bits are strings in --json.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain query SubtensorModule.Burn 4")]
pub(crate) struct QueryArgs {
    /// Pallet and name, as `tau chain metadata` lists them
    #[arg(value_name = "PALLET.ITEM")]
    name: String,
    /// Its keys, in order
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Go on behind this entry: what `next` was of the answer before
    #[arg(long, value_name = "HEX")]
    start: Option<String>,
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
    /// The storage key to go on behind.
    next: Option<String>,
    entries: Vec<&'a Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    keys: &'a [Decoded],
    value: &'a Decoded,
}

impl QueryArgs {
    /// How far to read.
    fn walk(&self) -> Result<Walk> {
        let limit = self.sort.at_most().unwrap_or(USUAL);
        if limit > MOST {
            return Err(Error::usage(format!("{limit} entries are too many for one answer"))
                .hint(format!("--limit {MOST} is the most; --start goes on behind them")));
        }
        let after = match &self.start {
            None => None,
            Some(text) => {
                let bytes = hex::decode(text.trim().trim_start_matches("0x")).map_err(|_| {
                    Error::usage("--start is no storage key: 0x and hex digits are")
                        .hint("`next` in --json is one")
                })?;
                Some(bytes)
            }
        };
        Ok(Walk { limit, after })
    }
}

pub(crate) async fn run(session: &Session, args: QueryArgs) -> Result<Report> {
    let (pallet, item) = super::split(&args.name)?;
    let walk = args.walk()?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let found = ops::query(&pinned, pallet, item, &args.keys, &walk).await?;
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
        next: queried.next.as_ref().map(|key| format!("0x{}", hex::encode(key))),
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
        let next = data.next.as_deref().unwrap_or_default();
        page =
            page.note("there are more: --limit shows them, and these go on behind the last one:");
        // To be copied: no line may be broken.
        page = page.finished(format!("--start {next}"));
    }
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.entries)
}
