//! Locked stake (economics.md 7.1) and ownership by conviction (7.2).

use frame_support::assert_ok;
use sp_runtime::DispatchResult;
use tau_economics::fixed::U64F64;

use super::mock::*;
use crate::{
    DecayingHotkeyLock, DecayingOwnerLock, Error, Event, HotkeyLock, Lock, LockingColdkeys,
    NominatorMinRequiredStake, OwnerCutAutoLockEnabled, OwnerLock, SubnetAlphaOut, SubnetOwner,
    SubnetOwnerHotkey, Uids, genesis::Pool,
};

const ALPHA: u64 = 1_000_000_000;
const DAY: u64 = 7_200;
/// Time constant of locks: `UnlockRate` and `MaturityRate`.
const TAU: u64 = 934_866;

/// Two subnets. Coldkeys 1 and 2 hold 6000 and 4000 alpha of the first through hotkeys 300 (of coldkey 8) and 301 (of
/// coldkey 9).
fn holders() -> sp_io::TestExternalities {
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA)),
        subnet(2, Pool::even(5_000 * TAO, 250_000 * ALPHA)),
    ]);
    world.hotkeys =
        vec![(account(300), account(8)), (account(301), account(9)), (account(302), account(8))];
    world.positions = vec![
        position(300, 1, 1, 6_000 * ALPHA),
        position(301, 1, 1, 4_000 * ALPHA),
        position(300, 2, 1, 6_000 * ALPHA),
        position(301, 2, 1, 4_000 * ALPHA),
    ];
    chain(world)
}

fn lock(who: u16, hotkey: u16, amount: u64) -> DispatchResult {
    SubtensorModule::lock_stake(signed(who), account(hotkey), 1, amount)
}

fn locked(who: u16) -> u64 {
    SubtensorModule::locked_stake(&account(who), 1)
}

fn conviction(hotkey: u16) -> u64 {
    SubtensorModule::hotkey_conviction(&account(hotkey), 1).floor()
}

fn later(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
}

#[test]
fn a_lock_is_one_per_subnet_and_within_all_stake_there() {
    holders().execute_with(|| {
        let elsewhere = SubtensorModule::lock_stake(signed(1), account(300), 9, ALPHA);
        assert_refused!(elsewhere, Error::<Test>::SubnetNotExists);
        assert_refused!(lock(1, 300, 0), Error::<Test>::AmountTooLow);
        assert_refused!(lock(1, 999, ALPHA), Error::<Test>::HotKeyAccountNotExists);
        assert_refused!(lock(1, 300, 10_000 * ALPHA + 1), Error::<Test>::InsufficientStakeForLock);
        assert_ok!(lock(1, 300, 9_000 * ALPHA));
        assert_refused!(lock(1, 301, ALPHA), Error::<Test>::LockHotkeyMismatch);
        assert_refused!(lock(1, 300, 1_000 * ALPHA + 1), Error::<Test>::InsufficientStakeForLock);
        assert_ok!(lock(1, 300, 1_000 * ALPHA));
        assert_eq!(locked(1), 10_000 * ALPHA);
        assert_eq!(
            events(),
            [9_000, 1_000].map(|amount| Event::StakeLocked {
                coldkey: account(1),
                hotkey: account(300),
                netuid: 1,
                amount: amount * ALPHA
            })
        );
        assert!(LockingColdkeys::<Test>::contains_key((1, account(300), account(1))));
    });
}

#[test]
fn section_7_1_ten_thousand_alpha_decay() {
    holders().execute_with(|| {
        assert_ok!(lock(1, 300, 10_000 * ALPHA));
        later(90 * DAY);
        let state = SubtensorModule::coldkey_lock(&account(1), 1).expect("locked");
        assert_eq!(state.locked_mass, 4_999_998_567_181);
        assert_eq!(state.conviction.to_num::<u64>(), 3_465_736_342_463);
        assert_eq!(state.last_update, System::block_number());
        // What is stored is how it was, and the sum is the lock.
        let stored = Lock::<Test>::get((account(1), 1, account(300))).expect("stored");
        assert_eq!(stored.locked_mass, 10_000 * ALPHA);
        assert_eq!(conviction(300), 3_465_736_342_463);
        assert_eq!(HotkeyLock::<Test>::get(1, account(300)), None);
        assert!(DecayingHotkeyLock::<Test>::contains_key(1, account(300)));
        let answer = SubtensorModule::stake_availability(vec![account(1)], None);
        let on = answer[&account(1)][&1];
        assert_eq!(
            (on.total.0, on.locked.0, on.available.0),
            (10_000 * ALPHA, 4_999_998_567_181, 5_000_001_432_819)
        );
        later(40 * TAU);
        assert_eq!(SubtensorModule::coldkey_lock(&account(1), 1), None);
        // A lock that has faded away does not bind to its hotkey.
        assert_ok!(lock(1, 301, ALPHA));
        assert_eq!(Lock::<Test>::iter_prefix((account(1), 1)).count(), 1);
    });
}

