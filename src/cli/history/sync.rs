//! `tau history sync`

use clap::Args;
use serde::Serialize;

use super::{accounts, history};
use crate::error::{Error, Result};
use crate::ops;
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Fill the local history from what the node still has
///
/// Blocks that were looked through already are passed over, so that it can be stopped and said again. What
/// happened to the accounts of your wallets is kept, and the prices of all subnets every 25 blocks. A node
/// forgets old blocks; one that keeps all of them is meant by `--network archive`.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau history sync --blocks 7200 --network archive")]
pub(crate) struct SyncArgs {
    /// How many blocks to go back; 7200 are a day
    #[arg(long, value_name = "BLOCKS", default_value_t = 7_200)]
    blocks: u32,
}

#[derive(Serialize)]
struct Synced {
    blocks: u32,
    events: usize,
    samples: u32,
    missing_blocks: u32,
}

pub(super) async fn run(session: &Session, out: &Out, args: &SyncArgs) -> Result<Report> {
    let (history, accounts) = (history(session), accounts(session)?);
    let known = history.read().map_err(Error::from)?;
    let chain = session.chain().await?;
    let told = |block: u32, progress: &ops::history::Progress| {
        if progress.blocks.is_multiple_of(500) {
            out.status(&format!(
                "block {block}: {} blocks, {} events",
                progress.blocks, progress.records
            ));
        }
    };
    let done = ops::history::sync(&chain, &history, &known, &accounts, args.blocks, told).await?;
    let data = Synced {
        blocks: done.blocks,
        events: done.records,
        samples: done.samples,
        missing_blocks: done.missing,
    };
    let mut page = Page::new()
        .field("Looked through", format!("{} blocks", done.blocks))
        .field("Events of yours", done.records.to_string())
        .field("Samples of prices", done.samples.to_string());
    if done.missing > 0 {
        page = page.note(format!(
            "the node does not have {} of the blocks any more; --network archive does",
            done.missing
        ));
    }
    Report::new(&data, page)
}
