//! Accounts of the chain itself, and limits in time.

pub mod rate_limiting;

use codec::Decode;
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
    SaturatedConversion,
    traits::{AccountIdConversion, TrailingZeroInput},
};

use crate::{Config, Pallet, units::NetUid};

/// The account of zeroes, which stands for "nobody" in storage.
pub fn zero_account<T: frame_system::Config>() -> T::AccountId {
    // Zeroes decode to any fixed-size account; the expectation is the type's, not the input's.
    T::AccountId::decode(&mut TrailingZeroInput::zeroes())
        .expect("an account id of fixed size decodes from zeroes")
}

impl<T: Config> Pallet<T> {
    /// Current height.
    pub fn block() -> u64 {
        Self::height(frame_system::Pallet::<T>::block_number())
    }

    /// A height as the storage of this pallet has it.
    pub(crate) fn height(block: BlockNumberFor<T>) -> u64 {
        block.saturated_into()
    }

    /// Account that physically holds the TAO of a subnet.
    pub fn subnet_account(netuid: NetUid) -> T::AccountId {
        T::SubtensorPalletId::get().into_sub_account_truncating(netuid)
    }

    /// Account that receives fees when a block has no author.
    pub fn burn_account() -> T::AccountId {
        T::BurnAccountId::get().into_account_truncating()
    }

    /// Whether the account belongs to the chain itself: a subnet's, or the burn account.
    pub fn is_system_account(account: &T::AccountId) -> bool {
        let pallet: T::AccountId = T::SubtensorPalletId::get().into_account_truncating();
        *account == pallet
            || *account == Self::burn_account()
            || crate::NetworksAdded::<T>::iter_keys()
                .any(|netuid| Self::subnet_account(netuid) == *account)
    }
}
