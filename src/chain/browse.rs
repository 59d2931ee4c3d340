//! Anything of a chain by its name: storage, constants, runtime APIs, events, blocks. For looking
//! around; what tau's own commands read is in the table of [`super::surface`].

use futures::stream::{self, StreamExt, TryStreamExt};
use scale_value::Value;
use subxt::rpcs::rpc_params;

use super::read::{ChangeSet, Pinned};
use super::rpc::{HexBytes, hex_text};
use super::{Chain, Error, Runtime, decode, events, header, raw_storage, surface, texts};
use crate::model::{At, BlockEvent, BlockSummary, Decoded, Hash, Label};

/// Keys asked for in one question.
const PAGE: usize = 500;

/// Blocks read at one time.
const AT_ONCE: usize = 8;

/// Entries of a storage item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queried {
    /// Keys and value of each; none of a plain item that is not set.
    pub entries: Vec<(Vec<Decoded>, Decoded)>,
    /// Whether there are more than were asked for.
    pub has_more: bool,
    /// Where to go on if there are: the storage key of the last of these.
    pub next: Option<Vec<u8>>,
    /// Whether nothing is stored, and the value is what the runtime takes for it.
    pub is_default: bool,
}

/// How far entries of a storage item are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Most entries.
    pub limit: usize,
    /// Only those behind this storage key.
    pub after: Option<Vec<u8>>,
}

/// What a name stands for in the metadata, with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// `call`, `storage`, `constant`, `event`, `error`, `api`.
    pub kind: &'static str,
    /// `Pallet.name`.
    pub name: String,
    /// Arguments, keys or inputs, with their types.
    pub parts: Vec<(Label, String)>,
    /// Type of the value or output, where there is one.
    pub value: Option<String>,
    /// The runtime's own words.
    pub about: Label,
}

#[derive(serde::Deserialize)]
struct Block {
    block: Body,
}

#[derive(serde::Deserialize)]
struct Body {
    extrinsics: Vec<HexBytes>,
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

impl Pinned {
    /// Entries of a storage item: one for all of its keys, or those that begin with the keys given,
    /// as far as `walk` says.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] without such an item, [`Error::Unfit`] for keys that do not
    /// fit and for a place to go on that is none of the item's, or the node cannot be asked.
    pub async fn query(
        &self,
        pallet: &str,
        item: &str,
        keys: &[String],
        walk: &Walk,
    ) -> Result<Queried, Error> {
        let runtime = self.runtime();
        let path = format!("{pallet}.{item}");
        let entry = runtime
            .metadata()
            .pallet_by_name(pallet)
            .and_then(|pallet| pallet.storage())
            .and_then(|storage| storage.entry_by_name(item))
            .ok_or_else(|| runtime.lacks(format!("storage item {path}")))?;
        let infos: Vec<_> = entry.keys().collect();
        let unwritable = |reason: String| Error::Unfit { what: format!("a key of {path}"), reason };
        if keys.len() > infos.len() {
            return Err(Error::Unfit {
                what: path,
                reason: format!("it has {}, not {}", counted(infos.len(), "key"), keys.len()),
            });
        }
        let values: Vec<Value> = keys
            .iter()
            .zip(&infos)
            .map(|(text, info)| texts::value(runtime.types(), info.key_id, text))
            .collect::<Result<_, _>>()
            .map_err(&unwritable)?;
        let storage = runtime.offline().storage();
        let address =
            storage.entry((pallet, item)).map_err(|error| unwritable(error.to_string()))?;
        if keys.len() == infos.len() {
            let key = address.fetch_key(values).map_err(|error| unwritable(error.to_string()))?;
            let stored = raw_storage(self.rpc(), &key, self.at().hash).await?;
            let is_default = stored.is_none();
            let bytes = stored.or_else(|| entry.default_value().map(<[u8]>::to_vec));
            let entries = match bytes {
                Some(bytes) => {
                    vec![(Vec::new(), decode::value(runtime, &bytes, entry.value_ty(), &path)?)]
                }
                None => Vec::new(),
            };
            return Ok(Queried { entries, has_more: false, next: None, is_default });
        }
        let prefix = address.iter_key(values).map_err(|error| unwritable(error.to_string()))?;
        if walk.after.as_ref().is_some_and(|after| !after.starts_with(&prefix)) {
            return Err(Error::Unfit {
                what: "the place to go on".to_owned(),
                reason: format!("it is no key of {path} below the keys given"),
            });
        }
        let (found, has_more) = self.keys_below(&prefix, walk).await?;
        let next = found.last().filter(|_| has_more).cloned();
        let mut entries = Vec::with_capacity(found.len());
        let key_error = |reason: String| Error::Decode { what: format!("a key of {path}"), reason };
        for (key, bytes) in self.values_of(found).await? {
            let mut rest = key.get(32..).unwrap_or_default();
            let mut parts = Vec::with_capacity(infos.len());
            for info in &infos {
                let hash = info.hasher.len_excluding_key();
                let (hashed, tail) = rest
                    .split_at_checked(hash)
                    .ok_or_else(|| key_error("it ends early".to_owned()))?;
                rest = tail;
                if info.hasher.ends_with_key() {
                    let (part, tail) =
                        decode::first(runtime, rest, info.key_id).map_err(&key_error)?;
                    parts.push(part);
                    rest = tail;
                } else {
                    parts.push(Decoded::Bytes(hex_text(hashed)));
                }
            }
            entries.push((parts, decode::value(runtime, &bytes, entry.value_ty(), &path)?));
        }
        Ok(Queried { entries, has_more, next, is_default: false })
    }

