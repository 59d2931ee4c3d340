//! The block author's side of shielded transactions: its keys, and opening what was encrypted for them.
//!
//! A block that takes up a shielded transaction has the extrinsic within right behind it. Knows neither pool nor
//! storage.

use codec::Decode;
use node_subtensor_runtime::{RuntimeCall, UncheckedExtrinsic};
use pallet_shield::{Call, EncryptionKey, ShieldedTransaction, keys};

/// Keys that the genesis makes, as if blocks had been before the first.
const EARLIER: u32 = 3;
/// Blocks for which a key is looked for: as long as a shielded transaction may live.
const REMEMBERED: u32 = 8;

/// The key that block `number` announces.
pub(crate) fn announced(number: u32) -> EncryptionKey {
    keys::encryption_key(keys::seed(key_number(number)))
}

/// The shielded transaction that an extrinsic submits.
pub(crate) fn carried(extrinsic: &[u8]) -> Option<ShieldedTransaction> {
    let extrinsic = UncheckedExtrinsic::decode(&mut &extrinsic[..]).ok()?;
    match extrinsic.function {
        RuntimeCall::MevShield(Call::submit_encrypted { ciphertext }) => {
            ShieldedTransaction::parse(&ciphertext)
        }
        _ => None,
    }
}

/// The seed of the author's key with that hash, if it is one of those that may be used in block `number`.
pub(crate) fn seed(number: u32, key_hash: [u8; 16]) -> Option<Vec<u8>> {
    let newest = key_number(number);
    // After a jump of numbers the keys of the first blocks are still in use.
    let candidates = (newest.saturating_sub(REMEMBERED)..=newest).rev().chain(0..=EARLIER + 1);
    candidates
        .map(keys::seed)
        .find(|seed| keys::key_hash(&keys::encryption_key(*seed)) == key_hash)
        .map(|seed| seed.to_vec())
}

fn key_number(block: u32) -> u32 {
    block.saturating_add(EARLIER - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_again_by_their_hash() {
        let hash = |block| keys::key_hash(&announced(block));
        for (block, announced_in) in [(4, 1), (4, 4), (100, 97)] {
            let found = seed(block, hash(announced_in)).expect("a key in use");
            let found = keys::encryption_key(found.try_into().expect("64 bytes"));
            assert_eq!(found, announced(announced_in));
        }
        let genesis = keys::key_hash(&keys::encryption_key(keys::seed(0)));
        assert!(seed(5_400_000, genesis).is_some());
        assert_eq!(seed(100, hash(80)), None);
        assert_eq!(seed(100, [0; 16]), None);
    }
}
