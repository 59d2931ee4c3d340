//! `tau subnet price`

use clap::Args;
use serde::Serialize;

use crate::cli::netuid::OptionalNetUid;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Label, NetUid, Price, Ratio};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::present::{exact, spark};
use crate::session::Session;
use crate::theme::Scope;

/// Show spot prices: of all subnets now, or of one over time
///
/// The history is read from the node block by block. Most nodes forget blocks older than a few hundred; --network
/// archive has all of them.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau subnet price 4 --blocks 7200 --samples 48 --network archive",
    mut_arg("netuid", |arg| arg.help("Number of the subnet [default: all, now]")),
    mut_arg("netuid_flag", |arg| arg.alias("netuids"))
)]
pub(crate) struct PriceArgs {
    #[command(flatten)]
    netuid: OptionalNetUid,
    /// How far back to look; 300 blocks are an hour
    #[arg(long, value_name = "BLOCKS", default_value_t = 240)]
    blocks: u32,
    /// How many earlier prices to read
    #[arg(long, value_name = "COUNT", default_value_t = 24)]
    samples: u16,
    #[arg(long, hide = true)]
    current: bool,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct All<'a> {
    prices: Vec<&'a PriceRecord>,
}

#[derive(Debug, Serialize)]
struct PriceRecord {
    netuid: NetUid,
    name: Label,
    price: Price,
    moving_price: Price,
}

#[derive(Serialize)]
struct History<'a> {
    netuid: NetUid,
    price: Price,
    lowest: Price,
    highest: Price,
    change: Option<Ratio>,
    blocks_missing: usize,
    samples: Vec<&'a SampleRecord>,
}

#[derive(Debug, Serialize)]
struct SampleRecord {
    block: u32,
    price: Price,
}

const ALL: &[Head] = &[
    right("netuid", "Subnet"),
    left("name", "Name"),
    right("price", "Price τ/α"),
    right("moving", "Moving τ/α"),
];
const SAMPLES: &[Head] = &[right("block", "Block"), right("price", "Price τ/α")];

pub(super) async fn run(session: &Session, args: PriceArgs) -> Result<Report> {
    match args.netuid.value() {
        Some(netuid) => history(session, netuid, &args).await,
        None => all(session, &args.sort).await,
    }
}

async fn all(session: &Session, sort: &SortArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let subnets = ops::subnets(&chain).await?;
    let stamp = Stamp::new(&chain.network(), subnets.at);
    let mut sheet = Sheet::new(ALL);
    for subnet in &subnets.list {
        let record = PriceRecord {
            netuid: subnet.netuid,
            name: subnet.name.clone(),
            price: subnet.price,
            moving_price: subnet.moving_price,
        };
        let entries = vec![
            Entry::number(subnet.netuid.0.into()),
            Entry::text(subnet.name.to_string(), Scope::Text),
            Entry::amount(subnet.price.rao(), Scope::AmountTao),
            Entry::amount(subnet.moving_price.rao(), Scope::TextDim),
        ];
        sheet.push(record, entries);
    }
    sheet.arrange(sort)?;
    let page = Page::new().table(sheet.table(sort)?).note(stamp.line());
    let data = All { prices: sheet.data() };
    Report::new(&data, page)?.at(stamp).listing(&data.prices)
}

async fn history(session: &Session, netuid: NetUid, args: &PriceArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let samples = if args.current { 0 } else { args.samples };
    let history = ops::price_history(&chain, netuid, args.blocks, samples).await?;
    let stamp = Stamp::new(&chain.network(), history.at);
    let prices: Vec<u64> = history.samples.iter().map(|(_, price)| price.rao()).collect();
    let (first, last) = (prices.first().copied(), prices.last().copied());
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let bound = |rao: Option<&u64>| Price::from_rao(rao.copied().unwrap_or_default());
    let (lowest, highest) = (bound(prices.iter().min()), bound(prices.iter().max()));
    let change = Ratio::change(first, last);
    let mut sheet = Sheet::new(SAMPLES);
    for (at, price) in &history.samples {
        let entries =
            vec![Entry::number(at.block.into()), Entry::amount(price.rao(), Scope::AmountTao)];
        sheet.push(SampleRecord { block: at.block, price: *price }, entries);
    }
    sheet.arrange(&args.sort)?;
    let price = |price: Price| format!("{} TAO per alpha", exact(price.rao()));
    let page = Page::new()
        .heading(format!("Subnet {netuid}"))
        .field("Price", price(Price::from_rao(last)))
        .field("Lowest", price(lowest))
        .field("Highest", price(highest))
        .field("Change", change.map_or_else(|| "unknown".to_owned(), |change| change.to_string()));
    let page = match prices.len() {
        0 | 1 => page,
        count => page.field("Course", spark(&prices, count)),
    };
    let page = page.table(sheet.table(&args.sort)?);
    let page = match history.missing {
        0 => page,
        missing => page.note(format!(
            "the node does not have {missing} of the blocks any more; --network archive does"
        )),
    };
    let data = History {
        netuid,
        price: Price::from_rao(last),
        lowest,
        highest,
        change,
        blocks_missing: history.missing,
        samples: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.samples)
}
