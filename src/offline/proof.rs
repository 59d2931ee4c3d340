//! The tree over a runtime's types (RFC 78): its digest, a proof of some of its leaves, and the proof's check.
//!
//! The digest is part of what is signed and the chain compares it with its own, so a decoding by leaves that hang
//! on that digest is the chain's decoding. This is a second implementation beside the reference crate, which the
//! online side uses to get the leaves; a test holds the two against each other.

use codec::{Decode, Encode};

use super::Error;
use super::types::{Extrinsic, Type};

/// A BLAKE3 hash in the tree.
pub type TreeHash = [u8; 32];

/// Leaves that a proof may hold.
pub const MAX_LEAVES: usize = 16_384;
/// Levels of the tree; a mainnet runtime has twelve.
const MAX_INDEX: u32 = 1 << 20;

fn hash(bytes: &[u8]) -> TreeHash {
    blake3::hash(bytes).into()
}

fn inner(left: &TreeHash, right: &TreeHash) -> TreeHash {
    let mut both = [0; 64];
    both[..32].copy_from_slice(left);
    both[32..].copy_from_slice(right);
    hash(&both)
}

/// Depth of a node of the tree, whose nodes are numbered from the root by level.
fn level(index: u32) -> u32 {
    (index + 1).ilog2()
}

/// Whether `leaf` hangs below `node`.
fn is_below(node: u32, leaf: u32) -> bool {
    let (above, below) = (level(node), level(leaf));
    below > above && (leaf + 1) >> (below - above) == node + 1
}

/// Some leaves and the hashes that lead from them to the root, in the encoding of RFC 78.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Proof {
    /// Leaves from left to right.
    pub leaves: Vec<Type>,
    /// Their numbers in the tree.
    pub indices: Vec<u32>,
    /// Hashes of what is not in the proof, from left to right.
    pub nodes: Vec<TreeHash>,
}

/// What has not been used of a proof yet.
struct Walk<'a> {
    leaves: &'a [Type],
    indices: &'a [u32],
    nodes: &'a [TreeHash],
}

impl Walk<'_> {
    fn hash_of(&mut self, node: u32) -> Result<TreeHash, Error> {
        match (self.indices.split_first(), self.leaves.split_first()) {
            (Some((index, indices)), Some((leaf, leaves))) if *index == node => {
                (self.indices, self.leaves) = (indices, leaves);
                Ok(hash(&leaf.encode()))
            }
            (Some((index, _)), _) if is_below(node, *index) => {
                let left = self.hash_of(2 * node + 1)?;
                let right = self.hash_of(2 * node + 2)?;
                Ok(inner(&left, &right))
            }
            _ => {
                let (hash, nodes) =
                    self.nodes.split_first().ok_or(Error::Proof("a hash is missing"))?;
                self.nodes = nodes;
                Ok(*hash)
            }
        }
    }
}

impl Proof {
    /// Hash at the root.
    ///
    /// # Errors
    /// [`Error::Proof`] when leaves and hashes do not form a tree.
    pub fn root(&self) -> Result<TreeHash, Error> {
        if self.leaves.is_empty() || self.leaves.len() > MAX_LEAVES {
            return Err(Error::Proof("it has no leaves or too many"));
        }
        if self.leaves.len() != self.indices.len() {
            return Err(Error::Proof("leaves and numbers differ in count"));
        }
        let sorted = self.indices.is_sorted_by(|a, b| order(*a) < order(*b));
        if !sorted || self.indices.iter().any(|index| *index >= MAX_INDEX) {
            return Err(Error::Proof("its leaves are out of order"));
        }
        let mut walk = Walk { leaves: &self.leaves, indices: &self.indices, nodes: &self.nodes };
        let root = walk.hash_of(0)?;
        if walk.leaves.is_empty() && walk.nodes.is_empty() {
            Ok(root)
        } else {
            Err(Error::Proof("something in it leads nowhere"))
        }
    }
}

/// Leaves stand from left to right: the deeper level first.
fn order(index: u32) -> (std::cmp::Reverse<u32>, u32) {
    (std::cmp::Reverse(level(index)), index)
}

/// The whole tree, for the side that makes proofs.
pub struct Tree {
    leaves: Vec<Type>,
    /// All hashes; the leaves' are the last ones.
    hashes: Vec<TreeHash>,
}

