//! `chainHead_v1_*`: following the chain block by block, reading what is pinned.
//!
//! A follower has every block that it was told of pinned until it lets go. A block whose state leaves the window of kept
//! states while somebody has it pinned ends that subscription with `stop`, as on a node that cannot keep it any longer.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use codec::Encode;
use jsonrpsee::{
    PendingSubscriptionSink, ResponsePayload, RpcModule, SubscriptionSink,
    core::RegisterMethodError,
    types::{ErrorObjectOwned, SubscriptionId},
};
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Value, json};
use sp_core::{Bytes, H256};
use sp_state_machine::{Backend, IterArgs};
use sp_version::RuntimeVersion;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::{Arguments, error, subscription};
use crate::{
    engine::Engine,
    ledger::{Block, Place},
    view::View,
};

/// Code for a block that is not pinned.
const NOT_PINNED: i32 = -32_801;
/// Subscriptions at one time; a node allows a few per connection.
const MAX_FOLLOWERS: usize = 1_024;
/// Keys that a search below one key finds at most.
const MAX_DESCENDANTS: usize = 65_536;

/// Everybody who follows, by the name of their subscription.
type Followers = Arc<Mutex<HashMap<String, Follower>>>;

/// What one subscription has pinned, and where answers to it go.
struct Follower {
    pinned: HashSet<H256>,
    events: UnboundedSender<Value>,
}

/// Takes the follower out of the list when its subscription ends, however it ends.
struct Leaving {
    followers: Followers,
    name: String,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.followers.lock().remove(&self.name);
    }
}

/// One thing asked of storage.
#[derive(Deserialize)]
pub(super) struct StorageItem {
    key: Bytes,
    #[serde(rename = "type")]
    kind: StorageKind,
}

/// What is wanted of a key.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum StorageKind {
    Value,
    Hash,
    ClosestDescendantMerkleValue,
    DescendantsValues,
    DescendantsHashes,
}

/// One hash or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Hashes {
    One(H256),
    Many(Vec<H256>),
}

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    let followers = Followers::default();
    let for_follow = followers.clone();
    module.register_subscription(
        "chainHead_v1_follow",
        "chainHead_v1_followEvent",
        "chainHead_v1_unfollow",
        move |params, pending, engine, _| {
            let followers = for_follow.clone();
            async move {
                match Arguments::of(&params).required::<bool>() {
                    Ok(with_runtime) => follow(pending, engine, followers, with_runtime).await,
                    Err(error) => pending.reject(error).await,
                }
            }
        },
    )?;
    let for_header = followers.clone();
    module.register_method("chainHead_v1_header", move |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (name, hash) = (arguments.required::<String>()?, arguments.required::<H256>()?);
        if !ensure_pinned(&for_header, &name, hash)? {
            return Ok(Value::Null);
        }
        let block = engine.block(Some(hash)).map_err(super::missing)?;
        Ok::<_, ErrorObjectOwned>(json!(Bytes(block.header.encode())))
    })?;
    let for_unpin = followers.clone();
    module.register_method("chainHead_v1_unpin", move |params, _, _| {
        let mut arguments = Arguments::of(&params);
        let (name, hashes) = (arguments.required::<String>()?, arguments.required::<Hashes>()?);
        let hashes = match hashes {
            Hashes::One(hash) => vec![hash],
            Hashes::Many(hashes) => hashes,
        };
        let mut followers = for_unpin.lock();
        // Whoever has gone has nothing pinned: that is no mistake of the client.
        let Some(follower) = followers.get_mut(&name) else { return Ok(Value::Null) };
        if let Some(unknown) = hashes.iter().find(|hash| !follower.pinned.contains(*hash)) {
            return Err(not_pinned(*unknown));
        }
        for hash in hashes {
            follower.pinned.remove(&hash);
        }
        Ok::<_, ErrorObjectOwned>(Value::Null)
    })?;
    operations(module, &followers)?;
    // Operations end by themselves and never wait: there is nothing to continue or to stop.
    for name in ["chainHead_v1_continue", "chainHead_v1_stopOperation"] {
        module.register_method(name, |params, _, _| {
            let mut arguments = Arguments::of(&params);
            arguments.required::<String>()?;
            arguments.required::<String>()?;
            Ok::<_, ErrorObjectOwned>(Value::Null)
        })?;
    }
    Ok(())
}

