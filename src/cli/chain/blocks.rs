//! `tau chain blocks`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{BlockSummary, Hash};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Blocks that are listed unless --limit says otherwise, and at most.
const USUAL: usize = 10;
const MOST: usize = 1000;

/// List the newest blocks and what is in them
///
/// Ten of them; --limit wants another number, at most 1000.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain blocks --limit 5")]
pub(crate) struct BlocksArgs {
    #[command(flatten)]
    sort: SortArgs,
}

const COLUMNS: &[Head] = &[
    right("block", "Block"),
    left("hash", "Hash").first_to_go(),
    right("signed", "Signed"),
    right("events", "Events"),
    left("calls", "Calls"),
];

#[derive(Serialize)]
struct Shown<'a> {
    blocks: Vec<&'a Record>,
}

#[derive(Serialize)]
struct Record {
    block: u32,
    hash: Hash,
    time_ms: Option<u64>,
    transactions: usize,
    signed: usize,
    events: usize,
}

impl Record {
    fn new(summary: &BlockSummary) -> Self {
        Self {
            block: summary.at.block,
            hash: summary.at.hash,
            time_ms: summary.time_ms,
            transactions: summary.transactions.len(),
            signed: summary.transactions.iter().filter(|one| one.signer.is_some()).count(),
            events: summary.events,
        }
    }
}

pub(crate) async fn run(session: &Session, args: BlocksArgs) -> Result<Report> {
    let wanted = args.sort.at_most().unwrap_or(USUAL);
    let limit = u32::try_from(wanted).ok().filter(|_| (1..=MOST).contains(&wanted));
    let limit = limit.ok_or_else(|| {
        Error::usage(format!("{wanted} blocks cannot be listed at once"))
            .hint(format!("--limit takes 1 to {MOST}"))
    })?;
    let chain = session.chain().await?;
    let newest = chain.pin().await?;
    let blocks = ops::blocks(&chain, newest.at(), limit).await?;
    let mut sheet = Sheet::new(COLUMNS);
    for summary in &blocks {
        let record = Record::new(summary);
        let signed = summary.transactions.iter().filter(|one| one.signer.is_some());
        let calls: Vec<String> = signed.map(|one| one.call.path()).collect();
        let count = |number: usize| Entry::number(u64::try_from(number).unwrap_or(u64::MAX));
        let row = vec![
            Entry::number(record.block.into()),
            Entry::text(record.hash.to_string(), Scope::TextDim),
            count(record.signed),
            count(record.events),
            Entry::text(calls.join(", "), Scope::Text),
        ];
        sheet.push(record, row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown { blocks: sheet.data() };
    let stamp = Stamp::new(&ops::network_at(&chain, &newest), newest.at());
    let page = Page::new().table(sheet.table(&args.sort)?).note(stamp.line());
    Report::new(&data, page)?.at(stamp).listing(&data.blocks)
}
