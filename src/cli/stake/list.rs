//! `tau stake list`

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::cli::owner::{Owner, OwnerArgs};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Label, NetUid, Portfolio, Position, Price, Tao, Yield};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp, Table};
use crate::present::{Column, PositionColumn, PositionRow, exact};
use crate::session::Session;

/// List stake positions and what they are worth
///
/// Value is at the spot price; “if sold” is what selling the whole position now would bring after the pool's fee
/// and the price's fall. All figures are of one block. Without WHO and --wallet: all wallets.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake list --wallet savings --sort value")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    coldkeys: Vec<ColdkeyRecord<'a>>,
    positions: Vec<PositionRecord<'a>>,
}

#[derive(Serialize)]
struct ColdkeyRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    free_tao: Tao,
    reserved_tao: Tao,
    staked_tao: Tao,
    staked_if_sold_tao: Tao,
    total_tao: Tao,
}

#[derive(Serialize)]
struct PositionRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    hotkey: Hotkey,
    hotkey_name: Option<&'a Label>,
    netuid: NetUid,
    subnet: &'a Label,
    symbol: &'a Label,
    stake_alpha: Alpha,
    price: Price,
    value_tao: Tao,
    if_sold_tao: Option<Tao>,
    registered: bool,
}

impl<'a> PositionRecord<'a> {
    fn new(owner: &'a Owner, position: &'a Position) -> Self {
        Self {
            wallet: owner.name.as_deref(),
            coldkey: position.coldkey,
            hotkey: position.hotkey,
            hotkey_name: position.hotkey_name.as_ref(),
            netuid: position.netuid,
            subnet: &position.subnet,
            symbol: &position.symbol,
            stake_alpha: position.alpha,
            price: position.price,
            value_tao: position.value,
            if_sold_tao: position.if_sold,
            registered: position.is_registered,
        }
    }
}

pub(super) async fn run(session: &Session, out: &Out, args: ListArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    listed(session, &owners, &args.sort).await
}

/// Of the session's wallet, as it comes.
#[cfg(feature = "devnet")]
pub(super) async fn of_wallet(session: &Session) -> Result<Report> {
    let (wallet, _) = session.coldkey()?;
    let found = session.account(&wallet)?;
    let owner = Owner { name: found.name, coldkey: Coldkey(found.account) };
    listed(session, &[owner], &SortArgs::default()).await
}

async fn listed(session: &Session, owners: &[Owner], sort: &SortArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let coldkeys: Vec<Coldkey> = owners.iter().map(|owner| owner.coldkey).collect();
    let portfolios = ops::portfolio(&chain, &coldkeys).await?;
    let Some(first) = portfolios.first() else { return Err(session.no_wallets()) };
    let stamp = Stamp::new(&chain.network(), first.at);

    let earned = &earned(&chain, &portfolios).await;
    let names: Vec<String> = owners.iter().map(Owner::shown).collect();
    let whole: Tao = portfolios.iter().map(Portfolio::staked).sum();
    let mut rows: Vec<PositionRow<'_>> = portfolios
        .iter()
        .zip(&names)
        .flat_map(|(portfolio, wallet)| {
            portfolio.positions.iter().map(move |position| PositionRow {
                position,
                wallet,
                whole,
                earns: earned.get(&(position.hotkey, position.netuid)),
            })
        })
        .collect();
    sort.apply::<PositionColumn>(&mut rows)?;

    let data = Shown {
        coldkeys: owners.iter().zip(&portfolios).map(|(owner, has)| coldkey(owner, has)).collect(),
        positions: rows
            .iter()
            .filter_map(|row| {
                let owner = owners.iter().find(|owner| owner.coldkey == row.position.coldkey)?;
                Some(PositionRecord::new(owner, row.position))
            })
            .collect(),
    };
    Report::new(&data, page(&portfolios, &rows, &sort.columns(&usual(&portfolios))?, &stamp))?
        .at(stamp)
        .listing(&data.positions)
}

/// What the positions earn. It is an estimate, and a chain that does not keep what it paid is no reason to
/// show nothing.
async fn earned(chain: &ops::Chain, portfolios: &[Portfolio]) -> BTreeMap<(Hotkey, NetUid), Yield> {
    let places: Vec<(Hotkey, NetUid)> = portfolios
        .iter()
        .flat_map(|portfolio| &portfolio.positions)
        .map(|position| (position.hotkey, position.netuid))
        .collect();
    let found = ops::yields(chain, &places).await.unwrap_or_default();
    places.into_iter().zip(found).filter_map(|(place, earns)| Some((place, earns?))).collect()
}

fn coldkey<'a>(owner: &'a Owner, portfolio: &Portfolio) -> ColdkeyRecord<'a> {
    ColdkeyRecord {
        wallet: owner.name.as_deref(),
        coldkey: owner.coldkey,
        free_tao: portfolio.balance.free,
        reserved_tao: portfolio.balance.reserved,
        staked_tao: portfolio.staked(),
        staked_if_sold_tao: portfolio.staked_if_sold(),
        total_tao: portfolio.total(),
    }
}

/// One wallet alone is not named in every row.
fn usual(portfolios: &[Portfolio]) -> Vec<PositionColumn> {
    let several = portfolios.len() > 1;
    PositionColumn::ALL
        .iter()
        .copied()
        .filter(|column| several || *column != PositionColumn::Wallet)
        .collect()
}

fn page(
    portfolios: &[Portfolio],
    rows: &[PositionRow<'_>],
    columns: &[PositionColumn],
    stamp: &Stamp,
) -> Page {
    let sum = |part: fn(&Portfolio) -> Tao| portfolios.iter().map(part).sum::<Tao>();
    let tao = |amount: Tao| format!("{} TAO", exact(amount.rao()));
    let page = if rows.is_empty() {
        let staked = portfolios.iter().any(|portfolio| !portfolio.positions.is_empty());
        Page::new().line(if staked { "No position passes the filter" } else { "Nothing is staked" })
    } else {
        Page::new().table(Table::of(columns, rows.iter().copied()))
    };
    page.heading("Together")
        .field("Staked", tao(sum(Portfolio::staked)))
        .field("If sold", tao(sum(Portfolio::staked_if_sold)))
        .field("Free", tao(sum(|portfolio| portfolio.balance.free)))
        .note(stamp.line())
}
