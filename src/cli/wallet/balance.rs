//! `tau wallet balance`

use clap::Args;
use serde::Serialize;

use crate::cli::owner::{Owner, OwnerArgs};
use crate::error::Result;
use crate::model::{Coldkey, Portfolio, Tao};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp, Table};
use crate::present::{Align, Cell, exact};
use crate::session::Session;
use crate::theme::Scope;

/// Show what coldkeys own: free, staked, together
///
/// Staked is at spot prices; “if sold” is what selling every position now would bring. All figures are of
/// one block. Without WHO and --wallet: all wallets.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet balance savings 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
)]
pub(crate) struct BalanceArgs {
    #[command(flatten)]
    owner: OwnerArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    balances: Vec<BalanceRecord<'a>>,
    free_tao: Tao,
    staked_tao: Tao,
    total_tao: Tao,
}

#[derive(Serialize)]
struct BalanceRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    free_tao: Tao,
    reserved_tao: Tao,
    frozen_tao: Tao,
    staked_tao: Tao,
    staked_if_sold_tao: Tao,
    total_tao: Tao,
}

pub(crate) async fn run(session: &Session, out: &Out, args: BalanceArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let coldkeys: Vec<Coldkey> = owners.iter().map(|owner| owner.coldkey).collect();
    let portfolios = ops::portfolio(&chain, &coldkeys).await?;
    let Some(first) = portfolios.first() else { return Err(session.no_wallets()) };
    let stamp = Stamp::new(&chain.network(), first.at);
    let sum = |part: fn(&Portfolio) -> Tao| portfolios.iter().map(part).sum::<Tao>();
    let data = Shown {
        balances: owners.iter().zip(&portfolios).map(|(owner, has)| record(owner, has)).collect(),
        free_tao: sum(|portfolio| portfolio.balance.free),
        staked_tao: sum(Portfolio::staked),
        total_tao: sum(Portfolio::total),
    };
    let mut table = Table::new(&[
        ("Wallet", Align::Left),
        ("Coldkey", Align::Left),
        ("Free τ", Align::Right),
        ("Staked τ", Align::Right),
        ("If sold τ", Align::Right),
        ("Together τ", Align::Right),
    ]);
    let tao = |amount: Tao| Cell::new(exact(amount.rao()), Scope::AmountTao);
    for (owner, portfolio) in owners.iter().zip(&portfolios) {
        table.push(vec![
            Cell::new(owner.name.clone().unwrap_or_default(), Scope::Text),
            Cell::new(owner.coldkey.to_string(), Scope::KeyCold),
            tao(portfolio.balance.free),
            tao(portfolio.staked()),
            tao(portfolio.staked_if_sold()),
            tao(portfolio.total()),
        ]);
    }
    let page = Page::new().table(table);
    let page = if portfolios.len() > 1 {
        page.field("Together", format!("{} TAO", exact(data.total_tao.rao())))
    } else {
        page
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.balances)
}

fn record<'a>(owner: &'a Owner, portfolio: &Portfolio) -> BalanceRecord<'a> {
    BalanceRecord {
        wallet: owner.name.as_deref(),
        coldkey: owner.coldkey,
        free_tao: portfolio.balance.free,
        reserved_tao: portfolio.balance.reserved,
        frozen_tao: portfolio.balance.frozen,
        staked_tao: portfolio.staked(),
        staked_if_sold_tao: portfolio.staked_if_sold(),
        total_tao: portfolio.total(),
    }
}
