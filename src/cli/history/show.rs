//! `tau history show`

use clap::Args;
use serde::Serialize;

use super::{accounts, history};
use crate::cli::netuid::netuid;
use crate::cli::sheet::{Entry, Head, Sheet, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{NetUid, Price};
use crate::ops::history::Known;
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Scope;

/// Show what is kept of the past, or the prices of one subnet
///
/// Asks no node. `tau history sync` and `tau watch` fill it, and the dashboard draws its charts from it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau history show 4 --csv > prices.csv")]
pub(crate) struct ShowArgs {
    /// The subnet whose prices are wanted
    #[arg(value_name = "NETUID", value_parser = netuid)]
    netuid: Option<NetUid>,
    #[command(flatten)]
    sort: SortArgs,
}

const COLUMNS: &[Head] = &[right("block", "Block"), right("price", "Price τ")];

#[derive(Serialize)]
struct Shown<'a> {
    folder: String,
    samples: usize,
    events: usize,
    first_block: Option<u32>,
    last_block: Option<u32>,
    gaps: Vec<(u32, u32)>,
    broken_lines: usize,
    prices: Vec<&'a PriceRecord>,
}

#[derive(Serialize)]
struct PriceRecord {
    block: u32,
    time_ms: Option<u64>,
    price_tao_per_alpha: Price,
}

pub(super) fn run(session: &Session, args: &ShowArgs) -> Result<Report> {
    let (history, accounts) = (history(session), accounts(session)?);
    let known = history.read().map_err(Error::from)?;
    let prices = args.netuid.map(|netuid| prices(&known, netuid)).unwrap_or_default();
    let mut sheet = Sheet::new(COLUMNS);
    for price in prices {
        let row = vec![
            Entry::number(price.block.into()),
            Entry::amount(price.price_tao_per_alpha.rao(), Scope::AmountPrice),
        ];
        sheet.push(price, row);
    }
    sheet.arrange(&args.sort)?;
    let first = known.samples.keys().next().copied();
    let last = known.samples.keys().next_back().copied();
    let gaps = match (first, last) {
        (Some(first), Some(last)) if !accounts.is_empty() => known.gaps(&accounts, first, last),
        _ => Vec::new(),
    };
    let data = Shown {
        folder: history.folder().display().to_string(),
        samples: known.samples.len(),
        events: known.records.len(),
        first_block: first,
        last_block: last,
        gaps,
        broken_lines: known.broken,
        prices: sheet.data(),
    };
    let span = match (first, last) {
        (Some(first), Some(last)) => format!("blocks {first} to {last}"),
        _ => "nothing yet; `tau history sync` and `tau watch` fill it".to_owned(),
    };
    let mut page = Page::new()
        .field("Folder", data.folder.clone())
        .field("Samples of prices", data.samples.to_string())
        .field("Events of yours", data.events.to_string())
        .field("From and to", span);
    if !data.gaps.is_empty() {
        let gaps: Vec<String> =
            data.gaps.iter().take(5).map(|(from, to)| format!("{from}–{to}")).collect();
        let more = data.gaps.len().saturating_sub(gaps.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        page = page.field("Gaps", format!("{}{more}", gaps.join(", ")));
    }
    if !data.prices.is_empty() {
        page = page.table(sheet.table(&args.sort)?);
    }
    Report::new(&data, page)?.listing(&data.prices)
}

fn prices(known: &Known, netuid: NetUid) -> Vec<PriceRecord> {
    known
        .prices(netuid)
        .map(|(block, price)| PriceRecord {
            block,
            time_ms: known.samples.get(&block).and_then(|sample| sample.time_ms),
            price_tao_per_alpha: price,
        })
        .collect()
}
