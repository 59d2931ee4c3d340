//! `tau wallet balance`.

use super::house::{ALICE, BOB, House, Served};

#[test]
fn balances_of_wallets_and_addresses() {
    let house = House::with_alice();
    house.import("bob", "//Bob");
    let devnet = Served::shared();
    let all = house.on(devnet, &["wallet", "balance", "--json"]);
    let data = all.data();
    assert_eq!(data["balances"][0]["wallet"], "alice");
    assert_eq!(data["balances"][0]["free_tao"], "100000");
    assert_eq!(data["balances"][1]["coldkey"], BOB);
    assert_eq!(data["total_tao"], "200000");
    assert_eq!(all.json()["network"]["name"], "[URL]");

    let one = house.on(devnet, &["w", "balance", "--ss58", ALICE, "--csv"]);
    insta::assert_snapshot!(one, @r"
        wallet,coldkey,free_tao,reserved_tao,frozen_tao,staked_tao,staked_if_sold_tao,total_tao
        ,5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,100000,0,0,0,0,100000
        [exit status: 0]
        ");
    let text = house.on(devnet, &["wallet", "balance", "-w", "bob"]);
    insta::assert_snapshot!(text, @r"
        Wallet  Coldkey                                            Free τ  Staked τ  If sold τ  Together τ
        bob     5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty  100,000         0          0     100,000
        [URL], block 5400000
        [exit status: 0]
        ");
}

#[test]
fn without_wallets_it_says_how_to_get_one() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "balance", "--network", "local"]), @r"
        ------- stderr -------
        error: there are no wallets in [HOME]/.bittensor/wallets
        hint: `tau wallet create NAME` makes one; --wallet-path names another folder
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "balance", "nobody", "--network", "local"]), @r"
        ------- stderr -------
        error: `nobody` is neither an address nor a wallet here
        hint: `tau wallet list` shows the wallets; --wallet-path names another folder
        [exit status: 10]
        ");
}
