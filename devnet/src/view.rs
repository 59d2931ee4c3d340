//! One state as the runtime reads it.

use std::{
    fmt,
    ops::Bound::{Excluded, Included},
};

use hash_db::Prefix;
use sp_core::{
    H256,
    storage::{ChildInfo, StateVersion},
};
use sp_runtime::traits::{BlakeTwo256, Hash};
use sp_state_machine::{
    Backend, BackendTransaction, DefaultError, IterArgs, StateMachineStats, StorageIterator,
    StorageKey, StorageValue, TrieBackendStorage, UsageInfo,
};
use sp_trie::MerkleValue;

use crate::store::{Store, Sum};

/// The state after one block. There are no child tries: nothing in this runtime makes one.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    store: &'a Store,
    at: u32,
    root: H256,
}

impl<'a> View<'a> {
    /// The state after block `at`, whose header says `root`.
    pub(crate) fn new(store: &'a Store, at: u32, root: H256) -> View<'a> {
        View { store, at, root }
    }

    /// A hash of all entries whose keys begin with `prefix`: it changes when any of them does. Nothing if there are none.
    pub(crate) fn descendants(&self, prefix: &[u8]) -> Option<H256> {
        let (mut sum, mut some) = (Sum::default(), false);
        let mut next = self.store.next(Included(prefix), self.at);
        while let Some((key, value)) = next.filter(|(key, _)| key.starts_with(prefix)) {
            sum.add(&key, value);
            some = true;
            next = self.store.next(Excluded(&key), self.at);
        }
        some.then(|| sum.into())
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("View").field("at", &self.at).finish_non_exhaustive()
    }
}

/// A walk over the keys of a [`View`].
pub(crate) struct Walk<'a> {
    prefix: Vec<u8>,
    last: Vec<u8>,
    /// Whether `last` itself is not to come any more.
    passed: bool,
    ended: bool,
    of: std::marker::PhantomData<&'a Store>,
}

impl<'a> StorageIterator<BlakeTwo256> for Walk<'a> {
    type Backend = View<'a>;
    type Error = DefaultError;

    fn next_key(&mut self, view: &View<'a>) -> Option<Result<StorageKey, Self::Error>> {
        Some(self.next_pair(view)?.map(|(key, _)| key))
    }

    fn next_pair(
        &mut self,
        view: &View<'a>,
    ) -> Option<Result<(StorageKey, StorageValue), Self::Error>> {
        let last = &self.last[..];
        let from = if self.passed { Excluded(last) } else { Included(last) };
        let next = view.store.next(from, view.at);
        let Some((key, value)) = next.filter(|(key, _)| key.starts_with(&self.prefix)) else {
            self.ended = true;
            return None;
        };
        self.last.clone_from(&key);
        self.passed = true;
        Some(Ok((key, value.to_vec())))
    }

    fn was_complete(&self) -> bool {
        self.ended
    }
}

/// What a backend without a trie keeps its nodes in.
pub(crate) struct NoTrie;

impl TrieBackendStorage<BlakeTwo256> for NoTrie {
    fn get(&self, _: &H256, _: Prefix) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}

impl<'a> Backend<BlakeTwo256> for View<'a> {
    type Error = DefaultError;
    type TrieBackendStorage = NoTrie;
    type RawIter = Walk<'a>;

    fn storage(&self, key: &[u8]) -> Result<Option<StorageValue>, Self::Error> {
        Ok(self.store.value(key, self.at).map(<[u8]>::to_vec))
    }

    fn exists_storage(&self, key: &[u8]) -> Result<bool, Self::Error> {
        Ok(self.store.value(key, self.at).is_some())
    }

    fn storage_hash(&self, key: &[u8]) -> Result<Option<H256>, Self::Error> {
        Ok(self.store.value(key, self.at).map(BlakeTwo256::hash))
    }

    fn next_storage_key(&self, key: &[u8]) -> Result<Option<StorageKey>, Self::Error> {
        Ok(self.store.next(Excluded(key), self.at).map(|(key, _)| key))
    }

