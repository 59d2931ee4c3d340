//! Exports of polkadot-js (version 3): a JSON object with a secret box under scrypt.
//!
//! Inside the box is a PKCS #8 frame: 16 fixed bytes, 64 of secret, 5 fixed bytes, 32 of public key. For
//! sr25519 the first half of the secret is the scalar times eight, as ed25519 keys have it; for ed25519
//! the secret is seed and public key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto_secretbox::aead::AeadInPlace;
use crypto_secretbox::{KeyInit, Nonce, Tag, XSalsa20Poly1305};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Error, Fault, KeyType, Random, Secret};
use crate::model::AccountId;

const VERSION: &str = "3";
const ENCRYPTION: [&str; 2] = ["scrypt", "xsalsa20-poly1305"];
const SALT_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;
/// Salt, three parameters, nonce, tag.
const ENVELOPE: usize = SALT_LENGTH + 12 + NONCE_LENGTH + TAG_LENGTH;
const PREFIX: [u8; 16] = [
    0x30, 0x53, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
const DIVIDER: [u8; 5] = [0xa1, 0x23, 0x03, 0x21, 0x00];
const SECRET_LENGTH: usize = 64;
const FRAME: usize = PREFIX.len() + SECRET_LENGTH + DIVIDER.len() + 32;

/// A cost of scrypt: all others are refused, as polkadot-js does, so that a file cannot ask for all
/// the memory there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    log_n: u8,
    p: u32,
}

/// The block size of every allowed cost.
const R: u32 = 8;
const ALLOWED: [Cost; 6] = [
    Cost { log_n: 13, p: 10 },
    Cost { log_n: 14, p: 5 },
    Cost { log_n: 15, p: 3 },
    Cost { log_n: 15, p: 1 },
    Cost { log_n: 16, p: 2 },
    Cost { log_n: 17, p: 1 },
];
/// What polkadot-js writes today: 128 MiB.
const WRITTEN: Cost = Cost { log_n: 17, p: 1 };

