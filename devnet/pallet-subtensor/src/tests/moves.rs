//! Stake that changes its hotkey, subnet or coldkey, with the numbers of economics.md 1.6.

use frame_support::assert_ok;
use pallet_subtensor_swap::Error as SwapError;

use super::mock::*;
use crate::{
    AutoStakeDestination, AutoStakeDestinationColdkeys, Delegates, Error, Event, RootClaimable,
    RootClaimed, SubnetAlphaIn, SubnetAlphaOut, SubnetTAO, TransferToggle, genesis::Pool,
};

const ALPHA: u64 = 1_000_000_000;

/// Subnet A, subnet B, and 1000 alpha of A with coldkey 1, who holds 100 TAO on root too.
fn two_pools() -> sp_io::TestExternalities {
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA)),
        subnet(2, Pool::even(5_000 * TAO, 250_000 * ALPHA)),
    ]);
    world.positions = vec![position(201, 1, 1, 1_000 * ALPHA), position(201, 1, 0, 100 * TAO)];
    chain(world)
}

fn move_stake(from: (u16, u16), to: (u16, u16), amount: u64) -> sp_runtime::DispatchResult {
    let (from_hotkey, from_netuid) = from;
    let (to_hotkey, to_netuid) = to;
    SubtensorModule::move_stake(
        signed(1),
        account(from_hotkey),
        account(to_hotkey),
        from_netuid,
        to_netuid,
        amount,
    )
}

fn transfer(to: u16, origin: u16, destination: u16, amount: u64) -> sp_runtime::DispatchResult {
    SubtensorModule::transfer_stake(
        signed(1),
        account(to),
        account(201),
        origin,
        destination,
        amount,
    )
}

#[test]
fn section_1_6_a_thousand_alpha_go_from_a_to_b() {
    two_pools().execute_with(|| {
        let wallet = free(1);
        assert_ok!(SubtensorModule::swap_stake(signed(1), account(201), 1, 2, 1_000 * ALPHA));
        assert_eq!(stake(201, 1, 1), 0);
        assert_eq!(stake(201, 1, 2), 1_240_074_688_421);
        assert_eq!(free(AUTHOR), ED + 12_526_000);
        assert_eq!(free(1), wallet);
        assert_eq!(
            events(),
            [
                Event::StakeRemoved(
                    account(1),
                    account(201),
                    24_925_129_859,
                    1_000 * ALPHA - 503_547_722,
                    1,
                    503_547_722
                ),
                Event::StakeAdded(
                    account(1),
                    account(201),
                    24_925_129_859,
                    1_240_074_688_421,
                    2,
                    0
                ),
                Event::StakeSwapped(account(1), account(201), 1, 2, 24_925_129_859),
            ]
        );
        for netuid in [1, 2] {
            assert_eq!(held_by_subnet(netuid), SubnetTAO::<Test>::get(netuid));
        }
        // The pools hold what they held but for the author's TAO.
        assert_eq!(
            SubnetTAO::<Test>::get(1) + SubnetTAO::<Test>::get(2),
            15_000 * TAO - 12_526_000
        );
        assert_eq!(SubnetAlphaIn::<Test>::get(2) + SubnetAlphaOut::<Test>::get(2), 250_000 * ALPHA);
    });
}

#[test]
fn section_1_6_root_stake_pays_the_fee_of_its_destination() {
    two_pools().execute_with(|| {
        assert_ok!(move_stake((201, 0), (202, 2), 100 * TAO));
        assert_eq!(stake(201, 1, 0), 0);
        assert_eq!(stake(202, 1, 2), 4_899_540_788_678);
        assert_eq!(free(AUTHOR), ED + 50_354_772);
        assert_eq!(Delegates::<Test>::get(account(202)), 11_796);
        assert!(events().contains(&Event::StakeMoved(
            account(1),
            account(201),
            0,
            account(202),
            2,
            100 * TAO
        )));
        assert_eq!(held_by_subnet(0), SubnetTAO::<Test>::get(0));
    });
}

#[test]
fn within_a_subnet_nothing_is_swapped() {
    two_pools().execute_with(|| {
        let pool = SubtensorModule::pool(1);
        assert_ok!(move_stake((201, 1), (202, 1), 400 * ALPHA));
        assert_eq!((stake(201, 1, 1), stake(202, 1, 1)), (600 * ALPHA, 400 * ALPHA));
        assert_ok!(transfer(3, 1, 1, 100 * ALPHA));
        assert_eq!((stake(201, 1, 1), stake(201, 3, 1)), (500 * ALPHA, 100 * ALPHA));
        assert_eq!(SubtensorModule::pool(1), pool);
        assert_eq!(free(AUTHOR), ED);
        // 80 alpha are a rao less than the minimum at this price, which is a little below 0.025.
        assert_refused!(move_stake((201, 1), (202, 1), 80_000_000), Error::<Test>::AmountTooLow);
        assert_ok!(move_stake((201, 1), (202, 1), 80_000_001));
        let worth = 2_499_999_999;
        assert!(events().contains(&Event::StakeTransferred(
            account(1),
            account(3),
            account(201),
            1,
            1,
            worth
        )));
    });
}

