//! Every file, phrase and URI of the reference folder that this version of tau covers. The
//! folder lies beside the repository on some machines only; elsewhere these tests say so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sp_core::{Pair as _, ed25519, sr25519};
use tau::keystore::{
    self, Directory, Error, Fault, FileFormat, KeyFile, KeyKind, KeyType, Mnemonic, NaclKey,
    Opened, Secret, Wallet, uses_development_phrase,
};
use tau::model::{AccountId, Sign, Signature};

use crate::secret;

/// The reference folder's vectors and what they say, or `None` with a loud line.
fn reference() -> Option<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wallet/vectors");
    let Ok(text) = fs::read_to_string(folder.join("vectors.json")) else {
        eprintln!("SKIPPED: no reference folder at {}; nothing was compared", folder.display());
        return None;
    };
    Some((folder, serde_json::from_str(&text).expect("vectors.json is JSON")))
}

fn list<'a>(vectors: &'a Value, part: &str) -> &'a [Value] {
    vectors[part].as_array().unwrap_or_else(|| panic!("no part {part}"))
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("no {field} in {vector}"))
}

/// 32 or 64 bytes from `0x…`.
fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    let digits = text(vector, field);
    hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).expect("hex")
}

fn public_key(vector: &Value) -> AccountId {
    AccountId(bytes(vector, "public_key").try_into().expect("32 bytes"))
}

fn key_type(vector: &Value) -> KeyType {
    text(vector, "key_type").parse().expect("key type")
}

/// The file alone in a wallet of its own, under the name that says what it is.
fn alone(folder: &Path, vector: &Value) -> (tempfile::TempDir, Wallet) {
    let root = tempfile::tempdir().expect("temporary folder");
    let wallet = root.path().join("w");
    fs::create_dir_all(wallet.join("hotkeys")).expect("folders");
    let name = match text(vector, "file_kind") {
        "coldkey" => "coldkey",
        "coldkeypub" => "coldkeypub.txt",
        "hotkey" => "hotkeys/default",
        "hotkeypub" => "hotkeys/defaultpub.txt",
        other => panic!("unknown kind of file {other}"),
    };
    fs::copy(folder.join(text(vector, "path")), wallet.join(name)).expect("copy");
    let wallet = Directory::open(root.path().to_owned()).wallet("w").expect("wallet");
    (root, wallet)
}

/// The one key of a wallet with one file.
fn only_key(wallet: &Wallet) -> Option<&KeyFile> {
    wallet.coldkey.as_ref().or_else(|| wallet.hotkeys.first())
}

/// Compare a key with what `expected` states of it; every sentence is a difference.
fn differences(secret: &Secret, expected: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if secret.account() != public_key(expected) {
        wrong.push(format!("account {}", secret.account()));
    }
    if secret.key_type() != key_type(expected) {
        wrong.push(format!("key type {}", secret.key_type()));
    }
    if expected["private_key"].is_string()
        && *secret.private_key() != bytes(expected, "private_key")
    {
        wrong.push("private key".to_owned());
    }
    // In one file a 64-byte "seed" is the expanded key, and one has its seed as raw text.
    if expected["secret_seed"].is_string() && bytes(expected, "secret_seed").len() == 32 {
        let seed = secret.seed().map(|seed| seed.to_vec());
        if seed != Some(bytes(expected, "secret_seed")) {
            wrong.push("seed".to_owned());
        }
    }
    if let Some(phrase) = expected["mnemonic"].as_str() {
        let words = secret.mnemonic().map(|words| words.words().collect::<Vec<_>>());
        if words != Some(phrase.split_whitespace().collect()) {
            wrong.push("phrase".to_owned());
        }
    }
    wrong
}

/// Judge one outcome by `want`.
fn judge(vector: &Value, outcome: Result<&Secret, String>) -> Option<String> {
    let name = text(vector, "name");
    match (text(vector, "want"), outcome) {
        ("open" | "either", Ok(secret)) => {
            let wrong = differences(secret, &vector["expected"]);
            (!wrong.is_empty()).then(|| format!("{name}: opened with another {}", wrong.join(", ")))
        }
        ("open", Err(error)) => Some(format!("{name}: {error}")),
        ("refuse", Ok(_)) => Some(format!("{name}: opened, but must be refused")),
        ("refuse" | "either", Err(_)) => None,
        (want, _) => Some(format!("{name}: unknown want {want}")),
    }
}

