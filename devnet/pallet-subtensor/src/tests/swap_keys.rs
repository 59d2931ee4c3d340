//! Hotkeys and coldkeys change (economics.md 6.4).

use std::collections::BTreeMap;

use frame_support::assert_ok;
use sp_core::H256;
use sp_runtime::{
    DispatchError, DispatchResult,
    traits::{BlakeTwo256, Hash},
};
use substrate_fixed::types::I96F32;

use super::{
    ledger::{assert_books_agree, assert_locks_agree},
    mock::*,
};
use crate::{
    AutoStakeDestination, AutoStakeDestinationColdkeys, Axons, ColdkeySwapAnnouncements,
    ColdkeySwapDisputes, Delegates, Error, Event, IdentitiesV2, IsNetworkMember, Keys,
    LastRateLimitedBlock, OwnedHotkeys, Owner, RateLimitKey, RootClaimable, RootClaimed,
    StakingHotkeys, SubnetOwner, SubnetOwnerHotkey, TotalHotkeyAlpha, TotalIssuance, TxRateLimit,
    Uids, genesis::Pool,
};

const ALPHA: u64 = 1_000_000_000;

/// Coldkey 1 owns hotkey 300, which is on subnets 1 and 2 and on root, and to which coldkey 2 stakes too.
fn validator() -> sp_io::TestExternalities {
    let mut first = subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA));
    first.neurons.push(neuron(300, 1));
    let mut second = subnet(2, Pool::even(5_000 * TAO, 250_000 * ALPHA));
    second.neurons.push(neuron(300, 1));
    second.owner_coldkey = account(1);
    second.owner_hotkey = account(300);
    let mut world = world(vec![first, second]);
    world.root = vec![neuron(300, 1)];
    world.delegates = vec![(account(300), 6_000)];
    world.positions = vec![
        position(300, 1, 1, 1_000 * ALPHA),
        position(300, 2, 1, 2_000 * ALPHA),
        position(300, 2, 2, 500 * ALPHA),
        position(300, 2, 0, 50 * TAO),
        position(201, 2, 1, 100 * ALPHA),
    ];
    chain(world)
}

fn swap(new: u16, netuid: Option<u16>, keep_stake: bool) -> DispatchResult {
    SubtensorModule::swap_hotkey_v2(signed(1), account(300), account(new), netuid, keep_stake)
}

#[test]
fn a_hotkey_is_swapped_everywhere() {
    validator().execute_with(|| {
        assert_ok!(SubtensorModule::lock_stake(signed(2), account(300), 1, 1_500 * ALPHA));
        assert_ok!(SubtensorModule::set_coldkey_auto_stake_hotkey(signed(3), 1, account(300)));
        assert_ok!(SubtensorModule::serve_axon(signed(300), 1, 1, 0x0102_0304, 80, 4, 4, 0, 0));
        RootClaimable::<Test>::insert(account(300), BTreeMap::from([(1, I96F32::from_num(0.5))]));
        RootClaimed::<Test>::insert((1, account(300), account(2)), 7);
        assert_ok!(SubtensorModule::set_auto_parent_delegation_enabled(
            signed(1),
            account(300),
            false
        ));
        let (wallet, issued) = (free(1), TotalIssuance::<Test>::get());
        events();
        assert_ok!(swap(400, None, false));
        assert_eq!(wallet - free(1), 100_000_000);
        assert_eq!(issued - TotalIssuance::<Test>::get(), 100_000_000);
        assert_eq!(
            events(),
            [Event::HotkeySwapped {
                coldkey: account(1),
                old_hotkey: account(300),
                new_hotkey: account(400)
            }]
        );
        for netuid in [0, 1, 2] {
            assert_eq!(Uids::<Test>::get(netuid, account(300)), None);
            let uid = Uids::<Test>::get(netuid, account(400)).expect("seated");
            assert_eq!(Keys::<Test>::get(netuid, uid), account(400));
            assert!(IsNetworkMember::<Test>::get(account(400), netuid));
            assert!(!IsNetworkMember::<Test>::get(account(300), netuid));
            assert_eq!(TotalHotkeyAlpha::<Test>::get(account(300), netuid), 0);
        }
        assert_eq!(
            [stake(400, 1, 1), stake(400, 2, 1), stake(400, 2, 2), stake(400, 2, 0)],
            [1_000 * ALPHA, 2_000 * ALPHA, 500 * ALPHA, 50 * TAO]
        );
        assert!(Axons::<Test>::contains_key(1, account(400)));
        assert_eq!(Owner::<Test>::get(account(400)), account(1));
        assert!(!SubtensorModule::hotkey_exists(&account(300)));
        assert_eq!(OwnedHotkeys::<Test>::get(account(1)), [account(400)]);
        assert_eq!(StakingHotkeys::<Test>::get(account(2)), [account(201), account(400)]);
        assert_eq!(Delegates::<Test>::get(account(400)), 6_000);
        assert!(!Delegates::<Test>::contains_key(account(300)));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(2), account(400));
        assert_eq!(AutoStakeDestination::<Test>::get(account(3), 1), Some(account(400)));
        assert_eq!(AutoStakeDestinationColdkeys::<Test>::get(account(400), 1), [account(3)]);
        assert_eq!(RootClaimable::<Test>::get(account(400)).len(), 1);
        assert!(RootClaimable::<Test>::get(account(300)).is_empty());
        assert_eq!(RootClaimed::<Test>::get((1, account(400), account(2))), 7);
        assert!(!crate::AutoParentDelegationEnabled::<Test>::get(account(400)));
        let lock = SubtensorModule::lock_held(&account(2), 1).expect("still locked");
        assert_eq!((lock.hotkey, lock.amount.mass), (account(400), 1_500 * ALPHA));
        assert_books_agree();
        assert_locks_agree();
    });
}