#[test]
fn amounts_are_cut_to_what_is_there() {
    two_pools().execute_with(|| {
        assert_ok!(move_stake((201, 1), (202, 1), u64::MAX));
        assert_eq!(stake(202, 1, 1), 1_000 * ALPHA);
        assert_refused!(move_stake((201, 1), (202, 1), u64::MAX), Error::<Test>::AmountTooLow);
    });
}

#[test]
fn moves_check_in_order() {
    let mut closed = subnet(3, Pool::even(1_000 * TAO, 1_000 * ALPHA));
    closed.started = false;
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA)),
        subnet(2, Pool::even(5_000 * TAO, 250_000 * ALPHA)),
        closed,
    ]);
    world.positions = vec![position(201, 1, 1, 1_000 * ALPHA)];
    chain(world).execute_with(|| {
        assert_refused!(move_stake((201, 1), (201, 1), ALPHA), Error::<Test>::SameNetuid);
        assert_refused!(move_stake((201, 9), (201, 1), ALPHA), Error::<Test>::SubnetNotExists);
        assert_refused!(move_stake((201, 1), (201, 9), ALPHA), Error::<Test>::SubnetNotExists);
        assert_refused!(move_stake((201, 1), (201, 3), ALPHA), Error::<Test>::SubtokenDisabled);
        assert_refused!(move_stake((201, 3), (201, 1), ALPHA), Error::<Test>::SubtokenDisabled);
        assert_refused!(move_stake((999, 1), (201, 2), 1), Error::<Test>::HotKeyAccountNotExists);
        assert_refused!(move_stake((201, 1), (999, 2), 1), Error::<Test>::HotKeyAccountNotExists);
        // The sale must give more than the minimum stake.
        assert_refused!(move_stake((201, 1), (201, 2), 80_000_000), Error::<Test>::AmountTooLow);
        assert_ok!(move_stake((201, 1), (201, 2), 80_100_000));
        assert_refused!(move_stake((201, 1), (201, 2), 0), Error::<Test>::AmountTooLow);
        TransferToggle::<Test>::insert(2, false);
        assert_refused!(transfer(3, 1, 2, 100 * ALPHA), Error::<Test>::TransferDisallowed);
        assert_refused!(transfer(1, 1, 2, 100 * ALPHA), Error::<Test>::TransferDisallowed);
        assert_ok!(move_stake((201, 1), (201, 2), 100 * ALPHA));
        assert_ok!(transfer(3, 1, 1, 100 * ALPHA));
    });
}

#[test]
fn a_gift_across_subnets_reaches_an_account_that_does_not_exist_yet() {
    two_pools().execute_with(|| {
        assert_eq!(free(77), 0);
        assert_ok!(transfer(77, 1, 2, 1_000 * ALPHA));
        // The new account keeps its existential deposit, so a little less is staked.
        assert_eq!(free(77), ED);
        assert_eq!(stake(201, 77, 2), 1_240_074_663_668);
        assert!(matches!(
            events()[..],
            [.., Event::StakeAdded(_, _, tao, ..), Event::StakeTransferred(.., 24_925_129_859)]
                if tao == 24_925_129_859 - ED
        ));
    });
}

#[test]
fn tao_below_the_minimum_stays_in_the_wallet() {
    two_pools().execute_with(|| {
        // The sale can be quoted above the minimum, but a tight limit lets only little through.
        let limit = 1_249_999_999;
        let wallet = free(1);
        let amount = 1_000 * ALPHA;
        assert_ok!(SubtensorModule::swap_stake_limit(
            signed(1),
            account(201),
            1,
            2,
            amount,
            limit,
            true
        ));
        let sold = amount - stake(201, 1, 1);
        assert!(sold > 0 && sold < 80_000_000, "sold {sold}");
        assert_eq!(stake(201, 1, 2), 0);
        assert!(free(1) > wallet && free(1) - wallet < 2_000_000);
    });
}