/// The three methods whose answer comes through the subscription.
fn operations(
    module: &mut RpcModule<Engine>,
    followers: &Followers,
) -> Result<(), RegisterMethodError> {
    let known = followers.clone();
    module.register_async_method("chainHead_v1_body", move |params, engine, _| {
        let known = known.clone();
        async move {
            let read = || {
                let mut arguments = Arguments::of(&params);
                Ok((arguments.required::<String>()?, arguments.required::<H256>()?))
            };
            start(
                &known,
                &engine,
                read,
                |(name, hash)| (name.clone(), *hash),
                |engine, (_, hash)| {
                    let block = engine.block(Some(hash)).map_err(|missing| missing.to_string())?;
                    let body: Vec<Bytes> =
                        block.body.iter().map(|bytes| Bytes(bytes.clone())).collect();
                    Ok(vec![json!({ "event": "operationBodyDone", "value": body })])
                },
            )
        }
    })?;
    let known = followers.clone();
    module.register_async_method("chainHead_v1_call", move |params, engine, _| {
        let known = known.clone();
        async move {
            let read = || {
                let mut arguments = Arguments::of(&params);
                let (name, hash) = (arguments.required::<String>()?, arguments.required::<H256>()?);
                Ok((name, hash, arguments.required::<String>()?, arguments.required::<Bytes>()?))
            };
            start(
                &known,
                &engine,
                read,
                |(name, hash, ..)| (name.clone(), *hash),
                |engine, question| {
                    let (_, hash, method, arguments) = question;
                    let answer = engine
                        .call(Some(hash), &method, &arguments)
                        .map_err(|missing| missing.to_string())?
                        .map_err(|failure| failure.to_string())?;
                    Ok(vec![json!({ "event": "operationCallDone", "output": Bytes(answer) })])
                },
            )
        }
    })?;
    let known = followers.clone();
    module.register_async_method("chainHead_v1_storage", move |params, engine, _| {
        let known = known.clone();
        async move {
            let read = || {
                let mut arguments = Arguments::of(&params);
                let (name, hash) = (arguments.required::<String>()?, arguments.required::<H256>()?);
                let items: Vec<StorageItem> = arguments.required()?;
                let child: Option<Bytes> = arguments.optional()?;
                Ok((name, hash, items, child))
            };
            start(
                &known,
                &engine,
                read,
                |(name, hash, ..)| (name.clone(), *hash),
                |engine, question| {
                    let (_, hash, items, child) = question;
                    // This chain has no child tries: everything in one is absent.
                    let items = if child.is_some() { Vec::new() } else { items };
                    let found = storage(engine, hash, &items)?;
                    let mut events = Vec::new();
                    if !found.is_empty() {
                        events.push(json!({ "event": "operationStorageItems", "items": found }));
                    }
                    events.push(json!({ "event": "operationStorageDone" }));
                    Ok(events)
                },
            )
        }
    })?;
    Ok(())
}

/// Begin an operation: answer with its name, and send its events when that answer has gone out.
fn start<Q: Send + 'static>(
    followers: &Followers,
    engine: &Arc<Engine>,
    read: impl FnOnce() -> Result<Q, ErrorObjectOwned>,
    at: impl FnOnce(&Q) -> (String, H256),
    answer: impl FnOnce(&Engine, Q) -> Result<Vec<Value>, String> + Send + 'static,
) -> ResponsePayload<'static, Value> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let question = match read() {
        Ok(question) => question,
        Err(error) => return ResponsePayload::error(error),
    };
    let (name, hash) = at(&question);
    let events = match ensure_pinned(followers, &name, hash) {
        Ok(true) => followers.lock().get(&name).map(|follower| follower.events.clone()),
        Ok(false) => None,
        Err(error) => return ResponsePayload::error(error),
    };
    let Some(events) = events else {
        return ResponsePayload::success(json!({ "result": "limitReached" }));
    };
    let id = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
    let started = json!({ "result": "started", "operationId": id });
    let (payload, sent) = ResponsePayload::success(started).notify_on_completion();
    let engine = engine.clone();
    tokio::spawn(async move {
        // Whether the answer went out or the client has gone: its events find that out themselves.
        let _ = sent.await;
        let outcome = tokio::task::spawn_blocking(move || answer(&engine, question)).await;
        let outcome = outcome.unwrap_or_else(|gone| Err(gone.to_string()));
        let said = outcome
            .unwrap_or_else(|error| vec![json!({ "event": "operationError", "error": error })]);
        for mut event in said {
            event["operationId"] = json!(id);
            let _ = events.send(event);
        }
    });
    payload
}

