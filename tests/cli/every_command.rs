//! Every command once, on a development chain, in the order of a person's day: each does what it is for, and
//! its document keeps to its schema.
//!
//! `TAU_TRANSCRIPTS=file cargo test --test cli every_command` writes a table of what was typed and
//! how it ended.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::CommandFactory;
use tau::cli::Cli;

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};
use super::schema;

/// What is typed, and `{…}` for what an earlier answer said.
const DAY: &[&str] = &[
    "wallet create new --mnemonic-out words",
    "wallet import demo --uri //Demo",
    "wallet import demo --as-hotkey validator --uri //Demo//validator",
    "wallet import demo --as-hotkey miner --uri //Demo//miner",
    "wallet import alice --uri //Alice",
    "wallet import alice --as-hotkey hot --uri //Alice//hot",
    "wallet list",
    "wallet show demo",
    "wallet new-coldkey other --mnemonic-out other-words",
    "wallet new-hotkey second -w other --mnemonic-out second-words",
    "wallet rename other/second third",
    "wallet identify .bittensor/wallets/demo/coldkey.tau",
    "wallet kdf --memory 19 --dry-run",
    "wallet passwd other --new-password-file new-password",
    "wallet verify-backup new --mnemonic-file words",
    "wallet export btcli demo/miner -o exported --new-password-file new-password",
    "wallet remove other -y",
    "wallet trash",
    "wallet restore",
    "wallet migrate demo",
    "wallet mend",
    "wallet watch add cold {bob}",
    "wallet balance",
    "wallet overview -w demo",
    "wallet inspect -w demo",
    "wallet sign hello -w demo",
    "wallet verify hello -w demo --signature {signature}",
    "addr add bob {bob} --note rich",
    "addr list",
    "config set tolerance 1%",
    "config get tolerance",
    "config list",
    "config path",
    "config schema",
    "config unset tolerance",
    "addr show bob",
    "stake list -w demo",
    "stake add 5 -n 7 -H validator -w demo -y",
    "stake remove 1 -n 7 -H validator -w demo -y",
    "stake move 1 --to miner --from-netuid 7 -H validator -w demo -y",
    "stake swap 1 --from-netuid 7 --to-netuid 3 -H validator -w demo -y",
    "stake transfer 1 --to bob --from-netuid 7 -H validator -w demo -y",
    "stake unstake-all-alpha -H miner -w demo -y --accept-impact",
    "stake unstake-all -H miner -w demo -y --accept-impact --dry-run",
    "stake claim show -w demo",
    "stake claim now 1 -w demo -y",
    "stake claim type keep -w demo -y",
    "stake auto set 7 -H validator -w demo -y",
    "stake auto show -w demo",
    "stake burn 1 -n 7 -H validator -w demo -y",
    "stake burn-alpha 1 -n 7 -H validator -w demo -y",
    "stake locks add 10 -n 7 -H validator -w demo -y",
    "stake locks move 7 -H miner -w demo -y",
    "stake locks mode perpetual -n 7 -w demo -y",
    "stake locks accept yes -w demo -y",
    "stake locks list -w demo",
    "subnet conviction 7",
    "subnet conviction 7 --to miner -w demo",
    "stake child set miner=20% -n 7 -H validator -w demo -y",
    "stake child take 9% -n 7 -H validator -w demo -y",
    "stake child get -H validator -w demo",
    "stake child revoke 7 -H validator -w demo -y",
    "stake plan 500 -n 7 --recovery 2%",
    "stake plan 500 -n 7 --to 4",
    "stake rebalance {weights} --tolerance 2% -w demo -y",
    "stake rebalance {weights} --tolerance 2% -w demo --dry-run",
    "subnet list",
    "subnet show 7",
    "subnet metagraph 7",
    "subnet price 7",
    "subnet price",
    "subnet hyperparameters 7",
    "subnet burn-cost 7",
    "subnet create-cost",
    "subnet register 4 -H hot -w alice -y",
    "subnet create -H hot -w alice --name Mine -y",
    "subnet start {created} -w alice -y",
    "subnet settings {created}",
    "subnet set rho 11 -n {created} -w alice -y",
    "subnet symbol ω -n {created} -w alice -y",
    "subnet trim 128 -n {created} -w alice -y",
    "subnet mechanisms set 2 -n {created} -w alice -y",
    "subnet mechanisms split 70 30 -n {created} -w alice -y",
    "subnet mechanisms show {created}",
    "subnet set commit_reveal_weights_enabled false -n {created} -w alice -y",
    "subnet trigger-epoch {created} -w alice -y",
    "subnet identity set {created} --name Ours -w alice -y",
    "subnet identity get {created}",
    "validator list 7",
    "validator show validator -w demo",
    "validator take 10% -H validator -w demo -y",
    "identity set --name Ada -w demo -y",
    "identity get demo",
    "axon serve 7 --ip 203.0.113.7 --port 8091 -H validator -w demo -y",
    "axon show 7 -H validator -w demo",
    "probe 7",
    "query 0 -n 7 -H validator -w demo",
    "history probes 7",
    "weights set 0=1 -n 7 -H validator -w demo -y",
    "weights commit 0=1 7=2 -n 7 -H validator -w demo -y",
    "weights reveal 0=1 7=2 -n 7 --salt 1,2,3 -H validator -w demo -y",
    "weights show 7 -H validator -w demo",
    "transfer bob 1 -w demo -y",
    "proxy book add guarded {alice} --type Any --delay 2",
    "proxy book update guarded --note mine",
    "proxy book list --verify -w demo",
    "proxy add demo --type Staking -w alice -y",
    "stake add 5 -n 7 -H validator --proxy-for guarded -w demo -y",
    "proxy pay-fees demo yes -w alice -y",
    "proxy poke -w alice -y",
    "proxy add demo --type Any --delay 2 -w alice -y",
    "proxy announce guarded transfer bob 1 -w demo -y",
    "proxy list demo",
    "proxy cancel-announcement guarded {hash} -w demo -y",
    "proxy announce guarded transfer bob 1 -w demo -y",
    "proxy reject demo {hash} -w alice -y",
    "proxy announce guarded transfer bob 1 -w demo -y",
    "proxy execute guarded -w demo -y",
    "proxy list alice",
    "proxy remove demo --type Staking -w alice -y",
    "proxy remove-all -w alice -y",
    "proxy pure create --name pure -w alice -y",
    "proxy pure kill pure -w alice -y",
    "proxy book remove guarded",
    "proxy book add again {alice}",
    "proxy book clear -y",
    "multisig add council alice demo --threshold 2 --note both",
    "multisig list",
    "multisig show council",
    "transfer council 5 -w demo -y",
    "multisig propose council transfer bob 1 -w alice -y",
    "multisig pending council",
    "multisig poke council {waiting} -w alice -y",
    "multisig cancel council {waiting} -w alice -y",
    "multisig propose council transfer bob 1 -w alice -y",
    "multisig approve council {waiting} -w demo -y",
    "multisig propose council transfer bob 2 -w alice -y",
    "multisig execute council -w demo -y",
    "multisig remove council",
    "crowdloan create --deposit 10 --cap 20 --duration 60000 --target bob -w alice -y",
    "crowdloan list",
    "crowdloan contribute 3 --id {loan} -w demo -y",
    "crowdloan show {loan}",
    "crowdloan contributors {loan}",
    "crowdloan withdraw {loan} -w demo -y",
    "crowdloan contribute 3 --id {loan} -w demo -y",
    "crowdloan update {loan} --cap 15 --min-contribution 1 -w alice -y",
    "crowdloan finalize {loan} -w alice -y",
    "crowdloan refund {loan} -w alice -y",
    "crowdloan dissolve {loan} -w alice -y",
    "root register -H hot -w alice -y",
    "wallet new-hotkey spare -w alice --mnemonic-out spare-words",
    "wallet associate-hotkey -H spare -w alice -y",
    "batch {batch} -w alice -y",
    "wallet swap-hotkey {charlie} -n 4 -H hot -w alice -y",
    "wallet import leaving --uri //Leaving",
    "transfer leaving 5 -w demo -y",
    "wallet swap-coldkey check -w leaving",
    "wallet swap-coldkey announce {dave} -w leaving -y",
    "wallet swap-coldkey execute {dave} -w leaving -y",
    "wallet swap-coldkey clear -w leaving -y",
    "wallet swap-coldkey dispute -w leaving -y",
    "tx list",
    "tx show {transaction}",
    "tx decode {bytes}",
    "tx cancel {transaction} -y",
    "chain info",
    "chain doctor",
    "chain doctor stake add",
    "chain blocks",
    "chain events",
    "chain query SubtensorModule.Burn 7",
    "chain call SwapRuntimeApi.current_alpha_price 7",
    "chain metadata add_stake",
    "chain constant Balances.ExistentialDeposit",
    "chain describe AdminUtils.sudo_set_min_burn",
    "chain diff live live",
    "chain metadata diff live live",
    "call System.remark remark=0x00 -w demo -y",
    "call System.remark --help-args",
    "evm address demo",
    "evm balance demo",
    "evm message -H hot -w alice",
    "evm associate 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --block 1 --signature 0x00 -n 4 -H hot -w alice -y",
    "transfer {mirror} 2 -w alice -y",
    "evm withdraw 1 -w demo -y",
    "policy init",
    "policy show",
    "policy check",
    "devnet fund demo 10",
    "devnet reset",
    "devnet record -o world -n 3",
    "devnet simulate --scenario {scenario} --blocks 3",
    "history sync --blocks 5",
    "history show 7",
    "history profit",
    "keys",
    "explain validator permit",
    "explain",
    "agent start",
    "agent add demo",
    "agent status",
    "agent lock demo",
    "agent stop",
    "addr remove bob",
    "demo",
    "screen subnets --demo",
    "completions zsh",
    "man",
];

