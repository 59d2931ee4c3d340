//! `tau wallet balance`.

use super::house::{ALICE, BOB, House, Served};

#[test]
fn balances_of_wallets_and_addresses() {
    let house = House::with_alice();
    house.import("bob", "//Bob");
    let devnet = Served::start(&house);
    let all = house.on(&devnet, &["wallet", "balance", "--json"]);
    let data = all.data();
    assert_eq!(data["balances"][0]["wallet"], "alice");
    assert_eq!(data["balances"][0]["free_tao"], "100000");
    assert_eq!(data["balances"][1]["coldkey"], BOB);
    assert_eq!(data["total_tao"], "200000");
    assert_eq!(all.json()["network"]["name"], "[URL]");

    let one = house.on(&devnet, &["w", "balance", "--ss58", ALICE, "--csv"]);
    insta::assert_snapshot!(one, @"");
    let text = house.on(&devnet, &["wallet", "balance", "-w", "bob"]);
    insta::assert_snapshot!(text, @"");
}

#[test]
fn without_wallets_it_says_how_to_get_one() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "balance", "--network", "local"]), @"");
    insta::assert_snapshot!(house.tau(&["wallet", "balance", "nobody", "--network", "local"]), @"");
}