/// What is asked of storage at one block, as items of an answer.
pub(super) fn storage(
    engine: &Engine,
    hash: H256,
    items: &[StorageItem],
) -> Result<Vec<Value>, String> {
    let read = engine.read(Some(hash), |_, view| {
        let mut found = Vec::new();
        for item in items {
            found.extend(storage_item(view, item)?);
        }
        Ok(found)
    });
    read.map_err(|missing| missing.to_string())?
}

fn storage_item(view: &View<'_>, item: &StorageItem) -> Result<Vec<Value>, String> {
    let key = &item.key;
    let entry =
        |key: &[u8], name: &str, value: Value| json!({ "key": Bytes(key.to_vec()), name: value });
    Ok(match item.kind {
        StorageKind::Value => view
            .storage(key)?
            .map(|value| entry(key, "value", json!(Bytes(value))))
            .into_iter()
            .collect(),
        StorageKind::Hash => view
            .storage_hash(key)?
            .map(|hash| entry(key, "hash", json!(hash)))
            .into_iter()
            .collect(),
        StorageKind::ClosestDescendantMerkleValue => view
            .descendants(key)
            .map(|hash| entry(key, "closestDescendantMerkleValue", json!(hash)))
            .into_iter()
            .collect(),
        StorageKind::DescendantsValues | StorageKind::DescendantsHashes => {
            let mut range = IterArgs::default();
            range.prefix = Some(key);
            let mut found = Vec::new();
            for key in view.keys(range)?.take(MAX_DESCENDANTS) {
                let key = key?;
                let value = if matches!(item.kind, StorageKind::DescendantsValues) {
                    view.storage(&key)?.map(|value| entry(&key, "value", json!(Bytes(value))))
                } else {
                    view.storage_hash(&key)?.map(|hash| entry(&key, "hash", json!(hash)))
                };
                found.extend(value);
            }
            found
        }
    })
}

/// Tell a follower of the chain until either side has had enough.
async fn follow(
    pending: PendingSubscriptionSink,
    engine: Arc<Engine>,
    followers: Followers,
    with_runtime: bool,
) {
    if followers.lock().len() >= MAX_FOLLOWERS {
        let refusal = error(-32_800, "maximum number of chainHead_follow has been reached");
        return pending.reject(refusal).await;
    }
    let Ok(sink) = pending.accept().await else { return };
    let name = match sink.subscription_id() {
        SubscriptionId::Str(name) => name.into_owned(),
        SubscriptionId::Num(number) => number.to_string(),
    };
    let (events, answers) = mpsc::unbounded_channel();
    let mut best = engine.follow();
    let (finalized, head) = (engine.finalized(), engine.ledger().best());
    followers.lock().insert(name.clone(), Follower { pinned: HashSet::new(), events });
    let leaving = Leaving { followers, name };
    let mut following = Following {
        sink,
        leaving,
        place: engine.ledger().place(finalized.header.number),
        finalized: engine.ledger().place(finalized.header.number),
        oldest: HashMap::new(),
    };
    let mut first = json!({ "event": "initialized", "finalizedBlockHashes": [finalized.hash] });
    if with_runtime {
        let Ok(version) = engine.version(Some(finalized.hash)) else { return };
        first["finalizedBlockRuntime"] = runtime(&version);
    }
    following.pin(&finalized);
    if !subscription::send(&following.sink, &first).await {
        return;
    }
    if !following.tell(&engine, head.header.number, with_runtime).await {
        return;
    }
    let weak = Arc::downgrade(&engine);
    drop(engine);
    let mut answers = answers;
    loop {
        let grown = tokio::select! {
            grown = subscription::grown(&following.sink, &mut best) => grown,
            more = answered(&following.sink, &mut answers) => {
                if more { continue } else { return }
            }
        };
        let Some(engine) = weak.upgrade().filter(|_| grown) else { return };
        let head = engine.ledger().best().header.number;
        if !following.tell(&engine, head, with_runtime).await {
            return;
        }
    }
}

