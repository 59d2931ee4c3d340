//! Handing a signed transaction to the node and following it, through lost connections, to the
//! block that holds it.
//!
//! Nothing is ever signed here. After a lost connection the transaction is looked for in the blocks
//! since its birth before anything is said of it, and only the very same bytes are sent again.

use std::time::Duration;

use serde::de::IgnoredAny;
use subxt::rpcs::client::RpcSubscription;
use subxt::rpcs::rpc_params;
use tokio::time::Instant;

use super::rpc::{HexBytes, Refusal, words};
use super::{Chain, Error, encode, events, explain, header, raw_storage, surface};
use crate::model::{AccountId, At, Hash, Label, Mortality, Receipt, Stage};

/// How far to watch a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wait {
    /// Until the node took it.
    None,
    /// Until it is in a block.
    Inclusion,
    /// Until it is in a block that stays.
    #[default]
    Finalization,
}

/// A signed transaction, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that are sent.
    pub bytes: Vec<u8>,
    /// Whose it is.
    pub signer: AccountId,
    /// How long it is valid.
    pub mortality: Mortality,
}

impl Signed {
    /// The hash by which it is known.
    #[must_use]
    pub fn hash(&self) -> Hash {
        encode::hash(&self.bytes)
    }
}

/// Pause between looks into the chain while the node does not report by itself.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// How many answer times a lost node gets to come back.
const PATIENCE: u32 = 3;

/// JSON-RPC codes of a pool that holds or held the very same transaction.
const ALREADY_IMPORTED: i32 = 1013;

/// What a node says of a transaction that it watches.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Future,
    Ready,
    Broadcast(IgnoredAny),
    InBlock(Hash),
    Retracted(IgnoredAny),
    FinalityTimeout(Hash),
    Finalized(Hash),
    Usurped(IgnoredAny),
    Dropped,
    Invalid,
}

#[derive(serde::Deserialize)]
struct Block {
    block: Body,
}

#[derive(serde::Deserialize)]
struct Body {
    extrinsics: Vec<HexBytes>,
}

/// Where a watch ended.
enum End {
    /// In this block, as far as was asked for.
    Landed(Stage),
    /// The node does not report any more.
    Silent(Label),
}

type Progress<'a> = &'a mut (dyn FnMut(Stage) + Send);

impl Chain {
    /// Send a transaction and follow it as far as asked.
    ///
    /// # Errors
    /// [`Error::PoolRejected`] if the node does not take it, [`Error::Rejected`] if it fails in its
    /// block, [`Error::Expired`] if it never gets there, [`Error::Lost`] if the node is gone.
    pub async fn send(
        &self,
        signed: &Signed,
        wait: Wait,
        progress: Progress<'_>,
    ) -> Result<Receipt, Error> {
        if wait == Wait::None {
            return match self.inner.rpc.submit(&signed.bytes).await {
                Ok(()) => {
                    progress(Stage::Sent);
                    Ok(receipt(signed, Stage::Sent))
                }
                Err(Refusal::Pool(error)) => Err(pool_rejected(error.code, &words(&error))),
                Err(Refusal::Unknown(reason)) => Err(lost(signed, reason)),
            };
        }
        let end = match self.inner.rpc.submit_and_watch(&signed.bytes).await {
            Ok(statuses) => {
                progress(Stage::Sent);
                self.watch(signed, statuses, wait, progress).await?
            }
            Err(Refusal::Pool(error)) => {
                return Err(pool_rejected(error.code, &words(&error)));
            }
            Err(Refusal::Unknown(reason)) => End::Silent(reason),
        };
        let stage = match end {
            End::Landed(stage) => stage,
            End::Silent(reason) => self.recover(signed, wait, progress, reason).await?,
        };
        self.settle(signed, stage).await
    }

