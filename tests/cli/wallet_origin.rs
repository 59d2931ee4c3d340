//! New keys from dice, from a file, and with an address that was looked for.

use super::house::{House, PASSPHRASE};

const PASSWORD: [(&str, &str); 1] = [("TAU_PASSWORD", PASSPHRASE)];
const ROLLS: &str = "12345612345612345612345612345612345612345612345612";

fn create<'a>(name: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["--json", "wallet", "create", name, "--no-hotkey", "--print-mnemonic"];
    arguments.extend(more);
    arguments
}

#[test]
fn the_same_rolls_give_the_same_key_unless_they_are_mixed() {
    let house = House::new();
    let rolls = house.write("rolls", ROLLS).display().to_string();
    let dice = ["--dice", "--entropy-file", &rolls];
    let first = house.data_of(&create("first", &dice), &PASSWORD);
    let again = house.data_of(&create("again", &dice), &PASSWORD);
    assert_eq!(first["origin"], "pure");
    assert_eq!(first["mnemonics"], again["mnemonics"]);
    let mixed = house.data_of(&create("mixed", &[&dice[..], &["--mix"]].concat()), &PASSWORD);
    assert_eq!(mixed["origin"], "mixed");
    assert_ne!(first["mnemonics"], mixed["mnemonics"]);
    let bytes = house.data_of(&create("bytes", &["--entropy-file", &rolls]), &PASSWORD);
    // The same characters: read as rolls or as bytes, they are hashed alike.
    assert_eq!(bytes["mnemonics"], first["mnemonics"]);
}

#[test]
fn too_little_entropy_is_refused_in_a_sentence() {
    let house = House::new();
    let rolls = house.write("rolls", &ROLLS[..49]).display().to_string();
    let few = ["wallet", "create", "x", "--print-mnemonic", "--dice", "--entropy-file", &rolls];
    insta::assert_snapshot!(house.tau_with(&few, &PASSWORD), @r"
        ------- stderr -------
        error: 49 rolls are too few: 50 make 12 words
        hint: roll on, or ask for fewer --words
        [exit status: 1]
        ");
    let nobody = ["wallet", "create", "x", "--print-mnemonic", "--dice"];
    insta::assert_snapshot!(house.tau_with(&nobody, &PASSWORD), @r"
        ------- stderr -------
        error: the row of dice rolls (50 or more of 1 to 6) is needed, and there is no terminal to ask on
        hint: give it with --entropy-file
        [exit status: 2]
        ");
    let mix = ["wallet", "create", "x", "--print-mnemonic", "--mix"];
    insta::assert_snapshot!(house.tau_with(&mix, &PASSWORD), @r"
        ------- stderr -------
        error: `--mix` needs something to mix with
        hint: give --dice or --entropy-file; without them it is this machine's anyway
        [exit status: 2]
        ");
    assert!(!house.path(".bittensor").exists());
}

#[test]
fn an_address_that_was_looked_for_is_found() {
    let house = House::with_alice();
    let hotkey = ["--json", "wallet", "new-hotkey", "v", "--print-mnemonic", "--vanity", "5F"];
    let made = house.data_of(&hotkey, &[]);
    assert_eq!(made["origin"], "vanity");
    let address = made["hotkey"]["address"].as_str().expect("an address");
    assert!(address.starts_with("5F"), "{address}");
    let never = ["wallet", "new-hotkey", "w", "--print-mnemonic", "--vanity", "5tau"];
    insta::assert_snapshot!(house.tau(&never), @r"
        ------- stderr -------
        error: `--vanity`: no address begins with `5tau`: they go from 5C4h to 5HrN
        hint: leave the 5 out, and it is looked for behind the first two characters
        [exit status: 2]
        ");
    let zero = ["wallet", "new-hotkey", "w", "--print-mnemonic", "--vanity", "ta0"];
    insta::assert_snapshot!(house.tau(&zero), @r"
        ------- stderr -------
        error: `--vanity`: no address contains `0`
        hint: addresses have no 0, O, I and l; --any-case may help
        [exit status: 2]
        ");
}
