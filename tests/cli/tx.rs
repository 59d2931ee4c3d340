//! `tau tx`: prepared in one home, signed in another without a network, sent from the first.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::house::{ALICE, BOB, House, PASSPHRASE, Served, finish};

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
        let devnet = Served::start();
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
        let output = finish(&mut command);
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

/// The device reads codes, checks the types by their digest, and shows a signature: here it is played by what it must do.
#[test]
fn polkadot_vault_signs_an_item() {
    use codec::Decode;
    use sp_core::{Pair as _, sr25519};
    use tau::offline::proof::{Proof, Terms, digest};
    use tau::offline::types::Extrinsic;

    let gap = Gap::new();
    let request = gap.file("pay.tau");
    let prepared = gap.prepare(&["--from", ALICE, "-o", &request], &["transfer", BOB, "1"]);
    let shown = gap.online.data_of(&["--json", "tx", "carry", &request, "--vault", "1"], &[]);
    let parts: Vec<Vec<u8>> = shown["frames"]
        .as_array()
        .expect("codes")
        .iter()
        .map(|code| hex::decode(code.as_str().expect("hex")).expect("hex"))
        .collect();
    let count = u16::try_from(parts.len()).expect("few");
    let mut code = Vec::new();
    for (index, part) in (0u16..).zip(&parts) {
        let head = [&[0][..], &count.to_be_bytes(), &index.to_be_bytes()].concat();
        assert_eq!(part[..5], head);
        code.extend(&part[5..]);
    }
    let alice = sr25519::Pair::from_string("//Alice", None).expect("a key");
    assert_eq!(code[..3], [0x53, 0x01, 0x06]);
    assert_eq!(code[3..35], alice.public().0);
    let mut rest = &code[35..code.len() - 32];
    let proof = Proof::decode(&mut rest).expect("a proof");
    let extrinsic = Extrinsic::decode(&mut rest).expect("the shape of a transaction");
    let said = <(u32, String, u16, u8, String)>::decode(&mut rest).expect("terms");
    let terms = Terms {
        spec_version: said.0,
        spec_name: &said.1,
        ss58_prefix: said.2,
        decimals: said.3,
        symbol: &said.4,
    };
    let digest = digest(&proof.root().expect("it holds"), &extrinsic, &terms);
    assert_eq!(prepared["metadata_hash"], format!("0x{}", hex::encode(digest)));
    let call = Vec::<u8>::decode(&mut rest).expect("a call");
    assert_eq!(prepared["items"][0]["call_hex"], format!("0x{}", hex::encode(&call)));
    assert!(rest.ends_with(&digest), "the digest is signed");
    let genesis = &code[code.len() - 32..];
    assert!(rest.windows(32).any(|window| window == genesis));

    let payload = tau::model::signed_bytes(&call, rest, &[]);
    let signature = format!("1=0x01{}", hex::encode(alice.sign(&payload).0));
    let before = gap.free(BOB);
    let sent = gap.online.data_of(
        &[
            "--network",
            &gap.devnet.url,
            "--json",
            "--yes",
            "tx",
            "submit",
            &request,
            "--signature",
            &signature,
        ],
        &[],
    );
    assert!(sent["items"][0]["receipt"]["stage"]["finalized"].is_object(), "{sent}");
    assert!((gap.free(BOB) - before - 1.0).abs() < 1e-6);
    let wrong = format!("1=0x01{}", "ab".repeat(64));
    let refused =
        gap.online.on(&gap.devnet, &["--yes", "tx", "submit", &request, "--signature", &wrong]);
    assert_ne!(refused.code, 0, "{refused}");
}

