//! A crowdloan that leases a subnet, from its beginning to the beneficiary's first act.

use frame_support::assert_ok;
use pallet_subtensor::{SubnetLeases, SubnetOwner};
use sp_runtime::{DispatchResult, Percent};

use super::*;
use crate::{Balances, Crowdloan, ProxyType, RuntimeOrigin};

const END: u32 = 60_000;

fn by(who: &str) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(who))
}

/// Bob's loan of 2000 TAO, of which Alice puts in half.
fn raised() {
    for who in ["Alice", "Bob"] {
        assert_ok!(Balances::force_set_balance(
            RuntimeOrigin::root(),
            account(who).into(),
            5_000 * TAO
        ));
    }
    pallet_subtensor::TotalIssuance::<Runtime>::put(Balances::total_issuance());
    let lease = pallet_subtensor::Call::register_leased_network {
        emissions_share: Percent::from_percent(30),
        end_block: Some(100_000),
    };
    let call = Some(Box::new(lease.into()));
    let cap = 2_000 * TAO;
    assert_ok!(Crowdloan::create(by("Bob"), 1_000 * TAO, TAO, cap, END, call, None));
    assert_ok!(Crowdloan::contribute(by("Alice"), 0, cap));
}

fn finalize(who: &str) -> DispatchResult {
    frame_support::storage::with_storage_layer(|| Crowdloan::finalize(by(who), 0))
}

#[test]
fn a_crowdloan_leases_a_subnet_that_its_creator_runs() {
    chain().execute_with(|| {
        raised();
        let issuance = Balances::total_issuance();
        assert_ok!(finalize("Bob"));
        let lease = SubnetLeases::<Runtime>::get(0).expect("a lease");
        assert_eq!((lease.beneficiary.clone(), lease.netuid), (account("Bob"), 2));
        assert_eq!(SubnetOwner::<Runtime>::get(2), lease.coldkey);
        let deposit = Balances::reserved_balance(&lease.coldkey);
        assert_eq!(deposit, 93_000_000, "of one proxy");
        assert_eq!(Balances::free_balance(&lease.coldkey), 0);
        // Both paid the same, and half of the rest is each one's.
        let half = (2_000 * TAO - lease.cost) / 2;
        assert_eq!(Balances::free_balance(account("Alice")), 4_000 * TAO + half);
        assert_eq!(Balances::free_balance(account("Bob")), 4_000 * TAO + half);
        assert_eq!(Balances::total_issuance(), issuance);
        assert_eq!(pallet_crowdloan::CurrentCrowdloanId::<Runtime>::get(), None);

        // Bob starts it as a proxy and can do nothing else with it.
        let through = |call: RuntimeCall| {
            RuntimeCall::from(pallet_proxy::Call::proxy {
                real: lease.coldkey.clone().into(),
                force_proxy_type: Some(ProxyType::SubnetLeaseBeneficiary),
                call: Box::new(call),
            })
        };
        let start = pallet_subtensor::Call::start_call { netuid: 2 };
        let applied = crate::Executive::apply_extrinsic(plain("Bob", through(start.into()), 0));
        assert_eq!(applied, Ok(Ok(())));
        assert!(pallet_subtensor::SubtokenEnabled::<Runtime>::get(2));

        System::set_block_number(100_000);
        let end = || {
            pallet_subtensor::Pallet::<Runtime>::terminate_lease(by("Bob"), 0, account("Bob//hot"))
        };
        assert_ok!(end());
        assert_eq!(SubnetOwner::<Runtime>::get(2), account("Bob"));
        assert_eq!(Balances::reserved_balance(&lease.coldkey), 0);
        assert!(
            pallet_proxy::Pallet::<Runtime>::find(&lease.coldkey, &account("Bob"), None).is_err()
        );
    });
}

#[test]
fn outside_of_a_crowdloan_nobody_leases() {
    chain().execute_with(|| {
        let share = Percent::from_percent(30);
        let refused =
            pallet_subtensor::Pallet::<Runtime>::register_leased_network(by("Bob"), share, None);
        let refused = refused.map(|_| ()).map_err(|failed| failed.error);
        let reason = pallet_crowdloan::Error::<Runtime>::InvalidCrowdloanId;
        assert_eq!(refused, Err(reason.into()));
        // A loan whose lease cannot be is not finalised either.
        raised();
        System::set_block_number(100_000);
        let past = pallet_subtensor::Error::<Runtime>::LeaseCannotEndInThePast;
        assert_eq!(finalize("Bob"), Err(past.into()));
        assert_eq!(pallet_crowdloan::CurrentCrowdloanId::<Runtime>::get(), None);
        assert_eq!(SubnetLeases::<Runtime>::iter().count(), 0);
    });
}