#[test]
fn a_hotkey_is_swapped_on_one_subnet() {
    validator().execute_with(|| {
        let wallet = free(1);
        events();
        assert_ok!(swap(400, Some(1), false));
        assert_eq!(wallet - free(1), 1_000_000);
        assert!(matches!(&events()[..], [Event::HotkeySwappedOnSubnet { netuid: 1, .. }]));
        assert!(Uids::<Test>::contains_key(1, account(400)));
        assert!(Uids::<Test>::contains_key(2, account(300)));
        assert_eq!((stake(400, 2, 1), stake(300, 2, 1)), (2_000 * ALPHA, 0));
        assert_eq!(stake(300, 2, 2), 500 * ALPHA);
        // Both keys are the coldkey's, and both are staked to.
        assert_eq!(OwnedHotkeys::<Test>::get(account(1)), [account(300), account(400)]);
        let hotkeys = StakingHotkeys::<Test>::get(account(2));
        assert!(hotkeys.contains(&account(300)) && hotkeys.contains(&account(400)));
        assert_books_agree();
        // The owner's hotkey changes with its neuron.
        System::set_block_number(2_000);
        assert_ok!(swap(401, Some(2), true));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(2), account(401));
        assert_eq!((stake(401, 2, 2), stake(300, 2, 2)), (0, 500 * ALPHA));
        assert_eq!(Delegates::<Test>::get(account(300)), 6_000);
        assert_books_agree();
    });
}

#[test]
fn stake_can_stay_with_the_old_hotkey() {
    validator().execute_with(|| {
        assert_ok!(swap(400, None, true));
        assert!(Uids::<Test>::contains_key(1, account(400)));
        assert_eq!((stake(300, 2, 1), stake(400, 2, 1)), (2_000 * ALPHA, 0));
        assert_eq!(Owner::<Test>::get(account(300)), account(1));
        assert_eq!(Delegates::<Test>::get(account(300)), 6_000);
        assert_eq!(Delegates::<Test>::get(account(400)), 6_000);
        assert_ok!(SubtensorModule::remove_stake(signed(2), account(300), 1, u64::MAX));
        assert_books_agree();
    });
}

#[test]
fn stake_joins_what_the_new_hotkey_has() {
    validator().execute_with(|| {
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(400)));
        assert_ok!(SubtensorModule::add_stake(signed(2), account(400), 1, 10 * TAO));
        let had = stake(400, 2, 1);
        assert_ok!(swap(400, Some(1), false));
        assert!(stake(400, 2, 1).abs_diff(had + 2_000 * ALPHA) <= 1);
        assert!(stake(400, 1, 1).abs_diff(1_000 * ALPHA) <= 1);
        assert_eq!(TotalHotkeyAlpha::<Test>::get(account(300), 1), 0);
        assert_books_agree();
    });
}

