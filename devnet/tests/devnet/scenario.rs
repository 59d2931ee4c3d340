//! Scenarios: what Yuma makes of people who judge, copy, collude and trade.

use std::{collections::BTreeMap, path::PathBuf};

use tau_devnet::{
    BlockTime, Error, Options, World,
    scenario::{Outcome, Role, Row, Scenario, simulate},
};

use crate::kit::*;

fn example(name: &str) -> Scenario {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/scenarios")
        .join(format!("{name}.toml"));
    Scenario::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The same with everything six times as soon.
fn hurried(name: &str) -> Scenario {
    let mut scenario = example(name);
    for subnet in &mut scenario.subnets {
        subnet.tempo /= 6;
        for change in subnet.miners.iter_mut().flat_map(|miners| &mut miners.changes) {
            change.at /= 6;
        }
    }
    scenario
}

fn run(scenario: &Scenario, blocks: u32, every: u32) -> (Outcome, Vec<Row>) {
    let mut rows = Vec::new();
    let outcome = simulate(scenario, blocks, every, |row| {
        rows.push(row.clone());
        Ok::<(), Error>(())
    });
    (outcome.unwrap_or_else(|error| panic!("{error}")), rows)
}

/// Alpha that a member of each group earned on the average.
fn earned(outcome: &Outcome, netuid: u16) -> BTreeMap<&str, u64> {
    let of_subnet = outcome.groups.iter().filter(|group| group.netuid == netuid);
    of_subnet.map(|group| (group.group.as_str(), group.earned / u64::from(group.members))).collect()
}

#[test]
fn every_example_is_a_scenario() {
    for name in ["collusion", "collusion_majority", "commit_reveal", "market", "weight_copying"] {
        let scenario = example(name);
        let (outcome, rows) = run(&scenario, 3, 1);
        let neurons: u32 = outcome.groups.iter().map(|group| group.members).sum();
        assert_eq!(rows.len(), 3 * neurons as usize, "{name}");
    }
}

#[test]
fn a_minority_that_colludes_is_clipped_and_a_majority_is_not() {
    let (outcome, rows) = run(&hurried("collusion"), 184, 30);
    let each = earned(&outcome, 1);
    assert!(each["worker"] > 0 && each["honest"] > 0, "{each:?}");
    assert!(each["crony"] * 10 < each["worker"], "{each:?}");
    assert!(each["cartel"] * 2 < each["honest"], "{each:?}");
    let last = rows.iter().rev().find(|row| row.group == "cartel").map(|row| row.validator_trust);
    assert_eq!(last, Some(0), "nobody agrees with them");
    let (outcome, _) = run(&hurried("collusion_majority"), 184, 0);
    let each = earned(&outcome, 1);
    assert!(each["crony"] > each["worker"] * 10, "{each:?}");
}

#[test]
fn hiding_weights_costs_the_one_who_copies_them() {
    // Quality changes at block 300: for a while the copycat repeats what was true before.
    let copied = |name| {
        let (outcome, _) = run(&hurried(name), 484, 0);
        let each = earned(&outcome, 1);
        assert!(each["honest"] > 0 && each["copycat"] > 0, "{name}: {each:?}");
        each["copycat"] as f64 / each["honest"] as f64
    };
    let (open, sealed) = (copied("weight_copying"), copied("commit_reveal"));
    assert!(sealed < open, "{sealed} {open}");
}

#[test]
fn prices_follow_the_trades() {
    let scenario = example("market");
    let (outcome, rows) = run(&scenario, 300, 100);
    let first = rows.iter().find(|row| row.netuid == 1).map_or(0, |row| row.price);
    assert!(outcome.prices[0] > first, "{first} {:?}", outcome.prices);
    let emitted: u64 = outcome
        .groups
        .iter()
        .filter(|group| group.role == Role::Miner)
        .map(|group| group.earned)
        .sum();
    assert!(emitted > 0);
}

#[test]
fn the_same_seed_gives_the_same_chain() {
    let mut scenario = example("market");
    let (one, other) = (run(&scenario, 130, 65), run(&scenario, 130, 65));
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    scenario.seed += 1;
    assert_ne!(format!("{:?}", run(&scenario, 130, 65)), format!("{one:?}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_scenario_has_its_people() {
    let scenario = example("collusion");
    let devnet = start(Options {
        world: scenario.world(),
        scenario: Some(scenario),
        block_time: BlockTime::Manual,
        ..Options::default()
    });
    mine(&devnet, 12).await;
    let block = call(&devnet, "chain_getBlock", serde_json::json!([])).await;
    let bodies = block["block"]["extrinsics"].as_array().map_or(0, Vec::len);
    assert_eq!(bodies, 2, "the inherents only: it is nobody's turn");
    let events = frame_support::storage::storage_prefix(b"SubtensorModule", b"LastUpdate");
    let keys = call(&devnet, "state_getKeys", serde_json::json!([hex(&events)])).await;
    assert!(keys.as_array().is_some_and(|keys| !keys.is_empty()));
}

#[test]
fn a_recorded_world_comes_back() {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let path = folder.path().join("world.json");
    let world = World::demo(3);
    std::fs::write(&path, world.recorded()).unwrap_or_else(|error| panic!("{error}"));
    let back = World::read(&path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(back.recorded(), world.recorded());
    for wrong in ["", "{}", &world.recorded().replace("tau-world", "other"), "[1]"] {
        std::fs::write(&path, wrong).unwrap_or_else(|error| panic!("{error}"));
        let refused = World::read(&path).err().unwrap_or_else(|| panic!("{wrong} passed"));
        assert!(refused.to_string().contains("world.json"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hurried_world_has_short_epochs() {
    let world = World::demo(0).hurried();
    assert!(world.chain.subnets.iter().all(|subnet| subnet.parameters.tempo <= 20));
    let devnet = start(Options { world, block_time: BlockTime::Manual, ..Options::default() });
    let key = frame_support::storage::storage_prefix(b"SubtensorModule", b"SubnetEpochIndex");
    let index = [key.to_vec(), 3_u16.to_le_bytes().to_vec()].concat();
    let before: u64 =
        storage_at(&devnet, &index, serde_json::Value::Null).await.unwrap_or_default();
    mine(&devnet, 45).await;
    let after: u64 = storage_at(&devnet, &index, serde_json::Value::Null).await.unwrap_or_default();
    assert!(after >= before + 2, "{before} {after}");
}
