//! Bad input of every kind: one clear sentence, one hint, the right exit code.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::house::{ALICE, BOB, House, PASSPHRASE, Said, Served};

/// `said` failed with `code`, and its first line says `sentence` and its second gives a hint.
#[track_caller]
fn fails(said: &Said, code: i32, sentence: &str) {
    assert_eq!(said.code, code, "{said}");
    assert_eq!(said.stdout, "", "{said}");
    let lines: Vec<&str> = said.stderr.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("error: "))
        .unwrap_or_else(|| panic!("{said}"));
    assert_eq!(lines[at], format!("error: {sentence}"), "{said}");
    assert!(lines.get(at + 1).is_some_and(|line| line.starts_with("hint: ")), "{said}");
    assert!(!said.stderr.contains("panicked"), "{said}");
}

#[test]
fn a_wrong_password_is_one_try() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let said = house.tau_with(
        &["--network", &devnet.url, "transfer", BOB, "1", "--yes"],
        &[("TAU_PASSWORD", "wrong")],
    );
    fails(&said, 10, "[HOME]/.bittensor/wallets/alice/coldkey.tau: wrong passphrase");
}

#[test]
fn damaged_key_files_are_found_before_anything_is_signed() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let path = house.path(".bittensor/wallets/alice/coldkey.tau");
    let good = std::fs::read(&path).expect("the key file");
    let transfer = || house.on(devnet, &["transfer", BOB, "1", "--yes"]);

    std::fs::write(&path, &good[..good.len() / 2]).expect("written");
    let truncated = transfer();
    assert_eq!(truncated.code, 10, "{truncated}");
    assert!(truncated.stderr.contains("the file is cut off inside the header"), "{truncated}");

    // One character of the sealed body changed, to another of its alphabet.
    let mut corrupt = good.clone();
    let at = corrupt.len() - 12;
    corrupt[at] = if corrupt[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&path, &corrupt).expect("written");
    let corrupt = transfer();
    assert_eq!(corrupt.code, 10, "{corrupt}");
    assert!(corrupt.stderr.contains("coldkey.tau: "), "{corrupt}");
    assert!(corrupt.stderr.contains("hint: restore the file"), "{corrupt}");

    std::fs::write(&path, b"\x00\xff nonsense").expect("written");
    let nonsense = transfer();
    assert_eq!(nonsense.code, 10, "{nonsense}");
    assert!(!nonsense.stderr.contains("panicked"), "{nonsense}");
}

#[test]
fn an_unknown_network() {
    let house = House::new();
    let said = house.tau(&["subnet", "list", "--network", "finnney"]);
    fails(&said, 2, "there is no network `finnney`");
    assert!(said.stderr.contains("hint: did you mean `finney`?"), "{said}");
}

/// A command says that it cannot reach its node, and what to do.
fn cannot_be_reached(url: &str) {
    let house = House::new();
    let said = house.tau(&["subnet", "list", "--network", url]);
    assert_eq!(said.code, 11, "{said}");
    assert!(said.stderr.contains(&format!("{url} cannot be reached")), "{said}");
    assert!(said.stderr.contains("hint: "), "{said}");
}

#[test]
fn a_port_where_nobody_listens() {
    cannot_be_reached("ws://127.0.0.1:1");
}

#[test]
fn a_name_that_nobody_resolves() {
    // No name ends in this one (RFC 2606).
    cannot_be_reached("wss://node.invalid:9944");
}

#[test]
fn a_port_where_something_else_listens() {
    let house = House::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("ws://{}", listener.local_addr().expect("an address"));
    // Accepts and hangs up at once.
    let thread = std::thread::spawn(move || {
        for stream in listener.incoming().flatten().take(1) {
            drop(stream);
        }
    });
    let said = house.tau(&["chain", "info", "--network", &url]);
    assert_eq!(said.code, 11, "{said}");
    thread.join().expect("the listener ends");
}

#[test]
fn a_node_that_dies_during_a_transaction() {
    let house = House::with_alice();
    // Blocks are an hour apart: the transaction waits in the pool until the node is gone.
    let devnet = Served::process(&house, &["--block-time", "3600s"]);
    let mut tau = house
        .command(
            &["--network", &devnet.url, "transfer", BOB, "1", "--yes"],
            &[("TAU_PASSWORD", PASSPHRASE)],
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tau starts");
    let mut stderr = BufReader::new(tau.stderr.take().expect("piped"));
    let mut line = String::new();
    while line != "Sent\n" {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).expect("readable"), 0, "tau ended before it sent");
    }
    drop(devnet);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut stderr, &mut rest).expect("readable");
    assert_eq!(tau.wait().expect("tau ends").code(), Some(11), "{rest}");
    assert!(rest.contains("the connection was lost after transaction 0x"), "{rest}");
    assert!(rest.contains("it can still be included until block "), "{rest}");
    assert!(rest.contains("hint: "), "{rest}");
}

