//! The runtime APIs with mainnet's trait and method names. The runtime crate implements them.
#![allow(clippy::multiple_bound_locations, reason = "the macro repeats bounds at each argument")]

use std::collections::BTreeMap;

use codec::Codec;
use substrate_fixed::types::U64F64;

use super::{
    delegate_info::{DelegateInfo, Delegation},
    dynamic_info::DynamicInfo,
    metagraph::{Metagraph, SelectiveMetagraph},
    neuron_info::{NeuronInfo, NeuronInfoLite},
    show_subnet::SubnetState,
    stake_info::{StakeAvailability, StakeInfo},
    subnet_info::{
        HyperparamEntry, SubnetHyperparams, SubnetHyperparamsV2, SubnetInfo, SubnetInfov2,
    },
};
use crate::{
    staking::lock::LockState,
    units::{NetUid, Uid},
};

sp_api::decl_runtime_apis! {
    /// Delegates.
    pub trait DelegateInfoRuntimeApi<AccountId: Codec + Ord> {
        /// All delegates with their nominators.
        fn get_delegates() -> Vec<DelegateInfo<AccountId>>;
        /// One delegate with its nominators.
        fn get_delegate(delegate_account: AccountId) -> Option<DelegateInfo<AccountId>>;
        /// Where a coldkey has staked.
        fn get_delegated(delegatee_account: AccountId) -> Vec<Delegation<AccountId>>;
    }

    /// Neurons.
    pub trait NeuronInfoRuntimeApi<AccountId: Codec + Ord> {
        /// All neurons of a subnet.
        fn get_neurons(netuid: NetUid) -> Vec<NeuronInfo<AccountId>>;
        /// One neuron.
        fn get_neuron(netuid: NetUid, uid: Uid) -> Option<NeuronInfo<AccountId>>;
        /// All neurons of a subnet without weights and bonds.
        fn get_neurons_lite(netuid: NetUid) -> Vec<NeuronInfoLite<AccountId>>;
        /// One neuron without weights and bonds.
        fn get_neuron_lite(netuid: NetUid, uid: Uid) -> Option<NeuronInfoLite<AccountId>>;
    }

    /// Subnets.
    #[api_version(2)]
    pub trait SubnetInfoRuntimeApi<AccountId: Codec + Ord> {
        /// One subnet, first form.
        fn get_subnet_info(netuid: NetUid) -> Option<SubnetInfo<AccountId>>;
        /// All subnets, first form.
        fn get_subnets_info() -> Vec<Option<SubnetInfo<AccountId>>>;
        /// One subnet.
        fn get_subnet_info_v2(netuid: NetUid) -> Option<SubnetInfov2<AccountId>>;
        /// All subnets.
        fn get_subnets_info_v2() -> Vec<Option<SubnetInfov2<AccountId>>>;
        /// Hyperparameters, first form.
        fn get_subnet_hyperparams(netuid: NetUid) -> Option<SubnetHyperparams>;
        /// Hyperparameters, second form.
        fn get_subnet_hyperparams_v2(netuid: NetUid) -> Option<SubnetHyperparamsV2>;
        /// All pools.
        fn get_all_dynamic_info() -> Vec<Option<DynamicInfo<AccountId>>>;
        /// All metagraphs.
        fn get_all_metagraphs() -> Vec<Option<Metagraph<AccountId>>>;
        /// One metagraph.
        fn get_metagraph(netuid: NetUid) -> Option<Metagraph<AccountId>>;
        /// All metagraphs of all mechanisms.
        fn get_all_mechagraphs() -> Vec<Option<Metagraph<AccountId>>>;
        /// The metagraph of one mechanism.
        fn get_mechagraph(netuid: NetUid, mecid: u8) -> Option<Metagraph<AccountId>>;
        /// One pool.
        fn get_dynamic_info(netuid: NetUid) -> Option<DynamicInfo<AccountId>>;
        /// The neurons of a subnet.
        fn get_subnet_state(netuid: NetUid) -> Option<SubnetState<AccountId>>;
        /// Chosen fields of a metagraph.
        fn get_selective_metagraph(netuid: NetUid, metagraph_indexes: Vec<u16>) -> Option<SelectiveMetagraph<AccountId>>;
        /// Where the mining rewards of a coldkey go.
        fn get_coldkey_auto_stake_hotkey(coldkey: AccountId, netuid: NetUid) -> Option<AccountId>;
        /// Chosen fields of the metagraph of one mechanism.
        fn get_selective_mechagraph(netuid: NetUid, subid: u8, metagraph_indexes: Vec<u16>) -> Option<SelectiveMetagraph<AccountId>>;
        /// The subnet that would make room for another.
        fn get_subnet_to_prune() -> Option<NetUid>;
        /// The account that holds the subnet's TAO.
        fn get_subnet_account_id(netuid: NetUid) -> Option<AccountId>;
        /// Block of the next epoch.
        fn get_next_epoch_start_block(netuid: NetUid) -> Option<u64>;
        /// Hyperparameters by name.
        fn get_subnet_hyperparams_v3(netuid: NetUid) -> Option<Vec<HyperparamEntry>>;
    }

    /// Positions.
    pub trait StakeInfoRuntimeApi<AccountId: Codec + Ord> {
        /// Positions of a coldkey.
        fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>>;
        /// Positions of several coldkeys.
        fn get_stake_info_for_coldkeys(coldkey_accounts: Vec<AccountId>) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)>;
        /// One position.
        fn get_stake_info_for_hotkey_coldkey_netuid(hotkey_account: AccountId, coldkey_account: AccountId, netuid: NetUid) -> Option<StakeInfo<AccountId>>;
        /// What coldkeys could unstake.
        fn get_stake_availability_for_coldkeys(coldkey_accounts: Vec<AccountId>, netuids: Option<Vec<NetUid>>) -> BTreeMap<AccountId, BTreeMap<NetUid, StakeAvailability>>;
        /// Roughly the fee of a move of stake.
        fn get_stake_fee(origin: Option<(AccountId, NetUid)>, origin_coldkey_account: AccountId, destination: Option<(AccountId, NetUid)>, destination_coldkey_account: AccountId, amount: u64) -> u64;
        /// The lock of a coldkey on a subnet in this block.
        fn get_coldkey_lock(coldkey: AccountId, netuid: NetUid) -> Option<LockState>;
        /// Conviction of all locks to a hotkey in this block.
        fn get_hotkey_conviction(hotkey: AccountId, netuid: NetUid) -> U64F64;
        /// The hotkey with the highest conviction.
        fn get_most_convicted_hotkey_on_subnet(netuid: NetUid) -> Option<AccountId>;
    }

    /// The price of a subnet.
    pub trait SubnetRegistrationRuntimeApi {
        /// In rao.
        fn get_network_registration_cost() -> u64;
    }
}
