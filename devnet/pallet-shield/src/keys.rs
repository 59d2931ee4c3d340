//! The author's keys: ML-KEM-768. They are no secret on this chain, since everybody can compute them.

use ml_kem::{
    kem::{Decapsulate, Key, KeyExport},
    ml_kem_768::{Ciphertext, DecapsulationKey, EncapsulationKey},
};
use sp_crypto_hashing::{blake2_512, twox_128};

use crate::{EncryptionKey, shielded_tx::ShieldedTransaction};

/// Name that the keys are derived from.
const NAME: &[u8] = b"tau devnet: shield";

/// Bytes that a decryption key grows from, as FIPS 203 stores it.
pub type Seed = [u8; 64];

/// The seed of the author's key of a number. Keys are numbered in the order of their announcement, from 0.
#[must_use]
pub fn seed(number: u32) -> Seed {
    blake2_512(&[NAME, &number.to_le_bytes()].concat())
}

/// What clients encrypt with.
#[must_use]
pub fn encryption_key(seed: Seed) -> EncryptionKey {
    let key = DecapsulationKey::from_seed(seed.into());
    EncryptionKey::truncate_from(key.encapsulation_key().to_bytes().to_vec())
}

/// By what a shielded transaction names its key.
#[must_use]
pub fn key_hash(key: &EncryptionKey) -> [u8; 16] {
    twox_128(key)
}

/// Decrypts; nothing if it was encrypted for another key or is damaged.
#[must_use]
pub fn open(seed: Seed, sealed: &ShieldedTransaction) -> Option<Vec<u8>> {
    let ciphertext = Ciphertext::try_from(&sealed.kem_ct[..]).ok()?;
    let shared = DecapsulationKey::from_seed(seed.into()).decapsulate(&ciphertext);
    sealed.open(shared.into())
}

/// Encrypts for a key, as clients do. `secret` and `nonce` must be random and used once. Nothing if the key is none.
#[must_use]
pub fn seal(
    key: &EncryptionKey,
    message: &[u8],
    secret: [u8; 32],
    nonce: [u8; 24],
) -> Option<Vec<u8>> {
    let bytes = Key::<EncapsulationKey>::try_from(&key[..]).ok()?;
    let (kem_ct, shared) =
        EncapsulationKey::new(&bytes).ok()?.encapsulate_deterministic(&secret.into());
    let sealed =
        ShieldedTransaction::sealed(key_hash(key), &kem_ct, shared.into(), nonce, message)?;
    Some(sealed.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_and_are_as_long_as_the_standard_says() {
        let keys: Vec<_> = (0..3).map(|number| encryption_key(seed(number))).collect();
        assert!(keys.iter().all(|key| key.len() == 1_184));
        assert!(keys[0] != keys[1] && keys[1] != keys[2]);
        assert_eq!(keys[1], encryption_key(seed(1)));
    }

    #[test]
    fn only_the_key_opens_what_was_sealed_for_it() {
        let key = encryption_key(seed(1));
        let sealed = seal(&key, b"extrinsic", [1; 32], [2; 24]).expect("a key");
        let parsed = ShieldedTransaction::parse(&sealed).expect("whole");
        assert_eq!(parsed.key_hash, key_hash(&key));
        assert_eq!(parsed.to_bytes(), sealed);
        assert_eq!(open(seed(1), &parsed).as_deref(), Some(&b"extrinsic"[..]));
        assert_eq!(open(seed(2), &parsed), None);
        for part in 0..3 {
            let mut damaged = parsed.clone();
            match part {
                0 => damaged.kem_ct[7] ^= 1,
                1 => damaged.aead_ct[7] ^= 1,
                _ => damaged.nonce[7] ^= 1,
            }
            assert_eq!(open(seed(1), &damaged), None);
        }
        let short = ShieldedTransaction { kem_ct: vec![0; 9], ..parsed };
        assert_eq!(open(seed(1), &short), None);
        assert_eq!(seal(&EncryptionKey::default(), b"extrinsic", [1; 32], [2; 24]), None);
    }

    /// Made by the official client: `bittensor_drand` 2.0.0, `encrypt_mlkem768` with the third of these keys.
    #[test]
    fn what_the_official_client_seals_is_opened() {
        let sealed = hex::decode(include_str!("official_client.hex").trim()).expect("hex");
        let parsed = ShieldedTransaction::parse(&sealed).expect("whole");
        assert_eq!(parsed.key_hash, key_hash(&encryption_key(seed(2))));
        let opened = open(seed(2), &parsed);
        assert_eq!(opened.as_deref(), Some(&b"as the official client seals it"[..]));
    }
}
