//! `tau wallet create` and `tau wallet new-hotkey`.

use super::house::{House, PASSPHRASE};

#[test]
fn a_new_wallet_can_be_listed_and_its_words_bring_it_back() {
    // With the work that keys take where nobody chose another.
    let house = House::bare();
    let password = house.write("password", PASSPHRASE).display().to_string();
    let words = house.path("words").display().to_string();
    let made = house.tau(&[
        "wallet",
        "create",
        "savings",
        "--password-file",
        &password,
        "--mnemonic-out",
        &words,
        "--json",
    ]);
    let address = made.data()["wallet"]["coldkey"]["address"].clone();
    assert_eq!(made.data()["mnemonics"], serde_json::Value::Null, "{made}");

    let first = std::fs::read_to_string(&words).expect("the words");
    assert_eq!(first.lines().next().map(|line| line.split(' ').count()), Some(12));
    let again = house.tau(&[
        "wallet",
        "import",
        "again",
        "--mnemonic-file",
        &words,
        "--password-file",
        &password,
        "--json",
    ]);
    assert_eq!(again.data()["coldkey"]["address"], address);
}

#[test]
fn words_never_go_into_a_pipe_unasked() {
    let house = House::new();
    let made = house.tau_with(&["wallet", "create", "savings"], &[("TAU_PASSWORD", PASSPHRASE)]);
    insta::assert_snapshot!(made, @r"
        ------- stderr -------
        error: the recovery words are only shown on a terminal, and there is none
        hint: --mnemonic-out FILE writes them to a file, --print-mnemonic puts them into the output
        [exit status: 2]
        ");
    let listed = house.tau(&["wallet", "list", "--json"]);
    assert_eq!(listed.data()["wallets"], serde_json::json!([]), "nothing was written");
}

#[test]
fn words_go_into_the_document_when_asked() {
    let house = House::new();
    let made = house.tau_with(
        &["--json", "wallet", "create", "savings", "--print-mnemonic", "--words", "24"],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    let words = made.data()["mnemonics"].clone();
    assert_eq!(words[0]["name"], "coldkey");
    assert_eq!(words[0]["mnemonic"].as_str().map(|text| text.split(' ').count()), Some(24));
    assert_eq!(words[1]["name"], "default");
}

#[test]
fn without_a_terminal_the_passphrase_is_asked_of_the_flags() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "create", "savings", "--print-mnemonic"]), @r"
        ------- stderr -------
        error: the passphrase for the new coldkey is needed, and there is no terminal to ask on
        hint: give it with --password-file, --password-fd or TAU_PASSWORD
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "create"]), @r"
        ------- stderr -------
        error: the name of the wallet is needed, and there is no terminal to ask on
        hint: give it with --wallet
        [exit status: 2]
        ");
}

#[test]
fn nothing_is_overwritten() {
    let house = House::with_alice();
    let again = house.tau_with(
        &["wallet", "create", "alice", "--print-mnemonic"],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    insta::assert_snapshot!(again, @r"
        ------- stderr -------
        error: [HOME]/.bittensor/wallets/alice/coldkey.tau exists already
        hint: nothing is ever overwritten: choose another name, or move it away
        [exit status: 10]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "new-hotkey", "hot", "--print-mnemonic"]), @r"
        ------- stderr -------
        error: [HOME]/.bittensor/wallets/alice/hotkeys/hot.tau exists already
        hint: nothing is ever overwritten: choose another name, or move it away
        [exit status: 10]
        ");
}

#[test]
fn hotkeys_are_added_to_the_only_wallet() {
    let house = House::with_alice();
    let made = house.tau(&["wallet", "new-hotkey", "second", "--print-mnemonic", "--json"]);
    assert_eq!(made.data()["hotkey"]["name"], "second");
    let shown = house.tau(&["wallet", "show", "--json"]);
    assert_eq!(shown.data()["hotkeys"].as_array().map(Vec::len), Some(2), "{shown}");
}

#[test]
fn bad_names_and_counts_are_usage_errors() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallet", "create", "../x", "--print-mnemonic"]), @r"
        ------- stderr -------
        error: `../x` is not a name: it must not contain / or \ or start with a dot
        hint: letters, digits, - and _ make a good name
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "create", "x", "--words", "13"]), @r"
        ------- stderr -------
        error: `--words`: `13` is not 12, 15, 18, 21 or 24
        hint: `tau wallet create --help` explains it
        [exit status: 2]
        ");
}
