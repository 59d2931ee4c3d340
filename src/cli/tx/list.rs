//! `tau tx list`

use clap::Args;
use serde::Serialize;

use super::entry::{Record, state};
use crate::cli::before::journal;
use crate::error::{Error, Result};
use crate::model::Hash;
use crate::ops::{self, Entry, Resend};
use crate::out::{Out, Page, Report, Table};
use crate::present::{Align, Cell, short};
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
    /// List at most this many, the newest
    #[arg(long, value_name = "ROWS")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown<'a> {
    transactions: Vec<Record<'a>>,
    /// Files of the journal that hold no whole transaction; nothing of them was ever sent.
    broken_files: Vec<String>,
}

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
    entries.truncate(args.limit.unwrap_or(usize::MAX));
    let data = Shown {
        transactions: entries.iter().map(Record::new).collect(),
        broken_files: listing.broken.iter().map(|path| path.display().to_string()).collect(),
    };
    let mut page = if entries.is_empty() {
        Page::new().line("No transactions")
    } else {
        Page::new().table(table(&entries))
    };
    for path in &data.broken_files {
        page = page.note(format!("{path} holds no whole transaction; nothing of it was ever sent"));
    }
    Report::new(&data, page)?.listing(&data.transactions)
}

fn table(entries: &[Entry]) -> Table {
    let mut table = Table::new(&[
        ("ID", Align::Left),
        ("State", Align::Left),
        ("Call", Align::Left),
        ("Signer", Align::Left),
        ("Number", Align::Right),
        ("Block", Align::Right),
        ("Network", Align::Left),
    ]);
    for entry in entries {
        table.push(vec![
            Cell::new(id(&entry.transaction), Scope::Text),
            state(entry),
            Cell::new(entry.call.path(), Scope::Text),
            Cell::new(short(&entry.signer), Scope::KeyCold),
            Cell::new(entry.nonce.to_string(), Scope::Text),
            entry
                .block()
                .map_or_else(Cell::absent, |at| Cell::new(at.block.to_string(), Scope::Text)),
            Cell::new(entry.network.name.to_string(), Scope::TextDim),
        ]);
    }
    table
}

/// Enough of a hash to find it again.
fn id(hash: &Hash) -> String {
    format!("0x{}", hex::encode(&hash.0[..6]))
}
