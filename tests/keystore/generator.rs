//! Makes `keystore-format/vectors`. The files are committed, and released ones are never edited;
//! this test says when they and the generator disagree, and `TAU_WRITE_VECTORS=1` writes those
//! that are missing.
//!
//! Sealing is done here with the bare primitives and not with tau's own code, so that the vectors
//! check that code instead of repeating it.

use std::fs;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use tau::keystore::{KeyType, Mnemonic, Secret};

use crate::vectors::folder;
use crate::{ABANDON, secret};

const PASSPHRASE: &str = "correct horse battery staple";

/// A key to put into files, in the clear.
#[derive(Clone)]
struct Key {
    key_type: KeyType,
    form: u8,
    bytes: Vec<u8>,
}

impl Key {
    fn words(phrase: &str, key_type: KeyType) -> Self {
        let words = Mnemonic::parse(&secret(phrase)).expect("phrase");
        Self { key_type, form: 1, bytes: words.entropy().to_vec() }
    }

    fn entropy(label: &str, length: usize) -> Self {
        Self { key_type: KeyType::Sr25519, form: 1, bytes: random(label, length) }
    }

    fn seed(label: &str, key_type: KeyType) -> Self {
        Self { key_type, form: 2, bytes: random(label, 32) }
    }

    fn expanded() -> Self {
        let derived = Secret::from_uri(&secret("//Alice"), KeyType::Sr25519).expect("uri");
        Self { key_type: KeyType::Sr25519, form: 3, bytes: derived.private_key().to_vec() }
    }

    fn secret(&self) -> Secret {
        match self.form {
            1 => {
                let words = Mnemonic::from_entropy(&self.bytes).expect("entropy");
                Secret::from_mnemonic(&words, self.key_type)
            }
            _ => Secret::from_bytes(&self.bytes, self.key_type).expect("key"),
        }
    }

    fn payload(&self) -> Vec<u8> {
        let mut payload = vec![self.form, self.bytes.len() as u8];
        payload.extend_from_slice(&self.bytes);
        payload.resize(66, 0);
        payload
    }
}

fn random(label: &str, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    crate::seeded(label)(&mut bytes).expect("never fails");
    bytes
}

/// Everything that goes into a sealed file, to be changed at will.
struct Recipe {
    kind: &'static str,
    key_type: &'static str,
    public_key: String,
    kdf: &'static str,
    memory: String,
    passes: String,
    cipher: &'static str,
    /// Derived with these, whatever the header says.
    cost: (u32, u32),
    passphrase: String,
    payload: Vec<u8>,
    salt: Vec<u8>,
    nonce: Vec<u8>,
}

impl Recipe {
    fn new(name: &str, key: &Key) -> Self {
        Self {
            kind: "coldkey",
            key_type: key.key_type.as_str(),
            public_key: hex::encode(key.secret().account().0),
            kdf: "argon2id",
            memory: "19456".to_owned(),
            passes: "2".to_owned(),
            cipher: "xchacha20-poly1305",
            cost: (19_456, 2),
            passphrase: PASSPHRASE.to_owned(),
            payload: key.payload(),
            salt: random(&format!("{name} salt"), 32),
            nonce: random(&format!("{name} nonce"), 24),
        }
    }

    fn seal(&self) -> String {
        let mut derived = [0; 64];
        let params = Params::new(self.cost.0, self.cost.1, 1, Some(64)).expect("cost");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.passphrase.as_bytes(), &self.salt, &mut derived)
            .expect("derivation");
        let header = format!(
            "tau-key/1\nkind: {}\nkey-type: {}\npublic-key: {}\nkdf: {}\nmemory: {}\npasses: {}\n\
             salt: {}\ncheck: {}\ncipher: {}\nnonce: {}\n---\n",
            self.kind,
            self.key_type,
            self.public_key,
            self.kdf,
            self.memory,
            self.passes,
            hex::encode(&self.salt),
            hex::encode(&derived[32..]),
            self.cipher,
            hex::encode(&self.nonce),
        );
        let body = XChaCha20Poly1305::new(derived[..32].into())
            .encrypt(
                XNonce::from_slice(&self.nonce),
                Payload { msg: &self.payload, aad: header.as_bytes() },
            )
            .expect("encryption");
        format!("{header}{}\n", hex::encode(body))
    }
}

