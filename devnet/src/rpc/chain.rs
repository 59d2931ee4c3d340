//! `chain_*`: headers, blocks, hashes.

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use serde::Deserialize;
use serde_json::{Value, json};
use sp_core::{Bytes, H256, U256};

use super::{
    Arguments,
    subscription::{self, Heads},
};
use crate::{engine::Engine, ledger::Block};

/// A block number in any spelling that clients use.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Plain(u32),
    Hex(U256),
}

impl Number {
    fn get(&self) -> Option<u32> {
        match self {
            Number::Plain(number) => Some(*number),
            Number::Hex(number) => u32::try_from(*number).ok(),
        }
    }
}

/// One number or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Numbers {
    One(Number),
    Many(Vec<Number>),
}

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_method("chain_getHeader", |params, engine, _| {
        let hash = Arguments::of(&params).block()?;
        Ok::<_, ErrorObjectOwned>(engine.block(hash).ok().map(|block| block.header.clone()))
    })?;
    module.register_method("chain_getBlock", |params, engine, _| {
        let hash = Arguments::of(&params).block()?;
        Ok::<_, ErrorObjectOwned>(engine.block(hash).ok().map(|block| signed_block(&block)))
    })?;
    module.register_method("chain_getBlockHash", |params, engine, _| {
        let numbers: Option<Numbers> = Arguments::of(&params).optional()?;
        let ledger = engine.ledger();
        let hash = |number: &Number| {
            number.get().and_then(|number| ledger.by_number(number)).map(|block| block.hash)
        };
        Ok::<_, ErrorObjectOwned>(match numbers {
            None => json!(ledger.best().hash),
            Some(Numbers::One(number)) => json!(hash(&number)),
            Some(Numbers::Many(numbers)) => {
                json!(numbers.iter().map(hash).collect::<Vec<Option<H256>>>())
            }
        })
    })?;
    module.register_method("chain_getFinalizedHead", |_, engine, _| {
        Ok::<_, ErrorObjectOwned>(engine.finalized().hash)
    })?;
    let subscriptions = [
        (Heads::Best, "chain_subscribeNewHeads", "chain_newHead", "chain_unsubscribeNewHeads"),
        (Heads::Best, "chain_subscribeAllHeads", "chain_allHead", "chain_unsubscribeAllHeads"),
        (
            Heads::Finalized,
            "chain_subscribeFinalizedHeads",
            "chain_finalizedHead",
            "chain_unsubscribeFinalizedHeads",
        ),
    ];
    for (heads, subscribe, notification, unsubscribe) in subscriptions {
        module.register_subscription(
            subscribe,
            notification,
            unsubscribe,
            move |_, pending, engine, _| {
                subscription::blocks(pending, engine, heads, |block| block.header.clone())
            },
        )?;
    }
    Ok(())
}

fn signed_block(block: &Block) -> Value {
    let extrinsics: Vec<Bytes> = block.body.iter().map(|bytes| Bytes(bytes.clone())).collect();
    json!({
        "block": { "header": block.header, "extrinsics": extrinsics },
        "justifications": null,
    })
}
