//! `tau tx list`

use clap::Args;
use serde::Serialize;

use super::entry::{Record, state};
use crate::cli::before::journal;
use crate::cli::sheet::{Entry as Column, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Hash;
use crate::ops::{self, Resend};
use crate::out::{Out, Page, Report};
use crate::present::short;
use crate::session::Session;
use crate::theme::Scope;

/// List the transactions that were signed here, and what became of them
///
/// Every transaction is on disk before it is sent, so none is missing here, whatever happened to the
/// connection or to tau. Those that are not decided are asked of the chain; bytes that may be lost are sent again, the
/// very same, while they are valid. --offline only reads the journal.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx list --pending")]
pub(crate) struct ListArgs {
    /// List only those that are not decided
    #[arg(long)]
    pending: bool,
    /// Ask no node
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    transactions: Vec<&'a Record<'a>>,
    /// Files of the journal that hold no whole transaction; nothing of them was ever sent.
    broken_files: Vec<String>,
}

const COLUMNS: &[Head] = &[
    left("id", "ID"),
    left("state", "State"),
    left("call", "Call"),
    left("signer", "Signer"),
    right("number", "Number"),
    right("block", "Block"),
    left("network", "Network"),
];

pub(crate) async fn run(session: &Session, out: &Out, args: ListArgs) -> Result<Report> {
    let journal = journal(session);
    let undecided = journal.undecided().map_err(Error::from)?;
    if !undecided.is_empty() && !args.offline {
        let chain = session
            .chain()
            .await
            .map_err(|error| error.hint("--offline shows what is known without asking a node"))?;
        ops::reconcile(&chain, &journal, None, Resend::Yes).await?;
        let genesis = chain.network().genesis;
        let elsewhere = undecided.iter().filter(|entry| entry.network.genesis != genesis).count();
        if elsewhere > 0 {
            out.warn(&format!(
                "{elsewhere} of them are of other chains than {}: --network asks those",
                chain.network().name
            ));
        }
    }
    let listing = journal.all().map_err(Error::from)?;
    let mut entries = listing.entries;
    entries.retain(|entry| !args.pending || entry.is_undecided());
    let mut sheet = Sheet::new(COLUMNS);
    for entry in &entries {
        let row = vec![
            Column::text(id(&entry.transaction), Scope::Text),
            Column::of(state(entry)),
            Column::text(entry.title(), Scope::Text),
            Column::text(short(&entry.signer), Scope::KeyCold),
            Column::number(entry.nonce.into()),
            entry.block().map_or_else(Column::absent, |at| Column::number(at.block.into())),
            Column::text(entry.network.name.to_string(), Scope::TextDim),
        ];
        sheet.push(Record::new(entry), row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown {
        transactions: sheet.data(),
        broken_files: listing.broken.iter().map(|path| path.display().to_string()).collect(),
    };
    let mut page = if sheet.is_empty() {
        Page::new().line("No transactions")
    } else {
        Page::new().table(sheet.table(&args.sort)?)
    };
    for path in &data.broken_files {
        page = page.note(format!("{path} holds no whole transaction; nothing of it was ever sent"));
    }
    Report::new(&data, page)?.listing(&data.transactions)
}

/// Enough of a hash to find it again.
fn id(hash: &Hash) -> String {
    format!("0x{}", hex::encode(&hash.0[..6]))
}
