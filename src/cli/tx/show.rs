//! `tau tx show`

use clap::Args;

use super::entry::{Full, page};
use crate::cli::before::journal;
use crate::error::{Error, Result};
use crate::ops::{self, Resend};
use crate::out::{Out, Report, Stamp};
use crate::session::Session;

/// Show a transaction that was signed here, and what became of it
///
/// If that is not decided, the chain is asked. --offline only reads the journal.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx show 0x7f3a21")]
pub(crate) struct ShowArgs {
    /// How its hash begins, as `tau tx list` shows it
    #[arg(value_name = "ID")]
    id: String,
    /// Ask no node
    #[arg(long)]
    offline: bool,
}

pub(crate) async fn run(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let journal = journal(session);
    let mut entry = journal.find(&args.id).map_err(Error::from)?;
    let mut stamp = None;
    if entry.is_undecided() && !args.offline {
        let chain = session.chain().await?;
        if chain.network().genesis == entry.network.genesis {
            ops::reconcile(&chain, &journal, Some(entry.signer), Resend::Yes).await?;
            entry = journal.find(&args.id).map_err(Error::from)?;
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
