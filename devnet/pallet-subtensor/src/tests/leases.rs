//! Leased subnets (economics.md 7.4; interface.md 2.4).

use frame_support::assert_ok;
use sp_runtime::{AccountId32, Percent};

use super::{genesis::small_world, ledger::assert_books_agree, mock::*};
use crate::{
    AccumulatedLeaseDividends, Delegates, Error, Event, NextSubnetLeaseId, SubnetLeaseShares,
    SubnetLeases, SubnetOwner, SubnetOwnerHotkey, SubnetUidToLeaseId,
    subnets::leasing::SubnetLease,
};

const FUNDS: u16 = 900;
const NETUID: u16 = 4;

/// Account 1 has set a loan up, 2 and 3 have joined it: 50, 30 and 20 per cent of 10 000 TAO.
fn lend() {
    let raised = 10_000 * TAO;
    let root = RuntimeOrigin::root();
    assert_ok!(Balances::force_set_balance(root, account(FUNDS), raised));
    crate::TotalIssuance::<Test>::put(Balances::total_issuance());
    let contributions = [(1, 5_000), (2, 3_000), (3, 2_000)];
    let contributions = contributions.map(|(who, tao)| (account(who), tao * TAO)).to_vec();
    RunningLoan::set(Some((account(1), account(FUNDS), raised, contributions)));
}

fn lease(share: u8, end: Option<u64>) -> SubnetLease<AccountId32, u64, u64> {
    lend();
    let share = Percent::from_percent(share);
    assert_ok!(SubtensorModule::register_leased_network(signed(1), share, end));
    RunningLoan::set(None);
    SubnetLeases::<Test>::get(0).expect("the lease")
}

#[test]
fn a_loan_pays_for_a_subnet_and_the_rest_goes_back() {
    chain(small_world()).execute_with(|| {
        let cost = SubtensorModule::network_cost();
        let before = [1, 2, 3].map(free);
        let lease = lease(40, Some(5_000));
        assert_eq!((lease.netuid, lease.cost), (NETUID, cost));
        assert_eq!(SubnetOwner::<Test>::get(NETUID), lease.coldkey);
        assert_eq!(SubnetOwnerHotkey::<Test>::get(NETUID), lease.hotkey);
        assert_eq!(Delegates::<Test>::get(&lease.hotkey), 0);
        assert_eq!(SubnetUidToLeaseId::<Test>::get(NETUID), Some(0));
        assert_eq!(NextSubnetLeaseId::<Test>::get(), 1);
        assert_eq!(Admitted::get(), [(lease.coldkey.clone(), account(1))]);
        let left = 10_000 * TAO - cost;
        let share = |who| SubnetLeaseShares::<Test>::get(0, account(who)).to_bits();
        // 0.3 and 0.2 on the grid of 2^-64; the beneficiary has no share, it gets what is left.
        assert_eq!(share(2), (3 << 64) / 10);
        assert_eq!(share(3), (2 << 64) / 10);
        assert_eq!(SubnetLeaseShares::<Test>::iter().count(), 2);
        let refund = |who| ((share(who) * u128::from(left)) >> 64) as u64;
        let refunds = [left - refund(2) - refund(3), refund(2), refund(3)];
        assert_eq!([1, 2, 3].map(free), [0, 1, 2].map(|i| before[i] + refunds[i]));
        assert_eq!(free(FUNDS), 0);
        let created = Event::SubnetLeaseCreated {
            beneficiary: account(1),
            lease_id: 0,
            netuid: NETUID,
            end_block: Some(5_000),
        };
        assert!(events().contains(&created));
        assert_books_agree();
    });
}

#[test]
fn only_the_loans_creator_leases_and_not_into_the_past() {
    chain(small_world()).execute_with(|| {
        let share = Percent::from_percent(40);
        let register = |who, end| {
            SubtensorModule::register_leased_network(signed(who), share, end)
                .map(|_| ())
                .map_err(|failed| failed.error)
        };
        assert_refused!(register(1, None), sp_runtime::DispatchError::Unavailable);
        lend();
        assert_refused!(register(2, None), Error::<Test>::InvalidLeaseBeneficiary);
        assert_refused!(register(1, Some(1)), Error::<Test>::LeaseCannotEndInThePast);
        RunningLoan::mutate(|loan| {
            if let Some(loan) = loan {
                loan.2 = 100 * TAO;
            }
        });
        assert_refused!(register(1, None), Error::<Test>::CannotAffordLockCost);
        assert_eq!(NextSubnetLeaseId::<Test>::get(), 0);
    });
}

