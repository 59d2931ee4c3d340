//! A machine for hotkeys: no coldkey is opened or made on it, whatever is asked.

use super::house::{BOB, House, PASSPHRASE};

const HOT: [(&str, &str); 2] = [("TAU_ROLE", "hot"), ("TAU_PASSWORD", PASSPHRASE)];

#[test]
fn no_command_opens_or_makes_a_coldkey() {
    let house = House::with_alice();
    let asked: [&[&str]; 5] = [
        &["--network", "dev", "transfer", BOB, "1", "--yes"],
        &["--network", "dev", "stake", "add", "1", "--netuid", "1", "--hotkey", "alice/hot", "-y"],
        &["wallet", "create", "new", "--print-mnemonic"],
        &["wallet", "import", "new", "--uri", "//Bob"],
        &["wallet", "sign", "hello"],
    ];
    for arguments in asked {
        let said = house.tau_with(arguments, &HOT);
        assert_eq!(said.code, 1, "{arguments:?}: {said}");
        assert_eq!(said.stderr.lines().count(), 2, "one sentence and one hint: {said}");
        assert!(said.stderr.contains("this machine is for hotkeys only"), "{said}");
    }
    assert!(!house.path(".bittensor/wallets/new").exists());
}

#[test]
fn hotkeys_and_addresses_can_be_used_on_it() {
    let house = House::with_alice();
    let watched = house.tau_with(&["wallet", "import", "cold", "--address", BOB], &HOT);
    assert_eq!(watched.code, 0, "{watched}");
    let made = ["wallet", "new-hotkey", "miner", "--wallet", "cold", "--print-mnemonic"];
    assert_eq!(house.tau_with(&made, &HOT).code, 0);
    let signed =
        house.tau_with(&["wallet", "sign", "hello", "--use-hotkey", "--hotkey", "alice/hot"], &HOT);
    assert_eq!(signed.code, 0, "{signed}");
    let looked = ["--network", "dev", "transfer", BOB, "1", "--dry-run", "--wallet", "alice"];
    assert_eq!(house.tau_with(&looked, &HOT).code, 0, "looking opens no key");
}

#[test]
fn the_configuration_says_it_too_and_a_variable_cannot_take_it_back() {
    let house = House::with_alice();
    house.write(".config/tau/config.toml", "role = \"hot\"\n");
    for role in ["", "full", "hot"] {
        let variables = [("TAU_ROLE", role), ("TAU_PASSWORD", PASSPHRASE)];
        let said = house.tau_with(&["wallet", "sign", "hello"], &variables);
        assert_eq!(said.code, 1, "{role}: {said}");
    }
    let odd = house.tau_with(&["wallet", "list"], &[("TAU_ROLE", "warm")]);
    insta::assert_snapshot!(odd, @r"
        ------- stderr -------
        error: TAU_ROLE: `warm` is not a role (full or hot)
        hint: mend it there, or leave it out
        [exit status: 2]
        ");
}
