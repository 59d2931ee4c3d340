//! `tau wallet identify`: files of every kind, and everything else that lies on a disk.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::house::{ALICE, House, PASSPHRASE, Said};

/// What it said to the letter: keys and addresses are what counts here.
fn identify(house: &House, file: &Path, more: &[&str]) -> Said {
    let file = file.to_str().expect("a path");
    let mut words = vec!["wallet", "identify", file];
    words.extend(more);
    let output = house.output(&words, &[]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        code: output.status.code().expect("an exit code"),
    }
}

#[test]
fn own_files_are_told_and_opened_where_a_passphrase_is_given() {
    let house = House::with_alice();
    let coldkey = house.path(".bittensor/wallets/alice/coldkey.tau");
    let told = identify(&house, &coldkey, &["--json"]).data();
    assert_eq!(
        (&told["format"], &told["kind"], &told["key_type"], &told["ss58"]),
        (&"tau".into(), &"coldkey".into(), &"sr25519".into(), &ALICE.into())
    );
    assert_eq!((&told["encrypted"], &told["opened"]), (&true.into(), &false.into()));
    assert_eq!(told["secret"], Value::Null);

    let right = house.write("right.txt", &format!("{PASSPHRASE}\n"));
    let right = right.to_str().expect("a path");
    let opened = identify(&house, &coldkey, &["--json", "--password-file", right]);
    assert_eq!(opened.data()["opened"], true, "{opened}");
    assert!(!opened.stdout.contains("33a6f3093f158a71"), "{opened}");
    let revealed = identify(&house, &coldkey, &["--json", "--reveal", "--password-file", right]);
    let private = revealed.data()["secret"]["private_key"].clone();
    assert!(
        private.as_str().is_some_and(|key| key.starts_with("0x33a6f3093f158a71")),
        "{revealed}"
    );

    let wrong = house.write("wrong.txt", "battery staple\n");
    let wrong = identify(&house, &coldkey, &["--password-file", wrong.to_str().expect("a path")]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (10, ""), "{wrong}");
    assert!(wrong.stderr.contains("wrong passphrase"), "{wrong}");
    let needed = identify(&house, &coldkey, &["--reveal"]);
    assert_eq!(needed.code, 10, "{needed}");
    assert!(needed.stderr.contains("a passphrase is needed"), "{needed}");

    let public = house.path(".bittensor/wallets/alice/coldkeypub.txt");
    let public = identify(&house, &public, &["--json"]).data();
    assert_eq!(
        (&public["format"], &public["kind"]),
        (&"btcli-public".into(), &"watch-only".into())
    );
    assert_eq!((&public["ss58"], &public["opened"]), (&ALICE.into(), &true.into()));
}

#[test]
fn on_a_machine_for_hotkeys_a_coldkey_is_told_but_never_opened() {
    let house = House::with_alice();
    let coldkey = house.path(".bittensor/wallets/alice/coldkey.tau");
    let file = coldkey.to_str().expect("a path");
    let hot = [("TAU_ROLE", "hot")];
    let told = house.tau_with(&["wallet", "identify", file, "--json"], &hot);
    assert_eq!(told.data()["ss58"], ALICE, "{told}");
    let refused = house.tau_with(
        &["wallet", "identify", file],
        &[("TAU_ROLE", "hot"), ("TAU_PASSWORD", PASSPHRASE)],
    );
    assert_ne!(refused.code, 0, "{refused}");
    assert!(refused.stderr.contains("for hotkeys only"), "{refused}");
}

#[test]
fn what_is_no_key_file_is_one_sentence_and_exit_10() {
    let house = House::new();
    for contents in [
        "",
        "hello",
        "{}",
        "0xabcd",
        "$NACL",
        "gAAAAA",
        "$ANSIBLE_VAULT;1.1;AES256\n00",
        "tau-key/1\n",
    ] {
        let file = house.write("file", contents);
        let said = identify(&house, &file, &[]);
        assert_eq!((said.code, said.stdout.as_str()), (10, ""), "{contents:?}: {said}");
        assert!(said.stderr.starts_with("error: "), "{contents:?}: {said}");
        fs::remove_file(file).expect("removed");
    }
    let said = identify(&house, &house.path("nothing"), &[]);
    assert_eq!(said.code, 10, "{said}");
    let said = identify(&house, &house.path(""), &[]);
    assert_eq!(said.code, 10, "{said}");
    let link = house.path("link");
    std::os::unix::fs::symlink(house.write("target", "{}"), &link).expect("a link");
    let said = identify(&house, &link, &[]);
    assert!(said.stderr.contains("symbolic link"), "{said}");
}

/// The judge is `want`. Derivations of three seconds each are left to the keystore's own tests, which
/// share them; here is one of each kind.
#[test]
fn the_reference_files_are_identified() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wallet/vectors");
    let Ok(text) = fs::read_to_string(folder.join("vectors.json")) else {
        eprintln!("SKIPPED: no reference folder at {}; nothing was compared", folder.display());
        return;
    };
    let vectors: Value = serde_json::from_str(&text).expect("vectors.json is JSON");
    let house = House::new();
    let cheap = |vector: &&Value| {
        let format = vector["format"].as_str().unwrap_or("polkadot-js");
        let name = vector["name"].as_str().unwrap_or_default();
        matches!(format, "plain" | "ansible" | "polkadot-js") || name.starts_with("bad_nacl_len")
    };
    let all = |part: &str| vectors[part].as_array().cloned().expect("a list");
    let mut seen = 0;
    for vector in all("files").iter().chain(&all("polkadot_js")).filter(cheap) {
        seen += 1;
        let name = vector["name"].as_str().expect("a name");
        let mut words = vec!["--json"];
        let password = vector["password"].as_str().or(vector["passphrase"].as_str());
        let file = house.path("password");
        if let Some(password) = password {
            fs::write(&file, password).expect("written");
            words.extend(["--password-file", file.to_str().expect("a path")]);
        }
        let path = folder.join(vector["path"].as_str().expect("a path"));
        let said = identify(&house, &path, &words);
        let want = vector["want"].as_str().expect("want");
        match (want, said.code) {
            ("open" | "either", 0) => {
                assert_eq!(said.data()["ss58"], vector["expected"]["ss58"], "{name}: {said}");
                assert_eq!(said.data()["opened"], true, "{name}: {said}");
            }
            ("refuse" | "either", 10) => assert_eq!(said.json()["ok"], false, "{name}: {said}"),
            _ => panic!("{name} must {want}: {said}"),
        }
    }
    assert!(seen > 240, "only {seen} files");
}
