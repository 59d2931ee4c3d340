//! `tau chain …`: looking around by names.

use serde_json::{Value, json};

use super::house::{ALICE, BOB, House, Served};

#[test]
fn the_doctor_lists_every_command_and_what_one_needs() {
    let house = House::new();
    let devnet = Served::shared();
    let data = house.on(devnet, &["chain", "doctor", "--json"]).data();
    assert_eq!(data["endpoints"][0]["endpoint"], "[URL]");
    assert_eq!(data["endpoints"][0]["reachable"], true);
    let commands = data["commands"].as_array().expect("a list");
    assert!(commands.iter().any(|one| one["command"] == "stake add"));
    for one in commands {
        assert_eq!(one["verdict"], "works", "{one}");
    }
    let data = house.on(devnet, &["chain", "doctor", "stake", "add", "--json"]).data();
    let needs = data["needs"].as_array().expect("a list");
    let call = needs.iter().find(|one| one["name"] == "SubtensorModule.add_stake_limit");
    assert_eq!(
        call.expect("the call"),
        &json!({
            "kind": "call",
            "name": "SubtensorModule.add_stake_limit",
            "shape": "(hotkey: 32 bytes, netuid: u16, amount_staked: u64, limit_price: u64, \
                      allow_partial: bool)",
            "dispensable": false,
            "here": true,
            "change": null,
        })
    );
    insta::assert_snapshot!(house.on(devnet, &["chain", "doctor", "stake", "ad"]), @r"
        ------- stderr -------
        error: `stake ad` is no command that asks a chain
        hint: did you mean `stake add`?
        hint: `tau chain doctor` lists them
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.on(devnet, &["chain", "doctor", "tx", "show"]), @r"
        Kind     Name            Here       Shape
        storage  System.Account  as needed  (32 bytes) → {nonce: u32, data: {free: u64, reserved: u64, frozen: u64}}
        storage  System.Events   as needed  anything
        [URL], block 5400000
        [exit status: 0]
        ");
}

#[test]
fn storage_and_constants_are_read_by_name() {
    let house = House::new();
    let devnet = Served::shared();
    let read = |words: &[&str]| {
        let mut all = vec!["chain", "query", "--json"];
        all.extend(words);
        house.on(devnet, &all).data()
    };
    assert_eq!(read(&["Balances.ExistentialDeposit"])["entries"][0]["value"], "500");
    let account = read(&["System.Account", ALICE]);
    assert_eq!(account["entries"][0]["value"]["data"]["free"], "100000000000000");
    let burns = read(&["SubtensorModule.Burn", "--limit", "2"]);
    assert_eq!(burns["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(burns["has_more"], true);
    assert_eq!(burns["entries"][0]["keys"], json!([1]));
    let one = read(&["SubtensorModule.Burn", "1"]);
    assert_eq!(one["is_default"], false);
    assert_eq!(one["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(read(&["SubtensorModule.Burn", "999"])["is_default"], true);
    // Page by page it is the same list, each page behind the one before.
    let whole = read(&["SubtensorModule.Keys", "1", "--limit", "8"]);
    let (mut pages, mut next) = (Vec::new(), serde_json::Value::Null);
    for _ in 0..4 {
        let mut words = vec!["SubtensorModule.Keys", "1", "--limit", "2"];
        words.extend(next.as_str().map(|_| "--start").into_iter().chain(next.as_str()));
        // As it is: what a test is shown has placeholders for such keys.
        let all = [&["--network", &devnet.url, "--json", "chain", "query"], &words[..]].concat();
        let page = house.data_of(&all, &[]);
        pages.extend(page["entries"].as_array().expect("entries").clone());
        next = page["next"].clone();
    }
    let hotkey = |page: &serde_json::Value| page["keys"].clone();
    let wanted = whole["entries"].as_array().expect("entries");
    assert_eq!(
        pages.iter().map(hotkey).collect::<Vec<_>>(),
        wanted.iter().map(hotkey).collect::<Vec<_>>()
    );
    let last = read(&["SubtensorModule.Keys", "1", "--limit", "10000"]);
    assert_eq!((&last["has_more"], &last["next"]), (&json!(false), &json!(null)));
    for (words, said) in [
        (["--limit", "10001"], "10001 entries are too many for one answer"),
        (["--start", "0x12"], "the place to go on"),
        (["--start", "here"], "--start is no storage key"),
    ] {
        let refused =
            house.on(devnet, &[&["chain", "query", "SubtensorModule.Burn"], &words[..]].concat());
        assert!(refused.code != 0 && refused.stderr.contains(said), "{refused}");
    }
    // A prefix of the keys lists what is below it.
    let keys = read(&["SubtensorModule.Keys", "1", "--limit", "3"]);
    assert_eq!(keys["entries"].as_array().map(Vec::len), Some(3), "{keys}");
    insta::assert_snapshot!(house.on(devnet, &["chain", "query", "SubtensorModule.Burnt"]), @r"
        ------- stderr -------
        error: runtime 425 has no storage or constant `SubtensorModule.Burnt`
        hint: did you mean `SubtensorModule.Burn`?
        hint: `tau chain metadata` lists what there is
        [exit status: 13]
        ");
    insta::assert_snapshot!(house.on(devnet, &["chain", "query", "Burn"]), @r"
        ------- stderr -------
        error: `Burn` is not a name such as SubtensorModule.Burn
        hint: `tau chain metadata` lists what there is
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.on(devnet, &["chain", "query", "SubtensorModule.Burn", "x"]), @r#"
        ------- stderr -------
        error: a key of SubtensorModule.Burn: u16 is expected, not `"x"`
        hint: `tau chain metadata` lists keys and inputs with their types
        [exit status: 2]
        "#);
    insta::assert_snapshot!(
        house.on(devnet, &["chain", "query", "Balances.ExistentialDeposit", "1"]),
        @r"
            ------- stderr -------
            error: Balances.ExistentialDeposit is a constant and has no keys
            hint: tau chain query Balances.ExistentialDeposit
            [exit status: 2]
            "
    );
}

#[test]
fn runtime_apis_are_asked_by_name() {
    let house = House::new();
    let devnet = Served::shared();
    let price =
        house.on(devnet, &["chain", "call", "SwapRuntimeApi.current_alpha_price", "1", "--json"]);
    assert!(price.data()["value"].is_string(), "{price}");
    insta::assert_snapshot!(
        house.on(devnet, &["chain", "call", "SwapRuntimeApi.current_alpha_pric", "1"]),
        @r"
            ------- stderr -------
            error: runtime 425 has no api `SwapRuntimeApi.current_alpha_pric`
            hint: did you mean `SwapRuntimeApi.current_alpha_price`?
            hint: `tau chain metadata` lists what there is
            [exit status: 13]
            "
    );
    insta::assert_snapshot!(
        house.on(devnet, &["chain", "call", "SwapRuntimeApi.current_alpha_price"]),
        @r"
            ------- stderr -------
            error: SwapRuntimeApi.current_alpha_price: it takes 1 input: netuid
            hint: `tau chain metadata` lists keys and inputs with their types
            [exit status: 2]
            "
    );
}

#[test]
fn what_there_is_is_listed() {
    let house = House::new();
    let devnet = Served::shared();
    insta::assert_snapshot!(
        house.on(devnet, &["chain", "metadata", "full_limit", "--kind", "call"]),
        @r"
            Kind  Name                                     Arguments                                                    Value
            call  SubtensorModule.remove_stake_full_limit  hotkey: AccountId32, netuid: u16, limit_price: optional u64
            [URL], block 5400000
            [exit status: 0]
            "
    );
    let all = house.on(devnet, &["chain", "metadata", "--json"]).data();
    let items = all["items"].as_array().expect("a list");
    for kind in ["call", "storage", "constant", "event", "error", "api"] {
        assert!(items.iter().any(|one| one["kind"] == kind), "no {kind}");
    }
}

#[test]
fn blocks_tell_what_is_in_them_and_can_be_looked_at_again() {
    let house = House::with_alice();
    let devnet = Served::start();
    let sent = house.on(
        &devnet,
        &[
            "transfer",
            "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
            "3",
            "--wallet",
            "alice",
            "--yes",
            "--json",
        ],
    );
    let block = sent.data()["receipt"]["stage"]["finalized"]["block"].as_u64().expect("a block");
    let block = block.to_string();
    let blocks = house.on(&devnet, &["chain", "blocks", "--limit", "5", "--json"]).data();
    let newest = &blocks["blocks"][0];
    assert_eq!(newest["block"].to_string(), block);
    assert_eq!(newest["signed"], 1);
    let events = house
        .on(&devnet, &["chain", "events", "--pallet", "balances", "--name", "Transfer", "--json"]);
    let events = events.data();
    assert_eq!(events["events"][0]["fields"]["amount"], "3000000000", "{events}");

    // The block before it, and then.
    let before = (block.parse::<u64>().expect("a number") - 1).to_string();
    let free = |at: &str| -> Value {
        let said = house
            .on(&devnet, &["--at-block", at, "chain", "query", "System.Account", ALICE, "--json"]);
        assert_eq!(said.json()["network"]["block"].to_string(), at, "{said}");
        said.data()["entries"][0]["value"]["data"]["free"].clone()
    };
    assert_eq!(free(&before), "100000000000000");
    assert_ne!(free(&block), free(&before));
    let listed = house.on(&devnet, &["subnet", "list", "--at-block", &before, "--json"]);
    assert_eq!(listed.json()["network"]["block"].to_string(), before, "{listed}");
    let later = house.on(&devnet, &["subnet", "list", "--at-block", "4000000000"]);
    assert_eq!(later.code, 2, "{later}");
    assert!(later.stderr.contains("there is no block 4000000000: the newest is "), "{later}");
    insta::assert_snapshot!(house.on(&devnet, &["transfer", ALICE, "1", "--at-block", "1"]), @r"
        ------- stderr -------
        error: `tau transfer` does not look at a block of the past
        hint: --at-block is for commands that read a chain
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.on(&devnet, &["subnet", "list", "--at-block", "soon"]), @r"
        ------- stderr -------
        error: `--at-block`: `soon` is neither a block's number nor its hash
        hint: `tau subnet list --help` explains it
        [exit status: 2]
        ");
}

#[test]
fn a_quorum_takes_several_nodes() {
    let house = House::new();
    let devnet = Served::shared();
    insta::assert_snapshot!(house.on(devnet, &["subnet", "list", "--quorum", "2"]), @r"
        ------- stderr -------
        error: 2 nodes have to agree, and 1 can be asked: no more endpoints are given
        hint: name more nodes with --network, or ask for fewer with --quorum
        [exit status: 11]
        ");
    // The same node under two names is two endpoints.
    let other = devnet.url.replace("127.0.0.1", "localhost");
    let said =
        house.on(devnet, &["--network", &other, "subnet", "list", "--quorum", "2", "--json"]);
    assert!(said.data()["subnets"].is_array(), "{said}");
}

#[test]
fn tables_of_the_chain_are_arranged_like_all_others() {
    let house = House::with_alice();
    let devnet = Served::start();
    for _ in 0..2 {
        let sent = house.on(&devnet, &["transfer", BOB, "1", "--wallet", "alice", "--yes"]);
        assert_eq!(sent.code, 0, "{sent}");
    }
    let data = |words: &[&str]| house.on(&devnet, &[words, &["--json"]].concat()).data();
    let blocks = data(&["chain", "blocks", "--limit", "3", "--filter", "signed>=1", "--reverse"]);
    let numbers: Vec<u64> = blocks["blocks"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|block| block["block"].as_u64().expect("a number"))
        .collect();
    assert!(numbers.len() == 2 && numbers[0] < numbers[1], "{blocks}");
    let events = data(&["chain", "events", "--filter", "event=balances.transfer"]);
    assert_eq!(events["events"].as_array().map(Vec::len), Some(1), "{events}");
    let commands = data(&["chain", "doctor", "--filter", "command=transfer"]);
    assert_eq!(commands["commands"].as_array().map(Vec::len), Some(1), "{commands}");
    let needs = data(&["chain", "doctor", "transfer", "--filter", "kind=call"]);
    assert!(needs["needs"].as_array().is_some_and(|needs| !needs.is_empty()), "{needs}");
    let items = data(&["chain", "metadata", "--sort", "name", "--limit", "4"]);
    assert_eq!(items["items"].as_array().map(Vec::len), Some(4), "{items}");
    let entries =
        data(&["chain", "query", "SubtensorModule.Burn", "--sort", "key", "--limit", "2"]);
    assert_eq!(entries["entries"].as_array().map(Vec::len), Some(2), "{entries}");
    let many = house.on(&devnet, &["chain", "blocks", "--limit", "1001"]);
    assert_eq!(many.code, 2, "{many}");
    let both = house.on(&devnet, &["chain", "events", "--follow", "--sort", "event"]);
    assert_eq!(both.code, 2, "{both}");
    let narrow =
        house.on(&devnet, &["chain", "blocks", "--limit", "1", "--columns", "block,calls"]);
    assert!(narrow.stdout.contains("Block") && !narrow.stdout.contains("Hash"), "{narrow}");
}
