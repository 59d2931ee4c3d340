//! The runtime APIs that clients call through `state_call`.

use std::collections::BTreeMap;

use codec::{Decode as _, DecodeLimit as _, Encode as _};
use frame_support::{
    traits::{Contains as _, Get as _},
    weights::Weight,
};
use pallet_shield::ShieldedTransaction;
use pallet_subtensor::{
    rpc_info::{
        delegate_info::{DelegateInfo, Delegation},
        dynamic_info::DynamicInfo,
        metagraph::{Metagraph, SelectiveMetagraph},
        neuron_info::{NeuronInfo, NeuronInfoLite},
        runtime_api,
        show_subnet::SubnetState,
        stake_info::{StakeAvailability, StakeInfo},
        subnet_info::{
            HyperparamEntry, SubnetHyperparams, SubnetHyperparamsV2, SubnetInfo, SubnetInfov2,
        },
    },
    staking::lock::LockState,
    units::to_substrate,
};
use pallet_subtensor_swap::runtime_api::{self as swap_api, SimSwapResult, SubnetPrice};
use sp_api::impl_runtime_apis;
use sp_core::OpaqueMetadata;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
    ApplyExtrinsicResult, ExtrinsicInclusionMode,
    traits::{Block as BlockT, Checkable as _},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidity},
};
use sp_version::RuntimeVersion;
use substrate_fixed::types::U64F64;

use crate::{
    AccountId, Balance, Block, Executive, Header, InherentDataExt as _, Nonce, Runtime,
    RuntimeCall, SubtensorModule, System, TransactionPayment, UncheckedExtrinsic,
    proxy_filter::{
        self,
        api::{ProxyFilterInfo, ProxyTypeInfo},
    },
    upgrade,
};

