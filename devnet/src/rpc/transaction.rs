//! `transactionWatch_v1_*` and `transaction_v1_*`: submitting in the new way.

use std::sync::atomic::{AtomicU64, Ordering};

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use serde_json::{Value, json};
use sp_core::{Bytes, H256};
use sp_runtime::traits::{BlakeTwo256, Hash};
use tokio::{sync::mpsc, task};

use super::{Arguments, author, subscription};
use crate::{engine::Engine, pool::Status};

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("transaction_v1_broadcast", |params, engine, _| {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let bytes: Bytes = Arguments::of(&params).required()?;
        // Whether it is valid is not said here: that is what makes it a broadcast.
        let _ = engine.submit(bytes.0, None);
        let operation = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok::<_, ErrorObjectOwned>(operation.to_string())
    })?;
    module.register_method("transaction_v1_stop", |params, _, _| {
        Arguments::of(&params).required::<String>().map(|_| Value::Null)
    })?;
    module.register_subscription(
        "transactionWatch_v1_submitAndWatch",
        "transactionWatch_v1_watchEvent",
        "transactionWatch_v1_unwatch",
        |params, pending, engine, _| async move {
            let bytes: Bytes = match Arguments::of(&params).required() {
                Ok(bytes) => bytes,
                Err(error) => return pending.reject(error).await,
            };
            let Ok(sink) = pending.accept().await else { return };
            let hash = BlakeTwo256::hash(&bytes);
            let (watcher, mut statuses) = mpsc::unbounded_channel();
            let weak = std::sync::Arc::downgrade(&engine);
            let submitted =
                task::spawn_blocking(move || engine.submit(bytes.0, Some(watcher))).await;
            let refused = match submitted {
                Ok(Ok(_)) => None,
                Ok(Err(refused)) => Some(author::rejection(refused).message().to_owned()),
                Err(gone) => Some(gone.to_string()),
            };
            if let Some(error) = refused {
                let event = json!({ "event": "invalid", "error": error });
                let _ = subscription::send(&sink, &event).await;
                return;
            }
            if !subscription::send(&sink, &json!({ "event": "validated" })).await {
                return;
            }
            loop {
                let status = tokio::select! {
                    () = sink.closed() => return,
                    status = statuses.recv() => status,
                };
                let Some(status) = status else { return };
                let place = |block: H256| {
                    let engine = weak.upgrade()?;
                    let block = engine.block(Some(block)).ok()?;
                    let is_it = |bytes: &Vec<u8>| BlakeTwo256::hash(bytes) == hash;
                    let index = block.body.iter().position(is_it)?;
                    Some(json!({ "hash": block.hash, "index": index }))
                };
                let event = match status {
                    Status::Future | Status::Ready => continue,
                    Status::InBlock(block) => {
                        json!({ "event": "bestChainBlockIncluded", "block": place(block) })
                    }
                    Status::Retracted(_) => {
                        json!({ "event": "bestChainBlockIncluded", "block": null })
                    }
                    Status::Finalized(block) => {
                        json!({ "event": "finalized", "block": place(block) })
                    }
                    Status::Usurped(by) => {
                        json!({ "event": "invalid", "error": format!("replaced by {by:?}") })
                    }
                    Status::Invalid => {
                        json!({ "event": "invalid", "error": "no longer valid" })
                    }
                    Status::Dropped => {
                        json!({ "event": "dropped", "error": "forgotten by the node" })
                    }
                };
                if !subscription::send(&sink, &event).await || status.is_last() {
                    return;
                }
            }
        },
    )?;
    Ok(())
}
