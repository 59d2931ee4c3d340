//! Reads at one block, by name.
//!
//! A [`Pinned`] is one block with the rules it has; everything read through it is of that block.
//! Keys are gathered and fetched together, because a question costs a journey.

mod accounts;
mod claims;
mod crowdloans;
mod delegation;
mod dividends;
mod epoch;
mod evm;
mod filters;
mod hyperparameters;
mod locks;
mod market;
mod metagraph;
mod owner;
mod ownership;
mod proxies;
mod registration;
mod stake;
mod subnets;
mod swaps;
mod weights;

use std::collections::HashMap;
use std::sync::Arc;

use scale_decode::DecodeAsType;
use scale_value::Value;
use subxt::rpcs::rpc_params;

pub use claims::Claimable;
pub use crowdloans::{Crowdloan, CrowdloanLimits, LoanCall};
pub use delegation::{ChildTakeTerms, ChildTerms, DelegateRow, TakeTerms};
pub use dividends::Paid;
pub use epoch::EpochStorage;
pub use evm::EvmTerms;
pub use hyperparameters::{Hyperparameter, Setting};
pub use locks::Lock;
pub use market::{Simulated, TradeTerms};
pub use owner::{Deadlines, OwnerSheet, OwnerValue, Window};
pub use ownership::{AxonTerms, CreationTerms, StartTerms};
pub use proxies::HeldPerEntry;
pub use registration::RegistrationTerms;
pub use stake::Held;
pub use subnets::Settings;
pub use swaps::{AnnouncedSwap, ColdkeySwapTerms, HotkeySwapTerms};
pub(crate) use weights::storage_index;
pub use weights::{Commitment, WeightTerms};

use super::record::{self, Record};
use super::rpc::{HexBytes, Rpc, hex_text};
use super::surface::{Api, Storage};
use super::{Error, Runtime};
use crate::model::{AccountId, At, Hash, NetUid};

/// Keys asked for in one question.
const BATCH: usize = 1_000;

/// One block of a chain, for reading. Cheap to clone.
#[derive(Clone)]
pub struct Pinned {
    at: At,
    runtime: Arc<Runtime>,
    rpc: Rpc,
}

/// A key of a storage map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Subnet(NetUid),
    Account(AccountId),
    Hash(Hash),
    /// A uid, a mechanism's number, a kind of change.
    Index(u16),
    /// A wider number.
    Number(u32),
    /// A hash and the length of what it stands for.
    Preimage(Hash, u32),
    /// A variant of an enum, with an account if it holds one.
    Choice(&'static str, Option<AccountId>),
    /// A variant of an enum around a subnet, and around a variant of another if it holds one.
    Limited(&'static str, NetUid, Option<&'static str>),
}

impl Key {
    fn value(self) -> Value {
        match self {
            Self::Subnet(netuid) => Value::u128(netuid.0.into()),
            Self::Account(account) => Value::from_bytes(account.0),
            Self::Hash(hash) => Value::from_bytes(hash.0),
            Self::Index(index) => Value::u128(index.into()),
            Self::Number(number) => Value::u128(number.into()),
            Self::Preimage(hash, length) => {
                Value::unnamed_composite([Value::from_bytes(hash.0), Value::u128(length.into())])
            }
            Self::Choice(name, None) => Value::unnamed_variant(name, []),
            Self::Choice(name, Some(account)) => {
                Value::unnamed_variant(name, [Value::from_bytes(account.0)])
            }
            Self::Limited(name, netuid, kind) => {
                let kind = kind.map(|kind| Value::unnamed_variant(kind, []));
                let netuid = Value::u128(netuid.0.into());
                Value::unnamed_variant(name, std::iter::once(netuid).chain(kind))
            }
        }
    }
}

/// Raw values by storage key.
pub(super) struct Found(HashMap<Vec<u8>, Vec<u8>>);

impl Found {
    /// Whether there is anything under a key.
    fn holds(&self, key: &[u8]) -> bool {
        self.0.contains_key(key)
    }
}

#[derive(serde::Deserialize)]
pub(super) struct ChangeSet {
    pub(super) changes: Vec<(HexBytes, Option<HexBytes>)>,
}

