//! Talking to a chain: connection, metadata, reads, encoding, submission.
//!
//! The only room that names subxt. Everything on the chain is found by name in the metadata of the
//! connected runtime; what this program needs there is listed once, in [`surface`]. Knows nothing of
//! keys on disk, of terminals or of what a person wants.

mod browse;
mod cache;
mod compare;
pub mod decode;
mod difference;
mod doctor;
pub mod encode;
mod error;
mod events;
mod explain;
mod fee;
mod follow;
mod local;
mod merkle;
pub mod multisig;
mod node;
mod quorum;
mod read;
mod record;
mod rpc;
mod runtime;
mod search;
mod shape;
pub mod shield;
mod socket;
mod submit;
pub mod surface;
mod texts;
mod typed;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures::Stream;
use subxt::config::substrate::{H256, SubstrateHeader};
use subxt::rpcs::client::RpcClient;
use subxt::rpcs::rpc_params;

pub use browse::{Described, Queried, Walk};
pub use difference::Difference;
pub use doctor::{Requirement, Verdict};
pub use error::Error;
pub use explain::{CUSTOM, DISPATCH, EXPLAINED, Explained, explain};
pub use follow::ChainUpdate;
pub use merkle::{Merkleized, merkleize};
pub use node::{NodeInfo, Totals};
pub(crate) use read::storage_index;
pub use read::{
    AnnouncedSwap, AxonTerms, ChildTakeTerms, ChildTerms, Claimable, ColdkeySwapTerms, Commitment,
    CreationTerms, Crowdloan, CrowdloanLimits, Deadlines, DelegateRow, EpochStorage, EvmTerms,
    Held, HeldPerEntry, HotkeySwapTerms, Hyperparameter, LoanCall, Lock, OwnerSheet, OwnerValue,
    Paid, Pinned, RegistrationTerms, Setting, Settings, Simulated, StartTerms, TakeTerms,
    TradeTerms, WeightTerms, Window,
};
pub use runtime::{Runtime, Version};
pub use search::Found;
pub use shape::Shape;
pub use shield::{ShieldKey, ShieldOffer};
pub use socket::{Health, Probe};
pub use submit::{Signed, Wait};

use crate::model::{At, BlockId, Hash, Label, Network, Tao};
use rpc::{HexBytes, Rpc};

/// Time limit of a node in this process: it answers from memory, debug builds included.
const IN_PROCESS_LIMIT: Duration = Duration::from_secs(30);

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
    /// How many nodes have to give the same answer; 1 believes the one that is connected.
    pub quorum: usize,
}

/// A connection to one chain. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Chain {
    inner: Arc<Inner>,
    /// The block that is read instead of the newest.
    fixed: Option<Hash>,
}

struct Inner {
    name: Label,
    genesis: Hash,
    existential_deposit: Tao,
    rpc: Rpc,
    metadata_cache: Option<PathBuf>,
    /// How it was reached; `None` for a node in this process.
    options: Option<ConnectOptions>,
    rules: RwLock<Rules>,
}

/// The rules seen so far, and those in force at the newest block read.
struct Rules {
    newest: Arc<Runtime>,
    by_version: HashMap<u32, Arc<Runtime>>,
}

/// A block's number and hash, as nodes state them together.
type Header = SubstrateHeader<H256>;

impl Chain {
    /// Connect to the first endpoint that answers.
    ///
    /// # Errors
    /// Of the last endpoint tried: [`Error::Unreachable`], [`Error::TimedOut`],
    /// [`Error::WrongGenesis`], [`Error::BadEndpoint`].
    pub async fn connect(options: &ConnectOptions) -> Result<Self, Error> {
        let (socket, genesis) = socket::Socket::open(options).await?;
        let line = socket.line();
        let mut options = options.clone();
        options.expected_genesis = Some(genesis);
        let mut witnesses = Vec::new();
        if options.quorum > 1 {
            let taken = line.endpoint().unwrap_or_default();
            witnesses = quorum::witnesses(&options, genesis, &taken, options.quorum - 1).await?;
        }
        let rpc =
            Rpc::new(RpcClient::new(socket), Some(line), options.timeout).with_witnesses(witnesses);
        Self::over(
            options.name.clone(),
            rpc,
            genesis,
            options.metadata_cache.clone(),
            Some(options),
        )
        .await
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
        Self::in_process_within(name, methods, metadata_cache, IN_PROCESS_LIMIT).await
    }

    /// The same with a time limit for every answer, for a node that may not give one.
    ///
    /// # Errors
    /// As [`Chain::in_process`].
    pub async fn in_process_within(
        name: Label,
        methods: jsonrpsee::Methods,
        metadata_cache: Option<PathBuf>,
        limit: Duration,
    ) -> Result<Self, Error> {
        let rpc = Rpc::new(RpcClient::new(local::Local(methods)), None, limit);
        let genesis: Hash = rpc.ask("chain_getBlockHash", rpc_params![0]).await?;
        Self::over(name, rpc, genesis, metadata_cache, None).await
    }

