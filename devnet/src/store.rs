//! Every value of every kept state.
//!
//! The chain makes no proofs, so its states need no trie: a key has its values, each with the block that wrote it, and a state
//! is the last value of each key that is not younger than it. What commits to a state is a [`Sum`] over its entries, which
//! a block renews by what it wrote. Knows nothing of blocks but their numbers.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound::{self, Excluded, Included, Unbounded},
    sync::Arc,
};

// Its hasher is quicker than the standard library's, and as safe from keys that somebody chose.
use hashbrown::HashMap;
use sp_core::H256;

/// Bytes of a key by which entries are put together: the hashes of a pallet's and an item's name.
const DRAWER: usize = 32;

/// What a block wrote: key and new value, `None` where it was removed.
pub(crate) type Writes = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// The key of an entry, shared with the store.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    drawer: Arc<[u8]>,
    rest: Arc<[u8]>,
}

impl Key {
    /// Whether these are its bytes.
    pub(crate) fn is(&self, bytes: &[u8]) -> bool {
        split(bytes) == (&*self.drawer, &*self.rest)
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        join(&self.drawer, &self.rest)
    }
}

/// Values of the keys that begin alike, by the rest of the key.
#[derive(Default)]
struct Drawer {
    /// The runtime reads single values thousands of times in a block, ...
    values: HashMap<Arc<[u8]>, Versions>,
    /// ... and walks through them in their order.
    order: BTreeSet<Arc<[u8]>>,
}

/// A value from one block on.
#[derive(Debug, Clone)]
struct Version {
    since: u32,
    /// Nothing where the block removed it.
    value: Option<Box<[u8]>>,
}

/// The values of a key. Most have one.
struct Versions {
    newest: Version,
    /// Those before it, oldest first.
    older: Vec<Version>,
}

impl Versions {
    fn one(newest: Version) -> Versions {
        Versions { newest, older: Vec::new() }
    }

    /// A block may write several times.
    fn push(&mut self, newest: Version) {
        let before = std::mem::replace(&mut self.newest, newest);
        if before.since != self.newest.since {
            self.older.push(before);
        }
    }

    /// Oldest first.
    fn iter(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.older.iter().chain([&self.newest])
    }

    /// The value that a state has, the state after block `at`.
    fn seen(&self, at: u32) -> Option<&[u8]> {
        self.iter().rev().find(|version| version.since <= at)?.value.as_deref()
    }

    /// Let go of what block `number` wrote over. `false` if nothing is left.
    fn forget(&mut self, number: u32) -> bool {
        if self.newest.since <= number {
            self.older.clear();
            return self.newest.value.is_some();
        }
        let older = self.older.iter().take_while(|version| version.since <= number).count();
        self.older.drain(..older.saturating_sub(1));
        true
    }

    /// Undo what blocks above `number` wrote. `false` if nothing is left.
    fn take_back(&mut self, number: u32) -> bool {
        while self.newest.since > number {
            match self.older.pop() {
                Some(version) => self.newest = version,
                None => return false,
            }
        }
        true
    }
}

/// The values of all kept states. Keys are in the order of their bytes.
#[derive(Default)]
pub(crate) struct Store {
    drawers: HashMap<Arc<[u8]>, Drawer>,
    order: BTreeSet<Arc<[u8]>>,
}

/// A store taken apart: drawer, rest of the key, (block, value) oldest first.
pub(crate) type Saved = Vec<(Vec<u8>, Vec<(Vec<u8>, Past)>)>;

/// Since which block an entry had which value.
type Past = Vec<(u32, Option<Vec<u8>>)>;

impl Store {
    /// A state of its own, as block `number` left it.
    pub(crate) fn new(
        entries: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>,
        number: u32,
    ) -> (Store, Sum) {
        let (mut store, mut sum) = (Store::default(), Sum::default());
        for (key, value) in entries {
            sum.add(&key, &value);
            store.push(&key, number, Some(value));
        }
        (store, sum)
    }

