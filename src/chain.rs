//! Talking to a chain: connection, metadata, reads, encoding, submission.
//!
//! The only room that names subxt. Everything on the chain is found by name in the metadata of the
//! connected runtime; what this program needs there is listed in one place. Knows nothing of keys
//! on disk, of terminals or of what a person wants.

mod error;
mod follow;

use std::path::PathBuf;
use std::time::Duration;

use futures::Stream;

pub use error::Error;
pub use follow::ChainUpdate;

use crate::model::{At, Hash, Label, Network, Tao};

/// How to reach a chain.
#[derive(Debug, Clone)]
pub struct ConnectOptions {
    /// What the network is called.
    pub name: Label,
    /// `ws://` and `wss://` addresses, tried in this order, also after a lost connection.
    pub endpoints: Vec<String>,
    /// Folder for metadata between runs; `None` keeps it in memory only.
    pub metadata_cache: Option<PathBuf>,
    /// How long one endpoint has to accept the connection, and the node to answer one question.
    pub timeout: Duration,
    /// Hash of block 0 that the network's name stands for.
    pub expected_genesis: Option<Hash>,
}

/// A connection to one chain. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Chain {}

impl Chain {
    /// Connect to the first endpoint that answers.
    ///
    /// # Errors
    /// [`Error::Unreachable`] or [`Error::TimedOut`] of the last endpoint, [`Error::WrongGenesis`],
    /// [`Error::BadEndpoint`].
    pub async fn connect(options: &ConnectOptions) -> Result<Self, Error> {
        Err(pending(options))
    }

    /// Talk to a node in this process.
    ///
    /// # Errors
    /// When the node's first answers make no sense.
    pub async fn in_process(
        name: Label,
        methods: jsonrpsee::Methods,
        metadata_cache: Option<PathBuf>,
    ) -> Result<Self, Error> {
        let _ = (name, methods, metadata_cache);
        Err(unfinished())
    }

    /// Which chain this is, with the version of its rules as last seen.
    #[must_use]
    pub fn network(&self) -> Network {
        Network {
            name: Label::default(),
            genesis: Hash([0; 32]),
            spec_version: 0,
            transaction_version: 0,
        }
    }

    /// The address in use; `in process` for a node in this process.
    #[must_use]
    pub fn endpoint(&self) -> Label {
        Label::default()
    }

    /// The least an account must keep to exist, as the runtime states it.
    #[must_use]
    pub fn existential_deposit(&self) -> Tao {
        Tao::ZERO
    }

    /// The newest finalized block.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn head(&self) -> Result<At, Error> {
        Err(unfinished())
    }

    /// How long the node's last answer took.
    #[must_use]
    pub fn latency(&self) -> Option<Duration> {
        None
    }

    /// News from now on. Dropping the stream ends the subscription.
    pub fn follow(&self) -> impl Stream<Item = ChainUpdate> + Send + Unpin + use<> {
        futures::stream::empty()
    }
}

fn pending(options: &ConnectOptions) -> Error {
    let _ = options;
    unfinished()
}

fn unfinished() -> Error {
    Error::NotOnThisRuntime { what: "connection".to_owned(), spec_version: 0 }
}
