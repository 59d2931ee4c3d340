//! Acting for others on the command line: names, refusals and their exit codes, and the way over the air gap.

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};

fn house() -> House {
    let house = House::with_alice();
    house.import("bob", "//Bob");
    house
}

fn done(house: &House, chain: &Served, line: &str) -> serde_json::Value {
    let mut words: Vec<&str> = line.split(' ').collect();
    words.extend(["--network", &chain.url, "--json", "-y"]);
    house.data_of(&words, &[("TAU_PASSWORD", PASSPHRASE)])
}

/// What is said of a refusal, and its exit code.
fn refused(house: &House, chain: &Served, words: &[&str]) -> (i32, String) {
    let said = house.on(chain, &[words, &["--json", "-y"]].concat());
    let error = &said.json()["error"];
    let hints = error["hints"].to_string();
    (said.code, format!("{} {hints}", error["message"].as_str().unwrap_or_default()))
}

#[test]
fn a_wallet_acts_for_another_account() {
    let (house, chain) = (house(), Served::hurried());
    done(&house, &chain, "proxy add bob --type transfer -w alice");
    let data = done(&house, &chain, "transfer bob 1 --proxy-for alice -w bob");
    assert_eq!(data["plan"]["outcome"]["kind"], "for_another");
    assert_eq!(data["plan"]["outcome"]["account"], ALICE);
    assert_eq!(data["plan"]["outcome"]["way"]["type"], "Transfer");
    assert_eq!(data["plan"]["signer"], BOB);
    assert_eq!(data["receipt"]["settled"]["amount_tao"], "1");

    let stake = ["stake", "add", "5", "-n", "7", "-H", ALICE, "--proxy-for", "alice", "-w", "bob"];
    let (code, said) = refused(&house, &chain, &stake);
    assert_eq!(code, 12, "{said}");
    let (code, said) =
        refused(&house, &chain, &["transfer", BOB, "1", "--proxy-for", "bob", "-w", "bob"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.starts_with("--proxy-for names the account that signs"), "{said}");
    let (code, said) =
        refused(&house, &chain, &["transfer", BOB, "1", "--proxy-for", "bob", "-w", "alice"]);
    assert_eq!(code, 12, "{said}");
    assert!(said.contains("is not a proxy of") && said.contains("tau proxy add"), "{said}");
    let (code, said) =
        refused(&house, &chain, &["transfer", BOB, "1", "--proxy-for", "nobody", "-w", "alice"]);
    assert_eq!(code, 10, "{said}");

    // The EVM address is that of the account that it is done for.
    let take = ["evm", "withdraw", "1", "--proxy-for", "alice", "-w", "bob"];
    let (code, said) = refused(&house, &chain, &take);
    assert_eq!(code, 12, "{said}");
    let theirs = "the EVM address 0xd43593c715Fdd31c61141ABd04a99FD6822c8558 has nothing";
    assert!(said.contains(theirs), "{said}");

    // Over the air gap the proxy signs.
    let request = house.path("request.tau").display().to_string();
    let words = format!(
        "tx prepare --from bob -o {request} transfer {BOB} 2 --proxy-for alice --network {}",
        chain.url
    );
    let said = house.tau(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains("Act as another account"), "{said}");

    // Nothing is decided by a dry run.
    let said =
        house.on(&chain, &["transfer", BOB, "1", "--proxy-for", "alice", "-w", "bob", "--dry-run"]);
    assert!(said.stdout.contains("As a proxy: send TAO"), "{said}");
    assert!(said.stdout.contains("proxy of type Transfer, at once"), "{said}");
    assert!(said.stdout.contains("Its free TAO"), "{said}");
}

#[test]
fn a_file_is_done_under_one_signature() {
    let (house, chain) = (house(), Served::hurried());
    let file = house.write(
        "all.toml",
        "operations = [\"transfer bob 1\"]\n\n[[operation]]\ncommand = \"transfer bob\"\namount = \"2.5\"\n",
    );
    let file = file.display().to_string();
    let data = done(&house, &chain, &format!("batch {file} -w alice"));
    assert_eq!(data["plan"]["call"]["call"], "batch_all");
    assert_eq!(data["receipt"]["settled"]["items"].as_array().map(Vec::len), Some(2));
    let data = done(&house, &chain, &format!("batch {file} --best-effort -w alice"));
    assert_eq!(data["plan"]["call"]["call"], "force_batch");
    // In another's name it is one act of the proxy.
    done(&house, &chain, "proxy add bob --type Any -w alice");
    let data = done(&house, &chain, &format!("batch {file} --proxy-for alice -w bob"));
    assert_eq!(data["plan"]["call"]["call"], "proxy");
    assert_eq!(data["plan"]["outcome"]["item"]["kind"], "batch");

    for (text, code, words) in [
        ("transfer bob 1\nstake list\n", 2, "line 2: `tau stake list` does not change the chain"),
        ("transfer nobody 1\n", 10, "line 1: `nobody` is neither an address nor a wallet here"),
        ("transfer bob 999999999\n", 12, "operation 1: "),
        ("# nothing\n", 2, "a batch needs at least one operation"),
        ("{\"command\": \"transfer bob\", \"amount\": 1.5}\n", 2, "`amount` is not understood"),
    ] {
        let file = house.write("wrong.txt", text).display().to_string();
        let (found, said) = refused(&house, &chain, &["batch", &file, "-w", "alice"]);
        assert_eq!(found, code, "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn books_keep_one_meaning_for_a_name() {
    let house = house();
    let ok = |line: &str| {
        let said = house.tau(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 0, "{line}: {said}");
    };
    let taken = |line: &str, words: &str| {
        let said = house.tau(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 2, "{line}: {said}");
        assert!(said.stderr.contains(words), "{said}");
    };
    ok(&format!("addr add friend {BOB}"));
    ok(&format!("proxy book add vault {ALICE}"));
    ok("multisig add council alice bob");
    taken(&format!("addr add vault {BOB}"), "the book of proxies has `vault` already");
    taken(&format!("proxy book add council {BOB}"), "the book of multisigs has `council` already");
    taken("multisig add friend alice bob", "the address book has `friend` already");
    taken(&format!("proxy book add alice {BOB}"), "a wallet is called `alice`");
    taken("multisig add other alice alice", "2 to 100 different members");
    taken("multisig show nobody", "the book of multisigs has no `nobody`");
    taken("proxy book remove nobody", "the book of proxies has no `nobody`");
    // The account of two of these two, wherever it is worked out.
    let shown = house.data_of(&["multisig", "show", "council", "--json"], &[]);
    let written = house.data_of(&["multisig", "show", "2:bob,alice", "--json"], &[]);
    assert_eq!(shown["address"], written["address"]);
    ok("multisig remove council");
    ok("proxy book remove vault");
    ok(&format!("proxy book add one {ALICE}"));
    ok(&format!("proxy book add two {BOB}"));
    taken("proxy book clear", "there is no terminal to ask on");
    ok("proxy book clear --yes");
}
