//! Loans from their beginning to their end.

mod mock;

use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use sp_runtime::DispatchResult;

use crate::{Contributions, Crowdloans, CurrentCrowdloanId, Error, Event, MaxContributions};
use mock::*;

fn contribute(who: u64, amount: u64) -> DispatchResult {
    whole(|| Crowdloan::contribute(signed(who), 0, amount))
}

fn refused(error: Error<Test>) -> DispatchResult {
    Err(error.into())
}

#[test]
fn a_loan_is_set_up_within_the_chains_bounds() {
    chain().execute_with(|| {
        let create = |deposit, least, cap, end, target: Option<u64>| {
            whole(|| Crowdloan::create(signed(1), deposit, least, cap, end, None, target))
        };
        assert_eq!(create(9 * TAO, TAO, 100 * TAO, 51_000, Some(9)), refused(Error::DepositTooLow));
        assert_eq!(create(10 * TAO, TAO, 10 * TAO, 51_000, Some(9)), refused(Error::CapTooLow));
        assert_eq!(
            create(10 * TAO, TAO / 10 - 1, 100 * TAO, 51_000, Some(9)),
            refused(Error::MinimumContributionTooLow)
        );
        assert_eq!(
            create(10 * TAO, TAO, 100 * TAO, 51_000, None),
            refused(Error::InvalidFinalizationConfig)
        );
        assert_eq!(create(10 * TAO, TAO, 100 * TAO, 1, Some(9)), refused(Error::CannotEndInPast));
        assert_eq!(
            create(10 * TAO, TAO, 100 * TAO, 50_400, Some(9)),
            refused(Error::BlockDurationTooShort)
        );
        assert_eq!(
            create(10 * TAO, TAO, 100 * TAO, 432_002, Some(9)),
            refused(Error::BlockDurationTooLong)
        );
        assert_eq!(
            create(1_001 * TAO, TAO, 2_000 * TAO, 51_000, Some(9)),
            refused(Error::InsufficientBalance)
        );
        assert_eq!(create(10 * TAO, TAO, 100 * TAO, 50_401, Some(9)), Ok(()));
        assert_eq!(
            events(),
            [Event::Created { crowdloan_id: 0, creator: 1, end: 50_401, cap: 100 * TAO }]
        );
        assert_eq!((free(1), free(Crowdloan::funds_account(0))), (990 * TAO, 10 * TAO));
        assert_eq!(Contributions::<Test>::get(0, 1), Some(10 * TAO));
    });
}

#[test]
fn money_goes_to_the_target_once_the_cap_is_raised() {
    chain_with_loan().execute_with(|| {
        assert_eq!(contribute(2, TAO - 1), refused(Error::ContributionTooLow));
        assert_eq!(contribute(2, 50 * TAO), Ok(()));
        assert_eq!(whole(|| Crowdloan::finalize(signed(1), 0)), refused(Error::CapNotRaised));
        // Only what is missing is taken.
        assert_eq!(contribute(3, 70 * TAO), Ok(()));
        assert_eq!(free(3), 960 * TAO);
        assert_eq!(contribute(4, TAO), refused(Error::CapRaised));
        assert_eq!(whole(|| Crowdloan::finalize(signed(2), 0)), refused(Error::InvalidOrigin));
        assert_ok!(Crowdloan::finalize(signed(1), 0));
        assert_eq!((free(9), free(Crowdloan::funds_account(0))), (100 * TAO, 0));
        assert_eq!(whole(|| Crowdloan::finalize(signed(1), 0)), refused(Error::AlreadyFinalized));
        assert_eq!(whole(|| Crowdloan::withdraw(signed(2), 0)), refused(Error::AlreadyFinalized));
    });
}

