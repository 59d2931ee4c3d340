//! Who holds the key that signs.

use secrecy::SecretString;

use super::Session;
use crate::error::Result;
use crate::keystore::{KeyFile, Keypair, Message};
use crate::model::{AccountId, Sign, SignError, SignTransaction, Signature, Unsigned};
use crate::out::Out;

/// A key that is ready to sign.
pub enum Holder {
    /// In this process.
    Here(Keypair),
}

impl Holder {
    /// The account it signs for.
    #[must_use]
    pub fn account(&self) -> AccountId {
        match self {
            Self::Here(key) => Sign::account(key),
        }
    }

    /// Sign a message.
    ///
    /// # Errors
    /// The key is elsewhere and its holder is away or refuses.
    pub fn sign_message(&self, message: &Message) -> Result<Signature, SignError> {
        match self {
            Self::Here(key) => Ok(key.sign(message.signed_bytes())),
        }
    }
}

impl SignTransaction for Holder {
    fn account(&self) -> AccountId {
        Self::account(self)
    }

    fn sign_transaction(&self, transaction: &Unsigned<'_>) -> Result<Signature, SignError> {
        match self {
            Self::Here(key) => key.sign_transaction(transaction),
        }
    }
}

impl Session {
    /// Whoever holds the key in `key`: opened with `passphrase`, or one that is asked for.
    ///
    /// # Errors
    /// As [`Session::unlock`].
    pub async fn holder(
        &self,
        out: &Out,
        key: &KeyFile,
        passphrase: Option<SecretString>,
    ) -> Result<Holder> {
        self.unlock(out, key, passphrase).await.map(Holder::Here)
    }
}
