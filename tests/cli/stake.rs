//! `tau stake …`.

use serde_json::Value;

use super::house::{House, Said, Served};

fn validator(house: &House, devnet: &Served) -> String {
    let metagraph = house.output(
        &["--network", &devnet.url, "subnet", "metagraph", "1", "--sort", "stake", "--json"],
        &[],
    );
    let document: Value = serde_json::from_slice(&metagraph.stdout).expect("JSON");
    document["data"]["neurons"][0]["hotkey"].as_str().expect("an address").to_owned()
}

fn positions(house: &House, devnet: &Served) -> Vec<Value> {
    let said = house.on(devnet, &["stake", "list", "--json"]);
    said.data()["positions"].as_array().cloned().expect("a list")
}

fn rao(said: &Said, pointer: &str) -> u64 {
    let document = said.json();
    let text = document
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{pointer}: {said}"));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<9}").parse().expect("an amount")
}

#[test]
fn stake_comes_and_goes() {
    let house = House::with_alice();
    let devnet = Served::start();
    let hotkey = validator(&house, &devnet);
    assert_eq!(positions(&house, &devnet), [] as [Value; 0]);

    let dry =
        house.on(&devnet, &["stake", "add", "10", "-n", "1", "-H", &hotkey, "--dry-run", "--json"]);
    assert_eq!(dry.data()["receipt"], Value::Null, "{dry}");
    assert_eq!(dry.data()["plan"]["call"]["call"], "add_stake_limit");
    assert_eq!(positions(&house, &devnet), [] as [Value; 0], "a dry run does nothing");

    let done =
        house.on(&devnet, &["stake", "add", "10", "-n", "1", "-H", &hotkey, "--yes", "--json"]);
    assert_eq!(done.code, 0, "{done}");
    let received = rao(&done, "/data/receipt/settled/received_alpha");
    // The block that holds it has moved the pool by its emission before.
    let planned = rao(&done, "/data/plan/outcome/amount_alpha");
    assert!(received.abs_diff(planned) < planned / 10_000, "{received}, planned {planned}");
    assert_eq!(positions(&house, &devnet).len(), 1);

    let half = format!("{}rao", received / 2);
    let sold =
        house.on(&devnet, &["st", "remove", &half, "-n", "1", "-H", &hotkey, "-y", "--json"]);
    assert_eq!(sold.data()["receipt"]["settled"]["kind"], "stake_removed", "{sold}");
    let rest = house.on(&devnet, &["stake", "remove", "all", "-n", "1", "-H", &hotkey, "--yes"]);
    assert_eq!(rest.code, 0, "{rest}");
    assert!(rest.stdout.starts_with("Unstaked "), "{rest}");
    assert_eq!(positions(&house, &devnet), [] as [Value; 0]);
}

#[test]
fn a_plan_shows_all_that_has_to_be_known() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let hotkey = validator(&house, devnet);
    let said = house.on(devnet, &["stake", "add", "10", "-n", "1", "-H", &hotkey, "--dry-run"]);
    assert_eq!(said.code, 0, "{said}");
    for field in [
        "Network",
        "Signer",
        "Call",
        "Hotkey",
        "Amount",
        "Arrives",
        "Pool fee",
        "Price now",
        "Limit",
        "Impact",
        "Position",
        "Fee",
        "Free TAO",
        "Valid until",
    ] {
        assert!(
            said.stdout.lines().any(|line| line.starts_with(field)),
            "{field} is missing: {said}"
        );
    }
    assert!(said.stdout.contains(&format!("{} (alice)", super::house::ALICE)), "{said}");
    assert!(said.stdout.contains("SubtensorModule.add_stake_limit("), "{said}");
    assert!(said.stdout.contains("all or nothing"), "{said}");
    assert_eq!(said.stderr, "", "a dry run is an answer, not a question");
}

#[test]
fn limits_refuse_what_would_move_the_price_too_far() {
    let house = House::with_alice();
    let devnet = Served::start();
    let hotkey = validator(&house, &devnet);
    let add = |more: &[&str]| {
        let mut all = vec!["stake", "add", "50000", "-n", "1", "-H", &hotkey, "--yes"];
        all.extend(more);
        house.on(&devnet, &all)
    };
    let refused = add(&[]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("past your limit"), "{refused}");
    assert!(refused.stderr.contains("--partial"), "{refused}");
    let partial = add(&["--partial", "--json"]);
    assert_eq!(partial.code, 0, "{partial}");
    assert!(rao(&partial, "/data/receipt/settled/spent_tao") < 50_000_000_000_000, "{partial}");
    let limit = add(&["--limit-price", "0.000000001"]);
    assert_eq!(limit.code, 1, "{limit}");
    assert!(limit.stderr.contains("beyond your limit"), "{limit}");
}

