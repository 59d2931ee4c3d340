//! `tau devnet …` and `--network dev`.

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};

#[test]
fn two_commands_in_a_row_see_one_chain() {
    let house = House::with_alice();
    let dev = |arguments: &[&str]| {
        let mut all = vec!["--network", "dev"];
        all.extend(arguments);
        house.tau_with(&all, &[("TAU_PASSWORD", PASSPHRASE)])
    };
    let free =
        || dev(&["wallet", "balance", BOB, "--json"]).data()["balances"][0]["free_tao"].clone();
    assert_eq!(free(), "100000");
    let sent = dev(&["transfer", BOB, "7", "--yes", "--json"]);
    assert!(sent.data()["receipt"]["stage"]["finalized"].is_object(), "{sent}");
    assert_eq!(free(), "100007");

    let reset = house.tau(&["devnet", "reset"]);
    insta::assert_snapshot!(reset, @r"
        Forgot the embedded chain
        [exit status: 0]
        ");
    assert_eq!(free(), "100000");
    house.tau(&["devnet", "reset"]);
    insta::assert_snapshot!(house.tau(&["devnet", "reset"]), @r"
        There was no embedded chain to forget
        [exit status: 0]
        ");
}

#[test]
fn a_running_devnet_of_this_user_is_used() {
    let house = House::with_alice();
    let devnet = Served::start(&house);
    let block = |network: &str| {
        house.tau(&["chain", "info", "--json", "--network", network]).json()["data"].clone()
    };
    assert_eq!(block("dev")["genesis"], block(&devnet.url)["genesis"]);
    let sent = house.on(&devnet, &["transfer", BOB, "3", "--yes"]);
    assert_eq!(sent.code, 0, "{sent}");
    let seen = house.tau(&["--network", "dev", "wallet", "balance", BOB, "--json"]);
    assert_eq!(seen.data()["balances"][0]["free_tao"], "100003", "{seen}");
    assert_eq!(seen.json()["network"]["name"], "dev");

    // Another user, or another data folder, has nothing to do with it.
    let elsewhere = house.path("elsewhere").display().to_string();
    let other = house.tau_with(
        &["--network", "dev", "wallet", "balance", BOB, "--json"],
        &[("XDG_DATA_HOME", &elsewhere)],
    );
    assert_eq!(other.data()["balances"][0]["free_tao"], "100000", "{other}");

    assert_eq!(devnet.stop(), Some(0));
    let after = house.tau(&["--network", "dev", "wallet", "balance", BOB, "--json"]);
    assert_eq!(
        after.data()["balances"][0]["free_tao"],
        "100000",
        "the embedded chain again: {after}"
    );
}

#[test]
fn a_kept_devnet_resumes() {
    let house = House::with_alice();
    let state = house.path("chain.state").display().to_string();
    let devnet = Served::start_with(&house, &["--state", &state]);
    assert_eq!(house.on(&devnet, &["transfer", BOB, "5", "--yes"]).code, 0);
    assert_eq!(devnet.stop(), Some(0));
    let devnet = Served::start_with(&house, &["--state", &state]);
    let said = house.on(&devnet, &["wallet", "balance", BOB, "--json"]);
    assert_eq!(said.data()["balances"][0]["free_tao"], "100005", "{said}");
}

#[test]
fn accounts_are_funded() {
    let house = House::new();
    let devnet = Served::start(&house);
    let fresh = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
    let funded = house.tau(&["devnet", "fund", fresh, "12.5"]);
    assert_eq!(funded.code, 0, "{funded}");
    assert!(funded.stdout.starts_with("Sent 12.5 TAO\n"), "{funded}");
    assert!(funded.stderr.contains(&format!("{ALICE} (//Alice)")), "{funded}");
    let said = house.on(&devnet, &["wallet", "balance", fresh, "--json"]);
    assert_eq!(said.data()["balances"][0]["free_tao"], "12.5");
    insta::assert_snapshot!(house.tau(&["devnet", "fund", fresh, "1", "--network", "finney"]), @r"
        ------- stderr -------
        error: finney is not a development chain
        hint: leave --network away, or give the URL of a development chain
        [exit status: 1]
        ");
}

#[test]
fn a_taken_port_is_a_network_error() {
    let house = House::new();
    let devnet = Served::start(&house);
    let port = devnet.url.rsplit(':').next().expect("a port");
    let said = house.tau(&["devnet", "--port", port]);
    assert_eq!(said.code, 11, "{said}");
    assert!(said.stderr.contains("cannot listen on 127.0.0.1"), "{said}");
}

fn scenario(name: &str) -> String {
    format!("{}/tests/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_simulation_says_what_each_group_earned() {
    let house = House::new();
    let sheet = house.path("figures.csv").display().to_string();
    let arguments = ["devnet", "simulate", "--scenario", &scenario("collusion"), "--blocks", "12"];
    let said = house.tau(&[&arguments[..], &["--every", "6", &sheet, "--json"]].concat());
    let data = said.data();
    assert_eq!(data["title"], "Collusion", "{said}");
    assert_eq!(data["groups"].as_array().map(Vec::len), Some(4), "{said}");
    assert_eq!(data["groups"][0]["stake_alpha"], "5000");
    assert_eq!(data["rows"], 28);
    let written = std::fs::read_to_string(&sheet).expect("the sheet");
    assert!(written.starts_with("block,epoch,netuid,price_tao,uid,group,role,"), "{written}");
    assert_eq!(written.lines().count(), 29);
    // As issue and manual write it: --csv before the file.
    let said = house.tau(&[&arguments[..], &["--csv", &sheet]].concat());
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.starts_with("netuid,group,role,members,earned_alpha"), "{said}");
    let shown = house.tau(&arguments);
    assert!(shown.stdout.contains("cartel") && shown.stdout.contains("Subnet 1 Arena"), "{shown}");
}

#[test]
fn a_bad_scenario_is_a_usage_error() {
    let house = House::new();
    let path = house.path("bad.toml");
    std::fs::write(&path, "title = \"x\"\nsubnets = []\n").expect("file");
    for file in [path.display().to_string(), house.path("none.toml").display().to_string()] {
        let said = house.tau(&["devnet", "simulate", "--scenario", &file]);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains("docs/devnet.md"), "{said}");
    }
}

#[test]
fn the_log_says_who_did_what() {
    let house = House::with_alice();
    let mut devnet = Served::start_with(&house, &["--log"]);
    let sent = house.on(&devnet, &["transfer", BOB, "3", "--yes"]);
    assert_eq!(sent.code, 0, "{sent}");
    // The person's own line is on standard error of the chain, in words and with names.
    let told = devnet.told("Balances.transfer_keep_alive");
    assert!(told.contains("//Alice Balances.transfer_keep_alive(dest: "), "{told}");
    assert!(told.contains("//Bob, value: 3 TAO)"), "{told}");
}

#[test]
fn a_recorded_world_is_served_with_what_was_asked_for() {
    let house = House::new();
    let world = house.path("world.json").display().to_string();
    let recorded =
        house.tau(&["devnet", "record", "-o", &world, "-n", "3", "--network", "dev", "--json"]);
    assert_eq!(recorded.data()["subnets"], 1, "{recorded}");
    let fresh = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
    let fund = format!("{fresh}=12.5");
    let devnet = Served::start_with(
        &house,
        &["--fork-of", &world, "--fund", &fund, "--preset", "fast", "--block-time", "manual"],
    );
    let original = house.tau(&["subnet", "show", "3", "--network", "dev", "--json"]);
    let copy = house.on(&devnet, &["subnet", "list", "--json"]);
    let subnets = copy.data()["subnets"].clone();
    assert_eq!(subnets.as_array().map(Vec::len), Some(2), "{copy}");
    assert_eq!(subnets[1]["name"], original.data()["subnet"]["name"], "{original}");
    let said = house.on(&devnet, &["wallet", "balance", fresh, "--json"]);
    assert_eq!(said.data()["balances"][0]["free_tao"], "12.5", "{said}");
}