    /// The value in the state after block `at`.
    pub(crate) fn value(&self, key: &[u8], at: u32) -> Option<&[u8]> {
        let (drawer, rest) = split(key);
        self.drawers.get(drawer)?.values.get(rest)?.seen(at)
    }

    /// The first entry within `from` in the state after block `at`.
    pub(crate) fn next(&self, from: Bound<&[u8]>, at: u32) -> Option<(Vec<u8>, &[u8])> {
        let (drawer, rest) = match from {
            Included(key) => {
                let (drawer, rest) = split(key);
                (drawer, Included(rest))
            }
            Excluded(key) => {
                let (drawer, rest) = split(key);
                (drawer, Excluded(rest))
            }
            Unbounded => (&[][..], Unbounded),
        };
        let here = self.drawers.get(drawer).and_then(|entries| entries.next(drawer, rest, at));
        here.or_else(|| {
            self.order.range::<[u8], _>((Excluded(drawer), Unbounded)).find_map(|drawer| {
                self.drawers.get(drawer).and_then(|entries| entries.next(drawer, Unbounded, at))
            })
        })
    }

    /// Block `number`, the youngest, wrote this.
    pub(crate) fn write(&mut self, number: u32, writes: Writes) -> Vec<Key> {
        writes.into_iter().map(|(key, value)| self.push(&key, number, value)).collect()
    }

    /// What block `number` made of a key that it wrote.
    pub(crate) fn wrote(&self, number: u32, key: &Key) -> Option<&[u8]> {
        self.drawers.get(&key.drawer)?.values.get(&key.rest)?.seen(number)
    }

    /// Let go of what block `number` wrote over: nobody asks for an older state any more.
    pub(crate) fn forget(&mut self, number: u32, written: &[Key]) {
        self.change(written, |versions| versions.forget(number));
    }

    /// Undo what the blocks above `number` wrote, of which this is a part.
    pub(crate) fn take_back(&mut self, number: u32, written: &[Key]) {
        self.change(written, |versions| versions.take_back(number));
    }

    /// Number of keys with their values, for tests.
    #[cfg(test)]
    pub(crate) fn versions(&self) -> usize {
        let versions = self.drawers.values().flat_map(|drawer| drawer.values.values());
        versions.map(|versions| versions.iter().count()).sum()
    }

    /// What a state file needs for the states from block `oldest` on.
    pub(crate) fn save(&self, oldest: u32) -> Saved {
        let kept = |versions: &Versions| -> Past {
            let older = versions.iter().take_while(|version| version.since <= oldest).count();
            let kept = versions.iter().skip(older.saturating_sub(1));
            kept.map(|version| (version.since, version.value.as_deref().map(<[u8]>::to_vec)))
                .collect()
        };
        let drawers = self.order.iter().filter_map(|drawer| {
            let entries = self.drawers.get(drawer)?;
            let pasts = entries
                .order
                .iter()
                .filter_map(|rest| Some((rest.to_vec(), kept(entries.values.get(rest)?))));
            let there =
                |(_, kept): &(_, Past)| !matches!(&kept[..], [(since, None)] if *since <= oldest);
            Some((drawer.to_vec(), pasts.filter(there).collect()))
        });
        drawers.collect()
    }

    /// The inverse of [`save`](Self::save), and what each block above `oldest` wrote.
    pub(crate) fn restore(saved: Saved, oldest: u32) -> (Store, BTreeMap<u32, Vec<Key>>) {
        let (mut store, mut blocks) = (Store::default(), BTreeMap::<u32, Vec<Key>>::new());
        for (drawer, entries) in saved {
            for (rest, versions) in entries {
                let key = join(&drawer, &rest);
                for (since, value) in versions {
                    let key = store.push(&key, since, value);
                    if since > oldest {
                        blocks.entry(since).or_default().push(key);
                    }
                }
            }
        }
        (store, blocks)
    }

