//! `tau stake plan`

use clap::Args;
use serde::Serialize;

use crate::cli::netuid::netuid;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{Alpha, NetUid, Price, Ratio, Tao, Tolerance};
use crate::ops::{self, LargeOrder, LargeTrade, MOST_BLOCKS, Way, WayKind, Ways};
use crate::out::{Page, Report, Stamp};
use crate::present::{exact, percent};
use crate::session::Session;
use crate::theme::Scope;

/// Compare ways to carry out a large order: at once, in parts, by another way
///
/// Nothing is sent. AMOUNT is TAO that buys, with --sell or --to alpha of --netuid. A pool forgets nothing by itself: parts
/// cost as much as the whole, and a fee each, unless others trade the price back. How much they do is for you to assume:
/// --recovery 2% says that they bring back a fiftieth of what you took in each block. What the chain itself adds to the
/// pool in each block is counted.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake plan 500 --netuid 7 --blocks 6 --recovery 2%")]
pub(crate) struct PlanArgs {
    /// How much: TAO, or alpha with --sell and --to
    #[arg(value_name = "AMOUNT")]
    amount: Tao,
    /// Number of the subnet
    #[arg(long, short = 'n', value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    /// Sell alpha for TAO
    #[arg(long, conflicts_with = "to")]
    sell: bool,
    /// Change the alpha into that of another subnet
    #[arg(long, value_name = "NETUID", value_parser = netuid, conflicts_with_all = ["blocks", "recovery"])]
    to: Option<NetUid>,
    /// Over how many blocks it may be spread
    #[arg(
        long,
        value_name = "BLOCKS",
        default_value_t = 4,
        value_parser = clap::value_parser!(u8).range(1..=i64::from(MOST_BLOCKS))
    )]
    blocks: u8,
    /// What part of what you took others bring back in each block
    #[arg(long, value_name = "PERCENT", default_value = "0%")]
    recovery: Tolerance,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    spot_price: Price,
    fee_tao: Tao,
    at_spot: Wanted,
    ways: Vec<&'a WayRecord>,
}

/// An amount of the side that is wanted.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
enum Wanted {
    Tao { tao: Tao },
    Alpha { alpha: Alpha },
}

#[derive(Debug, Serialize)]
struct WayRecord {
    way: String,
    best: bool,
    blocks: u8,
    arrives: Wanted,
    after_fees: Wanted,
    shortfall_ratio: Ratio,
    transactions: Vec<LegRecord>,
}

#[derive(Debug, Serialize)]
struct LegRecord {
    after_blocks: u8,
    input: Wanted,
    arrives: Wanted,
}

const WAYS: &[Head] = &[
    left("way", "Way"),
    right("transactions", "Transactions"),
    right("blocks", "Blocks"),
    right("arrives", "Arrives"),
    right("net", "After fees"),
    right("short", "Short of spot"),
    left("best", ""),
];

/// What goes in and what comes out.
#[derive(Clone, Copy)]
enum Unit {
    Tao,
    Alpha,
}

impl Unit {
    fn of(self, rao: u64) -> Wanted {
        match self {
            Self::Tao => Wanted::Tao { tao: Tao::from_rao(rao) },
            Self::Alpha => Wanted::Alpha { alpha: Alpha::from_rao(rao) },
        }
    }

    fn scope(self) -> Scope {
        match self {
            Self::Tao => Scope::AmountTao,
            Self::Alpha => Scope::AmountAlpha,
        }
    }
}

fn name(kind: WayKind) -> String {
    match kind {
        WayKind::AtOnce => "at once".to_owned(),
        WayKind::Equal(count) => format!("{count} equal parts"),
        WayKind::BestParts => "best parts".to_owned(),
        WayKind::SoldAndBought => "sold, bought a block later".to_owned(),
    }
}

/// By how much `out` is less than it would be at the spot price.
fn short(out: u64, at_spot: u64) -> Ratio {
    let missing = at_spot.saturating_sub(out);
    Ratio::of(missing, at_spot).unwrap_or_default()
}

