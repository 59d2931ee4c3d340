//! `tau import-btcli`: settings and books of both versions of btcli, in files as they write them.

use serde_json::Value;

use super::house::{ALICE, BOB, House};

const V9: &str = "\
network: local
wallet_path: ~/.bittensor/wallets
wallet_name: alice
wallet_hotkey: null
use_cache: true
rate_tolerance: 0.05
safe_staking: true
metagraph_cols:
  UID: true
  RANK: false
";

/// btcli 9's database with what its own statements put there.
fn database(house: &House) {
    let base = rusqlite::Connection::open(house.path(".bittensor/bittensor.db")).expect("a base");
    base.execute_batch(
        "CREATE TABLE address_book (name TEXT, ss58_address TEXT, note TEXT);
         CREATE TABLE proxy_address_book
             (name TEXT, ss58_address TEXT, delay INTEGER, spawner TEXT, proxy_type TEXT, note TEXT);",
    )
    .expect("tables");
    base.execute("INSERT INTO address_book VALUES ('friend', ?1, 'from school')", [BOB])
        .expect("a row");
    base.execute(
        "INSERT INTO proxy_address_book VALUES ('treasury', ?1, 7, ?2, 'Staking', '')",
        [BOB, ALICE],
    )
    .expect("a row");
    base.execute(
        "INSERT INTO proxy_address_book VALUES ('odd', ?1, 0, ?1, 'Sky Diving', '')",
        [BOB],
    )
    .expect("a row");
}

fn moved(house: &House) {
    house.write(".bittensor/config.yml", V9);
    database(house);
    let json = serde_json::json!([{ "name": "exchange", "address": BOB, "note": "deposits" }]);
    house.write(".bittensor/btcli_addresses.json", &json.to_string());
    let json = serde_json::json!([
        { "name": "board", "threshold": 2, "signatories": [ALICE, BOB], "note": "" },
        { "name": "lonely", "threshold": 1, "signatories": [ALICE], "note": "" },
    ]);
    house.write(".bittensor/btcli_multisigs.json", &json.to_string());
    house.write(".bittensor/btcli.json", r#"{ "network": "finney", "mev_shield": true }"#);
}

/// (kind, name) of what has this outcome.
fn with(data: &Value, outcome: &str) -> Vec<String> {
    let items = data["items"].as_array().expect("items");
    let has = items.iter().filter(|item| item["outcome"] == outcome);
    has.map(|item| format!("{} {}", item["kind"], item["name"]).replace('"', "")).collect()
}

#[test]
fn both_versions_move_in_and_nothing_of_theirs_changes() {
    let house = House::with_alice();
    moved(&house);
    let before = std::fs::read(house.path(".bittensor/bittensor.db")).expect("a file");

    let settings = || std::fs::read_to_string(house.path(".config/tau/config.toml")).ok();
    let first = settings();
    let looked = house.tau(&["import-btcli", "--dry-run", "--json"]).data();
    assert_eq!(settings(), first, "only looked");
    let said = house.tau(&["import-btcli", "--json"]).data();
    assert_eq!(with(&looked, "taken"), with(&said, "taken"));
    assert_eq!(
        with(&said, "taken"),
        [
            "setting network",
            "setting wallet_path",
            "setting wallet_name",
            "setting rate_tolerance",
            "setting mev_shield",
            "address exchange",
            "multisig board",
            "address friend",
            "proxy treasury",
        ],
        "{said}"
    );
    assert_eq!(with(&said, "present"), ["setting network"], "{said}");
    let left = with(&said, "left");
    for one in ["setting wallet_hotkey", "multisig lonely", "proxy odd"] {
        assert!(left.contains(&one.to_owned()), "{one}: {left:?}");
    }
    assert_eq!(std::fs::read(house.path(".bittensor/bittensor.db")).expect("a file"), before);

    let get = |key: &str| house.tau(&["config", "get", key, "--json"]).data()["value"].clone();
    assert_eq!((get("network"), get("tolerance")), ("\"local\"".into(), "\"5%\"".into()));
    assert_eq!(get("mev_shield"), "\"auto\"");
    assert_eq!(house.tau(&["addr", "show", "friend", "--json"]).data()["address"], BOB);
    let book = house.tau(&["multisig", "list", "--csv"]);
    assert!(book.stdout.contains("board"), "{book}");

    let again = house.tau(&["import-btcli", "--json"]).data();
    assert_eq!(again["taken"], 0, "{again}");
}

#[test]
fn what_is_not_understood_is_said_and_stops_nothing() {
    let house = House::with_alice();
    let nothing = house.tau(&["import-btcli"]);
    assert_eq!(nothing.code, 2, "{nothing}");
    assert!(nothing.stderr.contains("no settings or books of btcli"), "{nothing}");

    house.write(".bittensor/config.yml", "network: [unclosed");
    house.write(".bittensor/btcli_addresses.json", "{ \"me\": { \"address\": \"5Fnothing\" } }");
    house
        .write(".bittensor/bittensor.db", "not a database at all, but long enough to be looked at");
    let said = house.tau(&["import-btcli", "--json"]).data();
    assert_eq!(said["taken"], 0, "{said}");
    assert_eq!(
        with(&said, "left"),
        ["file config.yml", "address me", "file bittensor.db"],
        "{said}"
    );
}