    fn push(&mut self, key: &[u8], since: u32, value: Option<Vec<u8>>) -> Key {
        let (drawer, rest) = split(key);
        let version = Version { since, value: value.map(Vec::into_boxed_slice) };
        let drawer = match self.drawers.get_key_value(drawer) {
            Some((drawer, _)) => drawer.clone(),
            None => {
                let drawer: Arc<[u8]> = drawer.into();
                self.order.insert(drawer.clone());
                drawer
            }
        };
        let entries = self.drawers.entry(drawer.clone()).or_default();
        let rest = match entries.values.get_key_value(rest) {
            Some((rest, _)) => rest.clone(),
            None => {
                let rest: Arc<[u8]> = rest.into();
                entries.order.insert(rest.clone());
                entries.values.insert(rest.clone(), Versions::one(version));
                return Key { drawer, rest };
            }
        };
        if let Some(versions) = entries.values.get_mut(&rest) {
            versions.push(version);
        }
        Key { drawer, rest }
    }

    /// Change the values of the keys that were written; a key of which nothing is left is gone.
    fn change(&mut self, written: &[Key], change: impl Fn(&mut Versions) -> bool) {
        for Key { drawer, rest } in written {
            let Some(entries) = self.drawers.get_mut(drawer) else { continue };
            let Some(versions) = entries.values.get_mut(rest) else { continue };
            if change(versions) {
                continue;
            }
            entries.values.remove(rest);
            entries.order.remove(rest);
            if entries.values.is_empty() {
                self.drawers.remove(drawer);
                self.order.remove(drawer);
            }
        }
    }
}

impl Drawer {
    /// The first entry within `from`.
    fn next(&self, name: &[u8], from: Bound<&[u8]>, at: u32) -> Option<(Vec<u8>, &[u8])> {
        self.order
            .range::<[u8], _>((from, Unbounded))
            .find_map(|rest| Some((join(name, rest), self.values.get(rest)?.seen(at)?)))
    }
}

fn split(key: &[u8]) -> (&[u8], &[u8]) {
    key.split_at(key.len().min(DRAWER))
}

fn join(drawer: &[u8], rest: &[u8]) -> Vec<u8> {
    [drawer, rest].concat()
}

/// The sum of the hashes of a state's entries, modulo 2^64 in each of four lanes. Equal states have equal sums, in whatever
/// order they came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum([u64; 4]);

impl Sum {
    /// An entry is there.
    pub(crate) fn add(&mut self, key: &[u8], value: &[u8]) {
        self.combine(key, value, u64::wrapping_add);
    }

    /// An entry that was there is not any more.
    pub(crate) fn take(&mut self, key: &[u8], value: &[u8]) {
        self.combine(key, value, u64::wrapping_sub);
    }

    fn combine(&mut self, key: &[u8], value: &[u8], with: impl Fn(u64, u64) -> u64) {
        // The key's length keeps ("ab", "c") and ("a", "bc") apart.
        let length = u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes();
        let hash = sp_crypto_hashing::blake2_256(&[&length, key, value].concat());
        let (lanes, _) = hash.as_chunks::<8>();
        for (lane, part) in self.0.iter_mut().zip(lanes) {
            *lane = with(*lane, u64::from_le_bytes(*part));
        }
    }
}

impl From<H256> for Sum {
    fn from(root: H256) -> Sum {
        let (lanes, _) = root.0.as_chunks::<8>();
        let mut sum = Sum::default();
        for (lane, part) in sum.0.iter_mut().zip(lanes) {
            *lane = u64::from_le_bytes(*part);
        }
        sum
    }
}