#[test]
fn amounts_that_are_none() {
    let house = House::with_alice();
    for (amount, sentence) in [
        (
            "1.0000000001",
            "`AMOUNT`: `1.0000000001` has 10 decimal places; the smallest unit is 0.000000001 (9 places)",
        ),
        ("1,5", "`AMOUNT`: `1,5` is not an amount"),
        ("1e9", "`AMOUNT`: `1e9` is not an amount"),
        ("99999999999999", "`AMOUNT`: `99999999999999` is larger than any amount on this chain"),
    ] {
        let said = house.tau(&["transfer", ALICE, amount]);
        fails(&said, 2, sentence);
    }
    assert_eq!(house.tau(&["transfer", ALICE, "-1"]).code, 2);
}

#[test]
fn addresses_that_are_none() {
    let house = House::with_alice();
    let said = house.tau(&["transfer", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", "1"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr.contains("has a wrong checksum: a character is wrong or missing"),
        "{said}"
    );
    let said = house.tau(&["transfer", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", "1"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("is an address of another network"), "{said}");
    let said = house.tau(&["transfer", "alise", "1"]);
    fails(&said, 10, "`alise` is neither an address nor a wallet here");
    assert!(said.stderr.contains("hint: did you mean `alice`?"), "{said}");
}

#[test]
fn too_little_balance() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let said = house.on(devnet, &["transfer", BOB, "1000000", "--yes"]);
    assert_eq!(said.code, 12, "{said}");
    assert!(said.stderr.contains(" TAO can be spent"), "{said}");
    assert!(said.stderr.contains("hint: at most "), "{said}");
}

#[test]
fn an_unknown_subnet() {
    let house = House::with_alice();
    let devnet = Served::shared();
    for words in [
        vec!["subnet", "show", "999"],
        vec!["subnet", "metagraph", "999"],
        vec!["subnet", "register", "999", "--yes"],
        vec!["stake", "add", "1", "-n", "999", "-H", "hot", "--yes"],
    ] {
        fails(&house.on(devnet, &words), 12, "there is no subnet 999");
    }
    let said = house.tau(&["subnet", "show", "minus-one"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("`minus-one` is not the number of a subnet"), "{said}");
}

#[test]
fn a_metadata_cache_that_is_rubbish_is_read_anew() {
    let house = House::new();
    let devnet = Served::shared();
    assert_eq!(house.on(devnet, &["subnet", "list", "--json"]).code, 0);
    let folder = house.path(".cache/tau/metadata");
    for entry in std::fs::read_dir(folder).expect("the cache").flatten() {
        if entry.path().is_file() {
            std::fs::write(entry.path(), b"rubbish").expect("written");
        }
    }
    let said = house.on(devnet, &["subnet", "list", "--json"]);
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn ctrl_c_after_sending_says_what_can_still_happen() {
    let house = House::with_alice();
    let devnet = Served::process(&house, &["--block-time", "3600s"]);
    let mut tau = house
        .command(
            &["--network", &devnet.url, "transfer", BOB, "1", "--yes", "--json"],
            &[("TAU_PASSWORD", PASSPHRASE)],
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tau starts");
    let mut stderr = BufReader::new(tau.stderr.take().expect("piped"));
    let mut line = String::new();
    while line != "Sent\n" {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).expect("readable"), 0, "tau ended before it sent");
    }
    let asked = std::process::Command::new("kill").args(["-INT", &tau.id().to_string()]).status();
    assert!(asked.expect("kill runs").success());
    let output = tau.wait_with_output().expect("tau ends");
    assert_eq!(output.status.code(), Some(130));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
    assert_eq!(document["error"]["kind"], "interrupted");
    let hint = document["error"]["hints"][0].as_str().expect("a hint");
    assert!(hint.contains("it can still be included until block "), "{hint}");
}

#[test]
fn a_noun_without_its_verb_is_told_the_verbs() {
    let house = House::new();
    fails(&house.tau(&["stake", "claim"]), 2, "`tau stake claim` needs a word more");
    insta::assert_snapshot!(house.tau(&["validator"]), @r"
        ------- stderr -------
        error: `tau validator` needs a word more
        hint: it can be list, show, take
        [exit status: 2]
        ");
}

#[test]
fn a_validator_is_found_by_the_name_it_gives_itself() {
    let house = House::new();
    let devnet = Served::start();
    let said = house.on(&devnet, &["validator", "show", "basalt", "--json"]);
    assert_eq!(said.json()["data"]["identity"]["name"], "Basalt", "{said}");
    let nobody = house.on(&devnet, &["validator", "show", "Granite"]);
    assert_eq!(nobody.code, 10, "{nobody}");
    assert!(nobody.stderr.contains("hint: no validator calls itself so"), "{nobody}");
}
