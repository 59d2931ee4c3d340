//! Fees to the rao (economics.md 1.9).

use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, traits::OnFinalize};

use super::*;
use crate::{Balances, Executive, TransactionPayment, fees::BLOCK_AUTHOR};

#[test]
fn weights_and_lengths_cost_what_they_cost_on_mainnet() {
    chain().execute_with(|| {
        let stake = RuntimeCall::from(pallet_subtensor::Call::add_stake {
            hotkey: account("Bob//hot"),
            netuid: 1,
            amount_staked: TAO,
        });
        let weight = stake.get_dispatch_info().call_weight;
        assert_eq!(weight.ref_time(), 3_064_064_000);
        assert_eq!(TransactionPayment::weight_to_fee(weight), 1_532_032);
        let unstake = RuntimeCall::from(pallet_subtensor::Call::remove_stake {
            hotkey: account("Bob//hot"),
            netuid: 1,
            amount_unstaked: TAO,
        });
        let weight = unstake.get_dispatch_info().call_weight;
        assert_eq!(TransactionPayment::weight_to_fee(weight), 1_284_599);
        assert_eq!(TransactionPayment::length_to_fee(200), 200);
        let base = frame_support::weights::constants::ExtrinsicBaseWeight::get();
        assert_eq!(TransactionPayment::weight_to_fee(base), 54_078);
    });
}

#[test]
fn the_author_receives_what_the_signer_pays() {
    chain().execute_with(|| {
        let before =
            (Balances::free_balance(account("Alice")), Balances::free_balance(BLOCK_AUTHOR));
        let call = frame_system::Call::remark { remark: vec![] };
        let extrinsic = plain("Alice", call, 0);
        let length = extrinsic.encoded_size() as u32;
        let quoted = TransactionPayment::query_info(extrinsic.clone(), length).partial_fee;
        assert_eq!(Executive::apply_extrinsic(extrinsic), Ok(Ok(())));
        let paid = before.0 - Balances::free_balance(account("Alice"));
        assert_eq!(Balances::free_balance(BLOCK_AUTHOR) - before.1, paid);
        assert!(paid > 54_078 + u64::from(length) && paid <= quoted);
    });
}

#[test]
fn fees_are_the_same_after_many_blocks() {
    chain().execute_with(|| {
        let quoted = || {
            let call = frame_system::Call::remark { remark: vec![1; 1_000] };
            TransactionPayment::query_info(plain("Alice", call, 0), 1_100).partial_fee
        };
        let before = quoted();
        for block in 1..=10 {
            TransactionPayment::on_finalize(block);
        }
        assert_eq!(quoted(), before);
        assert_eq!(TransactionPayment::next_fee_multiplier(), 1.into());
    });
}

#[test]
fn the_authors_account_is_nobodys_key() {
    assert_eq!(AsRef::<[u8]>::as_ref(&BLOCK_AUTHOR), b"tau devnet: author of all blocks");
}
