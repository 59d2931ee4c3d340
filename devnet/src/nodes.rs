//! The nodes of every kept state's trie, counted.
//!
//! A state is nothing but a root hash into this store; states share what they have in common. A block's transaction
//! adds its new nodes at once and hands back the ones it superseded: those go when the parent's state is let go.
//! Knows nothing of blocks.

use std::collections::HashMap;

use codec::{Decode, Encode};
use hash_db::Prefix;
use sp_core::H256;
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::TrieBackendStorage;
use sp_trie::{PrefixedMemoryDB, prefixed_key};

/// Place of a node: path prefix and hash, as the trie crates encode it.
pub(crate) type NodeKey = Box<[u8]>;

/// Trie nodes with the number of times each was inserted.
#[derive(Default)]
pub(crate) struct Nodes {
    map: HashMap<NodeKey, Node>,
}

/// One node and how often it is in use.
#[derive(Clone, Encode, Decode)]
struct Node {
    value: Vec<u8>,
    uses: u32,
}

/// What a transaction did to the nodes; each key as often as it counts.
#[derive(Default)]
pub(crate) struct Applied {
    /// Nodes of the new state: given up when the block is taken back.
    pub(crate) added: Vec<NodeKey>,
    /// Nodes of the old state only: given up when that state is let go.
    pub(crate) superseded: Vec<NodeKey>,
    /// Bytes that keeping all of this costs.
    pub(crate) bytes: usize,
}

impl Nodes {
    /// Add the nodes of `transaction`; returns what it added and what it no longer needs.
    pub(crate) fn apply(&mut self, mut transaction: PrefixedMemoryDB<BlakeTwo256>) -> Applied {
        let (mut added_keys, mut superseded) = (Vec::new(), Vec::new());
        let mut bytes = 0;
        for (key, (value, uses)) in transaction.drain() {
            let key = key.into_boxed_slice();
            bytes += key.len() * 2 + value.len();
            if uses > 0 {
                let added = uses.unsigned_abs();
                added_keys.extend((0..added).map(|_| key.clone()));
                self.map
                    .entry(key)
                    .and_modify(|node| node.uses = node.uses.saturating_add(added))
                    .or_insert(Node { value, uses: added });
            } else {
                for _ in 0..uses.unsigned_abs() {
                    superseded.push(key.clone());
                }
            }
        }
        Applied { added: added_keys, superseded, bytes }
    }

    /// Give up one use of each key; a node without uses is gone.
    pub(crate) fn release(&mut self, keys: &[NodeKey]) {
        for key in keys {
            if let Some(node) = self.map.get_mut(key) {
                node.uses = node.uses.saturating_sub(1);
                if node.uses == 0 {
                    self.map.remove(key);
                }
            }
        }
    }

    /// Every node with its uses once `released` has been given up: what a state file needs.
    pub(crate) fn without(&self, released: &[NodeKey]) -> Vec<(Vec<u8>, Vec<u8>, u32)> {
        let mut gone: HashMap<&[u8], u32> = HashMap::new();
        for key in released {
            *gone.entry(key).or_default() += 1;
        }
        let mut nodes: Vec<_> = self
            .map
            .iter()
            .filter_map(|(key, node)| {
                let uses = node.uses.saturating_sub(gone.get(&**key).copied().unwrap_or(0));
                (uses > 0).then(|| (key.to_vec(), node.value.clone(), uses))
            })
            .collect();
        nodes.sort_unstable();
        nodes
    }

    /// The inverse of [`without`](Self::without).
    pub(crate) fn restore(nodes: Vec<(Vec<u8>, Vec<u8>, u32)>) -> Nodes {
        let map = nodes
            .into_iter()
            .map(|(key, value, uses)| (key.into_boxed_slice(), Node { value, uses }))
            .collect();
        Nodes { map }
    }

    /// Number of distinct nodes.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.map.len()
    }
}

impl TrieBackendStorage<BlakeTwo256> for Nodes {
    fn get(&self, key: &H256, prefix: Prefix) -> Result<Option<Vec<u8>>, String> {
        Ok(self
            .map
            .get(prefixed_key::<BlakeTwo256>(key, prefix).as_slice())
            .map(|node| node.value.clone()))
    }
}

#[cfg(test)]
mod tests {
    use hash_db::{EMPTY_PREFIX, HashDB};

    use super::*;

    fn transaction(insert: &[&[u8]], remove: &[&[u8]]) -> PrefixedMemoryDB<BlakeTwo256> {
        let mut db = PrefixedMemoryDB::default();
        for value in insert {
            db.insert(EMPTY_PREFIX, value);
        }
        for value in remove {
            db.remove(&sp_crypto_hashing::blake2_256(value).into(), EMPTY_PREFIX);
        }
        db
    }

    #[test]
    fn a_superseded_node_lives_until_it_is_released() {
        let mut nodes = Nodes::default();
        assert!(nodes.apply(transaction(&[b"one", b"two"], &[])).superseded.is_empty());
        let superseded = nodes.apply(transaction(&[b"three"], &[b"one"])).superseded;
        assert_eq!(nodes.len(), 3);
        nodes.release(&superseded);
        assert_eq!(nodes.len(), 2);
    }

    #[test]
    fn a_node_that_comes_back_survives_the_old_release() {
        let mut nodes = Nodes::default();
        nodes.apply(transaction(&[b"one"], &[]));
        let superseded = nodes.apply(transaction(&[], &[b"one"])).superseded;
        nodes.apply(transaction(&[b"one"], &[]));
        nodes.release(&superseded);
        assert_eq!(nodes.len(), 1);
    }

    #[test]
    fn a_block_that_is_taken_back_leaves_nothing() {
        let mut nodes = Nodes::default();
        nodes.apply(transaction(&[b"one", b"two"], &[]));
        let applied = nodes.apply(transaction(&[b"two", b"three"], &[b"one"]));
        nodes.release(&applied.added);
        assert_eq!(nodes.len(), 2);
    }

    #[test]
    fn saving_leaves_out_what_would_be_released() {
        let mut nodes = Nodes::default();
        nodes.apply(transaction(&[b"one", b"two"], &[]));
        let superseded = nodes.apply(transaction(&[b"three"], &[b"one"])).superseded;
        let saved = nodes.without(&superseded);
        assert_eq!(saved.len(), 2);
        assert_eq!(Nodes::restore(saved).len(), 2);
        assert_eq!(nodes.len(), 3);
    }
}
