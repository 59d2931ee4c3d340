//! Each precondition of interface.md 2.2 and 2.4, one after the other.

use frame_support::assert_ok;
use pallet_subtensor_swap::Error as SwapError;
use sp_runtime::DispatchError;

use super::mock::*;
use crate::{Error, NetworkRegistrationAllowed, genesis::Pool};

fn two_subnets() -> sp_io::TestExternalities {
    let mut closed = subnet(2, Pool::even(1_000 * TAO, 1_000 * TAO));
    closed.started = false;
    chain(world(vec![subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO)), closed]))
}

#[test]
fn add_stake_checks_in_order() {
    two_subnets().execute_with(|| {
        let add = |who, hotkey, netuid, amount| {
            SubtensorModule::add_stake(signed(who), account(hotkey), netuid, amount)
        };
        assert_refused!(add(1, 201, 1, 1_000_001 * TAO), Error::<Test>::InsufficientLiquidity);
        assert_refused!(add(1, 201, 9, TAO), Error::<Test>::SubnetNotExists);
        assert_refused!(add(1, 202, 2, TAO), Error::<Test>::SubtokenDisabled);
        assert_refused!(add(1, 201, 1, 2_001_006), Error::<Test>::AmountTooLow);
        assert_ok!(add(1, 201, 1, 2_001_007));
        assert_refused!(add(77, 201, 1, TAO), Error::<Test>::NotEnoughBalanceToStake);
        assert_refused!(add(1, 999, 1, TAO), Error::<Test>::HotKeyAccountNotExists);
        assert_refused!(
            SubtensorModule::add_stake(RuntimeOrigin::none(), account(201), 1, TAO),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn a_pool_without_alpha_cannot_sell_any() {
    chain(world(vec![subnet(1, Pool::even(1_000 * TAO, 999_999))])).execute_with(|| {
        assert_refused!(
            SubtensorModule::add_stake(signed(1), account(201), 1, TAO),
            Error::<Test>::InsufficientLiquidity
        );
        assert_refused!(
            SubtensorModule::add_stake_limit(signed(1), account(201), 1, TAO, u64::MAX, true),
            SwapError::<Test>::ReservesTooLow
        );
    });
}

#[test]
fn remove_stake_checks_in_order() {
    let mut world = world(vec![
        subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO)),
        subnet(2, Pool::even(1_000 * TAO, 1_000 * TAO)),
    ]);
    world.subnets[1].started = false;
    world.positions = vec![position(201, 1, 1, 10 * TAO), position(202, 1, 2, 10 * TAO)];
    chain(world).execute_with(|| {
        let remove = |hotkey, netuid, amount| {
            SubtensorModule::remove_stake(signed(1), account(hotkey), netuid, amount)
        };
        assert_refused!(remove(201, 9, TAO), Error::<Test>::SubnetNotExists);
        assert_refused!(remove(202, 2, TAO), Error::<Test>::SubtokenDisabled);
        assert_refused!(remove(201, 1, 0), Error::<Test>::AmountTooLow);
        assert_refused!(remove(999, 1, TAO), Error::<Test>::AmountTooLow);
        assert_refused!(remove(201, 1, 1_000_000), Error::<Test>::AmountTooLow);
        // A limited sale does not need the subnet to be started.
        assert_ok!(SubtensorModule::remove_stake_limit(
            signed(1),
            account(202),
            2,
            TAO,
            900_000_000,
            false
        ));
        assert_refused!(
            SubtensorModule::remove_stake_limit(signed(1), account(999), 1, TAO, 1, false),
            Error::<Test>::HotKeyAccountNotExists
        );
    });
}

#[test]
fn what_is_too_small_to_sell_alone_can_leave_with_the_last_of_it() {
    let mut world = world(vec![subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO))]);
    world.positions = vec![position(201, 1, 1, 100_000)];
    chain(world).execute_with(|| {
        assert_refused!(
            SubtensorModule::remove_stake(signed(1), account(201), 1, 99_999),
            Error::<Test>::AmountTooLow
        );
        assert_ok!(SubtensorModule::remove_stake(signed(1), account(201), 1, 100_000));
        assert_eq!(stake(201, 1, 1), 0);
    });
}

#[test]
fn a_fee_too_small_to_be_sold_stops_the_sale() {
    // economics.md 1.2: at p = 0.025 a whole position of 1986 rao has a fee of one rao worth no rao of TAO.
    let mut world = world(vec![subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO))]);
    world.positions = vec![position(201, 1, 1, 1_986)];
    chain(world).execute_with(|| {
        assert_refused!(
            SubtensorModule::remove_stake(signed(1), account(201), 1, 1_986),
            SwapError::<Test>::ReservesTooLow
        );
    });
}

#[test]
fn registration_checks_in_order() {
    two_subnets().execute_with(|| {
        let register = |who, netuid, hotkey| {
            SubtensorModule::burned_register(signed(who), netuid, account(hotkey))
        };
        assert_refused!(register(1, 0, 300), Error::<Test>::RegistrationNotPermittedOnRootSubnet);
        assert_refused!(register(1, 9, 300), Error::<Test>::SubnetNotExists);
        NetworkRegistrationAllowed::<Test>::insert(1, false);
        assert_refused!(register(1, 1, 300), Error::<Test>::SubNetRegistrationDisabled);
        NetworkRegistrationAllowed::<Test>::insert(1, true);
        assert_refused!(register(1, 1, 201), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        assert_refused!(register(77, 1, 300), Error::<Test>::NotEnoughBalanceToStake);
        assert_refused!(register(1, 1, 202), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(
            SubtensorModule::burned_register(signed(1), 1, SubtensorModule::subnet_account(2)),
            Error::<Test>::CannotUseSystemAccount
        );
        assert_refused!(
            SubtensorModule::register_limit(signed(1), 1, account(300), TAO - 1),
            Error::<Test>::RegistrationPriceLimitExceeded
        );
        assert_ok!(SubtensorModule::register_limit(signed(1), 1, account(300), TAO));
        // Registration works before the subnet is started.
        assert_ok!(register(1, 2, 300));
    });
}
