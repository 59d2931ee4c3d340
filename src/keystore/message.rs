//! Messages that are signed as text, and checking such signatures.
//!
//! A message is signed between `<Bytes>` and `</Bytes>`, as the browser wallets of this family of
//! chains do it, so that no text anybody is talked into signing can be a transaction: a call starts
//! with the numbers of its pallet and function, and none starts with `<B`. The official command
//! line signs the bare bytes; [`verify`] accepts both.

use curve25519_dalek::edwards::CompressedEdwardsY;
use sp_core::{Pair as _, ed25519, sr25519};

use super::KeyType;
use crate::model::{AccountId, Signature};

const OPENING: &[u8] = b"<Bytes>";
const CLOSING: &[u8] = b"</Bytes>";

/// A message as it is signed: wrapped, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Vec<u8>);

impl Message {
    /// Wrap `text`; what is wrapped already stays as it is, as in the browser wallets.
    #[must_use]
    pub fn wrap(text: &[u8]) -> Self {
        if Self::is_wrapped(text) {
            return Self(text.to_vec());
        }
        Self([OPENING, text, CLOSING].concat())
    }

    /// Whether `text` has the wrapping around it.
    #[must_use]
    pub fn is_wrapped(text: &[u8]) -> bool {
        text.len() >= OPENING.len() + CLOSING.len()
            && text.starts_with(OPENING)
            && text.ends_with(CLOSING)
    }

    /// Whether bytes that are to be signed as something else could be taken for a message.
    #[must_use]
    pub fn is_opened(bytes: &[u8]) -> bool {
        bytes.starts_with(OPENING)
    }

    /// Exactly what a key signs.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What stands between the wrapping.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.0[OPENING.len()..self.0.len() - CLOSING.len()]
    }
}

/// Which bytes a good signature is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Between `<Bytes>` and `</Bytes>`.
    Wrapped,
    /// Bare, as the official command line signs.
    Bare,
}

/// What a check of a signature found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The account signed it.
    Good {
        /// By this scheme.
        key_type: KeyType,
        /// Over these bytes.
        form: Form,
    },
    /// It did not.
    Bad,
    /// A key under which anything verifies: no signature of it says anything.
    WeakKey,
}

/// Whether `account` signed `message`, wrapped or bare. Without a key type both are tried,
/// sr25519 first.
#[must_use]
pub fn verify(
    account: AccountId,
    key_type: Option<KeyType>,
    message: &[u8],
    signature: &[u8; 64],
) -> Verdict {
    let types: &[KeyType] = match &key_type {
        Some(one) => std::slice::from_ref(one),
        None => &[KeyType::Sr25519, KeyType::Ed25519],
    };
    // Some wallets wrap what is wrapped already.
    let wrapped = [OPENING, message, CLOSING].concat();
    let as_it_is = if Message::is_wrapped(message) { Form::Wrapped } else { Form::Bare };
    let forms = [(Form::Wrapped, wrapped.as_slice()), (as_it_is, message)];
    let mut verdict = Verdict::Bad;
    for &key_type in types {
        if is_weak(account, key_type) {
            verdict = Verdict::WeakKey;
            continue;
        }
        for (form, bytes) in forms {
            if is_good(account, key_type, bytes, signature) {
                return Verdict::Good { key_type, form };
            }
        }
    }
    verdict
}

fn is_good(account: AccountId, key_type: KeyType, bytes: &[u8], signature: &[u8; 64]) -> bool {
    match key_type {
        KeyType::Sr25519 => sr25519::Pair::verify(&(*signature).into(), bytes, &account.0.into()),
        KeyType::Ed25519 => ed25519::Pair::verify(&(*signature).into(), bytes, &account.0.into()),
    }
}

/// The neutral element of Ristretto, and the eight points of small order of the Edwards curve: the
/// chain's own verification finds signatures under them good for every message.
fn is_weak(account: AccountId, key_type: KeyType) -> bool {
    match key_type {
        KeyType::Sr25519 => account == AccountId::ZERO,
        KeyType::Ed25519 => {
            CompressedEdwardsY(account.0).decompress().is_some_and(|point| point.is_small_order())
        }
    }
}

impl Signature {
    /// Its 64 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 64] {
        match self {
            Self::Sr25519(bytes) | Self::Ed25519(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::keystore::Secret;
    use crate::model::Sign;

    #[test]
    fn messages_are_wrapped_once() {
        let once = Message::wrap(b"hello");
        assert_eq!(once.signed_bytes(), b"<Bytes>hello</Bytes>");
        assert_eq!(once.text(), b"hello");
        assert_eq!(Message::wrap(once.signed_bytes()), once);
        // Halves of a wrapping are text like any other.
        for text in [&b"<Bytes>"[..], b"</Bytes>", b"<Bytes", b"<Bytes></Byte", b""] {
            assert_eq!(Message::wrap(text).text(), text);
        }
    }

    #[test]
    fn both_types_and_forms_verify_and_nothing_else_does() {
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            let secret = Secret::from_uri(&SecretString::from("//Alice"), key_type).expect("uri");
            let key = secret.keypair();
            let wrapped = *key.sign(Message::wrap(b"hello").signed_bytes()).bytes();
            let bare = *key.sign(b"hello").bytes();
            let account = secret.account();
            for (signature, form) in [(wrapped, Form::Wrapped), (bare, Form::Bare)] {
                let good = Verdict::Good { key_type, form };
                assert_eq!(verify(account, None, b"hello", &signature), good);
                assert_eq!(verify(account, Some(key_type), b"hello", &signature), good);
                assert_eq!(verify(account, None, b"hullo", &signature), Verdict::Bad);
            }
            let other = match key_type {
                KeyType::Sr25519 => KeyType::Ed25519,
                KeyType::Ed25519 => KeyType::Sr25519,
            };
            assert_eq!(verify(account, Some(other), b"hello", &bare), Verdict::Bad);
        }
    }

    #[test]
    fn keys_that_sign_everything_are_found_out() {
        let zero = verify(AccountId::ZERO, Some(KeyType::Sr25519), b"x", &[0; 64]);
        assert_eq!(zero, Verdict::WeakKey);
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        let small = verify(AccountId(identity), Some(KeyType::Ed25519), b"x", &signature);
        assert_eq!(small, Verdict::WeakKey);
    }
}