impl From<Sum> for H256 {
    fn from(sum: Sum) -> H256 {
        let mut bytes = [0; 32];
        for (place, lane) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(sum.0) {
            *place = lane.to_le_bytes();
        }
        H256(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Vec<u8> {
        [&[b'p'; DRAWER][..], name.as_bytes()].concat()
    }

    fn put(name: &str, value: &str) -> (Vec<u8>, Option<Vec<u8>>) {
        (key(name), Some(value.as_bytes().to_vec()))
    }

    fn all(store: &Store, at: u32) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut found = Vec::new();
        let mut next = store.next(Unbounded, at);
        while let Some((key, value)) = next {
            found.push((key.clone(), value.to_vec()));
            next = store.next(Excluded(&key), at);
        }
        found
    }

    /// Three blocks on top of block 0.
    fn chain() -> (Store, Vec<Vec<Key>>) {
        let entries = [(key("a"), b"0".to_vec()), (b"short".to_vec(), b"0".to_vec())];
        let (mut store, _) = Store::new(entries, 0);
        let blocks = vec![
            vec![put("a", "1"), put("b", "1")],
            vec![(key("a"), None), put("b", "2")],
            vec![put("a", "3"), (b"zzz".to_vec(), Some(Vec::new()))],
        ];
        let written = (1..).zip(blocks).map(|(number, writes)| store.write(number, writes));
        let written = written.collect();
        (store, written)
    }

    #[test]
    fn every_state_keeps_its_values_and_its_order() {
        let (store, _) = chain();
        let value = |name: &str, at| store.value(&key(name), at).map(<[u8]>::to_vec);
        for (at, expected) in [(0, Some("0")), (1, Some("1")), (2, None), (3, Some("3"))] {
            assert_eq!(value("a", at), expected.map(|text| text.as_bytes().to_vec()), "{at}");
        }
        assert_eq!(value("b", 0), None);
        assert_eq!(value("b", 9), Some(b"2".to_vec()));
        let keys = |at| all(&store, at).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert_eq!(keys(1), [key("a"), key("b"), b"short".to_vec()]);
        assert_eq!(keys(2), [key("b"), b"short".to_vec()]);
        assert_eq!(keys(3), [key("a"), key("b"), b"short".to_vec(), b"zzz".to_vec()]);
        assert_eq!(store.next(Included(&key("b")), 3).map(|(found, _)| found), Some(key("b")));
        assert_eq!(store.next(Excluded(b"zzz"), 3), None);
    }

    #[test]
    fn what_is_forgotten_leaves_later_states_as_they_are() {
        let (mut store, blocks) = chain();
        let later: Vec<_> = (1..=3).map(|at| all(&store, at)).collect();
        for (number, writes) in (1..=3).zip(&blocks) {
            store.forget(number, writes);
            for at in number..=3 {
                assert_eq!(all(&store, at), later[at as usize - 1], "{number} {at}");
            }
        }
        assert_eq!(store.versions(), 4, "one for each key of the last state");
    }

    #[test]
    fn blocks_that_are_taken_back_leave_nothing() {
        let (mut store, blocks) = chain();
        let before = all(&store, 1);
        for writes in &blocks[1..] {
            store.take_back(1, writes);
        }
        assert_eq!(all(&store, 3), before);
        assert_eq!(store.versions(), 4);
    }

    #[test]
    fn a_saved_store_comes_back_with_what_blocks_wrote() {
        let (store, blocks) = chain();
        let (again, written) = Store::restore(store.save(1), 1);
        for at in 1..=3 {
            assert_eq!(all(&again, at), all(&store, at));
        }
        assert_eq!(written.keys().copied().collect::<Vec<_>>(), [2, 3]);
        let bytes = |keys: &[Key]| keys.iter().map(Key::bytes).collect::<BTreeSet<_>>();
        assert_eq!(bytes(&written[&2]), bytes(&blocks[1]));
        assert!(written[&2].iter().all(|key| again.wrote(2, key) == store.wrote(2, key)));
        assert_eq!(again.value(&key("a"), 0), None, "older states are not saved");
    }

    #[test]
    fn a_sum_depends_on_what_is_there_and_on_nothing_else() {
        let (one, sum) = Store::new([(key("a"), b"1".to_vec()), (key("b"), b"2".to_vec())], 0);
        assert_eq!(one.versions(), 2);
        let mut other = Sum::default();
        other.add(&key("b"), b"2");
        other.add(&key("c"), b"3");
        other.add(&key("a"), b"1");
        assert_ne!(sum, other);
        other.take(&key("c"), b"3");
        assert_eq!(sum, other);
        assert_eq!(Sum::from(H256::from(sum)), sum);
        let (mut ab, mut bc) = (Sum::default(), Sum::default());
        ab.add(b"ab", b"c");
        bc.add(b"a", b"bc");
        assert_ne!(ab, bc);
    }
}
