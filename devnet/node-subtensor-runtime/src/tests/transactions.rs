//! What enters a block and what does not.

use sp_runtime::{
    DispatchError,
    transaction_validity::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
    },
};

use super::*;
use crate::{Executive, Hash, RuntimeEvent, SubtensorModule, metadata_hash::metadata_hash};

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![1] }.into()
}

fn validate(extrinsic: UncheckedExtrinsic) -> TransactionValidity {
    Executive::validate_transaction(TransactionSource::External, extrinsic, Hash::default())
}

fn invalid(reason: InvalidTransaction) -> TransactionValidityError {
    reason.into()
}

#[test]
fn a_signature_over_the_right_metadata_hash_is_accepted() {
    let hash = metadata_hash().expect("the metadata can be merkleized");
    chain().execute_with(|| {
        let extrinsic = signed("Alice", remark(), 0, Mode::Enabled, Some(hash));
        assert!(validate(extrinsic.clone()).is_ok());
        assert_eq!(Executive::apply_extrinsic(extrinsic), Ok(Ok(())));
    });
}

#[test]
fn a_signature_over_another_metadata_hash_is_refused() {
    chain().execute_with(|| {
        let extrinsic = signed("Alice", remark(), 0, Mode::Enabled, Some([9; 32]));
        assert_eq!(validate(extrinsic), Err(invalid(InvalidTransaction::BadProof)));
        let extrinsic = signed("Alice", remark(), 0, Mode::Disabled, Some([9; 32]));
        assert_eq!(validate(extrinsic), Err(invalid(InvalidTransaction::BadProof)));
    });
}

#[test]
fn nonces_are_checked_and_tips_do_not_raise_priority() {
    chain().execute_with(|| {
        assert_eq!(Executive::apply_extrinsic(plain("Alice", remark(), 0)), Ok(Ok(())));
        assert_eq!(validate(plain("Alice", remark(), 0)), Err(invalid(InvalidTransaction::Stale)));
        let ahead = validate(plain("Alice", remark(), 5)).expect("waits for the others");
        assert_eq!((ahead.requires.len(), ahead.priority), (1, 1));
        assert_eq!(
            Executive::apply_extrinsic(plain("Alice", remark(), 5)),
            Err(invalid(InvalidTransaction::Future))
        );
    });
}

#[test]
fn an_account_without_funds_can_send_only_what_is_free() {
    chain().execute_with(|| {
        assert_eq!(
            validate(plain("Nobody", remark(), 0)),
            Err(invalid(InvalidTransaction::Payment))
        );
        let serve = pallet_subtensor::Call::serve_axon {
            netuid: 1,
            version: 1,
            ip: 0x0102_0304,
            port: 80,
            ip_type: 4,
            protocol: 4,
            placeholder1: 0,
            placeholder2: 0,
        };
        assert_eq!(Executive::apply_extrinsic(plain("Bob//hot", serve, 0)), Ok(Ok(())));
        let axon = pallet_subtensor::Axons::<Runtime>::get(1, account("Bob//hot"));
        assert_eq!(axon.map(|axon| axon.port), Some(80));
    });
}

#[test]
fn the_pool_refuses_what_mainnets_pool_refuses() {
    chain().execute_with(|| {
        let serve = |port| pallet_subtensor::Call::serve_axon {
            netuid: 1,
            version: 1,
            ip: 0x0102_0304,
            port,
            ip_type: 4,
            protocol: 4,
            placeholder1: 0,
            placeholder2: 0,
        };
        let custom = |code| Err(invalid(InvalidTransaction::Custom(code)));
        assert_eq!(validate(plain("Bob//hot", serve(0), 0)), custom(13));
        assert_eq!(validate(plain("Alice", serve(1), 0)), custom(10));
        let register =
            |hotkey| pallet_subtensor::Call::register_network { hotkey: account(hotkey) };
        pallet_subtensor::NetworkLastLockCost::<Runtime>::put(TAO);
        pallet_subtensor::NetworkMinLockCost::<Runtime>::put(TAO);
        assert_eq!(
            Executive::apply_extrinsic(plain("Alice", register("Alice//hot"), 0)),
            Ok(Ok(()))
        );
        assert_eq!(validate(plain("Alice", register("Alice//two"), 1)), custom(6));
        let raise =
            |hotkey, take| pallet_subtensor::Call::increase_take { hotkey: account(hotkey), take };
        assert_eq!(validate(plain("Alice", raise("Bob//hot", 11_796), 1)), custom(25));
        assert_eq!(validate(plain("Bob", raise("Bob//hot", 11_796), 0)), custom(26));
        assert_eq!(validate(plain("Bob", raise("Bob//hot", 11_797), 0)), custom(27));
        assert_eq!(validate(plain("Bob", raise("Nobody", 1), 0)), custom(4));
        let sudo = pallet_sudo::Call::sudo { call: Box::new(remark()) };
        assert_eq!(
            validate(plain("Bob", sudo.clone(), 0)),
            Err(invalid(InvalidTransaction::BadSigner))
        );
        assert!(validate(plain("Alice", sudo, 1)).is_ok());
    });
}

#[test]
fn a_stake_goes_through_the_whole_runtime() {
    chain().execute_with(|| {
        let stake = |amount_staked| pallet_subtensor::Call::add_stake {
            hotkey: account("Bob//hot"),
            netuid: 1,
            amount_staked,
        };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", stake(100 * TAO), 0)), Ok(Ok(())));
        let held = SubtensorModule::stake_of(&account("Bob//hot"), &account("Alice"), 1);
        assert_eq!(held, 3_958_421_526_397);
        // A refused call is included, costs its fee and changes nothing else.
        let result = Executive::apply_extrinsic(plain("Alice", stake(1), 1)).expect("included");
        let Err(DispatchError::Module(error)) = result else {
            panic!("not refused by the pallet: {result:?}");
        };
        assert_eq!((error.index, error.message), (7, Some("AmountTooLow")));
        assert!(System::events().iter().any(|record| matches!(
            &record.event,
            RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { .. })
        )));
    });
}

#[test]
fn batches_do_not_nest() {
    chain().execute_with(|| {
        let batch = |calls| RuntimeCall::from(pallet_utility::Call::batch_all { calls });
        assert_eq!(
            Executive::apply_extrinsic(plain("Alice", batch(vec![remark()]), 0)),
            Ok(Ok(()))
        );
        let nested = Executive::apply_extrinsic(plain("Alice", batch(vec![batch(vec![])]), 1));
        assert_eq!(nested, Ok(Err(frame_system::Error::<Runtime>::CallFiltered.into())));
    });
}