impl Pinned {
    pub(super) fn new(at: At, runtime: Arc<Runtime>, rpc: Rpc) -> Self {
        Self { at, runtime, rpc }
    }

    /// The block read.
    #[must_use]
    pub fn at(&self) -> At {
        self.at
    }

    /// The rules at that block.
    #[must_use]
    pub fn runtime(&self) -> &Arc<Runtime> {
        &self.runtime
    }

    /// Whom to ask.
    pub(super) fn rpc(&self) -> &Rpc {
        &self.rpc
    }

    /// The storage key of an entry.
    pub(super) fn key(&self, row: &Storage, keys: &[Key]) -> Result<Vec<u8>, Error> {
        if !self.runtime.has_storage(row) {
            return Err(self.runtime.lacks(row.path()));
        }
        let unwritable = |error: &dyn std::fmt::Display| Error::Encode {
            what: format!("the key of {}", row.path()),
            reason: error.to_string(),
        };
        let parts: Vec<Value> = keys.iter().map(|key| key.value()).collect();
        self.runtime
            .offline()
            .storage()
            .entry((row.pallet, row.name))
            .map_err(|error| unwritable(&error))?
            .fetch_key(parts)
            .map_err(|error| unwritable(&error))
    }

    /// Read many keys; absent ones are left out.
    pub(super) async fn fetch(&self, mut keys: Vec<Vec<u8>>) -> Result<Found, Error> {
        keys.sort_unstable();
        keys.dedup();
        let questions = keys.chunks(BATCH).map(|chunk| {
            let texts: Vec<String> = chunk.iter().map(|key| hex_text(key)).collect();
            let params = rpc_params![texts, self.at.hash];
            self.rpc.ask::<Vec<ChangeSet>>("state_queryStorageAt", params)
        });
        let mut found = HashMap::with_capacity(keys.len());
        for answer in futures::future::try_join_all(questions).await? {
            for (key, value) in answer.into_iter().flat_map(|set| set.changes) {
                if let Some(value) = value {
                    found.insert(key.0, value.0);
                }
            }
        }
        Ok(Found(found))
    }

    /// An entry that is there, or nothing.
    pub(super) fn present<T: DecodeAsType>(
        &self,
        found: &Found,
        row: &Storage,
        keys: &[Key],
    ) -> Result<Option<T>, Error> {
        let key = self.key(row, keys)?;
        let Some(bytes) = found.0.get(&key) else { return Ok(None) };
        self.runtime.decode(bytes, self.value_type(row)?, &row.path()).map(Some)
    }

    /// An entry, or what the runtime takes for an absent one.
    pub(super) fn value<T: DecodeAsType>(
        &self,
        found: &Found,
        row: &Storage,
        keys: &[Key],
    ) -> Result<T, Error> {
        if let Some(value) = self.present(found, row, keys)? {
            return Ok(value);
        }
        let entry = self.entry(row)?;
        let default = entry.default_value().ok_or_else(|| Error::Decode {
            what: row.path(),
            reason: "there is no value".to_owned(),
        })?;
        self.runtime.decode(default, entry.value_ty(), &row.path())
    }

    /// One entry, or what the runtime takes for an absent one.
    pub(super) async fn single<T: DecodeAsType>(
        &self,
        row: &Storage,
        keys: &[Key],
    ) -> Result<T, Error> {
        let found = self.fetch(vec![self.key(row, keys)?]).await?;
        self.value(&found, row, keys)
    }

    /// One entry that is there, or nothing.
    pub(super) async fn single_present<T: DecodeAsType>(
        &self,
        row: &Storage,
        keys: &[Key],
    ) -> Result<Option<T>, Error> {
        let found = self.fetch(vec![self.key(row, keys)?]).await?;
        self.present(&found, row, keys)
    }

