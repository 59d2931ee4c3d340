//! Stake and unstake to the rao, with the numbers of economics.md 1.6.

use frame_support::assert_ok;
use pallet_subtensor_swap::Error as SwapError;

use super::mock::*;
use crate::{
    Event, SubnetAlphaIn, SubnetAlphaOut, SubnetTAO, SubnetVolume, TotalStake, genesis::Pool,
};

const ALPHA: u64 = 1_000_000_000;

fn deep() -> Pool {
    Pool::even(10_000 * TAO, 400_000 * ALPHA)
}

#[test]
fn a_small_pool_gives_the_figures_of_test_swap_basic() {
    for (gross, fee, out) in
        [(1_000_000_000, 503_547, 1_999_496_326), (10_000_000_000, 5_035_477, 3_636_197_098)]
    {
        chain(world(vec![subnet(1, Pool::even(TAO, 4 * ALPHA))])).execute_with(|| {
            assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, gross));
            assert_eq!(stake(201, 1, 1), out);
            assert_eq!(events(), [Event::StakeAdded(account(1), account(201), gross, out, 1, fee)]);
            assert_eq!(free(1), 1_000_000 * TAO - gross);
            assert_eq!(SubnetTAO::<Test>::get(1), TAO + gross - fee);
            assert_eq!(SubnetAlphaIn::<Test>::get(1), 4 * ALPHA - out);
            assert_eq!(free(AUTHOR), ED + fee);
        });
    }
}

#[test]
fn a_stake_and_its_sale_end_where_the_reference_ends() {
    chain(world(vec![subnet(1, deep())])).execute_with(|| {
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, 100 * TAO));
        assert_eq!(stake(201, 1, 1), 3_958_421_526_397);
        assert_eq!(SubnetTAO::<Test>::get(1), 10_000 * TAO + 99_949_645_228);
        assert_eq!(SubnetAlphaOut::<Test>::get(1), 3_958_421_526_397);
        assert_eq!(SubtensorModule::alpha_price(1).to_price_rao(), 25_502_245);
        assert_eq!(TotalStake::<Test>::get(), 10_100 * TAO);
        assert_eq!(SubnetVolume::<Test>::get(1), u128::from(100 * TAO));
        assert_eq!(free(AUTHOR), ED + 50_354_772);
        assert_eq!(held_by_subnet(1), SubnetTAO::<Test>::get(1));
        events();

        assert_ok!(SubtensorModule::remove_stake(signed(1), account(201), 1, u64::MAX));
        assert_eq!(stake(201, 1, 1), 0);
        assert_eq!(
            events(),
            [Event::StakeRemoved(
                account(1),
                account(201),
                99_899_813_626,
                3_956_428_272_253,
                1,
                1_993_254_144
            )]
        );
        assert_eq!(SubnetTAO::<Test>::get(1), 10_000_000_000_001);
        assert_eq!(SubnetAlphaIn::<Test>::get(1), 400_000_000_000_000);
        assert_eq!(SubnetAlphaOut::<Test>::get(1), 0);
        assert_eq!(free(1), 999_900 * TAO + 99_899_813_626);
        assert_eq!(free(AUTHOR), ED + 50_354_772 + 49_831_601);
        assert_eq!(held_by_subnet(1), SubnetTAO::<Test>::get(1));
    });
}

#[test]
fn an_uneven_pool_has_its_own_price() {
    let pool = Pool { quote_weight: 512_345_678_000_000_000, ..deep() };
    chain(world(vec![subnet(1, pool)])).execute_with(|| {
        assert_eq!(SubtensorModule::alpha_price(1).to_price_rao(), 23_795_180);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, 100 * TAO));
        assert_eq!(stake(201, 1, 1), 4_157_802_708_557);
        let before = free(1);
        assert_ok!(SubtensorModule::remove_stake(signed(1), account(201), 1, u64::MAX));
        assert_eq!(free(1) - before, 99_899_826_143);
    });
}

#[test]
fn a_partial_order_stops_at_its_limit() {
    // test_add_stake_limit_ok
    chain(world(vec![subnet(1, Pool::even(150 * TAO, 100 * ALPHA))])).execute_with(|| {
        let before = free(1);
        let limit = 24 * TAO;
        assert_ok!(SubtensorModule::add_stake_limit(
            signed(1),
            account(201),
            1,
            900 * TAO,
            limit,
            true
        ));
        assert_eq!(before - free(1), 450_226_710_634);
        assert_eq!(900 * TAO - (before - free(1)), 449_773_289_366);
        assert_eq!(stake(201, 1, 1), 75 * ALPHA);
        assert_eq!(SubtensorModule::alpha_price(1).to_price_rao(), limit);
        assert_eq!(
            events(),
            [Event::StakeAdded(
                account(1),
                account(201),
                450_226_710_634,
                75 * ALPHA,
                1,
                226_710_634
            )]
        );
    });
}

