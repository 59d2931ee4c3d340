//! What the pool takes, refuses and keeps.

use jsonrpsee::types::ErrorObjectOwned;
use node_subtensor_runtime::{Runtime, RuntimeCall};
use serde_json::json;
use sp_core::{Pair as _, sr25519::Pair};
use sp_runtime::generic::Era;
use tau_devnet::Devnet;

use crate::{blocks::pending, kit::*};

async fn refused(devnet: &Devnet, transaction: &Transaction) -> (i32, String) {
    let error = try_call(devnet, "author_submitExtrinsic", json!([transaction.hex()])).await;
    code(error.err().unwrap_or_else(|| panic!("it was accepted")))
}

fn code(error: ErrorObjectOwned) -> (i32, String) {
    let data = error.data().map(|data| data.get().trim_matches('"').to_owned()).unwrap_or_default();
    (error.code(), data)
}

fn said(code: i32, data: &str) -> (i32, String) {
    (code, data.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_signature_is_refused() {
    let devnet = manual();
    let good = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
    let bad_proof = said(1010, "Transaction has a bad signature");
    let wrong_chain = Transaction { genesis: sp_core::H256::repeat_byte(1), ..good.clone() };
    assert_eq!(refused(&devnet, &wrong_chain).await, bad_proof);
    let wrong_version = Transaction { spec_version: 1, ..good.clone() };
    assert_eq!(refused(&devnet, &wrong_version).await, bad_proof);
    let mut bytes = good.sign();
    let last = bytes.len() - 1;
    bytes[last] ^= 4;
    let error = try_call(&devnet, "author_submitExtrinsic", json!([hex(&bytes)])).await;
    assert_eq!(error.err().map(code), Some(bad_proof));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_nonce_is_outdated_and_a_late_one_waits() {
    let devnet = manual();
    let first = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
    let third = Transaction { nonce: 2, ..first.clone() };
    let watch = subscribe(&devnet, "author_submitAndWatchExtrinsic", json!([third.hex()])).await;
    let mut watch = watch.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(next(&mut watch).await, json!("future"));
    call(&devnet, "author_submitExtrinsic", json!([first.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 1);
    assert_eq!(refused(&devnet, &first).await, said(1010, "Transaction is outdated"));
    let second = Transaction { nonce: 1, ..first.clone() };
    call(&devnet, "author_submitExtrinsic", json!([second.hex()])).await;
    assert_eq!(next(&mut watch).await, json!("ready"));
    mine(&devnet, 1).await;
    assert!(next(&mut watch).await.get("inBlock").is_some());
    assert_eq!(pending(&devnet).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_nonce_counts_what_waits() {
    let devnet = manual();
    for expected in 0..4 {
        let transaction = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
        assert_eq!(transaction.nonce, expected);
        call(&devnet, "author_submitExtrinsic", json!([transaction.hex()])).await;
    }
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
    assert_eq!(Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await.nonce, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_twice_and_the_same_nonce_twice_are_told_apart() {
    let devnet = manual();
    let one = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
    // A Schnorr signature is another one each time: only the very same bytes are the same transaction.
    let bytes = hex(&one.sign());
    let accepted = call(&devnet, "author_submitExtrinsic", json!([bytes])).await;
    let again = try_call(&devnet, "author_submitExtrinsic", json!([bytes])).await;
    let accepted = accepted.as_str().unwrap_or_default().to_owned();
    assert_eq!(again.err().map(code), Some((1013, accepted)));
    let rival = Transaction { tip: 1_000, ..one };
    assert_eq!(refused(&devnet, &rival).await.0, 1014);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_era_is_refused_and_a_dying_one_drops_out() {
    let devnet = manual();
    mine(&devnet, 1).await;
    let birth = hash(&call(&devnet, "chain_getBlockHash", json!([1])).await);
    let mortal = Transaction {
        era: Era::mortal(4, 1),
        birth,
        ..Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await
    };
    let waiting = Transaction { nonce: 5, ..mortal.clone() };
    call(&devnet, "author_submitExtrinsic", json!([waiting.hex()])).await;
    mine(&devnet, 5).await;
    assert_eq!(pending(&devnet).await, 0, "the waiting one died");
    // Read in the era's next life, the birth block is another one: the signature no longer fits.
    assert_eq!(refused(&devnet, &mortal).await.0, 1010);
    let fresh = hash(&call(&devnet, "chain_getBlockHash", json!([6])).await);
    let alive = Transaction { era: Era::mortal(4, 6), birth: fresh, ..mortal };
    call(&devnet, "author_submitExtrinsic", json!([alive.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_may_be_bound_to_the_metadata() {
    let devnet = manual();
    let hash = node_subtensor_runtime::metadata_hash::metadata_hash();
    assert!(hash.is_some());
    let plain = Transaction::new(&devnet, "//Alice", &transfer("//Bob", 1)).await;
    let wrong = Transaction { metadata_hash: Some([7; 32]), ..plain.clone() };
    assert_eq!(refused(&devnet, &wrong).await, said(1010, "Transaction has a bad signature"));
    let bound = Transaction { metadata_hash: hash, ..plain };
    call(&devnet, "author_submitExtrinsic", json!([bound.hex()])).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_pay_is_refused() {
    let devnet = manual();
    let (stranger, _) = Pair::generate();
    let call = transfer("//Bob", 1);
    let poor =
        Transaction { signer: stranger, ..Transaction::new(&devnet, "//Nobody", &call).await };
    let answer = refused(&devnet, &poor).await;
    assert_eq!(answer.0, 1010);
    assert!(answer.1.contains("pay some fees"), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_call_is_included_and_pays() {
    let devnet = manual();
    let before = free(&devnet, "//Alice").await;
    submit(&devnet, "//Alice", &transfer("//Bob", u64::MAX / 2)).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
    let paid = before - free(&devnet, "//Alice").await;
    assert!(paid > 0 && paid < 10_000_000, "{paid}");
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_is_not_an_extrinsic() {
    tau_devnet::silence_runtime_panics();
    let devnet = manual();
    for (bytes, code) in [("0x", 1001), ("0x04", 1001), ("0x0400ff", 1001), ("0x0c840000", 1002)] {
        let error = try_call(&devnet, "author_submitExtrinsic", json!([bytes])).await;
        assert_eq!(error.err().map(|error| error.code()), Some(code), "{bytes}");
    }
    let error = try_call(&devnet, "author_submitExtrinsic", json!(["no hex"])).await;
    assert_eq!(error.err().map(|error| error.code()), Some(-32602));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_nested_as_deep_as_it_goes_does_not_end_the_process() {
    tau_devnet::silence_runtime_panics();
    let devnet = manual();
    let nested = Transaction::new(&devnet, "//Alice", &inside(250)).await;
    let (code, reason) = refused(&devnet, &nested).await;
    assert_eq!(code, 1010, "{reason}");
    mine(&devnet, 1).await;
    assert_eq!(devnet.best(), 1);
    assert_eq!(pending(&devnet).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_nest_eight_levels_deep_as_on_mainnet() {
    let devnet = manual();
    submit(&devnet, "//Alice", &inside(8)).await;
    mine(&devnet, 1).await;
    assert_eq!(pending(&devnet).await, 0);
    let nested = Transaction::new(&devnet, "//Alice", &inside(9)).await;
    let (code, reason) = refused(&devnet, &nested).await;
    assert_eq!(code, 1010);
    assert!(reason.contains("call is not expected"), "{reason}");
}

/// A transfer inside so many other calls.
fn inside(levels: u32) -> RuntimeCall {
    (0..levels).fold(transfer("//Bob", 1), |call, _| {
        pallet_utility::Call::<Runtime>::as_derivative { index: 0, call: Box::new(call) }.into()
    })
}