    async fn over(
        name: Label,
        rpc: Rpc,
        genesis: Hash,
        metadata_cache: Option<PathBuf>,
        options: Option<ConnectOptions>,
    ) -> Result<Self, Error> {
        let version = runtime_version(&rpc, None).await?;
        let runtime = load(&rpc, genesis, &version, None, metadata_cache.as_ref()).await?;
        let existential_deposit = Tao::from_rao(runtime.constant(&surface::EXISTENTIAL_DEPOSIT)?);
        let rules = Rules {
            by_version: HashMap::from([(runtime.spec_version(), runtime.clone())]),
            newest: runtime,
        };
        let rules = RwLock::new(rules);
        let inner =
            Inner { name, genesis, existential_deposit, rpc, metadata_cache, options, rules };
        Ok(Self { inner: Arc::new(inner), fixed: None })
    }

    /// Which chain this is, with the version of its rules as last seen.
    #[must_use]
    pub fn network(&self) -> Network {
        let runtime = self.runtime();
        Network {
            name: self.inner.name.clone(),
            genesis: self.inner.genesis,
            spec_version: runtime.spec_version(),
            transaction_version: runtime.transaction_version(),
        }
    }

    /// The rules as last seen.
    #[must_use]
    pub fn runtime(&self) -> Arc<Runtime> {
        self.inner.rules.read().unwrap_or_else(PoisonError::into_inner).newest.clone()
    }

    /// The address in use; `in process` for a node in this process.
    #[must_use]
    pub fn endpoint(&self) -> Label {
        self.inner.rpc.endpoint()
    }

    /// The least an account must keep to exist, as the runtime states it.
    #[must_use]
    pub fn existential_deposit(&self) -> Tao {
        self.inner.existential_deposit
    }

    /// How every endpoint does, asked all at one time; none of a node in this process.
    pub async fn probe(&self) -> Vec<Probe> {
        match &self.inner.options {
            Some(options) => socket::probe(options).await,
            None => Vec::new(),
        }
    }

    /// How long the node's last answer took.
    #[must_use]
    pub fn latency(&self) -> Option<Duration> {
        self.inner.rpc.latency()
    }

    /// Questions asked so far, by JSON-RPC method, and runtime calls by function too.
    #[must_use]
    pub fn traffic(&self) -> BTreeMap<String, u64> {
        self.inner.rpc.traffic()
    }

    /// The newest finalized block.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn head(&self) -> Result<At, Error> {
        let rpc = &self.inner.rpc;
        let hash: Hash = rpc.ask("chain_getFinalizedHead", rpc_params![]).await?;
        Ok(At { block: header(rpc, Some(hash)).await?.0, hash })
    }

    /// The same connection, which reads `block` wherever it would read the newest one.
    ///
    /// # Errors
    /// [`Error::NoSuchBlock`], [`Error::Pruned`], or the node cannot be asked.
    pub async fn looking_at(&self, block: BlockId) -> Result<Self, Error> {
        let pinned = match block {
            BlockId::Number(number) => self.pin_block(number).await?,
            BlockId::Hash(hash) => self.pin_at(hash).await?,
        };
        Ok(Self { inner: self.inner.clone(), fixed: Some(pinned.at().hash) })
    }

    /// The newest finalized block, for reading; or the one that [`Chain::looking_at`] fixed.
    ///
    /// # Errors
    /// When the node cannot be asked, or its rules cannot be read.
    pub async fn pin(&self) -> Result<Pinned, Error> {
        if let Some(fixed) = self.fixed {
            return self.pin_at(fixed).await;
        }
        let hash: Hash = self.inner.rpc.ask("chain_getFinalizedHead", rpc_params![]).await?;
        self.pin_at(hash).await
    }

    /// The newest block that the node has, finalized or not, for reading what is about to change.
    ///
    /// # Errors
    /// When the node cannot be asked, or its rules cannot be read.
    pub async fn pin_newest(&self) -> Result<Pinned, Error> {
        let hash: Hash = self.inner.rpc.ask("chain_getBlockHash", rpc_params![]).await?;
        self.pin_at(hash).await
    }

    /// Any block that the node still has, for reading.
    ///
    /// # Errors
    /// When the node cannot be asked, or the block's rules cannot be read.
    pub async fn pin_at(&self, hash: Hash) -> Result<Pinned, Error> {
        let rpc = &self.inner.rpc;
        let ((block, _), version) =
            futures::try_join!(header(rpc, Some(hash)), runtime_version(rpc, Some(hash)))?;
        let runtime = self.rules_of(&version, hash).await?;
        Ok(Pinned::new(At { block, hash }, runtime, rpc.clone()))
    }

    /// Rules of a version, loaded if they are new.
    async fn rules_of(&self, version: &FullVersion, at: Hash) -> Result<Arc<Runtime>, Error> {
        {
            let rules = self.inner.rules.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(runtime) = rules.by_version.get(&version.spec_version) {
                return Ok(runtime.clone());
            }
        }
        let cache = self.inner.metadata_cache.as_ref();
        let runtime = load(&self.inner.rpc, self.inner.genesis, version, Some(at), cache).await?;
        let mut rules = self.inner.rules.write().unwrap_or_else(PoisonError::into_inner);
        rules.by_version.insert(version.spec_version, runtime.clone());
        // Old blocks are read too; they do not take the chain's rules back.
        if version.spec_version > rules.newest.spec_version() {
            rules.newest = runtime.clone();
        }
        Ok(runtime)
    }

    /// News from now on. Survives lost connections and runtime upgrades; dropping the stream ends
    /// the subscription.
    pub fn follow(&self) -> impl Stream<Item = ChainUpdate> + Send + Unpin + use<> {
        follow::follow(self.clone())
    }
}

