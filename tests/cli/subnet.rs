//! `tau subnet …`.

use super::house::{House, Served};

#[test]
fn subnets_are_listed_sorted_and_exported() {
    let house = House::new();
    let devnet = Served::shared();
    let said = house.on(devnet, &["subnet", "list", "--json"]);
    let subnets = said.data()["subnets"].as_array().cloned().expect("a list");
    assert!(subnets.len() > 16, "{said}");
    assert_eq!(subnets[0]["netuid"], 0);
    assert_eq!(subnets[0]["price"], "1", "root's alpha is TAO");

    let prices = |said: &super::house::Said| -> Vec<f64> {
        let list = said.data()["subnets"].as_array().cloned().expect("a list");
        list.iter()
            .map(|subnet| subnet["price"].as_str().expect("text").parse().expect("number"))
            .collect()
    };
    let sorted = prices(&house.on(devnet, &["subnets", "list", "--json", "--sort", "price"]));
    assert!(sorted.is_sorted_by(|left, right| left >= right), "{sorted:?}");
    let reversed =
        prices(&house.on(devnet, &["subnets", "list", "--json", "--sort", "price", "--reverse"]));
    assert!(reversed.is_sorted(), "{reversed:?}");

    let csv = house.on(devnet, &["subnet", "list", "--csv"]);
    assert!(
        csv.stdout.starts_with("netuid,name,symbol,price,moving_price,market_cap_tao,"),
        "{csv}"
    );
    assert_eq!(csv.stdout.lines().count(), subnets.len() + 1);

    let text = house.on(devnet, &["subnet", "list"]);
    assert_eq!(text.stdout.lines().count(), subnets.len() + 2, "{text}");
    insta::assert_snapshot!(house.on(devnet, &["subnet", "list", "--sort", "prise"]), @r"
        ------- stderr -------
        error: there is no column `prise`
        hint: did you mean `price`?
        hint: there are netuid, name, symbol, price, change, hour, day, week, trend, market-cap, tao-in, alpha-in, alpha-out, emission, injected, average, deregistration, volume, burn, neurons, epoch, age
        [exit status: 2]
        ");
}

#[test]
fn one_subnet_and_its_neurons() {
    let house = House::new();
    let devnet = Served::shared();
    let shown = house.on(devnet, &["subnet", "show", "1", "--json"]);
    assert_eq!(shown.data()["subnet"]["netuid"], 1);
    let text = house.on(devnet, &["subnet", "show", "--netuid", "1"]);
    for field in ["Price", "Pool", "Registration", "Owner", "Started"] {
        assert!(text.stdout.contains(field), "{field}: {text}");
    }
    let metagraph = house.on(devnet, &["subnet", "metagraph", "1", "--json", "--sort", "stake"]);
    let neurons = metagraph.data()["neurons"].as_array().cloned().expect("a list");
    assert_eq!(Some(neurons.len() as u64), shown.data()["subnet"]["neurons"].as_u64());
    let table = house.on(devnet, &["subnet", "metagraph", "1"]);
    assert_eq!(table.stdout.lines().count(), neurons.len() + 3, "{table}");
    let top = ["subnet", "metagraph", "1", "--sort", "stake", "--limit", "2", "--json"];
    let top = house.on(devnet, &top).data()["neurons"].clone();
    assert_eq!(top.as_array().map(Vec::as_slice), neurons.get(..2));
}

#[test]
fn a_hotkey_registers_within_its_limit() {
    let house = House::with_alice();
    let devnet = Served::start();
    let refused =
        house.on(&devnet, &["subnet", "register", "1", "--yes", "--max-burn", "0.000001"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("more than the 0.000001 allowed"), "{refused}");

    let dry = house.on(&devnet, &["subnet", "register", "1", "--dry-run", "--json"]);
    assert_eq!(dry.data()["receipt"], serde_json::Value::Null);
    assert_eq!(dry.data()["plan"]["outcome"]["kind"], "register");
    let done = house.on(&devnet, &["subnet", "register", "1", "--yes", "--json"]);
    assert_eq!(done.data()["receipt"]["settled"]["kind"], "registered", "{done}");
    let uid = done.data()["receipt"]["settled"]["uid"].clone();

    let metagraph = house.on(&devnet, &["subnet", "metagraph", "1", "--json"]);
    let hotkey = house.tau(&["wallet", "show", "--json"]);
    assert_eq!(hotkey.code, 0);
    let neurons = metagraph.data()["neurons"].as_array().cloned().expect("a list");
    assert!(neurons.iter().any(|neuron| neuron["uid"] == uid), "{uid}");
    let again = house.on(&devnet, &["subnet", "register", "1", "--yes"]);
    assert_eq!(again.code, 12, "{again}");
    assert!(again.stderr.contains("already"), "{again}");
}

#[test]
fn rows_and_columns_are_chosen() {
    let house = House::new();
    let devnet = Served::shared();
    let all = house.on(devnet, &["subnet", "list", "--json"]).data();
    let all = all["subnets"].as_array().expect("subnets").len();
    let said = house.on(devnet, &["subnet", "list", "--filter", "netuid>=1 netuid<3", "--json"]);
    let data = said.data();
    let numbers: Vec<_> = data["subnets"]
        .as_array()
        .expect("subnets")
        .iter()
        .map(|subnet| subnet["netuid"].as_u64())
        .collect();
    assert!(all > 2);
    assert_eq!(numbers, [Some(1), Some(2)], "{said}");
    let said = house.on(
        devnet,
        &["subnet", "list", "--columns", "price,netuid", "--filter", "netuid=1", "--sort", "price"],
    );
    let mut lines = said.stdout.lines();
    let heads: Vec<_> = lines.next().unwrap_or_default().split_whitespace().collect();
    assert_eq!(heads, ["Price", "τ", "#"], "{said}");
    assert_eq!(lines.clone().count(), 2, "{said}");
    assert!(said.stdout.contains(&format!("1 of {all} subnets")), "{said}");
    for (arguments, sentence) in [
        (["--filter", "prise<1"], "error: there is no column `prise`"),
        (
            ["--filter", "price<"],
            "error: the filter is not understood: nothing stands behind `price<`",
        ),
        (["--columns", "netuid,prise"], "error: there is no column `prise`"),
    ] {
        let mut words = vec!["subnet", "list"];
        words.extend(arguments);
        let said = house.on(devnet, &words);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.starts_with(sentence), "{said}");
        assert!(said.stderr.contains("hint: "), "{said}");
    }
}
