//! Fees of who has alpha but no TAO (economics.md 1.9).

use frame_support::dispatch::GetDispatchInfo;
use pallet_subtensor::Event;
use sp_runtime::transaction_validity::{
    InvalidTransaction, TransactionSource, TransactionValidityError,
};
use tau_economics::fixed::U64F64;

use super::*;
use crate::{
    Balances, EXISTENTIAL_DEPOSIT, Executive, Hash, RuntimeEvent, RuntimeOrigin, SubtensorModule,
    TransactionPayment, fees::BLOCK_AUTHOR,
};

/// Alice holds alpha through Bob's hotkey and hardly more TAO than keeps her account alive.
fn poor_alice() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        let origin = RuntimeOrigin::signed(account("Alice"));
        SubtensorModule::add_stake(origin, account("Bob//hot"), 1, 100 * TAO).expect("staked");
        set_balance("Alice", EXISTENTIAL_DEPOSIT + 100);
        System::reset_events();
    });
    chain
}

fn set_balance(who: &str, rao: u64) {
    Balances::force_set_balance(RuntimeOrigin::root(), account(who).into(), rao).expect("set");
}

fn held() -> u64 {
    SubtensorModule::stake_of(&account("Bob//hot"), &account("Alice"), 1)
}

fn unstake(amount_unstaked: u64) -> RuntimeCall {
    let hotkey = account("Bob//hot");
    pallet_subtensor::Call::remove_stake { hotkey, netuid: 1, amount_unstaked }.into()
}

fn fee_of(extrinsic: &UncheckedExtrinsic) -> u64 {
    let length = extrinsic.encoded_size() as u32;
    TransactionPayment::query_info(extrinsic.clone(), length).partial_fee
}

#[test]
fn a_sale_pays_its_fee_in_alpha() {
    poor_alice().execute_with(|| {
        let before = (held(), Balances::free_balance(BLOCK_AUTHOR));
        let price = SubtensorModule::alpha_price(1);
        let extrinsic = plain("Alice", unstake(u64::MAX), 0);
        let fee = fee_of(&extrinsic);
        let source = TransactionSource::External;
        assert!(
            Executive::validate_transaction(source, extrinsic.clone(), Hash::default()).is_ok()
        );
        assert_eq!(Executive::apply_extrinsic(extrinsic), Ok(Ok(())));
        let paid = System::events()
            .into_iter()
            .find_map(|record| match record.event {
                RuntimeEvent::SubtensorModule(Event::TransactionFeePaidWithAlpha {
                    who,
                    netuid: 1,
                    alpha_fee,
                    tao_amount,
                }) if who == account("Alice") => Some((alpha_fee, tao_amount)),
                _ => None,
            })
            .expect("paid in alpha");
        // The fee at the spot price; what it brings is a little less.
        let at_spot = U64F64::from_int(fee).safe_div(price).floor();
        assert_eq!(paid.0, at_spot);
        assert!(paid.1 <= fee && paid.1 > fee * 999 / 1_000, "{} of {fee}", paid.1);
        assert!(Balances::free_balance(BLOCK_AUTHOR) - before.1 >= paid.1);
        // The rest was sold, all of it.
        assert_eq!(held(), 0);
        let sold = System::events().into_iter().find_map(|record| match record.event {
            RuntimeEvent::SubtensorModule(Event::StakeRemoved(_, _, _, alpha, 1, fee)) => {
                Some(alpha + fee)
            }
            _ => None,
        });
        assert_eq!(sold, Some(before.0 - paid.0));
    });
}

#[test]
fn a_failed_sale_pays_in_alpha_all_the_same() {
    poor_alice().execute_with(|| {
        let before = held();
        let call = pallet_subtensor::Call::remove_stake_limit {
            hotkey: account("Bob//hot"),
            netuid: 1,
            amount_unstaked: before,
            limit_price: 1,
            allow_partial: true,
        };
        let result = Executive::apply_extrinsic(plain("Alice", call, 0)).expect("included");
        assert!(result.is_err(), "the fee is gone, so the amount is not there");
        assert!(held() < before);
        assert_eq!(Balances::free_balance(account("Alice")), EXISTENTIAL_DEPOSIT + 100);
    });
}

#[test]
fn only_calls_that_take_stake_away_can() {
    poor_alice().execute_with(|| {
        let payment = TransactionValidityError::from(InvalidTransaction::Payment);
        let remark = frame_system::Call::remark { remark: vec![1] };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", remark, 0)), Err(payment));
        let stake = pallet_subtensor::Call::add_stake {
            hotkey: account("Bob//hot"),
            netuid: 1,
            amount_staked: TAO,
        };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", stake, 0)), Err(payment));
        // Through somebody to whom she has staked nothing.
        let elsewhere = pallet_subtensor::Call::unstake_all { hotkey: account("Alice") };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", elsewhere, 0)), Err(payment));
        let all = pallet_subtensor::Call::unstake_all { hotkey: account("Bob//hot") };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", all, 0)), Ok(Ok(())));
        assert_eq!(held(), 0);
    });
}

#[test]
fn several_positions_cannot_share_a_fee() {
    poor_alice().execute_with(|| {
        set_balance("Alice", 10 * TAO);
        let origin = RuntimeOrigin::signed(account("Alice"));
        SubtensorModule::add_stake(origin, account("Bob//hot"), 0, TAO).expect("staked");
        set_balance("Alice", EXISTENTIAL_DEPOSIT + 100);
        let payment = TransactionValidityError::from(InvalidTransaction::Payment);
        let all = pallet_subtensor::Call::unstake_all { hotkey: account("Bob//hot") };
        assert_eq!(Executive::apply_extrinsic(plain("Alice", all, 0)), Err(payment));
        assert_eq!(Executive::apply_extrinsic(plain("Alice", unstake(u64::MAX), 0)), Ok(Ok(())));
    });
}

#[test]
fn who_has_tao_pays_in_tao() {
    poor_alice().execute_with(|| {
        set_balance("Alice", TAO);
        let before = held();
        let call = unstake(TAO);
        let weight = call.get_dispatch_info().call_weight;
        assert_eq!(TransactionPayment::weight_to_fee(weight), 1_284_599);
        assert_eq!(Executive::apply_extrinsic(plain("Alice", call, 0)), Ok(Ok(())));
        assert_eq!(before - held(), TAO);
    });
}
