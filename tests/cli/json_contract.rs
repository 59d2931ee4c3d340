//! What scripts rely on: one document, the envelope, amounts as exact text, exit codes.

use serde_json::Value;

use super::house::{ALICE, House, Served};

/// Every command that reads.
const READS: [&[&str]; 22] = [
    &["wallet", "list"],
    &["wallet", "show", "alice"],
    &["wallet", "balance"],
    &["subnet", "list"],
    &["subnet", "show", "1"],
    &["subnet", "metagraph", "1"],
    &["stake", "list", "alice"],
    &["wallet", "overview"],
    &["wallet", "inspect"],
    &["stake", "claim", "show"],
    &["stake", "auto", "show"],
    &["stake", "locks", "list"],
    &["stake", "child", "get", "-H", "hot"],
    &["subnet", "price", "1"],
    &["subnet", "hyperparameters", "1"],
    &["subnet", "burn-cost", "1"],
    &["subnet", "create-cost"],
    &["subnet", "identity", "get", "1"],
    &["validator", "list"],
    &["identity", "get", "alice"],
    &["axon", "show", "1", "-H", "hot"],
    &["weights", "show", "1", "-H", "hot"],
];

fn walk(name: &str, value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    visit(name, value);
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| walk(key, value, visit)),
        Value::Array(items) => items.iter().for_each(|item| walk(name, item, visit)),
        _ => {}
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => {
            digits(whole) && digits(fraction) && fraction.len() <= 9 && !fraction.ends_with('0')
        }
        None => digits(text),
    }
}

#[test]
fn every_answer_keeps_the_contract() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let mut commands: Vec<Vec<&str>> = READS.iter().map(|words| words.to_vec()).collect();
    for more in [
        "chain info",
        "chain doctor",
        "chain doctor stake add",
        "chain blocks",
        "chain events",
        "chain query SubtensorModule.Burn",
        "chain call SwapRuntimeApi.current_alpha_price 1",
        "chain metadata stake",
    ] {
        commands.push(more.split(' ').collect());
    }
    commands.push(vec!["transfer", ALICE, "1", "--dry-run"]);
    commands.push(vec!["stake", "add", "1", "-n", "0", "-H", "hot", "--dry-run"]);
    for mut words in commands {
        words.push("--json");
        let said = house.on(devnet, &words);
        let document = said.json();
        assert_eq!(said.stdout.lines().count(), 1, "{said}");
        assert_eq!(document["schema"], 1, "{said}");
        let command = document["command"].as_str().expect("a command");
        assert!(words.join(" ").starts_with(command), "{words:?} called itself {command}");
        if document["ok"] == false {
            assert_eq!(document["error"]["kind"], "rejected", "{said}");
            continue;
        }
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
        let is_local = words[0] == "wallet" && ["list", "show"].contains(&words[1]);
        assert_eq!(document["network"].is_null(), is_local, "{said}");
        if !is_local {
            assert!(document["network"]["block"].is_u64(), "{said}");
        }
        walk("", &document["data"], &mut |key, value| {
            if ["_tao", "_alpha"].iter().any(|unit| key.ends_with(unit)) && !value.is_null() {
                let text = value.as_str().unwrap_or_else(|| panic!("{key} is not text: {value}"));
                assert!(is_decimal(text), "{key} is not an exact decimal: {text}");
            }
            assert!(!value.is_f64(), "{key} is a float: {value}");
        });
    }
}

#[test]
fn failures_are_documents_too() {
    let house = House::new();
    for (words, command, kind, code) in [
        (vec!["wallet", "list", "--nonsense"], "wallet list", "usage", 2),
        (vec!["stake", "add"], "stake add", "usage", 2),
        (vec!["chain", "info", "--network", "nowhere"], "chain info", "usage", 2),
        (vec!["chain", "info", "--network", "ws://127.0.0.1:1"], "chain info", "network", 11),
        (vec!["wallet", "show", "nobody"], "wallet show", "wallet", 10),
    ] {
        let mut all = vec!["--json"];
        all.extend(words);
        let said = house.tau(&all);
        let document = said.json();
        assert_eq!(document["ok"], false, "{said}");
        assert_eq!(document["command"], command, "{said}");
        assert_eq!(document["schema"], 1, "{said}");
        assert_eq!(document["error"]["kind"], kind, "{said}");
        assert!(document["error"]["message"].is_string(), "{said}");
        assert!(document["error"]["hints"].is_array(), "{said}");
        assert_eq!((said.code, said.stderr.as_str()), (code, ""), "{said}");
    }
    let said = house.tau(&["--json", "nonsense"]);
    assert_eq!(said.json()["command"], Value::Null);
}

#[test]
fn a_reader_that_went_away_is_exit_code_3_and_silence() {
    use std::process::Stdio;
    let house = House::with_alice();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = house
        .command(&["wallet", "list"], &[])
        .stdout(Stdio::from(writer))
        .stderr(Stdio::piped())
        .output()
        .expect("tau runs");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn csv_is_only_for_tables() {
    let house = House::with_alice();
    insta::assert_snapshot!(house.tau(&["wallet", "show", "--csv"]), @r"
        ------- stderr -------
        error: `tau wallet show` prints no table, so there is no CSV of it
        hint: --json gives its data
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "list", "--csv", "--json"]), @r#"
        {"ok":false,"command":"wallet list","schema":1,"error":{"kind":"usage","message":"`--csv` does not go together with `--json`","hints":["usage: tau wallet list --csv"]}}
        [exit status: 2]
        "#);
}
