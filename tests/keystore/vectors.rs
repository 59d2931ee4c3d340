//! Walks `keystore-format/vectors`: every file must have exactly the outcome it states. The
//! grammar of a vector file is in `keystore-format/testkit.md`; an unknown key or outcome fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use tau::keystore::format::{Header, KeyText};
use tau::keystore::{Fault, Secret, seal};

use crate::secret;

/// Every outcome that a vector can state.
const OUTCOMES: [&str; 7] = [
    "success",
    "wrong passphrase",
    "header failure",
    "kdf refused",
    "tag failure",
    "payload failure",
    "unsupported version",
];

/// One vector file: what is expected, and the key file.
pub struct Vector {
    pub name: String,
    pub fields: BTreeMap<String, String>,
    pub file: Vec<u8>,
}

impl Vector {
    fn parse(name: String, bytes: &[u8]) -> Self {
        let end = bytes
            .windows(2)
            .position(|pair| pair == b"\n\n")
            .unwrap_or_else(|| panic!("{name}: no blank line after the expectations"));
        let head = std::str::from_utf8(&bytes[..end]).expect("UTF-8 expectations");
        let mut fields = BTreeMap::new();
        for line in head.lines() {
            let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: {line}"));
            assert!(
                [
                    "expect",
                    "comment",
                    "passphrase",
                    "kind",
                    "key-type",
                    "public-key",
                    "address",
                    "form",
                    "secret",
                    "private-key",
                    "phrase",
                    "delegate",
                    "proxy-type",
                ]
                .contains(&key),
                "{name}: unknown key {key}"
            );
            let before = fields.insert(key.to_owned(), value.to_owned());
            assert_eq!(before, None, "{name}: {key} twice");
        }
        let vector = Self { name, fields, file: bytes[end + 2..].to_vec() };
        assert!(OUTCOMES.contains(&vector.get("expect")), "{}: unknown outcome", vector.name);
        assert!(!vector.get("comment").is_empty());
        vector
    }

    fn get(&self, field: &str) -> &str {
        self.fields.get(field).unwrap_or_else(|| panic!("{}: no {field}", self.name))
    }
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("keystore-format/vectors")
}

pub fn all() -> Vec<Vector> {
    let mut vectors: Vec<Vector> = fs::read_dir(folder())
        .expect("vectors folder")
        .map(|entry| {
            let path = entry.expect("entry").path();
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            Vector::parse(name, &fs::read(&path).expect("vector"))
        })
        .collect();
    vectors.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(vectors.len() >= 60, "only {} vectors", vectors.len());
    vectors
}

fn outcome(fault: &Fault) -> &'static str {
    match fault {
        Fault::WrongPassphrase => "wrong passphrase",
        Fault::Header(_) => "header failure",
        Fault::KdfRefused(_) => "kdf refused",
        Fault::Tag => "tag failure",
        Fault::Payload(_) | Fault::AddressMismatch { .. } => "payload failure",
        Fault::UnsupportedVersion(_) => "unsupported version",
        other => panic!("no outcome of the own format: {other}"),
    }
}

/// Open a file; a watch-only file opens to its header.
fn open(file: &[u8], passphrase: &str) -> Result<(Header, Option<Secret>), Fault> {
    let text = KeyText::parse(file)?;
    match seal::open(&text, Some(&secret(passphrase))) {
        Ok(secret) => Ok((text.header, Some(secret))),
        Err(Fault::WatchOnly) => Ok((text.header, None)),
        Err(fault) => Err(fault),
    }
}