#[test]
fn hotkey_swaps_check_in_order() {
    validator().execute_with(|| {
        let as_two = SubtensorModule::swap_hotkey(signed(2), account(300), account(400), None);
        assert_refused!(as_two, Error::<Test>::NonAssociatedColdKey);
        assert_refused!(swap(300, None, false), Error::<Test>::NewHotKeyIsSameWithOld);
        assert_refused!(
            SubtensorModule::swap_hotkey(
                signed(1),
                account(300),
                SubtensorModule::subnet_account(1),
                None
            ),
            Error::<Test>::CannotUseSystemAccount
        );
        assert_refused!(swap(201, None, false), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(swap(400, Some(9), false), Error::<Test>::SubnetNotExists);
        assert_ok!(SubtensorModule::burned_register(signed(1), 1, account(401)));
        assert_refused!(swap(401, None, false), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        assert_refused!(swap(401, Some(1), false), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(402)));
        assert_ok!(SubtensorModule::add_stake(signed(2), account(402), 0, TAO));
        assert_refused!(swap(402, None, false), Error::<Test>::NewHotKeyNotCleanForRootSwap);
        assert_refused!(swap(402, Some(0), false), Error::<Test>::NewHotKeyNotCleanForRootSwap);
        assert_ok!(swap(401, Some(2), false));
        assert_refused!(swap(403, None, false), Error::<Test>::HotKeySetTxRateLimitExceeded);
        TxRateLimit::<Test>::put(0);
        let again = |netuid| {
            SubtensorModule::swap_hotkey(signed(1), account(401), account(405), Some(netuid))
        };
        assert_refused!(again(2), Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
        assert_ok!(again(1));
        System::set_block_number(7_202);
        assert_ok!(again(2));
    });
    chain_with(vec![(1, 50_000_000)], world(vec![])).execute_with(|| {
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(300)));
        assert_refused!(swap(400, None, false), Error::<Test>::NotEnoughBalanceToPaySwapHotKey);
    });
}

#[test]
fn the_new_hotkey_may_not_raise_its_take_sooner() {
    validator().execute_with(|| {
        assert_ok!(SubtensorModule::increase_take(signed(1), account(300), 7_000));
        assert_ok!(swap(400, None, false));
        assert_refused!(
            SubtensorModule::increase_take(signed(1), account(400), 8_000),
            Error::<Test>::DelegateTxRateLimitExceeded
        );
        let old = RateLimitKey::LastTxBlockDelegateTake(account(300));
        assert_eq!(LastRateLimitedBlock::<Test>::get(old), 0);
    });
}

fn hash_of(number: u16) -> H256 {
    BlakeTwo256::hash_of(&account(number))
}