/// One of two purchases fails in the block because somebody else's comes before it.
#[test]
fn each_operation_of_best_effort_says_what_became_of_it() {
    let house = House::with_alice();
    house.import("bob", "//Bob");
    let devnet = Served::manual();
    devnet.mine(1);
    let hotkey = validator(&house, &devnet);
    // Openly: one block decides both.
    let words = "--best-effort --no-mev-shield --yes -w alice";
    let both: Vec<&str> = ["stake", "add", "10", "-n", "1,2", "-H", &hotkey]
        .into_iter()
        .chain(words.split(' '))
        .collect();
    // Somebody's purchase waits for the next block, which nobody who plans can see.
    let first = || {
        let push = ["-n", "1", "-H", &hotkey, "--any-price", "--tip", "1", "--wait", "none"];
        let signed = ["stake", "add", "5000", "-w", "bob", "--yes", "--no-mev-shield"];
        let words = [&signed[..], &push[..]].concat();
        let said = house.on(&devnet, &words);
        assert_eq!(said.code, 0, "{said}");
    };
    let then = |more: &[&str]| {
        let mut tau = house
            .command(
                &[&["--network", devnet.url.as_str()], &both[..], more].concat(),
                &[("TAU_PASSWORD", super::house::PASSPHRASE)],
            )
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("tau starts");
        let mut said = std::io::BufReader::new(tau.stderr.take().expect("piped"));
        let mut line = String::new();
        while line != "Sent\n" {
            line.clear();
            let count = std::io::BufRead::read_line(&mut said, &mut line).expect("readable");
            assert_ne!(count, 0, "tau ended before it sent");
        }
        devnet.mine(1);
        (tau.wait_with_output().expect("tau ends"), said)
    };

    first();
    let (output, _said) = then(&["--json"]);
    assert_eq!(output.status.code(), Some(12), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).expect("one document");
    super::schema::fits(&document);
    assert_eq!(document["ok"], false);
    assert_eq!(document["error"]["kind"], "rejected");
    assert_eq!(document["error"]["message"], "operation 1 of 2 failed; the fee was paid");
    let items = &document["data"]["receipt"]["settled"]["items"];
    assert_eq!(items[0]["result"], "failed", "{items}");
    assert_eq!(items[0]["name"], "Swap.PriceLimitExceeded", "{items}");
    assert!(items[0]["explanation"].as_str().is_some_and(|words| !words.is_empty()), "{items}");
    assert_eq!(items[1]["result"], "done", "{items}");
    assert_eq!(items[1]["settled"]["kind"], "stake_added", "{items}");

    first();
    let (output, mut said) = then(&[]);
    assert_eq!(output.status.code(), Some(12), "{output:?}");
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.starts_with("1 of 2 operations failed\n1.           Failed: "), "{shown}");
    assert!(shown.contains("\n2.           Staked 10 TAO for "), "{shown}");
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut said, &mut rest).expect("readable");
    assert!(rest.contains("error: operation 1 of 2 failed; the fee was paid\n"), "{rest}");
    assert!(rest.contains("hint: the others are done and stay done\n"), "{rest}");
    let listed = house.on(&devnet, &["tx", "list", "--json"]).data();
    let states: Vec<&Value> = listed["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["state"])
        .collect();
    assert_eq!(states.iter().filter(|state| **state == "failed").count(), 2, "{listed}");
}

#[test]
fn what_is_missing_is_named() {
    let house = House::with_alice();
    insta::assert_snapshot!(house.tau(&["stake", "add", "1", "--netuid", "1"]), @r"
        ------- stderr -------
        error: `--hotkey` must be given: stake goes through a hotkey
        hint: `tau subnet metagraph NETUID` shows the validators of a subnet
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["stake", "add", "1", "--hotkey", "hot"]), @r"
        ------- stderr -------
        error: `--netuid` must be given
        hint: usage: tau stake add --netuid <NETUID> --hotkey <NAME|ADDRESS> <AMOUNT>
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["stake", "add", "1", "-n", "1", "-H", "hat", "--network", "local"]), @r"
        ------- stderr -------
        error: wallet `alice` has no hotkey `hat`
        hint: did you mean `hot`?
        hint: `tau wallet list` shows the hotkeys
        hint: no node could be asked whether a validator calls itself so
        [exit status: 10]
        ");
    insta::assert_snapshot!(
        house.tau(&["stake", "add", "1", "-n", "1", "-H", "hot", "--tolerance", "0.5"]),
        @r"
        ------- stderr -------
        error: `--tolerance`: `0.5` is not a tolerance from 0% to 50%
        hint: `tau stake add --help` explains it
        [exit status: 2]
        "
    );
    insta::assert_snapshot!(
        house.tau(&["stake", "add", "1", "-n", "1", "-H", "hot", "--any-price", "--partial"]),
        @r"
        ------- stderr -------
        error: `--any-price` does not go together with `--partial`
        hint: usage: tau stake add --netuid <NETUID> --hotkey <NAME|ADDRESS> --any-price <AMOUNT>
        [exit status: 2]
        "
    );
}

#[test]
fn stake_goes_through_a_validator_by_the_name_it_gives_itself_or_has_in_the_address_book() {
    let house = House::with_alice();
    let devnet = Served::start();
    let shown =
        house.data_of(&["--network", &devnet.url, "validator", "show", "Basalt", "--json"], &[]);
    let hotkey = shown["hotkey"].as_str().expect("an address");
    let planned = |name: &str| {
        house.output(
            &["--network", &devnet.url, "stake", "add", "1", "-n", "1", "-H", name, "--dry-run"],
            &[],
        )
    };
    // The plan shows the whole address: anybody can call himself anything.
    let by_name = planned("basalt");
    assert!(String::from_utf8_lossy(&by_name.stdout).contains(hotkey), "{by_name:?}");
    let kept = house.tau(&["addr", "add", "rock", hotkey]);
    assert_eq!(kept.code, 0, "{kept}");
    let by_book = planned("rock");
    assert!(String::from_utf8_lossy(&by_book.stdout).contains(hotkey), "{by_book:?}");
    let nobody = planned("Granite");
    assert_eq!(nobody.status.code(), Some(10), "{nobody:?}");
    let said = String::from_utf8_lossy(&nobody.stderr);
    assert!(said.contains("no validator calls itself so"), "{said}");
}
