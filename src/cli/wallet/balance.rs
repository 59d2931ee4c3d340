//! `tau wallet balance`

use clap::Args;
use serde::Serialize;

use crate::cli::owner::{Owner, OwnerArgs};
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Coldkey, Portfolio, Tao};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::present::exact;
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
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    balances: Vec<&'a BalanceRecord<'a>>,
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

const COLUMNS: &[Head] = &[
    left("wallet", "Wallet"),
    left("coldkey", "Coldkey"),
    right("free", "Free τ"),
    right("staked", "Staked τ"),
    right("if-sold", "If sold τ"),
    right("together", "Together τ"),
];

pub(crate) async fn run(session: &Session, out: &Out, args: BalanceArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let coldkeys: Vec<Coldkey> = owners.iter().map(|owner| owner.coldkey).collect();
    let portfolios = ops::portfolio(&chain, &coldkeys).await?;
    let Some(first) = portfolios.first() else { return Err(session.no_wallets()) };
    let stamp = Stamp::new(&chain.network(), first.at);
    let mut sheet = Sheet::new(COLUMNS);
    for (owner, portfolio) in owners.iter().zip(&portfolios) {
        let tao = |amount: Tao| Entry::amount(amount.rao(), Scope::AmountTao);
        let entries = vec![
            Entry::text(owner.name.clone().unwrap_or_default(), Scope::Text),
            Entry::text(owner.coldkey.to_string(), Scope::KeyCold),
            tao(portfolio.balance.free),
            tao(portfolio.staked()),
            tao(portfolio.staked_if_sold()),
            tao(portfolio.total()),
        ];
        sheet.push(record(owner, portfolio), entries);
    }
    sheet.arrange(&args.sort)?;
    let balances = sheet.data();
    let sum = |part: fn(&BalanceRecord<'_>) -> Tao| balances.iter().map(|one| part(one)).sum();
    let data = Shown {
        free_tao: sum(|one| one.free_tao),
        staked_tao: sum(|one| one.staked_tao),
        total_tao: sum(|one| one.total_tao),
        balances,
    };
    let page = Page::new().table(sheet.table(&args.sort)?);
    let page = if data.balances.len() > 1 {
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
