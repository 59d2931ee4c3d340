//! `state_*`: storage, runtime calls, metadata, version.

use std::sync::{Arc, LazyLock};

use codec::{Decode, Encode};
use jsonrpsee::{
    PendingSubscriptionSink, RpcModule, core::RegisterMethodError, types::ErrorObjectOwned,
};
use node_subtensor_runtime::{
    Runtime,
    upgrade::{self, Upgrade},
};
use serde::Serialize;
use sp_core::{Bytes, H256, OpaqueMetadata};
use sp_state_machine::{Backend, IterArgs};
use sp_version::RuntimeVersion;

use super::{Arguments, error, failure, invalid, missing, subscription};
use crate::{
    engine::Engine,
    ledger::{Block, Missing},
    store::{Key, Writes},
    view::View,
};

/// Keys that one call returns at most.
const MAX_KEYS: usize = 65_536;
/// Keys that one page has at most, as on a node.
const MAX_PAGE: u32 = 1_000;
/// Keys that one query or subscription names at most.
const MAX_QUERIED: usize = 16_384;
/// Blocks that one `state_queryStorage` spans at most.
const MAX_SPAN: u32 = 1_024;
/// Code for a block range that does not exist.
const INVALID_RANGE: i32 = 4001;
/// Code for too long a page.
const INVALID_COUNT: i32 = 4002;

/// The runtime's version as it is said, and what tells builds with the same version numbers apart: clients may keep
/// metadata by what this says.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    #[serde(flatten)]
    version: RuntimeVersion,
    metadata_fingerprint: H256,
}

impl Version {
    fn of(engine: &Engine, block: Option<H256>) -> Result<Version, Missing> {
        let upgrade = engine.upgrade(block)?;
        Ok(Version {
            version: upgrade::version(upgrade.as_ref()),
            metadata_fingerprint: fingerprint(upgrade.as_ref()),
        })
    }
}

/// Says which metadata it is. The runtime is compiled in, so every chain of this process has the same but for its upgrade.
fn fingerprint(upgrade: Option<&Upgrade>) -> H256 {
    static BUILD: LazyLock<H256> = LazyLock::new(|| {
        let all: Vec<_> =
            Runtime::metadata_versions().into_iter().map(Runtime::metadata_at_version).collect();
        H256(sp_crypto_hashing::blake2_256(&all.encode()))
    });
    match upgrade {
        None => *BUILD,
        Some(upgrade) => H256(sp_crypto_hashing::blake2_256(&(*BUILD, upgrade).encode())),
    }
}

/// Values of some keys at or in one block.
#[derive(Clone, Serialize)]
struct Changes {
    block: H256,
    changes: Vec<(Bytes, Option<Bytes>)>,
}

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    storage(module)?;
    runtime(module)?;
    module.register_subscription(
        "state_subscribeStorage",
        "state_storage",
        "state_unsubscribeStorage",
        |params, pending, engine, _| async move {
            match Arguments::of(&params).optional::<Vec<Bytes>>() {
                Ok(keys) if keys.as_ref().is_some_and(|keys| keys.len() > MAX_QUERIED) => {
                    pending.reject(invalid(format!("more than {MAX_QUERIED} keys"))).await;
                }
                Ok(keys) => follow(pending, engine, keys).await,
                Err(error) => pending.reject(error).await,
            }
        },
    )?;
    module.register_subscription(
        "state_subscribeRuntimeVersion",
        "state_runtimeVersion",
        "state_unsubscribeRuntimeVersion",
        |_, pending, engine, _| async move {
            follow_version(pending, engine).await;
        },
    )?;
    Ok(())
}