#[test]
fn section_1_6_most_that_a_limit_lets_move() {
    let max = |pools: [(u64, u64); 2], limit| {
        let [(t1, a1), (t2, a2)] = pools;
        chain(world(vec![
            subnet(1, Pool::even(t1 * TAO, a1 * ALPHA)),
            subnet(2, Pool::even(t2 * TAO, a2 * ALPHA)),
        ]))
        .execute_with(|| SubtensorModule::max_move(1, 2, limit))
    };
    let pools = [(150, 100), (100, 100)];
    assert_eq!(max(pools, 100_000_000), Ok(560 * ALPHA));
    assert_eq!(max(pools, 750_000_000), Ok(39_999_999_999));
    assert_eq!(max(pools, 1_000_000_000), Ok(19_999_999_999));
    assert_eq!(max([(100, 200), (300, 400)], 500_000_000), Ok(50 * ALPHA));
    assert_eq!(max(pools, 1_600_000_000), Ok(0));
    assert_eq!(max(pools, 0), Ok(u64::MAX));
    two_pools().execute_with(|| {
        // Root is a subnet with a fixed price: the limit is one on the other pool.
        assert_eq!(SubtensorModule::max_move(0, 2, 0), Ok(u64::MAX));
        assert_eq!(
            SubtensorModule::max_move(0, 2, 25_000_000_000),
            SubtensorModule::max_buy(2, 40_000_000)
        );
        assert_eq!(
            SubtensorModule::max_move(1, 0, 20_000_000),
            SubtensorModule::max_sell(1, 20_000_000)
        );
        assert_eq!(
            SubtensorModule::max_move(0, 2, 60_000_000_000),
            Err(SwapError::<Test>::PriceLimitExceeded.into())
        );
    });
}

#[test]
fn a_swap_with_a_limit_fills_or_stops() {
    two_pools().execute_with(|| {
        let swap = |amount, limit, partial| {
            let origin = signed(1);
            SubtensorModule::swap_stake_limit(origin, account(201), 1, 2, amount, limit, partial)
        };
        // The ratio of the prices is 0.025 / 0.02 = 1.25.
        let limit = 1_249_000_000;
        let max = SubtensorModule::max_move(1, 2, limit).expect("both pools have liquidity");
        assert!(max < 1_000 * ALPHA);
        assert_refused!(swap(1_000 * ALPHA, limit, false), Error::<Test>::SlippageTooHigh);
        assert_refused!(swap(1_000 * ALPHA, 2_000_000_000, false), Error::<Test>::SlippageTooHigh);
        assert_refused!(swap(1_000 * ALPHA, 2_000_000_000, true), Error::<Test>::AmountTooLow);
        assert_ok!(swap(1_000 * ALPHA, limit, true));
        assert_eq!(stake(201, 1, 1), 1_000 * ALPHA - max);
        assert_ok!(swap(u64::MAX, 0, false));
        assert_eq!(stake(201, 1, 1), 0);
    });
}

#[test]
fn unstaking_all_skips_what_cannot_be_sold() {
    let mut stopped = subnet(3, Pool::even(1_000 * TAO, 1_000 * ALPHA));
    stopped.started = false;
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 400_000 * ALPHA)),
        subnet(2, Pool::even(999_999, 250_000 * ALPHA)),
        stopped,
    ]);
    world.positions = vec![
        position(201, 1, 0, 5 * TAO),
        position(201, 1, 1, 1_000 * ALPHA),
        position(201, 1, 2, 1_000 * ALPHA),
        position(201, 1, 3, 1_000 * ALPHA),
        position(202, 1, 1, 1_000 * ALPHA),
    ];
    chain(world.clone()).execute_with(|| {
        let wallet = free(1);
        assert_ok!(SubtensorModule::unstake_all(signed(1), account(201)));
        let left = [0, 1, 2, 3].map(|netuid| stake(201, 1, netuid));
        assert_eq!(left, [0, 0, 1_000 * ALPHA, 1_000 * ALPHA]);
        assert_eq!(stake(202, 1, 1), 1_000 * ALPHA);
        assert_eq!(free(1) - wallet, 5 * TAO + 24_925_129_859);
        assert_eq!(events().len(), 2);
        assert_refused!(
            SubtensorModule::unstake_all(signed(1), account(999)),
            Error::<Test>::HotKeyAccountNotExists
        );
    });
    chain(world).execute_with(|| {
        let wallet = free(1);
        assert_ok!(SubtensorModule::unstake_all_alpha(signed(1), account(201)));
        assert_eq!(free(1), wallet);
        assert_eq!(stake(201, 1, 0), 5 * TAO + 24_925_129_859);
        assert_refused!(
            SubtensorModule::unstake_all_alpha(signed(1), account(201)),
            Error::<Test>::AmountTooLow
        );
    });
}