/// Pass on the next answer to an operation.
async fn answered(sink: &SubscriptionSink, answers: &mut UnboundedReceiver<Value>) -> bool {
    match answers.recv().await {
        Some(event) => subscription::send(sink, &event).await,
        None => false,
    }
}

/// One follower's view of the chain.
struct Following {
    sink: SubscriptionSink,
    leaving: Leaving,
    /// Blocks that were told as new.
    place: Place,
    /// Blocks that were told as final.
    finalized: Place,
    /// Numbers of the blocks that were pinned for it.
    oldest: HashMap<H256, u32>,
}

impl Following {
    fn pin(&mut self, block: &Block) {
        self.oldest.insert(block.hash, block.header.number);
        if let Some(follower) = self.leaving.followers.lock().get_mut(&self.leaving.name) {
            follower.pinned.insert(block.hash);
        }
    }

    /// Say what is new up to the best block; `false` when there is nobody to tell any more.
    async fn tell(&mut self, engine: &Engine, head: u32, with_runtime: bool) -> bool {
        let (rewound, news) = engine.ledger().news(&mut self.place, head);
        for block in &news {
            self.pin(block);
            let mut event = json!({
                "event": "newBlock",
                "blockHash": block.hash,
                "parentBlockHash": block.header.parent_hash,
            });
            if with_runtime {
                event["newRuntime"] = new_runtime(engine, block);
            }
            if !subscription::send(&self.sink, &event).await {
                return false;
            }
        }
        if !news.is_empty() || rewound {
            let best = engine.ledger().best();
            let event = json!({ "event": "bestBlockChanged", "bestBlockHash": best.hash });
            if !subscription::send(&self.sink, &event).await {
                return false;
            }
        }
        let last = engine.finalized().header.number;
        let (_, finalized) = engine.ledger().news(&mut self.finalized, last);
        if !finalized.is_empty() {
            let hashes: Vec<H256> = finalized.iter().map(|block| block.hash).collect();
            let event = json!({
                "event": "finalized",
                "finalizedBlockHashes": hashes,
                "prunedBlockHashes": [],
            });
            if !subscription::send(&self.sink, &event).await {
                return false;
            }
        }
        if self.is_behind(engine) {
            let _ = subscription::send(&self.sink, &json!({ "event": "stop" })).await;
            return false;
        }
        true
    }

    /// Whether a block that is still pinned is about to lose its state.
    fn is_behind(&mut self, engine: &Engine) -> bool {
        let followers = self.leaving.followers.lock();
        let Some(follower) = followers.get(&self.leaving.name) else { return true };
        self.oldest.retain(|hash, _| follower.pinned.contains(hash));
        let ledger = engine.ledger();
        self.oldest.keys().any(|hash| {
            // A block of another branch is gone for good; that is not the reader's fault.
            ledger.by_hash(hash).is_ok_and(|block| ledger.state(&block).is_err())
        })
    }
}

fn ensure_pinned(followers: &Followers, name: &str, hash: H256) -> Result<bool, ErrorObjectOwned> {
    match followers.lock().get(name) {
        None => Ok(false),
        Some(follower) if follower.pinned.contains(&hash) => Ok(true),
        Some(_) => Err(not_pinned(hash)),
    }
}

fn not_pinned(hash: H256) -> ErrorObjectOwned {
    error(NOT_PINNED, format!("Invalid block hash: {hash:?} is not pinned"))
}

/// The runtime after a block, if it is another than before.
fn new_runtime(engine: &Engine, block: &Block) -> Value {
    match (engine.version(Some(block.header.parent_hash)), engine.version(Some(block.hash))) {
        (Ok(before), Ok(after)) if before != after => runtime(&after),
        _ => Value::Null,
    }
}

/// The runtime as the new methods describe it.
fn runtime(version: &RuntimeVersion) -> Value {
    let apis: serde_json::Map<String, Value> =
        version.apis.iter().map(|(id, number)| (format!("0x{}", hex(id)), json!(number))).collect();
    json!({
        "type": "valid",
        "spec": {
            "specName": version.spec_name,
            "implName": version.impl_name,
            "specVersion": version.spec_version,
            "implVersion": version.impl_version,
            "transactionVersion": version.transaction_version,
            "apis": apis,
        },
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
