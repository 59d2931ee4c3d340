//! `tau subnet list`

use clap::Args;
use serde::Serialize;

use super::record::SubnetRecord;
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::ops;
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Column, SubnetColumn, SubnetRow};
use crate::session::Session;

/// List the subnets with their prices and pools
///
/// All figures are of one block. Prices are TAO per alpha at the pool's spot price; root (0) holds
/// TAO itself. Columns that do not fit the terminal are left out; in a pipe all are printed.
#[derive(Debug, Default, Args)]
#[command(after_help = "Example: tau subnet list --filter 'price<0.05 burn<1' --sort market-cap")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Subnets<'a> {
    subnets: Vec<SubnetRecord<'a>>,
}

/// What a single look can show: no change and no trend.
fn columns() -> Vec<SubnetColumn> {
    let watched = [
        SubnetColumn::Change,
        SubnetColumn::Hour,
        SubnetColumn::Day,
        SubnetColumn::Week,
        SubnetColumn::Trend,
    ];
    SubnetColumn::ALL.iter().copied().filter(|column| !watched.contains(column)).collect()
}

pub(crate) async fn run(session: &Session, args: ListArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let subnets = ops::subnets(&chain).await?;
    let mut rows: Vec<SubnetRow<'_>> = subnets
        .list
        .iter()
        .map(|subnet| SubnetRow {
            subnet,
            standing: subnets.standing(subnet),
            block: subnets.at.block,
            samples: &[],
        })
        .collect();
    args.sort.apply::<SubnetColumn>(&mut rows)?;
    let data = Subnets { subnets: rows.iter().map(|row| row.subnet.into()).collect() };
    let stamp = Stamp::new(&chain.network(), subnets.at);
    let columns = args.sort.columns(&columns())?;
    let page = Page::new().table(Table::of(&columns, rows.iter().copied())).note(format!(
        "{} of {} subnets on {}",
        rows.len(),
        subnets.list.len(),
        stamp.line()
    ));
    Report::new(&data, page)?.at(stamp).listing(&data.subnets)
}