fn storage(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("state_getStorage", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (key, block): (Bytes, _) = (arguments.required()?, arguments.block()?);
        let value = at(&engine, block, |_, view| view.storage(&key))?;
        Ok::<_, ErrorObjectOwned>(value.map(Bytes))
    })?;
    module.register_blocking_method("state_getStorageHash", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (key, block): (Bytes, _) = (arguments.required()?, arguments.block()?);
        at(&engine, block, |_, view| view.storage_hash(&key))
    })?;
    module.register_blocking_method("state_getStorageSize", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (key, block): (Bytes, _) = (arguments.required()?, arguments.block()?);
        let value = at(&engine, block, |_, view| view.storage(&key))?;
        Ok::<_, ErrorObjectOwned>(value.map(|value| value.len()))
    })?;
    module.register_blocking_method("state_getKeys", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (prefix, block): (Bytes, _) = (arguments.required()?, arguments.block()?);
        let found = at(&engine, block, |_, view| keys(view, &prefix, None, MAX_KEYS + 1))?;
        if found.len() > MAX_KEYS {
            return Err(error(
                INVALID_COUNT,
                format!("more than {MAX_KEYS} keys: use state_getKeysPaged"),
            ));
        }
        Ok(found)
    })?;
    module.register_blocking_method("state_getKeysPaged", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let prefix = arguments.optional::<Bytes>()?.unwrap_or_else(|| Bytes(Vec::new()));
        let count: u32 = arguments.required()?;
        let start: Option<Bytes> = arguments.optional()?;
        let block = arguments.block()?;
        if count > MAX_PAGE {
            let message = format!("count exceeds maximum value. value: {count}, max: {MAX_PAGE}");
            return Err(error(INVALID_COUNT, message));
        }
        let start = start.as_ref().map(|start| start.0.as_slice());
        at(&engine, block, |_, view| keys(view, &prefix, start, count as usize))
    })?;
    module.register_blocking_method("state_queryStorageAt", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (keys, block) = (queried(&mut arguments)?, arguments.block()?);
        at(&engine, block, |block, view| values(block, view, &keys)).map(|changes| [changes])
    })?;
    module.register_blocking_method("state_queryStorage", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let keys = queried(&mut arguments)?;
        let (from, to): (H256, _) = (arguments.required()?, arguments.block()?);
        history(&engine, &keys, from, to)
    })?;
    Ok(())
}

fn runtime(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("state_call", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (method, data): (String, Bytes) = (arguments.required()?, arguments.required()?);
        call(&engine, arguments.block()?, &method, &data).map(Bytes)
    })?;
    module.register_blocking_method("state_getMetadata", |params, engine, _| {
        let block = Arguments::of(&params).block()?;
        let answer = call(&engine, block, "Metadata_metadata", &[])?;
        OpaqueMetadata::decode(&mut &answer[..])
            .map(|metadata| Bytes(metadata.to_vec()))
            .map_err(|reason| error(super::STATE_CLIENT, format!("Client error: {reason}")))
    })?;
    module.register_blocking_method("state_getRuntimeVersion", |params, engine, _| {
        let block = Arguments::of(&params).block()?;
        Version::of(&engine, block).map_err(missing)
    })?;
    Ok(())
}

/// Call a runtime API; for the namespaces that are nothing but such calls.
pub(super) fn call(
    engine: &Engine,
    block: Option<H256>,
    method: &str,
    arguments: &[u8],
) -> Result<Vec<u8>, ErrorObjectOwned> {
    engine.call(block, method, arguments).map_err(missing)?.map_err(|reason| failure(&reason))
}