fn all_good(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn plain_key_files() {
    let Some((folder, vectors)) = reference() else { return };
    let mut failures = Vec::new();
    let mut seen = 0;
    for vector in list(&vectors, "files") {
        let is_private = matches!(text(vector, "file_kind"), "coldkey" | "hotkey");
        if text(vector, "format") != "plain" || !is_private {
            continue;
        }
        seen += 1;
        let (_root, wallet) = alone(&folder, vector);
        let opened = match only_key(&wallet) {
            Some(key) => key.reveal(None).map_err(|error| error.to_string()),
            None => Err(format!("{:?}", wallet.problems)),
        };
        failures.extend(judge(vector, opened.as_ref().map_err(Clone::clone)));
    }
    assert!(seen > 100, "only {seen} files");
    all_good(&failures);
}

#[test]
fn public_files() {
    let Some((folder, vectors)) = reference() else { return };
    let mut seen = 0;
    for vector in list(&vectors, "files") {
        if !text(vector, "file_kind").ends_with("pub") {
            continue;
        }
        seen += 1;
        let name = text(vector, "name");
        let (_root, wallet) = alone(&folder, vector);
        let key = only_key(&wallet);
        match text(vector, "want") {
            "open" => {
                let key = key.unwrap_or_else(|| panic!("{name}: {:?}", wallet.problems));
                assert_eq!(key.address, Some(public_key(&vector["expected"])), "{name}");
                assert_eq!(key.kind, KeyKind::WatchOnly, "{name}");
                assert!(matches!(
                    key.unlock(None),
                    Err(Error::File { fault: Fault::WatchOnly, .. })
                ));
            }
            "refuse" => {
                assert_eq!(key, None, "{name}");
                assert_eq!(wallet.problems.len(), 1, "{name}");
            }
            other => panic!("{name}: {other}"),
        }
    }
    assert!(seen > 60, "only {seen} files");
}

/// `$NACL` files of the passwords that `chosen` lets through, one derivation for each password.
fn nacl_files(chosen: impl Fn(&str) -> bool) -> usize {
    let Some((folder, vectors)) = reference() else { return usize::MAX };
    let mut by_password: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for vector in list(&vectors, "files") {
        if text(vector, "format") == "nacl" {
            by_password.entry(vector["password"].as_str().unwrap_or("")).or_default().push(vector);
        }
    }
    let mut failures = Vec::new();
    let mut seen = 0;
    for (password, files) in by_password.into_iter().filter(|(password, _)| chosen(password)) {
        let key = NaclKey::derive(&secret(password)).expect("memory for the derivation");
        for vector in files {
            seen += 1;
            let (_root, wallet) = alone(&folder, vector);
            let opened = match only_key(&wallet) {
                Some(file) => file.reveal_nacl(&key).map_err(|error| error.to_string()),
                None => Err(format!("{:?}", wallet.problems)),
            };
            failures.extend(judge(vector, opened.as_ref().map_err(Clone::clone)));
        }
    }
    all_good(&failures);
    seen
}

#[test]
fn nacl_files_of_three_passwords() {
    let three = ["Throwaway-Pa55w0rd!", "", "密码🔑パスワード42"];
    assert!(nacl_files(|password| three.contains(&password)) > 35);
}

#[test]
#[ignore = "seventeen derivations of 512 MiB: about a minute"]
fn nacl_files_of_every_password() {
    assert!(nacl_files(|_| true) >= 60);
}

#[test]
fn one_nacl_coldkey_as_a_user_opens_it() {
    let Some((folder, _)) = reference() else { return };
    let wallet = Directory::open(folder.join("wallets")).wallet("nacl_wallet_ed25519");
    let wallet = wallet.expect("wallet");
    let key = wallet.coldkey().expect("coldkey");
    assert_eq!((key.format, key.encrypted), (FileFormat::Nacl, true));
    assert!(matches!(key.unlock(None), Err(Error::File { fault: Fault::PassphraseNeeded, .. })));
    let pair = key.unlock(Some(&secret("Throwaway-Pa55w0rd!"))).expect("right passphrase");
    assert_eq!(Some(pair.account()), key.address);
    assert_eq!(pair.key_type(), KeyType::Ed25519);
}

#[test]
fn short_nacl_files_are_refused_before_the_work() {
    let Some((folder, vectors)) = reference() else { return };
    let mut seen = 0;
    for vector in list(&vectors, "files") {
        if text(vector, "name").starts_with("bad_nacl_len") {
            seen += 1;
            let (_root, wallet) = alone(&folder, vector);
            // Shorter ones do not even begin like the format.
            let Some(key) = only_key(&wallet).filter(|key| key.format == FileFormat::Nacl) else {
                continue;
            };
            // A derivation would end in `WrongPassphrase`.
            let fault = match key.reveal(Some(&secret("x"))) {
                Err(Error::File { fault, .. }) => fault,
                _ => panic!("{} is not refused", text(vector, "name")),
            };
            assert!(matches!(fault, Fault::Truncated(_)), "{}: {fault}", text(vector, "name"));
        }
    }
    assert_eq!(seen, 9);
}

/// Files of one format among those that `chosen` lets through, opened from their bytes.
fn enveloped(format: &str, chosen: impl Fn(&Value) -> bool) -> usize {
    let Some((folder, vectors)) = reference() else { return usize::MAX };
    let mut failures = Vec::new();
    let mut seen = 0;
    for vector in list(&vectors, "files") {
        if text(vector, "format") != format || !chosen(vector) {
            continue;
        }
        seen += 1;
        let bytes = fs::read(folder.join(text(vector, "path"))).expect("a file");
        let passphrase = vector["password"].as_str().map(secret);
        let opened = match keystore::open(&bytes, passphrase.as_ref()) {
            Ok(Opened::Secret(secret)) => Ok(secret),
            Ok(Opened::Public(_)) => Err("only an address".to_owned()),
            Err(fault) => Err(fault.to_string()),
        };
        failures.extend(judge(vector, opened.as_ref().map_err(Clone::clone)));
        // What opens was recognised before, and asked for a passphrase.
        if opened.is_ok() {
            let identity = keystore::identify(&bytes).expect("an identity");
            assert!(identity.encrypted, "{}", text(vector, "name"));
            assert_eq!(
                keystore::open(&bytes, None).map(|_| ()),
                Err(Fault::PassphraseNeeded),
                "{}",
                text(vector, "name")
            );
        }
    }
    all_good(&failures);
    seen
}

#[test]
fn ansible_vaults() {
    assert!(enveloped("ansible", |_| true) >= 32);
}

#[test]
fn damaged_fernet_tokens_are_refused_before_the_work() {
    let chosen = ["bad_fernet_truncated", "bad_fernet_prefix_only"];
    assert!(enveloped("fernet", |vector| chosen.contains(&text(vector, "name"))) >= 2);
}

#[test]
#[ignore = "seven derivations of ten million rounds: run it with --release"]
fn fernet_tokens_of_every_password() {
    assert!(enveloped("fernet", |_| true) >= 9);
}

#[test]
fn polkadot_js_exports() {
    let Some((folder, vectors)) = reference() else { return };
    let mut failures = Vec::new();
    for vector in list(&vectors, "polkadot_js") {
        let bytes = fs::read(folder.join(text(vector, "path"))).expect("a file");
        let passphrase = secret(text(vector, "passphrase"));
        let opened = match keystore::open(&bytes, Some(&passphrase)) {
            Ok(Opened::Secret(secret)) => Ok(secret),
            Ok(Opened::Public(_)) => Err("only an address".to_owned()),
            Err(fault) => Err(fault.to_string()),
        };
        failures.extend(judge(vector, opened.as_ref().map_err(Clone::clone)));
        if opened.is_ok() {
            let identity = keystore::identify(&bytes).expect("an identity");
            assert_eq!(identity.format, FileFormat::PolkadotJs);
            assert_eq!(identity.key_type, Some(key_type(&vector["expected"])));
        }
    }
    assert!(list(&vectors, "polkadot_js").len() >= 43);
    all_good(&failures);
}

#[test]
fn the_whole_folder_lists() {
    let Some((folder, _)) = reference() else { return };
    let folder = folder.join("wallets");
    let wallets = Directory::open(folder.clone()).wallets().expect("list");
    let on_disk: BTreeSet<String> = fs::read_dir(folder)
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    let listed: BTreeSet<String> = wallets.iter().map(|wallet| wallet.name.clone()).collect();
    assert_eq!(listed, on_disk);
    assert!(wallets.iter().any(|wallet| !wallet.problems.is_empty()));
}

#[test]
fn recovery_phrases() {
    let Some((_, vectors)) = reference() else { return };
    let mut failures = Vec::new();
    for vector in list(&vectors, "mnemonics") {
        let what = text(vector, "what");
        let parsed = Mnemonic::parse(&secret(text(vector, "mnemonic")));
        match (vector["ok"].as_bool().expect("ok"), parsed) {
            (true, Ok(words)) => {
                let sr = Secret::from_mnemonic(&words, KeyType::Sr25519);
                let ed = Secret::from_mnemonic(&words, KeyType::Ed25519);
                if sr.account() != public_key(vector)
                    || *sr.private_key() != bytes(vector, "private_key")
                    || sr.seed().map(|seed| seed.to_vec()) != Some(bytes(vector, "secret_seed"))
                    || ed.account() != public_key(&vector["ed25519"])
                    || *ed.private_key() != bytes(&vector["ed25519"], "private_key")
                {
                    failures.push(format!("{what}: another key"));
                }
            }
            (true, Err(error)) => failures.push(format!("{what}: {error}")),
            (false, Ok(_)) => failures.push(format!("{what}: accepted")),
            (false, Err(_)) => {}
        }
    }
    all_good(&failures);
}

#[test]
fn secret_uris() {
    let Some((_, vectors)) = reference() else { return };
    let mut failures = Vec::new();
    for vector in list(&vectors, "uris") {
        let uri = secret(text(vector, "uri"));
        let what = format!("{} {}", text(vector, "key_type"), text(vector, "uri"));
        match (vector["ok"].as_bool().expect("ok"), Secret::from_uri(&uri, key_type(vector))) {
            (true, Ok(key)) => {
                let private = key.private_key();
                let same_private = if vector["private_key"].is_string() {
                    *private == bytes(vector, "private_key")
                } else {
                    private[..32] == bytes(vector, "private_key_scalar")
                };
                if key.account() != public_key(vector) || !same_private {
                    failures.push(format!("{what}: another key"));
                }
                if key.keypair().account() != key.account() {
                    failures.push(format!("{what}: pair and secret differ"));
                }
            }
            (true, Err(error)) => failures.push(format!("{what}: {error}")),
            (false, Ok(_)) => failures.push(format!("{what}: accepted")),
            (false, Err(_)) => {}
        }
        if text(vector, "uri").starts_with('/') && vector["ok"] == true {
            assert!(uses_development_phrase(&uri), "{what}");
        }
    }
    all_good(&failures);
}

#[test]
fn addresses() {
    let Some((_, vectors)) = reference() else { return };
    for vector in list(&vectors, "ss58") {
        let address = text(vector, "address");
        let Some(_) = vector["public_key"].as_str() else {
            assert!(AccountId::from_ss58_any_network(address).is_err(), "{address}");
            continue;
        };
        let account = public_key(vector);
        let (read, prefix) = AccountId::from_ss58_any_network(address).expect(address);
        assert_eq!(read, account, "{address}");
        assert_eq!(account.on_network(prefix), address);
        // What a user types must be an address of this chain.
        assert_eq!(address.parse::<AccountId>().is_ok(), prefix == 42, "{address}");
    }
}

#[test]
fn signatures() {
    let Some((_, vectors)) = reference() else { return };
    let mut keys: BTreeMap<String, Secret> = BTreeMap::new();
    for vector in list(&vectors, "mnemonics") {
        if let Ok(words) = Mnemonic::parse(&secret(text(vector, "mnemonic"))) {
            for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
                let key = Secret::from_mnemonic(&words, key_type);
                keys.insert(key.account().to_string(), key);
            }
        }
    }
    let mut made = 0;
    for vector in list(&vectors, "signatures") {
        let Some(key) = vector["ss58"].as_str().and_then(|address| keys.get(address)) else {
            continue;
        };
        if !text(vector, "name").starts_with("ok_") || vector["valid"] != true {
            continue;
        }
        let mut message = bytes(vector, "message_hex");
        if text(vector, "name").starts_with("ok_wrapped") {
            message = [b"<Bytes>", message.as_slice(), b"</Bytes>"].concat();
        }
        let public = key.account().0;
        match key.keypair().sign(&message) {
            // Randomised: compare by verifying.
            Signature::Sr25519(signature) => {
                assert!(sr25519::Pair::verify(&signature.into(), &message, &public.into()));
            }
            Signature::Ed25519(signature) => {
                assert!(ed25519::Pair::verify(&signature.into(), &message, &public.into()));
                assert_eq!(signature.to_vec(), bytes(vector, "signature"));
            }
        }
        made += 1;
    }
    assert!(made >= 20, "only {made}");
}
