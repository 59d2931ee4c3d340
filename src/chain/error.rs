//! What can go wrong between this program and a chain.

use crate::model::{Hash, Label};

/// A failure of the chain room. Texts that came from a node are [`Label`]s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No endpoint could be reached.
    #[error("{}: {reason}", unreachable(network, endpoint))]
    Unreachable {
        /// The network's name.
        network: Label,
        /// The last endpoint tried.
        endpoint: Label,
        /// Why.
        reason: Label,
    },
    /// The node did not answer in time.
    #[error("{endpoint} did not answer {what} within {seconds} s")]
    TimedOut {
        /// The endpoint asked.
        endpoint: Label,
        /// What it was asked.
        what: Label,
        /// How long it had, rounded up.
        seconds: u64,
    },
    /// The endpoint serves another chain.
    #[error("{endpoint} serves another chain: its genesis is {found}, {network}'s is {expected}")]
    WrongGenesis {
        /// The network asked for.
        network: Label,
        /// The endpoint.
        endpoint: Label,
        /// What the network's name stands for.
        expected: Hash,
        /// What the endpoint serves.
        found: Hash,
    },
    /// The endpoint's address makes no sense.
    #[error("`{endpoint}` is not a ws:// or wss:// address")]
    BadEndpoint {
        /// As given.
        endpoint: Label,
    },
    /// The connected runtime does not have what is needed.
    #[error("runtime {spec_version} has no {what}")]
    NotOnThisRuntime {
        /// Pallet and name, or what is unlike what tau knows.
        what: String,
        /// The runtime's spec version.
        spec_version: u32,
    },
    /// Something is there in a shape that this program does not know.
    #[error("runtime {spec_version} changed {what}: {change}")]
    Changed {
        /// Pallet and name.
        what: String,
        /// The difference.
        change: String,
        /// The runtime's spec version.
        spec_version: u32,
    },
    /// The transaction is in a block and failed there; its fee was taken.
    #[error("the chain refused it: {explanation} ({name})")]
    Rejected {
        /// Pallet and error name, as `SubtensorModule.AmountTooLow`.
        name: String,
        /// In plain words.
        explanation: String,
        /// The transaction.
        transaction: Hash,
    },
    /// The node's pool did not take the transaction; nothing was paid.
    #[error("the node did not take the transaction: {explanation} ({code}: {text})")]
    PoolRejected {
        /// JSON-RPC error code.
        code: i32,
        /// The node's words.
        text: Label,
        /// In plain words.
        explanation: String,
    },
    /// The transaction's lifetime ended without it being in a block.
    #[error("transaction {transaction} was not included until block {valid_until}; it is void")]
    Expired {
        /// The transaction.
        transaction: Hash,
        /// Its last valid block.
        valid_until: u32,
    },
    /// Another transaction of the account has its number: it can never be included.
    #[error("transaction {transaction} is void: another transaction has its number {nonce}")]
    Replaced {
        /// The transaction.
        transaction: Hash,
        /// Its number.
        nonce: u32,
    },
    /// It was signed for a chain that this one is not, though both begin alike.
    #[error(
        "transaction {transaction} is void: block {birth}, which it refers to, is another here"
    )]
    OtherBranch {
        /// The transaction.
        transaction: Hash,
        /// The block it refers to.
        birth: u32,
    },
    /// The node took the transaction and let go of it again.
    #[error(
        "the node let go of transaction {transaction}: {explanation}; \
         it can still be included until block {valid_until}"
    )]
    Dropped {
        /// The transaction.
        transaction: Hash,
        /// Its last valid block.
        valid_until: u32,
        /// In plain words.
        explanation: String,
    },
    /// The connection was lost with a transaction under way.
    #[error(
        "the connection was lost after transaction {transaction} was sent ({reason}); \
         it can still be included until block {valid_until}"
    )]
    Lost {
        /// The transaction.
        transaction: Hash,
        /// Its last valid block.
        valid_until: u32,
        /// Why the connection is gone.
        reason: Label,
    },
    /// Nodes give different answers to a question that has one.
    #[error("{endpoint} disagrees with {others} about {method}")]
    Disagreement {
        /// The endpoint, or those that are fewer.
        endpoint: Label,
        /// The others.
        others: Label,
        /// What was asked.
        method: String,
    },
    /// Fewer nodes can be asked than have to agree.
    #[error("{wanted} nodes have to agree, and {reached} can be asked: {reason}")]
    TooFewNodes {
        /// How many have to agree.
        wanted: usize,
        /// How many answer.
        reached: usize,
        /// Why the last one of the others does not.
        reason: Label,
    },
    /// Something that was typed is not what the runtime takes.
    #[error("{what}: {reason}")]
    Unfit {
        /// The key or input.
        what: String,
        /// What is expected.
        reason: String,
    },
    /// The chain has no block of this number yet.
    #[error("there is no block {block}: the newest is {best}")]
    NoSuchBlock {
        /// As asked for.
        block: u32,
        /// The newest there is.
        best: u32,
    },
    /// The runtime changed something that a command needs.
    #[error("runtime {spec_version} changed what `tau {command}` needs: {}", changes.join("; "))]
    CommandRefused {
        /// Noun and verb.
        command: &'static str,
        /// The runtime's spec version.
        spec_version: u32,
        /// What changed, a clause each.
        changes: Vec<String>,
    },
    /// The connection was lost while reading.
    #[error("the connection to {endpoint} was lost: {reason}")]
    Disconnected {
        /// The endpoint.
        endpoint: Label,
        /// Why.
        reason: Label,
    },
    /// The node answered a question with an error.
    #[error("the node refused {method}: {text} ({code})")]
    Node {
        /// JSON-RPC method.
        method: String,
        /// JSON-RPC error code.
        code: i32,
        /// The node's words.
        text: Label,
    },
    /// The node does not have the state of this block any more.
    #[error("the node no longer has the state of that block ({reason})")]
    Pruned {
        /// The node's words.
        reason: Label,
    },
    /// The answer is not what the metadata says.
    #[error("{what} cannot be read: {reason}")]
    Decode {
        /// What was read.
        what: String,
        /// Why not.
        reason: String,
    },
    /// An argument does not fit what the runtime expects.
    #[error("{what} cannot be written: {reason}")]
    Encode {
        /// What was written.
        what: String,
        /// Why not.
        reason: String,
    },
}

/// A network that is called by its URL is not named twice.
fn unreachable(network: &Label, endpoint: &Label) -> String {
    if network == endpoint || endpoint.is_empty() {
        format!("{network} cannot be reached")
    } else {
        format!("{network} cannot be reached at {endpoint}")
    }
}

impl Error {
    /// Whether the same question may be answered later or by another node.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::TimedOut { .. }
                | Self::Disconnected { .. }
                | Self::Node { .. }
        )
    }
}