fn record(way: &Way, ways: &Ways, units: (Unit, Unit), crosses: bool) -> WayRecord {
    let (input, output) = units;
    let leg = |leg: &tau_economics::pool::route::Leg| {
        // The first half of a way over TAO brings TAO, the second spends it.
        let between = crosses && way.legs.len() > 1;
        let (input, output) = match (between, leg.block) {
            (false, _) => (input, output),
            (true, 0) => (Unit::Alpha, Unit::Tao),
            (true, _) => (Unit::Tao, Unit::Alpha),
        };
        LegRecord {
            after_blocks: leg.block,
            input: input.of(leg.input),
            arrives: output.of(leg.out),
        }
    };
    WayRecord {
        way: name(way.kind),
        best: ways.best() == Some(way),
        blocks: way.legs.last().map_or(0, |leg| leg.block + 1),
        arrives: output.of(way.out),
        after_fees: output.of(way.net),
        shortfall_ratio: short(way.net, ways.at_spot),
        transactions: way.legs.iter().map(leg).collect(),
    }
}

fn entries(record: &WayRecord, way: &Way, output: Unit) -> Vec<Entry> {
    let short = record.shortfall_ratio;
    vec![
        Entry::text(record.way.clone(), Scope::Text),
        Entry::number(way.legs.len() as u64),
        Entry::number(record.blocks.into()),
        Entry::amount(way.out, output.scope()),
        Entry::amount(way.net, output.scope()),
        Entry::signed(percent(short, 3), short.millionths().into(), Scope::Text),
        Entry::text(if record.best { "best" } else { "" }, Scope::DeltaUp),
    ]
}

fn parts(best: &WayRecord) -> String {
    let amount = |wanted: &Wanted| match wanted {
        Wanted::Tao { tao } => format!("{} TAO", exact(tao.rao())),
        Wanted::Alpha { alpha } => format!("{} alpha", exact(alpha.rao())),
    };
    let leg = |leg: &LegRecord| match leg.after_blocks {
        0 => format!("{} now", amount(&leg.input)),
        blocks => format!("{} after {blocks}", amount(&leg.input)),
    };
    best.transactions.iter().map(leg).collect::<Vec<_>>().join(", ")
}

pub(super) async fn run(session: &Session, args: PlanArgs) -> Result<Report> {
    if args.amount.is_zero() {
        return Err(Error::usage("there is nothing to plan").hint("give an amount above zero"));
    }
    let alpha = Alpha::from_rao(args.amount.rao());
    let (trade, units) = match (args.sell, args.to) {
        (true, _) => (LargeTrade::Sell(args.netuid, alpha), (Unit::Alpha, Unit::Tao)),
        (false, Some(to)) if to == args.netuid => {
            return Err(Error::usage("both subnets are the same")
                .hint("`--netuid` is where the alpha is, `--to` what it becomes"));
        }
        (false, Some(to)) => (LargeTrade::Swap(args.netuid, to, alpha), (Unit::Alpha, Unit::Alpha)),
        (false, None) => (LargeTrade::Buy(args.netuid, args.amount), (Unit::Tao, Unit::Alpha)),
    };
    let chain = session.chain().await?;
    let recovery = Ratio::from_millionths(i64::from(args.recovery.millionths()));
    let ways = ops::ways(&chain, LargeOrder { trade, blocks: args.blocks, recovery }).await?;
    let stamp = Stamp::new(&chain.network(), ways.at);
    let mut sheet = Sheet::new(WAYS);
    for way in &ways.ways {
        let record = record(way, &ways, units, args.to.is_some());
        let entries = entries(&record, way, units.1);
        sheet.push(record, entries);
    }
    let best = sheet.data().into_iter().find(|record| record.best).map(parts);
    sheet.arrange(&args.sort)?;
    let data = Shown {
        netuid: args.netuid,
        spot_price: ways.spot,
        fee_tao: ways.fee,
        at_spot: units.1.of(ways.at_spot),
        ways: sheet.data(),
    };
    let alpha_of = |netuid: NetUid| format!("alpha of subnet {netuid}");
    let (from, into) = match (units, args.to) {
        ((Unit::Tao, _), _) => ("TAO".to_owned(), alpha_of(args.netuid)),
        (_, Some(to)) => (alpha_of(args.netuid), alpha_of(to)),
        (_, None) => (alpha_of(args.netuid), "TAO".to_owned()),
    };
    let page = Page::new()
        .heading(format!("{} {from} into {into}", exact(args.amount.rao())))
        .table(sheet.table(&args.sort)?);
    let page = match best {
        Some(parts) => page.field("Best", parts),
        None => page,
    };
    let assumed = match args.recovery.millionths() {
        0 => "nobody else trades meanwhile".to_owned(),
        _ => format!("others bring back {} of what was taken in each block", args.recovery),
    };
    let page = page.note(format!("Assumed: {assumed}")).note(stamp.line());
    Report::new(&data, page)?.at(stamp).listing(&data.ways)
}