/// The owner of the leased subnet gets its cut of an epoch, as the epoch pays it.
fn pay(lease: &SubnetLease<AccountId32, u64, u64>, cut: u64) {
    let paid = SubtensorModule::credit_stake(&lease.hotkey, &lease.coldkey, NETUID, cut);
    assert!(paid.is_ok());
    SubtensorModule::share_owner_cut(NETUID, cut);
}

#[test]
fn contributors_get_their_part_rounded_up_every_hundred_blocks() {
    chain(small_world()).execute_with(|| {
        let lease = lease(33, None);
        let staked = |who: u16| SubtensorModule::stake_of(&lease.hotkey, &account(who), NETUID);
        System::set_block_number(150);
        pay(&lease, 10 * TAO + 1);
        // ceil(0.33 * 10 000 000 001)
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), 3_300_000_001);
        assert_eq!([1, 2, 3].map(staked), [0, 0, 0]);
        System::set_block_number(200);
        events();
        pay(&lease, 10 * TAO);
        let all: u64 = 6_600_000_001;
        // 0.3 and 0.2 are below 3/10 and 2/10 on the grid.
        let parts = [all - 1_980_000_001 - 1_320_000_001, 1_980_000_001, 1_320_000_001];
        assert_eq!([1, 2, 3].map(staked), parts);
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), 0);
        let paid: Vec<_> = events()
            .into_iter()
            .filter_map(|event| match event {
                Event::SubnetLeaseDividendsDistributed { contributor, alpha, .. } => {
                    Some((contributor, alpha))
                }
                _ => None,
            })
            .collect();
        assert_eq!(paid.len(), 3);
        assert_eq!(paid.last(), Some(&(account(1), parts[0])));
        let owners = SubtensorModule::stake_of(&lease.hotkey, &lease.coldkey, NETUID);
        assert_eq!(owners, 20 * TAO + 1 - all);
        // Too little for a contributor: nobody is paid, all of it waits.
        System::set_block_number(300);
        pay(&lease, 10_000);
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), 3_300);
        assert_eq!([1, 2, 3].map(staked), parts);
    });
}

#[test]
fn a_lease_that_has_ended_pays_nobody_and_can_be_taken_over() {
    chain(small_world()).execute_with(|| {
        let lease = lease(50, Some(1_000));
        let end = |who, id, hotkey| {
            SubtensorModule::terminate_lease(signed(who), id, account(hotkey))
                .map(|_| ())
                .map_err(|failed| failed.error)
        };
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(77)));
        assert_refused!(end(1, 1, 77), Error::<Test>::LeaseDoesNotExist);
        assert_refused!(end(2, 0, 77), Error::<Test>::ExpectedBeneficiaryOrigin);
        assert_refused!(end(1, 0, 77), Error::<Test>::LeaseHasNotEnded);
        System::set_block_number(1_000);
        assert_refused!(end(1, 0, 78), Error::<Test>::BeneficiaryDoesNotOwnHotkey);
        pay(&lease, 10 * TAO);
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), 0, "it has ended");
        events();
        assert_ok!(end(1, 0, 77));
        let ended = Event::SubnetLeaseTerminated { beneficiary: account(1), netuid: NETUID };
        assert_eq!(events().last(), Some(&ended));
        assert_eq!(SubnetOwner::<Test>::get(NETUID), account(1));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(NETUID), account(77));
        assert_eq!(SubnetLeases::<Test>::get(0), None);
        assert_eq!(SubnetLeaseShares::<Test>::iter().count(), 0);
        assert!(Admitted::get().is_empty(), "no proxy is left");
        assert_refused!(end(1, 0, 77), Error::<Test>::LeaseDoesNotExist);
    });
}

#[test]
fn a_lease_for_ever_is_never_taken_over_and_goes_with_its_subnet() {
    chain(small_world()).execute_with(|| {
        lease(50, None);
        System::set_block_number(1_000_000);
        assert_refused!(
            SubtensorModule::terminate_lease(signed(1), 0, account(77))
                .map(|_| ())
                .map_err(|failed| failed.error),
            Error::<Test>::LeaseHasNoEndBlock
        );
        assert_ok!(SubtensorModule::root_dissolve_network(RuntimeOrigin::root(), NETUID));
        assert_eq!(SubnetLeases::<Test>::get(0), None);
        assert_eq!(SubnetUidToLeaseId::<Test>::get(NETUID), None);
        assert_books_agree();
    });
}
