//! What the owner of a subnet may do.

use frame_support::{assert_noop, assert_ok};
use pallet_subtensor::{
    Error as SubtensorError, Event as SubtensorEvent, OwnerHyperparamRateLimit, PendingEpochAt,
    units::Fixed,
};
use sp_runtime::{DispatchError, DispatchResult};
use substrate_fixed::types::U64F64;

use super::mock::*;
use crate::{Error, Event};

/// A call that the owner may make on subnet 1, with a value that is allowed.
type OwnerCall = (&'static str, fn(RuntimeOrigin) -> DispatchResult);

/// Every hyperparameter that is limited to one change in two tempos.
const PARAMETERS: &[OwnerCall] = &[
    ("serving_rate_limit", |who| AdminUtils::sudo_set_serving_rate_limit(who, NETUID, 7)),
    ("max_difficulty", |who| AdminUtils::sudo_set_max_difficulty(who, NETUID, 7)),
    ("adjustment_alpha", |who| AdminUtils::sudo_set_adjustment_alpha(who, NETUID, 7)),
    ("immunity_period", |who| AdminUtils::sudo_set_immunity_period(who, NETUID, 7)),
    ("min_allowed_weights", |who| AdminUtils::sudo_set_min_allowed_weights(who, NETUID, 7)),
    ("max_allowed_uids", |who| AdminUtils::sudo_set_max_allowed_uids(who, NETUID, 70)),
    ("rho", |who| AdminUtils::sudo_set_rho(who, NETUID, 7)),
    ("activity_cutoff", |who| AdminUtils::sudo_set_activity_cutoff(who, NETUID, 360)),
    ("min_burn", |who| AdminUtils::sudo_set_min_burn(who, NETUID, 7)),
    ("max_burn", |who| AdminUtils::sudo_set_max_burn(who, NETUID, TAO)),
    ("bonds_moving_average", |who| AdminUtils::sudo_set_bonds_moving_average(who, NETUID, 7)),
    ("bonds_penalty", |who| AdminUtils::sudo_set_bonds_penalty(who, NETUID, 7)),
    ("commit_reveal", |who| AdminUtils::sudo_set_commit_reveal_weights_enabled(who, NETUID, false)),
    ("liquid_alpha", |who| AdminUtils::sudo_set_liquid_alpha_enabled(who, NETUID, true)),
    ("reveal_period", |who| AdminUtils::sudo_set_commit_reveal_weights_interval(who, NETUID, 100)),
    ("transfers", |who| AdminUtils::sudo_set_toggle_transfer(who, NETUID, false)),
    ("steepness", |who| AdminUtils::sudo_set_alpha_sigmoid_steepness(who, NETUID, 0)),
    ("yuma3", |who| AdminUtils::sudo_set_yuma3_enabled(who, NETUID, false)),
    ("bonds_reset", |who| AdminUtils::sudo_set_bonds_reset_enabled(who, NETUID, true)),
    ("immune_owner_uids", |who| AdminUtils::sudo_set_owner_immune_neuron_limit(who, NETUID, 10)),
    ("recycle_or_burn", |who| {
        AdminUtils::sudo_set_recycle_or_burn(
            who,
            NETUID,
            pallet_subtensor::RecycleOrBurnEnum::Recycle,
        )
    }),
    ("min_childkey_take", |who| AdminUtils::sudo_set_min_childkey_take_per_subnet(who, NETUID, 7)),
    ("burn_half_life", |who| AdminUtils::sudo_set_burn_half_life(who, NETUID, 36_100)),
    ("burn_increase_mult", |who| {
        AdminUtils::sudo_set_burn_increase_mult(who, NETUID, Fixed(U64F64::from_num(3)))
    }),
];

#[test]
fn a_hyperparameter_changes_once_in_two_tempos_and_not_before_an_epoch() {
    for (name, set) in PARAMETERS {
        chain().execute_with(|| {
            let refused = |who, error: DispatchError| {
                assert_eq!(whole(|| set(who)), Err(error), "{name}");
            };
            let limited = SubtensorError::<Test>::TxRateLimitExceeded;
            let frozen = SubtensorError::<Test>::AdminActionProhibitedDuringWeightsWindow;
            refused(signed(2), DispatchError::BadOrigin);
            refused(RuntimeOrigin::none(), DispatchError::BadOrigin);
            go_to(10_351);
            refused(signed(OWNER), frozen.into());
            refused(
                root(),
                SubtensorError::<Test>::AdminActionProhibitedDuringWeightsWindow.into(),
            );
            go_to(10_350);
            assert_eq!(whole(|| set(signed(OWNER))), Ok(()), "{name}");
            go_to(10_350 + 719);
            refused(signed(OWNER), limited.into());
            assert_eq!(whole(|| set(root())), Ok(()), "{name}");
            go_to(10_350 + 720);
            assert_eq!(whole(|| set(signed(OWNER))), Ok(()), "{name}");
        });
    }
}

#[test]
fn one_hyperparameter_does_not_limit_another() {
    chain().execute_with(|| {
        for (name, set) in PARAMETERS {
            assert_eq!(whole(|| set(signed(OWNER))), Ok(()), "{name}");
        }
    });
}

#[test]
fn values_have_bounds() {
    chain().execute_with(|| {
        OwnerHyperparamRateLimit::<Test>::put(0);
        let who = || signed(OWNER);
        assert_noop!(
            AdminUtils::sudo_set_max_allowed_uids(who(), NETUID, 63),
            Error::<Test>::MaxAllowedUidsLessThanMinAllowedUids
        );
        pallet_subtensor::MinAllowedUids::<Test>::insert(NETUID, 2);
        for (uids, error) in [
            (11, Error::<Test>::MaxAllowedUIdsLessThanCurrentUIds.into()),
            (257, Error::<Test>::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids.into()),
        ] {
            let result: DispatchError = error;
            assert_eq!(
                whole(|| AdminUtils::sudo_set_max_allowed_uids(who(), NETUID, uids)),
                Err(result)
            );
        }
        let burn = |min: Option<u64>, max: Option<u64>| {
            whole(|| {
                if let Some(min) = min {
                    AdminUtils::sudo_set_min_burn(who(), NETUID, min)?;
                }
                max.map_or(Ok(()), |max| AdminUtils::sudo_set_max_burn(who(), NETUID, max))
            })
        };
        let out = Err(Error::<Test>::ValueNotInBounds.into());
        assert_eq!(burn(Some(TAO), None), out);
        assert_eq!(burn(None, Some(TAO / 10)), out);
        assert_eq!(burn(Some(TAO / 2), Some(TAO / 2)), out);
        assert_eq!(burn(Some(TAO / 2), Some(TAO / 2 + 1)), Ok(()));
        assert_eq!(burn(Some(TAO - 1), None), out);
        assert_eq!(
            whole(|| AdminUtils::sudo_set_bonds_moving_average(who(), NETUID, 975_001)),
            Err(Error::<Test>::BondsMovingAverageMaxReached.into())
        );
        assert_ok!(AdminUtils::sudo_set_bonds_moving_average(root(), NETUID, 975_001));
        assert_eq!(
            whole(|| AdminUtils::sudo_set_alpha_sigmoid_steepness(who(), NETUID, -1)),
            Err(Error::<Test>::NegativeSigmoidSteepness.into())
        );
        assert_ok!(AdminUtils::sudo_set_alpha_sigmoid_steepness(root(), NETUID, -1));
        assert_eq!(
            whole(|| AdminUtils::sudo_set_activity_cutoff(who(), NETUID, 359)),
            Err(SubtensorError::<Test>::ActivityCutoffTooLow.into())
        );
        for (epochs, error) in [
            (0, SubtensorError::<Test>::RevealPeriodTooSmall),
            (101, SubtensorError::<Test>::RevealPeriodTooLarge),
        ] {
            assert_eq!(
                whole(|| AdminUtils::sudo_set_commit_reveal_weights_interval(
                    who(),
                    NETUID,
                    epochs
                )),
                Err(error.into())
            );
        }
        for limit in [0, 11] {
            assert_eq!(
                whole(|| AdminUtils::sudo_set_owner_immune_neuron_limit(who(), NETUID, limit)),
                Err(SubtensorError::<Test>::InvalidValue.into())
            );
        }
        for half_life in [0, 36_101] {
            assert_eq!(
                whole(|| AdminUtils::sudo_set_burn_half_life(who(), NETUID, half_life)),
                Err(Error::<Test>::InvalidValue.into())
            );
        }
        for bits in [(1 << 64) - 1, (3 << 64) + 1] {
            let factor = Fixed(U64F64::from_bits(bits));
            assert_eq!(
                whole(|| AdminUtils::sudo_set_burn_increase_mult(who(), NETUID, factor)),
                Err(Error::<Test>::InvalidValue.into())
            );
        }
    });
}

#[test]
fn alpha_values_need_liquid_alpha() {
    chain().execute_with(|| {
        OwnerHyperparamRateLimit::<Test>::put(0);
        let set = |low, high| {
            whole(|| AdminUtils::sudo_set_alpha_values(signed(OWNER), NETUID, low, high))
        };
        let refused = |error: SubtensorError<Test>| Err(error.into());
        assert_eq!(set(1_638, 1_638), refused(SubtensorError::LiquidAlphaDisabled));
        assert_ok!(AdminUtils::sudo_set_liquid_alpha_enabled(signed(OWNER), NETUID, true));
        assert_eq!(set(1_638, 1_637), refused(SubtensorError::AlphaHighTooLow));
        assert_eq!(set(1_637, 1_638), refused(SubtensorError::AlphaLowOutOfRange));
        assert_eq!(set(1_640, 1_639), refused(SubtensorError::AlphaLowOutOfRange));
        assert_eq!(set(1_638, 1_638), Ok(()));
        assert_eq!(pallet_subtensor::AlphaValues::<Test>::get(NETUID), (1_638, 1_638));
    });
}

#[test]
fn the_validators_version_changes_once_in_five_tempos() {
    chain().execute_with(|| {
        let set = |who, key| AdminUtils::sudo_set_weights_version_key(who, NETUID, key);
        assert_ok!(set(signed(OWNER), 3));
        go_to(10_000 + 1_799 - 20);
        assert_noop!(set(signed(OWNER), 4), SubtensorError::<Test>::TxRateLimitExceeded);
        go_to(10_000 + 1_800);
        assert_ok!(set(signed(OWNER), 4));
        assert_eq!(pallet_subtensor::WeightsVersionKey::<Test>::get(NETUID), 4);
    });
}

#[test]
fn the_owners_cut_is_switched_at_will() {
    chain().execute_with(|| {
        let cut = |who, on| AdminUtils::sudo_set_owner_cut_enabled(who, NETUID, on);
        let lock = |who, on| AdminUtils::sudo_set_owner_cut_auto_lock_enabled(who, NETUID, on);
        assert_noop!(cut(signed(2), false), DispatchError::BadOrigin);
        for on in [false, true, false] {
            assert_ok!(cut(signed(OWNER), on));
            assert_ok!(lock(signed(OWNER), !on));
        }
        assert!(!pallet_subtensor::OwnerCutEnabled::<Test>::get(NETUID));
        assert!(pallet_subtensor::OwnerCutAutoLockEnabled::<Test>::get(NETUID));
        go_to(10_355);
        assert_noop!(
            cut(signed(OWNER), true),
            SubtensorError::<Test>::AdminActionProhibitedDuringWeightsWindow
        );
    });
}

#[test]
fn mechanisms_are_bounded_by_the_neurons_they_could_have() {
    chain().execute_with(|| {
        let count = |who, n| whole(|| AdminUtils::sudo_set_mechanism_count(who, NETUID, n));
        let refused = |error: SubtensorError<Test>| Err(error.into());
        assert_eq!(count(signed(OWNER), 0), refused(SubtensorError::InvalidValue));
        assert_eq!(count(signed(OWNER), 3), refused(SubtensorError::InvalidValue));
        assert_eq!(count(signed(OWNER), 2), refused(SubtensorError::TooManyUIDsPerMechanism));
        assert_ok!(AdminUtils::sudo_set_max_allowed_uids(signed(OWNER), NETUID, 128));
        assert_eq!(count(signed(OWNER), 2), Ok(()));
        assert_eq!(pallet_subtensor::MechanismCountCurrent::<Test>::get(NETUID), 2);
        assert_eq!(count(signed(OWNER), 1), refused(SubtensorError::TxRateLimitExceeded));
        assert_eq!(
            whole(|| AdminUtils::sudo_set_max_allowed_uids(root(), NETUID, 129)),
            refused(SubtensorError::TooManyUIDsPerMechanism)
        );
        // What belonged to the second goes with it.
        pallet_subtensor::Weights::<Test>::insert(4_097, 3, vec![(1, 1)]);
        pallet_subtensor::Bonds::<Test>::insert(4_097, 3, vec![(1, 1)]);
        pallet_subtensor::LastUpdate::<Test>::insert(4_097, vec![1]);
        pallet_subtensor::Incentive::<Test>::insert(4_097, vec![1]);
        let split = |parts: Option<Vec<u16>>| {
            whole(|| AdminUtils::sudo_set_mechanism_emission_split(root(), NETUID, parts))
        };
        assert_eq!(split(Some(vec![])), refused(SubtensorError::InvalidValue));
        assert_eq!(split(Some(vec![u16::MAX])), refused(SubtensorError::InvalidValue));
        assert_eq!(split(Some(vec![30_000, 30_000])), refused(SubtensorError::InvalidValue));
        assert_eq!(split(Some(vec![25_535, 40_000])), Ok(()));
        go_to(10_000 + 7_200);
        assert_eq!(count(signed(OWNER), 1), Ok(()));
        assert_eq!(pallet_subtensor::MechanismEmissionSplit::<Test>::get(NETUID), None);
        assert!(!pallet_subtensor::Weights::<Test>::contains_key(4_097, 3));
        assert!(!pallet_subtensor::Bonds::<Test>::contains_key(4_097, 3));
        assert!(!pallet_subtensor::LastUpdate::<Test>::contains_key(4_097));
        assert!(!pallet_subtensor::Incentive::<Test>::contains_key(4_097));
    });
}

#[test]
fn the_owners_hotkey_changes_once_a_week_for_root_too() {
    chain().execute_with(|| {
        let set = |who, hotkey| {
            whole(|| AdminUtils::sudo_set_sn_owner_hotkey(who, NETUID, account(hotkey)))
        };
        assert_eq!(set(signed(2), 105), Err(DispatchError::BadOrigin));
        // The window does not count.
        go_to(10_355);
        assert_eq!(set(signed(OWNER), 105), Ok(()));
        assert_eq!(
            events(),
            [RuntimeEvent::from(SubtensorEvent::SubnetOwnerHotkeySet(NETUID, account(105)))]
        );
        go_to(10_355 + 50_399);
        let limited = Err(SubtensorError::<Test>::TxRateLimitExceeded.into());
        assert_eq!(set(root(), 106), limited);
        go_to(10_355 + 50_400);
        assert_ok!(AdminUtils::sudo_set_subnet_owner_hotkey(root(), NETUID, account(106)));
        assert_eq!(pallet_subtensor::SubnetOwnerHotkey::<Test>::get(NETUID), account(106));
    });
}

#[test]
fn the_tempo_starts_the_cycle_anew() {
    chain().execute_with(|| {
        let set = |who, tempo| whole(|| SubtensorModule::set_tempo(who, NETUID, tempo));
        let refused = |error: SubtensorError<Test>| Err(error.into());
        go_to(10_100);
        assert_eq!(set(root(), 400), Err(DispatchError::BadOrigin));
        assert_eq!(set(signed(OWNER), 359), refused(SubtensorError::TempoOutOfBounds));
        assert_eq!(set(signed(OWNER), 50_401), refused(SubtensorError::TempoOutOfBounds));
        assert_eq!(set(signed(OWNER), 400), Ok(()));
        assert_eq!(events(), [RuntimeEvent::from(SubtensorEvent::TempoSet(NETUID, 400))]);
        assert_eq!(pallet_subtensor::LastEpochBlock::<Test>::get(NETUID), 10_100);
        System::set_block_number(10_459);
        assert_eq!(set(signed(OWNER), 500), refused(SubtensorError::TxRateLimitExceeded));
        System::set_block_number(10_460);
        assert_eq!(set(signed(OWNER), 500), Ok(()));
        // Root's own call knows no bounds.
        assert_eq!(whole(|| AdminUtils::sudo_set_tempo(root(), NETUID, 12)), Ok(()));
        assert_eq!(pallet_subtensor::Tempo::<Test>::get(NETUID), 12);
    });
}

#[test]
fn an_epoch_is_triggered_where_weights_are_not_committed() {
    chain().execute_with(|| {
        let trigger = |who| whole(|| SubtensorModule::trigger_epoch(who, NETUID));
        let refused = |error: SubtensorError<Test>| Err(error.into());
        go_to(10_100);
        assert_eq!(trigger(root()), Err(DispatchError::BadOrigin));
        assert_eq!(
            trigger(signed(OWNER)),
            refused(SubtensorError::DynamicTempoBlockedByCommitReveal)
        );
        assert_ok!(AdminUtils::sudo_set_commit_reveal_weights_enabled(root(), NETUID, false));
        go_to(10_351);
        assert_eq!(trigger(signed(OWNER)), refused(SubtensorError::AutoEpochAlreadyImminent));
        go_to(10_350);
        events();
        assert_eq!(trigger(signed(OWNER)), Ok(()));
        let event =
            SubtensorEvent::EpochTriggered { netuid: NETUID, by: account(OWNER), fires_at: 10_360 };
        assert_eq!(events(), [RuntimeEvent::from(event)]);
        assert_eq!(trigger(signed(OWNER)), refused(SubtensorError::EpochTriggerAlreadyPending));
        // Until then nothing is changed.
        assert_eq!(
            whole(|| AdminUtils::sudo_set_rho(signed(OWNER), NETUID, 1)),
            refused(SubtensorError::AdminActionProhibitedDuringWeightsWindow)
        );
        PendingEpochAt::<Test>::remove(NETUID);
        go_to(10_370);
        assert_eq!(trigger(signed(OWNER)), refused(SubtensorError::TxRateLimitExceeded));
    });
}

#[test]
fn the_activity_factor_is_not_frozen_for_root() {
    chain().execute_with(|| {
        let set = |who, factor| {
            whole(|| SubtensorModule::set_activity_cutoff_factor(who, NETUID, factor))
        };
        let out = SubtensorError::<Test>::ActivityCutoffFactorMilliOutOfBounds;
        assert_eq!(set(signed(2), 1_000), Err(DispatchError::BadOrigin));
        assert_eq!(set(root(), 999), Err(out.into()));
        go_to(10_355);
        let frozen = SubtensorError::<Test>::AdminActionProhibitedDuringWeightsWindow;
        assert_eq!(set(signed(OWNER), 1_000), Err(frozen.into()));
        assert_eq!(set(root(), 50_000), Ok(()));
        go_to(10_400);
        assert_eq!(set(signed(OWNER), 1_000), Ok(()));
        assert_eq!(SubtensorModule::activity_cutoff(NETUID), 360);
    });
}

#[test]
fn toggles_have_events_of_this_pallet() {
    chain().execute_with(|| {
        assert_ok!(AdminUtils::sudo_set_yuma3_enabled(signed(OWNER), NETUID, false));
        assert_ok!(AdminUtils::sudo_set_bonds_reset_enabled(signed(OWNER), NETUID, true));
        assert_ok!(AdminUtils::sudo_set_burn_half_life(signed(OWNER), NETUID, 9));
        assert_eq!(
            events(),
            [
                Event::Yuma3EnableToggled { netuid: NETUID, enabled: false }.into(),
                SubtensorEvent::BondsResetOnSet(NETUID, true).into(),
                Event::BondsResetToggled { netuid: NETUID, enabled: true }.into(),
                RuntimeEvent::from(Event::BurnHalfLifeSet { netuid: NETUID, burn_half_life: 9 }),
            ]
        );
    });
}

#[test]
fn the_least_take_of_child_keys_stays_within_the_chains_bounds() {
    chain().execute_with(|| {
        pallet_subtensor::MinChildkeyTake::<Test>::put(100);
        let set = |take| {
            whole(|| AdminUtils::sudo_set_min_childkey_take_per_subnet(root(), NETUID, take))
        };
        let most = pallet_subtensor::MaxChildkeyTake::<Test>::get();
        let refused = Err(SubtensorError::<Test>::InvalidChildkeyTake.into());
        assert_eq!([set(99), set(most + 1)], [refused, refused]);
        assert_ok!(set(100));
        assert_ok!(set(most));
        assert_eq!(pallet_subtensor::MinChildkeyTakePerSubnet::<Test>::get(NETUID), most);
    });
}

#[test]
fn what_is_recycled_of_child_keys_dividends_is_roots() {
    chain().execute_with(|| {
        let half = u64::MAX / 2;
        assert_noop!(AdminUtils::sudo_set_ck_burn(signed(OWNER), half), DispatchError::BadOrigin);
        assert_ok!(AdminUtils::sudo_set_ck_burn(root(), half));
        assert_eq!(pallet_subtensor::CKBurn::<Test>::get(), half);
    });
}
