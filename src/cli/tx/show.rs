//! `tau tx show`

use std::path::PathBuf;

use clap::Args;

use super::contents;
use super::entry::{Full, page};
use crate::cli::before::journal;
use crate::error::{Error, Result};
use crate::ops::{self, Resend};
use crate::out::{Out, Report, Stamp};
use crate::session::Session;

/// Show a transaction that was signed here, or what a file asks to be signed
///
/// A hash: what became of it; if that is not decided, the chain is asked, but with --offline. A file, its armour, or all pictures and texts
/// of its QR codes: everything that would be signed, decoded from the very bytes, without a network and without a key.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx show unstake.tau")]
pub(crate) struct ShowArgs {
    /// How its hash begins, as `tau tx list` shows it; or files
    #[arg(value_name = "ID|FILE", required = true, num_args = 1..)]
    what: Vec<String>,
    /// Ask no node
    #[arg(long)]
    offline: bool,
}

pub(crate) async fn run(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let files: Vec<PathBuf> = args.what.iter().map(PathBuf::from).collect();
    match args.what.as_slice() {
        [id] if !files.iter().any(|file| file.exists()) => {
            entry(session, out, id, args.offline).await
        }
        _ => contents::shown(session, &files),
    }
}

async fn entry(session: &Session, out: &Out, id: &str, offline: bool) -> Result<Report> {
    let journal = journal(session);
    let mut entry = journal.find(id).map_err(Error::from)?;
    let mut stamp = None;
    if entry.is_undecided() && !offline {
        let chain = session.chain().await?;
        if chain.network().genesis == entry.network.genesis {
            ops::reconcile(&chain, &journal, Some(entry.signer), Resend::Yes).await?;
            entry = journal.find(id).map_err(Error::from)?;
            stamp = Some(Stamp::new(&chain.network(), chain.head().await?));
        } else {
            out.warn(&format!(
                "it is of {}, and {} was asked: --network takes the other",
                entry.network.name,
                chain.network().name
            ));
        }
    }
    let report = Report::new(&Full::new(&entry), page(&entry))?;
    Ok(match stamp {
        Some(stamp) => report.at(stamp),
        None => report,
    })
}
