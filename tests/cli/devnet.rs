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
