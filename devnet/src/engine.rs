//! The chain itself: validates and pools transactions, makes blocks, keeps them, tells followers.
//!
//! One block at a time is made, under the `sealing` lock; reads of any kept block run beside it. A block is final as soon
//! as a fixed number of others follow it, none unless asked for, and stays it. Knows nothing of JSON or sockets.

mod control;

pub(crate) use control::{ControlError, Reorg};

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use codec::{Decode, Encode};
use node_subtensor_runtime::{
    Runtime, UncheckedExtrinsic, VERSION,
    upgrade::{self, Upgrade},
};
use pallet_shield::ShieldedTransaction;
use parking_lot::{Mutex, RwLock, RwLockReadGuard};
use sp_core::{H256, crypto::AccountId32};
use sp_inherents::InherentData;
use sp_runtime::{
    ApplyExtrinsicResult, Digest, DigestItem, ExtrinsicInclusionMode, OpaqueExtrinsic,
    traits::{BlakeTwo256, Hash, Header as _},
    transaction_validity::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
        ValidTransaction,
    },
};
use sp_state_machine::Backend as _;
use sp_version::RuntimeVersion;
use tokio::sync::{Notify, mpsc::UnboundedSender, watch};

use crate::{
    Error,
    execute::{self, Failure, Overlay},
    ledger::{Block, Header, Ledger, Missing},
    market::Market,
    pool::{Pool, Refusal, Status},
    scenario::Cast,
    shield,
    store::Writes,
    view::View,
};

/// Key of the timestamp in the data that a block starts with.
const TIMESTAMP: [u8; 8] = *b"timstap0";

/// Why a submitted transaction is not in the pool.
#[derive(Debug)]
pub(crate) enum Rejection {
    /// Not the bytes of an extrinsic.
    Format(String),
    /// The runtime could not even look at it.
    Verification(String),
    /// The runtime says no.
    Validity(TransactionValidityError),
    /// The pool says no.
    Pool(Refusal),
}

/// Time of a block in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// What the clock says, but later than the block before.
    Now,
    /// This time, but later than the block before.
    At(u64),
}

/// Who acts in every block.
#[derive(Clone)]
pub(crate) enum Actors {
    /// The traders of a world.
    Market(Market),
    /// The people of a scenario.
    Cast(Cast),
}

/// What only the maker of blocks touches.
struct Sealing {
    last_timestamp: u64,
    /// Milliseconds that this chain's clock is ahead.
    ahead: u64,
    snapshots: BTreeMap<u64, control::Snapshot>,
    next_snapshot: u64,
    /// Number of the next block, if it is not the one after the best block.
    jump_to: Option<u32>,
    actors: Option<Actors>,
}

/// See the module.
pub(crate) struct Engine {
    ledger: RwLock<Ledger>,
    pool: Mutex<Pool>,
    sealing: Mutex<Sealing>,
    best: watch::Sender<u32>,
    finality_lag: u32,
    /// Rings when a transaction has become ready.
    pub(crate) bell: Notify,
}

impl Engine {
    /// An engine over a chain, which may be one block long. Blocks are final when `finality_lag` others follow.
    pub(crate) fn new(
        ledger: Ledger,
        actors: Option<Actors>,
        finality_lag: u32,
    ) -> Result<Engine, Failure> {
        let last_timestamp = {
            let best = ledger.best();
            let view =
                ledger.state(&best).map_err(|missing| Failure::Panicked(missing.to_string()))?;
            let mut overlay = Overlay::default();
            let key = frame_support::storage::storage_prefix(b"Timestamp", b"Now");
            execute::with_storage(&view, &mut overlay, || {
                frame_support::storage::unhashed::get_or_default::<u64>(&key)
            })?
        };
        let number = ledger.best().header.number;
        Ok(Engine {
            ledger: RwLock::new(ledger),
            pool: Mutex::default(),
            sealing: Mutex::new(Sealing {
                last_timestamp,
                ahead: 0,
                snapshots: BTreeMap::new(),
                next_snapshot: 1,
                jump_to: None,
                actors,
            }),
            finality_lag,
            best: watch::Sender::new(number),
            bell: Notify::new(),
        })
    }

