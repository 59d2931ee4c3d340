//! `archive_v1_*` within the kept window, and `chainSpec_v1_*`.

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use serde_json::{Value, json};
use sp_core::{Bytes, H256};

use super::{
    Arguments,
    chain_head::{self, StorageItem},
    subscription, system,
};
use crate::engine::Engine;
use codec::Encode;

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_method("chainSpec_v1_chainName", |_, _, _| system::CHAIN)?;
    module.register_method("chainSpec_v1_genesisHash", |_, engine, _| {
        Ok::<_, ErrorObjectOwned>(engine.ledger().genesis().hash)
    })?;
    module.register_method("chainSpec_v1_properties", |_, _, _| system::properties())?;
    module.register_method("archive_v1_genesisHash", |_, engine, _| {
        Ok::<_, ErrorObjectOwned>(engine.ledger().genesis().hash)
    })?;
    module.register_method("archive_v1_finalizedHeight", |_, engine, _| {
        engine.finalized().header.number
    })?;
    module.register_method("archive_v1_hashByHeight", |params, engine, _| {
        let number: u32 = Arguments::of(&params).required()?;
        let block = engine.ledger().by_number(number);
        Ok::<_, ErrorObjectOwned>(block.map(|block| block.hash).into_iter().collect::<Vec<_>>())
    })?;
    module.register_method("archive_v1_header", |params, engine, _| {
        let hash: H256 = Arguments::of(&params).required()?;
        let block = engine.block(Some(hash)).ok();
        Ok::<_, ErrorObjectOwned>(block.map(|block| Bytes(block.header.encode())))
    })?;
    module.register_method("archive_v1_body", |params, engine, _| {
        let hash: H256 = Arguments::of(&params).required()?;
        let block = engine.block(Some(hash)).ok();
        Ok::<_, ErrorObjectOwned>(
            block.map(|block| block.body.iter().cloned().map(Bytes).collect::<Vec<_>>()),
        )
    })?;
    module.register_blocking_method("archive_v1_call", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let (hash, method): (H256, String) = (arguments.required()?, arguments.required()?);
        let data: Bytes = arguments.required()?;
        Ok::<_, ErrorObjectOwned>(match engine.call(Some(hash), &method, &data) {
            Err(_) => Value::Null,
            Ok(Ok(value)) => json!({ "success": true, "value": Bytes(value) }),
            Ok(Err(failure)) => json!({ "success": false, "error": failure.to_string() }),
        })
    })?;
    module.register_subscription(
        "archive_v1_storage",
        "archive_v1_storageEvent",
        "archive_v1_stopStorage",
        |params, pending, engine, _| async move {
            let read = || {
                let mut arguments = Arguments::of(&params);
                let (hash, items) =
                    (arguments.required::<H256>()?, arguments.required::<Vec<StorageItem>>()?);
                Ok::<_, ErrorObjectOwned>((hash, items, arguments.optional::<Bytes>()?))
            };
            let (hash, items, child) = match read() {
                Ok(question) => question,
                Err(error) => return pending.reject(error).await,
            };
            let Ok(sink) = pending.accept().await else { return };
            let items = if child.is_some() { Vec::new() } else { items };
            let found =
                tokio::task::spawn_blocking(move || chain_head::storage(&engine, hash, &items));
            let found = found.await.unwrap_or_else(|gone| Err(gone.to_string()));
            let last = match found {
                Err(error) => json!({ "event": "storageError", "error": error }),
                Ok(items) => {
                    for mut item in items {
                        item["event"] = json!("storage");
                        if !subscription::send(&sink, &item).await {
                            return;
                        }
                    }
                    json!({ "event": "storageDone" })
                }
            };
            let _ = subscription::send(&sink, &last).await;
        },
    )?;
    Ok(())
}
