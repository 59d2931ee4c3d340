//! Root dividends and their claims (economics.md 5.5).

use std::collections::BTreeSet;

use frame_support::assert_ok;
use sp_runtime::AccountId32;

use super::{epochs::living_world, ledger::assert_books_agree, mock::*};
use crate::{
    Error, Event, NumStakingColdkeys, RootAlphaDividendsPerSubnet, RootClaimType,
    RootClaimTypeEnum, RootClaimable, RootClaimableThreshold, RootClaimed, StakingColdkeysByIndex,
    SubnetRootSellTao, genesis::World,
};

/// Half a million TAO of coldkey 1 and as much of coldkey 5 on root through hotkey 50, and prices that make the
/// chain pay them. Nobody is claimed for automatically.
fn rooted() -> World<AccountId32> {
    let mut world = living_world(1);
    world.subnets[0].moving_price = Some(1_000_000_000);
    world.subnets.push(subnet(2, crate::genesis::Pool::even(10 * TAO, TAO)));
    world.positions.extend([position(50, 1, 0, 500_000 * TAO), position(50, 5, 0, 500_000 * TAO)]);
    world.parameters.root_claims_per_block = 0;
    world
}

fn claim(who: u16, subnets: &[u16]) -> sp_runtime::DispatchResult {
    SubtensorModule::claim_root(signed(who), subnets.iter().copied().collect())
}

fn owed(who: u16) -> u64 {
    SubtensorModule::claimable(&account(50), &account(who), 1)
}

#[test]
fn section_5_5_root_dividends_wait_to_be_claimed() {
    chain(rooted()).execute_with(|| {
        run_to(10);
        let paid = RootAlphaDividendsPerSubnet::<Test>::get(1, account(50));
        assert!(paid > TAO / 10, "{paid}");
        assert!(RootClaimable::<Test>::get(account(50)).contains_key(&1));
        // Halves, but for what the grid of the rate takes.
        assert!((owed(1) * 2).abs_diff(paid) < paid / 100, "{} of {paid}", owed(1));
        assert_eq!(owed(1), owed(5));
        assert_eq!(owed(2), 0);
        // Stake that comes now has no part in it, stake that goes leaves its part.
        let before = owed(1);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(50), 0, 1_000 * TAO));
        assert!(owed(1).abs_diff(before) <= 1);
        assert_ok!(SubtensorModule::add_stake(signed(2), account(50), 0, 1_000 * TAO));
        assert_eq!(owed(2), 0);
        assert_books_agree();
    });
}

#[test]
fn section_5_5_claims_are_sold_and_staked_on_root() {
    chain(rooted()).execute_with(|| {
        run_to(10);
        let (amount, root, free_before) = (owed(1), stake(50, 1, 0), free(1));
        events();
        assert_ok!(claim(1, &[1]));
        assert!(events().contains(&Event::RootClaimed { coldkey: account(1) }));
        let got = stake(50, 1, 0) - root;
        let worth = SubtensorModule::pool(1).tao_at_spot(amount);
        assert!(got > 0 && got.abs_diff(worth) <= worth / 1_000, "{got} for {worth}");
        assert_eq!(SubnetRootSellTao::<Test>::get(1), got);
        assert_eq!(free(1), free_before, "not into the wallet");
        assert_eq!(owed(1), 0);
        assert!(RootClaimed::<Test>::get((1, account(50), account(1))) >= u128::from(amount));
        // Nothing is due now, and saying so costs nothing.
        assert_ok!(claim(1, &[1]));
        assert_eq!(stake(50, 1, 0), root + got);
        assert_books_agree();
        run_to(11);
        assert_eq!(SubnetRootSellTao::<Test>::get(1), 0);
    });
}

#[test]
fn section_5_5_claims_are_kept_where_the_staker_wants() {
    chain(rooted()).execute_with(|| {
        let keep = |subnets: &[u16]| RootClaimTypeEnum::KeepSubnets {
            subnets: subnets.iter().copied().collect::<BTreeSet<_>>(),
        };
        let choose = |kind| SubtensorModule::set_root_claim_type(signed(1), kind);
        assert_refused!(choose(keep(&[])), Error::<Test>::InvalidSubnetNumber);
        assert_ok!(choose(keep(&[2])));
        run_to(10);
        let (alpha, root) = (stake(50, 1, 1), stake(50, 1, 0));
        assert_ok!(claim(1, &[1]));
        assert_eq!(stake(50, 1, 1), alpha, "sold");
        assert!(stake(50, 1, 0) > root);

        assert_ok!(choose(keep(&[1, 2])));
        run_to(20);
        let (amount, alpha, root) = (owed(1), stake(50, 1, 1), stake(50, 1, 0));
        assert!(amount > 0);
        assert_ok!(claim(1, &[1, 2, 3, 4, 5]));
        assert!(stake(50, 1, 1).abs_diff(alpha + amount) <= 1);
        assert_eq!(stake(50, 1, 0), root);

        assert_ok!(choose(RootClaimTypeEnum::Keep));
        run_to(30);
        let (amount, alpha) = (owed(1), stake(50, 1, 1));
        assert_ok!(claim(1, &[1]));
        assert!(stake(50, 1, 1).abs_diff(alpha + amount) <= 1);
        assert!(events().contains(&Event::RootClaimTypeSet {
            coldkey: account(1),
            root_claim_type: RootClaimTypeEnum::Keep
        }));
        assert_eq!(RootClaimType::<Test>::get(account(2)), RootClaimTypeEnum::Swap);
        assert_books_agree();
    });
}

