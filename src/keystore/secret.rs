//! The secret that makes a key: what is stored, and what a key pair is derived from.

use secrecy::{ExposeSecret, SecretString};
use sp_core::{Pair as _, sr25519};
use zeroize::Zeroizing;

use super::{KeyType, Keypair, Mnemonic, UriError, uri};
use crate::model::{AccountId, Sign};

/// Why bytes are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Neither 32 nor (for sr25519) 64 bytes.
    #[error("a secret key has 32 bytes (64 for an expanded sr25519 key), not {0}")]
    Length(usize),
    /// The first half of an expanded key is not a number below the group's order, or is zero.
    #[error("these 64 bytes are not an sr25519 secret key")]
    Scalar,
    /// Not hexadecimal digits.
    #[error("a secret key is written as hexadecimal digits")]
    NotHex,
}

/// Key material of one key. Wiped when dropped, never printable.
pub struct Secret {
    key_type: KeyType,
    material: Material,
    /// Derived once: it is asked for often, and deriving from a phrase takes a millisecond.
    account: AccountId,
}

/// In which form the secret is known; the form is kept so that nothing is lost when it is stored.
pub(super) enum Material {
    /// 16 to 32 bytes that a recovery phrase encodes, and the seed they give.
    Entropy {
        /// What the words encode.
        entropy: Zeroizing<Vec<u8>>,
        /// Of [`mini_secret`] without a password.
        seed: Zeroizing<[u8; 32]>,
    },
    /// 32-byte mini secret (sr25519) or seed (ed25519).
    Seed(Zeroizing<[u8; 32]>),
    /// sr25519 only: scalar and nonce, as in btcli's `privateKey`. Wipes itself.
    Expanded(Box<sr25519::Pair>),
}

impl Secret {
    /// Of a recovery phrase, as the chain's tools derive it.
    #[must_use]
    pub fn from_mnemonic(mnemonic: &Mnemonic, key_type: KeyType) -> Self {
        Self::from_entropy(mnemonic.entropy(), key_type)
    }

    /// Of a 32-byte seed.
    #[must_use]
    pub fn from_seed(seed: Zeroizing<[u8; 32]>, key_type: KeyType) -> Self {
        Self::from_material(Material::Seed(seed), key_type)
    }

    /// Of raw bytes: 32 are a seed; 64, for sr25519 only, an expanded key (scalar and nonce).
    pub fn from_bytes(bytes: &[u8], key_type: KeyType) -> Result<Self, SecretError> {
        if let Ok(seed) = <&[u8; 32]>::try_from(bytes) {
            return Ok(Self::from_seed(Zeroizing::new(*seed), key_type));
        }
        if bytes.len() != 64 || key_type != KeyType::Sr25519 {
            return Err(SecretError::Length(bytes.len()));
        }
        // A zero scalar has the identity as public key, under which any signature verifies.
        if bytes[..32] == [0; 32] {
            return Err(SecretError::Scalar);
        }
        let pair = sr25519::Pair::from_seed_slice(bytes).map_err(|_| SecretError::Scalar)?;
        Ok(Self::from_material(Material::Expanded(Box::new(pair)), key_type))
    }

    /// Of hexadecimal digits with or without `0x`: 32 or 64 bytes as in [`Secret::from_bytes`].
    pub fn from_hex(digits: &SecretString, key_type: KeyType) -> Result<Self, SecretError> {
        let digits = digits.expose_secret().trim();
        let digits = digits.strip_prefix("0x").unwrap_or(digits);
        let bytes = Zeroizing::new(hex::decode(digits).map_err(|_| SecretError::NotHex)?);
        Self::from_bytes(&bytes, key_type)
    }

    /// Of a secret URI: `phrase//hard/soft///password`, `0x<seed>//hard` or `//Alice`.
    ///
    /// Only what the path leads to is kept, never the phrase above it: a derived key often goes
    /// to a machine that must not hold its parent.
    pub fn from_uri(text: &SecretString, key_type: KeyType) -> Result<Self, UriError> {
        uri::derive(text.expose_secret(), key_type)
    }

    pub(super) fn from_entropy(entropy: Zeroizing<Vec<u8>>, key_type: KeyType) -> Self {
        let seed = mini_secret(&entropy, "");
        Self::from_material(Material::Entropy { entropy, seed }, key_type)
    }

    pub(super) fn from_material(material: Material, key_type: KeyType) -> Self {
        let account = keypair(&material, key_type).account();
        Self { key_type, material, account }
    }

    pub(super) fn material(&self) -> &Material {
        &self.material
    }

    /// Which scheme it signs with.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        self.key_type
    }

    /// The account it controls.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The words, if it was made from a recovery phrase.
    #[must_use]
    pub fn mnemonic(&self) -> Option<Mnemonic> {
        match &self.material {
            Material::Entropy { entropy, .. } => Mnemonic::from_entropy(entropy).ok(),
            Material::Seed(_) | Material::Expanded(_) => None,
        }
    }

    /// The 32-byte seed, unless only the expanded key is known.
    #[must_use]
    pub fn seed(&self) -> Option<Zeroizing<[u8; 32]>> {
        match &self.material {
            Material::Entropy { seed, .. } | Material::Seed(seed) => Some(seed.clone()),
            Material::Expanded(_) => None,
        }
    }

    /// The private key in btcli's form: 64 bytes (scalar and nonce) for sr25519, the 32-byte
    /// seed for ed25519.
    #[must_use]
    pub fn private_key(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match (&self.material, self.key_type) {
            (Material::Expanded(pair), _) => pair.to_raw_vec(),
            (Material::Entropy { seed, .. } | Material::Seed(seed), KeyType::Sr25519) => {
                sr25519::Pair::from_seed(seed).to_raw_vec()
            }
            (Material::Entropy { seed, .. } | Material::Seed(seed), KeyType::Ed25519) => {
                seed.to_vec()
            }
        })
    }

    /// Ready to sign.
    #[must_use]
    pub fn keypair(&self) -> Keypair {
        keypair(&self.material, self.key_type)
    }
}

fn keypair(material: &Material, key_type: KeyType) -> Keypair {
    match (material, key_type) {
        (Material::Expanded(pair), _) => Keypair::sr25519(sr25519::Pair::clone(pair)),
        (Material::Entropy { seed, .. } | Material::Seed(seed), KeyType::Sr25519) => {
            Keypair::sr25519(sr25519::Pair::from_seed(seed))
        }
        (Material::Entropy { seed, .. } | Material::Seed(seed), KeyType::Ed25519) => {
            Keypair::ed25519(seed.clone())
        }
    }
}

/// The chain's tools' seed of a recovery phrase: the first half of PBKDF2-HMAC-SHA512 over the
/// entropy (not over the words, as BIP-39 itself has it), 2048 rounds, salt `mnemonic` and
/// password.
pub(super) fn mini_secret(entropy: &[u8], password: &str) -> Zeroizing<[u8; 32]> {
    const PREFIX: &str = "mnemonic";
    let mut salt = Zeroizing::new(String::with_capacity(PREFIX.len() + password.len()));
    salt.push_str(PREFIX);
    salt.push_str(password);
    let mut wide = Zeroizing::new([0_u8; 64]);
    pbkdf2::pbkdf2_hmac::<sha2::Sha512>(entropy, salt.as_bytes(), 2048, wide.as_mut());
    let mut seed = Zeroizing::new([0_u8; 32]);
    seed.copy_from_slice(&wide[..32]);
    seed
}