    /// The kept blocks and states. Blocks cannot be added while this is held.
    pub(crate) fn ledger(&self) -> RwLockReadGuard<'_, Ledger> {
        self.ledger.read()
    }

    /// The last block that cannot be taken back.
    pub(crate) fn finalized(&self) -> Arc<Block> {
        self.ledger().finalized()
    }

    /// Number of the best block, as it changes.
    pub(crate) fn follow(&self) -> watch::Receiver<u32> {
        self.best.subscribe()
    }

    /// The runtime's version after a block (the best one by default).
    pub(crate) fn version(&self, block: Option<H256>) -> Result<RuntimeVersion, Missing> {
        Ok(upgrade::version(self.upgrade(block)?.as_ref()))
    }

    /// What differs after a block from the rules that are compiled in.
    pub(crate) fn upgrade(&self, block: Option<H256>) -> Result<Option<Upgrade>, Missing> {
        self.read(block, |_, view| Upgrade::read(view.storage(upgrade::KEY).ok().flatten()))
    }

    /// The block with this hash, or the best one.
    pub(crate) fn block(&self, hash: Option<H256>) -> Result<Arc<Block>, Missing> {
        let ledger = self.ledger();
        hash.map_or_else(|| Ok(ledger.best()), |hash| ledger.by_hash(&hash))
    }

    /// Read the state after `block` (the best one by default).
    pub(crate) fn read<R>(
        &self,
        block: Option<H256>,
        read: impl FnOnce(&Block, &View<'_>) -> R,
    ) -> Result<R, Missing> {
        let ledger = self.ledger();
        let block = hash_or_best(&ledger, block)?;
        let view = ledger.state(&block)?;
        Ok(read(&block, &view))
    }

    /// Call a runtime API on the state after `block`; nothing it writes is kept.
    pub(crate) fn call(
        &self,
        block: Option<H256>,
        method: &str,
        arguments: &[u8],
    ) -> Result<Result<Vec<u8>, Failure>, Missing> {
        self.read(block, |_, view| {
            execute::on_deep_stack(|| {
                execute::call(view, &mut Overlay::default(), method, arguments)
            })
            .flatten()
        })
    }

    /// Nonce of the next transaction of `account`, counting those that wait.
    pub(crate) fn next_nonce(&self, account: &AccountId32) -> Result<u32, Failure> {
        let method = "AccountNonceApi_account_nonce";
        let answer = self
            .call(None, method, &account.encode())
            .map_err(|missing| Failure::Panicked(missing.to_string()))??;
        let mut nonce =
            u32::decode(&mut &answer[..]).map_err(|_| Failure::Undecodable { method })?;
        let provided = self.pool.lock().provided();
        while provided.contains(&(account, nonce).encode()) {
            nonce += 1;
        }
        Ok(nonce)
    }

    /// Waiting transactions, ready ones first.
    pub(crate) fn pending(&self) -> Vec<Vec<u8>> {
        self.pool.lock().all().into_iter().map(|(_, bytes)| bytes).collect()
    }

    /// Whether a block made now would have a transaction in it.
    pub(crate) fn has_ready(&self) -> bool {
        self.pool.lock().has_ready()
    }

    /// Validate a transaction and put it into the pool.
    pub(crate) fn submit(
        &self,
        bytes: Vec<u8>,
        watcher: Option<UnboundedSender<Status>>,
    ) -> Result<H256, Rejection> {
        let opaque = OpaqueExtrinsic::decode(&mut &bytes[..])
            .map_err(|error| Rejection::Format(error.to_string()))?;
        if opaque.encoded_size() != bytes.len() {
            return Err(Rejection::Format("bytes are left over".to_owned()));
        }
        let hash = BlakeTwo256::hash(&bytes);
        if self.pool.lock().contains(&hash) {
            return Err(Rejection::Pool(Refusal::AlreadyImported(hash)));
        }
        let verdict = self
            .read(None, |block, view| {
                execute::on_deep_stack(|| validate(view, &bytes, block.hash)).flatten()
            })
            .map_err(|missing| Rejection::Verification(missing.to_string()))?
            .map_err(|failure| Rejection::Verification(failure.to_string()))?;
        let validity = verdict.map_err(Rejection::Validity)?;
        self.pool.lock().insert(hash, bytes, validity, watcher).map_err(Rejection::Pool)?;
        self.bell.notify_one();
        Ok(hash)
    }

    /// Let the next block have this number instead of the one after the best block.
    pub(crate) fn jump_to(&self, number: u32) {
        self.sealing.lock().jump_to = Some(number);
    }

    /// Make a block of what is ready.
    pub(crate) fn seal(&self, when: When) -> Result<Arc<Block>, Error> {
        self.seal_under(&mut self.sealing.lock(), when, None)
    }

    /// Make a block; what stands in `before` happens before everything else in it.
    fn seal_under(
        &self,
        sealing: &mut Sealing,
        when: When,
        before: Option<Before<'_>>,
    ) -> Result<Arc<Block>, Error> {
        let outcome = execute::on_deep_stack(|| {
            match &mut sealing.actors {
                Some(Actors::Market(market)) => market.act(self),
                Some(Actors::Cast(cast)) => cast.act(self),
                None => {}
            }
            let next = self.next(sealing, when);
            let sealed = self.build(next, before).map_err(|failure| (next.number, failure))?;
            sealing.jump_to = None;
            sealing.last_timestamp = next.timestamp;
            let block = {
                let mut ledger = self.ledger.write();
                let block = ledger.append(sealed.block, sealed.writes);
                ledger.finalize(self.finality_lag);
                block
            };
            self.settle(&block, &sealed.included, &sealed.dropped);
            if sealed.held {
                self.bell.notify_one();
            }
            Ok(block)
        });
        let number = self.ledger().best().header.number + 1;
        match outcome {
            Ok(Ok(block)) => {
                self.best.send_replace(block.header.number);
                Ok(block)
            }
            Ok(Err((number, failure))) => Err(Error::Seal { number, reason: failure.to_string() }),
            Err(failure) => Err(Error::Seal { number, reason: failure.to_string() }),
        }
    }

    fn next(&self, sealing: &Sealing, when: When) -> Next {
        let best = self.ledger().best();
        let wanted = match when {
            When::Now => now().saturating_add(sealing.ahead),
            When::At(time) => time,
        };
        Next {
            number: sealing.jump_to.unwrap_or(best.header.number + 1),
            timestamp: wanted.max(sealing.last_timestamp + 1),
        }
    }

    /// Execute a block on the best state. Changes nothing.
    fn build(&self, next: Next, before: Option<Before<'_>>) -> Result<Sealed, Failure> {
        let ready = self.pool.lock().ready();
        let ledger = self.ledger();
        let parent = ledger.best();
        let view =
            ledger.state(&parent).map_err(|missing| Failure::Panicked(missing.to_string()))?;
        let mut overlay = Overlay::default();
        let header = Header::new(
            next.number,
            H256::default(),
            H256::default(),
            parent.hash,
            Digest::default(),
        );
        if next.number != parent.header.number + 1 {
            // A jump: the runtime is told that the blocks between have been.
            execute::with_storage(&view, &mut overlay, || pass_over(next.number))?;
        }
        if let Some(before) = &before {
            execute::with_storage(&view, &mut overlay, || before.change())?
                .map_err(Failure::Panicked)?;
        }
        let mode: ExtrinsicInclusionMode =
            execute::ask(&view, &mut overlay, "Core_initialize_block", &header)?;
        if let Some(Before::Upgrade(upgrade)) = before {
            execute::with_storage(&view, &mut overlay, || tell(upgrade))?;
        }
        let mut body = Vec::new();
        let mut inherents = InherentData::new();
        inherents
            .put_data(TIMESTAMP, &next.timestamp)
            .and_then(|()| {
                let key = shield::announced(next.number);
                inherents.put_data(pallet_shield::INHERENT_IDENTIFIER, &key)
            })
            .map_err(|error| Failure::Panicked(error.to_string()))?;
        let inherents: Vec<OpaqueExtrinsic> =
            execute::ask(&view, &mut overlay, "BlockBuilder_inherent_extrinsics", &inherents)?;
        for inherent in inherents {
            let bytes = inherent.encode();
            match apply(&view, &mut overlay, &bytes)? {
                Ok(Ok(())) => body.push(bytes),
                refused => return Err(Failure::Panicked(format!("inherent refused: {refused:?}"))),
            }
        }
        let (mut included, mut dropped, mut held) = (Vec::new(), Vec::new(), false);
        for (hash, bytes) in ready {
            if mode == ExtrinsicInclusionMode::OnlyInherents {
                break;
            }
            let carried = shield::carried(&bytes);
            if let Some(carried) = &carried
                && !opens(&view, carried)?
            {
                // For the author of a later block.
                held = true;
                continue;
            }
            match include(&view, &mut overlay, &bytes)? {
                Inclusion::Included => {
                    included.push(hash);
                    body.push(bytes);
                }
                Inclusion::Later => continue,
                Inclusion::Never => {
                    dropped.push(hash);
                    continue;
                }
            }
            let Some(within) = carried.and_then(|carried| unseal(&view, next.number, carried))
            else {
                continue;
            };
            if include(&view, &mut overlay, &within)? == Inclusion::Included {
                body.push(within);
            }
        }
        let header: Header = execute::ask(&view, &mut overlay, "BlockBuilder_finalize_block", &())?;
        let changes = overlay
            .drain_storage_changes(&view, VERSION.state_version())
            .map_err(|error| Failure::Panicked(error.clone()))?;
        if changes.transaction_storage_root != header.state_root {
            return Err(Failure::Panicked("the state does not have the header's root".to_owned()));
        }
        let block = Block { hash: header.hash(), header, body };
        let writes = changes.main_storage_changes;
        Ok(Sealed { block, writes, included, dropped, held })
    }

    /// What the runtime says of a transaction now; `None` when it is not valid.
    fn verdict(&self, bytes: &[u8]) -> Option<ValidTransaction> {
        let verdict = self.read(None, |block, view| {
            execute::on_deep_stack(|| validate(view, bytes, block.hash)).flatten()
        });
        verdict.ok()?.ok()?.ok()
    }

    /// Tell the pool what became of its transactions. The block is in the ledger by now.
    fn settle(&self, block: &Block, included: &[H256], dropped: &[H256]) {
        let rest = {
            let mut pool = self.pool.lock();
            for hash in included {
                pool.included(hash, block.header.number, block.hash);
            }
            pool.finalized(self.finalized().header.number);
            for hash in dropped {
                pool.remove(hash, Status::Invalid);
            }
            pool.all()
        };
        let verdicts: Result<Vec<(H256, Option<ValidTransaction>)>, Missing> =
            self.read(Some(block.hash), |_, view| {
                rest.into_iter()
                    .map(|(hash, bytes)| {
                        let verdict = validate(view, &bytes, block.hash);
                        (hash, verdict.ok().and_then(Result::ok))
                    })
                    .collect()
            });
        if let Ok(verdicts) = verdicts {
            self.pool.lock().revalidated(verdicts);
        }
    }
}

