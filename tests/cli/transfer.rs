//! `tau transfer`.

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};

#[test]
fn tao_is_sent_to_an_address_and_to_a_name() {
    let house = House::with_alice();
    let devnet = Served::start();
    let free = |who: &str| {
        let said = house.on(&devnet, &["wallet", "balance", who, "--json"]);
        said.data()["balances"][0]["free_tao"].clone()
    };
    let before = free(BOB);
    let sent = house.on(&devnet, &["transfer", BOB, "1.5", "--yes"]);
    assert_eq!(sent.code, 0, "{sent}");
    assert!(sent.stdout.starts_with("Sent 1.5 TAO\n"), "{sent}");
    assert!(sent.stderr.contains(BOB), "the full address is shown before: {sent}");
    assert_ne!(free(BOB), before);

    house.import("bob", "//Bob");
    let named = house.on(
        &devnet,
        &["wallet", "transfer", "--dest", "bob", "--amount", "1", "-w", "alice", "-y"],
    );
    assert_eq!(named.code, 0, "{named}");
    assert!(named.stderr.contains(&format!("{BOB} (bob)")), "{named}");
}

#[test]
fn signing_needs_a_yes_and_a_passphrase() {
    let house = House::with_alice();
    // Both are found missing before any node is asked: nothing listens there.
    let nowhere = ["--network", "ws://127.0.0.1:1"];
    let with = |more: &[&str]| {
        let mut all = vec!["transfer", ALICE, "1"];
        all.extend(nowhere);
        all.extend(more);
        house.tau(&all)
    };
    insta::assert_snapshot!(with(&[]), @r"
        ------- stderr -------
        error: signing needs a yes, and there is no terminal to ask on
        hint: say --yes to go ahead without being asked, or --dry-run to look only
        [exit status: 2]
        ");
    insta::assert_snapshot!(with(&["--yes"]), @r"
        ------- stderr -------
        error: the passphrase of [HOME]/.bittensor/wallets/alice/coldkey.tau is needed, and there is no terminal to ask on
        hint: give it with --password-file, --password-fd or TAU_PASSWORD
        [exit status: 2]
        ");
    insta::assert_snapshot!(with(&["--yes", "--password-file", "nothing-there", "--json"]), @r#"
        {"ok":false,"command":"transfer","schema":1,"error":{"kind":"wallet","message":"nothing can be read from nothing-there: No such file or directory (os error 2)","hints":["it should hold the passphrase or the words, as text"]}}
        [exit status: 10]
        "#);
}

#[test]
fn a_dry_run_needs_neither() {
    let house = House::with_alice();
    let devnet = Served::shared();
    let output =
        house.output(&["--network", &devnet.url, "transfer", BOB, "1", "--dry-run", "--json"], &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_passphrase_can_come_from_a_file_or_a_descriptor() {
    let house = House::with_alice();
    let devnet = Served::start();
    let file = house.write("password", &format!("{PASSPHRASE}\n")).display().to_string();
    let network = devnet.url.as_str();
    let by_file =
        house.tau(&["transfer", BOB, "1", "-y", "--network", network, "--password-file", &file]);
    assert_eq!(by_file.code, 0, "{by_file}");
    let by_descriptor = house.tau_reading(
        &["transfer", BOB, "1", "-y", "--network", network, "--password-fd", "0"],
        PASSPHRASE,
    );
    assert_eq!(by_descriptor.code, 0, "{by_descriptor}");
}

#[test]
fn everything_can_be_sent_and_waiting_is_a_choice() {
    let house = House::with_alice();
    house.import("eve", "//Eve");
    let devnet = Served::start();
    let sent =
        house.on(&devnet, &["transfer", BOB, "all", "-w", "eve", "-y", "--wait", "none", "--json"]);
    assert_eq!(sent.data()["receipt"]["stage"], "sent", "{sent}");
    let sent = house
        .on(&devnet, &["transfer", BOB, "1", "-w", "alice", "-y", "--wait", "inclusion", "--json"]);
    assert!(sent.data()["receipt"]["stage"]["in_block"].is_object(), "{sent}");
}