#[test]
fn what_changed_meanwhile_is_named_and_nothing_is_sent() {
    let gap = Gap::new();
    // Whoever funds others is Alice: her numbers would be used up first.
    gap.signer.import("bob", "//Bob");
    let (request, answer) = (gap.file("pay.tau"), gap.file("pay.signed.tau"));
    let period = ["transfer", ALICE, "1", "--period", "4"];
    gap.prepare(&["--from", BOB, "-o", &request], &period);
    gap.offline(&["--json", "--yes", "tx", "sign", &request, "-o", &answer]).expect("signed");
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

/// Both members sign without a network; the last one's signature carries the transfer out.
#[test]
fn members_of_a_multisig_sign_one_after_the_other() {
    let gap = Gap::new();
    gap.signer.import("bob", "//Bob");
    let members = format!("2:{ALICE},{BOB}");
    let shared = tau::model::Multisig::new(
        2,
        vec![ALICE.parse().expect("an address"), BOB.parse().expect("an address")],
    )
    .expect("a multisig")
    .account()
    .to_string();
    let funded = gap.online.on(&gap.devnet, &["devnet", "fund", &shared, "100"]);
    assert_eq!(funded.code, 0, "{funded}");
    let charlie = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
    for (member, file) in [(ALICE, "first"), (BOB, "second")] {
        let (request, answer) = (gap.file(&format!("{file}.tau")), gap.file("answer.tau"));
        let prepared = gap.prepare(
            &["--from", member, "--multisig", &members, "-o", &request],
            &["transfer", charlie, "7"],
        );
        assert_eq!(prepared["items"][0]["call"], "Multisig.as_multi", "{prepared}");
        // Who acts and what is done stands on the signer's screen.
        let shown = gap.signer.tau(&["tx", "show", &request]);
        assert!(shown.stdout.contains("Balances.transfer_keep_alive"), "{shown}");
        assert!(shown.stdout.contains("ACTS AS"), "{shown}");
        let accept = [tail(charlie), tail(&shared)].join(",");
        gap.offline(&[
            "--json", "--yes", "tx", "sign", &request, "-o", &answer, "--accept", &accept,
        ])
        .expect("signed");
        let before = gap.free(charlie);
        let sent = gap.submit(&answer);
        assert!(sent["items"][0]["receipt"]["stage"]["finalized"].is_object(), "{sent}");
        let came = gap.free(charlie) - before;
        let wanted = if file == "second" { 7.0 } else { 0.0 };
        assert!((came - wanted).abs() < 1e-6, "{file}: {came}");
    }
    let again = gap.online.on(
        &gap.devnet,
        &[
            "tx",
            "prepare",
            "--from",
            charlie,
            "--multisig",
            &members,
            "-o",
            "x",
            "transfer",
            BOB,
            "1",
        ],
    );
    assert_eq!(again.code, 2, "{again}");
    assert!(again.stderr.contains("is no member"), "{again}");
}

#[test]
fn answers_of_several_travel_together() {
    let gap = Gap::new();
    gap.signer.import("bob", "//Bob");
    let mut answers = Vec::new();
    for (from, to, name) in [(ALICE, BOB, "a"), (BOB, ALICE, "b")] {
        let (request, answer) =
            (gap.file(&format!("{name}.tau")), gap.file(&format!("{name}.signed")));
        gap.prepare(&["--from", from, "-o", &request], &["transfer", to, "1"]);
        gap.offline(&["--json", "--yes", "tx", "sign", &request, "-o", &answer]).expect("signed");
        answers.push(answer);
    }
    let all = gap.file("all.tau");
    let combined =
        gap.online.data_of(&["--json", "tx", "combine", &answers[0], &answers[1], "-o", &all], &[]);
    assert_eq!(combined["answers"].as_array().map(Vec::len), Some(2), "{combined}");
    let sent = gap.submit(&all);
    assert_eq!(sent["items"][0]["signer"], ALICE, "{sent}");
    assert_eq!(sent["items"][1]["signer"], BOB, "{sent}");
}

#[test]
fn what_was_signed_is_made_void() {
    let gap = Gap::new();
    let (request, answer) = (gap.file("pay.tau"), gap.file("pay.signed.tau"));
    let (void, voided) = (gap.file("void.tau"), gap.file("void.signed.tau"));
    gap.prepare(&["--from", ALICE, "-o", &request], &["transfer", BOB, "1"]);
    gap.offline(&["--json", "--yes", "tx", "sign", &request, "-o", &answer, "--accept", tail(BOB)])
        .expect("signed");
    let silent = gap.online.on(&gap.devnet, &["tx", "cancel", &request]);
    assert_eq!(silent.code, 2, "{silent}");
    let cancelled = gap.online.data_of(
        &["--network", &gap.devnet.url, "--json", "tx", "cancel", &request, "-o", &void],
        &[],
    );
    assert_eq!(cancelled["items"][0]["call"], "System.remark", "{cancelled}");
    assert_eq!(cancelled["items"][0]["nonce"], 0, "{cancelled}");
    let sign = ["--json", "--yes", "tx", "sign", &void, "-o", &voided];
    let refused = gap.offline(&sign).expect_err("the number was signed before");
    assert!(refused["hints"][0].as_str().expect("a hint").contains("--allow replace"), "{refused}");
    gap.offline(&[&sign[..], &["--allow", "replace"]].concat()).expect("signed");
    gap.submit(&voided);
    let late = gap.online.on(&gap.devnet, &["--yes", "tx", "submit", &answer]);
    assert_eq!(late.code, 12, "{late}");
    let used = gap.online.on(&gap.devnet, &["tx", "cancel", &request, "-o", &void]);
    assert!(used.stderr.contains("was used by another transaction"), "{used}");
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
