//! `associate_evm_key`: which key on the EVM belongs to a neuron.

use codec::Encode;
use frame_support::ensure;
use sp_core::{H160, ecdsa};
use sp_io::hashing::keccak_256;
use sp_runtime::DispatchResult;

use crate::{AssociatedEvmAddress, Config, Error, Event, Pallet, Uids, units::NetUid};

/// Blocks between two associations of a neuron, counted from block 0 for the first: a day.
const INTERVAL: u64 = 7_200;
/// What wallets put before a text that they sign; its length in decimal digits follows.
const PREFIX: &[u8] = b"\x19Ethereum Signed Message:\n";
/// Where the number of the recovery is in a signature.
const RECOVERY: usize = 64;
/// What wallets add to it.
const RECOVERY_BASE: u8 = 27;

impl<T: Config> Pallet<T> {
    /// Notes the key if it has signed the hotkey and the hash of the block number.
    pub(crate) fn do_associate_evm_key(
        hotkey: &T::AccountId,
        netuid: NetUid,
        evm_key: H160,
        block_number: u64,
        signature: ecdsa::Signature,
    ) -> DispatchResult {
        let uid = Uids::<T>::get(netuid, hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)?;
        Self::ensure_evm_key_changeable(hotkey, netuid)?;
        let mut signature = signature.0;
        if let Some(number) = signature.get_mut(RECOVERY)
            && *number >= RECOVERY_BASE
        {
            *number -= RECOVERY_BASE;
        }
        let message = Self::evm_message(hotkey, block_number);
        let public = sp_io::crypto::secp256k1_ecdsa_recover(&signature, &message)
            .map_err(|_| Error::<T>::UnableToRecoverPublicKey)?;
        let recovered = keccak_256(&public);
        let (_, address) = recovered.split_at(12);
        ensure!(evm_key.as_bytes() == address, Error::<T>::InvalidRecoveredPublicKey);
        let block_associated = Self::block();
        AssociatedEvmAddress::<T>::insert(netuid, uid, (evm_key, block_associated));
        Self::deposit_event(Event::EvmKeyAssociated {
            netuid,
            hotkey: hotkey.clone(),
            evm_key,
            block_associated,
        });
        Ok(())
    }

    /// The hash that a wallet signs for the personal message of hotkey and block number.
    pub(crate) fn evm_message(hotkey: &T::AccountId, block_number: u64) -> [u8; 32] {
        let message = [hotkey.encode(), keccak_256(&block_number.encode()).to_vec()].concat();
        keccak_256(&[PREFIX, message.len().to_string().as_bytes(), &message].concat())
    }

    /// What the pool asks before it takes the call: a neuron, and a day since its last association.
    pub(crate) fn ensure_evm_key_changeable(
        hotkey: &T::AccountId,
        netuid: NetUid,
    ) -> Result<(), Error<T>> {
        let uid = Uids::<T>::get(netuid, hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)?;
        let last = AssociatedEvmAddress::<T>::get(netuid, uid).map_or(0, |(_, block)| block);
        ensure!(
            Self::block().saturating_sub(last) >= INTERVAL,
            Error::<T>::EvmKeyAssociateRateLimitExceeded
        );
        Ok(())
    }
}