#[test]
fn alpha_can_be_recycled_and_burned() {
    two_pools().execute_with(|| {
        let out = SubnetAlphaOut::<Test>::get(1);
        let recycle = |amount, netuid| {
            SubtensorModule::recycle_alpha(signed(1), account(201), amount, netuid)
        };
        let burn =
            |amount, netuid| SubtensorModule::burn_alpha(signed(1), account(201), amount, netuid);
        assert_ok!(recycle(300 * ALPHA, 1));
        assert_eq!(SubnetAlphaOut::<Test>::get(1), out - 300 * ALPHA);
        assert_ok!(burn(200 * ALPHA, 1));
        assert_eq!(SubnetAlphaOut::<Test>::get(1), out - 300 * ALPHA);
        assert_eq!(stake(201, 1, 1), 500 * ALPHA);
        assert_refused!(burn(1, 0), Error::<Test>::CannotBurnOrRecycleOnRootSubnet);
        assert_refused!(recycle(1, 0), Error::<Test>::CannotBurnOrRecycleOnRootSubnet);
        assert_refused!(recycle(1, 9), Error::<Test>::SubnetNotExists);
        assert_refused!(recycle(0, 1), Error::<Test>::AmountTooLow);
        assert_ok!(recycle(u64::MAX, 1));
        assert_eq!(
            events(),
            [
                Event::AlphaRecycled(account(1), account(201), 300 * ALPHA, 1),
                Event::AlphaBurned(account(1), account(201), 200 * ALPHA, 1),
                Event::AlphaRecycled(account(1), account(201), 500 * ALPHA, 1),
            ]
        );
        assert_refused!(recycle(1, 1), Error::<Test>::AmountTooLow);
    });
}

#[test]
fn bought_alpha_can_be_burned_at_once() {
    two_pools().execute_with(|| {
        let before = stake(201, 1, 1);
        let buy =
            |limit| SubtensorModule::add_stake_burn(signed(1), account(201), 1, 100 * TAO, limit);
        assert_refused!(buy(Some(25_100_000)), Error::<Test>::SlippageTooHigh);
        assert_ok!(buy(Some(26_000_000)));
        let alpha = 3_958_421_526_397;
        assert_eq!(stake(201, 1, 1), before);
        assert_eq!(SubnetAlphaOut::<Test>::get(1), before + alpha);
        assert!(matches!(
            &events()[..],
            [
                Event::StakeAdded(..),
                Event::AlphaBurned(_, _, burned, 1),
                Event::AddStakeBurn { netuid: 1, amount, alpha: bought, .. }
            ] if *burned == alpha && *bought == alpha && *amount == 100 * TAO
        ));
        assert_ok!(buy(None));
    });
}

#[test]
fn mining_rewards_have_one_destination() {
    two_pools().execute_with(|| {
        let set =
            |hotkey| SubtensorModule::set_coldkey_auto_stake_hotkey(signed(1), 1, account(hotkey));
        assert_refused!(set(202), Error::<Test>::HotKeyNotRegisteredInSubNet);
        assert_ok!(set(201));
        assert_refused!(set(201), Error::<Test>::SameAutoStakeHotkeyAlreadySet);
        assert_ok!(SubtensorModule::burned_register(signed(2), 1, account(300)));
        assert_ok!(set(300));
        assert_eq!(AutoStakeDestination::<Test>::get(account(1), 1), Some(account(300)));
        assert!(AutoStakeDestinationColdkeys::<Test>::get(account(201), 1).is_empty());
        assert_eq!(AutoStakeDestinationColdkeys::<Test>::get(account(300), 1), [account(1)]);
        assert_refused!(
            SubtensorModule::set_coldkey_auto_stake_hotkey(signed(1), 9, account(201)),
            Error::<Test>::SubnetNotExists
        );
    });
}

#[test]
fn section_5_5_root_stake_that_moves_takes_no_dividends_along() {
    two_pools().execute_with(|| {
        let rate = substrate_fixed::types::I96F32::from_num(0.25);
        RootClaimable::<Test>::insert(account(201), std::collections::BTreeMap::from([(1, rate)]));
        let owed = |coldkey| {
            let stake = i128::from(stake(201, coldkey, 0)) / 4;
            stake - RootClaimed::<Test>::get((1, account(201), account(coldkey))) as i128
        };
        assert_eq!(owed(1), i128::from(25 * TAO));
        assert_ok!(SubtensorModule::add_stake(signed(1), account(201), 0, 8 * TAO));
        assert_eq!(owed(1), i128::from(25 * TAO));
        assert_ok!(SubtensorModule::add_stake(signed(2), account(201), 0, 8 * TAO));
        assert_eq!(owed(2), 0);
        assert_ok!(SubtensorModule::remove_stake(signed(2), account(201), 0, 4 * TAO));
        assert_eq!(owed(2), 0);
        assert_ok!(transfer(3, 0, 0, 4 * TAO));
        assert_eq!((owed(1), owed(3)), (i128::from(25 * TAO), 0));
    });
}