/// A block's number and its header; the node's best block for `None`.
async fn header(rpc: &Rpc, hash: Option<Hash>) -> Result<(u32, Header), Error> {
    let header: Option<Header> = rpc.ask("chain_getHeader", rpc_params![hash]).await?;
    let header = header.ok_or_else(|| Error::Pruned { reason: "it does not know it".into() })?;
    Ok((block_number(&header)?, header))
}

fn block_number(header: &Header) -> Result<u32, Error> {
    u32::try_from(header.number).map_err(|error| Error::Decode {
        what: "a block number".to_owned(),
        reason: error.to_string(),
    })
}

/// A runtime's version as nodes state it, with a fingerprint of all they state.
struct FullVersion {
    spec_version: u32,
    transaction_version: u32,
    fingerprint: u32,
}

async fn runtime_version(rpc: &Rpc, at: Option<Hash>) -> Result<FullVersion, Error> {
    let stated: serde_json::Value = rpc.ask("state_getRuntimeVersion", rpc_params![at]).await?;
    let number = |name: &str| {
        stated
            .get(name)
            .and_then(serde_json::Value::as_u64)
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| Error::Decode {
                what: "the runtime's version".to_owned(),
                reason: format!("there is no {name}"),
            })
    };
    let digest = sp_crypto_hashing::blake2_256(stated.to_string().as_bytes());
    Ok(FullVersion {
        spec_version: number("specVersion")?,
        transaction_version: number("transactionVersion")?,
        fingerprint: u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]),
    })
}

/// Rules from disk, or from the node at a block.
async fn load(
    rpc: &Rpc,
    genesis: Hash,
    version: &FullVersion,
    at: Option<Hash>,
    folder: Option<&PathBuf>,
) -> Result<Arc<Runtime>, Error> {
    let known = Version {
        spec_version: version.spec_version,
        transaction_version: version.transaction_version,
    };
    let file = folder
        .map(|folder| cache::path(folder, genesis, version.spec_version, version.fingerprint));
    if let Some(bytes) = file.as_deref().and_then(cache::load)
        && let Ok(runtime) = Runtime::from_metadata(&bytes, genesis, &known)
    {
        return Ok(Arc::new(runtime));
    }
    let at = match at {
        Some(hash) => hash,
        None => rpc.ask("chain_getBlockHash", rpc_params![]).await?,
    };
    let bytes = download(rpc, at).await?;
    let runtime = Runtime::from_metadata(&bytes, genesis, &known)?;
    if let Some(file) = file {
        // The next start downloads again; nothing else depends on it.
        let _ = cache::store(&file, &bytes);
    }
    Ok(Arc::new(runtime))
}

/// Metadata of the newest version that both sides know.
async fn download(rpc: &Rpc, at: Hash) -> Result<Vec<u8>, Error> {
    use codec::{Decode, Encode};
    let unreadable = |error: codec::Error| Error::Decode {
        what: "the runtime's metadata".to_owned(),
        reason: error.to_string(),
    };
    let offered = rpc.call("Metadata_metadata_versions", &[], at).await?;
    let offered = Vec::<u32>::decode(&mut &*offered).map_err(unreadable)?;
    for version in [16u32, 15, 14] {
        if !offered.contains(&version) {
            continue;
        }
        let answer = rpc.call("Metadata_metadata_at_version", &version.encode(), at).await?;
        if let Some(bytes) = Option::<Vec<u8>>::decode(&mut &*answer).map_err(unreadable)? {
            return Ok(bytes);
        }
    }
    Err(Error::Decode {
        what: "the runtime's metadata".to_owned(),
        reason: format!("the node offers versions {offered:?}, and 14 to 16 are known"),
    })
}

/// A storage value as it is.
async fn raw_storage(rpc: &Rpc, key: &[u8], at: Hash) -> Result<Option<Vec<u8>>, Error> {
    let params = rpc_params![rpc::hex_text(key), at];
    let value: Option<HexBytes> = rpc.ask("state_getStorage", params).await?;
    Ok(value.map(|bytes| bytes.0))
}
