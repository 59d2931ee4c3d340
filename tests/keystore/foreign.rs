//! btcli's files in the essentials, written here, so that a machine without the reference folder
//! tests them as well.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crypto_secretbox::aead::Aead;
use crypto_secretbox::{KeyInit, Nonce, XSalsa20Poly1305};
use tau::keystore::{
    Directory, Error, Fault, FileFormat, KeyKind, KeyType, NaclKey, Secret, uses_development_phrase,
};
use tau::model::Sign;

use crate::{ABANDON, ABANDON_ADDRESS, secret};

const SEED: &str = "4ed8d4b17698ddeaa1f1559f152f87b5d472f725ca86d341bd0276f1b61197e2";
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_PUBLIC: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const ALICE_PRIVATE: &str = "33a6f3093f158a7109f679410bef1a0c54168145e0cecb4df006c1c2fffb1f09\
                             925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011";

/// A wallet `w` with one file under `path`.
fn with_file(path: &str, contents: &[u8]) -> (tempfile::TempDir, Directory) {
    let root = tempfile::tempdir().expect("temporary folder");
    let file = root.path().join("w").join(path);
    fs::create_dir_all(file.parent().expect("folder")).expect("folder");
    fs::write(&file, contents).expect("file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("mode");
    let directory = Directory::open(root.path().to_owned());
    (root, directory)
}

/// Read a hotkey file; its account or what is wrong.
fn hotkey(json: &str) -> Result<Secret, String> {
    let (_root, directory) = with_file("hotkeys/default", json.as_bytes());
    let wallet = directory.wallet("w").expect("wallet");
    match wallet.hotkeys.first() {
        Some(key) => key.reveal(None).map_err(|error| error.to_string()),
        None => Err(wallet.problems[0].to_string()),
    }
}

#[test]
fn every_form_of_a_plain_key() {
    for json in [
        format!(r#"{{"secretPhrase":"{ABANDON}"}}"#),
        format!(r#"{{"secretSeed":"0x{SEED}"}}"#),
        format!(r#"{{"secretSeed":"{}"}}"#, SEED.to_uppercase()),
        format!(r#"{{"secretPhrase":null,"secretSeed":"0x0x{SEED}","other":[1,{{}}]}}"#),
        format!(r#"{{"privateKey":"0x{SEED}","cryptoType":1}}"#),
        format!(" {{\"secretSeed\":\"0x{SEED}\",\n\"ss58Address\":\"{ABANDON_ADDRESS}\"}}\n"),
        format!(r#"{{"secretSeed":"junk","secretSeed":"0x{SEED}"}}"#),
    ] {
        let key = hotkey(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(key.account().to_string(), ABANDON_ADDRESS, "{json}");
    }
    let json = format!(r#"{{"privateKey":"0x{ALICE_PRIVATE}","ss58Address":"{ALICE}"}}"#);
    let alice = hotkey(&json).expect("private key");
    assert_eq!(alice.account().to_string(), ALICE);
    assert!(alice.seed().is_none() && alice.mnemonic().is_none());
}

#[test]
fn key_types() {
    let ed = format!(r#"{{"secretPhrase":"{ABANDON}","cryptoType":0}}"#);
    let ed = hotkey(&ed).expect("ed25519");
    assert_eq!(ed.key_type(), KeyType::Ed25519);
    // The type was lost, the address tells.
    let lost = format!(r#"{{"secretPhrase":"{ABANDON}","ss58Address":"{}"}}"#, ed.account());
    assert_eq!(hotkey(&lost).expect("ed25519").key_type(), KeyType::Ed25519);
    for number in [2, 256, 257] {
        let json = format!(r#"{{"secretPhrase":"{ABANDON}","cryptoType":{number}}}"#);
        assert!(hotkey(&json).err().is_some_and(|error| error.contains("key type")));
    }
}

#[test]
fn contradictions_are_refused() {
    for (json, part) in [
        (
            format!(r#"{{"secretPhrase":"{ABANDON}","ss58Address":"{ALICE}"}}"#),
            "but the key inside is",
        ),
        (
            format!(r#"{{"secretPhrase":"{ABANDON}","privateKey":"0x{ALICE_PRIVATE}"}}"#),
            "belong to different keys",
        ),
        (
            format!(
                r#"{{"publicKey":"0x{ALICE_PUBLIC}","secretSeed":"0x{SEED}","ss58Address":"{ABANDON_ADDRESS}"}}"#
            ),
            "but the key inside is",
        ),
    ] {
        let error = hotkey(&json).err().unwrap_or_else(|| panic!("opened: {json}"));
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn damage_is_named_and_no_secret_is_quoted() {
    for (contents, part) in [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ("hello", "does not hold a JSON object"),
        ("[]", "does not hold a JSON object"),
        (ABANDON, "does not hold a JSON object"),
        ("0x4ed8d4b1", "public or a secret key"),
        ("{}", "neither a secret nor an ss58Address"),
        (r#"{"secretSeed":"0x4ed8d4b1"}"#, "32 bytes"),
        (r#"{"secretSeed":"zz"}"#, "seed is not hex"),
        (r#"{"secretPhrase":"abandon abandon"}"#, "not 2"),
        (r#"{"secretPhrase":"secret-word "#, "cut off"),
        (r#"{"secretPhrase":"secret-word" x}"#, "wrong at line 1"),
        (r#"{"encoded":"AAAA","address":""}"#, "polkadot-js"),
        (r#"{"ss58Address":"5Grw"}"#, "not an SS58 address"),
    ] {
        let error = hotkey(contents).err().unwrap_or_else(|| panic!("opened: {contents}"));
        assert!(error.contains(part), "{contents}: {error}");
        assert!(!error.contains("secret-word"), "{error}");
    }
    let zero = "00".repeat(64);
    let error = hotkey(&format!(r#"{{"privateKey":"0x{zero}"}}"#)).err().expect("refused");
    assert!(error.contains("not an sr25519 secret key"), "{error}");
}

#[test]
fn public_files() {
    let json = format!(r#"{{"ss58Address":"{ALICE}"}}"#);
    let (_root, directory) = with_file("hotkeys/minerpub.txt", json.as_bytes());
    let wallet = directory.wallet("w").expect("wallet");
    let key = wallet.hotkey("miner").expect("hotkey");
    assert_eq!((key.kind, key.format), (KeyKind::WatchOnly, FileFormat::Public));
    assert_eq!(key.address.expect("address").to_string(), ALICE);
    // Without the address the official wallet refuses, and so does tau.
    let json = format!(r#"{{"publicKey":"0x{ALICE_PUBLIC}"}}"#);
    let (_root, directory) = with_file("coldkeypub.txt", json.as_bytes());
    let wallet = directory.wallet("w").expect("wallet");
    assert!(wallet.coldkey.is_none() && wallet.problems.len() == 1);
}

#[test]
fn other_envelopes_get_a_sentence() {
    for (contents, format, part) in [
        ("$ANSIBLE_VAULT;1.1;AES256\n00\n", FileFormat::Ansible, "Ansible vault"),
        ("gAAAAABxyz", FileFormat::Fernet, "Fernet"),
    ] {
        let (_root, directory) = with_file("coldkey", contents.as_bytes());
        let wallet = directory.wallet("w").expect("wallet");
        let key = wallet.coldkey().expect("listed");
        assert_eq!((key.format, key.encrypted), (format, true));
        let error = key.reveal(Some(&secret("x"))).err().expect("refused");
        // Both are read; these two are cut off.
        assert!(matches!(&error, Error::File { .. }), "{part}: {error}");
        assert!(!error.to_string().contains("gAAAA"), "{error}");
    }
}

#[test]
fn a_nacl_coldkey() {
    // What libsodium derives from this passphrase with btcli's parameters; the envelope is laid
    // out here as its secretbox does.
    let passphrase = secret("Throwaway-Pa55w0rd!");
    let key = "6377115db7d4188adf005fd2aca5a147e54b23db415adb5310c9fc4d3767bcf7";
    let key: [u8; 32] = hex::decode(key).expect("hex").try_into().expect("32 bytes");
    let json = format!(r#"{{"secretPhrase":"{ABANDON}","ss58Address":"{ABANDON_ADDRESS}"}}"#);
    let nonce = [7; 24];
    let sealed = XSalsa20Poly1305::new(&key.into())
        .encrypt(Nonce::from_slice(&nonce), json.as_bytes())
        .expect("encryption");
    let file = [b"$NACL".as_slice(), &nonce, &sealed].concat();

    let derived = NaclKey::derive(&passphrase).expect("memory");
    let (_root, directory) = with_file("coldkey", &file);
    let wallet = directory.wallet("w").expect("wallet");
    let listed = wallet.coldkey().expect("coldkey");
    assert_eq!((listed.format, listed.encrypted, listed.address), (FileFormat::Nacl, true, None));
    let opened = listed.reveal_nacl(&derived).expect("opens");
    assert_eq!(opened.account().to_string(), ABANDON_ADDRESS);

    for at in [5, 29, 45, file.len() - 1] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        let (_root, directory) = with_file("coldkey", &changed);
        let wallet = directory.wallet("w").expect("wallet");
        let result = wallet.coldkey().expect("coldkey").reveal_nacl(&derived);
        assert!(matches!(result, Err(Error::File { fault: Fault::WrongPassphrase, .. })));
    }
    // Too short: refused at once, whatever the passphrase.
    for length in [5, 6, 28, 29, 44, 46] {
        let (_root, directory) = with_file("coldkey", &file[..length]);
        let wallet = directory.wallet("w").expect("wallet");
        let result = wallet.coldkey().expect("coldkey").reveal(Some(&secret("x")));
        assert!(matches!(result, Err(Error::File { fault: Fault::Truncated(_), .. })));
    }
}

#[test]
fn the_public_companion_must_agree() {
    let json = format!(r#"{{"secretPhrase":"{ABANDON}"}}"#);
    let (root, directory) = with_file("hotkeys/default", json.as_bytes());
    let public = format!(r#"{{"ss58Address":"{ALICE}"}}"#);
    fs::write(root.path().join("w/hotkeys/defaultpub.txt"), public).expect("file");
    let wallet = directory.wallet("w").expect("wallet");
    let result = wallet.hotkey("default").expect("hotkey").unlock(None);
    assert!(matches!(result, Err(Error::File { fault: Fault::AddressMismatch { .. }, .. })));
}

#[test]
fn known_uris() {
    let alice = Secret::from_uri(&secret("//Alice"), KeyType::Sr25519).expect("uri");
    assert_eq!(alice.keypair().account().to_string(), ALICE);
    assert_eq!(hex::encode(&*alice.private_key()), ALICE_PRIVATE);
    let plain = Secret::from_uri(&secret(ABANDON), KeyType::Sr25519).expect("uri");
    assert!(plain.mnemonic().is_some(), "a bare phrase keeps its words");
    for derived in [format!("{ABANDON}//0"), format!("{ABANDON}///x"), format!("{ABANDON}/soft")] {
        let derived = Secret::from_uri(&secret(&derived), KeyType::Sr25519).expect("uri");
        assert!(derived.mnemonic().is_none(), "a derived key does not carry its parent");
        assert_ne!(derived.account(), plain.account());
    }
    assert!(Secret::from_uri(&secret("//a/b"), KeyType::Ed25519).is_err());
    assert!(Secret::from_uri(&secret("0x12//a"), KeyType::Sr25519).is_err());

    let known = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    for uri in ["", "//Alice", "/soft", "///password", known, &format!("{known}//x")] {
        assert!(uses_development_phrase(&secret(uri)), "{uri}");
    }
    for uri in [ABANDON, &format!("{ABANDON}//Alice"), &format!("0x{SEED}//Alice")] {
        assert!(!uses_development_phrase(&secret(uri)), "{uri}");
    }
}
