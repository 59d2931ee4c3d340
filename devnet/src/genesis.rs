//! A world turned into block 0.

use frame_support::traits::BuildGenesisConfig;
use node_subtensor_runtime::{BalancesConfig, Runtime, RuntimeGenesisConfig, SudoConfig};
use pallet_subtensor::genesis::{Part, parts};
use sp_core::H256;
use sp_runtime::{
    Digest, StateVersion,
    traits::{BlakeTwo256, Hash, Header as _},
};

use crate::{
    Error, World,
    execute::{Failure, Overlay, with_storage},
    ledger::{Block, Header},
    store::Store,
    view::View,
};

/// Block 0 of `world` and its state.
pub(crate) fn build(world: World) -> Result<(Block, Store), Error> {
    let (mut store, sum) = Store::new([], 0);
    let mut root = H256::from(sum);
    let config = RuntimeGenesisConfig {
        balances: BalancesConfig { balances: world.balances, ..Default::default() },
        sudo: SudoConfig { key: Some(world.sudo) },
        ..Default::default()
    };
    let balances: Part<'_> = Box::new(move || config.build());
    for part in std::iter::once(balances).chain(parts::<Runtime>(&world.chain)) {
        root =
            write(&mut store, root, part).map_err(|failure| Error::World(failure.to_string()))?;
    }
    let extrinsics_root = BlakeTwo256::ordered_trie_root(Vec::new(), StateVersion::V0);
    let header = Header::new(0, extrinsics_root, root, H256::default(), Digest::default());
    let block = Block { hash: header.hash(), header, body: Vec::new() };
    Ok((block, store))
}

/// Put what `part` writes into the store, whose root was `root`. Gives its new one.
fn write(store: &mut Store, root: H256, part: Part<'_>) -> Result<H256, Failure> {
    let mut overlay = Overlay::default();
    let view = View::new(store, 0, root);
    with_storage(&view, &mut overlay, part)?;
    let changes =
        overlay.drain_storage_changes(&view, StateVersion::V1).map_err(Failure::Panicked)?;
    store.write(0, changes.main_storage_changes);
    Ok(changes.transaction_storage_root)
}