#[test]
fn section_7_1_ten_thousand_alpha_for_ever() {
    holders().execute_with(|| {
        assert_ok!(SubtensorModule::set_perpetual_lock(signed(1), 1, true));
        assert_ok!(lock(1, 300, 10_000 * ALPHA));
        later(TAU);
        let state = SubtensorModule::coldkey_lock(&account(1), 1).expect("locked");
        assert_eq!(state.locked_mass, 10_000 * ALPHA);
        assert_eq!(state.conviction.to_num::<u64>(), 6_321_205_588_285);
        assert!(HotkeyLock::<Test>::contains_key(1, account(300)));
        // Once it may decay it has what it has.
        assert_ok!(SubtensorModule::set_perpetual_lock(signed(1), 1, false));
        assert_eq!(HotkeyLock::<Test>::get(1, account(300)), None);
        let sum = DecayingHotkeyLock::<Test>::get(1, account(300)).expect("a sum");
        assert_eq!(sum, state);
        later(TAU);
        assert_eq!(locked(1), 3_678_794_411_714);
        assert_refused!(
            SubtensorModule::set_perpetual_lock(signed(1), 9, true),
            Error::<Test>::SubnetNotExists
        );
    });
}

#[test]
fn locks_to_the_owners_hotkey_count_in_full_at_once() {
    holders().execute_with(|| {
        assert_ok!(lock(1, 201, 1_000 * ALPHA));
        assert_eq!(conviction(201), 1_000 * ALPHA);
        assert_ok!(SubtensorModule::set_perpetual_lock(signed(2), 1, true));
        assert_ok!(lock(2, 201, 500 * ALPHA));
        assert_eq!(conviction(201), 1_500 * ALPHA);
        assert!(OwnerLock::<Test>::contains_key(1) && DecayingOwnerLock::<Test>::contains_key(1));
        later(TAU);
        assert_eq!(conviction(201), 367_879_441_171 + 500 * ALPHA);
    });
}

#[test]
fn locked_stake_does_not_leave() {
    holders().execute_with(|| {
        assert_ok!(lock(1, 300, 9_000 * ALPHA));
        let free = 1_000 * ALPHA;
        let one = || account(300);
        let locked = || Error::<Test>::StakeUnavailable;
        let remove = |amount| SubtensorModule::remove_stake(signed(1), one(), 1, amount);
        assert_refused!(remove(free + 1), locked());
        assert_refused!(remove(u64::MAX), locked());
        assert_refused!(
            SubtensorModule::remove_stake_limit(signed(1), one(), 1, free + 1, 1, true),
            locked()
        );
        assert_refused!(
            SubtensorModule::remove_stake_full_limit(signed(1), one(), 1, None),
            locked()
        );
        assert_refused!(SubtensorModule::swap_stake(signed(1), one(), 1, 2, free + 1), locked());
        assert_refused!(
            SubtensorModule::transfer_stake(signed(1), account(3), one(), 1, 2, free + 1),
            locked()
        );
        assert_refused!(SubtensorModule::recycle_alpha(signed(1), one(), free + 1, 1), locked());
        assert_refused!(SubtensorModule::burn_alpha(signed(1), one(), free + 1, 1), locked());
        assert_ok!(SubtensorModule::unstake_all(signed(1), one()));
        assert_eq!(stake(300, 1, 1), 6_000 * ALPHA);
        // Its place within the subnet may change, and what is free may go.
        assert_ok!(SubtensorModule::move_stake(signed(1), one(), account(301), 1, 1, free));
        assert_ok!(SubtensorModule::swap_stake(signed(1), one(), 1, 2, free));
        assert_refused!(remove(ALPHA), locked());
        later(DAY);
        assert_ok!(remove(9_000 * ALPHA - 8_930_951_487_930));
        assert_refused!(remove(100 * ALPHA), locked());
    });
}

