//! A world turned into block 0.

use node_subtensor_runtime::{
    BalancesConfig, BuildStorage, RuntimeGenesisConfig, SubtensorModuleConfig, SudoConfig,
};
use sp_core::H256;
use sp_runtime::{
    Digest, StateVersion,
    traits::{BlakeTwo256, Hash, Header as _},
};

use crate::{
    Error, World,
    execute::caught,
    ledger::{Block, Header},
    store::Store,
};

/// Block 0 of `world` and its state. (The world is taken, so that a large one is not there twice.)
pub(crate) fn build(world: World) -> Result<(Block, Store), Error> {
    let failed = |reason: String| Error::World(reason);
    let config = RuntimeGenesisConfig {
        balances: BalancesConfig { balances: world.balances, ..Default::default() },
        subtensor_module: SubtensorModuleConfig { world: world.chain },
        sudo: SudoConfig { key: Some(world.sudo) },
        ..Default::default()
    };
    let storage = caught(|| config.build_storage())
        .map_err(|failure| failed(failure.to_string()))?
        .map_err(failed)?;
    drop(config);
    let (store, sum) = Store::new(storage.top, 0);
    let extrinsics_root = BlakeTwo256::ordered_trie_root(Vec::new(), StateVersion::V0);
    let header = Header::new(0, extrinsics_root, sum.into(), H256::default(), Digest::default());
    let block = Block { hash: header.hash(), header, body: Vec::new() };
    Ok((block, store))
}
