//! Who holds the key that signs.

use secrecy::SecretString;

use super::{Door, Session};
#[cfg(feature = "network")]
use crate::agent::{Client, Place, RemoteKey};
use crate::error::Result;
#[cfg(feature = "network")]
use crate::keystore::AxonRequest;
use crate::keystore::{KeyFile, Keypair, Message};
use crate::model::{AccountId, Sign, SignError, Signature};
#[cfg(feature = "network")]
use crate::model::{SignTransaction, Unsigned};
use crate::out::Out;

/// A key that is ready to sign what passes the door.
pub struct Holder {
    kept: Kept,
    #[cfg_attr(not(feature = "network"), expect(dead_code, reason = "a request passes by itself"))]
    door: Door,
}

/// Where a key is.
enum Kept {
    /// In this process.
    Here(Keypair),
    /// The unlock agent.
    #[cfg(feature = "network")]
    Agent(RemoteKey),
}

impl Holder {
    /// A key that was opened in this process.
    #[must_use]
    pub fn here(key: Keypair, door: Door) -> Self {
        Self { kept: Kept::Here(key), door }
    }

    /// A key that the unlock agent holds.
    #[cfg(feature = "network")]
    #[must_use]
    pub fn agent(key: RemoteKey, door: Door) -> Self {
        Self { kept: Kept::Agent(key), door }
    }

    /// The account it signs for.
    #[must_use]
    pub fn account(&self) -> AccountId {
        match &self.kept {
            Kept::Here(key) => Sign::account(key),
            #[cfg(feature = "network")]
            Kept::Agent(key) => key.account(),
        }
    }

    /// Sign a message.
    ///
    /// # Errors
    /// The key is elsewhere and its holder is away or refuses.
    pub fn sign_message(&self, message: &Message) -> Result<Signature, SignError> {
        match &self.kept {
            Kept::Here(key) => Ok(key.sign(message.signed_bytes())),
            #[cfg(feature = "network")]
            Kept::Agent(key) => key.sign_message(message),
        }
    }

    /// Sign a request to a neuron, which must be this key's.
    ///
    /// # Errors
    /// It is another key's, or the key is elsewhere and its holder is away or refuses.
    #[cfg(feature = "network")]
    pub fn sign_request(&self, request: &AxonRequest) -> Result<Signature, SignError> {
        if request.from != self.account() {
            return Err(SignError::Refused("the request is another key's".to_owned()));
        }
        match &self.kept {
            Kept::Here(key) => Ok(key.sign(&request.signed_bytes())),
            Kept::Agent(key) => key.sign_request(request),
        }
    }
}

#[cfg(feature = "network")]
impl SignTransaction for Holder {
    fn account(&self) -> AccountId {
        Self::account(self)
    }

    fn sign_transaction(&self, transaction: &Unsigned<'_>) -> Result<Signature, SignError> {
        // A chain that is made up for it could have calls that read as a request.
        if AxonRequest::is_like(&transaction.signed_bytes()) {
            let why = "this is a request to a neuron, not a transaction";
            return Err(SignError::Refused(why.to_owned()));
        }
        let forbidden = |error: crate::policy::PolicyError| SignError::Forbidden(error.to_string());
        match &self.kept {
            Kept::Here(key) => {
                self.door.admit_unsigned(Self::account(self), transaction).map_err(forbidden)?;
                key.sign_transaction(transaction)
            }
            Kept::Agent(key) => {
                // The agent keeps the rules too, and notes what it signs.
                let (genesis, tip) = (transaction.genesis, transaction.tip);
                let call = &transaction.call.bytes;
                match transaction.sealing {
                    None => self.door.check(genesis, call, tip),
                    Some(sealing) => self.door.check_carrier(genesis, call, tip, sealing),
                }
                .map_err(forbidden)?;
                key.sign_transaction(transaction)
            }
        }
    }
}

#[cfg(feature = "network")]
impl Session {
    /// The user's unlock agent, which may not run.
    #[must_use]
    pub fn agent(&self) -> Client {
        Client::new(self.agent_place())
    }

    /// Where the user's unlock agent listens.
    #[must_use]
    pub fn agent_place(&self) -> Place {
        Place::new(self.settings().paths.runtime.clone())
    }

    /// The accounts whose keys the agent holds; none if it does not run.
    #[must_use]
    pub fn held_by_agent(&self) -> Vec<AccountId> {
        self.agent()
            .status()
            .map(|status| status.keys.iter().map(|held| held.address).collect())
            .unwrap_or_default()
    }

    /// Whether somebody holds the key in `key` open already.
    pub(super) fn is_held(&self, key: &KeyFile) -> bool {
        self.agent_key(key).is_some()
    }

    /// Whether the agent can sign in place of the key in `key`, which then need not be opened.
    fn agent_key(&self, key: &KeyFile) -> Option<RemoteKey> {
        if !key.encrypted || key.check_access().is_err() {
            return None;
        }
        self.agent().key(key.address?)
    }
}

#[cfg(not(feature = "network"))]
impl Session {
    /// Whether somebody holds the key in `key` open already: nobody does without an agent.
    pub(super) fn is_held(&self, _: &KeyFile) -> bool {
        false
    }
}

impl Session {
    /// Whoever holds the key in `key`: this process, which opens it with `passphrase`; else the
    /// agent; else this process with a passphrase that is asked for.
    ///
    /// # Errors
    /// As [`Session::unlock`].
    pub async fn holder(
        &self,
        out: &Out,
        key: &KeyFile,
        passphrase: Option<SecretString>,
    ) -> Result<Holder> {
        #[cfg(feature = "network")]
        if passphrase.is_none()
            && let Some(held) = self.agent_key(key)
        {
            return Ok(Holder::agent(held, self.door()));
        }
        let opened = self.unlock(out, key, passphrase).await?;
        Ok(Holder::here(opened, self.door()))
    }
}
