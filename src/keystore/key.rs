//! An unlocked key.

use std::fmt;
use std::str::FromStr;

use sp_core::{Pair as _, ed25519, sr25519};
use zeroize::Zeroizing;

use super::memory::Locked;
use crate::model::{AccountId, Sign, Signature};

/// The curve and signature scheme of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum KeyType {
    /// Schnorr signatures on Ristretto: the chain's default.
    #[default]
    Sr25519,
    /// Edwards curve.
    Ed25519,
}

impl KeyType {
    /// The name used in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sr25519 => "sr25519",
            Self::Ed25519 => "ed25519",
        }
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Not the name of a key type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key type (sr25519 or ed25519)")]
pub struct UnknownKeyType(String);

impl FromStr for KeyType {
    type Err = UnknownKeyType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "sr25519" => Ok(Self::Sr25519),
            "ed25519" => Ok(Self::Ed25519),
            other => Err(UnknownKeyType(other.chars().take(32).collect())),
        }
    }
}

/// Something that can sign. Wiped when dropped; the secret never comes out.
pub struct Keypair {
    account: AccountId,
    half: Half,
}

enum Half {
    /// Wipes itself (schnorrkel's key types do).
    Sr25519(Locked<sr25519::Pair>),
    /// Only the seed is kept: sp-core's ed25519 pair is `Copy` and would not be wiped.
    Ed25519(Locked<Zeroizing<[u8; 32]>>),
}

impl Keypair {
    pub(super) fn sr25519(pair: sr25519::Pair) -> Self {
        Self { account: AccountId(pair.public().0), half: Half::Sr25519(Locked::new(pair)) }
    }

    pub(super) fn ed25519(seed: Zeroizing<[u8; 32]>) -> Self {
        let account = AccountId(ed25519::Pair::from_seed(&seed).public().0);
        Self { account, half: Half::Ed25519(Locked::new(seed)) }
    }

    /// Which scheme it signs with.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        match self.half {
            Half::Sr25519(_) => KeyType::Sr25519,
            Half::Ed25519(_) => KeyType::Ed25519,
        }
    }
}

impl Sign for Keypair {
    fn account(&self) -> AccountId {
        self.account
    }

    fn sign(&self, message: &[u8]) -> Signature {
        match &self.half {
            Half::Sr25519(pair) => Signature::Sr25519(pair.sign(message).0),
            Half::Ed25519(seed) => {
                Signature::Ed25519(ed25519::Pair::from_seed(seed).sign(message).0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keystore::Secret;
    use secrecy::SecretString;

    #[test]
    fn both_types_sign() {
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            let secret = Secret::from_uri(&SecretString::from("//Alice"), key_type).expect("uri");
            let key = secret.keypair();
            assert_eq!(key.key_type(), key_type);
            assert_eq!(key.account(), secret.account());
            let public = key.account().0;
            match key.sign(b"hello") {
                Signature::Sr25519(bytes) => {
                    assert!(sr25519::Pair::verify(&bytes.into(), b"hello", &public.into()));
                }
                Signature::Ed25519(bytes) => {
                    assert!(ed25519::Pair::verify(&bytes.into(), b"hello", &public.into()));
                }
            }
        }
    }

    #[test]
    fn key_types_have_names() {
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            assert_eq!(key_type.to_string().parse(), Ok(key_type));
        }
        assert!("ecdsa".parse::<KeyType>().is_err());
    }
}
