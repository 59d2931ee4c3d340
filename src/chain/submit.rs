//! Handing a signed transaction to the node and following it, through lost connections, to the
//! block that holds it.
//!
//! Nothing is ever signed here. After a lost connection the transaction is looked for in the blocks
//! that could hold it before anything is said of it, and only the very same bytes are sent again.
//! What a node says of a transaction is believed only when the block shows it.

use std::time::Duration;

use subxt::rpcs::client::RpcSubscription;
use tokio::time::Instant;

use super::rpc::{Refusal, words};
use super::search::{Place, Search};
use super::{Chain, Error, Found, encode, events, explain, header, raw_storage, surface};
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

impl Wait {
    fn is_over(self, stage: Stage) -> bool {
        match stage {
            Stage::Finalized(_) => true,
            Stage::InBlock(_) => self != Self::Finalization,
            Stage::Sent => self == Self::None,
            Stage::Carried(_) | Stage::Signed | Stage::Retracted(_) => false,
        }
    }
}

/// A signed transaction, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that are sent.
    pub bytes: Vec<u8>,
    /// Whose it is.
    pub signer: AccountId,
    /// Its number.
    pub nonce: u32,
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

/// How long a chain may make no block before a transaction that is only waited for is given up.
const NO_BLOCK: Duration = Duration::from_secs(40);

/// JSON-RPC code of a pool that holds the very same transaction.
const ALREADY_IMPORTED: i32 = 1013;

/// JSON-RPC code of a pool that does not want to see it again for a while.
const TEMPORARILY_BANNED: i32 = 1012;

/// What a node says of a transaction that it watches.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Future,
    Ready,
    Broadcast(serde::de::IgnoredAny),
    InBlock(Hash),
    Retracted(Hash),
    FinalityTimeout(serde::de::IgnoredAny),
    Finalized(Hash),
    Usurped(serde::de::IgnoredAny),
    Dropped,
    Invalid,
}

/// How one try went.
enum Step {
    /// As far as was asked for.
    Landed(Stage),
    /// The node answers, and it takes more time.
    Waiting,
    /// The node does not report any more.
    Silent(Label),
}

type Progress<'a> = &'a mut (dyn FnMut(Stage) + Send);

/// What has been said of the transaction so far, so that nothing is said twice and a block that
/// was given up is.
struct Course<'a> {
    progress: Progress<'a>,
    was_sent: bool,
    shown: Option<At>,
}

impl Course<'_> {
    fn reach(&mut self, stage: Stage) {
        match stage {
            Stage::Sent if self.was_sent => return,
            Stage::Sent => {}
            Stage::InBlock(at) if self.shown == Some(at) => return,
            Stage::InBlock(at) | Stage::Finalized(at) => {
                if self.shown.is_some_and(|shown| shown != at) {
                    self.retract();
                }
                self.shown = Some(at);
            }
            Stage::Signed | Stage::Carried(_) | Stage::Retracted(_) => {}
        }
        self.was_sent = true;
        (self.progress)(stage);
    }

    /// The block that was shown does not hold it any more.
    fn retract(&mut self) {
        if let Some(at) = self.shown.take() {
            (self.progress)(Stage::Retracted(at));
        }
    }
}

impl Chain {
    /// Send a transaction for the first time and follow it as far as asked.
    ///
    /// # Errors
    /// [`Error::PoolRejected`] if the node does not take it, [`Error::Rejected`] if it fails in its
    /// block, [`Error::Expired`], [`Error::Replaced`] if it never gets there, [`Error::Lost`] or
    /// [`Error::Dropped`] if nobody knows.
    pub async fn send(
        &self,
        signed: &Signed,
        wait: Wait,
        progress: Progress<'_>,
    ) -> Result<Receipt, Error> {
        // No block that stays can hold what was never sent. One above those can be replaced by one
        // of the same height that does.
        let stays = self.head().await.map(|at| at.block);
        let since = stays.unwrap_or(signed.mortality.birth.block);
        let course = Course { progress, was_sent: false, shown: None };
        self.drive(signed, Search::since(since), wait, course).await
    }

