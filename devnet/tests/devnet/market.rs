//! The worlds and the market in them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tau_devnet::{BlockTime, Devnet, Options, World, accounts};

use crate::kit::*;

fn demo(seed: u64) -> Devnet {
    start(Options {
        world: World::demo(seed),
        seed,
        block_time: BlockTime::Manual,
        ..Options::default()
    })
}

/// Price in rao per alpha by netuid.
async fn prices(devnet: &Devnet) -> BTreeMap<u64, u64> {
    let all = call(devnet, "swap_currentAlphaPriceAll", json!([])).await;
    let price = |entry: &Value| Some((entry["netuid"].as_u64()?, entry["price"].as_u64()?));
    all.as_array().into_iter().flatten().filter_map(price).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bare_worlds_prices_are_the_worked_ones() {
    let devnet = manual();
    let prices = prices(&devnet).await;
    let wanted = [
        (0, 1_000_000_000),
        (1, 24_999_999),
        (2, 23_795_180),
        (3, 250_000_000),
        (4, 1_500_000_000),
    ];
    for (netuid, price) in wanted {
        assert_eq!(prices.get(&netuid), Some(&price), "subnet {netuid}");
    }
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_world_is_the_same_for_the_same_seed() {
    let (one, two, other) = (demo(1), demo(1), demo(2));
    assert_eq!(one.genesis(), two.genesis());
    assert_ne!(one.genesis(), other.genesis());
    // It begins late, and with a block that has a past.
    assert_eq!(one.best(), World::demo(1).height);
    let first = call(&one, "chain_getBlockHash", json!([1])).await;
    let head = call(&one, "chain_getHeader", json!([])).await;
    assert_eq!(head["parentHash"], first);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_market_moves_prices_and_makes_no_money() {
    let devnet = demo(3);
    let before = prices(&devnet).await;
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
    mine(&devnet, 25).await;
    let after = prices(&devnet).await;
    let mut moved = 0;
    for (netuid, old) in &before {
        let new = after.get(netuid).copied().unwrap_or_default();
        let change = (new as f64 / *old as f64 - 1.0).abs();
        assert!(change < 0.25, "subnet {netuid} went from {old} to {new}");
        moved += usize::from(change > 0.001);
    }
    assert!(moved >= 12, "{moved} of {} prices moved", before.len());
    let (sum, issuance) = balances_and_issuance(&devnet).await;
    assert_eq!(sum, issuance);
    let pending = call(&devnet, "author_pendingExtrinsics", json!([])).await;
    assert_eq!(pending, json!([]), "the traders know their nonces");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_that_is_off_is_still() {
    let devnet = start(Options {
        world: World::demo(3),
        traders: false,
        block_time: BlockTime::Manual,
        ..Options::default()
    });
    let before = prices(&devnet).await;
    for _ in 0..3 {
        mine(&devnet, 1).await;
        let block = call(&devnet, "chain_getBlock", json!([])).await;
        let extrinsics = block["block"]["extrinsics"].as_array().map(Vec::len);
        assert_eq!(extrinsics, Some(2), "only the inherents");
    }
    // Only what emission cannot inject buys a little.
    for (netuid, new) in prices(&devnet).await {
        let change = new as f64 / before[&netuid] as f64 - 1.0;
        assert!((-1e-6..1e-4).contains(&change), "subnet {netuid} moved by {change}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_made_before_the_start() {
    let devnet = start(Options {
        world: World::demo(4),
        history: 5,
        block_time: BlockTime::Manual,
        ..Options::default()
    });
    assert_eq!(devnet.best(), World::demo(4).height + 4);
    let key = frame_support::storage::storage_prefix(b"Timestamp", b"Now");
    let mut times = Vec::new();
    for back in (0..5).rev() {
        let block = call(&devnet, "chain_getBlockHash", json!([devnet.best() - back])).await;
        times.push(storage_at::<u64>(&devnet, &key, block).await.unwrap_or_default());
    }
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 12_000), "{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bittensors_own_methods_answer_in_scale() {
    let devnet = manual();
    let (bytes, address) =
        (json!(account(&accounts::DEMO_VALIDATOR)), json!(accounts::DEMO.ss58()));
    for (method, params) in [
        ("delegateInfo_getDelegates", json!([])),
        ("delegateInfo_getDelegate", json!([bytes])),
        ("delegateInfo_getDelegated", json!([address])),
        ("neuronInfo_getNeurons", json!([1])),
        ("neuronInfo_getNeuron", json!([1, 0])),
        ("neuronInfo_getNeuronsLite", json!([1])),
        ("neuronInfo_getNeuronLite", json!([1, 0])),
        ("subnetInfo_getSubnetInfo", json!([1])),
        ("subnetInfo_getSubnetInfo_v2", json!([1])),
        ("subnetInfo_getSubnetsInfo", json!([])),
        ("subnetInfo_getSubnetsInfo_v2", json!([])),
        ("subnetInfo_getSubnetHyperparams", json!([1])),
        ("subnetInfo_getSubnetHyperparamsV2", json!([1])),
        ("subnetInfo_getAllDynamicInfo", json!([])),
        ("subnetInfo_getDynamicInfo", json!([1])),
        ("subnetInfo_getMetagraph", json!([1])),
        ("subnetInfo_getAllMetagraphs", json!([])),
        ("subnetInfo_getMechagraph", json!([1, 0])),
        ("subnetInfo_getAllMechagraphs", json!([])),
        ("subnetInfo_getSelectiveMetagraph", json!([1, [0, 1, 52]])),
        ("subnetInfo_getSelectiveMechagraph", json!([1, 0, [0, 1, 52]])),
        ("subnetInfo_getSubnetState", json!([1])),
        ("subnetInfo_getColdkeyAutoStakeHotkey", json!([address, 1])),
        ("subnetInfo_getSubnetAccountId", json!([1])),
        ("swap_simSwapTaoForAlpha", json!([1, 1_000_000_000])),
        ("swap_simSwapAlphaForTao", json!([1, 1_000_000_000])),
    ] {
        let answer = call(&devnet, method, params).await;
        let bytes: Option<Vec<u8>> = serde_json::from_value(answer).ok();
        assert!(bytes.is_some_and(|bytes| !bytes.is_empty()), "{method}");
    }
    assert!(call(&devnet, "subnetInfo_getLockCost", json!([])).await.is_u64());
    assert_eq!(call(&devnet, "subnetInfo_getSubnetToPrune", json!([])).await, Value::Null);
    assert_eq!(call(&devnet, "swap_currentAlphaPrice", json!([1])).await, json!(24_999_999));
}

fn account(account: &accounts::Account) -> Vec<u8> {
    Vec::from(AsRef::<[u8]>::as_ref(&account.id()))
}

#[test]
fn well_known_accounts_have_money_everywhere() {
    for world in [World::bare(), World::demo(0), World::sized(2, 8), World::empty()] {
        for account in accounts::WELL_KNOWN {
            let free =
                world.balances.iter().find(|(id, _)| *id == account.id()).map(|(_, free)| *free);
            assert!(free.is_some_and(|free| free >= 1_000_000_000_000), "{}", account.name);
        }
    }
}

#[test]
fn the_demo_world_has_what_a_demo_needs() {
    let world = World::demo(0).chain;
    assert!(world.subnets.len() >= 16);
    let sizes: Vec<usize> = world.subnets.iter().map(|subnet| subnet.neurons.len()).collect();
    assert!(sizes.iter().filter(|size| **size >= 64).count() >= 3, "{sizes:?}");
    assert!(sizes.contains(&256), "{sizes:?}");
    let full = world.subnets.iter().find(|subnet| subnet.neurons.len() == 256);
    assert_eq!(full.map(|subnet| subnet.parameters.max_uids), Some(256));
    for subnet in &world.subnets {
        let sum = |field: fn(&pallet_subtensor::genesis::NeuronFigures) -> u16| -> u64 {
            subnet.neurons.iter().map(|neuron| u64::from(field(&neuron.figures))).sum()
        };
        for total in [sum(|figures| figures.incentive), sum(|figures| figures.dividends)] {
            assert!((65_000..=65_535).contains(&total), "subnet {}: {total}", subnet.netuid);
        }
        assert!(subnet.started || subnet.netuid == 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_world_for_measurements_has_the_asked_size() {
    let world = World::sized(3, 40);
    assert!(world.chain.subnets.iter().all(|subnet| subnet.neurons.len() == 40));
    let devnet = start(Options {
        world,
        traders: false,
        block_time: BlockTime::Manual,
        ..Options::default()
    });
    assert_eq!(prices(&devnet).await.len(), 4);
}