    /// Keys that begin with `prefix`, as far as `walk` says, and whether there are more.
    async fn keys_below(&self, prefix: &[u8], walk: &Walk) -> Result<(Vec<Vec<u8>>, bool), Error> {
        let limit = walk.limit;
        let mut keys: Vec<Vec<u8>> = Vec::new();
        loop {
            let start = keys.last().or(walk.after.as_ref()).map(|key| hex_text(key));
            let params = rpc_params![hex_text(prefix), PAGE, start, self.at().hash];
            let page: Vec<HexBytes> = self.rpc().ask("state_getKeysPaged", params).await?;
            let is_last = page.len() < PAGE;
            keys.extend(page.into_iter().map(|key| key.0));
            if keys.len() > limit {
                keys.truncate(limit);
                return Ok((keys, true));
            }
            if is_last {
                return Ok((keys, false));
            }
        }
    }

    /// Values of keys in their order; those that are gone are left out.
    async fn values_of(&self, keys: Vec<Vec<u8>>) -> Result<Vec<(Vec<u8>, Vec<u8>)>, Error> {
        let mut values = Vec::with_capacity(keys.len());
        for chunk in keys.chunks(PAGE) {
            let names: Vec<String> = chunk.iter().map(|key| hex_text(key)).collect();
            let params = rpc_params![names, self.at().hash];
            let sets: Vec<ChangeSet> = self.rpc().ask("state_queryStorageAt", params).await?;
            let changes = sets.into_iter().flat_map(|set| set.changes);
            values.extend(changes.filter_map(|(key, value)| Some((key.0, value?.0))));
        }
        Ok(values)
    }

    /// Run a method of a runtime API.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] without such a method, [`Error::Unfit`] for inputs that do not
    /// fit, or the node cannot be asked.
    pub async fn call_api(
        &self,
        group: &str,
        method: &str,
        inputs: &[String],
    ) -> Result<Decoded, Error> {
        let runtime = self.runtime();
        let path = format!("{group}.{method}");
        let known = runtime
            .metadata()
            .runtime_api_trait_by_name(group)
            .and_then(|group| group.method_by_name(method))
            .ok_or_else(|| runtime.lacks(format!("runtime API {path}")))?;
        let slots: Vec<_> = known.inputs().collect();
        if slots.len() != inputs.len() {
            let names: Vec<&str> = slots.iter().map(|slot| &*slot.name).collect();
            let wanted = counted(slots.len(), "input");
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(Error::Unfit { what: path, reason: format!("it takes {wanted}: {names}") });
        }
        let mut bytes = Vec::new();
        for (slot, text) in slots.iter().zip(inputs) {
            let value = texts::value(runtime.types(), slot.id, text).map_err(|reason| {
                Error::Unfit { what: format!("input `{}` of {path}", slot.name), reason }
            })?;
            runtime.encode(&value, slot.id, &path, &mut bytes)?;
        }
        let answer = self.rpc().call(&format!("{group}_{method}"), &bytes, self.at().hash).await?;
        decode::value(runtime, &answer, known.output_ty(), &path)
    }