fn check_success(vector: &Vector, header: &Header, opened: Option<&Secret>) {
    let name = &vector.name;
    let kind = match header {
        Header::Sealed { role, .. } => role.as_str(),
        Header::Open { .. } => "hotkey",
        Header::WatchOnly { .. } => "watch-only",
        Header::ProxyNote { proxy, .. } => {
            assert_eq!(hex::encode(proxy.delegate.0), vector.get("delegate"), "{name}");
            assert_eq!(proxy.proxy_type.as_str(), vector.get("proxy-type"), "{name}");
            "proxy-note"
        }
    };
    assert_eq!(kind, vector.get("kind"), "{name}");
    assert_eq!(hex::encode(header.account().0), vector.get("public-key"), "{name}");
    assert_eq!(header.account().to_string(), vector.get("address"), "{name}");
    let Some(opened) = opened else {
        assert!(matches!(kind, "watch-only" | "proxy-note"), "{name}");
        return;
    };
    assert_eq!(opened.key_type().as_str(), vector.get("key-type"), "{name}");
    assert_eq!(hex::encode(&*opened.private_key()), vector.get("private-key"), "{name}");
    let material = match vector.get("form") {
        "entropy" => {
            let words = opened.mnemonic().unwrap_or_else(|| panic!("{name}: no phrase"));
            assert_eq!(words.phrase().expose_secret(), vector.get("phrase"), "{name}");
            hex::encode(&*words.entropy())
        }
        "seed" => {
            assert!(opened.mnemonic().is_none(), "{name}");
            hex::encode(*opened.seed().unwrap_or_else(|| panic!("{name}: no seed")))
        }
        "expanded" => {
            assert!(opened.seed().is_none(), "{name}");
            hex::encode(&*opened.private_key())
        }
        other => panic!("{name}: unknown form {other}"),
    };
    assert_eq!(material, vector.get("secret"), "{name}");
}

#[test]
fn every_vector_has_its_outcome() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for vector in all() {
        let passphrase = vector.fields.get("passphrase").map_or("", String::as_str);
        let found = match open(&vector.file, passphrase) {
            Ok((header, opened)) => {
                check_success(&vector, &header, opened.as_ref());
                "success"
            }
            Err(fault) => outcome(&fault),
        };
        assert_eq!(found, vector.get("expect"), "{}: {}", vector.name, vector.get("comment"));
        *counts.entry(found).or_default() += 1;
    }
    for outcome in OUTCOMES {
        assert!(counts.contains_key(outcome), "no vector ends in: {outcome}");
    }
}

#[test]
fn what_parses_is_written_back_to_the_byte() {
    let mut parsed = 0;
    for vector in all() {
        if let Ok(text) = KeyText::parse(&vector.file) {
            assert_eq!(text.write().as_bytes(), vector.file, "{}", vector.name);
            parsed += 1;
        }
    }
    assert!(parsed > 20);
}

/// Damage of every sort: nothing panics, nothing has two spellings, and a changed file never
/// gives a key.
#[test]
fn mutations_never_panic_and_never_open() {
    let vectors = all();
    let mut random = crate::seeded("mutations");
    let mut number = |below: usize| {
        let mut bytes = [0; 8];
        random(&mut bytes).expect("never fails");
        (u64::from_le_bytes(bytes) % below.max(1) as u64) as usize
    };
    let mut parsed = 0;
    for vector in &vectors {
        let cases = if vector.get("expect") == "success" { 600 } else { 60 };
        for _ in 0..cases {
            let mut file = vector.file.clone();
            for _ in 0..=number(2) {
                let at = number(file.len());
                match number(5) {
                    0 if !file.is_empty() => file[at] ^= 1 << number(8),
                    1 => file.truncate(at),
                    2 => file.insert(at, b"0a\n: -\r\xff"[number(8)]),
                    3 if !file.is_empty() => {
                        file.remove(at);
                    }
                    _ => {
                        let donor = &vectors[number(vectors.len())].file;
                        let from = number(donor.len());
                        file.truncate(at);
                        file.extend_from_slice(&donor[from..]);
                    }
                }
            }
            let Ok(text) = KeyText::parse(&file) else { continue };
            parsed += 1;
            assert_eq!(text.write().as_bytes(), file, "{}", vector.name);
            // Unsealed files are protected by the public key alone; sealed ones are not opened
            // here, as each costs a derivation.
            if let Header::Open { account, .. } = text.header
                && let Ok(opened) = seal::open(&text, None)
            {
                assert_eq!(opened.account(), account);
            }
        }
    }
    assert!(parsed > 0);
}

/// The example in the specification is one of the vectors.
#[test]
fn the_specification_shows_a_real_file() {
    let spec = fs::read_to_string(folder().join("../v1.md")).expect("v1.md");
    let vectors = all();
    let example = vectors.iter().find(|vector| vector.name == "coldkey_12_words").expect("vector");
    let text = std::str::from_utf8(&example.file).expect("text");
    assert!(spec.contains(text), "v1.md does not contain the vector coldkey_12_words");
}
