//! What signs, seen from the chain's side.

use super::AccountId;

/// A signature as the chain accepts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// Schnorrkel, context `substrate`.
    Sr25519([u8; 64]),
    /// Edwards curve.
    Ed25519([u8; 64]),
}

/// Somebody who can sign: an unlocked key. The secret never leaves it.
pub trait Sign: Send + Sync {
    /// The account it signs for.
    fn account(&self) -> AccountId;

    /// Sign exactly these bytes.
    fn sign(&self, message: &[u8]) -> Signature;
}
