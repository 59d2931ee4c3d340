//! Secret URIs: `[phrase | 0x<seed>][/soft | //hard]*[///password]`.
//!
//! sp-core parses the text and the junctions, so that every corner (numbers, long names, empty
//! parts) is the chain's; the derivation itself keeps its seeds in wiping types.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
// sp-core is built on an older `secrecy` than the rest of tau.
use sp_core::crypto::{DEV_PHRASE, ExposeSecret as _, SecretUri};
use sp_core::{Pair as _, ed25519, sr25519};
use zeroize::{Zeroize, Zeroizing};

use super::secret::{Material, mini_secret};
use super::{KeyType, Mnemonic, MnemonicError, Secret};

/// Why a text is not a secret URI. Never contains any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UriError {
    /// Not of the form at all.
    #[error("this is not a secret URI (phrase//hard/soft///password)")]
    Malformed,
    /// The part before the path starts with `0x` but is not 32 bytes of hex.
    #[error("the seed at the start is not 0x and 64 hexadecimal digits")]
    Seed,
    /// The part before the path is not a recovery phrase.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicError),
    /// ed25519 has no soft derivation.
    #[error("ed25519 keys have hard junctions (//name) only")]
    SoftJunction,
}

/// Whether `uri` stands on the development phrase that everybody knows: everything that starts
/// with `/`, the empty text, and that phrase written out. Such a key must never hold funds
/// outside a development chain.
#[must_use]
pub fn uses_development_phrase(uri: &SecretString) -> bool {
    let Ok(parsed) = SecretUri::from_str(uri.expose_secret()) else {
        return false;
    };
    match (Mnemonic::parse_str(parsed.phrase.expose_secret()), Mnemonic::parse_str(DEV_PHRASE)) {
        (Ok(given), Ok(known)) => *given.entropy() == *known.entropy(),
        _ => false,
    }
}

/// The key that `text` names.
pub(super) fn derive(text: &str, key_type: KeyType) -> Result<Secret, UriError> {
    let uri = SecretUri::from_str(text).map_err(|_| UriError::Malformed)?;
    let phrase: &str = uri.phrase.expose_secret();
    let password = uri.password.as_ref().map_or("", |password| password.expose_secret().as_str());
    let seed = if let Some(digits) = phrase.strip_prefix("0x") {
        let mut seed = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(digits, seed.as_mut()).map_err(|_| UriError::Seed)?;
        seed
    } else {
        let mnemonic = Mnemonic::parse_str(phrase)?;
        if uri.junctions.is_empty() && password.is_empty() {
            return Ok(Secret::from_mnemonic(&mnemonic, key_type));
        }
        mini_secret(&mnemonic.entropy(), password)
    };
    let junctions = uri.junctions.into_iter();
    match key_type {
        KeyType::Sr25519 => {
            let root = sr25519::Pair::from_seed(&seed);
            // The only error of sp-core's derivation is a soft junction on ed25519.
            let (pair, seed) =
                root.derive(junctions, Some(*seed)).map_err(|_| UriError::SoftJunction)?;
            // A soft junction leaves no seed behind, only the expanded key.
            let material = match seed {
                Some(mut seed) => {
                    let kept = Zeroizing::new(seed);
                    seed.zeroize();
                    Material::Seed(kept)
                }
                None => Material::Expanded(Box::new(pair)),
            };
            Ok(Secret::from_material(material, key_type))
        }
        KeyType::Ed25519 => {
            let root = ed25519::Pair::from_seed(&seed);
            let (pair, _) = root.derive(junctions, None).map_err(|_| UriError::SoftJunction)?;
            Ok(Secret::from_seed(Zeroizing::new(pair.seed()), key_type))
        }
    }
}
