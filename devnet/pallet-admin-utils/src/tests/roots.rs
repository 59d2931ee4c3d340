//! What only root may do.

use frame_support::{assert_noop, assert_ok, traits::ConstU32};
use pallet_subtensor::{Error as SubtensorError, Event as SubtensorEvent, units::Fixed};
use sp_runtime::{BoundedVec, DispatchError, DispatchResult};
use substrate_fixed::types::{I64F64, I96F32, U64F64};

use super::mock::*;
use crate::{Error, Event, PrecompileEnable, PrecompileEnum, Public};

type RootCall = (&'static str, fn(RuntimeOrigin) -> DispatchResult);

/// Calls about subnet 1 that keep out of the freeze window.
const FROZEN: &[RootCall] = &[
    ("min_difficulty", |who| AdminUtils::sudo_set_min_difficulty(who, NETUID, 1)),
    ("target_registrations", |who| {
        AdminUtils::sudo_set_target_registrations_per_interval(who, NETUID, 1)
    }),
    ("difficulty", |who| AdminUtils::sudo_set_difficulty(who, NETUID, 1)),
    ("max_validators", |who| AdminUtils::sudo_set_max_allowed_validators(who, NETUID, 1)),
    ("max_registrations", |who| AdminUtils::sudo_set_max_registrations_per_block(who, NETUID, 1)),
    ("tempo", |who| AdminUtils::sudo_set_tempo(who, NETUID, 360)),
    ("subtoken", |who| AdminUtils::sudo_set_subtoken_enabled(who, NETUID, false)),
    ("min_uids", |who| AdminUtils::sudo_set_min_allowed_uids(who, NETUID, 1)),
];

/// Calls about subnet 1 that root may make at any time.
const ANYTIME: &[RootCall] = &[
    ("weights_rate_limit", |who| AdminUtils::sudo_set_weights_set_rate_limit(who, NETUID, 1)),
    ("adjustment_interval", |who| AdminUtils::sudo_set_adjustment_interval(who, NETUID, 1)),
    ("kappa", |who| AdminUtils::sudo_set_kappa(who, NETUID, 1)),
    ("registration", |who| AdminUtils::sudo_set_network_registration_allowed(who, NETUID, false)),
    ("rao_recycled", |who| AdminUtils::sudo_set_rao_recycled(who, NETUID, 1)),
    ("halving", |who| AdminUtils::sudo_set_ema_price_halving_period(who, NETUID, 1)),
    ("min_non_immune", |who| AdminUtils::sudo_set_min_non_immune_uids(who, NETUID, 1)),
    ("emission", |who| AdminUtils::sudo_set_subnet_emission_enabled(who, NETUID, false)),
];

/// Calls about the whole chain.
const GLOBAL: &[RootCall] = &[
    ("default_take", |who| AdminUtils::sudo_set_default_take(who, 1)),
    ("tx_rate_limit", |who| AdminUtils::sudo_set_tx_rate_limit(who, 1)),
    ("owner_cut", |who| AdminUtils::sudo_set_subnet_owner_cut(who, 1)),
    ("network_rate_limit", |who| AdminUtils::sudo_set_network_rate_limit(who, 1)),
    ("network_immunity", |who| AdminUtils::sudo_set_network_immunity_period(who, 1)),
    ("min_lock", |who| AdminUtils::sudo_set_network_min_lock_cost(who, 1)),
    ("subnet_limit", |who| AdminUtils::sudo_set_subnet_limit(who, 1)),
    ("lock_reduction", |who| AdminUtils::sudo_set_lock_reduction_interval(who, 1)),
    ("stake_threshold", |who| AdminUtils::sudo_set_stake_threshold(who, 1)),
    ("delegate_take_limit", |who| AdminUtils::sudo_set_tx_delegate_take_rate_limit(who, 1)),
    ("min_take", |who| AdminUtils::sudo_set_min_delegate_take(who, 1)),
    ("dissolve", |who| AdminUtils::sudo_set_dissolve_network_schedule_duration(who, 1)),
    ("version", |who| AdminUtils::sudo_set_commit_reveal_version(who, 1)),
    ("window", |who| AdminUtils::sudo_set_admin_freeze_window(who, 1)),
    ("hparam_limit", |who| AdminUtils::sudo_set_owner_hparam_rate_limit(who, 1)),
    ("start_delay", |who| AdminUtils::sudo_set_start_call_delay(who, 1)),
    ("announcement", |who| AdminUtils::sudo_set_coldkey_swap_announcement_delay(who, 1)),
    ("reannouncement", |who| AdminUtils::sudo_set_coldkey_swap_reannouncement_delay(who, 1)),
    ("max_epochs", |who| AdminUtils::sudo_set_max_epochs_per_block(who, 1)),
];

/// Calls about the whole chain that leave no event.
const SILENT: &[RootCall] = &[
    ("nominators", |who| AdminUtils::sudo_set_nominator_min_required_stake(who, 1)),
    ("moving_alpha", |who| {
        AdminUtils::sudo_set_subnet_moving_alpha(who, Fixed(I96F32::from_bits(1)))
    }),
    ("cutoff", |who| AdminUtils::sudo_set_tao_flow_cutoff(who, Fixed(I64F64::from_bits(1)))),
    ("exponent", |who| {
        AdminUtils::sudo_set_tao_flow_normalization_exponent(who, Fixed(U64F64::from_num(2)))
    }),
    ("smoothing", |who| AdminUtils::sudo_set_tao_flow_smoothing_factor(who, 1)),
    ("net_flow", |who| AdminUtils::sudo_set_net_tao_flow_enabled(who, false)),
    ("max_mechanisms", |who| AdminUtils::sudo_set_max_mechanism_count(who, 16)),
];

#[test]
fn owners_may_not_do_what_is_roots() {
    for (name, set) in [FROZEN, ANYTIME, GLOBAL, SILENT].concat() {
        chain().execute_with(|| {
            assert_eq!(whole(|| set(signed(OWNER))), Err(DispatchError::BadOrigin), "{name}");
            assert_eq!(whole(|| set(root())), Ok(()), "{name}");
        });
    }
}

#[test]
fn the_freeze_window_binds_root_where_mainnet_says() {
    chain().execute_with(|| {
        go_to(10_355);
        for (name, set) in FROZEN {
            let frozen = SubtensorError::<Test>::AdminActionProhibitedDuringWeightsWindow;
            assert_eq!(whole(|| set(root())), Err(frozen.into()), "{name}");
        }
        for (name, set) in ANYTIME {
            assert_eq!(whole(|| set(root())), Ok(()), "{name}");
        }
    });
}

#[test]
fn chain_wide_values_are_told_in_events() {
    for (name, set) in GLOBAL {
        chain().execute_with(|| {
            assert_ok!(set(root()));
            assert_eq!(events().len(), 1, "{name}");
        });
    }
    chain().execute_with(|| {
        assert_ok!(AdminUtils::sudo_set_network_rate_limit(root(), 77));
        assert_eq!(events(), [RuntimeEvent::from(SubtensorEvent::NetworkRateLimitSet(77))]);
        assert_eq!(pallet_subtensor::NetworkRateLimit::<Test>::get(), 77);
    });
}

#[test]
fn numbers_of_neurons_fit_each_other() {
    chain().execute_with(|| {
        assert_noop!(
            AdminUtils::sudo_set_max_allowed_validators(root(), NETUID, 257),
            Error::<Test>::MaxValidatorsLargerThanMaxUIds
        );
        assert_noop!(
            AdminUtils::sudo_set_min_allowed_uids(root(), NETUID, 256),
            Error::<Test>::MinAllowedUidsGreaterThanMaxAllowedUids
        );
        assert_noop!(
            AdminUtils::sudo_set_min_allowed_uids(root(), NETUID, 12),
            Error::<Test>::MinAllowedUidsGreaterThanCurrentUids
        );
        assert_ok!(AdminUtils::sudo_set_min_allowed_uids(root(), NETUID, 11));
        assert_noop!(
            AdminUtils::sudo_set_max_mechanism_count(root(), 17),
            SubtensorError::<Test>::InvalidValue
        );
        let half = Fixed(U64F64::from_bits(1 << 63));
        assert_noop!(
            AdminUtils::sudo_set_tao_flow_normalization_exponent(root(), half),
            Error::<Test>::InvalidValue
        );
    });
}

#[test]
fn missing_subnets_and_root_are_refused() {
    chain().execute_with(|| {
        pallet_subtensor::Tempo::<Test>::insert(9, 0);
        assert_noop!(AdminUtils::sudo_set_kappa(root(), 9, 1), Error::<Test>::SubnetDoesNotExist);
        assert_noop!(AdminUtils::sudo_set_rho(root(), 9, 1), Error::<Test>::SubnetDoesNotExist);
        assert_noop!(
            AdminUtils::sudo_set_subnet_emission_enabled(root(), 0, true),
            Error::<Test>::NotPermittedOnRootSubnet
        );
        assert_ok!(AdminUtils::sudo_set_subnet_emission_enabled(root(), NETUID, false));
        let event = Event::SubnetEmissionEnabledSet { netuid: NETUID, enabled: false };
        assert_eq!(events(), [RuntimeEvent::from(event)]);
    });
}

#[test]
fn what_has_nothing_to_act_on_says_so() {
    chain().execute_with(|| {
        assert_noop!(
            AdminUtils::sudo_set_network_pow_registration_allowed(root(), NETUID, true),
            Error::<Test>::POWRegistrationDisabled
        );
        assert_noop!(AdminUtils::sudo_set_total_issuance(root(), 1), Error::<Test>::Deprecated);
        let nobody: BoundedVec<Public, ConstU32<32>> = BoundedVec::default();
        assert_noop!(
            AdminUtils::swap_authorities(signed(OWNER), nobody.clone()),
            DispatchError::BadOrigin
        );
        assert_noop!(AdminUtils::swap_authorities(root(), nobody), DispatchError::Unavailable);
        assert_noop!(AdminUtils::sudo_set_evm_chain_id(root(), 1), DispatchError::Unavailable);
        assert_noop!(
            AdminUtils::schedule_grandpa_change(root(), vec![], 0, None),
            DispatchError::Unavailable
        );
        assert_ok!(AdminUtils::sudo_toggle_evm_precompile(root(), PrecompileEnum::Alpha, false));
        assert_ok!(AdminUtils::sudo_toggle_evm_precompile(root(), PrecompileEnum::Alpha, false));
        assert_eq!(events().len(), 1);
        assert!(!PrecompileEnable::<Test>::get(PrecompileEnum::Alpha));
    });
}
