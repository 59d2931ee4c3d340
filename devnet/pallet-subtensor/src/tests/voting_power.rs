//! Voting power of validators (economics.md 7.4).

use frame_support::assert_ok;
use sp_runtime::DispatchError;

use super::{epochs::living_world, mock::*};
use crate::{
    Error, Event, StakeThreshold, TxRateLimit, VotingPower, VotingPowerDisableAtBlock,
    VotingPowerEmaAlpha, VotingPowerTrackingEnabled,
};

fn power(hotkey: u16) -> u64 {
    VotingPower::<Test>::get(1, account(hotkey))
}

fn weight(hotkey: u16) -> u64 {
    SubtensorModule::stake_weights(&account(hotkey), 1).total
}

#[test]
fn section_7_4_validators_gain_power_from_epoch_to_epoch() {
    chain(living_world(1)).execute_with(|| {
        assert_eq!(VotingPowerEmaAlpha::<Test>::get(1), 3_570_000_000_000_000);
        run_to(10);
        assert_eq!(power(50), 0, "nobody has asked for it");
        assert_ok!(SubtensorModule::enable_voting_power_tracking(signed(101), 1));
        let alpha = 500_000_000_000_000_000;
        assert_ok!(SubtensorModule::sudo_set_voting_power_ema_alpha(
            RuntimeOrigin::root(),
            1,
            alpha
        ));
        run_to(19);
        assert_eq!(power(50), 0);
        events();
        let expected = [weight(50) / 2, weight(51) / 2];
        run_to(20);
        assert_eq!([power(50), power(51)], expected);
        let next = (weight(50) + power(50)) / 2;
        run_to(30);
        assert_eq!(power(50), next);
    });
}

#[test]
fn power_goes_with_the_permit_the_neuron_and_the_stake() {
    chain(living_world(1)).execute_with(|| {
        assert_ok!(SubtensorModule::enable_voting_power_tracking(RuntimeOrigin::root(), 1));
        for hotkey in [60, 70] {
            VotingPower::<Test>::insert(1, account(hotkey), 5);
        }
        StakeThreshold::<Test>::put(weight(51) + 1);
        VotingPower::<Test>::insert(1, account(50), weight(50));
        run_to(10);
        assert_eq!((power(60), power(70)), (0, 0), "no permit, no neuron");
        assert!(power(50) > 0);
        TxRateLimit::<Test>::put(0);
        let before = power(50);
        let _ = Balances::force_set_balance(RuntimeOrigin::root(), account(5), 100 * TAO);
        assert_ok!(SubtensorModule::swap_hotkey(signed(5), account(50), account(99), None));
        assert_eq!((power(50), power(99)), (0, before));
    });
}

#[test]
fn tracking_ends_two_weeks_after_the_wish() {
    chain(living_world(1)).execute_with(|| {
        assert_refused!(
            SubtensorModule::disable_voting_power_tracking(signed(101), 1),
            Error::<Test>::VotingPowerTrackingNotEnabled
        );
        assert_ok!(SubtensorModule::enable_voting_power_tracking(signed(101), 1));
        run_to(10);
        events();
        assert_ok!(SubtensorModule::disable_voting_power_tracking(signed(101), 1));
        let at = 10 + 100_800;
        let scheduled =
            Event::VotingPowerTrackingDisableScheduled { netuid: 1, disable_at_block: at };
        assert_eq!(events(), [scheduled]);
        run_to(20);
        assert!(power(50) > 0, "it goes on");
        // The wish can be taken back.
        assert_ok!(SubtensorModule::enable_voting_power_tracking(signed(101), 1));
        assert_eq!(VotingPowerDisableAtBlock::<Test>::get(1), 0);
        VotingPowerDisableAtBlock::<Test>::insert(1, 30);
        events();
        run_to(30);
        assert!(events().contains(&Event::VotingPowerTrackingDisabled { netuid: 1 }));
        assert_eq!(VotingPower::<Test>::iter().count(), 0);
        assert!(!VotingPowerTrackingEnabled::<Test>::get(1));
    });
}

#[test]
fn strangers_do_not_decide_about_it() {
    chain(living_world(1)).execute_with(|| {
        let stranger = || signed(3);
        let bad = DispatchError::BadOrigin;
        assert_refused!(SubtensorModule::enable_voting_power_tracking(stranger(), 1), bad);
        assert_refused!(SubtensorModule::disable_voting_power_tracking(stranger(), 1), bad);
        assert_refused!(SubtensorModule::sudo_set_voting_power_ema_alpha(signed(101), 1, 1), bad);
        assert_refused!(
            SubtensorModule::sudo_set_voting_power_ema_alpha(
                RuntimeOrigin::root(),
                1,
                1_000_000_000_000_000_001
            ),
            Error::<Test>::InvalidVotingPowerEmaAlpha
        );
    });
}
