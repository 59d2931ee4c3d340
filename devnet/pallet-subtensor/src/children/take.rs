//! `set_childkey_take`: what a child keeps of its parents' dividends.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    ChildkeyTake, Config, Error, Event, MaxChildkeyTake, MinChildkeyTake, MinChildkeyTakePerSubnet,
    Pallet, TxChildkeyTakeRateLimit, units::NetUid, utils::rate_limiting::TransactionType,
};

impl<T: Config> Pallet<T> {
    /// Lowest share that a child may keep on the subnet, in 1/65535.
    pub fn min_childkey_take(netuid: NetUid) -> u16 {
        MinChildkeyTake::<T>::get().max(MinChildkeyTakePerSubnet::<T>::get(netuid))
    }

    /// Share that the child keeps, in 1/65535.
    pub fn childkey_take(hotkey: &T::AccountId, netuid: NetUid) -> u16 {
        ChildkeyTake::<T>::get(hotkey, netuid).max(Self::min_childkey_take(netuid))
    }

    /// Sets the share. Only rises are limited in time, but every change counts.
    pub(crate) fn do_set_childkey_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        take: u16,
    ) -> DispatchResult {
        ensure!(Self::owns(coldkey, hotkey), Error::<T>::NonAssociatedColdKey);
        ensure!(
            (Self::min_childkey_take(netuid)..=MaxChildkeyTake::<T>::get()).contains(&take),
            Error::<T>::InvalidChildkeyTake
        );
        let change = TransactionType::SetChildkeyTake;
        ensure!(
            take <= Self::childkey_take(hotkey, netuid)
                || change.has_passed::<T>(hotkey, netuid, TxChildkeyTakeRateLimit::<T>::get()),
            Error::<T>::TxChildkeyTakeRateLimitExceeded
        );
        change.note::<T>(hotkey, netuid);
        ChildkeyTake::<T>::insert(hotkey, netuid, take);
        Self::deposit_event(Event::ChildKeyTakeSet(hotkey.clone(), take));
        Ok(())
    }
}