#[test]
fn a_coldkey_is_swapped_five_days_after_its_announcement() {
    validator().execute_with(|| {
        let execute = |to| SubtensorModule::swap_coldkey_announced(signed(2), account(to));
        assert_refused!(execute(500), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        let (wallet, issued) = (free(2), TotalIssuance::<Test>::get());
        assert_ok!(SubtensorModule::announce_coldkey_swap(signed(2), hash_of(500)));
        assert_eq!(wallet - free(2), 100_000_000);
        assert_eq!(issued - TotalIssuance::<Test>::get(), 100_000_000);
        assert_eq!(ColdkeySwapAnnouncements::<Test>::get(account(2)), Some((36_001, hash_of(500))));
        assert_refused!(execute(501), Error::<Test>::AnnouncedColdkeyHashDoesNotMatch);
        System::set_block_number(36_000);
        assert_refused!(execute(500), Error::<Test>::ColdkeySwapTooEarly);
        System::set_block_number(36_001);
        assert_ok!(SubtensorModule::lock_stake(signed(2), account(300), 1, 1_500 * ALPHA));
        assert_ok!(SubtensorModule::set_perpetual_lock(signed(2), 1, true));
        assert_ok!(SubtensorModule::set_reject_locked_alpha(signed(2), false));
        assert_ok!(SubtensorModule::set_coldkey_auto_stake_hotkey(signed(2), 1, account(300)));
        RootClaimed::<Test>::insert((1, account(300), account(2)), 7);
        events();
        let wallet = free(2);
        assert_ok!(execute(500));
        assert_eq!(
            events(),
            [Event::ColdkeySwapped { old_coldkey: account(2), new_coldkey: account(500) }]
        );
        assert_eq!((free(2), free(500)), (0, wallet));
        assert_eq!(
            [stake(300, 500, 1), stake(300, 500, 2), stake(300, 500, 0), stake(201, 500, 1)],
            [2_000 * ALPHA, 500 * ALPHA, 50 * TAO, 100 * ALPHA]
        );
        assert_eq!([stake(300, 2, 1), stake(300, 2, 2), stake(300, 2, 0)], [0; 3]);
        assert_eq!(SubtensorModule::locked_stake(&account(500), 1), 1_500 * ALPHA);
        assert_eq!(SubtensorModule::locked_stake(&account(2), 1), 0);
        assert_eq!(crate::DecayingLock::<Test>::get(account(500), 1), Some(false));
        assert_eq!(crate::AccountFlags::<Test>::get(account(500)), 1);
        assert_eq!(RootClaimed::<Test>::get((1, account(300), account(500))), 7);
        assert_eq!(AutoStakeDestination::<Test>::get(account(500), 1), Some(account(300)));
        assert_eq!(AutoStakeDestinationColdkeys::<Test>::get(account(300), 1), [account(500)]);
        assert_eq!(ColdkeySwapAnnouncements::<Test>::get(account(2)), None);
        assert_books_agree();
        assert_locks_agree();
    });
}

#[test]
fn root_swaps_a_coldkey_with_its_subnets_hotkeys_and_name() {
    validator().execute_with(|| {
        IdentitiesV2::<Test>::insert(account(1), crate::ChainIdentityV2::default());
        assert_ok!(SubtensorModule::announce_coldkey_swap(signed(1), hash_of(9)));
        assert_ok!(SubtensorModule::dispute_coldkey_swap(signed(1)));
        let swap =
            |origin, to, cost| SubtensorModule::swap_coldkey(origin, account(1), account(to), cost);
        assert_refused!(swap(signed(1), 500, 0), DispatchError::BadOrigin);
        assert_refused!(swap(RuntimeOrigin::root(), 2, 0), Error::<Test>::ColdKeyAlreadyAssociated);
        assert_refused!(swap(RuntimeOrigin::root(), 202, 0), Error::<Test>::NewColdKeyIsHotkey);
        assert_refused!(
            swap(RuntimeOrigin::root(), 500, 2_000_000 * TAO),
            Error::<Test>::NotEnoughBalanceToPaySwapColdKey
        );
        let wallet = free(1);
        assert_ok!(swap(RuntimeOrigin::root(), 500, TAO));
        assert_eq!(free(500), wallet - TAO);
        assert_eq!(SubnetOwner::<Test>::get(2), account(500));
        assert_eq!(Owner::<Test>::get(account(300)), account(500));
        assert_eq!(OwnedHotkeys::<Test>::get(account(500)), [account(300)]);
        assert!(OwnedHotkeys::<Test>::get(account(1)).is_empty());
        assert!(IdentitiesV2::<Test>::contains_key(account(500)));
        assert_eq!(ColdkeySwapDisputes::<Test>::get(account(1)), None);
        assert_eq!(ColdkeySwapAnnouncements::<Test>::get(account(1)), None);
        assert_books_agree();
    });
}

#[test]
fn an_announcement_can_be_changed_cleared_disputed_and_reset() {
    validator().execute_with(|| {
        let announce = |to| SubtensorModule::announce_coldkey_swap(signed(2), hash_of(to));
        let clear = || SubtensorModule::clear_coldkey_swap_announcement(signed(2));
        let dispute = || SubtensorModule::dispute_coldkey_swap(signed(2));
        assert_refused!(clear(), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_refused!(dispute(), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_ok!(announce(500));
        assert_refused!(announce(501), Error::<Test>::ColdkeySwapReannouncedTooEarly);
        assert_refused!(clear(), Error::<Test>::ColdkeySwapClearTooEarly);
        System::set_block_number(1 + 36_000 + 7_200);
        let wallet = free(2);
        assert_ok!(announce(501));
        // A change is free.
        assert_eq!(free(2), wallet);
        System::set_block_number(1 + 2 * (36_000 + 7_200));
        assert_ok!(clear());
        assert_ok!(announce(500));
        assert_ok!(dispute());
        assert_refused!(dispute(), Error::<Test>::ColdkeySwapAlreadyDisputed);
        assert_refused!(
            SubtensorModule::reset_coldkey_swap(signed(2), account(2)),
            DispatchError::BadOrigin
        );
        assert_ok!(SubtensorModule::reset_coldkey_swap(RuntimeOrigin::root(), account(2)));
        assert_eq!(ColdkeySwapDisputes::<Test>::get(account(2)), None);
        assert_refused!(
            SubtensorModule::schedule_swap_coldkey(signed(2), account(500)),
            Error::<Test>::Deprecated
        );
        let names: Vec<_> = events()
            .into_iter()
            .map(|event| match event {
                Event::ColdkeySwapAnnounced { .. } => "announced",
                Event::ColdkeySwapCleared { .. } => "cleared",
                Event::ColdkeySwapDisputed { .. } => "disputed",
                Event::ColdkeySwapReset { .. } => "reset",
                _ => "other",
            })
            .collect();
        let expected = ["announced", "announced", "cleared", "announced", "disputed", "reset"];
        assert_eq!(names, expected);
    });
}