/// How deep calls may nest in calls, as on mainnet. Checked where the pool asks, not in blocks.
const MAX_CALL_DEPTH: u32 = 8;

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            upgrade::Version::get()
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block)
        }

        fn initialize_block(header: &Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            upgrade::metadata(14).unwrap_or_else(|| OpaqueMetadata::new(Vec::new()))
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            upgrade::metadata(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(inherent: InherentData) -> Vec<UncheckedExtrinsic> {
            inherent.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: InherentData,
        ) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            tx: UncheckedExtrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            let call = tx.function.encode();
            if RuntimeCall::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut &call[..]).is_err()
                || !upgrade::NotTakenAway::contains(&tx.function)
            {
                return Err(InvalidTransaction::Call.into());
            }
            Executive::validate_transaction(source, tx, block_hash)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
        fn query_info(
            uxt: UncheckedExtrinsic,
            len: u32,
        ) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_info(uxt, len)
        }

        fn query_fee_details(
            uxt: UncheckedExtrinsic,
            len: u32,
        ) -> pallet_transaction_payment::FeeDetails<Balance> {
            TransactionPayment::query_fee_details(uxt, len)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall> for Runtime {
        fn query_call_info(
            call: RuntimeCall,
            len: u32,
        ) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_call_info(call, len)
        }

        fn query_call_fee_details(
            call: RuntimeCall,
            len: u32,
        ) -> pallet_transaction_payment::FeeDetails<Balance> {
            TransactionPayment::query_call_fee_details(call, len)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl swap_api::SwapRuntimeApi<Block> for Runtime {
        fn current_alpha_price(netuid: u16) -> u64 {
            SubtensorModule::alpha_price(netuid).to_price_rao()
        }

        fn current_alpha_price_all() -> Vec<SubnetPrice> {
            SubtensorModule::netuids()
                .into_iter()
                .map(|netuid| SubnetPrice {
                    netuid,
                    price: SubtensorModule::alpha_price(netuid).to_price_rao(),
                })
                .collect()
        }

        fn sim_swap_tao_for_alpha(netuid: u16, tao: u64) -> SimSwapResult {
            SubtensorModule::simulate_buy(netuid, tao).into()
        }

        fn sim_swap_alpha_for_tao(netuid: u16, alpha: u64) -> SimSwapResult {
            SubtensorModule::simulate_sell(netuid, alpha).into()
        }
    }

    impl runtime_api::DelegateInfoRuntimeApi<Block, AccountId> for Runtime {
        fn get_delegates() -> Vec<DelegateInfo<AccountId>> {
            SubtensorModule::delegates()
        }

        fn get_delegate(delegate_account: AccountId) -> Option<DelegateInfo<AccountId>> {
            SubtensorModule::delegate(delegate_account)
        }

        fn get_delegated(delegatee_account: AccountId) -> Vec<Delegation<AccountId>> {
            SubtensorModule::delegated(&delegatee_account)
        }
    }

    impl runtime_api::NeuronInfoRuntimeApi<Block, AccountId> for Runtime {
        fn get_neurons(netuid: u16) -> Vec<NeuronInfo<AccountId>> {
            SubtensorModule::neurons(netuid)
        }

        fn get_neuron(netuid: u16, uid: u16) -> Option<NeuronInfo<AccountId>> {
            SubtensorModule::neuron(netuid, uid)
        }

        fn get_neurons_lite(netuid: u16) -> Vec<NeuronInfoLite<AccountId>> {
            SubtensorModule::neurons_lite(netuid)
        }

        fn get_neuron_lite(netuid: u16, uid: u16) -> Option<NeuronInfoLite<AccountId>> {
            SubtensorModule::neuron_lite(netuid, uid)
        }
    }

    impl runtime_api::SubnetInfoRuntimeApi<Block, AccountId> for Runtime {
        fn get_subnet_info(netuid: u16) -> Option<SubnetInfo<AccountId>> {
            SubtensorModule::subnet_info(netuid)
        }

        fn get_subnets_info() -> Vec<Option<SubnetInfo<AccountId>>> {
            SubtensorModule::netuids().into_iter().map(SubtensorModule::subnet_info).collect()
        }

        fn get_subnet_info_v2(netuid: u16) -> Option<SubnetInfov2<AccountId>> {
            SubtensorModule::subnet_info_v2(netuid)
        }

        fn get_subnets_info_v2() -> Vec<Option<SubnetInfov2<AccountId>>> {
            SubtensorModule::netuids().into_iter().map(SubtensorModule::subnet_info_v2).collect()
        }

        fn get_subnet_hyperparams(netuid: u16) -> Option<SubnetHyperparams> {
            SubtensorModule::hyperparams(netuid)
        }

        fn get_subnet_hyperparams_v2(netuid: u16) -> Option<SubnetHyperparamsV2> {
            SubtensorModule::hyperparams_v2(netuid)
        }

        fn get_all_dynamic_info() -> Vec<Option<DynamicInfo<AccountId>>> {
            SubtensorModule::all_dynamic_info()
        }

        fn get_all_metagraphs() -> Vec<Option<Metagraph<AccountId>>> {
            SubtensorModule::netuids()
                .into_iter()
                .map(|netuid| SubtensorModule::metagraph(netuid, 0))
                .collect()
        }

        fn get_metagraph(netuid: u16) -> Option<Metagraph<AccountId>> {
            SubtensorModule::metagraph(netuid, 0)
        }

        fn get_all_mechagraphs() -> Vec<Option<Metagraph<AccountId>>> {
            SubtensorModule::all_mechagraphs()
        }

        fn get_mechagraph(netuid: u16, mecid: u8) -> Option<Metagraph<AccountId>> {
            SubtensorModule::metagraph(netuid, mecid)
        }

        fn get_dynamic_info(netuid: u16) -> Option<DynamicInfo<AccountId>> {
            SubtensorModule::dynamic_info(netuid)
        }

        fn get_subnet_state(netuid: u16) -> Option<SubnetState<AccountId>> {
            SubtensorModule::subnet_state(netuid)
        }

        fn get_selective_metagraph(
            netuid: u16,
            metagraph_indexes: Vec<u16>,
        ) -> Option<SelectiveMetagraph<AccountId>> {
            SubtensorModule::selective_metagraph(netuid, 0, &metagraph_indexes)
        }

        fn get_coldkey_auto_stake_hotkey(coldkey: AccountId, netuid: u16) -> Option<AccountId> {
            pallet_subtensor::AutoStakeDestination::<Runtime>::get(coldkey, netuid)
        }

        fn get_selective_mechagraph(
            netuid: u16,
            subid: u8,
            metagraph_indexes: Vec<u16>,
        ) -> Option<SelectiveMetagraph<AccountId>> {
            SubtensorModule::selective_metagraph(netuid, subid, &metagraph_indexes)
        }

        fn get_subnet_to_prune() -> Option<u16> {
            SubtensorModule::subnet_to_prune()
        }

        fn get_subnet_account_id(netuid: u16) -> Option<AccountId> {
            SubtensorModule::subnet_exists(netuid).then(|| SubtensorModule::subnet_account(netuid))
        }

        fn get_next_epoch_start_block(netuid: u16) -> Option<u64> {
            SubtensorModule::next_epoch_block(netuid)
        }

        fn get_subnet_hyperparams_v3(netuid: u16) -> Option<Vec<HyperparamEntry>> {
            SubtensorModule::hyperparams_v3(netuid)
        }
    }

    impl runtime_api::StakeInfoRuntimeApi<Block, AccountId> for Runtime {
        fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>> {
            SubtensorModule::stake_info_for_coldkey(&coldkey_account)
        }

        fn get_stake_info_for_coldkeys(
            coldkey_accounts: Vec<AccountId>,
        ) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)> {
            coldkey_accounts
                .into_iter()
                .map(|coldkey| {
                    let positions = SubtensorModule::stake_info_for_coldkey(&coldkey);
                    (coldkey, positions)
                })
                .collect()
        }

        fn get_stake_info_for_hotkey_coldkey_netuid(
            hotkey_account: AccountId,
            coldkey_account: AccountId,
            netuid: u16,
        ) -> Option<StakeInfo<AccountId>> {
            SubtensorModule::stake_info_for_position(hotkey_account, &coldkey_account, netuid)
        }

        fn get_stake_availability_for_coldkeys(
            coldkey_accounts: Vec<AccountId>,
            netuids: Option<Vec<u16>>,
        ) -> BTreeMap<AccountId, BTreeMap<u16, StakeAvailability>> {
            SubtensorModule::stake_availability(coldkey_accounts, netuids)
        }

        fn get_stake_fee(
            origin: Option<(AccountId, u16)>,
            _origin_coldkey_account: AccountId,
            destination: Option<(AccountId, u16)>,
            _destination_coldkey_account: AccountId,
            amount: u64,
        ) -> u64 {
            let netuid = |place: Option<(AccountId, u16)>| place.map(|(_, netuid)| netuid);
            SubtensorModule::stake_fee(netuid(origin), netuid(destination), amount)
        }

        fn get_coldkey_lock(coldkey: AccountId, netuid: u16) -> Option<LockState> {
            SubtensorModule::coldkey_lock(&coldkey, netuid)
        }

        fn get_hotkey_conviction(hotkey: AccountId, netuid: u16) -> U64F64 {
            to_substrate(SubtensorModule::hotkey_conviction(&hotkey, netuid))
        }

        fn get_most_convicted_hotkey_on_subnet(netuid: u16) -> Option<AccountId> {
            SubtensorModule::most_convicted_hotkey(netuid)
        }
    }

    impl runtime_api::SubnetRegistrationRuntimeApi<Block> for Runtime {
        fn get_network_registration_cost() -> u64 {
            SubtensorModule::network_cost()
        }
    }

    impl pallet_shield::runtime_api::ShieldApi<Block> for Runtime {
        fn try_decode_shielded_tx(uxt: UncheckedExtrinsic) -> Option<ShieldedTransaction> {
            let call = uxt.function.encode();
            RuntimeCall::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut &call[..]).ok()?;
            let checked = uxt.check(&frame_system::ChainContext::<Runtime>::default()).ok()?;
            let RuntimeCall::MevShield(pallet_shield::Call::submit_encrypted { ciphertext }) =
                checked.function
            else {
                return None;
            };
            ShieldedTransaction::parse(&ciphertext)
        }

        fn is_shielded_using_current_key(key_hash: &[u8; 16]) -> bool {
            crate::MevShield::opens_next(key_hash)
        }

        fn try_unshield_tx(
            dec_key_bytes: Vec<u8>,
            shielded_tx: ShieldedTransaction,
        ) -> Option<UncheckedExtrinsic> {
            let seed = dec_key_bytes.try_into().ok()?;
            let plain = pallet_shield::keys::open(seed, &shielded_tx)?;
            UncheckedExtrinsic::decode(&mut &plain[..]).ok()
        }
    }

    impl proxy_filter::api::ProxyFilterRuntimeApi<Block> for Runtime {
        fn get_proxy_types() -> Vec<ProxyTypeInfo> {
            proxy_filter::api::proxy_types()
        }

        fn get_proxy_filter(proxy_type: Option<u8>) -> Vec<ProxyFilterInfo> {
            proxy_filter::api::proxy_filter(proxy_type)
        }
    }
}
