//! btcli's oldest encrypted files: Ansible vaults.
//!
//! A header line, then hexadecimal digits in lines of 80, which decode to three lines of
//! hexadecimal digits: salt, HMAC-SHA256, ciphertext. PBKDF2-HMAC-SHA256 of the passphrase gives the
//! AES-256 key, the HMAC's key and the first counter block (big-endian CTR); the plaintext is padded
//! as PKCS #7 has it. The HMAC is over the ciphertext and checked first.

use aes::Aes256;
use aes::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::keystore::Fault;

/// First bytes of the file.
pub(super) const MAGIC: &[u8] = b"$ANSIBLE_VAULT";
/// PBKDF2 rounds: fixed by the format, and cheap.
const ROUNDS: u32 = 10_000;
const BLOCK: usize = 16;

/// A file's three parts.
struct Vault {
    salt: Vec<u8>,
    mac: [u8; 32],
    ciphertext: Zeroizing<Vec<u8>>,
}

/// Check everything that needs no passphrase.
pub(super) fn check(file: &[u8]) -> Result<(), Fault> {
    Vault::parse(file).map(|_| ())
}

/// The contents of a vault.
pub(super) fn open(file: &[u8], passphrase: &SecretString) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let vault = Vault::parse(file)?;
    let mut keys = Zeroizing::new([0_u8; 80]);
    let password = passphrase.expose_secret().as_bytes();
    pbkdf2::pbkdf2_hmac::<Sha256>(password, &vault.salt, ROUNDS, keys.as_mut());
    let (cipher_key, rest) = keys.split_at(32);
    let (mac_key, counter) = rest.split_at(32);
    let mut mac = Hmac::<Sha256>::new_from_slice(mac_key).map_err(|_| Fault::WrongPassphrase)?;
    mac.update(&vault.ciphertext);
    // A damaged file cannot be told from a wrong passphrase here. The comparison takes equal time.
    mac.verify_slice(&vault.mac).map_err(|_| Fault::WrongPassphrase)?;
    let mut plain = vault.ciphertext;
    ctr::Ctr128BE::<Aes256>::new_from_slices(cipher_key, counter)
        .map_err(|_| Fault::WrongPassphrase)?
        .apply_keystream(&mut plain);
    let length = unpadded(&plain).ok_or_else(|| super::damaged("its padding is wrong"))?;
    plain.truncate(length);
    Ok(plain)
}

impl Vault {
    fn parse(file: &[u8]) -> Result<Self, Fault> {
        let damaged = |reason: &str| Fault::Payload(format!("the vault {reason}"));
        let text = std::str::from_utf8(file).map_err(|_| damaged("is not text"))?;
        let (header, body) = text.split_once('\n').ok_or_else(|| {
            Fault::Truncated("there is nothing behind the vault's header".to_owned())
        })?;
        check_header(header.trim_end())?;
        let digits: String = body.split_ascii_whitespace().collect();
        if digits.is_empty() {
            return Err(Fault::Truncated("there is nothing behind the vault's header".to_owned()));
        }
        let inner =
            hex::decode(digits).map_err(|_| damaged("is not written in hexadecimal digits"))?;
        let mut parts = inner.split(|byte| *byte == b'\n');
        let mut part = |what: &str| {
            let digits = parts.next().ok_or_else(|| damaged(&format!("has no {what}")))?;
            hex::decode(digits).map_err(|_| damaged(&format!("has a damaged {what}")))
        };
        let salt = part("salt")?;
        let mac = part("checksum")?;
        let ciphertext = Zeroizing::new(part("content")?);
        if parts.next().is_some() {
            return Err(damaged("has more than three parts"));
        }
        let mac = <[u8; 32]>::try_from(mac).map_err(|_| damaged("has a damaged checksum"))?;
        if salt.is_empty() || ciphertext.is_empty() || !ciphertext.len().is_multiple_of(BLOCK) {
            return Err(damaged("has parts of a wrong length"));
        }
        Ok(Self { salt, mac, ciphertext })
    }
}

/// `$ANSIBLE_VAULT;1.1;AES256`, or version 1.2, which adds a label.
fn check_header(header: &str) -> Result<(), Fault> {
    let mut fields = header.split(';').map(str::trim);
    let (magic, version, cipher) = (fields.next(), fields.next(), fields.next());
    let label = fields.next();
    let is_known = magic.is_some_and(|magic| magic.as_bytes() == MAGIC)
        && cipher == Some("AES256")
        && fields.next().is_none()
        && matches!((version, label), (Some("1.1"), None) | (Some("1.2"), Some(_)));
    if is_known {
        return Ok(());
    }
    Err(Fault::Unsupported(
        "it is an Ansible vault of another version than 1.1 and 1.2 with AES256".to_owned(),
    ))
}

/// The length without PKCS #7 padding. What is checked here passed the HMAC, so nobody learns
/// anything from how long it takes.
pub(super) fn unpadded(plain: &[u8]) -> Option<usize> {
    let padding = usize::from(*plain.last()?);
    let length = plain.len().checked_sub(padding)?;
    let is_right = (1..=BLOCK).contains(&padding)
        && plain[length..].iter().all(|byte| usize::from(*byte) == padding);
    is_right.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_all_or_nothing() {
        assert_eq!(unpadded(&[1, 2, 2, 2]), Some(2));
        assert_eq!(unpadded(&[7, 1]), Some(1));
        assert_eq!(unpadded(&[16; 16]), Some(0));
        for wrong in [&[][..], &[0], &[17; 17], &[1, 3, 3], &[5, 5]] {
            assert_eq!(unpadded(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn headers_of_other_versions_are_told() {
        for fine in ["$ANSIBLE_VAULT;1.1;AES256", "$ANSIBLE_VAULT;1.2;AES256;me"] {
            assert_eq!(check_header(fine), Ok(()), "{fine}");
        }
        for other in [
            "$ANSIBLE_VAULT;1.0;AES",
            "$ANSIBLE_VAULT;1.3;AES256",
            "$ANSIBLE_VAULT",
            "$ANSIBLE_VAULT;1.2;AES256",
        ] {
            assert!(matches!(check_header(other), Err(Fault::Unsupported(_))), "{other}");
        }
    }

    #[test]
    fn what_is_cut_off_or_changed_never_opens() {
        let passphrase = SecretString::from("x");
        for file in [
            &b"$ANSIBLE_VAULT;1.1;AES256"[..],
            b"$ANSIBLE_VAULT;1.1;AES256\n",
            b"$ANSIBLE_VAULT;1.1;AES256\nzz",
            b"$ANSIBLE_VAULT;1.1;AES256\n00",
            b"$ANSIBLE_VAULT;1.1;AES256\n0a0a0a",
        ] {
            assert!(open(file, &passphrase).is_err());
        }
    }
}
