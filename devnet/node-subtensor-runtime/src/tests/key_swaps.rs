//! An account that is about to swap its coldkey does little else, directly or through others.

use sp_core::H256;
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidity},
};

use super::*;
use crate::{Executive, Hash, ProxyType, RuntimeOrigin, SubtensorModule};

fn validate(who: &str, call: impl Into<RuntimeCall>) -> TransactionValidity {
    let extrinsic = plain(who, call, System::account_nonce(account(who)));
    Executive::validate_transaction(TransactionSource::External, extrinsic, Hash::default())
}

fn refused(code: u8) -> TransactionValidity {
    Err(InvalidTransaction::Custom(code).into())
}

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![1] }.into()
}

fn announce() -> pallet_subtensor::Call<Runtime> {
    let new_coldkey_hash: H256 = BlakeTwo256::hash_of(&account("Carol"));
    pallet_subtensor::Call::announce_coldkey_swap { new_coldkey_hash }
}

#[test]
fn after_the_announcement_only_the_swap_goes_on() {
    chain().execute_with(|| {
        pallet_proxy::Pallet::<Runtime>::add_proxy(
            RuntimeOrigin::signed(account("Alice")),
            account("Bob").into(),
            ProxyType::Any,
            0,
        )
        .expect("proxy");
        assert!(validate("Alice", remark()).is_ok());
        assert_eq!(Executive::apply_extrinsic(plain("Alice", announce(), 0)), Ok(Ok(())));

        assert_eq!(validate("Alice", remark()), refused(0));
        let batch = |calls| RuntimeCall::from(pallet_utility::Call::batch { calls });
        assert_eq!(validate("Alice", batch(vec![announce().into()])), refused(0));
        let unstake = pallet_subtensor::Call::unstake_all { hotkey: account("Bob//hot") };
        assert_eq!(validate("Alice", unstake), refused(0));
        assert!(validate("Alice", announce()).is_ok());
        let swap = pallet_subtensor::Call::swap_coldkey_announced { new_coldkey: account("Carol") };
        assert!(validate("Alice", swap).is_ok());
        assert!(validate("Alice", pallet_subtensor::Call::dispute_coldkey_swap {}).is_ok());
        let clear = pallet_subtensor::Call::clear_coldkey_swap_announcement {};
        assert!(validate("Alice", clear).is_ok());

        // Nobody else acts in its name either.
        let through = |call: RuntimeCall| {
            RuntimeCall::from(pallet_proxy::Call::proxy {
                real: account("Alice").into(),
                force_proxy_type: None,
                call: Box::new(call),
            })
        };
        assert!(validate("Bob", remark()).is_ok());
        assert_eq!(validate("Bob", through(remark())), refused(0));
        assert_eq!(validate("Bob", batch(vec![remark(), through(remark())])), refused(0));
        assert!(validate("Bob", through(announce().into())).is_ok());
    });
}

#[test]
fn a_disputed_account_is_frozen_until_root_resets_it() {
    chain().execute_with(|| {
        assert_eq!(Executive::apply_extrinsic(plain("Bob", announce(), 0)), Ok(Ok(())));
        let dispute = pallet_subtensor::Call::dispute_coldkey_swap {};
        assert_eq!(Executive::apply_extrinsic(plain("Bob", dispute.clone(), 1)), Ok(Ok(())));
        for call in [announce(), dispute] {
            assert_eq!(validate("Bob", call), refused(21));
        }
        assert_eq!(validate("Bob", remark()), refused(21));
        let reset = pallet_subtensor::Call::reset_coldkey_swap { coldkey: account("Bob") };
        let sudo = pallet_sudo::Call::sudo { call: Box::new(reset.into()) };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", sudo, 0)), Ok(Ok(())));
        assert!(validate("Bob", remark()).is_ok());
    });
}

#[test]
fn a_multisig_that_swaps_is_bound_too() {
    chain().execute_with(|| {
        let mut signatories = [account("Alice"), account("Bob")];
        signatories.sort_unstable();
        let multisig = pallet_multisig::Pallet::<Runtime>::multi_account_id(&signatories, 2);
        crate::Balances::force_set_balance(
            RuntimeOrigin::root(),
            multisig.clone().into(),
            10 * TAO,
        )
        .expect("funded");
        let hash: H256 = BlakeTwo256::hash_of(&account("Carol"));
        SubtensorModule::announce_coldkey_swap(RuntimeOrigin::signed(multisig), hash)
            .expect("announced");
        let call = pallet_multisig::Call::as_multi {
            threshold: 2,
            other_signatories: vec![account("Bob")],
            maybe_timepoint: None,
            call: Box::new(remark()),
            max_weight: crate::Weight::zero(),
        };
        assert_eq!(validate("Alice", call), refused(0));
        assert!(validate("Alice", remark()).is_ok());
    });
}