#[test]
fn a_call_is_made_in_the_creators_name() {
    chain().execute_with(|| {
        let call = RuntimeCall::System(frame_system::Call::remark_with_event { remark: vec![7] });
        assert_ok!(Crowdloan::create(
            signed(1),
            10 * TAO,
            TAO,
            11 * TAO,
            51_000,
            Some(Box::new(call)),
            None
        ));
        assert_ok!(Crowdloan::contribute(signed(2), 0, TAO));
        System::reset_events();
        assert_ok!(Crowdloan::finalize(signed(1), 0));
        assert!(System::events().iter().any(|record| matches!(
            record.event,
            RuntimeEvent::System(frame_system::Event::Remarked { sender: 1, .. })
        )));
        assert_eq!(CurrentCrowdloanId::<Test>::get(), None);
        assert!(Crowdloans::<Test>::get(0).expect("kept").finalized);
    });
}

#[test]
fn contributions_can_be_taken_back_but_not_the_deposit() {
    chain_with_loan().execute_with(|| {
        let withdraw = |who| whole(|| Crowdloan::withdraw(signed(who), 0));
        assert_ok!(contribute(2, 5 * TAO));
        assert_eq!(withdraw(3), refused(Error::NoContribution));
        assert_eq!(withdraw(1), refused(Error::DepositCannotBeWithdrawn));
        assert_ok!(contribute(1, 2 * TAO));
        assert_eq!(Crowdloans::<Test>::get(0).expect("kept").contributors_count, 2);
        assert_eq!(withdraw(1), Ok(()));
        assert_eq!(withdraw(2), Ok(()));
        assert_eq!((free(1), free(2)), (990 * TAO, 1_000 * TAO));
        let loan = Crowdloans::<Test>::get(0).expect("kept");
        assert_eq!((loan.raised, loan.contributors_count), (10 * TAO, 1));
    });
}

#[test]
fn a_loan_that_failed_is_refunded_and_dissolved() {
    chain_with_loan().execute_with(|| {
        for who in 2..6 {
            assert_ok!(contribute(who, TAO));
        }
        let dissolve = || whole(|| Crowdloan::dissolve(signed(1), 0));
        assert_eq!(dissolve(), refused(Error::NotReadyToDissolve));
        assert_eq!(whole(|| Crowdloan::refund(signed(2), 0)), refused(Error::InvalidOrigin));
        System::reset_events();
        // Three at a time.
        assert_ok!(Crowdloan::refund(signed(1), 0));
        assert_ok!(Crowdloan::refund(signed(1), 0));
        assert_eq!(
            events(),
            [Event::PartiallyRefunded { crowdloan_id: 0 }, Event::AllRefunded { crowdloan_id: 0 }]
        );
        assert!((2..6).all(|who| free(who) == 1_000 * TAO));
        assert_eq!(dissolve(), Ok(()));
        assert_eq!(free(1), 1_000 * TAO);
        assert_eq!(Crowdloans::<Test>::get(0), None);
        assert_eq!(contribute(2, TAO), refused(Error::InvalidCrowdloanId));
    });
}

#[test]
fn contributors_and_contributions_are_bounded() {
    chain_with_loan().execute_with(|| {
        let bound = |most| whole(|| Crowdloan::set_max_contribution(signed(1), 0, most));
        assert_eq!(bound(Some(9 * TAO)), refused(Error::MaximumContributionTooLow));
        assert_eq!(bound(Some(12 * TAO)), Ok(()));
        assert_eq!(contribute(2, 20 * TAO), Ok(()));
        assert_eq!(Contributions::<Test>::get(0, 2), Some(12 * TAO));
        assert_eq!(contribute(2, TAO), refused(Error::MaxContributionReached));
        let least = |amount| whole(|| Crowdloan::update_min_contribution(signed(1), 0, amount));
        assert_eq!(least(TAO / 10 - 1), refused(Error::MinimumContributionTooLow));
        assert_eq!(least(13 * TAO), refused(Error::MinimumContributionTooHigh));
        assert_eq!(least(2 * TAO), Ok(()));
        assert_eq!(contribute(3, TAO), refused(Error::ContributionTooLow));
        assert_eq!(bound(None), Ok(()));
        assert_eq!(MaxContributions::<Test>::get(0), None);
        for who in 3..8 {
            assert_ok!(contribute(who, 2 * TAO));
        }
        assert_eq!(contribute(8, 2 * TAO), Ok(()));
        assert_eq!(contribute(10, 2 * TAO), refused(Error::MaxContributorsReached));
    });
}

