//! `tau wallet import`.

use super::house::{ALICE, House, PASSPHRASE};

/// The development phrase that all Substrate tools share.
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

#[test]
fn words_a_path_and_a_seed_are_understood() {
    let house = House::new();
    for (name, text, address) in [
        ("words", PHRASE, "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"),
        ("seed", "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a", ALICE),
        (
            "path",
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk//Alice",
            ALICE,
        ),
    ] {
        let file = house.write("secret", text).display().to_string();
        let said = house.tau_with(
            &["wallet", "import", name, "--mnemonic-file", &file],
            &[("TAU_PASSWORD", PASSPHRASE)],
        );
        assert_eq!(said.code, 0, "{said}");
        let text = std::fs::read_to_string(
            house.path(&format!(".bittensor/wallets/{name}/coldkeypub.txt")),
        )
        .expect("the public file");
        assert!(text.contains(address), "{name}: {text}");
    }
}

#[test]
fn an_address_can_be_watched_but_does_not_sign() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "import", "cold", "--address", ALICE]), @r"
        Watching wallet cold
        Coldkey  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        [exit status: 0]
        ");
    insta::assert_snapshot!(house.tau(&["transfer", ALICE, "1", "--yes", "--network", "local"]), @r"
        ------- stderr -------
        error: wallet `cold` only watches 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY: it cannot sign
        hint: import its words on this machine, or sign where the key is
        [exit status: 10]
        ");
}

#[test]
fn words_that_are_none_are_said_to_be_none() {
    let house = House::new();
    for (text, sentence) in [
        ("bottom drive obey", "a recovery phrase has 12, 15, 18, 21 or 24 words, not 3"),
        (
            "bottom drive obey lake curtain smoke basket hold race lonely fit wolk",
            "word 12 is not in the English word list (the words are lower case)",
        ),
        (
            "bottom drive obey lake curtain smoke basket hold race lonely walk fit",
            "the words do not fit together: one is mistyped or in the wrong place",
        ),
    ] {
        let file = house.write("secret", text).display().to_string();
        let said = house.tau_with(
            &["wallet", "import", "x", "--mnemonic-file", &file],
            &[("TAU_PASSWORD", PASSPHRASE)],
        );
        assert_eq!(said.code, 10, "{said}");
        assert!(said.stderr.contains(sentence), "{said}");
        assert!(!said.to_string().contains("basket"), "no word is ever shown: {said}");
    }
}

#[test]
fn secrets_are_never_arguments() {
    let house = House::new();
    let said = house.tau(&["wallet", "import", "x", "--uri", "legal winner thank year"]);
    insta::assert_snapshot!(said, @r"
        ------- stderr -------
        error: `--uri` is only for well-known keys such as //Alice
        hint: put the words into a file and give --mnemonic-file, or type them when asked
        [exit status: 2]
        ");
    let said = house.tau(&[
        "wallet",
        "import",
        "x",
        "--address",
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ",
    ]);
    insta::assert_snapshot!(said, @r"
        ------- stderr -------
        error: `[ADDRESS]` has a wrong checksum: a character is wrong or missing
        hint: an address has 47 or 48 characters and starts with 5
        [exit status: 2]
        ");
}

#[test]
fn files_of_other_programs_are_taken_in() {
    let house = House::with_alice();
    let keys = [("TAU_PASSWORD", super::house::PASSPHRASE), ("TAU_NEW_PASSWORD", "export 7 me")];
    for format in ["polkadot-js", "btcli"] {
        let said = house.tau_with(&["wallet", "export", format, "alice", "-o", format], &keys);
        assert_eq!(said.code, 0, "{said}");
        house.write("old", "export 7 me\n");
        let flags = ["--key-file", format, "--key-password-file", "old"];
        let said = house.tau_with(&[&["wallet", "import", format][..], &flags].concat(), &keys);
        assert_eq!(said.code, 0, "{said}");
        let shown = house.tau(&["wallet", "show", format, "--json"]).data();
        assert_eq!(shown["coldkey"]["address"], ALICE, "{shown}");
        let flags = ["--key-file", format, "--json-password-file", "missing"];
        let said = house.tau_with(&[&["wallet", "import", "x"][..], &flags].concat(), &keys);
        assert_ne!(said.code, 0, "{said}");
    }
    let said = house.tau_with(&["wallet", "import", "x", "--key-file", "btcli"], &keys);
    assert_eq!(said.code, 2, "the file's passphrase is another one: {said}");
    let none = house.write("none", "hello").display().to_string();
    let said = house.tau_with(&["wallet", "import", "x", "--key-file", &none], &keys);
    assert_eq!(said.code, 10, "{said}");
}

#[test]
fn a_whole_folder_is_copied_but_for_names_that_are_taken() {
    let house = House::with_alice();
    let other = house.path("other").display().to_string();
    let from = ["--wallet-path", &other, "wallet", "import"];
    let folder = house.path(".bittensor/wallets").display().to_string();
    let said = house.tau(&[&from[..], &["--directory", &folder]].concat());
    assert_eq!(said.code, 0, "{said}");
    let list = house.tau(&["--wallet-path", &other, "wallet", "list", "--json"]).data();
    assert_eq!(list["wallets"][0]["coldkey"]["address"], ALICE, "{list}");
    assert_eq!(list["wallets"][0]["hotkeys"].as_array().map(Vec::len), Some(1), "{list}");
    let again = house.tau(&[&from[..], &["--directory", &folder]].concat());
    assert!(again.stderr.contains("`alice` already"), "{again}");
    assert!(again.stdout.contains("Nothing was copied"), "{again}");
    let nothing = house.tau(&[&from[..], &["--directory", "/nowhere"]].concat());
    assert_eq!(nothing.code, 10, "{nothing}");
}
