//! `tau chain blocks`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::model::{BlockSummary, Hash};
use crate::ops;
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// List the newest blocks and what is in them
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain blocks --limit 5")]
pub(crate) struct BlocksArgs {
    /// List this many blocks, at most 1000
    #[arg(
        long,
        value_name = "ROWS",
        default_value_t = 10,
        value_parser = clap::value_parser!(u32).range(1..=1000)
    )]
    limit: u32,
}

#[derive(Serialize)]
struct Shown<'a> {
    blocks: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    block: u32,
    hash: Hash,
    time_ms: Option<u64>,
    transactions: usize,
    signed: usize,
    events: usize,
    #[serde(skip)]
    summary: &'a BlockSummary,
}

impl<'a> Record<'a> {
    fn new(summary: &'a BlockSummary) -> Self {
        Self {
            block: summary.at.block,
            hash: summary.at.hash,
            time_ms: summary.time_ms,
            transactions: summary.transactions.len(),
            signed: summary.transactions.iter().filter(|one| one.signer.is_some()).count(),
            events: summary.events,
            summary,
        }
    }
}

pub(crate) async fn run(session: &Session, args: BlocksArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let newest = chain.pin().await?;
    let blocks = ops::blocks(&chain, newest.at(), args.limit).await?;
    let data = Shown { blocks: blocks.iter().map(Record::new).collect() };
    let mut table = Table::new(&[
        ("Block", Align::Right),
        ("Hash", Align::Left),
        ("Signed", Align::Right),
        ("Events", Align::Right),
        ("Calls", Align::Left),
    ]);
    for record in &data.blocks {
        let signed = record.summary.transactions.iter().filter(|one| one.signer.is_some());
        let calls: Vec<String> = signed.map(|one| one.call.path()).collect();
        table.push(vec![
            Cell::new(record.block.to_string(), Scope::Text),
            Cell::new(record.hash.to_string(), Scope::TextDim),
            Cell::new(record.signed.to_string(), Scope::Text),
            Cell::new(record.events.to_string(), Scope::Text),
            Cell::new(calls.join(", "), Scope::Text),
        ]);
    }
    let stamp = Stamp::new(&ops::network_at(&chain, &newest), newest.at());
    Report::new(&data, Page::new().table(table).note(stamp.line()))?.at(stamp).listing(&data.blocks)
}
