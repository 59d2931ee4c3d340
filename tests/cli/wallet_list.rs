//! `tau wallet list` and `tau wallet show`.

use super::house::House;

#[test]
fn an_empty_folder_says_what_to_do() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "list"]), @r"
        No wallets in [HOME]/.bittensor/wallets
        `tau wallet create NAME` makes one
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "list", "--json"]), @r#"
        {"ok":true,"command":"wallet list","schema":1,"network":null,"data":{"folder":"[HOME]/.bittensor/wallets","wallets":[]}}
        [exit status: 0]
        "#);
}

#[test]
fn wallets_and_hotkeys_are_listed_with_full_addresses() {
    let house = House::with_alice();
    insta::assert_snapshot!(house.tau(&["w", "list"]), @r"
        Wallet  Hotkey  Kind     Address                                           File
        alice           coldkey  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY  tau, encrypted
                hot     hotkey   [ADDRESS]  tau, open
        1 wallet and 1 hotkey in [HOME]/.bittensor/wallets
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "show", "alice"]), @r"
        Wallet alice
        Coldkey  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        Kind     coldkey
        Kept     tau, encrypted
        File     [HOME]/.bittensor/wallets/alice/coldkey.tau
        Type     sr25519

        Hotkey hot
        Hotkey  [ADDRESS]
        Kind    hotkey
        Kept    tau, open
        File    [HOME]/.bittensor/wallets/alice/hotkeys/hot.tau
        Type    sr25519
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "list", "--csv"]), @r"
        wallet,name,address,kind,key_type,format,encrypted,path
        alice,coldkey,5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,coldkey,sr25519,tau,true,[HOME]/.bittensor/wallets/alice/coldkey.tau
        alice,hot,[ADDRESS],hotkey,sr25519,tau,false,[HOME]/.bittensor/wallets/alice/hotkeys/hot.tau
        [exit status: 0]
        ");
}

#[test]
fn files_open_to_others_are_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::with_alice();
    let file = house.path(".bittensor/wallets/alice/coldkey.tau");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("permissions");
    let said = house.tau(&["wallet", "list"]);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.stderr, @"warning: [HOME]/.bittensor/wallets/alice/coldkey.tau is open to other users of this machine (mode 0644, 0600 is right)");
}

#[test]
fn another_folder_can_be_named_in_three_ways() {
    let house = House::with_alice();
    let folder = house.path(".bittensor/wallets");
    let elsewhere = house.path("elsewhere");
    std::fs::rename(folder, &elsewhere).expect("moved");
    let elsewhere = elsewhere.display().to_string();
    let by_flag = house.tau(&["wallet", "list", "--json", "--wallet-path", &elsewhere]);
    let by_variable =
        house.tau_with(&["wallet", "list", "--json"], &[("TAU_WALLET_PATH", &elsewhere)]);
    house.write(".config/tau/config.toml", "wallet_path = '~/elsewhere'\n");
    let by_file = house.tau(&["wallet", "list", "--json"]);
    for said in [by_flag, by_variable, by_file] {
        assert_eq!(said.data()["wallets"][0]["name"], "alice", "{said}");
    }
}

#[test]
fn keys_are_sorted_and_left_out_like_rows_of_any_table() {
    let house = House::with_alice();
    insta::assert_snapshot!(house.tau(&["wallet", "list", "--filter", "kind=hotkey", "--columns", "wallet,hotkey"]), @r"
        Wallet  Hotkey
        alice   hot
        1 wallet and 1 hotkey in [HOME]/.bittensor/wallets
        [exit status: 0]
        ");
    house.import("bob", "//Bob");
    let said =
        house.tau(&["wallet", "list", "--sort", "wallet", "--reverse", "--limit", "1", "--json"]);
    let data = said.data();
    let wallets = data["wallets"].as_array().expect("a list");
    assert_eq!(wallets.len(), 1, "{said}");
    assert_eq!(wallets[0]["name"], "bob", "{said}");
    let csv = house.tau(&["wallet", "list", "--filter", "bob", "--csv"]);
    assert_eq!(csv.stdout.lines().count(), 2, "{csv}");
    let nobody = house.tau(&["wallet", "list", "--filter", "carol"]);
    assert!(nobody.stdout.starts_with("No such keys"), "{nobody}");
    let wrong = house.tau(&["wallet", "list", "--sort", "adress"]);
    assert_eq!(wrong.code, 2, "{wrong}");
    assert!(wrong.stderr.contains("did you mean `address`?"), "{wrong}");
}
