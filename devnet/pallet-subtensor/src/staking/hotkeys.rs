//! Who owns a hotkey, and which hotkeys are delegates.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Delegates, Error, OwnedHotkeys, Owner, Pallet, StakingHotkeys};

/// Share of nominators' dividends that a new delegate keeps: 18 %, in 1/65535.
pub const DEFAULT_TAKE: u16 = 11_796;

impl<T: Config> Pallet<T> {
    /// Whether any coldkey owns the hotkey.
    pub fn hotkey_exists(hotkey: &T::AccountId) -> bool {
        Owner::<T>::contains_key(hotkey)
    }

    /// Whether this coldkey owns the hotkey.
    pub fn owns(coldkey: &T::AccountId, hotkey: &T::AccountId) -> bool {
        Self::hotkey_exists(hotkey) && Owner::<T>::get(hotkey) == *coldkey
    }

    /// Makes the coldkey owner of a hotkey that nobody owns.
    ///
    /// # Errors
    /// `CannotUseSystemAccount` for an account of the chain itself.
    pub(crate) fn create_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        if Self::hotkey_exists(hotkey) {
            return Ok(());
        }
        ensure!(!Self::is_system_account(hotkey), Error::<T>::CannotUseSystemAccount);
        Owner::<T>::insert(hotkey, coldkey);
        let remember = |keys: &mut Vec<T::AccountId>| {
            if !keys.contains(hotkey) {
                keys.push(hotkey.clone());
            }
        };
        OwnedHotkeys::<T>::mutate(coldkey, remember);
        StakingHotkeys::<T>::mutate(coldkey, remember);
        Ok(())
    }

    /// As [`Self::create_hotkey`], but another owner is an error.
    ///
    /// # Errors
    /// `NonAssociatedColdKey` when somebody else owns the hotkey.
    pub(crate) fn own_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::create_hotkey(coldkey, hotkey)?;
        ensure!(Self::owns(coldkey, hotkey), Error::<T>::NonAssociatedColdKey);
        Ok(())
    }

    /// Makes a hotkey that others stake to a delegate with the default take.
    pub(crate) fn become_delegate(hotkey: &T::AccountId) {
        if !Delegates::<T>::contains_key(hotkey) {
            Delegates::<T>::insert(hotkey, DEFAULT_TAKE);
        }
    }

    /// `try_associate_hotkey`: does nothing if anybody owns the hotkey already.
    pub(crate) fn do_try_associate_hotkey(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        Self::create_hotkey(coldkey, hotkey)
    }
}
