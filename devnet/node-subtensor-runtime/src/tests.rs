use sp_runtime::BuildStorage;

use crate::{RuntimeGenesisConfig, metadata_hash::metadata_hash};

#[test]
fn an_empty_genesis_builds() {
    let storage = RuntimeGenesisConfig::default().build_storage().expect("genesis");
    assert!(!storage.top.is_empty());
}

#[test]
fn the_metadata_can_be_merkleized() {
    assert!(metadata_hash().is_some());
}