    /// The keys of all entries that begin with these.
    pub(super) async fn keys_under(
        &self,
        row: &Storage,
        keys: &[Key],
    ) -> Result<Vec<Vec<u8>>, Error> {
        if !self.runtime.has_storage(row) {
            return Err(self.runtime.lacks(row.path()));
        }
        let unwritable = |error: &dyn std::fmt::Display| Error::Encode {
            what: format!("the prefix of {}", row.path()),
            reason: error.to_string(),
        };
        let parts: Vec<Value> = keys.iter().map(|key| key.value()).collect();
        let prefix = self
            .runtime
            .offline()
            .storage()
            .entry((row.pallet, row.name))
            .map_err(|error| unwritable(&error))?
            .iter_key(parts)
            .map_err(|error| unwritable(&error))?;
        let prefix = hex_text(&prefix);
        let mut found: Vec<Vec<u8>> = Vec::new();
        loop {
            let last = found.last().map(|key| hex_text(key));
            let params = rpc_params![&prefix, BATCH, last, self.at.hash];
            let page: Vec<HexBytes> = self.rpc.ask("state_getKeysPaged", params).await?;
            let full = page.len() >= BATCH;
            found.extend(page.into_iter().map(|key| key.0));
            if !full {
                return Ok(found);
            }
        }
    }

    fn entry(&self, row: &Storage) -> Result<&subxt::metadata::StorageEntryMetadata, Error> {
        self.runtime
            .metadata()
            .pallet_by_name(row.pallet)
            .and_then(|pallet| pallet.storage())
            .and_then(|storage| storage.entry_by_name(row.name))
            .ok_or_else(|| self.runtime.lacks(row.path()))
    }

    fn value_type(&self, row: &Storage) -> Result<u32, Error> {
        Ok(self.entry(row)?.value_ty())
    }

    /// Run a runtime API; the bytes of its answer and their type.
    pub(super) async fn run(&self, row: &Api, inputs: &[Value]) -> Result<(Vec<u8>, u32), Error> {
        let method = self
            .runtime
            .metadata()
            .runtime_api_trait_by_name(row.group)
            .and_then(|group| group.method_by_name(row.method))
            .ok_or_else(|| self.runtime.lacks(row.path()))?;
        let mut bytes = Vec::new();
        let slots = method.inputs();
        if slots.len() != inputs.len() {
            let change = format!("it takes {} inputs, not {}", slots.len(), inputs.len());
            return Err(self.runtime.changed(row.path(), change));
        }
        for (slot, input) in slots.zip(inputs) {
            self.runtime.encode(input, slot.id, &row.path(), &mut bytes)?;
        }
        let function = format!("{}_{}", row.group, row.method);
        let answer = self.rpc.call(&function, &bytes, self.at.hash).await?;
        Ok((answer, method.output_ty()))
    }

    /// Run a runtime API and decode its answer.
    pub(super) async fn ask<T: DecodeAsType>(
        &self,
        row: &Api,
        inputs: &[Value],
    ) -> Result<T, Error> {
        let (bytes, id) = self.run(row, inputs).await?;
        self.runtime.decode(&bytes, id, &row.path())
    }

    /// Run a runtime API with an input of bytes made elsewhere.
    pub(super) async fn ask_raw<T: DecodeAsType>(
        &self,
        row: &Api,
        input: &[u8],
    ) -> Result<T, Error> {
        let output = self
            .runtime
            .metadata()
            .runtime_api_trait_by_name(row.group)
            .and_then(|group| group.method_by_name(row.method))
            .ok_or_else(|| self.runtime.lacks(row.path()))?
            .output_ty();
        let function = format!("{}_{}", row.group, row.method);
        let bytes = self.rpc.call(&function, input, self.at.hash).await?;
        self.runtime.decode(&bytes, output, &row.path())
    }

    fn records<'a>(
        &'a self,
        row: &Api,
        answer: &'a (Vec<u8>, u32),
    ) -> Result<Vec<Record<'a>>, Error> {
        record::many(&self.runtime, &answer.0, answer.1, &row.path())
    }

    fn record<'a>(
        &'a self,
        row: &Api,
        answer: &'a (Vec<u8>, u32),
    ) -> Result<Option<Record<'a>>, Error> {
        record::one(&self.runtime, &answer.0, answer.1, &row.path())
    }

    /// Run a function of the runtime with bytes, for the bytes of its answer.
    pub(super) async fn runtime_call(
        &self,
        function: &str,
        input: &[u8],
    ) -> Result<Vec<u8>, Error> {
        self.rpc.call(function, input, self.at.hash).await
    }

    /// Hash of another block of this chain.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn block_hash(&self, block: u32) -> Result<Option<Hash>, Error> {
        self.rpc.ask("chain_getBlockHash", rpc_params![block]).await
    }
}