    /// All events of the block.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn events(&self) -> Result<Vec<BlockEvent>, Error> {
        let key = self.key(&surface::EVENTS, &[])?;
        let bytes = raw_storage(self.rpc(), &key, self.at().hash).await?.unwrap_or_default();
        events::of_block(self.runtime(), bytes)
    }

    /// The bytes of one of the block's transactions, by its place.
    ///
    /// # Errors
    /// When the node cannot be asked or does not have the block any more.
    pub async fn transaction_bytes(&self, index: u32) -> Result<Option<Vec<u8>>, Error> {
        let params = rpc_params![self.at().hash];
        let block: Option<Block> = self.rpc().ask("chain_getBlock", params).await?;
        let block = block.ok_or_else(|| Error::Pruned { reason: "it does not know it".into() })?;
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        Ok(block.block.extrinsics.into_iter().nth(index).map(|bytes| bytes.0))
    }

    /// The block's transactions in words, and how much happened in it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn summary(&self) -> Result<BlockSummary, Error> {
        let hash = self.at().hash;
        let block = self.rpc().ask::<Option<Block>>("chain_getBlock", rpc_params![hash]);
        let (block, events) = futures::try_join!(block, self.events())?;
        let block = block.ok_or_else(|| Error::Pruned { reason: "it does not know it".into() })?;
        let runtime = self.runtime();
        let mut time_ms = None;
        let mut transactions = Vec::new();
        for bytes in &block.block.extrinsics {
            match decode::transaction(runtime, &bytes.0) {
                Ok(read) => {
                    if read.call.path() == "Timestamp.set"
                        && let Some(Decoded::Wide(now)) =
                            read.call.args.first().map(|arg| &arg.value)
                    {
                        time_ms = now.parse().ok();
                    }
                    transactions.push(read);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(BlockSummary { at: self.at(), time_ms, transactions, events: events.len() })
    }
}

impl Chain {
    /// The blocks of the last `count` heights up to `newest`, the newest first.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn blocks(&self, newest: At, count: u32) -> Result<Vec<BlockSummary>, Error> {
        let first = newest.block.saturating_sub(count.saturating_sub(1));
        stream::iter((first..=newest.block).rev())
            .map(|block| async move {
                match self.pin_block(block).await {
                    Ok(pinned) => pinned.summary().await.map(Some),
                    // Development chains begin high and jump.
                    Err(Error::NoSuchBlock { .. }) => Ok(None),
                    Err(error) => Err(error),
                }
            })
            .buffered(AT_ONCE)
            .try_filter_map(|summary| async move { Ok(summary) })
            .try_collect()
            .await
    }

    /// The blocks above `after` up to `until`, the oldest first, along their parents; `after` is
    /// taken to be one of them or to be gone.
    ///
    /// # Errors
    /// When the node cannot be asked or does not know one of them.
    pub async fn blocks_between(&self, after: At, until: At) -> Result<Vec<At>, Error> {
        let mut found = Vec::new();
        let mut at = until;
        while at.block > after.block {
            found.push(at);
            let (_, below) = header(&self.inner.rpc, Some(at.hash)).await?;
            let parent = Hash(below.parent_hash.0);
            if parent == after.hash || at.block == 0 {
                break;
            }
            // Numbers may jump, so the parent says its own.
            at = At { block: header(&self.inner.rpc, Some(parent)).await?.0, hash: parent };
        }
        found.reverse();
        Ok(found)
    }

    /// The block of this number, for reading.
    ///
    /// # Errors
    /// [`Error::Pruned`] without such a block, or the node cannot be asked.
    pub async fn pin_block(&self, block: u32) -> Result<Pinned, Error> {
        let hash: Option<Hash> =
            self.inner.rpc.ask("chain_getBlockHash", rpc_params![block]).await?;
        match hash {
            Some(hash) => {
                let pinned = self.pin_at(hash).await?;
                if pinned.at().block == block {
                    return Ok(pinned);
                }
                let reason = format!("its header says {}", pinned.at().block);
                Err(Error::Decode { what: format!("the hash of block {block}"), reason })
            }
            None => {
                let (best, _) = header(&self.inner.rpc, None).await?;
                Err(Error::NoSuchBlock { block, best })
            }
        }
    }
}

impl Runtime {
    /// A constant's value in words.
    ///
    /// # Errors
    /// Its bytes are not of its type.
    pub fn constant_named(&self, pallet: &str, name: &str) -> Option<Result<Decoded, Error>> {
        let constant = self.metadata().pallet_by_name(pallet)?.constant_by_name(name)?;
        let path = format!("{pallet}.{name}");
        Some(decode::value(self, constant.value(), constant.ty(), &path))
    }

