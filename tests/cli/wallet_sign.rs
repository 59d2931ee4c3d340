//! `tau wallet sign` and `tau wallet verify`.

use serde_json::Value;

use super::house::{ALICE, BOB, House, PASSPHRASE, Said};

fn signed(house: &House, more: &[&str]) -> Value {
    let mut arguments = vec!["--json", "wallet", "sign"];
    arguments.extend(more);
    house.data_of(&arguments, &[("TAU_PASSWORD", PASSPHRASE)])
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn verified(house: &House, message: &[&str], signature: &str, address: &str) -> Said {
    let mut arguments = vec!["--json", "wallet", "verify"];
    arguments.extend(message);
    arguments.extend(["--signature", signature, "--address", address]);
    house.tau(&arguments)
}

#[test]
fn what_is_signed_verifies_and_nothing_else_does() {
    let house = House::with_alice();
    let data = signed(&house, &["I own this"]);
    assert_eq!(data["address"], ALICE);
    assert_eq!(data["key_type"], "sr25519");
    assert_eq!(data["signed_hex"], format!("0x{}", hex("<Bytes>I own this</Bytes>")));
    let signature = text(&data["signature"]).to_owned();

    let good = verified(&house, &["I own this"], &signature, ALICE);
    assert_eq!(good.data()["verified"], true);
    assert_eq!(good.data()["wrapped"], true);
    let by_name = verified(&house, &["I own this"], signature.trim_start_matches("0x"), "alice");
    assert_eq!(by_name.code, 0, "{by_name}");
    // The same account as Polkadot writes it.
    let polkadot = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
    assert_eq!(verified(&house, &["I own this"], &signature, polkadot).code, 0);

    for (message, address) in [("I own that", ALICE), ("I own this", BOB), ("", ALICE)] {
        let bad = verified(&house, &[message], &signature, address);
        assert_eq!(bad.code, 1, "{bad}");
        assert_eq!(bad.json()["error"]["kind"], "refused", "{bad}");
    }
}

#[test]
fn text_digits_files_and_standard_input_are_the_same_message() {
    let house = House::with_alice();
    let file = house.write("message", "hello").display().to_string();
    let signature = text(&signed(&house, &["--hex", "0x68656C6c6f"])["signature"]).to_owned();
    for message in [&["hello"][..], &["--hex", "68656c6c6f"], &["--file", &file]] {
        assert_eq!(verified(&house, message, &signature, ALICE).code, 0, "{message:?}");
    }
    let piped = house.tau_reading(
        &["wallet", "verify", "--file", "-", "--signature", &signature, "--address", ALICE],
        "hello",
    );
    insta::assert_snapshot!(piped, @r"
        The signature is good
        Message   hello
        Signer    5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        Key type  sr25519
        signed between <Bytes> and </Bytes>
        [exit status: 0]
        ");
}

#[test]
fn hotkeys_sign_without_a_passphrase() {
    let house = House::with_alice();
    let hotkey = ["--json", "wallet", "sign", "hi", "--use-hotkey", "--hotkey", "hot"];
    let data = house.data_of(&hotkey, &[]);
    assert_eq!(data["key"], "alice/hot");
    let good = verified(&house, &["hi"], text(&data["signature"]), text(&data["address"]));
    assert_eq!(good.code, 0, "{good}");
}

#[test]
fn ed25519_keys_sign_too() {
    let house = House::new();
    let made = ["wallet", "import", "ed", "--uri", "//Alice", "--key-type", "ed25519"];
    assert_eq!(house.tau_with(&made, &[("TAU_PASSWORD", PASSPHRASE)]).code, 0);
    let data = signed(&house, &["hi"]);
    assert_eq!(data["key_type"], "ed25519");
    let good = verified(&house, &["hi"], text(&data["signature"]), text(&data["address"]));
    assert_eq!(good.data()["key_type"], "ed25519");
}

#[test]
fn mistakes_are_told_apart() {
    let house = House::with_alice();
    insta::assert_snapshot!(house.tau(&["wallet", "sign"]), @r"
        ------- stderr -------
        error: the message is missing
        hint: give it as an argument, or with --hex or --file; --file - is standard input
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "sign", "--hex", "0x1"]), @r"
        ------- stderr -------
        error: `--hex` is not a row of hexadecimal digits: Odd number of digits
        hint: two digits for each byte, such as 0x68656c6c6f
        [exit status: 2]
        ");
    let short = ["wallet", "verify", "x", "--signature", "0x12", "--address", ALICE];
    insta::assert_snapshot!(house.tau(&short), @r"
        ------- stderr -------
        error: a signature has 64 bytes, and this has 1
        hint: a signature is 128 hexadecimal digits, with or without 0x
        [exit status: 2]
        ");
    let bad = "00".repeat(64);
    let bad = ["wallet", "verify", "x", "--signature", &bad, "--address", ALICE];
    insta::assert_snapshot!(house.tau(&bad), @r"
        ------- stderr -------
        error: the signature is bad: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY did not sign this message
        hint: every byte counts: blanks, line ends, capitals
        [exit status: 1]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "sign", "x"]), @r"
        ------- stderr -------
        error: the passphrase of [HOME]/.bittensor/wallets/alice/coldkey.tau is needed, and there is no terminal to ask on
        hint: give it with --password-file, --password-fd or TAU_PASSWORD
        [exit status: 2]
        ");
    let wrong = house.tau_with(&["wallet", "sign", "x"], &[("TAU_PASSWORD", "wrong")]);
    insta::assert_snapshot!(wrong, @r"
        ------- stderr -------
        error: [HOME]/.bittensor/wallets/alice/coldkey.tau: wrong passphrase
        hint: nothing was tried again; run the command once more
        [exit status: 10]
        ");
}

#[test]
fn the_bytes_of_a_transaction_are_no_message() {
    let house = House::with_alice();
    let finney = "2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";
    let payload = format!("0x0503{finney}00");
    let said = house.tau(&["wallet", "sign", "--hex", &payload]);
    insta::assert_snapshot!(said, @r"
        ------- stderr -------
        error: this is no message: it names the chain as the bytes of a transaction do
        hint: somebody may want you to sign a transaction unseen
        [exit status: 1]
        ");
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
