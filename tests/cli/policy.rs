//! The policy: kept by commands, by the agent and by the air gap, and explained.

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};

const FILE: &str = ".config/tau/policy.toml";

fn refused(said: &super::house::Said, why: &str) {
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains(why), "{said}");
    assert!(said.stderr.contains("nothing was signed"), "{said}");
}

#[test]
fn a_command_signs_only_what_the_policy_allows() {
    let house = House::with_alice();
    let devnet = Served::start();
    let send = |amount: &str| house.on(&devnet, &["transfer", BOB, amount, "--yes"]);
    assert_eq!(send("1").code, 0, "without a policy everything is signed");

    house.write(FILE, "version = 1\nper_transaction_tao = \"2\"\nper_day_tao = \"3\"\n");
    refused(&send("2.5"), "it spends 2.5 TAO, more than the 2 of `per_transaction_tao`");
    assert_eq!(send("2").code, 0);
    refused(&send("1.5"), "it spends 1.5 TAO after 2 today, more than the 3 of `per_day_tao`");
    assert_eq!(send("1").code, 0);
    refused(&send("0.1"), "after 3 today");
    let shown = house.tau(&["policy", "show"]);
    assert!(shown.stdout.contains("3 TAO on "), "{shown}");

    // Several under one signature are judged one by one, and what carries them too.
    house.write(
        FILE,
        "version = 1\ndeny_calls = [\"SubtensorModule.burned_register\", \"Utility.*\"]\n",
    );
    let batch = house.on(&devnet, &["stake", "add", "1", "-n", "3,7", "-H", "hot", "--dry-run"]);
    assert!(batch.code != 0 || batch.stdout.contains("`deny_calls` has `Utility.*`"), "{batch}");

    for (text, why) in [
        ("version = 1\nper_day = \"1\"\n", "unknown field"),
        ("version = 1\ndestinations = 5\n", "the policy is not understood"),
        ("", "the policy is not understood"),
    ] {
        house.write(FILE, text);
        refused(&send("0.1"), why);
    }
    std::fs::remove_file(house.path(FILE)).expect("it is there");
    std::fs::create_dir(house.path(FILE)).expect("a folder in its place");
    refused(&send("0.1"), "cannot be read");
    std::fs::remove_dir(house.path(FILE)).expect("it is there");

    house.write(FILE, "version = 1\nper_day_tao = \"100\"\n");
    house.write(".local/share/tau/policy/spent.jsonl", "no line of ours\n");
    refused(&send("0.1"), "cannot be kept");
}

#[test]
fn the_agent_keeps_to_it_too() {
    let house = House::with_alice();
    let devnet = Served::start();
    let added = house.tau_with(&["agent", "add", "alice"], &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(added.code, 0, "{added}");
    let send = |to: &str| {
        house.tau(&["--network", &devnet.url, "transfer", to, "1", "--yes", "-w", "alice"])
    };
    let first = send(BOB);
    assert_eq!(first.code, 0, "{first}");
    house.write(FILE, &format!("version = 1\ndestinations = [\"{ALICE}\"]\n"));
    refused(&send(BOB), &format!("`destinations` does not list {BOB}"));
    house.write(FILE, &format!("version = 1\ndestinations = [\"{BOB}\"]\nper_day_tao = \"1.5\"\n"));
    let second = send(BOB);
    assert_eq!(second.code, 0, "{second}");
    // The agent noted it.
    refused(&send(BOB), "after 1 today");
    let _ = house.tau(&["agent", "stop"]);
}

#[test]
fn a_request_is_judged_on_the_machine_that_signs() {
    let (online, signer) = (House::new(), House::with_alice());
    let devnet = Served::start();
    let url = devnet.url.as_str();
    let info = online.data_of(&["--network", url, "chain", "info", "--json"], &[]);
    let genesis = info["genesis"].as_str().expect("a hash");
    assert_eq!(signer.tau(&["tx", "pin", "drill", genesis]).code, 0);
    let request = online.path("pay.tau").display().to_string();
    let answer = online.path("pay.signed.tau").display().to_string();
    let prepared = online.tau(&[
        "--network",
        url,
        "tx",
        "prepare",
        "--from",
        ALICE,
        "-o",
        &request,
        "transfer",
        BOB,
        "5",
    ]);
    assert_eq!(prepared.code, 0, "{prepared}");
    let tail = &BOB[BOB.len() - 6..];
    let sign = || {
        let words = ["--yes", "tx", "sign", &request, "-o", &answer, "--accept", tail];
        signer.tau_with(&words, &[("TAU_PASSWORD", PASSPHRASE)])
    };
    signer.write(FILE, "version = 1\nper_transaction_tao = \"4\"\n");
    refused(&sign(), "it spends 5 TAO, more than the 4");
    let explained = signer.tau(&["policy", "check", &request]);
    assert_eq!(explained.code, 1, "{explained}");
    assert!(explained.to_string().contains("Balances.transfer_keep_alive"), "{explained}");
    signer.write(FILE, "version = 1\nper_day_tao = \"5\"\n");
    let signed = sign();
    assert_eq!(signed.code, 0, "{signed}");
    // Exactly the same again is the same signature; another one is more than the day's.
    let other = online.path("more.tau").display().to_string();
    let prepared = online.tau(&[
        "--network",
        url,
        "tx",
        "prepare",
        "--from",
        ALICE,
        "-o",
        &other,
        "transfer",
        BOB,
        "1",
    ]);
    assert_eq!(prepared.code, 0, "{prepared}");
    let words = ["--yes", "tx", "sign", &other, "--accept", tail, "--allow", "replace"];
    let second = signer.tau_with(&words, &[("TAU_PASSWORD", PASSPHRASE)]);
    refused(&second, "after 5 today");
}

#[test]
fn a_refusal_is_explained_before_anything_is_signed() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let url = devnet.url.as_str();
    let none = house.tau(&["policy", "check", "transfer", BOB, "1"]);
    assert!(none.stdout.contains("There is no policy"), "{none}");
    let written = house.tau(&["policy", "init"]);
    assert_eq!(written.code, 0, "{written}");
    let again = house.tau(&["policy", "init"]);
    assert_eq!(again.code, 2, "{again}");
    let fine = house.tau(&["policy", "check"]);
    assert!(fine.stdout.contains("is understood"), "{fine}");
    let check = |words: &[&str]| {
        let mut all = vec!["--network", url, "--json", "policy", "check"];
        all.extend(words);
        house.tau(&all)
    };
    let allowed = check(&["transfer", BOB, "1"]);
    assert_eq!(allowed.code, 0, "{allowed}");
    assert_eq!(allowed.data()["items"][0]["spent_tao"], "1");
    house.write(FILE, "version = 1\ndeny_calls = [\"Balances.*\"]\n");
    let denied = check(&["transfer", BOB, "1"]);
    assert_eq!(denied.code, 1, "{denied}");
    let refusals = &denied.json()["data"]["items"][0]["calls"][0]["refusals"];
    assert_eq!(refusals[0], "`deny_calls` has `Balances.*`", "{denied}");
    // Its own flags may stand in the command.
    let words =
        ["--json", "policy", "check", "transfer", BOB, "1", "--network", url, "-w", "alice"];
    assert_eq!(house.tau(&words).code, 1);
    // The plan of a dry run says so, and is shown all the same.
    let dry = house.tau(&["--network", url, "transfer", BOB, "1", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry}");
    assert!(dry.stdout.contains("the policy does not allow Balances.transfer"), "{dry}");
}
