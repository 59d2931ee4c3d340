//! `tau wallet export`: what it writes is what was asked for, and opens.

use std::os::unix::fs::PermissionsExt;

use super::house::{ALICE, House, PASSPHRASE};

/// Opens the exported files.
const NEW: &str = "another phrase 7";
const KEYS: [(&str, &str); 2] = [("TAU_PASSWORD", PASSPHRASE), ("TAU_NEW_PASSWORD", NEW)];

#[test]
fn what_is_exported_opens_as_the_same_key() {
    let house = House::with_alice();
    for (format, name) in [("btcli", "btcli-nacl"), ("polkadot-js", "polkadot-js")] {
        let said = house.tau_with(&["wallet", "export", format, "alice", "-o", format], &KEYS);
        assert_eq!(said.code, 0, "{said}");
        let mode = house.path(format).metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let data =
            house.data_of(&["wallet", "identify", format, "--json"], &[("TAU_PASSWORD", NEW)]);
        assert_eq!(data["ss58"], ALICE, "{data}");
        assert_eq!(data["format"], name, "{data}");
        assert_eq!((&data["opened"], &data["encrypted"]), (&true.into(), &true.into()), "{data}");
        let again = house.tau_with(&["wallet", "export", format, "alice", "-o", format], &KEYS);
        assert_eq!(again.code, 10, "{again}");
        assert!(again.stderr.contains("exists already"), "{again}");
    }
    let said = house.tau(&["wallet", "export", "btcli", "alice/hot", "-o", "hot"]);
    assert_eq!(said.code, 0, "{said}");
    let text = std::fs::read_to_string(house.path("hot")).expect("an open hotkey");
    assert!(text.starts_with("{\"accountId\":\"0x"), "a plain file of btcli");
}

#[test]
fn words_are_for_a_terminal_or_a_file_and_only_if_there_are_some() {
    let house = House::with_alice();
    let made = house.tau_with(
        &["wallet", "create", "savings", "--mnemonic-out", "words"],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    assert_eq!(made.code, 0, "{made}");
    let piped = house.tau_with(&["wallet", "export", "mnemonic", "savings"], &KEYS);
    assert_eq!(piped.code, 2, "{piped}");
    assert!(piped.stderr.contains("only shown on a terminal"), "{piped}");
    let written =
        house.tau_with(&["wallet", "export", "mnemonic", "savings", "-o", "again"], &KEYS);
    assert_eq!(written.code, 0, "{written}");
    let again = std::fs::read_to_string(house.path("again")).expect("words");
    let words = std::fs::read_to_string(house.path("words")).expect("words");
    assert!(words.contains(again.trim()), "the words that were given out at first");
    let right = house.tau(&["wallet", "verify-backup", "savings", "--mnemonic-file", "again"]);
    assert_eq!(right.code, 0, "{right}");
    // //Alice was not made from words.
    let none = house.tau_with(&["wallet", "export", "mnemonic", "alice", "-o", "none"], &KEYS);
    assert_eq!(none.code, 10, "{none}");
    assert!(none.stderr.contains("was not made from recovery words"), "{none}");
    assert!(!house.path("none").exists());
}

#[test]
fn it_says_what_is_missing() {
    let house = House::with_alice();
    let said = house.tau_with(&["wallet", "export", "btcli", "alice"], &KEYS);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("`--output` must be given"), "{said}");
    let said = house.tau_with(
        &["wallet", "export", "btcli", "alice", "-o", "x"],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("TAU_NEW_PASSWORD"), "{said}");
    let hot = [KEYS[0], KEYS[1], ("TAU_ROLE", "hot")];
    let said = house.tau_with(&["wallet", "export", "btcli", "alice", "-o", "x"], &hot);
    assert!(said.stderr.contains("for hotkeys only"), "{said}");
    assert!(!house.path("x").exists());
}

#[test]
fn a_note_says_who_may_act_for_an_account() {
    let house = House::with_alice();
    let add = ["wallet", "watch", "add", "cold", super::house::BOB, "--delegate", "alice"];
    let said = house.tau(&[&add[..], &["--proxy-type", "Staking"]].concat());
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains(&format!("{ALICE}, Staking")), "{said}");
    let file = house.path(".bittensor/wallets/cold/coldkey.tau");
    let text = std::fs::read_to_string(&file).expect("a file");
    assert!(text.contains("kind: proxy-note\n") && text.contains("proxy-type: Staking\n"));
    let path = file.to_str().expect("a path");
    let told = house.data_of(&["wallet", "identify", path, "--json"], &[]);
    assert_eq!((&told["kind"], &told["ss58"]), (&"proxy-note".into(), &super::house::BOB.into()));
    let said = house.tau(&["wallet", "sign", "hello", "--wallet", "cold"]);
    assert_eq!(said.code, 10, "it cannot sign: {said}");
    let said = house.tau(&[&add[..], &["--proxy-type", "not one"]].concat());
    assert_eq!(said.code, 2, "{said}");
}

#[test]
fn the_official_wallets_variables_are_understood() {
    use base64::Engine;
    let house = House::with_alice();
    let path = house.path(".bittensor/wallets/alice/coldkey.tau");
    let name = tau::keystore::passphrase_variable(&path);
    let hidden: Vec<u8> =
        PASSPHRASE.bytes().zip(name.bytes().cycle()).map(|(byte, key)| byte ^ key).collect();
    let value = base64::engine::general_purpose::STANDARD.encode(hidden);
    let variables = [(name.as_str(), value.as_str()), ("BT_WALLET_NAME", "alice")];
    let said = house.tau_with(&["wallet", "sign", "hello"], &variables);
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stderr.contains("is hardly hidden"), "{said}");
    let said = house.tau_with(&["wallet", "sign", "hello"], &[("BT_WALLET_NAME", "nobody")]);
    assert!(said.stderr.contains("no wallet `nobody`"), "{said}");
}