#[test]
fn section_5_5_claims_that_are_refused() {
    chain(rooted()).execute_with(|| {
        assert_refused!(claim(1, &[]), Error::<Test>::InvalidSubnetNumber);
        assert_refused!(claim(1, &[1, 2, 3, 4, 5, 6]), Error::<Test>::InvalidSubnetNumber);
        let root = RuntimeOrigin::root;
        let threshold = SubtensorModule::sudo_set_root_claim_threshold;
        assert_refused!(threshold(signed(1), 1, 5), sp_runtime::DispatchError::BadOrigin);
        assert_refused!(
            threshold(signed(101), 1, 10_000_001),
            Error::<Test>::InvalidRootClaimThreshold
        );
        assert_eq!(RootClaimableThreshold::<Test>::get(1).to_num::<u64>(), 500_000);
        assert_ok!(threshold(signed(101), 1, 10_000_000));
        run_to(10);
        RootClaimableThreshold::<Test>::insert(
            1,
            substrate_fixed::types::I96F32::from_num(owed(1) + 1),
        );
        assert_eq!(owed(1), 0, "too little to pay");
        assert_ok!(threshold(root(), 1, 0));
        assert!(owed(1) > 0);
        let many = SubtensorModule::sudo_set_num_root_claims;
        assert_refused!(many(root(), 51), Error::<Test>::InvalidNumRootClaim);
        assert_refused!(many(signed(1), 5), sp_runtime::DispatchError::BadOrigin);
        assert_ok!(many(root(), 50));
    });
}

#[test]
fn section_5_5_blocks_claim_for_stakers() {
    chain(rooted()).execute_with(|| {
        assert_eq!(NumStakingColdkeys::<Test>::get(), 2);
        assert_eq!(StakingColdkeysByIndex::<Test>::get(0), Some(account(1)));
        run_to(10);
        let before = [owed(1), owed(5), stake(50, 1, 0), stake(50, 5, 0)];
        // The words of the parent's hash are equal here: the first draw is even.
        crate::NumRootClaim::<Test>::put(1);
        run_to(11);
        assert_eq!([owed(1), owed(5)], [0, before[1]]);
        assert!(stake(50, 1, 0) > before[2]);
        assert_eq!(stake(50, 5, 0), before[3]);
        assert_books_agree();
    });
}

#[test]
fn section_5_5_what_root_cannot_hold_is_the_owners() {
    let mut world = rooted();
    world.positions.retain(|position| position.netuid != 0);
    world.positions.push(position(50, 1, 0, 10));
    chain(world).execute_with(|| {
        // Alpha of the size of the stake would make the rate overflow its meaning.
        let alpha = stake(50, 5, 1);
        SubtensorModule::add_root_dividend(&account(50), 1, 11);
        assert!(RootClaimable::<Test>::get(account(50)).is_empty());
        assert!((alpha + 10..=alpha + 11).contains(&stake(50, 5, 1)));
        SubtensorModule::add_root_dividend(&account(50), 1, 10);
        assert_eq!(RootClaimable::<Test>::get(account(50))[&1].to_num::<u64>(), 1);
    });
}

#[test]
fn section_5_5_claims_end_with_their_subnet() {
    chain(rooted()).execute_with(|| {
        run_to(10);
        assert!(owed(1) > 0);
        let children = vec![(7, account(51))];
        crate::ChildKeys::<Test>::insert(account(50), 1, &children);
        crate::ParentKeys::<Test>::insert(account(51), 1, vec![(7, account(50))]);
        assert_ok!(SubtensorModule::dissolve(1));
        assert_eq!(owed(1), 0);
        assert!(!RootClaimable::<Test>::contains_key(account(50)));
        assert!(!crate::ChildKeys::<Test>::contains_key(account(50), 1));
        assert!(!crate::ParentKeys::<Test>::contains_key(account(51), 1));
    });
}
