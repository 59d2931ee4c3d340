//! Claims, locks, children and takes: what is done, what is refused before it costs a fee, and the exit
//! code of every kind of failure.

use super::house::{BOB, House, PASSPHRASE, Said, Served};

/// A house with the demo world's holder: positions on many subnets, a validator and a miner.
fn holder() -> House {
    let house = House::new();
    house.import("demo", "//Demo");
    for (name, uri) in [("validator", "//Demo//validator"), ("miner", "//Demo//miner")] {
        let said = house.tau(&["wallet", "import", "demo", "--as-hotkey", name, "--uri", uri]);
        assert_eq!(said.code, 0, "{said}");
    }
    house
}

/// Refused by the chain's rules before anything was signed, with something to do about it.
#[track_caller]
fn rejected(said: &Said, sentence: &str) {
    assert_eq!((said.code, said.stdout.as_str()), (12, ""), "{said}");
    assert!(said.stderr.contains(sentence), "`{sentence}` is not in {said}");
    assert!(said.stderr.contains("\nhint: "), "{said}");
}

#[track_caller]
fn done(said: &Said) {
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn root_earnings_are_shown_and_what_becomes_of_them_is_chosen() {
    let house = holder();
    let devnet = Served::start();
    let claim = |more: &[&str]| house.on(&devnet, &[&["stake", "claim"], more].concat());
    rejected(&claim(&["now", "1", "-y"]), "nothing can be claimed there");
    let many = claim(&["now", "1", "2", "3", "4", "5", "6", "-y"]);
    assert_eq!(many.code, 2, "{many}");
    assert!(many.stderr.contains("one claim covers 1 to 5 subnets"), "{many}");
    done(&claim(&["type", "keep", "-y"]));
    rejected(&claim(&["type", "keep", "-y"]), "already");
    let shown = claim(&["show", "--json"]);
    assert!(shown.stdout.contains("\"keep\""), "{shown}");
    // A dry run of what would be refused is refused as well.
    rejected(&claim(&["now", "1", "--dry-run"]), "nothing can be claimed there");
}

#[test]
fn locks_hold_what_is_locked() {
    let house = holder();
    let devnet = Served::start();
    let locks = |more: &[&str]| house.on(&devnet, &[&["stake", "locks"], more].concat());
    let validator = ["-n", "7", "-H", "validator", "-y"];
    rejected(&locks(&["move", "7", "-H", "miner", "-y"]), "nothing is locked on subnet 7");
    rejected(&locks(&[&["add", "9999999"], &validator[..]].concat()), "would be locked in all");
    done(&locks(&[&["add", "1000"], &validator[..]].concat()));
    let listed = locks(&["list", "--json"]).data();
    assert_eq!(listed["locks"][0]["netuid"], 7, "{listed}");
    rejected(&locks(&["add", "1", "-n", "7", "-H", "miner", "-y"]), "the lock on subnet 7 is to ");
    done(&locks(&["mode", "perpetual", "-n", "7", "-y"]));
    rejected(&locks(&["mode", "perpetual", "-n", "7", "-y"]), "already");
    // What is locked stays: less than that is staked through the other hotkeys.
    let sale = ["stake", "remove", "all", "-n", "7", "-H", "validator", "-y", "--any-price"];
    let sold = house.on(&devnet, &sale);
    assert_ne!(sold.code, 0, "{sold}");
    assert!(sold.stderr.contains("lock"), "{sold}");
}

#[test]
fn what_can_be_done_once_in_a_while_says_when_again() {
    let house = holder();
    let devnet = Served::start();
    let child = |words: &[&str]| {
        let place = ["-n", "7", "-H", "validator", "-y"];
        house.on(&devnet, &[&["stake", "child", "set"], words, &place].concat())
    };
    done(&child(&["miner=20%"]));
    rejected(&child(&["miner=30%"]), "can be done again from block ");
    let again =
        ["stake", "child", "set", "miner=30%", "-n", "7", "-H", "validator", "-y", "--json"];
    let json = house.on(&devnet, &again);
    assert_eq!((json.code, &json.json()["error"]["kind"]), (12, &"rejected".into()), "{json}");
    let take =
        |percent: &str| house.on(&devnet, &["validator", "take", percent, "-H", "validator", "-y"]);
    done(&take("9%"));
    rejected(&take("9%"), "already");
    let much = take("60%");
    assert_eq!(much.code, 2, "{much}");
    assert!(much.stderr.contains("is outside what the chain allows"), "{much}");
}

#[test]
fn only_the_owner_changes_a_subnet() {
    let house = holder();
    let devnet = Served::shared();
    rejected(
        &house.on(devnet, &["subnet", "identity", "set", "1", "--name", "Mine", "-y"]),
        "subnet 1 belongs to the coldkey ",
    );
    rejected(&house.on(devnet, &["subnet", "start", "1", "-y"]), "subnet 1 ");
}

#[test]
fn each_kind_of_failure_has_its_exit_code() {
    let house = holder();
    let devnet = Served::shared();
    let nobody = ["--network", "ws://127.0.0.1:1"];
    let trade =
        ["stake", "add", "500", "-n", "1", "-H", "miner", "-y", "--limit-price", "0.000001"];
    for (words, kind, code) in [
        (&trade[..], "refused", 1),
        (&["stake", "add", "ten", "-n", "1", "-H", "miner"], "usage", 2),
        (&["wallet", "balance", "-w", "nobody"], "wallet", 10),
        (&["transfer", BOB, "99999999", "-y"], "rejected", 12),
        (&["chain", "query", "SubtensorModule.Burnt"], "runtime", 13),
    ] {
        let said = house.on(devnet, &[words, &["--json"]].concat());
        assert_eq!(said.code, code, "{said}");
        assert_eq!(said.json()["error"]["kind"], kind, "{said}");
        let text = house.on(devnet, words);
        assert_eq!((text.code, text.stdout.as_str()), (code, ""), "{text}");
        assert!(text.stderr.contains("error: "), "{text}");
    }
    let said = house.tau(&[&nobody[..], &["chain", "info", "--json"]].concat());
    assert_eq!((said.code, &said.json()["error"]["kind"]), (11, &"network".into()), "{said}");
}

/// A name that nothing resolves, and a port that nothing listens on, are said at once.
#[test]
fn a_node_that_is_not_there_is_named() {
    let house = House::new();
    for url in ["ws://127.0.0.1:1", "wss://no-such-host.invalid:443"] {
        let said = house.tau(&["--network", url, "subnet", "list"]);
        assert_eq!(said.code, 11, "{said}");
        assert!(said.stderr.contains(url), "{said}");
    }
}

#[test]
fn what_a_node_forgot_can_be_cancelled() {
    let house = House::with_alice();
    let state = house.path("chain.state").display().to_string();
    let slow = ["--state", state.as_str(), "--block-time", "3600s"];
    let devnet = Served::process(&house, &slow);
    let sent = house.on(&devnet, &["transfer", BOB, "1", "-y", "--wait", "none", "--json"]).code;
    assert_eq!(sent, 0);
    assert_eq!(devnet.stop(), Some(0));
    // It wakes up without what was in no block.
    let devnet = Served::process(&house, &slow);
    let listed = house.output(&["tx", "list", "--offline", "--json"], &[]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("one document");
    let id = listed["data"]["transactions"][0]["transaction"].as_str().expect("a hash").to_owned();
    let all = ["--network", devnet.url.as_str(), "tx", "cancel", &id, "--dry-run", "--json"];
    let said = house.tau_with(&all, &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(said.data()["receipt"], serde_json::Value::Null, "{said}");
    assert!(said.data()["fee_tao"].is_string(), "{said}");
}