    /// Follow the node's own reports.
    async fn watch(
        &self,
        signed: &Signed,
        mut statuses: RpcSubscription<Status>,
        wait: Wait,
        progress: Progress<'_>,
    ) -> Result<End, Error> {
        loop {
            let status = match statuses.next().await {
                Some(Ok(status)) => status,
                Some(Err(error)) => return Ok(End::Silent(Label::new(&error.to_string()))),
                None => return Ok(End::Silent("the node stopped reporting".into())),
            };
            match status {
                Status::Future | Status::Ready | Status::Broadcast(_) | Status::Retracted(_) => {}
                Status::InBlock(hash) => {
                    let Some(at) = self.locate(hash).await? else { continue };
                    progress(Stage::InBlock(at));
                    if wait == Wait::Inclusion {
                        return Ok(End::Landed(Stage::InBlock(at)));
                    }
                }
                Status::Finalized(hash) => {
                    let Some(at) = self.locate(hash).await? else {
                        return Ok(End::Silent("the connection was lost".into()));
                    };
                    progress(Stage::Finalized(at));
                    return Ok(End::Landed(Stage::Finalized(at)));
                }
                Status::FinalityTimeout(hash) => {
                    return Ok(match self.locate(hash).await? {
                        Some(at) => End::Landed(Stage::InBlock(at)),
                        None => End::Silent("the connection was lost".into()),
                    });
                }
                Status::Usurped(_) | Status::Dropped | Status::Invalid => {
                    return self.dropped(signed, &status, progress).await;
                }
            }
        }
    }

    /// The node's pool let go of the transaction: it may be in a block all the same.
    async fn dropped(
        &self,
        signed: &Signed,
        status: &Status,
        progress: Progress<'_>,
    ) -> Result<End, Error> {
        if let Ok(Some(stage)) = self.look_for(signed).await {
            progress(stage);
            if matches!(stage, Stage::Finalized(_)) {
                return Ok(End::Landed(stage));
            }
            return Ok(End::Silent("the node stopped reporting".into()));
        }
        let (text, explanation) = match status {
            Status::Usurped(_) => {
                ("usurped", "another transaction with the same number replaced it")
            }
            Status::Dropped => ("dropped", "the node's pool is full; try again later"),
            _ => (
                "invalid",
                "it became invalid while it waited, for instance because another \
                              transaction of this account came first",
            ),
        };
        Err(Error::PoolRejected { code: 0, text: text.into(), explanation: explanation.to_owned() })
    }