#[test]
fn the_most_that_fits_a_limit_is_the_references() {
    let max_buy = |tao, alpha, limit| {
        chain(world(vec![subnet(1, Pool::even(tao, alpha))]))
            .execute_with(|| SubtensorModule::max_buy(1, limit))
    };
    assert_eq!(max_buy(1_000_000, 1_000_000, 4_000_000_000), Ok(1_000_503));
    assert_eq!(max_buy(1_000_000, 1_000_000, 9_000_000_000), Ok(2_001_007));
    assert_eq!(max_buy(1_000_000, 1_000_000, 16_000_000_000), Ok(3_001_511));
    assert_eq!(max_buy(1_000 * TAO, 1_000 * ALPHA, 16_000_000_000), Ok(3_001_511_404_231));
    assert_eq!(max_buy(150 * TAO, 100 * ALPHA, 1_500_000_001), Ok(49));
    assert_eq!(max_buy(150 * TAO, 100 * ALPHA, 6_000_000_000), Ok(150_075_570_211));
    assert_eq!(
        max_buy(150 * TAO, 100 * ALPHA, 1_500_000_000),
        Err(SwapError::<Test>::PriceLimitExceeded.into())
    );
    let max_sell = |limit| {
        chain(world(vec![subnet(1, Pool::even(200 * TAO, 100 * ALPHA))]))
            .execute_with(|| SubtensorModule::max_sell(1, limit))
    };
    assert_eq!(max_sell(500_000_000), Ok(100_050_380_141));
    assert_eq!(max_sell(1_999_999_999), Ok(24));
}

#[test]
fn fill_or_kill_and_limits_refuse() {
    chain(world(vec![subnet(1, deep())])).execute_with(|| {
        let buy = |amount, limit, partial| {
            SubtensorModule::add_stake_limit(signed(1), account(201), 1, amount, limit, partial)
        };
        assert_refused!(buy(1_000 * TAO, 25_100_000, false), crate::Error::<Test>::SlippageTooHigh);
        assert_refused!(buy(TAO, 25_000_000, true), SwapError::<Test>::PriceLimitExceeded);
        assert_ok!(buy(TAO, 26_000_000, false));

        let held = stake(201, 1, 1);
        let sell = |amount, limit, partial| {
            SubtensorModule::remove_stake_limit(signed(1), account(201), 1, amount, limit, partial)
        };
        assert_refused!(
            sell(held + 1, 24_000_000, true),
            crate::Error::<Test>::NotEnoughStakeToWithdraw
        );
        assert_refused!(sell(held, 26_000_000, true), SwapError::<Test>::PriceLimitExceeded);
        assert_refused!(sell(held, 25_001_000, false), crate::Error::<Test>::SlippageTooHigh);
        assert_ok!(sell(held, 24_900_000, false));
        assert_eq!(stake(201, 1, 1), 0);
    });
}

#[test]
fn a_whole_position_leaves_within_its_limit_or_not_at_all() {
    let sell = |netuid, limit| {
        SubtensorModule::remove_stake_full_limit(signed(1), account(201), netuid, limit)
    };
    let bought = || {
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, 100 * TAO));
        events();
    };
    let sold = [Event::StakeRemoved(
        account(1),
        account(201),
        99_899_813_626,
        3_956_428_272_253,
        1,
        1_993_254_144,
    )];
    // The figures of a sale at the market, with and without a limit that lets it through.
    for limit in [None, Some(24_900_000)] {
        chain(world(vec![subnet(1, deep())])).execute_with(|| {
            bought();
            assert_ok!(sell(1, limit));
            assert_eq!(events(), sold);
            assert_eq!(stake(201, 1, 1), 0);
        });
    }
    let mut stopped = subnet(2, deep());
    stopped.started = false;
    let mut world = world(vec![subnet(1, deep()), stopped]);
    world.positions = vec![position(201, 1, 2, TAO)];
    chain(world).execute_with(|| {
        assert_refused!(sell(1, None), crate::Error::<Test>::AmountTooLow);
        assert_refused!(sell(1, Some(1)), crate::Error::<Test>::AmountTooLow);
        assert_refused!(sell(9, None), crate::Error::<Test>::SubnetNotExists);
        bought();
        assert_refused!(sell(1, Some(25_501_000)), crate::Error::<Test>::SlippageTooHigh);
        assert_refused!(sell(1, Some(26_000_000)), SwapError::<Test>::PriceLimitExceeded);
        // As with the other calls, a limit is enough on a subnet that is not started.
        assert_refused!(sell(2, None), crate::Error::<Test>::SubtokenDisabled);
        assert_ok!(sell(2, Some(24_000_000)));
        assert_eq!(stake(201, 1, 2), 0);
    });
}

