//! Flags, variables and `config.toml`.

use super::house::House;

#[test]
fn unknown_networks_are_errors_with_a_suggestion() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["chain", "info", "--network", "finey"]), @r"
        ------- stderr -------
        error: there is no network `finey`
        hint: did you mean `finney`?
        hint: known are finney, test, archive, local, dev, or a ws:// or wss:// URL
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau_with(&["chain", "info"], &[("TAU_NETWORK", "mainnet")]), @r"
        ------- stderr -------
        error: there is no network `mainnet`
        hint: known are finney, test, archive, local, dev, or a ws:// or wss:// URL
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["chain", "info", "--network", "ws://10.1.2.3:9944"]), @r"
        ------- stderr -------
        error: `ws://10.1.2.3:9944` is not encrypted and does not stay on this machine
        hint: use wss://, or say --allow-insecure if you trust the way to that machine
        [exit status: 2]
        ");
}

#[test]
fn a_flag_is_above_a_variable_and_a_variable_above_the_file() {
    let house = House::new();
    house.write(".config/tau/config.toml", "network = 'from-file'\n");
    let network = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut all = vec!["chain", "info", "--json"];
        all.extend(arguments);
        house.tau_with(&all, variables).json()["error"]["message"].clone()
    };
    let variable = [("TAU_NETWORK", "from-env")];
    assert_eq!(network(&["--network", "from-flag"], &variable), "there is no network `from-flag`");
    assert_eq!(network(&[], &variable), "there is no network `from-env`");
    assert_eq!(network(&[], &[]), "there is no network `from-file`");
}

#[test]
fn mistakes_in_the_file_are_found() {
    let house = House::new();
    house.write(".config/tau/config.toml", "wallet = 'a'\nnetwrk = 'dev'\n");
    insta::assert_snapshot!(house.tau(&["wallet", "list"]), @r"
        ------- stderr -------
        error: the configuration file [HOME]/.config/tau/config.toml has an unknown key `netwrk`
        hint: did you mean `network`?
        hint: known are network, wallet, hotkey, wallet_path, tolerance, period, wait, mev_shield, color, theme, allow_insecure, role, kdf_memory_kib, kdf_passes
        [exit status: 2]
        ");
    house.write(".config/tau/config.toml", "tolerance = '0.5'\n");
    insta::assert_snapshot!(house.tau(&["wallet", "list"]), @r"
        ------- stderr -------
        error: [HOME]/.config/tau/config.toml: line 1: `0.5` is not a tolerance from 0% to 50%
        hint: mend it there, or leave it out
        [exit status: 2]
        ");
    house.write(".config/tau/config.toml", "wallet = \n");
    assert_eq!(house.tau(&["wallet", "list"]).code, 2);
    // Help and version work however broken the file is.
    assert_eq!(house.tau(&["--version"]).code, 0);
    assert_eq!(house.tau(&["stake", "--help"]).code, 0);
}

#[test]
fn nothing_is_written_by_looking() {
    let house = House::bare();
    house.tau(&["wallet", "list"]);
    house.tau(&["--version"]);
    house.tau(&["chain", "info", "--network", "nowhere"]);
    let left: Vec<_> = std::fs::read_dir(house.path("")).expect("home").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn keys_are_shown_written_and_forgotten_and_comments_stay() {
    let house = House::new();
    house.write(".config/tau/config.toml", "# mine\nwallet = 'a'\n");
    let listed = house.tau(&["config", "list", "--json"]).data();
    assert_eq!(listed["keys"].as_array().map(Vec::len), Some(tau::settings::CONFIG_KEYS.len()));
    assert_eq!(house.tau(&["config", "set", "tolerance", "2%"]).code, 0);
    assert_eq!(house.tau(&["config", "set", "period", "32"]).code, 0);
    assert_eq!(
        house
            .tau(&["config", "set", "network", "[\"ws://localhost:1\", \"ws://localhost:2\"]"])
            .code,
        0
    );
    assert_eq!(house.tau(&["config", "unset", "wallet"]).code, 0);
    let text = std::fs::read_to_string(house.path(".config/tau/config.toml")).expect("a file");
    assert_eq!(
        text,
        "# mine\ntolerance = \"2%\"\nperiod = 32\nnetwork = [\"ws://localhost:1\", \"ws://localhost:2\"]\n"
    );
    for (words, sentence) in [
        (["config", "set", "tolerance", "80%"], "80%"),
        (["config", "set", "period", "soon"], "period"),
        (["config", "set", "tolerence", "1%"], "did you mean `tolerance`?"),
    ] {
        let said = house.tau(&words);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains(sentence), "{said}");
    }
    let after = std::fs::read_to_string(house.path(".config/tau/config.toml")).expect("a file");
    assert_eq!(after, text);
}

/// Kept beside the schemas of the answers, for editors.
#[test]
fn the_schema_of_the_file_is_the_one_in_the_documents() {
    let house = House::new();
    let said = house.tau(&["config", "schema"]).stdout;
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.schema.json");
    let kept = std::fs::read_to_string(kept).expect("the schema");
    assert_eq!(said.trim(), kept.trim(), "renew it: tau config schema > docs/config.schema.json");
}
