//! btcli's Fernet files: one token of the Fernet format, under a key of ten million PBKDF2 rounds with
//! a salt that is the same for everybody.
//!
//! bittensor-wallet 2 to 4 cannot open these (they derive nothing and take a random key); 1.0 and
//! bittensor 11 can, and so does tau.

use aes::Aes128;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockDecryptMut, KeyIvInit};
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::ansible::unpadded;
use crate::keystore::Fault;

/// First characters of every token until the year 4147.
pub(super) const MAGIC: &[u8] = b"gAAAAA";
const SALT: &[u8] = b"Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins";
const ROUNDS: u32 = 10_000_000;

const VERSION: u8 = 0x80;
/// Version, time, initialisation vector.
const HEAD: usize = 1 + 8 + 16;
const MAC_LENGTH: usize = 32;
const BLOCK: usize = 16;

/// Fernet's own alphabet. Some writers leave the padding away.
const ALPHABET: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Check everything that needs no passphrase.
pub(super) fn check(file: &[u8]) -> Result<(), Fault> {
    token(file).map(|_| ())
}

/// The contents of a token. About one second of work.
pub(super) fn open(file: &[u8], passphrase: &SecretString) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let token = token(file)?;
    let mut keys = Zeroizing::new([0_u8; 32]);
    let password = passphrase.expose_secret().as_bytes();
    pbkdf2::pbkdf2_hmac::<Sha256>(password, SALT, ROUNDS, keys.as_mut());
    decrypt(&token, &keys)
}

fn decrypt(token: &[u8], keys: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let (mac_key, cipher_key) = keys.split_at(16);
    let (signed, tag) = token.split_at(token.len().saturating_sub(MAC_LENGTH));
    let mut mac = Hmac::<Sha256>::new_from_slice(mac_key).map_err(|_| Fault::WrongPassphrase)?;
    mac.update(signed);
    // A damaged file cannot be told from a wrong passphrase here. The comparison takes equal time.
    mac.verify_slice(tag).map_err(|_| Fault::WrongPassphrase)?;
    let mut plain = Zeroizing::new(signed[HEAD..].to_vec());
    cbc::Decryptor::<Aes128>::new_from_slices(cipher_key, &signed[HEAD - BLOCK..HEAD])
        .map_err(|_| Fault::WrongPassphrase)?
        .decrypt_padded_mut::<NoPadding>(&mut plain)
        .map_err(|_| super::damaged("the token has parts of a wrong length"))?;
    let length = unpadded(&plain).ok_or_else(|| super::damaged("its padding is wrong"))?;
    plain.truncate(length);
    Ok(plain)
}

/// The bytes of the token, long enough to hold something.
fn token(file: &[u8]) -> Result<Vec<u8>, Fault> {
    let text = file.trim_ascii_end();
    let token =
        ALPHABET.decode(text).map_err(|_| super::damaged("the token is not written in base64"))?;
    if token.len() < HEAD + BLOCK + MAC_LENGTH {
        let length = token.len();
        return Err(Fault::Truncated(format!("the token has {length} bytes")));
    }
    if token[0] != VERSION || !(token.len() - HEAD - MAC_LENGTH).is_multiple_of(BLOCK) {
        return Err(super::damaged("the token has parts of a wrong length"));
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Fernet specification (`verify.json` of github.com/fernet/spec).
    #[test]
    fn the_specifications_example_opens() {
        let file = b"gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
        let key = base64::engine::general_purpose::URL_SAFE
            .decode("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
            .expect("a key");
        let key: [u8; 32] = key.try_into().expect("32 bytes");
        let token = token(file).expect("a token");
        assert_eq!(decrypt(&token, &key).expect("contents").as_slice(), b"hello");
        let mut changed = token.clone();
        changed[30] ^= 1;
        assert_eq!(decrypt(&changed, &key).map(|_| ()), Err(Fault::WrongPassphrase));
    }

    #[test]
    fn what_is_no_token_is_told_before_the_work() {
        for file in [&b"gAAAAA"[..], b"gAAAAA!!", b"gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0O"] {
            assert!(check(file).is_err());
        }
    }
}
