//! The MEV shield on the command line: always said, one question, openly only with consent.

use serde_json::Value;

use super::house::{ALICE, BOB, House, PASSPHRASE, Said, Served};

/// The only wallet but alice's is called poor.
const POOR: &str = "//Poor";

fn stake(house: &House, devnet: &Served, more: &[&str]) -> Said {
    let mut words = vec!["stake", "add", "-n", "1", "-H", "hot", "--wallet", "alice"];
    words.extend(more);
    house.on(devnet, &words)
}

/// A hotkey that the chain knows: alice's own, registered.
fn registered(house: &House, devnet: &Served) {
    let said = house.on(devnet, &["subnet", "register", "-n", "1", "-H", "hot", "--yes"]);
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn a_trade_is_shielded_by_itself_and_told_as_two() {
    let house = House::with_alice();
    let devnet = Served::start();
    registered(&house, &devnet);

    let looked = stake(&house, &devnet, &["10", "--dry-run"]);
    let line = |name: &str| {
        let found = looked.stdout.lines().find(|line| line.starts_with(name));
        found.unwrap_or_else(|| panic!("{name}: {looked}")).to_owned()
    };
    insta::assert_snapshot!([line("MEV shield"), line("Valid until")].join("\n"), @r"
    MEV shield   on: sent encrypted inside a second transaction (number 1), which costs 0.000375733 TAO more
    Valid until  8 blocks after it is signed
    ");

    let done = stake(&house, &devnet, &["10", "--yes", "--json"]);
    let data = done.data();
    assert_eq!(data["plan"]["shield"]["state"], "on", "{done}");
    let nonce = data["plan"]["shield"]["carrier_nonce"].as_u64().expect("a number");
    assert_eq!(data["plan"]["nonce"].as_u64(), Some(nonce + 1));
    let (inner, carrier) = (&data["receipt"], &data["receipt"]["carrier"]);
    assert_eq!(inner["settled"]["kind"], "stake_added");
    assert_eq!(inner["stage"]["finalized"], carrier["at"], "{done}");
    assert_eq!(inner["index"].as_u64(), carrier["index"].as_u64().map(|index| index + 1));
    assert_eq!(inner["free_after_tao"], data["plan"]["free_after_tao"], "both fees were planned");
    for stage in ["Sent", "Its carrier is in block ", "Finalized in block "] {
        assert!(done.stderr.contains(stage), "{stage}: {done}");
    }

    let listed = house.on(&devnet, &["tx", "list", "--json"]).data();
    let parts: Vec<&Value> = listed["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["shield"]["part"])
        .collect();
    assert_eq!(
        parts,
        ["inner", "carrier", ""]
            .map(|part| match part {
                "" => Value::Null,
                part => Value::from(part),
            })
            .iter()
            .collect::<Vec<_>>(),
        "{listed}"
    );
    let table = house.on(&devnet, &["tx", "list"]);
    assert!(table.stdout.contains("SubtensorModule.add_stake_limit (shielded)"), "{table}");
    assert!(table.stdout.contains("MevShield.submit_encrypted of 0x"), "{table}");
    let raw = house.data_of(&["--network", &devnet.url, "tx", "list", "--json"], &[]);
    let hash = raw["transactions"][0]["transaction"].as_str().expect("a hash").to_owned();
    let shown = house.on(&devnet, &["tx", "show", &hash]);
    assert!(shown.stdout.contains("travels encrypted inside [HASH]"), "{shown}");

    let told = stake(&house, &devnet, &["5", "--yes"]);
    assert!(told.stdout.lines().any(|line| line.starts_with("Carrier")), "{told}");
    let info = house.on(&devnet, &["chain", "info", "--json"]).data();
    assert_eq!(info["mev_shield"], "offered");
}

#[test]
fn it_is_as_it_was_said_by_a_flag_a_variable_or_the_file() {
    let house = House::with_alice();
    let devnet = Served::start();
    registered(&house, &devnet);
    let state = |said: &Said| {
        let shield = said.data()["plan"]["shield"].clone();
        let word = |name: &str| shield[name].as_str().unwrap_or("-").to_owned();
        (word("state"), word("why"))
    };
    let off = || ("off".to_owned(), "not_wanted".to_owned());
    let on = || ("on".to_owned(), "-".to_owned());
    let with = |more: &[&str]| {
        let mut words = vec!["1", "--dry-run", "--json"];
        words.extend(more);
        stake(&house, &devnet, &words)
    };
    for flag in ["--no-mev-shield", "--no-mev-protection", "--mev-shield=off"] {
        assert_eq!(state(&with(&[flag])), off(), "{flag}");
    }
    for flag in ["--mev-shield", "--mev-protection", "--mev-shield=auto", "--mev-shield=fallback"] {
        assert_eq!(state(&with(&[flag])), on(), "{flag}");
    }
    let set = house.tau(&["config", "set", "mev_shield", "off"]);
    assert_eq!(set.code, 0, "{set}");
    assert_eq!(state(&with(&[])), off());
    assert_eq!(state(&with(&["--mev-shield"])), on(), "a flag goes before the file");
    let words =
        ["--network", &devnet.url, "stake", "add", "1", "-n", "1", "-H", "hot", "-w", "alice"];
    let words = [&words[..], &["--dry-run", "--json"]].concat();
    let said = house.tau_with(&words, &[("TAU_MEV_SHIELD", "on")]);
    assert_eq!(state(&said), on(), "a variable goes before the file");

    insta::assert_snapshot!(house.tau_with(&words, &[("TAU_MEV_SHIELD", "maybe")]), @r#"
    {"ok":false,"command":"stake add","schema":1,"error":{"kind":"usage","message":"TAU_MEV_SHIELD: `maybe` is not auto, on, fallback, off","hints":["mend it there, or leave it out"]}}
    [exit status: 2]
    "#);
    insta::assert_snapshot!(with(&["--mev-shield=always"]), @r#"
    {"ok":false,"command":"stake add","schema":1,"error":{"kind":"usage","message":"`always` is not a value of `--mev-shield`","hints":["it can be auto, on, fallback, off"]}}
    [exit status: 2]
    "#);
    let wrong = house.tau(&["config", "set", "mev_shield", "sometimes"]);
    assert_ne!(wrong.code, 0, "{wrong}");

    // Root has no pool.
    let root = ["stake", "add", "1", "-n", "0", "-H", "hot", "-w", "alice", "--mev-shield=auto"];
    let said = house.on(&devnet, &[&root[..], &["--dry-run", "--json"]].concat());
    if said.code == 0 {
        assert_eq!(state(&said), ("off".to_owned(), "no_pool".to_owned()), "{said}");
    }
    let transfer = house.on(&devnet, &["transfer", BOB, "1", "--dry-run", "--json"]);
    assert_eq!(transfer.data()["plan"]["shield"], Value::Null);
}

/// A wallet `poor` that has ten TAO and a hotkey's name, and all that it could buy openly for.
fn poor(house: &House, devnet: &Served) -> String {
    registered(house, devnet);
    house.import("poor", POOR);
    let address = house.data_of(&["wallet", "show", "poor", "--json"], &[]);
    let address = address["coldkey"]["address"]
        .as_str()
        .or(address["address"].as_str())
        .unwrap_or_else(|| panic!("{address}"))
        .to_owned();
    let sent = house.on(devnet, &["transfer", &address, "10", "--yes", "-w", "alice"]);
    assert_eq!(sent.code, 0, "{sent}");
    let hot = house.data_of(&["wallet", "list", "--json"], &[]);
    let hot = hot["wallets"]
        .as_array()
        .expect("wallets")
        .iter()
        .find(|wallet| wallet["name"] == "alice")
        .and_then(|wallet| wallet["hotkeys"][0]["address"].as_str())
        .unwrap_or_else(|| panic!("{hot}"))
        .to_owned();
    house.write("hotkey", &hot);
    let all = buy(house, devnet, "all", &["--no-mev-shield", "--dry-run", "--json"]);
    all.data()["plan"]["outcome"]["amount_tao"].as_str().expect("an amount").to_owned()
}

fn buy(house: &House, devnet: &Served, amount: &str, more: &[&str]) -> Said {
    let hot = std::fs::read_to_string(house.path("hotkey")).expect("it was written");
    let mut words = vec!["stake", "add", amount, "-n", "1", "-w", "poor", "-H", &hot];
    words.extend(more);
    house.on(devnet, &words)
}

#[test]
fn what_cannot_be_shielded_is_sent_openly_only_with_consent() {
    let house = House::with_alice();
    let devnet = Served::start();
    let amount = poor(&house, &devnet);

    let looked = buy(&house, &devnet, &amount, &["--dry-run", "--json"]).data();
    assert_eq!(looked["plan"]["shield"]["why"], "cannot_pay", "{looked}");
    let refused = buy(&house, &devnet, &amount, &["--yes"]);
    insta::assert_snapshot!(refused, @r"
    ------- stderr -------
    error: it would not be shielded: its carrier costs 0.000375733 TAO more, and 9.9999995 TAO can be spent
    hint: --mev-shield=fallback sends it openly where it cannot be shielded, --no-mev-shield always
    [exit status: 1]
    ");
    let insisted = buy(&house, &devnet, &amount, &["--mev-shield", "--yes"]);
    assert_eq!(insisted.code, 1, "{insisted}");
    assert!(
        house.on(&devnet, &["tx", "list", "-w", "poor", "--json"]).data()["transactions"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["shield"].is_null()))
    );

    let sent = buy(&house, &devnet, &amount, &["--mev-shield=fallback", "--yes", "--json"]);
    let data = sent.data();
    assert_eq!(data["plan"]["shield"]["why"], "cannot_pay", "{sent}");
    assert_eq!(data["receipt"]["carrier"], Value::Null);
    assert_eq!(data["receipt"]["settled"]["kind"], "stake_added");
}

#[test]
fn whoever_sits_there_is_asked() {
    let house = House::with_alice();
    let devnet = Served::start();
    let amount = poor(&house, &devnet);
    let hot = std::fs::read_to_string(house.path("hotkey")).expect("it was written");
    let words =
        ["--network", &devnet.url, "stake", "add", &amount, "-n", "1", "-w", "poor", "-H", &hot];
    let answers = [("Sign and send without the MEV shield? [y/N] ", "n\n")];
    let (screen, code) = super::prompts::typed(&house, &words, &answers);
    assert_eq!(code, 1, "{screen}");
    let line = format!("{PASSPHRASE}\n");
    let answers = [("Sign and send without the MEV shield? [y/N] ", "y\n"), (": ", line.as_str())];
    let (screen, code) = super::prompts::typed(&house, &words, &answers);
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("off: its carrier costs "), "{screen}");
}

/// A trade of the poor one's on a terminal; `between` the plan and the consent to it something happens.
fn trade(
    house: &House,
    devnet: &Served,
    answers: &[(&str, &str)],
    between: impl Fn(),
) -> (String, u32) {
    let words = [
        "--network",
        &devnet.url,
        "stake",
        "add",
        "10",
        "-n",
        "1",
        "-H",
        "hot",
        "--wallet",
        "alice",
    ];
    let happens = |question: &str| {
        if question == SIGN {
            between();
        }
    };
    super::prompts::typed_slowly(house, &words, answers, happens)
}

const SIGN: &str = "Sign and send? [y/N] ";

#[test]
fn a_key_that_is_gone_after_the_plan_is_a_question() {
    let house = House::with_alice();
    let devnet = Served::steered();
    registered(&house, &devnet);
    // What the authors announced is forgotten while somebody reads the plan.
    let forget = || {
        let values: Vec<(String, Option<String>)> = ["AuthorKeys", "NextKey"]
            .iter()
            .flat_map(|name| devnet.keys("MevShield", name))
            .map(|key| (key, None))
            .collect();
        devnet.steer("tau_setStorage", serde_json::json!([values]));
    };
    let unlock = format!("{PASSPHRASE}\n");
    let open = "Sign and send it without the MEV shield? [y/N] ";
    let signed = || {
        let list = house.on(&devnet, &["tx", "list", "-w", "alice", "--json"]).data();
        list["transactions"].as_array().map_or(0, Vec::len)
    };
    let before = signed();
    let answers = [(SIGN, "y\n"), ("coldkey.tau: ", unlock.as_str()), (open, "n\n")];
    let (screen, code) = trade(&house, &devnet, &answers, forget);
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("on: sent encrypted inside a second transaction"), "{screen}");
    assert!(
        screen.contains("the trade cannot be shielded any more: the chain announces no key"),
        "{screen}"
    );
    assert_eq!(signed(), before, "nothing is signed without a yes");

    // The keys come back with the blocks; the next plan is shielded again.
    devnet.mine(4);
    let answers = [(SIGN, "y\n"), ("coldkey.tau: ", unlock.as_str()), (open, "y\n")];
    let (screen, code) = trade(&house, &devnet, &answers, forget);
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Staked 10 TAO for "), "{screen}");
    assert_eq!(signed(), before + 1, "one, and no carrier");
}

#[test]
fn a_key_that_changed_after_the_plan_is_no_question() {
    let house = House::with_alice();
    let devnet = Served::steered();
    registered(&house, &devnet);
    let unlock = format!("{PASSPHRASE}\n");
    let answers = [(SIGN, "y\n"), ("coldkey.tau: ", unlock.as_str())];
    // Longer than a shielded transaction lives: the plan's keys and its mortality are all over.
    let (screen, code) = trade(&house, &devnet, &answers, || devnet.mine(20));
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("without the MEV shield"), "{screen}");
    let list = house.on(&devnet, &["tx", "list", "-w", "alice", "--json"]).data();
    let parts: Vec<&str> = list["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["shield"]["part"].as_str())
        .collect();
    assert_eq!(parts.len(), 2, "{list}");
}

#[test]
fn the_policy_judges_what_is_inside() {
    const FILE: &str = ".config/tau/policy.toml";
    let house = House::with_alice();
    let devnet = Served::start();
    registered(&house, &devnet);
    let buy = |amount: &str| stake(&house, &devnet, &[amount, "--yes", "--json"]);
    // The carrier need not be listed, and its ciphertext is not held against it.
    house.write(
        FILE,
        "version = 1\nallow_calls = [\"SubtensorModule.add_stake*\"]\nper_transaction_tao = \"5\"\nper_day_tao = \"7\"\n",
    );
    assert_eq!(buy("4").data()["plan"]["shield"]["state"], "on");
    let much = buy("6");
    assert_eq!(much.code, 1, "{much}");
    assert!(much.stdout.contains("it spends 6 TAO, more than the 5"), "{much}");
    let later = buy("4");
    assert!(later.stdout.contains("it spends 4 TAO after 4 today, more than the 7"), "{later}");
    assert_eq!(buy("3").code, 0, "the trade is counted once");
    // Who forbids carriers gets none, and nothing openly in their place.
    house.write(FILE, "version = 1\ndeny_calls = [\"MevShield.*\"]\n");
    let denied = buy("1");
    assert_eq!(denied.code, 1, "{denied}");
    assert!(denied.stdout.contains("`deny_calls` has `MevShield.*`"), "{denied}");
    // And a ciphertext of somebody else's hides what it does.
    house.write(FILE, "version = 1\nrequire_limit = true\n");
    let opaque =
        house.on(&devnet, &["call", "MevShield.submit_encrypted", "ciphertext=0x0102", "--yes"]);
    assert_eq!(opaque.code, 1, "{opaque}");
    assert!(opaque.stderr.contains("it hides what it does"), "{opaque}");
}

#[test]
fn the_agent_opens_what_it_is_to_sign() {
    const FILE: &str = ".config/tau/policy.toml";
    let house = House::with_alice();
    let devnet = Served::start();
    registered(&house, &devnet);
    let added = house.tau_with(&["agent", "add", "alice"], &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(added.code, 0, "{added}");
    house.write(
        FILE,
        "version = 1\nallow_calls = [\"SubtensorModule.add_stake*\"]\nper_day_tao = \"5\"\n",
    );
    let buy = |amount: &str| {
        house.tau(&[
            "--network",
            &devnet.url,
            "stake",
            "add",
            amount,
            "-n",
            "1",
            "-H",
            "hot",
            "-w",
            "alice",
            "--yes",
            "--json",
        ])
    };
    let first = buy("4");
    assert_eq!(first.data()["plan"]["shield"]["state"], "on", "{first}");
    assert!(first.data()["receipt"]["carrier"]["at"].is_object(), "{first}");
    let second = buy("2");
    assert!(second.stdout.contains("after 4 today"), "{second}");
    let status = house.tau(&["agent", "status", "--json"]).data();
    assert_eq!(status["keys"][0]["signatures"], 2, "the trade and its carrier: {status}");
    let _ = house.tau(&["agent", "stop"]);
}

#[test]
fn what_is_prepared_for_another_machine_says_that_it_is_open() {
    let house = House::with_alice();
    let devnet = Served::start();
    registered(&house, &devnet);
    let request = house.path("buy.tau").display().to_string();
    let prepare = |flag: &[&str]| {
        let words = ["--network", &devnet.url, "tx", "prepare", "--from", ALICE, "-o", &request];
        let command = ["stake", "add", "1", "-n", "1", "-H", "hot"];
        house.tau(&[&words[..], &command, flag].concat())
    };
    let insisted = prepare(&["--mev-shield"]);
    assert_eq!(insisted.code, 1, "{insisted}");
    assert!(
        insisted.stderr.contains("it would not be shielded: prepared for signing elsewhere"),
        "{insisted}"
    );
    let prepared = prepare(&[]);
    assert_eq!(prepared.code, 0, "{prepared}");
    assert!(prepared.stdout.contains("off: prepared for signing elsewhere"), "{prepared}");
}
