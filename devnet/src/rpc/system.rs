//! `system_*`: what the node says of itself, and the next nonce of an account.

use jsonrpsee::{RpcModule, core::RegisterMethodError};
use serde_json::{Value, json};
use sp_core::crypto::{AccountId32, Ss58Codec};

use super::{Arguments, failure, invalid};
use crate::engine::Engine;

/// Name of the chain, as clients show it.
pub(crate) const CHAIN: &str = "tau devnet";

/// How addresses and amounts of this chain are written.
pub(super) fn properties() -> Value {
    json!({ "ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO" })
}

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_method("system_name", |_, _, _| "tau-devnet")?;
    module.register_method("system_version", |_, _, _| env!("CARGO_PKG_VERSION"))?;
    module.register_method("system_chain", |_, _, _| CHAIN)?;
    module.register_method("system_chainType", |_, _, _| "Development")?;
    module.register_method("system_properties", |_, _, _| properties())?;
    module.register_method(
        "system_health",
        |_, _, _| json!({ "peers": 0, "isSyncing": false, "shouldHavePeers": false }),
    )?;
    module.register_method("system_nodeRoles", |_, _, _| json!(["Authority"]))?;
    module.register_method("system_peers", |_, _, _| json!([]))?;
    module.register_method("system_syncState", |_, engine, _| {
        let best = engine.ledger().best().header.number;
        json!({ "startingBlock": 0, "currentBlock": best, "highestBlock": best })
    })?;
    module.register_blocking_method("system_accountNextIndex", |params, engine, _| {
        let address: String = Arguments::of(&params).required()?;
        let account = AccountId32::from_ss58check(&address)
            .map_err(|_| invalid(format!("not an SS58 address: {address}")))?;
        engine.next_nonce(&account).map_err(|reason| failure(&reason))
    })?;
    Ok(())
}