/// A change of storage from outside.
type Edit<'a> = &'a (dyn Fn() -> Result<(), String> + Sync);

/// What somebody who steers the chain has done before a block begins.
#[derive(Clone, Copy)]
enum Before<'a> {
    /// Write something.
    Edit(Edit<'a>),
    /// Change the rules.
    Upgrade(&'a Upgrade),
}

impl Before<'_> {
    fn change(&self) -> Result<(), String> {
        match self {
            Before::Edit(edit) => edit(),
            Before::Upgrade(upgrade) => upgrade.install().map_err(|unfit| unfit.to_string()),
        }
    }
}

/// What the header and the events say of new code, from within the runtime. There is no code: its hash is that of the upgrade.
fn tell(upgrade: &Upgrade) {
    frame_system::Pallet::<Runtime>::deposit_log(DigestItem::RuntimeEnvironmentUpdated);
    let hash = BlakeTwo256::hash(&upgrade.encode());
    frame_system::Pallet::<Runtime>::deposit_event(frame_system::Event::CodeUpdated { hash });
}

/// Number and time of the block to be made.
#[derive(Clone, Copy)]
struct Next {
    number: u32,
    timestamp: u64,
}

/// A block that is not in the ledger yet.
struct Sealed {
    block: Block,
    writes: Writes,
    included: Vec<H256>,
    dropped: Vec<H256>,
    /// Whether something ready has to wait for a later block.
    held: bool,
}

