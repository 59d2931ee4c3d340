//! The form of a shielded transaction: `key hash ++ length ++ encapsulated key ++ nonce ++ ciphertext`.

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// A transaction that only the author of a block can read.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct ShieldedTransaction {
    /// twox-128 of the encryption key.
    pub key_hash: [u8; 16],
    /// The encapsulated key, ML-KEM-768.
    pub kem_ct: Vec<u8>,
    /// The transaction under XChaCha20-Poly1305.
    pub aead_ct: Vec<u8>,
    /// Its nonce.
    pub nonce: [u8; 24],
}

impl ShieldedTransaction {
    /// Reads what a client submits; nothing if a part is missing.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (key_hash, rest) = bytes.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (kem_ct, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
        let (nonce, aead_ct) = rest.split_first_chunk::<24>()?;
        Some(Self {
            key_hash: *key_hash,
            kem_ct: kem_ct.to_vec(),
            aead_ct: aead_ct.to_vec(),
            nonce: *nonce,
        })
    }

    /// A message under an encapsulated key.
    pub(crate) fn sealed(
        key_hash: [u8; 16],
        kem_ct: &[u8],
        shared: [u8; 32],
        nonce: [u8; 24],
        message: &[u8],
    ) -> Option<Self> {
        let aead_ct =
            XChaCha20Poly1305::new(&shared.into()).encrypt(&nonce.into(), message).ok()?;
        Some(Self { key_hash, kem_ct: kem_ct.to_vec(), aead_ct, nonce })
    }

    /// As clients submit it. A longer encapsulated key than its length can say is cut off.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u16::try_from(self.kem_ct.len()).unwrap_or(u16::MAX);
        let kem_ct = &self.kem_ct[..length.into()];
        [&self.key_hash[..], &length.to_le_bytes(), kem_ct, &self.nonce, &self.aead_ct].concat()
    }

    /// The transaction under the encapsulated key.
    pub(crate) fn open(&self, shared: [u8; 32]) -> Option<Vec<u8>> {
        XChaCha20Poly1305::new(&shared.into()).decrypt(&self.nonce.into(), &self.aead_ct[..]).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_are_needed() {
        let mut bytes = vec![1; 16];
        bytes.extend(3_u16.to_le_bytes());
        bytes.extend([2; 3]);
        bytes.extend([3; 24]);
        bytes.extend([4; 5]);
        let parsed = ShieldedTransaction::parse(&bytes).expect("whole");
        assert_eq!(parsed.key_hash, [1; 16]);
        assert_eq!(parsed.kem_ct, [2; 3]);
        assert_eq!(parsed.nonce, [3; 24]);
        assert_eq!(parsed.aead_ct, [4; 5]);
        for length in 0..45 {
            assert_eq!(ShieldedTransaction::parse(&bytes[..length]), None, "{length}");
        }
    }
}
