//! Shielded transactions: encrypted for the author of a later block, opened there, and included right behind.

use codec::{Decode, Encode};
use frame_support::storage::storage_prefix;
use node_subtensor_runtime::{RuntimeCall, UncheckedExtrinsic};
use pallet_shield::{Call, EncryptionKey, keys};
use serde_json::{Value, json};
use sp_runtime::generic::Era;
use tau_devnet::{BlockTime, Devnet, Options, World};

use crate::kit::*;

const TAO: u64 = 1_000_000_000;

async fn key_in(devnet: &Devnet, entry: &[u8]) -> EncryptionKey {
    let key = storage_prefix(b"MevShield", entry);
    storage_at(devnet, &key, Value::Null).await.expect("a key")
}

/// A transaction of Alice's that lives for eight blocks.
async fn brief(devnet: &Devnet, call_: &RuntimeCall) -> Transaction {
    let birth = call(devnet, "chain_getBlockHash", json!([devnet.best()])).await;
    let mut transaction = Transaction::new(devnet, "//Alice", call_).await;
    transaction.era = Era::mortal(8, u64::from(devnet.best()));
    transaction.birth = hash(&birth);
    transaction
}

fn carrier(sealed: Vec<u8>) -> RuntimeCall {
    Call::submit_encrypted { ciphertext: sealed.try_into().expect("short enough") }.into()
}

/// A transfer to Eve and the transaction that carries it.
async fn shielded(devnet: &Devnet, key: &EncryptionKey) -> (Vec<u8>, Transaction) {
    let mut inner = brief(devnet, &transfer("//Eve", TAO)).await;
    inner.nonce += 1;
    let inner = inner.sign();
    let sealed = keys::seal(key, &inner, [1; 32], [2; 24]).expect("a key");
    (inner, brief(devnet, &carrier(sealed)).await)
}

