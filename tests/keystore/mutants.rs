//! The fuzzer's corpus, changed in many ways, through everything that reads what strangers write:
//! nothing panics, nothing encrypted opens without a passphrase, and what has one spelling keeps it.
//! `fuzz/` does the same for longer.

use std::fs;
use std::path::Path;

use tau::keystore::format::KeyText;
use tau::keystore::{self, KeyType, Mnemonic, Secret};
use tau::model::AccountId;

use crate::{secret, seeded};

/// Changed copies of each file.
const MUTANTS: usize = 400;

/// What the fuzzer's target of the same name puts before its input.
fn prefix(target: &str) -> &'static [u8] {
    match target {
        "nacl" => b"$NACL",
        "vault" => b"$ANSIBLE_VAULT",
        "fernet" => b"gAAAAA",
        "polkadot_js" => br#"{"encoding":{"content":["pkcs8","sr25519"],"type":["scrypt","xsalsa20-poly1305"],"version":"3"},"encoded":"#,
        _ => b"",
    }
}

/// One to four changes: a bit, a byte, a cut, a piece twice.
fn mutate(bytes: &[u8], random: &mut impl FnMut(&mut [u8]) -> std::io::Result<()>) -> Vec<u8> {
    let mut draw = || {
        let mut bytes = [0; 4];
        random(&mut bytes).expect("pseudo-random bytes");
        u32::from_le_bytes(bytes) as usize
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=draw() % 4 {
        let at = if bytes.is_empty() { 0 } else { draw() % bytes.len() };
        match draw() % 5 {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << (draw() % 8),
            1 if !bytes.is_empty() => bytes[at] = draw().to_le_bytes()[0],
            2 => bytes.truncate(at),
            3 => bytes.insert(at, draw().to_le_bytes()[0]),
            _ => {
                let end = (at + draw() % 16).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// What each target of `fuzz/` holds.
fn check(target: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match target {
        "own_header" => {
            if let Ok(key) = KeyText::parse(bytes) {
                assert_eq!(key.write().as_bytes(), bytes);
            }
        }
        "mnemonic" => {
            if let Ok(words) = Mnemonic::parse(&secret(&text)) {
                let again = Mnemonic::parse(&words.phrase()).expect("words that were written");
                assert_eq!(*again.entropy(), *words.entropy());
            }
        }
        "uri" => {
            for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
                if let Ok(key) = Secret::from_uri(&secret(&text), key_type) {
                    assert_eq!(key.key_type(), key_type);
                }
            }
        }
        "ss58" => {
            let _ = text.parse::<AccountId>();
            if let Ok((account, prefix)) = AccountId::from_ss58_any_network(&text) {
                let again = AccountId::from_ss58_any_network(&account.on_network(prefix));
                assert_eq!(again, Ok((account, prefix)));
            }
        }
        _ => {
            let told = keystore::identify(bytes);
            let opened = keystore::open(bytes, None);
            if let (Ok(told), Ok(opened)) = (told, opened) {
                assert!(!told.encrypted, "{text}");
                assert!(told.account.is_none_or(|account| account == opened.account()), "{text}");
            }
        }
    }
}

#[test]
fn changed_files_never_panic_and_never_open_by_themselves() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut random = seeded("mutants");
    let (mut targets, mut files) = (0, 0);
    for folder in fs::read_dir(corpus).expect("the corpus") {
        let folder = folder.expect("a folder");
        let target = folder.file_name().into_string().expect("a name");
        // Requests and answers of the air gap hold no keys; their own tests change them.
        if target.starts_with("offline_") {
            continue;
        }
        targets += 1;
        for file in fs::read_dir(folder.path()).expect("files") {
            files += 1;
            let bytes = fs::read(file.expect("a file").path()).expect("bytes");
            check(&target, &[prefix(&target), &bytes].concat());
            for _ in 0..MUTANTS {
                let changed = mutate(&bytes, &mut random);
                check(&target, &[prefix(&target), &changed].concat());
            }
        }
    }
    assert_eq!(targets, 9);
    assert!(files >= 30, "{files}");
}
