//! What signs, seen from the chain's side.
//!
//! Two traits on purpose. [`Sign`] is a key in this process: it signs any bytes, so few places may
//! hold one. [`SignTransaction`] is all that sending a transaction needs; what it is given says what
//! it is, so that a key in another process (the unlock agent) can tell it from anything else, show
//! it, and refuse.

use super::{AccountId, Hash, Mortality, PlannedCall, Sealing, Tao};

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

/// A transaction that lacks only its signature, with what a person may be told about it.
#[derive(Clone, Copy)]
pub struct Unsigned<'a> {
    /// The network's name, as the user knows it.
    pub network: &'a str,
    /// Block 0 of its chain; part of what is signed.
    pub genesis: Hash,
    /// The call: its bytes are signed, its words are what the runtime's metadata says of them.
    pub call: &'a PlannedCall,
    /// Number of the transaction.
    pub nonce: u32,
    /// How long it is valid.
    pub mortality: Mortality,
    /// Extra for the block author.
    pub tip: Tao,
    /// The extensions' bytes that are sent along.
    pub extra: &'a [u8],
    /// The extensions' bytes that are only signed; the genesis hash is among them.
    pub implicit: &'a [u8],
    /// Of a carrier: what its ciphertext is made of, so that what is inside can be judged.
    pub sealing: Option<&'a Sealing>,
}

impl Unsigned<'_> {
    /// The bytes that a key signs.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.call.bytes, self.extra, self.implicit)
    }
}

/// What a key signs of a transaction: call, extensions and what is implied, or their BLAKE2b-256
/// where they are longer than 256 bytes.
#[must_use]
pub fn signed_bytes(call: &[u8], extra: &[u8], implicit: &[u8]) -> Vec<u8> {
    let payload = [call, extra, implicit].concat();
    if payload.len() > 256 { sp_crypto_hashing::blake2_256(&payload).to_vec() } else { payload }
}

/// Why there is no signature. A key in this process always signs; one elsewhere may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Whoever holds the key did not answer.
    #[error("the key's holder does not answer: {0}")]
    Unreachable(String),
    /// It answered no.
    #[error("the key's holder does not sign this: {0}")]
    Refused(String),
    /// The user's policy says no.
    #[error("{0}")]
    Forbidden(String),
}

/// Somebody who signs transactions: a key in this process, or whoever holds it.
pub trait SignTransaction: Send + Sync {
    /// The account it signs for.
    fn account(&self) -> AccountId;

    /// Sign this transaction.
    ///
    /// # Errors
    /// The key is elsewhere and its holder is away or refuses.
    fn sign_transaction(&self, transaction: &Unsigned<'_>) -> Result<Signature, SignError>;
}

impl<K: Sign> SignTransaction for K {
    fn account(&self) -> AccountId {
        Sign::account(self)
    }

    fn sign_transaction(&self, transaction: &Unsigned<'_>) -> Result<Signature, SignError> {
        Ok(self.sign(&transaction.signed_bytes()))
    }
}