fn at<R>(
    engine: &Engine,
    block: Option<H256>,
    read: impl FnOnce(&Block, &View<'_>) -> Result<R, String>,
) -> Result<R, ErrorObjectOwned> {
    engine
        .read(block, read)
        .map_err(missing)?
        .map_err(|reason| error(super::STATE_CLIENT, format!("Client error: {reason}")))
}

fn queried(arguments: &mut Arguments<'_>) -> Result<Vec<Bytes>, ErrorObjectOwned> {
    let keys: Vec<Bytes> = arguments.required()?;
    if keys.len() > MAX_QUERIED {
        return Err(invalid(format!("more than {MAX_QUERIED} keys")));
    }
    Ok(keys)
}

/// Keys under `prefix`, in order, after `start`.
fn keys(
    view: &View<'_>,
    prefix: &[u8],
    start: Option<&[u8]>,
    count: usize,
) -> Result<Vec<Bytes>, String> {
    let mut range = IterArgs::default();
    range.prefix = Some(prefix);
    range.start_at = start;
    range.start_at_exclusive = true;
    view.keys(range)?.take(count).map(|key| key.map(Bytes)).collect()
}

fn values(block: &Block, view: &View<'_>, keys: &[Bytes]) -> Result<Changes, String> {
    let changes = keys
        .iter()
        .map(|key| Ok((key.clone(), view.storage(key)?.map(Bytes))))
        .collect::<Result<Vec<_>, String>>()?;
    Ok(Changes { block: block.hash, changes })
}

/// What a block wrote, as clients are told; nothing of an empty list.
fn written(block: &Block, writes: Writes) -> Option<Changes> {
    let changes: Vec<(Bytes, Option<Bytes>)> =
        writes.into_iter().map(|(key, value)| (Bytes(key), value.map(Bytes))).collect();
    (!changes.is_empty()).then_some(Changes { block: block.hash, changes })
}

/// The values at the first block of a range and what each later one changed.
fn history(
    engine: &Engine,
    keys: &[Bytes],
    from: H256,
    to: Option<H256>,
) -> Result<Vec<Changes>, ErrorObjectOwned> {
    let first = engine.block(Some(from)).map_err(missing)?;
    let last = engine.block(to).map_err(missing)?;
    let (low, high) = (first.header.number, last.header.number);
    if low > high || high - low > MAX_SPAN {
        let reason = format!("at most {MAX_SPAN} blocks, the first one first");
        let message = format!(
            "Cannot resolve a block range ['{:?}' ... '{:?}]. {reason}",
            first.hash, last.hash
        );
        return Err(error(INVALID_RANGE, message));
    }
    let mut known = at(engine, Some(from), |block, view| values(block, view, keys))?;
    let blocks = engine.ledger().between(low.saturating_add(1), high);
    let mut all = vec![known.clone()];
    for block in blocks {
        let now = at(engine, Some(block.hash), |block, view| values(block, view, keys))?;
        let differs = |(new, old): &(_, _)| new != old;
        let pairs = now.changes.iter().zip(&known.changes).filter(differs);
        let changes: Vec<_> = pairs.map(|(new, _)| new.clone()).collect();
        if !changes.is_empty() {
            all.push(Changes { block: block.hash, changes });
        }
        known = now;
    }
    Ok(all)
}

/// Send the version, and again whenever it is another.
async fn follow_version(pending: PendingSubscriptionSink, engine: Arc<Engine>) {
    let Ok(sink) = pending.accept().await else { return };
    let mut best = engine.follow();
    let Ok(mut said) = Version::of(&engine, None) else { return };
    if !subscription::send(&sink, &said).await {
        return;
    }
    let weak = Arc::downgrade(&engine);
    drop(engine);
    while subscription::grown(&sink, &mut best).await {
        let Some(engine) = weak.upgrade() else { return };
        let Ok(version) = Version::of(&engine, None) else { return };
        drop(engine);
        if version != said {
            if !subscription::send(&sink, &version).await {
                return;
            }
            said = version;
        }
    }
}

/// Send the present values of `keys`, then what each block writes of them.
async fn follow(pending: PendingSubscriptionSink, engine: Arc<Engine>, keys: Option<Vec<Bytes>>) {
    let Ok(sink) = pending.accept().await else { return };
    let mut best = engine.follow();
    let first = engine.block(None);
    let Ok(first) = first else { return };
    let mut place = engine.ledger().place(first.header.number);
    if let Some(keys) = &keys {
        let present = engine.read(Some(first.hash), |block, view| values(block, view, keys));
        if let Ok(Ok(present)) = present
            && !subscription::send(&sink, &present).await
        {
            return;
        }
    }
    let weak = Arc::downgrade(&engine);
    drop(engine);
    while subscription::grown(&sink, &mut best).await {
        let Some(engine) = weak.upgrade() else { return };
        let head = engine.ledger().best();
        let (rewound, news) = {
            let ledger = engine.ledger();
            let (rewound, blocks) = ledger.news(&mut place, head.header.number);
            let wanted = |key: &Key| {
                keys.as_deref().is_none_or(|keys| keys.iter().any(|wanted| key.is(&wanted.0)))
            };
            let with_writes =
                |block: Arc<Block>| (ledger.writes(block.header.number, wanted), block);
            (rewound, blocks.into_iter().map(with_writes).collect::<Vec<_>>())
        };
        // After a reorganisation any of the values may be another: all of them are said again.
        let again = keys.as_deref().filter(|_| rewound).and_then(|keys| {
            engine.read(Some(head.hash), |block, view| values(block, view, keys)).ok()?.ok()
        });
        drop(engine);
        if rewound {
            if let Some(again) = again
                && !subscription::send(&sink, &again).await
            {
                return;
            }
            continue;
        }
        for (writes, block) in news {
            if let Some(changes) = written(&block, writes)
                && !subscription::send(&sink, &changes).await
            {
                return;
            }
        }
    }
}
