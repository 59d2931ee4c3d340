//! `tau tx`: prepared in one home, signed in another without a network, sent from the first.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::house::{ALICE, BOB, House, PASSPHRASE, Served};

/// A machine with a chain and no key, a machine with a key and no chain.
struct Gap {
    online: House,
    signer: House,
    devnet: Served,
}

fn unshare() -> Option<PathBuf> {
    let path = ["/usr/bin/unshare", "/bin/unshare"]
        .map(PathBuf::from)
        .into_iter()
        .find(|path| path.exists())?;
    let tried = Command::new(&path)
        .args(["-rn", "true"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success()).then_some(path)
}

impl Gap {
    fn new() -> Self {
        let (online, signer) = (House::new(), House::with_alice());
        let devnet = Served::start(&online);
        let info = online.data_of(&["--network", &devnet.url, "chain", "info", "--json"], &[]);
        let genesis = info["genesis"].as_str().expect("a hash");
        let pinned = signer.tau(&["tx", "pin", "drill", genesis]);
        assert_eq!(pinned.code, 0, "{pinned}");
        Self { online, signer, devnet }
    }

    fn file(&self, name: &str) -> String {
        self.online.path(name).display().to_string()
    }

    fn prepare(&self, more: &[&str], command: &[&str]) -> Value {
        let mut all = vec!["--network", &self.devnet.url, "--json", "tx", "prepare"];
        all.extend(more);
        all.extend(command);
        self.online.data_of(&all, &[])
    }

    /// Run tau on the signer, in a network namespace of its own where that is allowed.
    fn offline(&self, arguments: &[&str]) -> Result<Value, Value> {
        let variables = [("TAU_PASSWORD", PASSPHRASE)];
        let plain = self.signer.command(arguments, &variables);
        let mut command = match unshare() {
            Some(unshare) => {
                let mut command = Command::new(unshare);
                command.arg("-rn").arg(plain.get_program()).args(plain.get_args()).env_clear();
                for (name, value) in plain.get_envs() {
                    if let Some(value) = value {
                        command.env(name, value);
                    }
                }
                command.current_dir(self.signer.path("")).stdin(Stdio::null());
                command
            }
            None => {
                eprintln!("SKIPPED: no network namespace can be made here; signing with a network");
                plain
            }
        };
        let output = command.output().expect("it runs");
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("one JSON document expected ({error}): {output:?}"));
        match document["ok"].as_bool() {
            Some(true) => Ok(document["data"].clone()),
            _ => Err(document["error"].clone()),
        }
    }

    fn submit(&self, file: &str) -> Value {
        self.online
            .data_of(&["--network", &self.devnet.url, "--json", "--yes", "tx", "submit", file], &[])
    }

    fn free(&self, who: &str) -> f64 {
        let data = self
            .online
            .data_of(&["--network", &self.devnet.url, "--json", "wallet", "balance", who], &[]);
        data["balances"][0]["free_tao"].as_str().expect("an amount").parse().expect("a number")
    }
}

fn tail(address: &str) -> &str {
    &address[address.len() - 6..]
}

#[test]
fn a_transfer_is_prepared_signed_without_a_network_and_sent() {
    let gap = Gap::new();
    let (request, answer) = (gap.file("pay.tau"), gap.file("pay.signed.tau"));
    let before = gap.free(BOB);
    let prepared = gap.prepare(&["--from", ALICE, "-o", &request], &["transfer", BOB, "1.5"]);
    assert_eq!(prepared["items"][0]["call"], "Balances.transfer_keep_alive");
    let lived = &prepared["items"][0];
    let (from, until) = (lived["valid_from"].as_u64(), lived["valid_until"].as_u64());
    assert_eq!(from.zip(until).map(|(from, until)| until - from), Some(2047));

    // Bob was never signed for: that wants a word.
    let refused = gap.offline(&["--json", "--yes", "tx", "sign", &request, "-o", &answer]);
    let refused = refused.expect_err("a stranger");
    assert_eq!(refused["kind"], "refused", "{refused}");
    assert!(refused["hints"][0].as_str().expect("a hint").contains(tail(BOB)), "{refused}");
    assert!(!gap.online.path("pay.signed.tau").exists());

    let accept = ["--json", "--yes", "tx", "sign", &request, "-o", &answer, "--accept", tail(BOB)];
    let signed = gap.offline(&accept).expect("signed");
    assert_eq!(signed["items"][0]["words"], prepared["items"][0]["words"], "on both machines");
    assert_eq!(signed["network"], "drill");

    let sent = gap.submit(&answer);
    assert!(sent["items"][0]["receipt"]["stage"]["finalized"].is_object(), "{sent}");
    assert!((gap.free(BOB) - before - 1.5).abs() < 1e-6);

    // Once sent, its number is used.
    let again = gap.online.on(&gap.devnet, &["--yes", "tx", "submit", &answer]);
    assert_eq!(again.code, 12, "{again}");
    assert!(again.stderr.contains("was used by another transaction"), "{again}");
}

