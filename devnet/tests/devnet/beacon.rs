//! The chain's own beacon, and weights that it opens.

use codec::{Decode, Encode};
use frame_support::storage::storage_prefix;
use node_subtensor_runtime::{
    pallet_drand::types::{BeaconConfiguration, Pulse},
    pallet_subtensor::{Call, weights::timelocked::TimelockedWeights},
};
use serde_json::{Value, json};
use tau_beacon::{PublicKey, Signature, seal};
use tau_devnet::{BlockTime, Devnet, Options, World};

use crate::kit::*;

const VALIDATOR: &str = "//Demo//validator";
/// The key of drand's quicknet, which official clients encrypt to.
const QUICKNET: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

async fn value<T: Decode>(devnet: &Devnet, pallet: &[u8], entry: &[u8]) -> Option<T> {
    storage_at(devnet, &storage_prefix(pallet, entry), Value::Null).await
}

/// What is under a prefix and the plain bytes of the keys that follow it.
async fn under<T: Decode>(devnet: &Devnet, entry: &[u8], keys: &[u8]) -> Option<T> {
    let key = [&storage_prefix(b"SubtensorModule", entry)[..], keys].concat();
    storage_at(devnet, &key, Value::Null).await
}

async fn last_round(devnet: &Devnet) -> u64 {
    value(devnet, b"Drand", b"LastStoredRound").await.expect("rounds")
}

async fn pulse(devnet: &Devnet, round: u64) -> Option<Pulse> {
    let round = round.encode();
    let prefix = storage_prefix(b"Drand", b"Pulses");
    let key = [&prefix[..], &sp_crypto_hashing::blake2_128(&round), &round].concat();
    storage_at(devnet, &key, Value::Null).await
}

async fn own_key(devnet: &Devnet) -> PublicKey {
    let config: BeaconConfiguration =
        value(devnet, b"Drand", b"BeaconConfig").await.expect("a beacon");
    PublicKey::from_bytes(&config.public_key).expect("a point")
}

fn hurried() -> Devnet {
    let mut world = World::bare().hurried();
    for subnet in &mut world.chain.subnets {
        subnet.parameters.commit_reveal_weights = true;
    }
    start(Options {
        world,
        block_time: BlockTime::Manual,
        traders: false,
        control: true,
        ..Options::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_appear_as_time_passes() {
    let devnet = hurried();
    mine(&devnet, 1).await;
    let first = last_round(&devnet).await;
    call(&devnet, "tau_timeTravel", json!([{ "seconds": 12 }])).await;
    mine(&devnet, 1).await;
    let last = last_round(&devnet).await;
    assert!(last >= first + 4, "{first} to {last}");
    let key = own_key(&devnet).await;
    for round in first..=last {
        let pulse = pulse(&devnet, round).await.expect("every round");
        let signature = Signature::from_bytes(&pulse.signature).expect("a point");
        assert!(key.verifies(round, signature));
        assert_eq!(pulse.randomness.to_vec(), signature.randomness());
    }
    assert!(pulse(&devnet, last + 1).await.is_none());
}

/// Seals weights of the validator's for a round of a beacon and commits to them.
async fn commit(devnet: &Devnet, key: PublicKey, round: u64) {
    let plain = TimelockedWeights {
        hotkey: id(VALIDATOR).encode(),
        uids: vec![0, 1],
        values: vec![1, 2],
        version_key: 0,
    };
    let sealed = seal(key, round, &plain.encode(), [1; 32], [2; 12]);
    let commit = Call::commit_timelocked_weights {
        netuid: 1,
        commit: sealed.try_into().expect("short"),
        reveal_round: round,
        commit_reveal_version: 4,
    };
    submit(devnet, VALIDATOR, &commit.into()).await;
    mine(devnet, 1).await;
}

/// Commits that wait on the first subnet.
async fn waiting(devnet: &Devnet) -> usize {
    let prefix = storage_prefix(b"SubtensorModule", b"TimelockedWeightCommits");
    let keys = call(devnet, "state_getKeys", json!([hex(&prefix)])).await;
    keys.as_array().map_or(0, Vec::len)
}

async fn weights(devnet: &Devnet) -> Vec<(u16, u16)> {
    // Identity of the index, then of the neuron.
    under(devnet, b"Weights", &(1_u16, 0_u16).encode()).await.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_weights_are_opened_when_their_epoch_and_their_round_have_come() {
    let devnet = hurried();
    mine(&devnet, 1).await;
    let round = last_round(&devnet).await + 100;
    commit(&devnet, own_key(&devnet).await, round).await;
    assert_eq!(waiting(&devnet).await, 1);
    assert!(weights(&devnet).await.is_empty());
    call(&devnet, "tau_timeTravel", json!([{ "seconds": 300 }])).await;
    for _ in 0..60 {
        if waiting(&devnet).await == 0 {
            break;
        }
        assert!(weights(&devnet).await.is_empty());
        mine(&devnet, 1).await;
    }
    // The larger weight is scaled to the most that fits.
    assert_eq!(weights(&devnet).await, [(0, 32_768), (1, 65_535)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_clients_commit_is_taken_and_dropped_unopened() {
    let devnet = hurried();
    mine(&devnet, 1).await;
    let quicknet = PublicKey::from_bytes(&hex::decode(QUICKNET).expect("hex")).expect("a point");
    commit(&devnet, quicknet, last_round(&devnet).await).await;
    assert_eq!(waiting(&devnet).await, 1);
    for _ in 0..60 {
        if waiting(&devnet).await == 0 {
            break;
        }
        mine(&devnet, 1).await;
    }
    assert_eq!(waiting(&devnet).await, 0);
    assert!(weights(&devnet).await.is_empty());
}