    /// Go on with a transaction that may have been sent before: look for it first, and send the
    /// same bytes if they are nowhere.
    ///
    /// # Errors
    /// As [`Chain::send`].
    pub async fn resume(
        &self,
        signed: &Signed,
        wait: Wait,
        progress: Progress<'_>,
    ) -> Result<Receipt, Error> {
        match self.find(signed).await? {
            Found::Void(why) => return Err(why),
            Found::Unknown => {
                return Err(lost(signed, "the node lacks blocks of that time".into()));
            }
            Found::Here(_) | Found::Nowhere => {}
        }
        let course = Course { progress, was_sent: true, shown: None };
        self.drive(signed, Search::since(signed.mortality.birth.block), wait, course).await
    }

    /// Hand the very same bytes to the node once more, without waiting for anything.
    ///
    /// # Errors
    /// [`Error::PoolRejected`] if it does not want them, [`Error::Lost`] if it does not say.
    pub async fn resend(&self, signed: &Signed) -> Result<(), Error> {
        match self.inner.rpc.submit(&signed.bytes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Pool(error)) if error.code == ALREADY_IMPORTED => Ok(()),
            Err(Refusal::Pool(error)) => Err(pool_rejected(error.code, &words(&error))),
            Err(Refusal::Unknown(reason)) => Err(lost(signed, reason)),
        }
    }

    /// Follow a transaction that somebody else puts into a block: it is looked for, and never sent.
    ///
    /// # Errors
    /// [`Error::Rejected`] if it fails in its block, [`Error::Expired`], [`Error::Replaced`] if it never gets there,
    /// [`Error::Lost`] if no block comes any more.
    pub async fn expect(
        &self,
        signed: &Signed,
        wait: Wait,
        progress: Progress<'_>,
    ) -> Result<Receipt, Error> {
        let patience = (self.inner.rpc.limit() * PATIENCE).min(NO_BLOCK);
        let mut search = Search::since(signed.mortality.birth.block);
        let mut course = Course { progress, was_sent: true, shown: None };
        let mut reason = Label::from("no block came since its carrier's");
        let (mut newest, mut last_block) = (0, Instant::now());
        loop {
            match self.look(signed, &mut search, wait, &mut course).await {
                Ok(Some(Step::Landed(stage))) => match self.settle(signed, stage).await {
                    Ok(Some(receipt)) => return Ok(receipt),
                    Ok(None) => {}
                    Err(error) if error.is_passing() => reason = Label::new(&error.to_string()),
                    Err(error) => return Err(error),
                },
                Ok(Some(Step::Silent(why))) => reason = why,
                Ok(Some(Step::Waiting) | None) => {}
                Err(error) if error.is_passing() => reason = Label::new(&error.to_string()),
                Err(error) => return Err(error),
            }
            if let Ok((block, _)) = header(&self.inner.rpc, None).await
                && block > newest
            {
                (newest, last_block) = (block, Instant::now());
            }
            if last_block.elapsed() > patience {
                return Err(lost(signed, reason));
            }
            tokio::time::sleep(LOOK_AGAIN.min(self.inner.rpc.limit())).await;
        }
    }

    /// Look for the transaction, send it if it is nowhere, follow it; again until it has landed, is
    /// void, or the node stays away.
    async fn drive(
        &self,
        signed: &Signed,
        mut search: Search,
        wait: Wait,
        mut course: Course<'_>,
    ) -> Result<Receipt, Error> {
        let patience = self.inner.rpc.limit() * PATIENCE;
        let mut reason = Label::from("the node does not answer");
        let mut last_answer = Instant::now();
        // What was never sent need not be looked for.
        let mut is_first = !course.was_sent;
        loop {
            let step = self.step(signed, &mut search, wait, &mut course, is_first).await;
            is_first = false;
            match step {
                Ok(Step::Landed(stage)) => match self.settle(signed, stage).await {
                    Ok(Some(receipt)) => return Ok(receipt),
                    Ok(None) => {
                        reason = "the node placed it in a block that does not hold it".into();
                    }
                    Err(error) if error.is_passing() => reason = Label::new(&error.to_string()),
                    Err(error) => return Err(error),
                },
                Ok(Step::Waiting) => last_answer = Instant::now(),
                Ok(Step::Silent(why)) => reason = why,
                Err(Error::Disconnected { reason: why, .. }) => reason = why,
                Err(error) if error.is_passing() => reason = Label::new(&error.to_string()),
                Err(error) => return Err(error),
            }
            if last_answer.elapsed() > patience {
                return Err(lost(signed, reason));
            }
            tokio::time::sleep(LOOK_AGAIN.min(self.inner.rpc.limit())).await;
        }
    }

    async fn step(
        &self,
        signed: &Signed,
        search: &mut Search,
        wait: Wait,
        course: &mut Course<'_>,
        is_first: bool,
    ) -> Result<Step, Error> {
        if !is_first && let Some(step) = self.look(signed, search, wait, course).await? {
            return Ok(step);
        }
        let refused = if wait == Wait::None {
            self.inner.rpc.submit(&signed.bytes).await.err()
        } else {
            match self.inner.rpc.submit_and_watch(&signed.bytes).await {
                Ok(statuses) => {
                    course.reach(Stage::Sent);
                    return self.watch(signed, statuses, search, wait, course).await;
                }
                Err(refusal) => Some(refusal),
            }
        };
        let error = match refused {
            None => {
                course.reach(Stage::Sent);
                return Ok(Step::Landed(Stage::Sent));
            }
            Some(Refusal::Unknown(why)) => {
                // From here on it may be anywhere.
                course.was_sent = true;
                return Ok(Step::Silent(why));
            }
            Some(Refusal::Pool(error)) => error,
        };
        let text = words(&error);
        if error.code == ALREADY_IMPORTED {
            course.reach(Stage::Sent);
            let landed = wait.is_over(Stage::Sent);
            return Ok(if landed { Step::Landed(Stage::Sent) } else { Step::Waiting });
        }
        // It may have come into a block between the look and the sending.
        let was_sent = course.was_sent;
        match self.look(signed, search, wait, course).await {
            Ok(Some(step)) => Ok(step),
            Err(Error::Replaced { .. }) if !was_sent => Err(pool_rejected(error.code, &text)),
            Err(other) => Err(other),
            // Its number or its time is over in a block that could still be replaced.
            Ok(None) if was_sent && is_undecided(error.code, &text) => Ok(Step::Waiting),
            Ok(None) if was_sent => Err(dropped(signed, error.code, &text)),
            Ok(None) => Err(pool_rejected(error.code, &text)),
        }
    }

    /// Look into the chain; `None` if the transaction is nowhere.
    async fn look(
        &self,
        signed: &Signed,
        search: &mut Search,
        wait: Wait,
        course: &mut Course<'_>,
    ) -> Result<Option<Step>, Error> {
        match self.look_for(signed, search).await? {
            Found::Here(stage) => {
                course.reach(stage);
                Ok(Some(if wait.is_over(stage) { Step::Landed(stage) } else { Step::Waiting }))
            }
            Found::Nowhere => {
                course.retract();
                Ok(None)
            }
            Found::Void(why) => {
                course.retract();
                Err(why)
            }
            Found::Unknown => Ok(Some(Step::Silent("the node lacks blocks of that time".into()))),
        }
    }

    /// Follow the node's own reports.
    async fn watch(
        &self,
        signed: &Signed,
        mut statuses: RpcSubscription<Status>,
        search: &mut Search,
        wait: Wait,
        course: &mut Course<'_>,
    ) -> Result<Step, Error> {
        loop {
            let next = tokio::time::timeout(self.inner.rpc.limit(), statuses.next());
            let status = match next.await {
                Ok(Some(Ok(status))) => status,
                Ok(Some(Err(error))) => return Ok(Step::Silent(Label::new(&error.to_string()))),
                Ok(None) => return Ok(Step::Silent("the node stopped reporting".into())),
                // Nothing new, or a node that forgot to say so.
                Err(_) => match self.look(signed, search, wait, course).await? {
                    Some(Step::Waiting) => continue,
                    Some(step) => return Ok(step),
                    None => match self.inner.rpc.submit(&signed.bytes).await {
                        Err(Refusal::Pool(error)) if error.code == ALREADY_IMPORTED => continue,
                        // It had forgotten the transaction itself.
                        _ => return Ok(Step::Waiting),
                    },
                },
            };
            match status {
                Status::Future | Status::Ready | Status::Broadcast(_) => {}
                Status::Retracted(hash) => {
                    if course.shown.is_some_and(|at| at.hash == hash) {
                        course.retract();
                    }
                }
                Status::InBlock(hash) => {
                    let Some(at) = self.locate(hash).await? else { continue };
                    course.reach(Stage::InBlock(at));
                    if wait.is_over(Stage::InBlock(at)) {
                        return Ok(Step::Landed(Stage::InBlock(at)));
                    }
                }
                Status::Finalized(hash) => {
                    let Some(at) = self.locate(hash).await? else {
                        return Ok(Step::Silent("the connection was lost".into()));
                    };
                    course.reach(Stage::Finalized(at));
                    return Ok(Step::Landed(Stage::Finalized(at)));
                }
                Status::FinalityTimeout(_) => {
                    return Ok(Step::Silent("the node gave up waiting for finality".into()));
                }
                // It may be in a block all the same; if not, the node says why when it is asked
                // to take it again.
                Status::Usurped(_) | Status::Dropped | Status::Invalid => {
                    return Ok(Step::Waiting);
                }
            }
        }
    }

    /// Number of a block; `None` when it cannot be asked for or is gone already.
    async fn locate(&self, hash: Hash) -> Result<Option<At>, Error> {
        match header(&self.inner.rpc, Some(hash)).await {
            Ok((block, _)) => Ok(Some(At { block, hash })),
            Err(Error::Pruned { .. }) => Ok(None),
            Err(error) if error.is_passing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the block says of the transaction; `None` if it does not hold it.
    ///
    /// # Errors
    /// [`Error::Rejected`] if it failed there, or the node cannot be asked.
    pub async fn settle(&self, signed: &Signed, stage: Stage) -> Result<Option<Receipt>, Error> {
        let mut receipt = receipt(signed, stage);
        let (Stage::InBlock(at) | Stage::Finalized(at)) = stage else { return Ok(Some(receipt)) };
        let Place::At(index) = self.place(at.hash, receipt.transaction).await? else {
            return Ok(None);
        };
        let pinned = match self.pin_at(at.hash).await {
            // Replaced by another block meanwhile.
            Err(Error::Pruned { .. }) if matches!(stage, Stage::InBlock(_)) => return Ok(None),
            pinned => pinned?,
        };
        let key = pinned.key(&surface::EVENTS, &[])?;
        let accounts = [signed.signer];
        let (bytes, balances) = futures::try_join!(
            raw_storage(&self.inner.rpc, &key, at.hash),
            pinned.balances(&accounts),
        )?;
        let runtime = pinned.runtime();
        let happened = events::of_transaction(runtime, bytes.unwrap_or_default(), index)?;
        if let Some(name) = events::failure(runtime, &happened) {
            let explanation = explain::explain(runtime, &name);
            return Err(Error::Rejected { name, explanation, transaction: receipt.transaction });
        }
        receipt.index = Some(index);
        receipt.fee = events::fee(&happened);
        receipt.settled = events::settled(runtime, &happened, signed.signer);
        receipt.free_after = balances.first().copied().flatten().map(|balance| balance.free);
        receipt.events = happened.iter().map(|event| event.describe(runtime)).collect();
        Ok(Some(receipt))
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
        carrier: None,
        events: Vec::new(),
    }
}

/// Whether a refusal of bytes that were sent before may be due to a block that is not final.
fn is_undecided(code: i32, text: &str) -> bool {
    code == TEMPORARILY_BANNED
        || (code == 1010 && (text.contains("outdated") || text.contains("ancient birth")))
}

fn lost(signed: &Signed, reason: Label) -> Error {
    Error::Lost { transaction: signed.hash(), valid_until: signed.mortality.valid_until(), reason }
}

/// The node took it once and does not want it any more.
fn dropped(signed: &Signed, code: i32, text: &str) -> Error {
    Error::Dropped {
        transaction: signed.hash(),
        valid_until: signed.mortality.valid_until(),
        explanation: explain::pool(code, text).to_owned(),
    }
}

fn pool_rejected(code: i32, text: &str) -> Error {
    Error::PoolRejected {
        code,
        text: Label::new(text),
        explanation: explain::pool(code, text).to_owned(),
    }
}
