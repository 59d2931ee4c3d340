//! The digest of a runtime's types, by two implementations.

use codec::{Decode, Encode};
use frame_metadata::RuntimeMetadataPrefixed;
use merkleized_metadata::{
    ExtraInfo, generate_metadata_digest, generate_proof_for_extrinsic_parts,
};
use tau::chain::merkleize;
use tau::offline::proof::{Proof, Terms, Tree, digest};

use crate::library::{Library, UNIT, account, as_version_15, reference};

fn by_the_reference_crate(version_15: &[u8], spec_version: u32) -> [u8; 32] {
    let metadata = RuntimeMetadataPrefixed::decode(&mut &*version_15).expect("metadata");
    let extra = ExtraInfo {
        spec_version,
        spec_name: "node-subtensor".to_owned(),
        base58_prefix: 42,
        decimals: 9,
        token_symbol: "TAO".to_owned(),
    };
    generate_metadata_digest(&metadata.1, extra).expect("a digest").hash()
}

fn by_tau(library: &Library) -> [u8; 32] {
    let tree = Tree::new(library.leaves.clone()).expect("a tree");
    let terms = Terms {
        spec_version: library.spec_version,
        spec_name: "node-subtensor",
        ss58_prefix: 42,
        decimals: 9,
        symbol: "TAO",
    };
    digest(&tree.root(), &library.extrinsic, &terms)
}

/// What an implementation in another language makes of the same runtimes: `tests/official_digest.sh` works it out again,
/// and for the development chain too.
const PUBLISHED: &str = include_str!("digests.txt");

#[test]
fn all_implementations_give_the_same_digest_for_the_main_network() {
    let published: Vec<(&str, &str)> = PUBLISHED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(' ').expect("a name and a digest"))
        .collect();
    assert_eq!(published.len(), 2);
    for (name, digest) in published {
        let Some(bytes) = reference(&format!("{name}.scale")) else { return };
        let spec_version = name.trim_start_matches("finney-").parse().expect("a number");
        let version_15 = as_version_15(&bytes);
        let library = Library::of(merkleize(&version_15).expect("leaves"), spec_version);
        let ours = by_tau(&library);
        assert_eq!(format!("0x{}", hex::encode(ours)), digest, "{name}");
        assert_eq!(ours, by_the_reference_crate(&version_15, spec_version), "{name}");
    }
}

/// The chain computes its own with the reference crate and compares it with the one that is signed: the end-to-end
/// tests would fail otherwise. Here the proof itself is compared.
#[test]
fn a_proof_is_the_one_of_the_reference_crate() {
    let Some(bytes) = reference("finney-424.scale") else { return };
    let version_15 = as_version_15(&bytes);
    let library = Library::finney().expect("just read");
    let metadata = RuntimeMetadataPrefixed::decode(&mut &version_15[..]).expect("metadata");
    let call = library.add_stake_limit(account("//Validator"), 4, UNIT, 26_000_000);
    let theirs = generate_proof_for_extrinsic_parts(&call, None, &metadata.1).expect("a proof");
    // Of their leaves, by tau's tree.
    let tree = Tree::new(library.leaves.clone()).expect("a tree");
    let theirs = Proof::decode(&mut &theirs.encode()[..]).expect("the same encoding");
    assert_eq!(theirs.root().expect("it holds"), tree.root());
    let first = u32::try_from(library.leaves.len()).expect("few") - 1;
    let places = theirs.indices.iter().map(|index| (index - first) as usize);
    assert_eq!(tree.prove(places), theirs);
}

#[cfg(feature = "devnet")]
#[test]
fn the_development_chain_has_a_digest_too() {
    let library = Library::devnet();
    assert_ne!(by_tau(library), [0; 32]);
    let tree = Tree::new(library.leaves.clone()).expect("a tree");
    let all = tree.prove(0..library.leaves.len());
    assert!(all.nodes.is_empty());
    assert_eq!(all.root().expect("whole"), tree.root());
}