impl Tree {
    /// Over these leaves in their order.
    ///
    /// # Errors
    /// [`Error::Proof`] for none or too many.
    pub fn new(leaves: Vec<Type>) -> Result<Self, Error> {
        if leaves.is_empty() || leaves.len() > MAX_LEAVES {
            return Err(Error::Proof("the metadata has no types or too many"));
        }
        let inner_nodes = leaves.len() - 1;
        let mut hashes = vec![[0; 32]; inner_nodes];
        hashes.extend(leaves.iter().map(|leaf| hash(&leaf.encode())));
        for node in (0..inner_nodes).rev() {
            hashes[node] = inner(&hashes[2 * node + 1], &hashes[2 * node + 2]);
        }
        Ok(Self { leaves, hashes })
    }

    /// All leaves.
    #[must_use]
    pub fn leaves(&self) -> &[Type] {
        &self.leaves
    }

    /// Hash at the root.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        self.hashes.first().copied().unwrap_or_default()
    }

    /// A proof of the leaves at these places; duplicates count once.
    #[must_use]
    pub fn prove(&self, places: impl IntoIterator<Item = usize>) -> Proof {
        let first = self.leaves.len() - 1;
        let mut indices: Vec<u32> = places
            .into_iter()
            .filter(|place| *place < self.leaves.len())
            .filter_map(|place| u32::try_from(first + place).ok())
            .collect();
        indices.sort_by_key(|index| order(*index));
        indices.dedup();
        let mut nodes = Vec::new();
        let mut rest = indices.as_slice();
        self.collect(0, &mut rest, &mut nodes);
        let leaf = |index: &u32| usize::try_from(*index).ok().and_then(|at| at.checked_sub(first));
        let leaves = indices
            .iter()
            .filter_map(leaf)
            .filter_map(|place| self.leaves.get(place).cloned())
            .collect();
        Proof { leaves, indices, nodes }
    }

    fn collect(&self, node: u32, rest: &mut &[u32], nodes: &mut Vec<TreeHash>) {
        match rest.split_first() {
            Some((index, more)) if *index == node => *rest = more,
            Some((index, _)) if is_below(node, *index) => {
                self.collect(2 * node + 1, rest, nodes);
                self.collect(2 * node + 2, rest, nodes);
            }
            _ => {
                let hash = usize::try_from(node).ok().and_then(|node| self.hashes.get(node));
                nodes.extend(hash.copied());
            }
        }
    }
}

/// What the digest says besides the types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// Version of the rules.
    pub spec_version: u32,
    /// The runtime's name.
    pub spec_name: &'a str,
    /// Network number in addresses.
    pub ss58_prefix: u16,
    /// Digits behind the point of the token.
    pub decimals: u8,
    /// The token's symbol.
    pub symbol: &'a str,
}

/// The metadata hash that is signed: `MetadataDigest::V1` under BLAKE3.
#[must_use]
pub fn digest(root: &TreeHash, extrinsic: &Extrinsic, terms: &Terms<'_>) -> TreeHash {
    let extrinsic = hash(&extrinsic.encode());
    let digest = (
        1u8,
        root,
        extrinsic,
        terms.spec_version,
        terms.spec_name,
        terms.ss58_prefix,
        terms.decimals,
        terms.symbol,
    );
    hash(&digest.encode())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offline::types::{TypeDef, TypeRef};

    fn leaf(id: u32) -> Type {
        Type { path: Vec::new(), def: TypeDef::Sequence(TypeRef::U8), id }
    }

    #[test]
    fn every_proof_of_every_small_tree_leads_to_its_root() {
        for count in 1..=17u32 {
            let tree = Tree::new((0..count).map(leaf).collect()).expect("a tree");
            for mask in 1..(1u32 << count).min(4096) {
                let places = (0..count).filter(|bit| mask & (1 << bit) != 0);
                let proof = tree.prove(places.map(|place| place as usize));
                assert_eq!(proof.root().expect("whole"), tree.root(), "{count} {mask:b}");
                let mut other = proof.clone();
                other.leaves[0].id += 100;
                assert_ne!(other.root().ok(), Some(tree.root()));
            }
        }
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let tree = Tree::new((0..9).map(leaf).collect()).expect("a tree");
        let proof = tree.prove([2, 7]);
        let mut cases = Vec::new();
        cases.push(Proof { leaves: vec![], indices: vec![], nodes: proof.nodes.clone() });
        let mut swapped = proof.clone();
        swapped.indices.swap(0, 1);
        cases.push(swapped);
        let mut short = proof.clone();
        short.nodes.pop();
        cases.push(short);
        let mut long = proof.clone();
        long.nodes.push([0; 32]);
        cases.push(long);
        let mut twice = proof.clone();
        twice.indices[1] = twice.indices[0];
        cases.push(twice);
        let mut far = proof.clone();
        far.indices[1] = u32::MAX - 1;
        cases.push(far);
        for case in cases {
            assert!(case.root().is_err(), "{case:?}");
        }
    }
}
