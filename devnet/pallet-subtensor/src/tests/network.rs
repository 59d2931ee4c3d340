//! Subnets begin, are started and end.

use frame_support::assert_ok;
use sp_runtime::DispatchError;

use super::mock::*;
use crate::{
    Burn, Error, Event, NetworksAdded, SubnetAlphaIn, SubnetEmissionEnabled, SubnetIdentityV3,
    SubnetLocked, SubnetMovingPrice, SubnetOwner, SubnetTAO, TokenSymbol, TotalIssuance,
    TotalNetworks, Yuma3On, genesis::Pool,
};

#[test]
fn the_first_subnet_costs_the_last_lock_and_starts_at_a_price_of_one() {
    chain(world(vec![])).execute_with(|| {
        assert_eq!(SubtensorModule::network_cost(), 1_000 * TAO);
        assert_ok!(SubtensorModule::register_network(signed(1), account(300)));
        assert_eq!(free(1), 999_000 * TAO);
        assert_eq!(held_by_subnet(1), 1_000 * TAO);
        assert_eq!(SubnetTAO::<Test>::get(1), 1_000 * TAO);
        assert_eq!(SubnetAlphaIn::<Test>::get(1), 1_000 * TAO);
        assert_eq!(SubnetLocked::<Test>::get(1), 1_000 * TAO);
        assert_eq!(SubnetOwner::<Test>::get(1), account(1));
        assert_eq!(crate::Uids::<Test>::get(1, account(300)), Some(0));
        assert_eq!(Burn::<Test>::get(1), TAO);
        assert!(Yuma3On::<Test>::get(1) && !SubnetEmissionEnabled::<Test>::get(1));
        assert_eq!(TotalNetworks::<Test>::get(), 2);
        assert_eq!(TokenSymbol::<Test>::get(1), "α".as_bytes());
        assert_eq!(events(), [Event::NetworkAdded(1, 1)]);
        // From now on the price is twice the last lock and falls.
        assert_eq!(SubtensorModule::network_cost(), 2_000 * TAO);
        System::set_block_number(1 + 25_200);
        assert_eq!(SubtensorModule::network_cost(), 1_750_000_023_200);
    });
}

#[test]
fn a_new_pool_starts_at_the_median_price() {
    let pools = [Pool::even(500 * TAO, 100 * TAO), Pool::even(200 * TAO, 100 * TAO)];
    chain(world(vec![subnet(1, pools[0]), subnet(2, pools[1])])).execute_with(|| {
        assert_ok!(SubtensorModule::register_network(signed(1), account(300)));
        assert_eq!(SubnetAlphaIn::<Test>::get(3), 285_714_285_714);
    });
}

#[test]
fn registration_of_a_subnet_checks_in_order() {
    let mut full = world(vec![subnet(1, Pool::even(TAO, TAO))]);
    full.parameters.subnet_limit = 1;
    chain(full).execute_with(|| {
        let register = |who, hotkey| SubtensorModule::register_network(signed(who), hotkey);
        assert_refused!(
            register(1, SubtensorModule::subnet_account(1)),
            Error::<Test>::CannotUseSystemAccount
        );
        assert_refused!(register(1, account(300)), Error::<Test>::SubnetLimitReached);
    });
    chain_with(vec![(1, 1_000 * TAO), (2, 5_000 * TAO)], world(vec![])).execute_with(|| {
        let register =
            |who, hotkey| SubtensorModule::register_network(signed(who), account(hotkey));
        assert_refused!(register(1, 300), Error::<Test>::CannotAffordLockCost);
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(300)));
        assert_refused!(register(2, 300), Error::<Test>::NonAssociatedColdKey);
        let long = SubnetIdentityV3 { subnet_name: vec![b'x'; 257], ..Default::default() };
        assert_refused!(
            SubtensorModule::register_network_with_identity(signed(2), account(301), Some(long)),
            Error::<Test>::InvalidIdentity
        );
        let good = SubnetIdentityV3 { subnet_name: b"good".to_vec(), ..Default::default() };
        assert_ok!(SubtensorModule::register_network_with_identity(
            signed(2),
            account(301),
            Some(good)
        ));
        assert_eq!(SubtensorModule::subnet_name(1), b"good");
        assert_refused!(register(2, 302), Error::<Test>::NetworkTxRateLimitExceeded);
        System::set_block_number(7_201);
        assert_ok!(register(2, 302));
    });
}

#[test]
fn a_subnet_is_started_once_by_its_owner() {
    chain(world(vec![])).execute_with(|| {
        assert_ok!(SubtensorModule::register_network(signed(1), account(300)));
        assert_refused!(SubtensorModule::start_call(signed(1), 9), Error::<Test>::SubnetNotExists);
        assert_refused!(SubtensorModule::start_call(signed(2), 1), DispatchError::BadOrigin);
        assert_refused!(
            SubtensorModule::add_stake(signed(1), account(300), 1, TAO),
            Error::<Test>::SubtokenDisabled
        );
        crate::StartCallDelay::<Test>::put(5);
        assert_refused!(
            SubtensorModule::start_call(signed(1), 1),
            Error::<Test>::NeedWaitingMoreBlocksToStarCall
        );
        run_to(6);
        assert_ok!(SubtensorModule::start_call(signed(1), 1));
        assert!(events().contains(&Event::FirstEmissionBlockNumberSet(1, 7)));
        assert_ok!(SubtensorModule::add_stake(signed(1), account(300), 1, TAO));
        assert_refused!(
            SubtensorModule::start_call(signed(1), 1),
            Error::<Test>::FirstEmissionBlockNumberAlreadySet
        );
    });
}

