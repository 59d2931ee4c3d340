//! The questions of single screens, put to `ops`.

use futures::future::try_join_all;
use futures::{StreamExt, TryStreamExt, stream, try_join};

use super::{Source, failure, read};
use crate::chain::Chain;
use crate::model::{At, Coldkey, NetUid};
use crate::ops::history::keep;
use crate::ops::{self, Resend};
use crate::session::Session;
use crate::tui::ask::{Answer, Ask, Happened, Holding, Holdings};
use crate::tui::state::Failure;

/// Blocks in the list of blocks.
const BLOCKS: u32 = 30;

/// Blocks that are looked into at the start, and at most after a gap.
const BACK: usize = 24;

/// Prices asked of the node for one chart.
const SAMPLES: u16 = 120;

/// Questions to the node at once.
const AT_ONCE: usize = 4;

/// Answer one question.
pub(super) async fn answer<S: Source>(source: &S, ask: Ask) -> Result<Answer, Failure> {
    match ask {
        Ask::Journal => return journal(source).await,
        Ask::Probes(netuid) => return probes(source, netuid).await,
        _ => {}
    }
    read(source, async |chain| {
        Ok(match ask {
            Ask::Validators => {
                let (at, rows) = ops::validators(&chain, None).await?;
                Answer::Validators(at, rows)
            }
            Ask::Validator(hotkey) => {
                Answer::Validator(Box::new(ops::validator(&chain, hotkey).await?))
            }
            Ask::Hyperparameters(netuid) => {
                let (at, rows) = ops::hyperparameters(&chain, netuid).await?;
                Answer::Hyperparameters(at, rows)
            }
            Ask::Registration(netuid) => {
                let (cost, (_, rows)) = try_join!(
                    ops::burn_cost(&chain, netuid),
                    ops::hyperparameters(&chain, netuid)
                )?;
                Answer::Registration(cost, rows)
            }
            Ask::Blocks(newest) => Answer::Blocks(ops::blocks(&chain, newest, BLOCKS).await?),
            Ask::Happenings { after, until } => {
                let happened = happenings(&chain, after, until).await?;
                if let Some((history, accounts)) = source.past() {
                    for block in &happened {
                        let kept = keep(&chain, &history, &accounts, block.at, &block.events).await;
                        // A full disk must not take the dashboard away; `tau history show` tells gaps.
                        if kept.is_err() {
                            break;
                        }
                    }
                }
                Answer::Happenings(happened)
            }
            Ask::Doctor => Answer::Doctor(Box::new(ops::examine(&chain).await?)),
            Ask::Info => Answer::Info(Box::new(ops::chain_info(&chain).await?)),
            Ask::Holdings(coldkeys) => Answer::Holdings(holdings(&chain, coldkeys).await?),
            Ask::Yields(places) => Answer::Yields(ops::yields(&chain, &places).await?),
            Ask::Epoch(netuid, mechanism) => {
                Answer::Epoch(Box::new(ops::epoch_inputs(&chain, netuid, mechanism).await?))
            }
            Ask::Prices { netuid, blocks } => {
                Answer::Prices(ops::price_history(&chain, netuid, blocks, SAMPLES).await?)
            }
            Ask::Weights { hotkey, netuid } => {
                Answer::Weights(Box::new(ops::weights(&chain, hotkey, netuid, 0).await?))
            }
            // Answered above: they need no chain.
            Ask::Journal => Answer::Happenings(Vec::new()),
            Ask::Probes(_) => Answer::Probes(Vec::new()),
        })
    })
    .await
}

/// The journal, after the chain was asked what became of those that are not decided. Nothing is sent.
async fn journal<S: Source>(source: &S) -> Result<Answer, Failure> {
    let journal = source.journal();
    let listing = || {
        let journal = journal.clone();
        async move {
            let listing = tokio::task::spawn_blocking(move || journal.all()).await;
            match listing {
                Ok(Ok(listing)) => Ok(listing),
                Ok(Err(error)) => Err(failure(error)),
                Err(error) => Err(Failure::new(error.to_string())),
            }
        }
    };
    let found = listing().await?;
    if !found.entries.iter().any(ops::Entry::is_undecided) {
        return Ok(Answer::Journal(found));
    }
    // A node that does not answer takes nothing away from what is known here.
    let asked = read(source, async |chain| {
        ops::reconcile(&chain, &journal, None, Resend::No).await.map(|_| ())
    });
    match asked.await {
        Ok(()) => listing().await.map(Answer::Journal),
        Err(_) => Ok(Answer::Journal(found)),
    }
}

/// What is kept of tries to reach the axons of a subnet.
async fn probes<S: Source>(source: &S, netuid: NetUid) -> Result<Answer, Failure> {
    let Some(history) = source.probes() else { return Ok(Answer::Probes(Vec::new())) };
    let read = tokio::task::spawn_blocking(move || history.lately(netuid, Session::now_ms())).await;
    read.map(Answer::Probes).map_err(|error| Failure::new(error.to_string()))
}

async fn happenings(
    chain: &Chain,
    after: Option<At>,
    until: At,
) -> Result<Vec<Happened>, ops::Error> {
    let mut blocks = match after {
        Some(after) => ops::blocks_between(chain, after, until).await?,
        None => earlier(chain, until).await,
    };
    // After a long gap the newest matter; local history fills the rest.
    let gone = blocks.len().saturating_sub(BACK);
    blocks.drain(..gone);
    stream::iter(blocks)
        .map(|at| async move {
            let pinned = chain.pin_at(at.hash).await?;
            let (events, totals) = try_join!(ops::events(&pinned), async {
                pinned.totals().await.map_err(ops::Error::from)
            })?;
            Ok::<_, ops::Error>(Happened { at, time_ms: totals.time_ms, events })
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

/// A block and those before it, as far as the node has them.
async fn earlier(chain: &Chain, until: At) -> Vec<At> {
    let first = until.block.saturating_sub(u32::try_from(BACK).unwrap_or(0).saturating_sub(1));
    let mut blocks = Vec::new();
    for number in first..until.block {
        if let Ok(pinned) = chain.pin_block(number).await {
            blocks.push(pinned.at());
        }
    }
    blocks.push(until);
    blocks
}

async fn holdings(chain: &Chain, coldkeys: Vec<Coldkey>) -> Result<Holdings, ops::Error> {
    let each = coldkeys.iter().map(|coldkey| async move {
        let (claims, locks) = try_join!(ops::claims(chain, *coldkey), ops::locks(chain, *coldkey))?;
        Ok::<_, ops::Error>(Holding { coldkey: *coldkey, claims, locks })
    });
    let (coldkeys, (_, neurons)) =
        try_join!(try_join_all(each), ops::own_neurons(chain, &coldkeys))?;
    Ok(Holdings { coldkeys, neurons })
}