#[derive(Deserialize)]
struct Export {
    encoded: String,
    encoding: Encoding,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Encoding {
    content: Vec<String>,
    #[serde(rename = "type")]
    types: Vec<String>,
    version: String,
}

/// What an export says without its passphrase.
pub(super) struct Summary {
    /// The account it names.
    pub account: Option<AccountId>,
    /// Its signature scheme.
    pub key_type: KeyType,
}

/// Whether a JSON object has the mark of an export, or of a batch of them.
pub(super) fn recognises(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Marks {
        encoded: Option<serde::de::IgnoredAny>,
        encoding: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Marks>(bytes)
        .is_ok_and(|marks| marks.encoded.is_some() && marks.encoding.is_some())
}

/// What the export says of its key.
pub(super) fn summarise(bytes: &[u8]) -> Result<Summary, Fault> {
    let parsed = Parsed::read(bytes)?;
    Ok(Summary { account: parsed.account, key_type: parsed.key_type })
}

/// The key of an export, which must be the one that it names.
pub(super) fn open(bytes: &[u8], passphrase: Option<&SecretString>) -> Result<Secret, Fault> {
    let parsed = Parsed::read(bytes)?;
    let passphrase = passphrase.ok_or(Fault::PassphraseNeeded)?;
    let key = parsed.derive(passphrase)?;
    let mut frame = Zeroizing::new(parsed.ciphertext().to_vec());
    // A damaged file cannot be told from a wrong passphrase here.
    XSalsa20Poly1305::new((&*key).into())
        .decrypt_in_place_detached(
            Nonce::from_slice(parsed.nonce()),
            &[],
            &mut frame,
            Tag::from_slice(parsed.tag()),
        )
        .map_err(|_| Fault::WrongPassphrase)?;
    let secret = read_frame(&frame, parsed.key_type)?;
    match parsed.account {
        Some(stored) if stored != secret.account() => {
            Err(Fault::AddressMismatch { stored, derived: secret.account() })
        }
        _ => Ok(secret),
    }
}

struct Parsed {
    account: Option<AccountId>,
    key_type: KeyType,
    cost: Cost,
    /// At least [`ENVELOPE`] bytes.
    envelope: Vec<u8>,
}

impl Parsed {
    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let export: Export = serde_json::from_slice(bytes).map_err(|error| {
            // Only the place: the parser's own words can quote the contents.
            let (line, column) = (error.line(), error.column());
            Fault::Payload(format!(
                "it is no export of one polkadot-js account (line {line}, column {column})"
            ))
        })?;
        let key_type = check_encoding(&export.encoding)?;
        let account = match &export.address {
            None => None,
            Some(text) => {
                let (account, _) = AccountId::from_ss58_any_network(text)
                    .map_err(|error| Fault::Payload(error.to_string()))?;
                Some(account)
            }
        };
        let envelope = STANDARD
            .decode(export.encoded.trim())
            .map_err(|_| Fault::Payload("`encoded` is not base64".to_owned()))?;
        if envelope.len() < ENVELOPE + FRAME {
            return Err(Fault::Truncated(format!("`encoded` has {} bytes", envelope.len())));
        }
        let number = |place: usize| {
            let start = SALT_LENGTH + 4 * place;
            envelope[start..start + 4]
                .iter()
                .rev()
                .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
        };
        let (n, p, r) = (number(0), number(1), number(2));
        let cost = ALLOWED
            .into_iter()
            .find(|cost| n == 1 << cost.log_n && p == cost.p && r == R)
            .ok_or_else(|| Fault::KdfRefused(format!("scrypt with N={n}, r={r}, p={p}")))?;
        Ok(Self { account, key_type, cost, envelope })
    }

    fn derive(&self, passphrase: &SecretString) -> Result<Zeroizing<[u8; 32]>, Fault> {
        scrypt_key(passphrase, &self.envelope[..SALT_LENGTH], self.cost)
    }

    fn nonce(&self) -> &[u8] {
        &self.envelope[SALT_LENGTH + 12..][..NONCE_LENGTH]
    }

    fn tag(&self) -> &[u8] {
        &self.envelope[SALT_LENGTH + 12 + NONCE_LENGTH..][..TAG_LENGTH]
    }

    fn ciphertext(&self) -> &[u8] {
        &self.envelope[ENVELOPE..]
    }
}

fn check_encoding(encoding: &Encoding) -> Result<KeyType, Fault> {
    let unsupported = |what: String| Err(Fault::Unsupported(what));
    if encoding.version != VERSION {
        return unsupported("it is a polkadot-js export of another version than 3".to_owned());
    }
    if encoding.types != ENCRYPTION {
        return unsupported(
            "it is a polkadot-js export that is not encrypted by scrypt and xsalsa20-poly1305"
                .to_owned(),
        );
    }
    let scheme = match encoding.content.as_slice() {
        [frame, scheme] if frame == "pkcs8" => scheme.as_str(),
        _ => return unsupported("it is a polkadot-js export without a PKCS #8 key".to_owned()),
    };
    scheme.parse().or_else(|_| {
        unsupported(
            "it is a polkadot-js export of a key that is neither sr25519 nor ed25519".to_owned(),
        )
    })
}

fn scrypt_key(
    passphrase: &SecretString,
    salt: &[u8],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, Fault> {
    let refused = |_| Fault::KdfRefused("scrypt does not take these parameters".to_owned());
    let parameters = scrypt::Params::new(cost.log_n, R, cost.p, 32).map_err(refused)?;
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(passphrase.expose_secret().as_bytes(), salt, &parameters, key.as_mut())
        .map_err(|_| Fault::KdfRefused("scrypt does not take these parameters".to_owned()))?;
    Ok(key)
}

fn read_frame(frame: &[u8], key_type: KeyType) -> Result<Secret, Fault> {
    let damaged = || Fault::Payload("there is no PKCS #8 key inside".to_owned());
    let rest = frame.strip_prefix(&PREFIX).ok_or_else(damaged)?;
    let (secret, rest) = rest.split_at_checked(SECRET_LENGTH).ok_or_else(damaged)?;
    let public = rest.strip_prefix(&DIVIDER).ok_or_else(damaged)?;
    let secret = match key_type {
        KeyType::Sr25519 => {
            let mut bytes = Zeroizing::new([0_u8; SECRET_LENGTH]);
            bytes.copy_from_slice(secret);
            eighth(&mut bytes[..32]).ok_or_else(damaged)?;
            Secret::from_bytes(&bytes[..], key_type)
        }
        KeyType::Ed25519 => Secret::from_bytes(&secret[..32], key_type),
    };
    let secret = secret.map_err(|error| Fault::Payload(error.to_string()))?;
    if secret.account().0 != public {
        return Err(Fault::Payload(
            "its secret and its public key do not belong together".to_owned(),
        ));
    }
    Ok(secret)
}

/// Divide a little-endian number by eight; nothing if it is no multiple.
fn eighth(number: &mut [u8]) -> Option<()> {
    if number.first()? & 7 != 0 {
        return None;
    }
    let mut above = 0;
    for byte in number.iter_mut().rev() {
        let low = *byte & 7;
        *byte = *byte >> 3 | above << 5;
        above = low;
    }
    Some(())
}

/// Multiply a little-endian number below 2^253 by eight.
fn eightfold(number: &mut [u8]) {
    let mut below = 0;
    for byte in number {
        let high = *byte >> 5;
        *byte = *byte << 3 | below;
        below = high;
    }
}

#[derive(Serialize)]
struct Written<'a> {
    encoded: &'a str,
    encoding: WrittenEncoding,
    address: String,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct WrittenEncoding {
    content: [&'static str; 2],
    #[serde(rename = "type")]
    types: [&'static str; 2],
    version: &'static str,
}

#[derive(Serialize)]
struct Meta<'a> {
    name: &'a str,
    #[serde(rename = "genesisHash")]
    genesis_hash: Option<String>,
}

/// An export that polkadot-js and btcli import. About a third of a second of work, 128 MiB.
///
/// # Errors
/// An empty passphrase, no randomness, or no memory.
pub fn export(
    secret: &Secret,
    name: &str,
    passphrase: &SecretString,
    random: &mut dyn Random,
) -> Result<String, Error> {
    // polkadot-js would leave such a file unencrypted.
    if passphrase.expose_secret().is_empty() {
        return Err(Error::EmptyPassphrase);
    }
    let mut envelope = vec![0; ENVELOPE];
    random.fill(&mut envelope[..SALT_LENGTH]).map_err(Error::Random)?;
    for (place, number) in [1_u32 << WRITTEN.log_n, WRITTEN.p, R].into_iter().enumerate() {
        let start = SALT_LENGTH + 4 * place;
        envelope[start..start + 4].copy_from_slice(&number.to_le_bytes());
    }
    let nonce_at = SALT_LENGTH + 12;
    random.fill(&mut envelope[nonce_at..nonce_at + NONCE_LENGTH]).map_err(Error::Random)?;
    let key = scrypt_key(passphrase, &envelope[..SALT_LENGTH], WRITTEN).map_err(Error::Seal)?;
    let mut frame = write_frame(secret);
    let tag = XSalsa20Poly1305::new((&*key).into())
        .encrypt_in_place_detached(
            Nonce::from_slice(&envelope[nonce_at..nonce_at + NONCE_LENGTH]),
            &[],
            &mut frame,
        )
        // Only for contents of many gigabytes.
        .map_err(|_| Error::Seal(Fault::Tag))?;
    envelope[ENVELOPE - TAG_LENGTH..].copy_from_slice(&tag);
    envelope.extend_from_slice(&frame);
    let written = Written {
        encoded: &STANDARD.encode(envelope),
        encoding: WrittenEncoding {
            content: ["pkcs8", secret.key_type().as_str()],
            types: ENCRYPTION,
            version: VERSION,
        },
        address: secret.account().to_string(),
        meta: Meta { name, genesis_hash: None },
    };
    // Strings and numbers always have a JSON form.
    serde_json::to_string(&written)
        .map_err(|error| Error::Seal(Fault::Payload(format!("no JSON form: {error}"))))
}

fn write_frame(secret: &Secret) -> Zeroizing<Vec<u8>> {
    let mut frame = Zeroizing::new(Vec::with_capacity(FRAME));
    frame.extend_from_slice(&PREFIX);
    let private = secret.private_key();
    match secret.key_type() {
        KeyType::Sr25519 => {
            let start = frame.len();
            frame.extend_from_slice(&private);
            eightfold(&mut frame[start..start + 32]);
        }
        KeyType::Ed25519 => {
            frame.extend_from_slice(&private);
            frame.extend_from_slice(&secret.account().0);
        }
    }
    frame.extend_from_slice(&DIVIDER);
    frame.extend_from_slice(&secret.account().0);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(bytes: &mut [u8]) -> std::io::Result<()> {
        bytes.iter_mut().zip(1..).for_each(|(byte, count)| *byte = count);
        Ok(())
    }

    #[test]
    fn what_is_exported_opens_again() {
        let passphrase = SecretString::from("correct horse");
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            let secret = Secret::from_uri(&SecretString::from("//Alice"), key_type).expect("a key");
            let text = export(&secret, "alice", &passphrase, &mut counted).expect("an export");
            assert!(recognises(text.as_bytes()));
            let summary = summarise(text.as_bytes()).expect("a summary");
            assert_eq!(summary.account, Some(secret.account()));
            assert_eq!(summary.key_type, key_type);
            let opened = open(text.as_bytes(), Some(&passphrase)).expect("a key");
            assert_eq!(opened.account(), secret.account());
            assert_eq!(*opened.private_key(), *secret.private_key());
            let wrong = open(text.as_bytes(), Some(&SecretString::from("battery")));
            assert_eq!(wrong.map(|_| ()), Err(Fault::WrongPassphrase));
            assert_eq!(open(text.as_bytes(), None).map(|_| ()), Err(Fault::PassphraseNeeded));
        }
        let alice =
            Secret::from_uri(&SecretString::from("//Alice"), KeyType::Sr25519).expect("a key");
        let empty = export(&alice, "alice", &SecretString::from(""), &mut counted);
        assert!(matches!(empty, Err(Error::EmptyPassphrase)));
    }

    #[test]
    fn costs_beyond_the_list_are_refused_before_any_work() {
        let passphrase = SecretString::from("x");
        let text = |n: u32, p: u32, r: u32| {
            let mut envelope = vec![0; ENVELOPE + FRAME];
            for (place, number) in [n, p, r].into_iter().enumerate() {
                envelope[SALT_LENGTH + 4 * place..][..4].copy_from_slice(&number.to_le_bytes());
            }
            format!(
                r#"{{"encoded":"{}","encoding":{{"content":["pkcs8","sr25519"],"type":["scrypt","xsalsa20-poly1305"],"version":"3"}}}}"#,
                STANDARD.encode(envelope)
            )
        };
        for (n, p, r) in
            [(0, 1, 8), (32_769, 1, 8), (1 << 30, 1, 8), (1 << 15, 1, 1 << 20), (1 << 15, 2, 8)]
        {
            let fault = open(text(n, p, r).as_bytes(), Some(&passphrase)).map(|_| ());
            assert!(matches!(fault, Err(Fault::KdfRefused(_))), "{n} {p} {r}: {fault:?}");
        }
    }

    #[test]
    fn eight_times_an_eighth() {
        let mut number = [0x98, 0x31, 0x9d, 0x4f];
        eighth(&mut number).expect("a multiple");
        assert_eq!(number, [0x33, 0xa6, 0xf3, 0x09]);
        eightfold(&mut number);
        assert_eq!(number, [0x98, 0x31, 0x9d, 0x4f]);
        assert_eq!(eighth(&mut [1, 0]), None);
        assert_eq!(eighth(&mut []), None);
    }
}
