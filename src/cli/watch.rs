//! `tau watch`

use clap::Args;
use futures::StreamExt;

use super::history::{accounts, history};
use crate::error::Result;
use crate::model::At;
use crate::ops::{self, ChainUpdate};
use crate::out::Out;
use crate::session::Session;

/// Keep the local history filled, without a dashboard, until interrupted
///
/// Every finalized block is looked through for the accounts of your wallets; prices of all subnets are kept every
/// 25 blocks. For a server, or a pane that is left open.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau watch --network finney")]
pub(crate) struct WatchArgs {
    /// Stop after this many blocks
    #[arg(long, value_name = "BLOCKS")]
    blocks: Option<u32>,
}

pub(crate) async fn run(session: &Session, out: &Out, args: &WatchArgs) -> Result<()> {
    let (history, accounts) = (history(session), accounts(session)?);
    let chain = session.chain().await?;
    let mut updates = chain.follow();
    let mut told: Option<At> = None;
    let mut count = 0;
    out.status(&format!("Keeping the history in {}", history.folder().display()));
    while let Some(update) = updates.next().await {
        let at = match update {
            ChainUpdate::Finalized(at) => at,
            ChainUpdate::Lost(reason) => {
                out.warn(&format!("the connection was lost: {reason}"));
                continue;
            }
            ChainUpdate::Back => {
                out.status("Connected again");
                continue;
            }
            _ => continue,
        };
        let blocks = match told {
            Some(told) => ops::blocks_between(&chain, told, at).await?,
            None => vec![at],
        };
        for at in blocks {
            let found = ops::history::take_in(&chain, &history, &accounts, at).await?;
            if found.records > 0 {
                out.status(&format!("block {}: {} events of yours", at.block, found.records));
            }
            told = Some(at);
            count += 1;
            if args.blocks.is_some_and(|blocks| count >= blocks) {
                return Ok(());
            }
        }
    }
    Ok(())
}