fn hash_or_best(ledger: &Ledger, hash: Option<H256>) -> Result<Arc<Block>, Missing> {
    hash.map_or_else(|| Ok(ledger.best()), |hash| ledger.by_hash(&hash))
}

/// Tell the runtime, within its storage, that the blocks before `number` have been.
fn pass_over(number: u32) {
    frame_system::Pallet::<Runtime>::set_block_number(number - 1);
    // The scheduler would look through every block that never was, as many of them in each new block as its
    // weight allows: it goes on with the first that has something to do.
    let first = pallet_scheduler::Agenda::<Runtime>::iter_keys().min();
    let first = first.map_or(number, |first| first.min(number));
    pallet_scheduler::IncompleteSince::<Runtime>::put(first);
}

fn validate(view: &View<'_>, bytes: &[u8], at: H256) -> Result<TransactionValidity, Failure> {
    let method = "TaggedTransactionQueue_validate_transaction";
    let mut arguments = TransactionSource::External.encode();
    arguments.extend_from_slice(bytes);
    at.encode_to(&mut arguments);
    let answer = execute::call(view, &mut Overlay::default(), method, &arguments)?;
    TransactionValidity::decode(&mut &answer[..]).map_err(|_| Failure::Undecodable { method })
}

/// What became of an extrinsic that should enter a block.
#[derive(PartialEq, Eq)]
enum Inclusion {
    Included,
    /// Not now: its nonce is not next, or the block is full.
    Later,
    Never,
}