    /// The sum over the entries: what the header says, changed by what was written.
    fn storage_root<'b>(
        &self,
        delta: impl Iterator<Item = (&'b [u8], Option<&'b [u8]>)>,
        _: StateVersion,
    ) -> (H256, BackendTransaction<BlakeTwo256>) {
        let mut sum = Sum::from(self.root);
        for (key, new) in delta {
            let old = self.store.value(key, self.at);
            if old == new {
                continue;
            }
            if let Some(old) = old {
                sum.take(key, old);
            }
            if let Some(new) = new {
                sum.add(key, new);
            }
        }
        (sum.into(), BackendTransaction::default())
    }

    fn raw_iter(&self, args: IterArgs) -> Result<Self::RawIter, Self::Error> {
        let prefix = args.prefix.unwrap_or_default();
        let start = args.start_at.filter(|start| *start >= prefix);
        Ok(Walk {
            prefix: prefix.to_vec(),
            last: start.unwrap_or(prefix).to_vec(),
            passed: start.is_some() && args.start_at_exclusive,
            ended: false,
            of: std::marker::PhantomData,
        })
    }

    fn closest_merkle_value(&self, key: &[u8]) -> Result<Option<MerkleValue<H256>>, Self::Error> {
        Ok(self.descendants(key).map(MerkleValue::Hash))
    }

    fn child_closest_merkle_value(
        &self,
        _: &ChildInfo,
        _: &[u8],
    ) -> Result<Option<MerkleValue<H256>>, Self::Error> {
        Ok(None)
    }

    fn child_storage(&self, _: &ChildInfo, _: &[u8]) -> Result<Option<StorageValue>, Self::Error> {
        Ok(None)
    }

    fn child_storage_hash(&self, _: &ChildInfo, _: &[u8]) -> Result<Option<H256>, Self::Error> {
        Ok(None)
    }

    fn next_child_storage_key(
        &self,
        _: &ChildInfo,
        _: &[u8],
    ) -> Result<Option<StorageKey>, Self::Error> {
        Ok(None)
    }

    fn child_storage_root<'b>(
        &self,
        _: &ChildInfo,
        _: impl Iterator<Item = (&'b [u8], Option<&'b [u8]>)>,
        _: StateVersion,
    ) -> (H256, bool, BackendTransaction<BlakeTwo256>) {
        (H256::default(), true, BackendTransaction::default())
    }

    fn register_overlay_stats(&self, _: &StateMachineStats) {}

    fn usage_info(&self) -> UsageInfo {
        UsageInfo::empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (Store, H256) {
        let entries = ["a", "ab", "abc", "b"].map(|key| (key.into(), key.to_uppercase().into()));
        let (store, sum) = Store::new(entries, 7);
        (store, sum.into())
    }

    fn walked(view: &View<'_>, prefix: &str, start: Option<&str>, exclusive: bool) -> Vec<String> {
        let mut args = IterArgs::default();
        args.prefix = Some(prefix.as_bytes());
        args.start_at = start.map(str::as_bytes);
        args.start_at_exclusive = exclusive;
        let keys = view.keys(args).unwrap_or_else(|error| panic!("{error}"));
        keys.map(|key| key.unwrap_or_else(|error| panic!("{error}")))
            .map(|key| String::from_utf8_lossy(&key).into_owned())
            .collect()
    }

    #[test]
    fn walks_begin_where_they_are_told_and_stay_under_their_prefix() {
        let (store, root) = store();
        let view = View::new(&store, 7, root);
        assert_eq!(walked(&view, "", None, false), ["a", "ab", "abc", "b"]);
        assert_eq!(walked(&view, "ab", None, true), ["ab", "abc"]);
        assert_eq!(walked(&view, "a", Some("ab"), false), ["ab", "abc"]);
        assert_eq!(walked(&view, "a", Some("ab"), true), ["abc"]);
        assert_eq!(walked(&view, "ab", Some("a"), true), ["ab", "abc"]);
        assert_eq!(walked(&view, "a", Some("b"), false), [""; 0]);
        assert_eq!(walked(&View::new(&store, 6, root), "", None, false), [""; 0]);
    }

    #[test]
    fn the_root_of_a_change_is_that_of_the_changed_state() {
        let (store, root) = store();
        let view = View::new(&store, 7, root);
        let delta =
            [(&b"a"[..], Some(&b"new"[..])), (b"ab", None), (b"c", Some(b"C")), (b"d", None)];
        let (changed, _) = view.storage_root(delta.into_iter(), StateVersion::V1);
        let entries = [("a", "new"), ("abc", "ABC"), ("b", "B"), ("c", "C")];
        let entries = entries.map(|(key, value)| (key.into(), value.into()));
        assert_eq!(changed, H256::from(Store::new(entries, 8).1));
        let (same, _) =
            view.storage_root([(&b"b"[..], Some(&b"B"[..]))].into_iter(), StateVersion::V1);
        assert_eq!(same, root);
    }

    #[test]
    fn a_hash_of_descendants_changes_with_them_and_with_nothing_else() {
        let (store, root) = store();
        let view = View::new(&store, 7, root);
        assert_eq!(view.descendants(b"x"), None);
        assert_eq!(view.descendants(b""), Some(root));
        let (other, _) = Store::new([("ab".into(), "AB".into()), ("abc".into(), "ABC".into())], 7);
        let other = View::new(&other, 7, root);
        assert_eq!(view.descendants(b"ab"), other.descendants(b"ab"));
        assert_ne!(view.descendants(b"a"), other.descendants(b"a"));
    }
}