    /// Everything that the metadata names, pallet by pallet.
    #[must_use]
    pub fn described(&self) -> Vec<Described> {
        self.described_with(&|id| super::shape::describe(self.types(), id))
    }

    /// What the metadata has under this name (capitals do not count), its types as they are typed.
    #[must_use]
    pub fn explained(&self, name: &str) -> Vec<Described> {
        let mut all = self.described_with(&|id| texts::spelled(self.types(), id));
        all.retain(|one| one.name.eq_ignore_ascii_case(name));
        all
    }

    /// Everything that the metadata names, with its types in the words of `ty`.
    pub(super) fn described_with(&self, ty: &dyn Fn(u32) -> String) -> Vec<Described> {
        let about = |docs: &[String]| Label::new(&docs.join(" "));
        let mut all = Vec::new();
        for pallet in self.metadata().pallets() {
            let named = |name: &str| format!("{}.{name}", pallet.name());
            let variants = [
                ("call", pallet.call_variants()),
                ("event", pallet.event_variants()),
                ("error", pallet.error_variants()),
            ];
            for (kind, variants) in variants {
                for variant in variants.unwrap_or_default() {
                    let fields = variant.fields.iter().map(|field| {
                        (Label::new(field.name.as_deref().unwrap_or_default()), ty(field.ty.id))
                    });
                    all.push(Described {
                        kind,
                        name: named(&variant.name),
                        parts: fields.collect(),
                        value: None,
                        about: about(&variant.docs),
                    });
                }
            }
            for entry in pallet.storage().map(|storage| storage.entries()).unwrap_or_default() {
                let keys = entry.keys().enumerate();
                let keys = keys.map(|(index, key)| {
                    (Label::new(&format!("key {}", index + 1)), ty(key.key_id))
                });
                all.push(Described {
                    kind: "storage",
                    name: named(entry.name()),
                    parts: keys.collect(),
                    value: Some(ty(entry.value_ty())),
                    about: about(entry.docs()),
                });
            }
            for constant in pallet.constants() {
                all.push(Described {
                    kind: "constant",
                    name: named(constant.name()),
                    parts: Vec::new(),
                    value: Some(ty(constant.ty())),
                    about: about(constant.docs()),
                });
            }
        }
        for group in self.metadata().runtime_api_traits() {
            for method in group.methods() {
                all.push(Described {
                    kind: "api",
                    name: format!("{}.{}", group.name(), method.name()),
                    parts: method
                        .inputs()
                        .map(|input| (Label::new(&input.name), ty(input.id)))
                        .collect(),
                    value: Some(ty(method.output_ty())),
                    about: about(method.docs()),
                });
            }
        }
        all
    }
}
