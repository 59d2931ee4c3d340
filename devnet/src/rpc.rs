//! The JSON-RPC of a Substrate node over the engine: names, aliases, parameters, error codes and shapes that clients expect.
//!
//! One file per namespace. Every method runs its runtime work off the async threads.

mod archive;
mod author;
mod bittensor;
mod chain;
mod chain_head;
mod control;
mod payment;
mod state;
mod subscription;
mod system;
mod transaction;

use std::sync::Arc;

use jsonrpsee::{
    Methods, RpcModule,
    core::RegisterMethodError,
    types::{ErrorObjectOwned, Params},
};
use serde::de::DeserializeOwned;
use sp_core::H256;

use crate::{engine::Engine, execute::Failure, faults::Faults, ledger::Missing};

/// Code of errors of the `state` namespace that come from the chain, as on a node.
const STATE_CLIENT: i32 = 4003;

/// Names that older clients use for today's methods.
const ALIASES: [(&str, &str); 19] = [
    ("account_nextIndex", "system_accountNextIndex"),
    ("chain_getFinalisedHead", "chain_getFinalizedHead"),
    ("chain_getHead", "chain_getBlockHash"),
    ("chain_getRuntimeVersion", "state_getRuntimeVersion"),
    ("chain_subscribeFinalisedHeads", "chain_subscribeFinalizedHeads"),
    ("chain_subscribeNewHead", "chain_subscribeNewHeads"),
    ("chain_subscribeRuntimeVersion", "state_subscribeRuntimeVersion"),
    ("chain_unsubscribeFinalisedHeads", "chain_unsubscribeFinalizedHeads"),
    ("chain_unsubscribeNewHead", "chain_unsubscribeNewHeads"),
    ("chain_unsubscribeRuntimeVersion", "state_unsubscribeRuntimeVersion"),
    ("payment_queryFeeInfo", "payment_queryInfo"),
    ("state_callAt", "state_call"),
    ("state_getKeysAt", "state_getKeys"),
    ("state_getKeysPagedAt", "state_getKeysPaged"),
    ("state_getStorageAt", "state_getStorage"),
    ("state_getStorageHashAt", "state_getStorageHash"),
    ("state_getStorageSizeAt", "state_getStorageSize"),
    ("subscribe_newHead", "chain_subscribeNewHeads"),
    ("unsubscribe_newHead", "chain_unsubscribeNewHeads"),
];

/// Every method that the devnet answers; those that steer the chain need `faults`.
pub(crate) fn methods(engine: Arc<Engine>, faults: Option<Arc<Faults>>) -> Methods {
    let mut module = RpcModule::from_arc(engine);
    // A name can only clash with one written in this folder, which the first start of any devnet would show.
    if let Err(error) = register(&mut module, faults) {
        unreachable!("the method table contradicts itself: {error}");
    }
    module.into()
}

fn register(
    module: &mut RpcModule<Engine>,
    faults: Option<Arc<Faults>>,
) -> Result<(), RegisterMethodError> {
    archive::register(module)?;
    author::register(module)?;
    bittensor::register(module)?;
    chain::register(module)?;
    chain_head::register(module)?;
    payment::register(module)?;
    state::register(module)?;
    system::register(module)?;
    transaction::register(module)?;
    control::register(module, faults)?;
    for (alias, method) in ALIASES {
        module.register_alias(alias, method)?;
    }
    let mut names: Vec<&str> = module.method_names().chain(["rpc_methods"]).collect();
    names.sort_unstable();
    module.register_method(
        "rpc_methods",
        move |_, _, _| serde_json::json!({ "version": 1, "methods": names }),
    )?;
    Ok(())
}

/// The parameters of a call, one after the other.
struct Arguments<'a>(jsonrpsee::types::params::ParamsSequence<'a>);

impl<'a> Arguments<'a> {
    fn of(params: &'a Params<'_>) -> Arguments<'a> {
        Arguments(params.sequence())
    }

    fn required<T: DeserializeOwned>(&mut self) -> Result<T, ErrorObjectOwned> {
        self.0.next()
    }

    fn optional<T: DeserializeOwned>(&mut self) -> Result<Option<T>, ErrorObjectOwned> {
        self.0.optional_next()
    }

    /// The block that most methods take as last parameter.
    fn block(&mut self) -> Result<Option<H256>, ErrorObjectOwned> {
        self.optional()
    }
}

fn error(code: i32, message: impl Into<String>) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(code, message, None::<()>)
}

fn missing(missing: Missing) -> ErrorObjectOwned {
    error(STATE_CLIENT, format!("Client error: {missing}"))
}

fn failure(failure: &Failure) -> ErrorObjectOwned {
    error(STATE_CLIENT, format!("Client error: Execution failed: {failure}"))
}

fn invalid(message: impl Into<String>) -> ErrorObjectOwned {
    error(jsonrpsee::types::error::INVALID_PARAMS_CODE, message)
}