/// What this chain has reason to refuse on that day, and how it says so.
const REFUSED: &[(&str, i32, &str)] = &[
    ("stake claim now", 12, "nothing can be claimed there"),
    ("stake child revoke", 12, "can be done again from block"),
    ("query 0", 1, "is not an address on the internet"),
    ("weights set", 12, "takes weights only as commitments"),
    ("weights reveal", 12, ""),
    ("evm associate", 2, "has 65 bytes, and this has 1"),
    ("proxy poke", 12, "0.093 TAO is held, which is what the chain asks for"),
    ("multisig poke", 12, "0.196 TAO is held, which is what the chain asks for"),
    ("crowdloan finalize", 12, "has raised 13 of 15 TAO"),
    ("wallet swap-coldkey execute", 12, "can be done from block"),
    ("wallet swap-coldkey clear", 12, "can be done from block"),
    ("tx cancel", 1, "cannot be cancelled: it is decided"),
];

/// Commands that end only when they are told to, and those of the air gap: other tests have them.
const ELSEWHERE: [&str; 11] = [
    "devnet",
    "import-btcli",
    "watch",
    "tx prepare",
    "tx carry",
    "tx sign",
    "tx combine",
    "tx pin",
    "tx guide",
    "tx submit",
    "tx drill",
];