#[test]
fn a_limited_purchase_with_ed25519_travels_as_armour() {
    let gap = Gap::new();
    let imported = gap.signer.tau_with(
        &["wallet", "import", "ed", "--uri", "//Eddy", "--key-type", "ed25519", "--json"],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    assert_eq!(imported.code, 0, "{imported}");
    let listed = gap.signer.data_of(&["wallet", "show", "ed", "--json"], &[]);
    let address = listed["coldkey"]["address"].as_str().expect("an address").to_owned();
    let funded = gap.online.on(&gap.devnet, &["devnet", "fund", &address, "100"]);
    assert_eq!(funded.code, 0, "{funded}");
    let subnet = gap
        .online
        .data_of(&["--network", &gap.devnet.url, "--json", "subnet", "metagraph", "1"], &[]);
    let hotkey = subnet["neurons"][0]["hotkey"].as_str().expect("a hotkey").to_owned();

    let (request, armour, answer) =
        (gap.file("buy.tau"), gap.file("buy.txt"), gap.file("buy.signed.tau"));
    gap.prepare(
        &["--from", &address, "-o", &request],
        &["stake", "add", "10", "--netuid", "1", "--hotkey", &hotkey],
    );
    let carried = gap.online.data_of(&["--json", "tx", "carry", &request], &[]);
    gap.online.write("buy.txt", carried["armour"].as_str().expect("armour"));
    let shown = gap.offline(&["--json", "tx", "show", &armour]).expect("shown");
    assert_eq!(shown["items"][0]["call"], "SubtensorModule.add_stake_limit", "{shown}");
    let accept = tail(&hotkey).to_owned();
    let signed = gap
        .offline(&["--json", "--yes", "tx", "sign", &armour, "-o", &answer, "--accept", &accept])
        .expect("signed");
    assert_eq!(signed["signer"], Value::String(address));
    let sent = gap.submit(&answer);
    assert!(sent["items"][0]["receipt"]["settled"].is_object(), "{sent}");
}

#[test]
fn a_set_travels_as_codes_and_comes_back_as_pictures() {
    let gap = Gap::new();
    let (first, set) = (gap.file("one.tau"), gap.file("set.tau"));
    gap.prepare(&["--from", ALICE, "-o", &first], &["transfer", BOB, "1"]);
    let prepared = gap.prepare(
        &["--from", ALICE, "--add-to", &first, "--with-cancel", "-o", &set],
        &["transfer", BOB, "2"],
    );
    let numbers: Vec<u64> = prepared["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["nonce"].as_u64())
        .collect();
    assert_eq!(numbers, [0, 1, 1]);
    let frames = gap.online.data_of(&["--json", "tx", "carry", &set, "--frames"], &[]);
    let mut texts: Vec<&str> =
        frames["frames"].as_array().expect("frames").iter().filter_map(Value::as_str).collect();
    assert!(texts.len() > 3);
    texts.reverse();
    gap.online.write("scanned.txt", &texts.join("\n"));
    let scanned = gap.file("scanned.txt");
    let answer = gap.file("set.signed.tau");
    let accept = tail(BOB);
    let signed = gap
        .offline(&["--json", "--yes", "tx", "sign", &scanned, "-o", &answer, "--accept", accept])
        .expect("signed");
    assert_eq!(signed["items"].as_array().map(Vec::len), Some(3));

    let folder = gap.file("pictures");
    let drawn =
        gap.offline(&["--json", "tx", "carry", &answer, "--pictures", &folder]).expect("pictures");
    let mut arguments =
        vec!["--network", gap.devnet.url.as_str(), "--json", "--yes", "tx", "submit"];
    let files: Vec<&str> =
        drawn["files"].as_array().expect("files").iter().filter_map(Value::as_str).collect();
    arguments.extend(files.iter().rev());
    let before = gap.free(BOB);
    let sent = gap.online.data_of(&arguments, &[]);
    assert_eq!(sent["items"].as_array().map(Vec::len), Some(2), "the way out stays unused: {sent}");
    assert!((gap.free(BOB) - before - 3.0).abs() < 1e-6);
}

#[test]
fn what_changed_meanwhile_is_named_and_nothing_is_sent() {
    let gap = Gap::new();
    let (request, answer) = (gap.file("pay.tau"), gap.file("pay.signed.tau"));
    let period = ["transfer", BOB, "1", "--period", "4"];
    gap.prepare(&["--from", ALICE, "-o", &request], &period);
    gap.offline(&["--json", "--yes", "tx", "sign", &request, "-o", &answer, "--accept", tail(BOB)])
        .expect("signed");
    for amount in ["1", "2", "3", "4", "5", "6"] {
        let funded = gap.online.on(&gap.devnet, &["devnet", "fund", BOB, amount]);
        assert_eq!(funded.code, 0, "{funded}");
    }
    let late = gap.online.on(&gap.devnet, &["--yes", "tx", "submit", &answer]);
    assert_eq!(late.code, 12, "{late}");
    assert!(late.stderr.contains("it was valid until block"), "{late}");

    // Another machine does not have the request, and a changed request is another one.
    let stranger = House::new();
    let unknown = stranger.on(&gap.devnet, &["--yes", "tx", "submit", &answer]);
    assert_eq!(unknown.code, 2, "{unknown}");
    let other = gap.file("other.tau");
    gap.prepare(&["--from", ALICE, "-o", &other], &["transfer", BOB, "2"]);
    let mixed =
        gap.online.on(&gap.devnet, &["--yes", "tx", "submit", &answer, "--request", &other]);
    assert_eq!(mixed.code, 1, "{mixed}");
    assert!(mixed.stderr.contains("not to this request"), "{mixed}");
}

#[test]
fn only_what_changes_the_chain_can_be_prepared() {
    let house = House::with_alice();
    for command in [&["wallet", "remove", "alice"][..], &["subnet", "list"], &["tx", "show", "x"]] {
        let mut all = vec!["--yes", "tx", "prepare", "--from", "alice", "-o", "x.tau"];
        all.extend(command);
        let said = house.tau(&all);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains("does not change the chain"), "{said}");
    }
    assert_eq!(house.tau(&["wallet", "show", "alice"]).code, 0);
}

#[test]
fn a_chain_that_is_not_pinned_is_not_signed_for() {
    let gap = Gap::new();
    let request = gap.file("pay.tau");
    gap.prepare(&["--from", ALICE, "-o", &request], &["transfer", BOB, "1"]);
    let fresh = House::with_alice();
    let said = fresh.tau_with(
        &["--yes", "tx", "sign", &request, "--accept", tail(BOB)],
        &[("TAU_PASSWORD", PASSPHRASE)],
    );
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stderr.contains("not pinned here"), "{said}");
    let shown = fresh.tau(&["tx", "show", &request]);
    assert_eq!(shown.code, 0, "{shown}");
    assert!(shown.stdout.contains("nothing is signed here for the chain"), "{shown}");
}

#[test]
fn the_drill_walks_the_whole_way() {
    let house = House::new();
    let told = house.tau(&["--yes", "tx", "drill"]);
    assert_eq!(told.code, 0, "{told}");
    for step in
        ["1. Online", "2. The gap", "3. The signer", "4. The signer", "5. Back", "6. Online"]
    {
        assert!(told.stdout.contains(step), "{told}");
    }
    assert!(told.stdout.contains("Refused: the types that came along"), "{told}");
    let data = house.data_of(&["--yes", "--json", "tx", "drill"], &[]);
    assert!(data["stage"]["finalized"].is_object(), "{data}");
    assert!(!house.path(".local/share/tau/offline").exists(), "nothing of it is kept");
}