/// Apply an extrinsic; leaves no trace unless it is included.
fn include(view: &View<'_>, overlay: &mut Overlay, bytes: &[u8]) -> Result<Inclusion, Failure> {
    overlay.start_transaction();
    let outcome = apply(view, overlay, bytes);
    let closed = if matches!(outcome, Ok(Ok(_))) {
        overlay.commit_transaction()
    } else {
        overlay.rollback_transaction()
    };
    closed.map_err(|_| Failure::Panicked("a storage layer went missing".to_owned()))?;
    Ok(match outcome {
        Ok(Ok(_)) => Inclusion::Included,
        Ok(Err(TransactionValidityError::Invalid(
            InvalidTransaction::Future | InvalidTransaction::ExhaustsResources,
        ))) => Inclusion::Later,
        Ok(Err(_)) | Err(_) => Inclusion::Never,
    })
}

/// Whether the author of the block on top of `view` has the key of a shielded transaction.
fn opens(view: &View<'_>, carried: &ShieldedTransaction) -> Result<bool, Failure> {
    let method = "ShieldApi_is_shielded_using_current_key";
    execute::ask(view, &mut Overlay::default(), method, &carried.key_hash)
}

/// The extrinsic within a shielded transaction; nothing if it is none.
fn unseal(view: &View<'_>, number: u32, carried: ShieldedTransaction) -> Option<Vec<u8>> {
    let seed = shield::seed(number, carried.key_hash)?;
    let method = "ShieldApi_try_unshield_tx";
    let within: Option<UncheckedExtrinsic> =
        execute::ask(view, &mut Overlay::default(), method, &(seed, carried)).ok()?;
    within.map(|extrinsic| extrinsic.encode())
}

fn apply(
    view: &View<'_>,
    overlay: &mut Overlay,
    bytes: &[u8],
) -> Result<ApplyExtrinsicResult, Failure> {
    let method = "BlockBuilder_apply_extrinsic";
    let answer = execute::call(view, overlay, method, bytes)?;
    ApplyExtrinsicResult::decode(&mut &answer[..]).map_err(|_| Failure::Undecodable { method })
}

/// Milliseconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