/// What earlier answers said.
#[derive(Default)]
struct Heard {
    signature: String,
    created: String,
    transaction: String,
    bytes: String,
    hash: String,
    waiting: String,
    loan: String,
}

/// `//Charlie` and `//Dave`, of whom nobody has heard yet.
const CHARLIE: &str = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
const DAVE: &str = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
/// Where the EVM address of `//Demo` has its TAO.
const MIRROR: &str = "5HjcTKE3TgwWoJc1LBrwcs6ELFpBCrh396NfqoxCZxfjJfDk";

#[test]
fn a_day_with_every_command() {
    let house = House::new();
    let devnet = Served::hurried();
    house.write("new-password", "another one\n");
    let mut heard = Heard::default();
    let mut transcript = String::new();
    let batch = house.write("monday.txt", "# monday\ntransfer bob 1\ntransfer demo 2\n");
    let batch = batch.display().to_string();
    let weights = house.write("weights.csv", "7,miner,1%\n3,validator,1%\nroot,validator,2%\n");
    let weights = weights.display().to_string();
    let scenario = format!("{}/tests/scenarios/collusion.toml", env!("CARGO_MANIFEST_DIR"));
    for typed in DAY {
        let line = typed
            .replace("{bob}", BOB)
            .replace("{scenario}", &scenario)
            .replace("{signature}", &heard.signature)
            .replace("{created}", &heard.created)
            .replace("{transaction}", &heard.transaction)
            .replace("{bytes}", &heard.bytes)
            .replace("{alice}", ALICE)
            .replace("{charlie}", CHARLIE)
            .replace("{dave}", DAVE)
            .replace("{mirror}", MIRROR)
            .replace("{hash}", &heard.hash)
            .replace("{waiting}", &heard.waiting)
            .replace("{loan}", &heard.loan)
            .replace("{batch}", &batch)
            .replace("{weights}", &weights);
        let mut words: Vec<&str> = line.split(' ').collect();
        let home = house.path(".bittensor").display().to_string();
        let given = words.iter().position(|word| word.starts_with(".bittensor"));
        let full = given.map(|at| words[at].replace(".bittensor", &home));
        if let (Some(at), Some(full)) = (given, &full) {
            words[at] = full;
        }
        // Before the command: behind one that takes another command they would belong to that.
        let mut all = vec!["--json"];
        if !typed.starts_with("devnet reset") && !typed.starts_with("screen") {
            all.extend(["--network", &devnet.url]);
        }
        all.extend(&words);
        let output = house.output(&all, &[("TAU_PASSWORD", PASSPHRASE)]);
        let document: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("`{line}` is no document ({error}): {output:?}"));
        schema::fits(&document);
        let said = document["error"]["message"].as_str().unwrap_or_default();
        let expected = REFUSED
            .iter()
            .find(|(command, ..)| typed.starts_with(command))
            .map_or((0, ""), |(_, code, words)| (*code, *words));
        assert_eq!(output.status.code(), Some(expected.0), "`{line}`: {document}");
        assert!(said.contains(expected.1), "`{line}`: {document}");
        let data = &document["data"];
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        match *typed {
            "wallet sign hello -w demo" => heard.signature = text(&data["signature"]),
            "tx list" => heard.transaction = text(&data["transactions"][0]["transaction"]),
            "tx show {transaction}" => heard.bytes = text(&data["bytes"]),
            "multisig pending council" => {
                heard.waiting = text(&data["pending"][0]["call_hash"]);
            }
            _ if typed.starts_with("proxy announce ") => {
                heard.hash = text(&data["plan"]["call"]["args"][1]["value"]);
                // Its delay.
                devnet.mine(2);
            }
            _ if typed.starts_with("crowdloan create ") => {
                heard.loan = data["receipt"]["settled"]["id"].to_string();
            }
            _ if typed.starts_with("subnet create ") => {
                heard.created = data["receipt"]["settled"]["netuid"].to_string();
                // A subnet has to be so old before it can start.
                devnet.mine(20);
            }
            _ => {}
        }
        writeln!(
            transcript,
            "| `tau {typed}` | {} | {} |",
            output.status.code().unwrap_or(-1),
            if said.is_empty() { "done" } else { said }
        )
        .expect("a String");
    }
    if let Some(path) = std::env::var_os("TAU_TRANSCRIPTS") {
        std::fs::write(path, transcript).expect("written");
    }
}

fn leaves(command: &clap::Command, words: &str, found: &mut BTreeSet<String>) {
    let subs: Vec<_> = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
        .collect();
    if subs.is_empty() {
        found.insert(words.to_owned());
    }
    for sub in subs {
        leaves(sub, format!("{words} {}", sub.get_name()).trim_start(), found);
    }
}

#[test]
fn no_command_is_left_out_of_the_day() {
    let mut commands = BTreeSet::new();
    leaves(&Cli::command(), "", &mut commands);
    for command in commands.iter().filter(|command| !ELSEWHERE.contains(&command.as_str())) {
        let is_there = DAY.iter().any(|typed| {
            typed
                .strip_prefix(command.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        assert!(is_there, "`tau {command}` is not in the day: give it a line there");
    }
}
