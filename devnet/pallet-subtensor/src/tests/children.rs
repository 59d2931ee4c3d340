//! Child keys and what they do to dividends (economics.md 5.2).

use frame_support::assert_ok;

use super::{epochs::living_world, mock::*};
use crate::{
    AutoParentDelegationEnabled, ChildKeys, Error, Event, ParentKeys, PendingChildKeys,
    StakeThreshold, TotalHotkeyAlpha,
};

const HALF: u64 = u64::MAX / 2;

fn set(who: u16, hotkey: u16, children: &[(u64, u16)]) -> sp_runtime::DispatchResult {
    let children = children.iter().map(|(part, child)| (*part, account(*child))).collect();
    SubtensorModule::set_children(signed(who), account(hotkey), 1, children)
}

#[test]
fn section_5_2_children_wait_for_an_epoch() {
    let mut world = living_world(1);
    world.parameters.pending_childkey_cooldown = 15;
    chain(world).execute_with(|| {
        assert_ok!(set(5, 50, &[(HALF, 51)]));
        let children = vec![(HALF, account(51))];
        assert!(events().contains(&Event::SetChildrenScheduled(
            account(50),
            1,
            16,
            children.clone()
        )));
        run_to(19);
        assert_eq!(PendingChildKeys::<Test>::get(1, account(50)), (children.clone(), 16));
        assert!(ChildKeys::<Test>::get(account(50), 1).is_empty());
        run_to(20);
        assert!(!PendingChildKeys::<Test>::contains_key(1, account(50)));
        assert_eq!(ChildKeys::<Test>::get(account(50), 1), children);
        assert_eq!(ParentKeys::<Test>::get(account(51), 1), [(HALF, account(50))]);
        assert!(events().contains(&Event::SetChildren(account(50), 1, children)));
        let (parent, child) = (
            SubtensorModule::stake_weights(&account(50), 1),
            SubtensorModule::stake_weights(&account(51), 1),
        );
        let held = TotalHotkeyAlpha::<Test>::get(account(50), 1);
        assert!(parent.alpha.abs_diff(held / 2) < 10_000, "{parent:?}");
        let held = held / 2 + TotalHotkeyAlpha::<Test>::get(account(51), 1);
        assert!(child.alpha.abs_diff(held) < 10_000, "{child:?}");

        // Taking it back works the same way.
        run_to(200);
        assert_ok!(set(5, 50, &[]));
        run_to(220);
        assert!(!ChildKeys::<Test>::contains_key(account(50), 1));
        assert!(!ParentKeys::<Test>::contains_key(account(51), 1));
    });
}

#[test]
fn section_5_2_children_that_are_refused() {
    chain(living_world(1)).execute_with(|| {
        let many: Vec<_> = (0..6).map(|n| (1, 300 + n)).collect();
        for (result, error) in [
            (set(6, 50, &[(1, 51)]), Error::<Test>::NonAssociatedColdKey),
            (set(5, 50, &[(1, 51), (2, 51)]), Error::<Test>::DuplicateChild),
            (set(5, 50, &[(1, 50)]), Error::<Test>::InvalidChild),
            (set(5, 50, &many), Error::<Test>::TooManyChildren),
            (set(5, 50, &[(u64::MAX, 51), (1, 60)]), Error::<Test>::ProportionOverflow),
        ] {
            assert_eq!(result, Err(error.into()));
        }
        let call = |netuid| SubtensorModule::set_children(signed(5), account(50), netuid, vec![]);
        assert_refused!(call(0), Error::<Test>::RegistrationNotPermittedOnRootSubnet);
        assert_refused!(call(9), Error::<Test>::SubnetNotExists);
        StakeThreshold::<Test>::put(1_000 * TAO);
        assert_refused!(set(5, 50, &[(1, 51)]), Error::<Test>::NotEnoughStakeToSetChildkeys);
        assert_ok!(set(101, 201, &[(1, 51)]));
        StakeThreshold::<Test>::put(100 * TAO);
        assert_ok!(set(5, 50, &[(1, 51)]));
        assert_refused!(set(5, 50, &[]), Error::<Test>::TxRateLimitExceeded);
        // Each other's parents they cannot be.
        ParentKeys::<Test>::insert(account(51), 1, vec![(1, account(50))]);
        assert_refused!(set(6, 51, &[(1, 50)]), Error::<Test>::ChildParentInconsistency);
    });
}