#[test]
fn a_lock_moves_to_another_hotkey() {
    holders().execute_with(|| {
        let move_to = |hotkey| SubtensorModule::move_lock(signed(1), account(hotkey), 1);
        assert_refused!(move_to(301), Error::<Test>::NoExistingLock);
        assert_ok!(lock(1, 300, 10_000 * ALPHA));
        assert_refused!(move_to(999), Error::<Test>::HotKeyAccountNotExists);
        assert_refused!(
            SubtensorModule::move_lock(signed(1), account(301), 9),
            Error::<Test>::SubnetNotExists
        );
        later(90 * DAY);
        events();
        // 302 has the owner of 300, so conviction stays; 301 has not.
        assert_ok!(move_to(302));
        assert_eq!((conviction(300), conviction(302)), (0, 3_465_736_342_463));
        assert_eq!(locked(1), 4_999_998_567_181);
        assert_ok!(move_to(301));
        assert_eq!((conviction(302), conviction(301)), (0, 0));
        assert_eq!(locked(1), 4_999_998_567_181);
        assert_eq!(
            events(),
            [(300, 302), (302, 301)].map(|(from, to)| Event::LockMoved {
                coldkey: account(1),
                origin_hotkey: account(from),
                destination_hotkey: account(to),
                netuid: 1
            })
        );
        assert_ok!(move_to(201));
        assert_eq!(conviction(201), 4_999_998_567_181);
        assert_eq!(LockingColdkeys::<Test>::iter().count(), 1);
    });
}

#[test]
fn given_stake_takes_its_lock_along_if_the_recipient_accepts() {
    holders().execute_with(|| {
        let give = |amount| {
            SubtensorModule::transfer_stake(signed(1), account(2), account(300), 1, 1, amount)
        };
        assert_ok!(lock(1, 300, 8_000 * ALPHA));
        later(TAU);
        let (mass, earned) = (2_943_035_529_371, conviction(300));
        assert_eq!((locked(1), earned), (mass, mass));
        let free = 10_000 * ALPHA - mass;
        assert_ok!(SubtensorModule::move_stake(
            signed(1),
            account(301),
            account(300),
            1,
            1,
            u64::MAX
        ));
        // Exactly what is free goes without a lock.
        assert_ok!(give(free));
        assert_eq!((locked(1), locked(2)), (mass, 0));
        let half = mass / 2;
        assert_refused!(give(half), Error::<Test>::AccountRejectsLockedAlpha);
        assert_ok!(SubtensorModule::set_reject_locked_alpha(signed(2), false));
        assert_ok!(lock(2, 301, ALPHA));
        assert_refused!(give(half), Error::<Test>::LockHotkeyMismatch);
        assert_ok!(SubtensorModule::move_lock(signed(2), account(300), 1));
        assert_ok!(give(half));
        assert_eq!((locked(1), locked(2)), (mass - half, half + ALPHA));
        let of = |who| {
            let state = SubtensorModule::coldkey_lock(&account(who), 1).expect("locked");
            state.conviction.to_num::<u64>()
        };
        assert!(of(1).abs_diff(earned / 2) <= 1 && of(2).abs_diff(earned / 2) <= 1);
        assert_eq!(conviction(300), earned);
        assert_ok!(SubtensorModule::set_reject_locked_alpha(signed(2), true));
        assert_refused!(give(half / 2), Error::<Test>::AccountRejectsLockedAlpha);
        let choices: Vec<_> = events()
            .into_iter()
            .filter(|event| matches!(event, Event::RejectLockedAlphaUpdated { .. }))
            .collect();
        assert_eq!(choices.len(), 2);
    });
}

#[test]
fn a_forced_sale_takes_the_lock_with_it() {
    holders().execute_with(|| {
        let everything = 10_000 * ALPHA;
        assert_ok!(lock(1, 300, 100_000_000));
        NominatorMinRequiredStake::<Test>::put(10_000_000); // 0.02 TAO, 0.8 alpha
        let remove =
            |hotkey, amount| SubtensorModule::remove_stake(signed(1), account(hotkey), 1, amount);
        assert_ok!(remove(301, u64::MAX));
        // A tenth of an alpha is locked and too small a nomination.
        assert_ok!(remove(300, 6_000 * ALPHA - 100_000_000));
        assert_eq!((stake(300, 1, 1), locked(1)), (0, 0));
        assert_eq!(conviction(300), 0);
        assert!(everything > 0 && Lock::<Test>::iter().count() == 0);
    });
}

