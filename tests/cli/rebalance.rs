//! `tau stake rebalance`, and what owners keep of their subnets' settings.

use serde_json::{Value, json};

use super::house::{House, PASSPHRASE, Served};

fn done(house: &House, chain: &Served, line: &str) -> Value {
    let mut words: Vec<&str> = line.split(' ').collect();
    words.extend(["--network", &chain.url, "--json", "-y"]);
    house.data_of(&words, &[("TAU_PASSWORD", PASSPHRASE)])
}

fn text(house: &House, chain: &Served, line: &str) -> super::house::Said {
    house.on(chain, &line.split(' ').collect::<Vec<_>>())
}

#[test]
fn a_file_of_weights_is_carried_out_under_one_signature() {
    let (house, chain) = (House::with_alice(), Served::hurried());
    house.import("bob", "//Bob");
    done(&house, &chain, "wallet import alice --as-hotkey validator --uri //Demo//validator");
    done(&house, &chain, "wallet import alice --as-hotkey miner --uri //Demo//miner");
    // All but a hundred TAO stay out of it.
    let rest = "-w alice --reserve 99900";
    let first = house.write(
        "first.toml",
        "drift = \"2%\"\n[[target]]\nnetuid = 7\nhotkey = \"validator\"\nweight = \"40%\"\n\
         [[target]]\nnetuid = \"root\"\nhotkey = \"validator\"\nweight = \"30%\"\n",
    );
    let first = first.display().to_string();
    let look = text(&house, &chain, &format!("stake rebalance {first} {rest} --dry-run"));
    assert_eq!(look.code, 0, "{look}");
    for words in
        ["Subnet  Hotkey", "root    alice/validator", "Pools' fees", "dry run: nothing was signed"]
    {
        assert!(look.stdout.contains(words), "{words}: {look}");
    }
    assert!(look.stdout.lines().all(|line| line.chars().count() <= 200), "{look}");
    let data = done(&house, &chain, &format!("stake rebalance {first} {rest}"));
    assert_eq!(data["plan"]["call"]["call"], "batch_all");
    let does = |data: &Value| -> Vec<String> {
        let trades = data["rebalance"]["trades"].as_array().expect("trades").clone();
        trades.iter().map(|one| one["does"].as_str().expect("a word").to_owned()).collect()
    };
    assert_eq!(does(&data), ["buy", "buy"]);
    assert_eq!(data["rebalance"]["off_target"], json!([]));
    let again = done(&house, &chain, &format!("stake rebalance {first} {rest}"));
    assert_eq!((&again["plan"], &again["receipt"]), (&Value::Null, &Value::Null));
    let again = text(&house, &chain, &format!("stake rebalance {first} {rest}"));
    assert!(again.stdout.contains("no weight is off by more than 2%: there is nothing to do"));

    // In another's name, and for a key elsewhere, it is one wish as everything else.
    let second = house.write(
        "second.csv",
        "7,alice/miner,20%\n7,alice/validator,20%\nroot,alice/validator,10%\n",
    );
    let second = second.display().to_string();
    done(&house, &chain, "proxy add bob --type Any -w alice");
    let wish = format!("stake rebalance {second} --reserve 99900 --tolerance 2%");
    let data = done(&house, &chain, &format!("{wish} --proxy-for alice -w bob --dry-run"));
    assert_eq!(data["plan"]["call"]["call"], "proxy");
    assert_eq!(does(&data), ["sell", "move"]);
    let request = house.path("request.tau").display().to_string();
    // Behind the command they would be its own flags.
    let mut words = vec!["--json", "-y", "--network", &*chain.url];
    let line = format!("tx prepare --from alice -o {request} {wish}");
    words.extend(line.split(' '));
    let data = house.data_of(&words, &[("TAU_PASSWORD", PASSPHRASE)]);
    assert_eq!(data["items"][0]["call"], "Utility.batch_all");
    let lines = house.write("all.txt", &format!("transfer bob 1\n{wish}\n"));
    let data = done(&house, &chain, &format!("batch {} -w alice --dry-run", lines.display()));
    let items = data["plan"]["outcome"]["items"].as_array().map(Vec::len);
    assert_eq!(items, Some(3), "{data}");

    for (words, code, said) in [
        ("1,validator,60%\n3,validator,41%\n", 2, "the weights add up to more than 100%"),
        ("4000,validator,5%\n", 12, "there is no subnet 4000"),
        ("9,nobody,5%\n", 10, "nobody"),
        ("9,5%\n", 2, "so its target has to name a hotkey"),
        ("", 2, "there is no target"),
    ] {
        let file = house.write("wrong.csv", words).display().to_string();
        let refused = text(&house, &chain, &format!("stake rebalance {file} {rest} --dry-run"));
        assert_eq!(refused.code, code, "{words}: {refused}");
        assert!(refused.stderr.contains(said), "{words}: {refused}");
    }
    let refused = text(&house, &chain, &format!("stake rebalance nowhere.toml {rest}"));
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("nowhere.toml cannot be read"), "{refused}");
}

#[test]
fn owners_see_what_changed_since_a_file_was_made() {
    let (house, chain) = (House::with_alice(), Served::hurried());
    let made = done(&house, &chain, "subnet create -H hot -w alice --name Mine");
    let mine = made["receipt"]["settled"]["netuid"].to_string();
    let settings = format!("subnet settings {mine} --json --network {}", chain.url);
    let kept = house.output(&settings.split(' ').collect::<Vec<_>>(), &[]);
    let file = house.path("before.json");
    std::fs::write(&file, &kept.stdout).expect("a file");
    let file = file.display().to_string();
    let since = done(&house, &chain, &format!("subnet settings {mine} --against {file}"));
    assert_eq!(since["changed_since"]["changes"], json!([]));

    // Two in one batch: all values before and after are kept with it.
    let batch = house.write(
        "all.txt",
        &format!("subnet set rho 11 -n {mine}\nsubnet set max_burn 77 -n {mine}\n"),
    );
    let data = done(&house, &chain, &format!("batch {} -w alice", batch.display()));
    let snaps = data["snapshot"].as_array().expect("a snapshot");
    assert!(snaps.len() > 30, "{data}");
    let changed: Vec<&Value> =
        snaps.iter().filter(|one| one["before"] != one["after"]).map(|one| &one["name"]).collect();
    assert_eq!(changed, ["max_burn", "rho"]);
    let since = done(&house, &chain, &format!("subnet settings {mine} --against {file}"));
    let names: Vec<&Value> = since["changed_since"]["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["max_burn", "rho"]);
    let shown = text(&house, &chain, &format!("subnet settings {mine} --against {file}"));
    assert!(shown.stdout.contains("Changed since block"), "{shown}");
    assert!(shown.stdout.contains("rho"), "{shown}");

    let other = text(&house, &chain, &format!("subnet settings 3 --against {file}"));
    assert_eq!(other.code, 2, "{other}");
    assert!(other.stderr.contains(&format!("the file is of subnet {mine}, not of 3")), "{other}");
    let none = house.write("none.json", "{}").display().to_string();
    let none = text(&house, &chain, &format!("subnet settings 7 --against {none}"));
    assert!(none.stderr.contains("holds no settings of a subnet"), "{none}");
}
