//! Bittensor's own methods: runtime APIs under JSON names. Most results are arrays of the SCALE bytes.

use codec::{Decode, Encode};
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use serde::Deserialize;
use serde_json::{Value, json};
use sp_core::{
    H256,
    crypto::{AccountId32, Ss58Codec},
};

use super::{Arguments, error, invalid, state};
use crate::engine::Engine;

/// A parameter, and thereby how it is encoded.
#[derive(Clone, Copy)]
enum Kind {
    /// A u8: number of a mechanism.
    U8,
    /// A u16: netuid or uid.
    U16,
    /// A u64: an amount in rao.
    U64,
    /// An account, as an address or as an array of 32 bytes.
    Account,
    /// A list of u16.
    Indices,
}

use Kind::{Account, Indices, U8, U16, U64};

/// Method, runtime API and its parameters. All take a block hash after them.
const SCALE: &[(&str, &str, &[Kind])] = &[
    ("delegateInfo_getDelegates", "DelegateInfoRuntimeApi_get_delegates", &[]),
    ("delegateInfo_getDelegate", "DelegateInfoRuntimeApi_get_delegate", &[Account]),
    ("delegateInfo_getDelegated", "DelegateInfoRuntimeApi_get_delegated", &[Account]),
    ("neuronInfo_getNeurons", "NeuronInfoRuntimeApi_get_neurons", &[U16]),
    ("neuronInfo_getNeuron", "NeuronInfoRuntimeApi_get_neuron", &[U16, U16]),
    ("neuronInfo_getNeuronsLite", "NeuronInfoRuntimeApi_get_neurons_lite", &[U16]),
    ("neuronInfo_getNeuronLite", "NeuronInfoRuntimeApi_get_neuron_lite", &[U16, U16]),
    ("subnetInfo_getSubnetInfo", "SubnetInfoRuntimeApi_get_subnet_info", &[U16]),
    ("subnetInfo_getSubnetInfo_v2", "SubnetInfoRuntimeApi_get_subnet_info_v2", &[U16]),
    ("subnetInfo_getSubnetsInfo", "SubnetInfoRuntimeApi_get_subnets_info", &[]),
    ("subnetInfo_getSubnetsInfo_v2", "SubnetInfoRuntimeApi_get_subnets_info_v2", &[]),
    ("subnetInfo_getSubnetHyperparams", "SubnetInfoRuntimeApi_get_subnet_hyperparams", &[U16]),
    ("subnetInfo_getSubnetHyperparamsV2", "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", &[U16]),
    ("subnetInfo_getDynamicInfo", "SubnetInfoRuntimeApi_get_dynamic_info", &[U16]),
    ("subnetInfo_getAllDynamicInfo", "SubnetInfoRuntimeApi_get_all_dynamic_info", &[]),
    ("subnetInfo_getMetagraph", "SubnetInfoRuntimeApi_get_metagraph", &[U16]),
    ("subnetInfo_getAllMetagraphs", "SubnetInfoRuntimeApi_get_all_metagraphs", &[]),
    ("subnetInfo_getMechagraph", "SubnetInfoRuntimeApi_get_mechagraph", &[U16, U8]),
    ("subnetInfo_getAllMechagraphs", "SubnetInfoRuntimeApi_get_all_mechagraphs", &[]),
    (
        "subnetInfo_getSelectiveMetagraph",
        "SubnetInfoRuntimeApi_get_selective_metagraph",
        &[U16, Indices],
    ),
    (
        "subnetInfo_getSelectiveMechagraph",
        "SubnetInfoRuntimeApi_get_selective_mechagraph",
        &[U16, U8, Indices],
    ),
    ("subnetInfo_getSubnetState", "SubnetInfoRuntimeApi_get_subnet_state", &[U16]),
    (
        "subnetInfo_getColdkeyAutoStakeHotkey",
        "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey",
        &[Account, U16],
    ),
    ("subnetInfo_getSubnetAccountId", "SubnetInfoRuntimeApi_get_subnet_account_id", &[U16]),
    ("stakeInfo_getColdkeyLock", "StakeInfoRuntimeApi_get_coldkey_lock", &[Account, U16]),
    ("swap_simSwapTaoForAlpha", "SwapRuntimeApi_sim_swap_tao_for_alpha", &[U16, U64]),
    ("swap_simSwapAlphaForTao", "SwapRuntimeApi_sim_swap_alpha_for_tao", &[U16, U64]),
];

/// An account in either spelling.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelling {
    Address(String),
    Bytes([u8; 32]),
}

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    for (name, api, kinds) in SCALE {
        module.register_blocking_method(name, move |params, engine, _| {
            ask(&engine, &mut Arguments::of(&params), api, kinds)
        })?;
    }
    module.register_blocking_method("swap_currentAlphaPrice", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let answer = ask(&engine, &mut arguments, "SwapRuntimeApi_current_alpha_price", &[U16])?;
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
    module.register_blocking_method("subnetInfo_getSubnetToPrune", |params, engine, _| {
        let mut arguments = Arguments::of(&params);
        let answer = ask(&engine, &mut arguments, "SubnetInfoRuntimeApi_get_subnet_to_prune", &[])?;
        decoded::<Option<u16>>(&answer).map(|netuid| json!(netuid))
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
            U8 => arguments.required::<u8>()?.encode_to(&mut data),
            U16 => arguments.required::<u16>()?.encode_to(&mut data),
            U64 => arguments.required::<u64>()?.encode_to(&mut data),
            Indices => arguments.required::<Vec<u16>>()?.encode_to(&mut data),
            Account => match arguments.required::<Spelling>()? {
                Spelling::Bytes(bytes) => data.extend_from_slice(&bytes),
                Spelling::Address(address) => AccountId32::from_ss58check(&address)
                    .map_err(|_| invalid(format!("not an SS58 address: {address}")))?
                    .encode_to(&mut data),
            },
        }
    }
    let block: Option<H256> = arguments.block()?;
    state::call(engine, block, api, &data)
}

fn decoded<T: Decode>(answer: &[u8]) -> Result<T, ErrorObjectOwned> {
    T::decode(&mut &answer[..]).map_err(|reason| error(super::STATE_CLIENT, reason.to_string()))
}