#[test]
fn the_creator_changes_end_and_cap() {
    chain_with_loan().execute_with(|| {
        assert_noop!(Crowdloan::update_end(signed(2), 0, 60_000), Error::<Test>::InvalidOrigin);
        assert_noop!(Crowdloan::update_end(signed(1), 0, 9), Error::<Test>::BlockDurationTooShort);
        assert_ok!(Crowdloan::update_end(signed(1), 0, 60_000));
        assert_noop!(Crowdloan::update_cap(signed(1), 0, 9 * TAO), Error::<Test>::CapTooLow);
        assert_ok!(Crowdloan::update_cap(signed(1), 0, 10 * TAO));
        assert_ok!(Crowdloan::finalize(signed(1), 0));
        assert_eq!(free(9), 10 * TAO);
    });
    chain_with_loan().execute_with(|| {
        System::set_block_number(51_000);
        assert_eq!(contribute(2, TAO), refused(Error::ContributionPeriodEnded));
    });
}

/// What people do with loan 0.
#[derive(Clone, Debug)]
enum Act {
    Contribute { who: u64, amount: u64 },
    Withdraw { who: u64 },
    Finalize,
    Refund,
    Dissolve,
    Bound { most: Option<u64> },
    Cap { cap: u64 },
    Wait { block: u64 },
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (1u64..11, TAO / 2..60 * TAO)
            .prop_map(|(who, amount)| Act::Contribute { who, amount }),
        2 => (1u64..11).prop_map(|who| Act::Withdraw { who }),
        1 => Just(Act::Finalize),
        1 => Just(Act::Refund),
        1 => Just(Act::Dissolve),
        1 => prop::option::of(10 * TAO..50 * TAO).prop_map(|most| Act::Bound { most }),
        1 => (20 * TAO..200 * TAO).prop_map(|cap| Act::Cap { cap }),
        1 => (1u64..52_000).prop_map(|block| Act::Wait { block }),
    ]
}

fn perform(act: &Act) -> DispatchResult {
    match *act {
        Act::Contribute { who, amount } => Crowdloan::contribute(signed(who), 0, amount),
        Act::Withdraw { who } => Crowdloan::withdraw(signed(who), 0),
        Act::Finalize => Crowdloan::finalize(signed(1), 0),
        Act::Refund => Crowdloan::refund(signed(1), 0),
        Act::Dissolve => Crowdloan::dissolve(signed(1), 0),
        Act::Bound { most } => Crowdloan::set_max_contribution(signed(1), 0, most),
        Act::Cap { cap } => Crowdloan::update_cap(signed(1), 0, cap),
        Act::Wait { block } => {
            System::set_block_number(System::block_number().max(block));
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Nothing is created or lost, and until the end the loan's account holds what was raised.
    #[test]
    fn the_money_is_all_there_after_any_sequence(acts in prop::collection::vec(act(), 1..40)) {
        chain_with_loan().execute_with(|| {
            let issuance = Balances::total_issuance();
            for act in &acts {
                let _ = whole(|| perform(act));
                let held: u64 = frame_system::Account::<Test>::iter_values()
                    .map(|account| account.data.free + account.data.reserved)
                    .sum();
                prop_assert_eq!(held, issuance, "after {:?}", act);
                let funds = free(Crowdloan::funds_account(0));
                let contributed: u64 = Contributions::<Test>::iter_prefix_values(0).sum();
                match Crowdloans::<Test>::get(0) {
                    Some(loan) if loan.finalized => prop_assert_eq!(funds, 0),
                    Some(loan) => {
                        prop_assert_eq!((funds, contributed), (loan.raised, loan.raised));
                        let count = Contributions::<Test>::iter_prefix_values(0).count();
                        prop_assert_eq!(count, loan.contributors_count as usize);
                        prop_assert!(loan.raised <= loan.cap);
                    }
                    None => prop_assert_eq!((funds, contributed), (0, 0)),
                }
            }
            Ok(())
        })?;
    }
}