/// A hotkey in the clear.
fn unsealed(kind: &str, key: &Key, payload: &[u8]) -> String {
    format!(
        "tau-key/1\nkind: {kind}\nkey-type: {}\npublic-key: {}\nkdf: none\n---\n{}\n",
        key.key_type,
        hex::encode(key.secret().account().0),
        hex::encode(payload)
    )
}

/// The vectors, each as its file's name and bytes.
struct Kit(Vec<(String, Vec<u8>)>);

impl Kit {
    fn add(&mut self, name: &str, expect: &str, comment: &str, rest: &[String], file: &[u8]) {
        let mut text = format!("expect: {expect}\ncomment: {comment}\n");
        for line in rest {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
        self.0.push((name.to_owned(), [text.as_bytes(), file].concat()));
    }

    fn success(
        &mut self,
        name: &str,
        comment: &str,
        kind: &str,
        typed: Option<&str>,
        key: &Key,
        file: &str,
    ) {
        let opened = key.secret();
        let mut rest: Vec<String> =
            typed.map(|typed| format!("passphrase: {typed}")).into_iter().collect();
        rest.extend([
            format!("kind: {kind}"),
            format!("key-type: {}", key.key_type),
            format!("public-key: {}", hex::encode(opened.account().0)),
            format!("address: {}", opened.account()),
            format!("form: {}", ["entropy", "seed", "expanded"][usize::from(key.form) - 1]),
            format!("secret: {}", hex::encode(&key.bytes)),
            format!("private-key: {}", hex::encode(&*opened.private_key())),
        ]);
        if let Some(words) = opened.mnemonic() {
            let words: Vec<_> = words.words().collect();
            rest.push(format!("phrase: {}", words.join(" ")));
        }
        self.add(name, "success", comment, &rest, file.as_bytes());
    }

    fn failure(&mut self, name: &str, expect: &str, comment: &str, file: impl AsRef<[u8]>) {
        let rest = [format!("passphrase: {PASSPHRASE}")];
        self.add(name, expect, comment, &rest, file.as_ref());
    }
}

fn successes(kit: &mut Kit) {
    let sr = KeyType::Sr25519;
    let coldkey = |name: &str, key: &Key| Recipe::new(name, key).seal();
    let mut plain = |name: &str, comment: &str, key: Key| {
        let file = coldkey(name, &key);
        kit.success(name, comment, "coldkey", Some(PASSPHRASE), &key, &file);
    };
    plain("coldkey_12_words", "a coldkey made from twelve words", Key::words(ABANDON, sr));
    for (words, length) in [(15, 20), (18, 24), (21, 28), (24, 32)] {
        let name = format!("coldkey_{words}_words");
        plain(&name, &format!("{length} bytes of entropy"), Key::entropy(&name, length));
    }
    plain("coldkey_seed", "a 32-byte seed without a phrase", Key::seed("seed", sr));
    plain("coldkey_expanded", "scalar and nonce, no seed known", Key::expanded());
    plain(
        "coldkey_ed25519_words",
        "the same words give another key under ed25519",
        Key::words(ABANDON, KeyType::Ed25519),
    );
    plain("coldkey_ed25519_seed", "an ed25519 seed", Key::seed("seed", KeyType::Ed25519));

    let key = Key::words(ABANDON, sr);
    let name = "hotkey_sealed";
    let mut recipe = Recipe::new(name, &key);
    recipe.kind = "hotkey";
    kit.success(
        name,
        "a hotkey under a passphrase",
        "hotkey",
        Some(PASSPHRASE),
        &key,
        &recipe.seal(),
    );
    let file = unsealed("hotkey", &key, &key.payload());
    kit.success("hotkey_open", "a hotkey in the clear", "hotkey", None, &key, &file);
    let file = unsealed("hotkey", &key, &key.payload());
    let comment = "a passphrase is not looked at where none is needed";
    kit.success("hotkey_open_with_passphrase", comment, "hotkey", Some("x"), &key, &file);
    let ed = Key::seed("seed", KeyType::Ed25519);
    let file = unsealed("hotkey", &ed, &ed.payload());
    kit.success(
        "hotkey_open_ed25519",
        "an ed25519 hotkey in the clear",
        "hotkey",
        None,
        &ed,
        &file,
    );

    let account = key.secret().account();
    let public = hex::encode(account.0);
    let rest = [
        "kind: watch-only".to_owned(),
        format!("public-key: {public}"),
        format!("address: {account}"),
    ];
    let file = format!("tau-key/1\nkind: watch-only\npublic-key: {public}\n---\n");
    kit.add("watch_only", "success", "an address and nothing else", &rest, file.as_bytes());

    for (name, memory, passes, comment) in [
        ("kdf_more_memory", 32_768, 2, "32 MiB"),
        ("kdf_odd_memory", 19_459, 2, "a number of KiB that is no multiple of four"),
        ("kdf_more_passes", 19_456, 5, "five passes"),
    ] {
        let mut recipe = Recipe::new(name, &key);
        recipe.cost = (memory, passes);
        (recipe.memory, recipe.passes) = (memory.to_string(), passes.to_string());
        kit.success(name, comment, "coldkey", Some(PASSPHRASE), &key, &recipe.seal());
    }
    for (name, comment, sealed, typed) in [
        (
            "passphrase_nfd_typed",
            "sealed as NFC, typed decomposed",
            "Zo\u{eb} \u{e9}",
            "Zoe\u{308} e\u{301}",
        ),
        ("passphrase_nfc_typed", "sealed and typed as NFC", "Zo\u{eb} \u{e9}", "Zo\u{eb} \u{e9}"),
        (
            "passphrase_wide_kept",
            "full-width letters are not narrowed (NFC, not NFKC)",
            "\u{ff41}\u{ff42}",
            "\u{ff41}\u{ff42}",
        ),
        ("passphrase_blanks_kept", "blanks at the ends are part of it", "  padded  ", "  padded  "),
        ("passphrase_other_scripts", "not only Latin", "密码🔑パスワード", "密码🔑パスワード"),
        ("passphrase_one_letter", "weak, but not the format's business", "x", "x"),
    ] {
        let mut recipe = Recipe::new(name, &key);
        sealed.clone_into(&mut recipe.passphrase);
        kit.success(name, comment, "coldkey", Some(typed), &key, &recipe.seal());
    }
    let long = "long passphrase ".repeat(40);
    let long = long.trim_end();
    let mut recipe = Recipe::new("passphrase_long", &key);
    long.clone_into(&mut recipe.passphrase);
    kit.success("passphrase_long", "639 bytes", "coldkey", Some(long), &key, &recipe.seal());
}

fn passphrases(kit: &mut Kit) {
    let key = Key::words(ABANDON, KeyType::Sr25519);
    for (name, comment, typed) in [
        ("passphrase_wrong", "another passphrase", "incorrect horse"),
        ("passphrase_case", "one letter in upper case", "Correct horse battery staple"),
        ("passphrase_extra_blank", "a blank at the end", "correct horse battery staple "),
        (
            "passphrase_wide_for_narrow",
            "NFKC would have made it equal",
            "correct horse battery staple\u{3000}",
        ),
    ] {
        let file = Recipe::new(name, &key).seal();
        let rest = [format!("passphrase: {typed}")];
        kit.add(name, "wrong passphrase", comment, &rest, file.as_bytes());
    }
    let name = "passphrase_empty";
    let mut recipe = Recipe::new(name, &key);
    recipe.passphrase = String::new();
    let comment = "sealed under an empty passphrase, which no reader accepts";
    kit.add(
        name,
        "wrong passphrase",
        comment,
        &["passphrase: ".to_owned()],
        recipe.seal().as_bytes(),
    );
    let name = "salt_flipped_bit";
    let file = Recipe::new(name, &key).seal();
    let comment = "the derived bytes differ, so it looks like a wrong passphrase";
    kit.failure(name, "wrong passphrase", comment, flip(&file, "salt: "));
    let name = "check_flipped_bit";
    let file = Recipe::new(name, &key).seal();
    let comment = "the check value does not match the derived bytes";
    kit.failure(name, "wrong passphrase", comment, flip(&file, "check: "));
}

/// The first hex digit after `label`, with its lowest bit changed so that it stays a hex digit.
fn flip(file: &str, label: &str) -> String {
    let at = file.find(label).expect("label") + label.len();
    let old = &file[at..=at];
    let value = u8::from_str_radix(old, 16).expect("hex digit") ^ 1;
    format!("{}{value:x}{}", &file[..at], &file[at + 1..])
}

fn headers(kit: &mut Kit) {
    let key = Key::words(ABANDON, KeyType::Sr25519);
    let failure = "header failure";
    let good = Recipe::new("header", &key).seal();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let salt_line = good.lines().find(|line| line.starts_with("salt: ")).expect("salt").to_owned();
    let upper = format!("salt: {}", salt_line[6..].to_uppercase());
    let kind_twice = "kind: coldkey\nkind: coldkey\n";
    let swapped = "passes: 2\nmemory: 19456\n";
    for (name, comment, file) in [
        ("header_crlf", "lines end with CR LF", good.replace('\n', "\r\n")),
        ("header_bom", "a byte order mark before the first line", format!("\u{feff}{good}")),
        ("header_blank_before", "a blank line before the first line", format!("\n{good}")),
        ("header_upper_hex", "the salt in upper case", with(&salt_line, &upper)),
        ("header_field_order", "passes before memory", with("memory: 19456\npasses: 2\n", swapped)),
        ("header_field_twice", "kind twice", with("kind: coldkey\n", kind_twice)),
        (
            "header_field_unknown",
            "a line that the grammar does not have",
            with("kdf: ", "note: x\nkdf: "),
        ),
        ("header_field_missing", "no nonce", with(&nonce_line(&good), "")),
        ("header_field_case", "Kind instead of kind", with("kind: ", "Kind: ")),
        ("header_no_blank_after_colon", "kind:coldkey", with("kind: ", "kind:")),
        (
            "header_blank_at_end",
            "a blank at the end of a line",
            with("kind: coldkey\n", "kind: coldkey \n"),
        ),
        ("header_tab", "a tab after the colon", with("kind: ", "kind:\t")),
        ("header_no_separator", "the line of hyphens is missing", with("---\n", "")),
        ("header_four_hyphens", "four hyphens", with("---\n", "----\n")),
        ("header_number_leading_zero", "memory: 019456", with("memory: 1", "memory: 01")),
        ("header_number_sign", "passes: +2", with("passes: 2", "passes: +2")),
        ("header_number_hex", "passes: 0x2", with("passes: 2", "passes: 0x2")),
        ("header_number_zero", "passes: 0", with("passes: 2", "passes: 0")),
        (
            "header_number_too_large",
            "2^32 does not fit 32 bits",
            with("memory: 19456", "memory: 4294967296"),
        ),
        ("header_salt_short", "31 bytes of salt", with(&salt_line, &salt_line[..68])),
        ("header_salt_odd", "an odd number of digits", with(&salt_line, &salt_line[..69])),
        ("header_kind_unknown", "kind: warmkey", with("kind: coldkey", "kind: warmkey")),
        ("header_key_type_unknown", "key-type: ecdsa", with("sr25519", "ecdsa")),
        ("header_kdf_unknown", "kdf: scrypt", with("argon2id", "scrypt")),
        ("header_cipher_unknown", "cipher: aes-256-gcm", with("xchacha20-poly1305", "aes-256-gcm")),
        (
            "header_coldkey_open",
            "a coldkey in the clear",
            unsealed("coldkey", &key, &key.payload()),
        ),
        ("header_truncated", "the file ends inside the header", good[..200].to_owned()),
        ("header_no_magic", "the first line is missing", good["tau-key/1\n".len()..].to_owned()),
        ("header_empty_file", "no bytes at all", String::new()),
        ("header_version_empty", "no number in the first line", with("tau-key/1", "tau-key/")),
        ("header_version_zero", "versions count from one", with("tau-key/1", "tau-key/0")),
        ("header_version_padded", "tau-key/01", with("tau-key/1", "tau-key/01")),
        (
            "header_watch_only_key_type",
            "a watch-only file has no key type",
            format!(
                "tau-key/1\nkind: watch-only\nkey-type: sr25519\npublic-key: {}\n---\n",
                hex::encode(key.secret().account().0)
            ),
        ),
        ("header_too_large", "more than 4096 bytes", format!("{good}{}", "0".repeat(4096))),
    ] {
        kit.failure(name, failure, comment, file);
    }
    let mut latin = good.clone().into_bytes();
    latin[12] = 0xe9;
    kit.failure("header_not_utf8", failure, "a byte outside ASCII", latin);
    for (name, version) in
        [("version_2", "2"), ("version_10", "10"), ("version_large", "4294967295")]
    {
        let file = with("tau-key/1", &format!("tau-key/{version}"));
        kit.failure(name, "unsupported version", "nothing after the first line counts", file);
    }
}

fn nonce_line(file: &str) -> String {
    let line = file.lines().find(|line| line.starts_with("nonce: ")).expect("nonce");
    format!("{line}\n")
}

fn bounds(kit: &mut Kit) {
    let key = Key::words(ABANDON, KeyType::Sr25519);
    for (name, comment, memory, passes) in [
        ("kdf_memory_too_small", "one KiB below the floor", 19_455, 2),
        ("kdf_memory_too_large", "one KiB above 1 GiB", 1_048_577, 2),
        ("kdf_memory_maximal", "four terabytes", u32::MAX, 2),
        ("kdf_passes_too_few", "a single pass", 65_536, 1),
        ("kdf_passes_too_many", "one above 64", 19_456, 65),
        ("kdf_passes_maximal", "4294967295 passes", 19_456, u32::MAX),
        ("kdf_work_too_large", "each within its bound, the product not", 1_048_576, 5),
    ] {
        let mut recipe = Recipe::new(name, &key);
        (recipe.memory, recipe.passes) = (memory.to_string(), passes.to_string());
        kit.failure(name, "kdf refused", comment, recipe.seal());
    }
}

fn seals(kit: &mut Kit) {
    let key = Key::words(ABANDON, KeyType::Sr25519);
    let other = Key::seed("other", KeyType::Sr25519);
    let good = |name: &str| Recipe::new(name, &key).seal();
    let failure = "tag failure";
    let file = good("body_flipped_bit");
    kit.failure("body_flipped_bit", failure, "first bit of the ciphertext", flip(&file, "---\n"));
    let file = good("tag_flipped_bit");
    let last = file.len() - 2;
    let value = u8::from_str_radix(&file[last..=last], 16).expect("hex digit") ^ 1;
    let file = format!("{}{value:x}\n", &file[..last]);
    kit.failure("tag_flipped_bit", failure, "last bit of the tag", file);
    let file = flip(&good("nonce_flipped_bit"), "nonce: ");
    kit.failure("nonce_flipped_bit", failure, "another nonce", file);
    let file = good("public_key_replaced")
        .replace(&hex::encode(key.secret().account().0), &hex::encode(other.secret().account().0));
    kit.failure("public_key_replaced", failure, "the header names another account", file);
    let file = good("kind_replaced").replace("coldkey", "hotkey");
    kit.failure("kind_replaced", failure, "a coldkey passed off as a hotkey", file);
    let file = good("key_type_replaced").replace("sr25519", "ed25519");
    kit.failure("key_type_replaced", failure, "another key type in the header", file);
    let (one, two) = (good("bodies_swapped"), good("bodies_swapped other"));
    let (head, _) = one.split_once("---\n").expect("separator");
    let (_, body) = two.split_once("---\n").expect("separator");
    kit.failure(
        "bodies_swapped",
        failure,
        "the body of another file",
        format!("{head}---\n{body}"),
    );
}

fn payloads(kit: &mut Kit) {
    let failure = "payload failure";
    let key = Key::words(ABANDON, KeyType::Sr25519);
    let good = Recipe::new("body", &key).seal();
    let body_start = good.find("---\n").expect("separator") + 4;
    let (head, body) = good.split_at(body_start);
    for (name, comment, file) in [
        ("body_missing", "the file ends after the header", head.to_owned()),
        ("body_truncated", "half of the body", good[..body_start + 82].to_owned()),
        ("body_no_newline", "the last line does not end", good.trim_end().to_owned()),
        ("body_two_newlines", "an empty line at the end", format!("{good}\n")),
        ("body_crlf", "the last line ends with CR LF", format!("{}\r\n", good.trim_end())),
        ("body_upper_hex", "the body in upper case", format!("{head}{}", body.to_uppercase())),
        ("body_wrapped", "two lines", format!("{head}{}\n{}", &body[..64], &body[64..])),
        ("body_longer", "one byte more", format!("{head}00{body}")),
        ("body_not_hex", "a letter outside the alphabet", format!("{head}g{}", &body[1..])),
    ] {
        kit.failure(name, failure, comment, file);
    }
    let public = hex::encode(key.secret().account().0);
    let watched = format!("tau-key/1\nkind: watch-only\npublic-key: {public}\n---\n00\n");
    kit.failure("body_of_watch_only", failure, "there is nothing to hold", watched);

    let sealed = |name: &str, payload: Vec<u8>| {
        let mut recipe = Recipe::new(name, &key);
        recipe.payload = payload;
        recipe.seal()
    };
    let mut changed = |name: &str, comment: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut payload = key.payload();
        change(&mut payload);
        kit.failure(name, failure, comment, sealed(name, payload));
    };
    changed("payload_form_zero", "forms count from one", &|payload| payload[0] = 0);
    changed("payload_form_unknown", "form 4", &|payload| payload[0] = 4);
    changed("payload_length_wrong", "17 bytes of entropy", &|payload| payload[1] = 17);
    changed("payload_length_outside", "longer than the payload", &|payload| payload[1] = 65);
    changed("payload_padding", "the last byte is not zero", &|payload| payload[65] = 1);
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let scalar = |digits: &str| {
        let mut payload = vec![3, 64];
        payload.extend(hex::decode(digits).expect("hex"));
        payload.resize(66, 7);
        payload
    };
    let name = "payload_scalar_not_reduced";
    let comment = "the scalar is the group's order, another spelling of zero";
    kit.failure(name, failure, comment, sealed(name, scalar(order)));
    let name = "payload_scalar_zero";
    let file = sealed(name, scalar(&"00".repeat(32)));
    kit.failure(name, failure, "the key under which every signature verifies", file);
    let name = "payload_other_key";
    let other = Key::seed("other", KeyType::Sr25519);
    let comment = "sealed properly, but not the key that the header names";
    kit.failure(name, failure, comment, sealed(name, other.payload()));
    let name = "payload_ed25519_expanded";
    let ed = Key::seed("seed", KeyType::Ed25519);
    let mut recipe = Recipe::new(name, &ed);
    recipe.payload = Key::expanded().payload();
    kit.failure(name, failure, "ed25519 has no expanded form", recipe.seal());
    let name = "hotkey_open_other_key";
    let file = unsealed("hotkey", &key, &other.payload());
    kit.failure(name, failure, "not the key that the header names", file);
    let name = "hotkey_open_sealed_length";
    let mut long = key.payload();
    long.resize(82, 0);
    let comment = "a body in the clear has no tag";
    kit.failure(name, failure, comment, unsealed("hotkey", &key, &long));
}

#[test]
fn the_vectors_are_what_the_generator_makes() {
    let mut kit = Kit(Vec::new());
    successes(&mut kit);
    passphrases(&mut kit);
    headers(&mut kit);
    bounds(&mut kit);
    seals(&mut kit);
    payloads(&mut kit);
    let write = std::env::var_os("TAU_WRITE_VECTORS").is_some();
    let mut wrong = Vec::new();
    for (name, bytes) in &kit.0 {
        let path = folder().join(name);
        match fs::read(&path) {
            Ok(found) if found == *bytes => {}
            // A released vector is never edited: rename what has to change.
            Ok(_) => wrong.push(format!("{name} differs")),
            Err(_) if write => fs::write(&path, bytes).expect("write"),
            Err(_) => wrong.push(format!("{name} is missing")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
