//! `tau chain query`

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::Decoded;
use crate::ops;
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// Read a storage item or a constant by its name
///
/// Without all of its keys, every entry that begins with those given is listed. Numbers, yes and no, addresses, 0x… and none
/// are understood as keys; lists and records as JSON. Numbers of more than 32 bits are strings in --json.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain query SubtensorModule.Burn 4")]
pub(crate) struct QueryArgs {
    /// Pallet and name, as `tau chain metadata` lists them
    #[arg(value_name = "PALLET.ITEM")]
    name: String,
    /// Its keys, in order
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// List at most this many entries
    #[arg(long, value_name = "ROWS", default_value_t = 100)]
    limit: usize,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    kind: &'static str,
    /// Nothing is stored: the value is what the runtime takes for it.
    is_default: bool,
    has_more: bool,
    entries: Vec<Entry<'a>>,
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
    let found = ops::query(&pinned, pallet, item, &args.keys, args.limit).await?;
    let Some((kind, queried)) = found else {
        return Err(super::unknown(&pinned, &args.name, &["storage", "constant"]));
    };
    if kind == "constant" && !args.keys.is_empty() {
        return Err(Error::usage(format!("{} is a constant and has no keys", args.name))
            .hint(format!("tau chain query {}", args.name)));
    }
    let data = Shown {
        name: &args.name,
        kind,
        is_default: queried.is_default,
        has_more: queried.has_more,
        entries: queried.entries.iter().map(|(keys, value)| Entry { keys, value }).collect(),
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let mut page = Page::new();
    if let [Entry { keys: [], value }] = &*data.entries {
        page = page.line(value.to_string());
    } else if data.entries.is_empty() {
        page = page.line("Nothing is stored there");
    } else {
        let mut table = Table::new(&[("Key", Align::Left), ("Value", Align::Left)]);
        for entry in &data.entries {
            let keys: Vec<String> = entry.keys.iter().map(ToString::to_string).collect();
            table.push(vec![
                Cell::new(keys.join(" "), Scope::Text),
                Cell::new(entry.value.to_string(), Scope::Text),
            ]);
        }
        page = page.table(table);
    }
    if data.is_default && !data.entries.is_empty() {
        page = page.note("nothing is stored; this is what the runtime takes for it");
    }
    if data.has_more {
        page = page.note("there are more: --limit shows them");
    }
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.entries)
}