#[test]
fn staking_everything_keeps_the_account_alive() {
    chain_with(vec![(1, 5 * TAO)], world(vec![subnet(1, deep())])).execute_with(|| {
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, 5 * TAO));
        assert_eq!(free(1), ED);
        assert!(
            matches!(events()[..], [Event::StakeAdded(_, _, paid, ..)] if paid == 5 * TAO - ED)
        );
    });
}

#[test]
fn root_stake_is_tao_one_to_one_and_free_of_fees() {
    let mut world = world(vec![]);
    world.root = vec![neuron(50, 2)];
    chain(world).execute_with(|| {
        assert_ok!(SubtensorModule::add_stake(signed(1), account(50), 0, 3 * TAO));
        assert_eq!(stake(50, 1, 0), 3 * TAO);
        assert_eq!(SubnetTAO::<Test>::get(0), 3 * TAO);
        assert_eq!(SubnetAlphaOut::<Test>::get(0), 3 * TAO);
        assert_eq!(TotalStake::<Test>::get(), 3 * TAO);
        assert_ok!(SubtensorModule::remove_stake(signed(1), account(50), 0, TAO));
        assert_eq!(stake(50, 1, 0), 2 * TAO);
        assert_eq!(free(1), 1_000_000 * TAO - 2 * TAO);
        assert_eq!(free(AUTHOR), ED);
    });
}

#[test]
fn without_an_author_the_buyers_fee_goes_to_the_burn_account() {
    chain(world(vec![subnet(1, deep())])).execute_with(|| {
        BlockAuthor::set(None);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, 100 * TAO));
        let burned = Balances::free_balance(SubtensorModule::burn_account());
        assert_eq!(burned, 50_354_772);
        let (alpha_out, held) = (SubnetAlphaOut::<Test>::get(1), stake(201, 1, 1));
        assert_ok!(SubtensorModule::remove_stake(signed(1), account(201), 1, held));
        // The seller's fee stays outside the pool and belongs to nobody.
        assert_eq!(alpha_out - SubnetAlphaOut::<Test>::get(1), 3_956_428_272_253);
        BlockAuthor::set(Some(account(AUTHOR)));
    });
}

#[test]
fn a_nomination_below_the_minimum_is_sold_with_the_rest() {
    let mut world = world(vec![subnet(1, deep())]);
    world.parameters.nominator_min_required_stake = 10_000_000; // 0.02 TAO
    chain(world).execute_with(|| {
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 1, TAO));
        let held = stake(201, 1, 1);
        let minimum = 20_000_000 * 40;
        assert_ok!(SubtensorModule::remove_stake(signed(1), account(201), 1, held - minimum / 2));
        assert_eq!(stake(201, 1, 1), 0);
        // The owner of the hotkey keeps what a nominator could not.
        let _ = Balances::force_set_balance(RuntimeOrigin::root(), account(101), 100 * TAO);
        assert_ok!(SubtensorModule::add_stake(signed(101), account(201), 1, TAO));
        let held = stake(201, 101, 1);
        assert_ok!(SubtensorModule::remove_stake(signed(101), account(201), 1, held - minimum / 2));
        assert_eq!(stake(201, 101, 1), minimum / 2);
    });
}

#[test]
fn nominations_that_a_new_minimum_makes_small_are_sold() {
    chain(world(vec![subnet(1, deep())])).execute_with(|| {
        let _ = Balances::force_set_balance(RuntimeOrigin::root(), account(101), 100 * TAO);
        for (who, amount) in [(1, 10_000_000), (2, TAO), (101, 10_000_000)] {
            assert_ok!(SubtensorModule::add_stake(signed(who), account(201), 1, amount));
        }
        SubtensorModule::sell_small_nominations();
        assert!(stake(201, 1, 1) > 0);
        crate::NominatorMinRequiredStake::<Test>::put(10_000_000); // 0.02 TAO
        SubtensorModule::sell_small_nominations();
        assert_eq!(stake(201, 1, 1), 0);
        assert!(stake(201, 2, 1) > 0 && stake(201, 101, 1) > 0);
    });
}