async fn body(devnet: &Devnet) -> Vec<Vec<u8>> {
    let block = call(devnet, "chain_getBlock", json!([])).await;
    let extrinsics = block["block"]["extrinsics"].as_array().cloned().unwrap_or_default();
    extrinsics.iter().map(bytes).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_for_the_next_key_is_opened_two_blocks_later() {
    let devnet = manual();
    let before = free(&devnet, "//Eve").await;
    let key = key_in(&devnet, b"NextKey").await;
    let (inner, outer) = shielded(&devnet, &key).await;
    let outer = outer.sign();
    call(&devnet, "author_submitExtrinsic", json!([hex(&outer)])).await;
    mine(&devnet, 1).await;
    assert_eq!(body(&devnet).await.len(), 2, "it is for the author of the block after");
    mine(&devnet, 1).await;
    let body = body(&devnet).await;
    assert_eq!(body[2..], [outer, inner], "the carrier, then what it carried");
    assert_eq!(free(&devnet, "//Eve").await, before + TAO);
    assert_eq!(call(&devnet, "author_pendingExtrinsics", json!([])).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_block_announces_a_key_and_the_keys_move_up() {
    let devnet = manual();
    let mut seen = vec![key_in(&devnet, b"PendingKey").await, key_in(&devnet, b"NextKey").await];
    for _ in 0..4 {
        mine(&devnet, 1).await;
        assert_eq!(key_in(&devnet, b"CurrentKey").await, seen[seen.len() - 2]);
        assert_eq!(key_in(&devnet, b"PendingKey").await, seen[seen.len() - 1]);
        let next = key_in(&devnet, b"NextKey").await;
        assert!(!seen.contains(&next));
        seen.push(next);
        let announcement = &body(&devnet).await[1];
        let announcement = UncheckedExtrinsic::decode(&mut &announcement[..]).expect("ours");
        assert!(matches!(
            announcement.function,
            RuntimeCall::MevShield(Call::announce_next_key { enc_key: Some(_) })
        ));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_high_up_opens_too() {
    let world = World { height: 70_000, ..World::bare() };
    let options =
        Options { block_time: BlockTime::Manual, traders: false, world, ..Options::default() };
    let devnet = start(options);
    for entry in [b"PendingKey".as_slice(), b"NextKey"] {
        let before = free(&devnet, "//Eve").await;
        let key = key_in(&devnet, entry).await;
        let (_, outer) = shielded(&devnet, &key).await;
        call(&devnet, "author_submitExtrinsic", json!([outer.hex()])).await;
        mine(&devnet, 2).await;
        assert_eq!(free(&devnet, "//Eve").await, before + TAO);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_costs_its_carriers_fee_and_nothing_happens() {
    let devnet = manual();
    let before = (free(&devnet, "//Alice").await, free(&devnet, "//Eve").await);
    let key = key_in(&devnet, b"PendingKey").await;
    let mut sealed = keys::seal(&key, b"no extrinsic", [1; 32], [2; 24]).expect("a key");
    let outer = brief(&devnet, &carrier(sealed.clone())).await.sign();
    call(&devnet, "author_submitExtrinsic", json!([hex(&outer)])).await;
    mine(&devnet, 1).await;
    assert_eq!(body(&devnet).await[2..], [outer]);
    let after = (free(&devnet, "//Alice").await, free(&devnet, "//Eve").await);
    assert!(after.0 < before.0 && after.1 == before.1);

    // A key of nobody's: nobody takes it up, until it is too old.
    sealed[0] ^= 1;
    let outer = brief(&devnet, &carrier(sealed.clone())).await;
    call(&devnet, "author_submitExtrinsic", json!([outer.hex()])).await;
    mine(&devnet, 9).await;
    assert_eq!(call(&devnet, "author_pendingExtrinsics", json!([])).await, json!([]));
    assert_eq!(free(&devnet, "//Alice").await, after.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn carriers_are_checked_by_the_pool() {
    let devnet = manual();
    mine(&devnet, 3).await;
    let key = key_in(&devnet, b"NextKey").await;
    let (_, good) = shielded(&devnet, &key).await;
    let refused = async |transaction: &Transaction| {
        let submitted = json!([transaction.hex()]);
        let error = try_call(&devnet, "author_submitExtrinsic", submitted).await;
        let error = error.expect_err("refused");
        (error.code(), error.data().map(ToString::to_string).unwrap_or_default())
    };
    let genesis = good.genesis;
    let immortal = Transaction { era: Era::Immortal, birth: genesis, ..good.clone() };
    assert_eq!(refused(&immortal).await, (1010, "\"Transaction is outdated\"".to_owned()));
    let long = Transaction { era: Era::mortal(16, u64::from(devnet.best())), ..good.clone() };
    assert_eq!(refused(&long).await, (1010, "\"Transaction is outdated\"".to_owned()));
    let garbage = Transaction { call: carrier(vec![1, 2, 3]).encode(), ..good.clone() };
    assert_eq!(refused(&garbage).await, (1010, "\"Custom error: 23\"".to_owned()));
    let store = Call::store_encrypted { encrypted_call: vec![1].try_into().expect("short") };
    let store = Transaction { call: RuntimeCall::from(store).encode(), ..immortal };
    call(&devnet, "author_submitExtrinsic", json!([store.hex()])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_makes_blocks_at_once_makes_enough_of_them() {
    let options = Options {
        world: World::bare(),
        block_time: BlockTime::Instant,
        traders: false,
        ..Options::default()
    };
    let devnet = start(options);
    let key = key_in(&devnet, b"NextKey").await;
    let (_, outer) = shielded(&devnet, &key).await;
    let before = free(&devnet, "//Eve").await;
    let watched = json!([outer.hex()]);
    let mut states =
        subscribe(&devnet, "author_submitAndWatchExtrinsic", watched).await.expect("accepted");
    while !next(&mut states).await["finalized"].is_string() {}
    assert_eq!(free(&devnet, "//Eve").await, before + TAO);
}
