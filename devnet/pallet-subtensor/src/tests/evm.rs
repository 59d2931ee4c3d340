//! Keys on the EVM (interface.md 2.11).

use frame_support::assert_ok;
use sp_core::{H160, Pair, ecdsa};
use sp_io::hashing::keccak_256;

use super::{epochs::living_world, mock::*};
use crate::{AssociatedEvmAddress, Error, Event};

fn wallet() -> ecdsa::Pair {
    ecdsa::Pair::from_seed(&[9; 32])
}

/// The address of a key: the end of the hash of the point.
fn address(signature: &ecdsa::Signature, message: &[u8; 32]) -> H160 {
    let public = sp_io::crypto::secp256k1_ecdsa_recover(&signature.0, message).ok();
    let public = public.expect("a signature of one's own");
    H160::from_slice(&keccak_256(&public)[12..])
}

fn signed_message(hotkey: u16, block: u64) -> (ecdsa::Signature, H160) {
    let message = SubtensorModule::evm_message(&account(hotkey), block);
    let signature = wallet().sign_prehashed(&message);
    (signature, address(&signature, &message))
}

#[test]
fn the_message_is_the_wallets_personal_message() {
    let hotkey = account(60);
    let inner = [AsRef::<[u8]>::as_ref(&hotkey), &keccak_256(&7_u64.to_le_bytes())].concat();
    assert_eq!(inner.len(), 64);
    let outer = [&b"\x19Ethereum Signed Message:\n64"[..], &inner].concat();
    assert_eq!(SubtensorModule::evm_message(&hotkey, 7), keccak_256(&outer));
}

#[test]
fn a_neuron_says_which_key_is_its_own() {
    chain(living_world(1)).execute_with(|| {
        System::set_block_number(8_000);
        let (mut signature, key) = signed_message(60, 7_990);
        assert_ok!(SubtensorModule::associate_evm_key(signed(60), 1, key, 7_990, signature));
        assert_eq!(AssociatedEvmAddress::<Test>::get(1, 3), Some((key, 8_000)));
        let associated = Event::EvmKeyAssociated {
            netuid: 1,
            hotkey: account(60),
            evm_key: key,
            block_associated: 8_000,
        };
        assert_eq!(events(), [associated]);
        // Once a day; wallets count from 27.
        signature.0[64] += 27;
        System::set_block_number(15_199);
        let again = || SubtensorModule::associate_evm_key(signed(60), 1, key, 7_990, signature);
        assert_refused!(again(), Error::<Test>::EvmKeyAssociateRateLimitExceeded);
        System::set_block_number(15_200);
        assert_ok!(again());
    });
}

#[test]
fn what_was_not_signed_is_not_associated() {
    chain(living_world(1)).execute_with(|| {
        let (signature, key) = signed_message(60, 1);
        let associate = |hotkey, netuid, key, block, signature| {
            SubtensorModule::associate_evm_key(signed(hotkey), netuid, key, block, signature)
        };
        assert_refused!(
            associate(60, 1, key, 1, signature),
            Error::<Test>::EvmKeyAssociateRateLimitExceeded
        );
        System::set_block_number(7_200);
        let unregistered = || Error::<Test>::HotKeyNotRegisteredInSubNet;
        assert_refused!(associate(70, 1, key, 1, signature), unregistered());
        assert_refused!(associate(60, 2, key, 1, signature), unregistered());
        let other = || Error::<Test>::InvalidRecoveredPublicKey;
        assert_refused!(associate(60, 1, key, 2, signature), other());
        assert_refused!(associate(61, 1, key, 1, signature), other());
        assert_refused!(associate(60, 1, H160::repeat_byte(1), 1, signature), other());
        let nonsense = ecdsa::Signature::from_raw([255; 65]);
        assert_refused!(
            associate(60, 1, key, 1, nonsense),
            Error::<Test>::UnableToRecoverPublicKey
        );
        assert_ok!(associate(60, 1, key, 1, signature));
    });
}