#[test]
fn the_price_average_follows_from_the_block_after_the_start() {
    let mut only = subnet(1, Pool::even(30 * TAO, 1_000 * TAO));
    only.moving_price = Some(25_000_000);
    // Emission would move the price.
    only.parameters.emission_enabled = false;
    chain(world(vec![only])).execute_with(|| {
        // One block at the age where the pace is half: 107374182 -> 107374214 / 2^32 (economics.md 1.8).
        System::set_block_number(201_599);
        run_to(201_600);
        assert_eq!(SubnetMovingPrice::<Test>::get(1).to_bits(), 107_374_214);
    });
}

#[test]
fn the_cheapest_subnet_makes_room_and_its_stakers_are_paid() {
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 100_000 * TAO)),
        subnet(2, Pool::even(9_000 * TAO, 100_000 * TAO)),
    ]);
    world.parameters.subnet_limit = 2;
    world.parameters.network_immunity_period = 10;
    // The pot is the pool as it was.
    for subnet in &mut world.subnets {
        subnet.parameters.emission_enabled = false;
    }
    world.positions = vec![position(202, 3, 2, 300 * TAO), position(202, 4, 2, 700 * TAO)];
    chain(world).execute_with(|| {
        run_to(20);
        assert_eq!(SubtensorModule::subnet_to_prune(), Some(2));
        let (three, four, issued) = (free(3), free(4), TotalIssuance::<Test>::get());
        assert_ok!(SubtensorModule::register_network(signed(1), account(300)));
        assert_eq!(free(3) - three, 2_700 * TAO);
        assert_eq!(free(4) - four, 6_300 * TAO);
        assert_eq!(TotalIssuance::<Test>::get(), issued);
        assert_eq!(TotalIssuance::<Test>::get(), Balances::total_issuance());
        assert!(NetworksAdded::<Test>::get(2));
        assert_eq!(SubnetOwner::<Test>::get(2), account(1));
        assert_eq!(stake(202, 3, 2), 0);
        assert_eq!(crate::RegisteredSubnetCounter::<Test>::get(2), 2);
        assert_eq!(held_by_subnet(2), 1_000 * TAO);
        assert!(events().contains(&Event::NetworkRemoved(2)));
    });
}

#[test]
fn section_6_3_the_protocols_part_of_a_dissolved_pool_is_recycled() {
    // 600 and 200 staked, 1200 in the pool, 1000 TAO: 300, 100 and 600.
    let mut world = world(vec![subnet(1, Pool::even(1_000 * TAO, 1_200 * TAO))]);
    world.positions = vec![position(201, 3, 1, 600 * TAO), position(201, 4, 1, 200 * TAO)];
    chain(world).execute_with(|| {
        let call = |origin| SubtensorModule::root_dissolve_network(origin, 1);
        crate::NetworkRegisteredAt::<Test>::insert(1, 1);
        crate::AutoStakeDestination::<Test>::insert(account(3), 1, account(201));
        crate::AutoStakeDestinationColdkeys::<Test>::insert(account(201), 1, vec![account(3)]);
        let rates = std::collections::BTreeMap::from(
            [1, 2].map(|netuid| (netuid, substrate_fixed::types::I96F32::from_num(1))),
        );
        crate::RootClaimable::<Test>::insert(account(201), rates);
        crate::RootClaimed::<Test>::insert((1, account(201), account(3)), 5);
        let (three, four, issued) = (free(3), free(4), TotalIssuance::<Test>::get());
        assert_refused!(call(signed(101)), DispatchError::BadOrigin);
        assert_refused!(
            SubtensorModule::root_dissolve_network(RuntimeOrigin::root(), 0),
            Error::<Test>::SubnetNotExists
        );
        assert_ok!(call(RuntimeOrigin::root()));
        assert_eq!(free(3) - three, 300 * TAO);
        assert_eq!(free(4) - four, 100 * TAO);
        assert_eq!(issued - TotalIssuance::<Test>::get(), 600 * TAO);
        assert_eq!(TotalIssuance::<Test>::get(), Balances::total_issuance());
        assert_eq!(held_by_subnet(1), 0);
        assert!(!NetworksAdded::<Test>::contains_key(1));
        assert_eq!(crate::AutoStakeDestination::<Test>::get(account(3), 1), None);
        assert_eq!(crate::RootClaimable::<Test>::get(account(201)).len(), 1);
        assert_eq!(crate::RootClaimed::<Test>::get((1, account(201), account(3))), 0);
        assert_refused!(
            SubtensorModule::dissolve_network(RuntimeOrigin::root(), account(101), 1),
            Error::<Test>::SubnetNotExists
        );
    });
}

#[test]
fn section_6_3_the_owner_of_an_old_subnet_gets_the_rest_of_its_lock() {
    // The lock was 300 TAO. The owner's cut of 2000 alpha at a price of one half is 11 796 / 65 535 of 1000 TAO.
    let mut old = subnet(1, Pool::even(500 * TAO, 1_000 * TAO));
    old.locked = 300 * TAO;
    old.loose_alpha = 1_000 * TAO;
    for (rules_since, refund) in [(0, 0), (1, 300 * TAO - 179_995_422_293)] {
        chain(world(vec![old.clone()])).execute_with(|| {
            crate::NetworkRegistrationStartBlock::<Test>::put(rules_since);
            assert_ok!(SubtensorModule::dissolve_network(RuntimeOrigin::root(), account(1), 1));
            assert_eq!(free(101), refund);
            assert_eq!(TotalIssuance::<Test>::get(), Balances::total_issuance());
        });
    }
}