#[test]
fn the_owners_cut_can_be_locked_as_it_comes() {
    let mut world = world(vec![subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA))]);
    world.positions = vec![position(201, 101, 1, 100 * ALPHA)];
    chain(world).execute_with(|| {
        let cut = |amount| SubtensorModule::lock_owner_cut(1, amount);
        assert_ok!(cut(ALPHA));
        assert_eq!(locked(101), 0);
        OwnerCutAutoLockEnabled::<Test>::insert(1, true);
        assert_ok!(cut(0));
        assert_ok!(cut(ALPHA));
        assert_eq!((locked(101), conviction(201)), (ALPHA, ALPHA));
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(300)));
        assert_ok!(SubtensorModule::move_lock(signed(101), account(300), 1));
        assert_ok!(cut(ALPHA));
        assert_eq!(locked(101), 2 * ALPHA);
        assert_eq!(conviction(201), 0);
    });
}

#[test]
fn section_7_2_conviction_decides_who_owns_an_old_subnet() {
    holders().execute_with(|| {
        assert_eq!(SubtensorModule::most_convicted_hotkey(1), None);
        for who in [1, 2] {
            assert_ok!(SubtensorModule::set_perpetual_lock(signed(who), 1, true));
        }
        assert_ok!(lock(1, 300, 5_000 * ALPHA));
        assert_ok!(lock(2, 201, 100 * ALPHA));
        later(2_629_800 - 2);
        assert_eq!(SubtensorModule::most_convicted_hotkey(1), Some(account(300)));
        SubtensorModule::settle_ownership(1);
        assert_eq!(SubnetOwner::<Test>::get(1), account(101));
        later(1);
        // Both locks make 4800 of 20 000 alpha; ten times that would be too little.
        let out = SubnetAlphaOut::<Test>::get(1);
        SubnetAlphaOut::<Test>::insert(1, 10 * out);
        SubtensorModule::settle_ownership(1);
        assert_eq!(SubnetOwner::<Test>::get(1), account(101));
        SubnetAlphaOut::<Test>::insert(1, out);
        events();
        let earned = conviction(300);
        assert!(earned < 5_000 * ALPHA);
        SubtensorModule::settle_ownership(1);
        assert_eq!(SubnetOwner::<Test>::get(1), account(8));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(1), account(300));
        assert!(Uids::<Test>::contains_key(1, account(300)));
        assert_eq!(
            events(),
            [Event::SubnetOwnerChanged {
                netuid: 1,
                old_coldkey: account(101),
                new_coldkey: account(8)
            }]
        );
        // The new owner's locks count in full, the former one's mature from what they had.
        assert_eq!((conviction(300), conviction(201)), (5_000 * ALPHA, 100 * ALPHA));
        assert!(OwnerLock::<Test>::get(1).is_some_and(|sum| sum.locked_mass == 5_000 * ALPHA));
        assert!(HotkeyLock::<Test>::contains_key(1, account(201)));
        SubtensorModule::settle_ownership(1);
        assert_eq!(events(), []);
    });
}

#[test]
fn section_7_2_a_full_subnet_without_a_seat_keeps_its_owner() {
    holders().execute_with(|| {
        assert_ok!(lock(1, 300, 10_000 * ALPHA));
        later(2_629_800);
        crate::MaxAllowedUids::<Test>::insert(1, 1);
        SubtensorModule::settle_ownership(1);
        assert_eq!(SubnetOwner::<Test>::get(1), account(101));
    });
}

#[test]
fn a_dissolved_subnet_leaves_no_locks() {
    holders().execute_with(|| {
        assert_ok!(SubtensorModule::set_perpetual_lock(signed(1), 1, true));
        assert_ok!(lock(1, 300, ALPHA));
        assert_ok!(lock(2, 201, ALPHA));
        assert_ok!(SubtensorModule::root_dissolve_network(RuntimeOrigin::root(), 1));
        assert_eq!(Lock::<Test>::iter().count() + LockingColdkeys::<Test>::iter().count(), 0);
        assert_eq!(
            HotkeyLock::<Test>::iter().count() + DecayingOwnerLock::<Test>::iter().count(),
            0
        );
        assert_eq!(crate::DecayingLock::<Test>::iter().count(), 0);
        assert_eq!(SubtensorModule::hotkey_conviction(&account(201), 1), U64F64::ZERO);
    });
}
