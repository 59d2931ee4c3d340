//! Bittensor's own methods: runtime APIs under JSON names. Most results are arrays of the SCALE bytes.

use codec::{Decode, Encode};
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use serde_json::{Value, json};
use sp_core::H256;

use super::{Arguments, error, state};
use crate::engine::Engine;

/// A parameter, and thereby how it is encoded.
#[derive(Clone, Copy)]
enum Kind {
    /// A u16: netuid or uid.
    U16,
    /// A u64: an amount in rao.
    U64,
    /// A list of u16.
    Indices,
}

/// Method, runtime API and its parameters. All take a block hash after them.
const SCALE: &[(&str, &str, &[Kind])] = &[
    ("subnetInfo_getDynamicInfo", "SubnetInfoRuntimeApi_get_dynamic_info", &[Kind::U16]),
    ("subnetInfo_getAllDynamicInfo", "SubnetInfoRuntimeApi_get_all_dynamic_info", &[]),
    ("subnetInfo_getMetagraph", "SubnetInfoRuntimeApi_get_metagraph", &[Kind::U16]),
    ("subnetInfo_getAllMetagraphs", "SubnetInfoRuntimeApi_get_all_metagraphs", &[]),
    (
        "subnetInfo_getSelectiveMetagraph",
        "SubnetInfoRuntimeApi_get_selective_metagraph",
        &[Kind::U16, Kind::Indices],
    ),
    ("subnetInfo_getSubnetAccountId", "SubnetInfoRuntimeApi_get_subnet_account_id", &[Kind::U16]),
    ("swap_simSwapTaoForAlpha", "SwapRuntimeApi_sim_swap_tao_for_alpha", &[Kind::U16, Kind::U64]),
    ("swap_simSwapAlphaForTao", "SwapRuntimeApi_sim_swap_alpha_for_tao", &[Kind::U16, Kind::U64]),
];

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    for (name, api, kinds) in SCALE {
        module.register_blocking_method(name, move |params, engine, _| {
            ask(&engine, &mut Arguments::of(&params), api, kinds)
        })?;
    }
    module.register_blocking_method("swap_currentAlphaPrice", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let answer =
            ask(&engine, &mut arguments, "SwapRuntimeApi_current_alpha_price", &[Kind::U16])?;
        decoded::<u64>(&answer).map(|price| json!(price))
    })?;
    module.register_blocking_method("swap_currentAlphaPriceAll", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let answer = ask(&engine, &mut arguments, "SwapRuntimeApi_current_alpha_price_all", &[])?;
        let prices = decoded::<Vec<(u16, u64)>>(&answer)?;
        let prices =
            prices.into_iter().map(|(netuid, price)| json!({ "netuid": netuid, "price": price }));
        Ok::<Value, ErrorObjectOwned>(prices.collect())
    })?;
    module.register_blocking_method("subnetInfo_getLockCost", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let api = "SubnetRegistrationRuntimeApi_get_network_registration_cost";
        let answer = ask(&engine, &mut arguments, api, &[])?;
        decoded::<u64>(&answer).map(|cost| json!(cost))
    })?;
    Ok(())
}

fn ask(
    engine: &Engine,
    arguments: &mut Arguments<'_>,
    api: &str,
    kinds: &[Kind],
) -> Result<Vec<u8>, ErrorObjectOwned> {
    let mut data = Vec::new();
    for kind in kinds {
        match kind {
            Kind::U16 => arguments.required::<u16>()?.encode_to(&mut data),
            Kind::U64 => arguments.required::<u64>()?.encode_to(&mut data),
            Kind::Indices => arguments.required::<Vec<u16>>()?.encode_to(&mut data),
        }
    }
    let block: Option<H256> = arguments.block()?;
    state::call(engine, block, api, &data)
}

fn decoded<T: Decode>(answer: &[u8]) -> Result<T, ErrorObjectOwned> {
    T::decode(&mut &answer[..]).map_err(|reason| error(super::STATE_CLIENT, reason.to_string()))
}
