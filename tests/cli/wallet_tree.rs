//! Commands that change the wallets' folder: rename, remove, restore, passwd, migrate and their kin.

use super::house::{ALICE, House, PASSPHRASE};

/// Words that everybody knows.
const ABANDON: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                       abandon abandon about";

/// As [`House::with_alice`], with keys that open at once.
fn house() -> House {
    let house = House::new();
    house.write(".config/tau/config.toml", "kdf_memory_kib = 19456\nkdf_passes = 2\n");
    house.import("alice", "//Alice");
    let hot = ["wallet", "import", "alice", "--as-hotkey", "hot", "--uri", "//Alice//hot"];
    assert_eq!(house.tau(&hot).code, 0);
    house
}

#[test]
fn rename_says_what_is_called_how() {
    let house = house();
    insta::assert_snapshot!(house.tau(&["wallet", "rename", "alice/hot", "miner"]), @r"
        alice/hot is alice/miner now
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "rename", "alice", "main"]), @r"
        alice is main now
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "rename", "alice", "other"]), @r"
        ------- stderr -------
        error: there is no wallet `alice` in [HOME]/.bittensor/wallets
        hint: `tau wallet list` shows the wallets; --wallet-path names another folder
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "rename", "main", "../x"]), @r"
        ------- stderr -------
        error: `../x` is not a name: it must not contain / or \ or start with a dot
        hint: letters, digits, - and _ make a good name
        [exit status: 2]
        ");
    let said = house.tau(&["wallet", "rename", "main", "alice", "--json"]);
    assert_eq!(said.data()["coldkey"]["address"], ALICE);
}

#[test]
fn what_is_removed_can_be_brought_back() {
    let house = house();
    insta::assert_snapshot!(house.tau(&["wallet", "remove", "alice"]), @r"
        ------- stderr -------
        error: this needs a yes, and there is no terminal to ask on
        hint: say --yes to go ahead without being asked
        [exit status: 2]
        ");
    let removed = house.tau(&["wallet", "remove", "alice/hot", "--yes", "--json"]);
    assert_eq!(removed.data()["hotkey"], "hot");
    let removed = house.tau(&["wallet", "remove", "alice", "--yes", "--json"]);
    let listed = house.tau(&["wallet", "trash", "--json"]).data();
    assert_eq!(listed["entries"].as_array().map(Vec::len), Some(2));
    let id = removed.data()["id"].as_str().expect("an id").to_owned();
    assert_eq!(house.tau(&["wallet", "restore", &id]).code, 0);
    insta::assert_snapshot!(house.tau(&["wallet", "undo"]), @r"
        alice/hot is back
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "undo"]), @r"
        ------- stderr -------
        error: the trash is empty
        hint: `tau wallet list` shows the wallets
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "restore", "77"]), @r"
        ------- stderr -------
        error: there is no `77` in the trash
        hint: `tau wallet trash` shows what is there
        [exit status: 10]
        ");
    let keys = house.tau(&["wallet", "show", "alice", "--json"]).data();
    assert_eq!(keys["hotkeys"][0]["name"], "hot");
}

#[test]
fn a_new_passphrase_replaces_the_old_one() {
    let house = house();
    let new = house.write("new", "another passphrase").display().to_string();
    let passwd = ["wallet", "passwd", "alice", "--new-password-file", &new];
    insta::assert_snapshot!(house.tau_with(&passwd, &[("TAU_PASSWORD", "wrong")]), @r"
        ------- stderr -------
        error: [HOME]/.bittensor/wallets/alice/coldkey.tau: wrong passphrase
        hint: nothing was tried again; run the command once more
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau(&passwd), @r"
        ------- stderr -------
        error: the passphrase of [HOME]/.bittensor/wallets/alice/coldkey.tau is needed, and there is no terminal to ask on
        hint: give it with --password-file, --password-fd or TAU_PASSWORD
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau_with(&passwd, &[("TAU_PASSWORD", PASSPHRASE)]), @r"
        alice has a new passphrase
        [exit status: 0]
        ");
    let sign = ["wallet", "sign", "hello", "--wallet", "alice"];
    assert_eq!(house.tau_with(&sign, &[("TAU_PASSWORD", PASSPHRASE)]).code, 10);
    assert_eq!(house.tau_with(&sign, &[("TAU_PASSWORD", "another passphrase")]).code, 0);
}

#[test]
fn keys_of_btcli_are_migrated_and_kept() {
    let house = house();
    let file = format!("{{\"secretPhrase\":\"{ABANDON}\"}}");
    house.write(".bittensor/wallets/old/coldkey", &file);
    house.write(".bittensor/wallets/old/hotkeys/hot", &file);
    let said =
        house.tau_with(&["wallet", "migrate", "--all", "--json"], &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(said.data()["migrated"].as_array().map(Vec::len), Some(2), "{said}");
    let keys = house.tau(&["wallet", "show", "old", "--json"]).data();
    assert_eq!(keys["coldkey"]["format"], "tau");
    assert_eq!(keys["coldkey"]["encrypted"], true);
    assert_eq!(keys["hotkeys"][0]["encrypted"], false);
    insta::assert_snapshot!(house.tau(&["wallet", "migrate", "--all"]), @r"
        Nothing to do: there are no key files of btcli
        [exit status: 0]
        ");
    let words = house.write("words", ABANDON).display().to_string();
    let verify = ["wallet", "verify-backup", "old", "--mnemonic-file", &words];
    insta::assert_snapshot!(house.tau(&verify), @r"
        These are the words of old
        Address  [ADDRESS]
        [exit status: 0]
        ");
    let other = ["wallet", "verify-backup", "alice", "--mnemonic-file", &words];
    insta::assert_snapshot!(house.tau(&other), @r"
        ------- stderr -------
        error: these are words of another key than alice
        hint: they are valid words, so they may belong to another wallet or hotkey
        [exit status: 10]
        ");
}

#[test]
fn watching_mending_and_calibrating() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "watch", "add", "cold", ALICE]), @r"
        Watching wallet cold
        Coldkey  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        [exit status: 0]
        ");
    let key = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    let said = house.tau(&["wallet", "watch", "add", "same", key, "--json"]);
    assert_eq!(said.data()["coldkey"]["address"], ALICE);
    insta::assert_snapshot!(house.tau(&["wallet", "watch", "add", "bad", "0x12"]), @r"
        ------- stderr -------
        error: a public key is 0x and 64 hexadecimal digits
        hint: an address, which starts with 5, is understood too
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "mend"]), @r"
        Nothing to mend: no key file is open to others
        [exit status: 0]
        ");
    let said = house.tau(&["wallet", "kdf", "--memory", "19", "--json"]);
    assert_eq!(said.data()["memory_kib"], 19_456);
    let config = std::fs::read_to_string(house.path(".config/tau/config.toml")).expect("stored");
    assert!(config.contains("kdf_memory_kib = 19456"), "{config}");
}