#[test]
fn section_5_2_a_child_shares_what_it_earns() {
    let earn = |take: u16, burn: u64| {
        let mut earned = (0, 0, 0);
        chain(living_world(1)).execute_with(|| {
            ChildKeys::<Test>::insert(account(50), 1, vec![(HALF, account(51))]);
            ParentKeys::<Test>::insert(account(51), 1, vec![(HALF, account(50))]);
            crate::CKBurn::<Test>::put(burn);
            if take > 0 {
                assert_ok!(SubtensorModule::set_childkey_take(signed(6), account(51), 1, take));
                assert!(events().contains(&Event::ChildKeyTakeSet(account(51), take)));
            }
            let value = |hotkey| TotalHotkeyAlpha::<Test>::get(account(hotkey), 1);
            let before = (value(50), value(51));
            let out = crate::SubnetAlphaOut::<Test>::get(1);
            run_to(10);
            let bought = crate::SubnetProtocolAlpha::<Test>::get(1);
            let grown = crate::SubnetAlphaOut::<Test>::get(1) - out - bought;
            earned = (value(50) - before.0, value(51) - before.1, 9 * TAO - grown);
        });
        earned
    };
    // Each validates with 3000 of the parent's 6000, the child with 3000 of its own beside them.
    let (parent, child, _) = earn(0, 0);
    assert!(parent.abs_diff(2 * child) < TAO / 1_000, "{parent} {child}");
    // The child keeps 18 % of the parent's half of its two thirds: 6/100 of all.
    let (poorer, richer, _) = earn(11_796, 0);
    let all = (parent + child) as f64;
    assert!(((parent - poorer) as f64 / all - 0.06).abs() < 1e-4, "{parent} {poorer}");
    assert!(((richer - child) as f64 / all - 0.06).abs() < 1e-4, "{child} {richer}");
}

#[test]
fn section_5_6_a_childs_take_has_bounds() {
    chain(living_world(1)).execute_with(|| {
        let take =
            |who, take| SubtensorModule::set_childkey_take(signed(who), account(51), 1, take);
        assert_refused!(take(5, 1), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(take(6, 11_797), Error::<Test>::InvalidChildkeyTake);
        assert_ok!(SubtensorModule::sudo_set_min_childkey_take(RuntimeOrigin::root(), 100));
        assert_eq!(SubtensorModule::childkey_take(&account(51), 1), 100);
        assert_refused!(take(6, 99), Error::<Test>::InvalidChildkeyTake);
        assert_ok!(take(6, 5_000));
        assert_ok!(take(6, 4_000));
        assert_refused!(take(6, 4_001), Error::<Test>::TxChildkeyTakeRateLimitExceeded);
        let limit = SubtensorModule::sudo_set_tx_childkey_take_rate_limit;
        assert_ok!(limit(RuntimeOrigin::root(), 0));
        assert_ok!(take(6, 4_001));
        crate::MinChildkeyTakePerSubnet::<Test>::insert(1, 6_000);
        assert_eq!(SubtensorModule::childkey_take(&account(51), 1), 6_000);
        assert_ok!(SubtensorModule::sudo_set_max_childkey_take(RuntimeOrigin::root(), 6_000));
        assert_refused!(take(6, 6_001), Error::<Test>::InvalidChildkeyTake);
        assert_refused!(limit(signed(1), 0), sp_runtime::DispatchError::BadOrigin);
        assert_ok!(SubtensorModule::set_pending_childkey_cooldown(RuntimeOrigin::root(), 7));
        assert_eq!(crate::PendingChildKeyCooldown::<Test>::get(), 7);
    });
}

#[test]
fn section_5_6_who_may_object_to_lending() {
    chain(living_world(1)).execute_with(|| {
        let say = SubtensorModule::set_auto_parent_delegation_enabled;
        assert_refused!(say(signed(6), account(50), false), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(
            say(signed(7), account(60), false),
            Error::<Test>::HotKeyNotRegisteredInSubNet
        );
        assert!(AutoParentDelegationEnabled::<Test>::get(account(50)));
        assert_ok!(say(signed(5), account(50), false));
        assert!(!AutoParentDelegationEnabled::<Test>::get(account(50)));
    });
}

#[test]
fn section_6_4_relations_follow_a_swapped_hotkey() {
    chain(living_world(1)).execute_with(|| {
        ChildKeys::<Test>::insert(account(50), 1, vec![(3, account(51)), (4, account(60))]);
        ParentKeys::<Test>::insert(account(51), 1, vec![(3, account(50))]);
        ParentKeys::<Test>::insert(account(60), 1, vec![(4, account(50))]);
        PendingChildKeys::<Test>::insert(1, account(61), (vec![(5, account(51))], 77));
        assert_ok!(SubtensorModule::set_childkey_take(signed(6), account(51), 1, 9));
        SubtensorModule::swap_hotkey_of_relations(&account(51), &account(400), 1);
        let children = vec![(3, account(400)), (4, account(60))];
        assert_eq!(ChildKeys::<Test>::get(account(50), 1), children);
        assert_eq!(ParentKeys::<Test>::get(account(400), 1), [(3, account(50))]);
        assert!(!ParentKeys::<Test>::contains_key(account(51), 1));
        assert_eq!(PendingChildKeys::<Test>::get(1, account(61)).0, [(5, account(400))]);
        assert_eq!(SubtensorModule::childkey_take(&account(400), 1), 9);

        SubtensorModule::swap_hotkey_of_relations(&account(50), &account(401), 1);
        assert_eq!(ChildKeys::<Test>::get(account(401), 1), children);
        assert!(!ChildKeys::<Test>::contains_key(account(50), 1));
        assert_eq!(ParentKeys::<Test>::get(account(60), 1), [(4, account(401))]);
    });
}
