//! What is said over the socket: one line of JSON each way, then both hang up.
//!
//! Requests are externally tagged, so that the parser hands a secret on as a part of the buffer it
//! came in, which is wiped; nothing copies it.

use serde::{Deserialize, Serialize};

use crate::model::{AccountId, Hash, Label};

/// Number of this protocol; both sides say it.
pub(super) const VERSION: u32 = 1;

/// The longest line: a transaction or message of 1 MiB in hexadecimal digits, and its words.
pub(super) const LONGEST: usize = 3 * 1024 * 1024;

/// A line from a command.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked<'a> {
    /// [`VERSION`].
    pub tau_agent: u32,
    /// What is wanted.
    #[serde(borrow)]
    pub ask: Request<'a>,
}

/// What can be wanted.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Request<'a> {
    /// What is held and what was signed.
    Status,
    /// Keep a key.
    Add(#[serde(borrow)] Added<'a>),
    /// Sign a transaction.
    SignTransaction(SignTransaction),
    /// Sign a message.
    SignMessage(SignMessage),
    /// Sign a request to a neuron.
    SignRequest(SignRequest),
    /// Forget one key, or all.
    Lock(Option<AccountId>),
    /// Forget all and end.
    Stop,
}

/// A key that is to be kept. No `Debug`: it holds the secret.
#[derive(Serialize, Deserialize)]
pub(super) struct Added<'a> {
    /// `wallet` or `wallet/hotkey`.
    pub name: Label,
    /// Whether it is a coldkey.
    pub coldkey: bool,
    /// `sr25519` or `ed25519`.
    pub key_type: &'a str,
    /// The private key in hexadecimal digits.
    pub private_key: &'a str,
    /// Seconds to keep it; the agent's own time if it is not said.
    pub seconds: Option<u64>,
}

/// A transaction in its parts.
#[derive(Serialize, Deserialize)]
pub(super) struct SignTransaction {
    /// Whose signature.
    pub account: AccountId,
    /// The network as the command knows it.
    pub network: Label,
    /// Block 0 of its chain; must be among what is implied.
    pub genesis: Hash,
    /// Pallet, call and arguments in words: what the command says of the bytes.
    pub words: Label,
    /// Number of the transaction.
    pub nonce: u32,
    /// The last block that can include it.
    pub valid_until: u32,
    /// The call, hexadecimal.
    pub call: String,
    /// The extensions' bytes that are sent, hexadecimal.
    pub extra: String,
    /// The extensions' bytes that are only signed, hexadecimal.
    pub implicit: String,
    /// Of a carrier: what its ciphertext is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealing: Option<Sealed>,
}

/// What a carrier's ciphertext is made of, each in hexadecimal digits. No `Debug`: it opens what is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Sealed {
    /// The chain's key.
    pub key: String,
    /// What the encapsulation is derived from.
    pub secret: String,
    /// The cipher's nonce.
    pub nonce: String,
    /// The signed transaction inside.
    pub transaction: String,
}

/// A message without its wrapping, which the agent puts around it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SignMessage {
    /// Whose signature.
    pub account: AccountId,
    /// Its bytes, hexadecimal.
    pub text: String,
}

/// A request to a neuron in its parts; the agent makes the text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SignRequest {
    /// Whose signature: who asks.
    pub account: AccountId,
    /// The hotkey of the neuron that is asked.
    pub axon: AccountId,
    /// Nanoseconds since 1970.
    pub nonce: u64,
    /// 16 bytes, hexadecimal.
    pub session: String,
    /// SHA3-256 of what is asked.
    pub body_hash: Hash,
}

/// A line from the agent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    /// What is held and what was signed.
    Status(Status),
    /// A signature: 64 bytes in hexadecimal digits.
    Signature {
        /// `sr25519` or `ed25519`.
        key_type: String,
        /// The bytes.
        signature: String,
    },
    /// Done; so many keys are concerned.
    Done(usize),
    /// No, and why.
    Refused(String),
}

/// What the agent holds and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its process.
    pub pid: u32,
    /// How long a key is kept unless it is said, and the longest that can be said.
    pub keeps_seconds: u64,
    /// The keys, in the order they came.
    pub keys: Vec<Held>,
    /// What was signed last, the newest first.
    pub signed: Vec<Signed>,
}

/// One key that the agent holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// `wallet` or `wallet/hotkey`.
    pub name: Label,
    /// Its account.
    pub address: AccountId,
    /// `sr25519` or `ed25519`.
    pub key_type: Label,
    /// Whether it is a coldkey.
    pub coldkey: bool,
    /// How long it stays.
    pub seconds_left: u64,
    /// How often it signed.
    pub signatures: u64,
}

/// One signature that the agent made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// How long ago.
    pub seconds_ago: u64,
    /// The key's name.
    pub name: Label,
    /// `transaction`, `message` or `request`.
    pub kind: Label,
    /// What it was.
    pub what: Label,
    /// The process that asked.
    pub asked_by: Label,
}