    /// Number of a block; `None` when the connection is gone.
    async fn locate(&self, hash: Hash) -> Result<Option<At>, Error> {
        match header(&self.inner.rpc, Some(hash)).await {
            Ok((block, _)) => Ok(Some(At { block, hash })),
            Err(Error::Disconnected { .. } | Error::TimedOut { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Find the transaction in the chain, or send the same bytes again, until it has landed, is
    /// void, or the node stays away.
    async fn recover(
        &self,
        signed: &Signed,
        wait: Wait,
        progress: Progress<'_>,
        reason: Label,
    ) -> Result<Stage, Error> {
        let patience = self.inner.rpc.limit() * PATIENCE;
        let mut reason = reason;
        let mut last_answer = Instant::now();
        let mut shown = None;
        loop {
            match self.look_for(signed).await {
                Ok(Some(stage)) => {
                    last_answer = Instant::now();
                    if shown != Some(stage) {
                        progress(stage);
                        shown = Some(stage);
                    }
                    if matches!(stage, Stage::Finalized(_)) || wait == Wait::Inclusion {
                        return Ok(stage);
                    }
                }
                Ok(None) => {
                    last_answer = Instant::now();
                    let head = self.head().await;
                    if head.is_ok_and(|head| head.block > signed.mortality.valid_until()) {
                        return Err(Error::Expired {
                            transaction: signed.hash(),
                            valid_until: signed.mortality.valid_until(),
                        });
                    }
                    match self.inner.rpc.submit_and_watch(&signed.bytes).await {
                        Ok(statuses) => match self.watch(signed, statuses, wait, progress).await? {
                            End::Landed(stage) => return Ok(stage),
                            End::Silent(why) => reason = why,
                        },
                        Err(Refusal::Pool(error)) if error.code == ALREADY_IMPORTED => {}
                        Err(Refusal::Pool(error)) => {
                            // Outdated: it landed between the look and the sending, or never will.
                            if let Ok(Some(stage)) = self.look_for(signed).await {
                                progress(stage);
                                if matches!(stage, Stage::Finalized(_)) || wait == Wait::Inclusion {
                                    return Ok(stage);
                                }
                            } else {
                                return Err(pool_rejected(error.code, &words(&error)));
                            }
                        }
                        Err(Refusal::Unknown(why)) => reason = why,
                    }
                }
                Err(Error::Disconnected { reason: why, .. }) => reason = why,
                Err(Error::TimedOut { .. }) => {}
                Err(error) => return Err(error),
            }
            if last_answer.elapsed() > patience {
                return Err(lost(signed, reason));
            }
            tokio::time::sleep(LOOK_AGAIN.min(self.inner.rpc.limit())).await;
        }
    }

    /// Look for the transaction in every block that could hold it, newest first.
    async fn look_for(&self, signed: &Signed) -> Result<Option<Stage>, Error> {
        let rpc = &self.inner.rpc;
        let finalized = self.head().await?;
        let (best, _) = header(rpc, None).await?;
        let wanted = signed.hash();
        let newest = best.max(finalized.block).min(signed.mortality.valid_until());
        for block in (signed.mortality.birth.block..=newest).rev() {
            let hash: Option<Hash> = rpc.ask("chain_getBlockHash", rpc_params![block]).await?;
            let Some(hash) = hash else { continue };
            if self.place(hash, wanted).await?.is_some() {
                let at = At { block, hash };
                let stays = block <= finalized.block;
                return Ok(Some(if stays { Stage::Finalized(at) } else { Stage::InBlock(at) }));
            }
        }
        Ok(None)
    }

    /// The transaction's place in a block.
    async fn place(&self, block: Hash, transaction: Hash) -> Result<Option<u32>, Error> {
        let block: Option<Block> = self.inner.rpc.ask("chain_getBlock", rpc_params![block]).await?;
        let Some(block) = block else { return Ok(None) };
        let found =
            block.block.extrinsics.iter().position(|bytes| encode::hash(&bytes.0) == transaction);
        Ok(found.and_then(|index| u32::try_from(index).ok()))
    }

    /// What the block says of the transaction.
    async fn settle(&self, signed: &Signed, stage: Stage) -> Result<Receipt, Error> {
        let mut receipt = receipt(signed, stage);
        let (Stage::InBlock(at) | Stage::Finalized(at)) = stage else { return Ok(receipt) };
        let pinned = self.pin_at(at.hash).await?;
        let key = pinned.key(&surface::EVENTS, &[])?;
        let accounts = [signed.signer];
        let (index, bytes, balances) = futures::try_join!(
            self.place(at.hash, receipt.transaction),
            raw_storage(&self.inner.rpc, &key, at.hash),
            pinned.balances(&accounts),
        )?;
        let index = index.ok_or_else(|| Error::Decode {
            what: format!("block {}", at.block),
            reason: "the transaction that the node placed there is not in it".to_owned(),
        })?;
        let runtime = pinned.runtime();
        let happened = events::of_transaction(runtime, bytes.unwrap_or_default(), index)?;
        if let Some(name) = events::failure(runtime, &happened) {
            let explanation = explain::explain(runtime, &name);
            return Err(Error::Rejected { name, explanation, transaction: receipt.transaction });
        }
        receipt.index = Some(index);
        receipt.fee = events::fee(&happened);
        receipt.settled = events::settled(&happened, signed.signer);
        receipt.free_after = balances.first().copied().flatten().map(|balance| balance.free);
        receipt.events = happened.iter().map(|event| event.describe(runtime)).collect();
        Ok(receipt)
    }
}

fn receipt(signed: &Signed, stage: Stage) -> Receipt {
    Receipt {
        transaction: signed.hash(),
        stage,
        index: None,
        fee: None,
        settled: None,
        free_after: None,
        events: Vec::new(),
    }
}

fn lost(signed: &Signed, reason: Label) -> Error {
    Error::Lost { transaction: signed.hash(), valid_until: signed.mortality.valid_until(), reason }
}

fn pool_rejected(code: i32, text: &str) -> Error {
    Error::PoolRejected {
        code,
        text: Label::new(text),
        explanation: explain::pool(code, text).to_owned(),
    }
}
