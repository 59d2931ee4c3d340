//! The share of nominators' dividends that a delegate keeps (economics.md 5.6).

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    Config, Delegates, Error, Event, LastRateLimitedBlock, MaxDelegateTake, MinDelegateTake,
    Pallet, RateLimitKey, TxDelegateTakeRateLimit,
};

impl<T: Config> Pallet<T> {
    /// Lowers the take, at any time.
    pub(crate) fn do_decrease_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: u16,
    ) -> DispatchResult {
        Self::ensure_take_may_fall(coldkey, hotkey, take)?;
        Delegates::<T>::insert(hotkey, take);
        Self::deposit_event(Event::TakeDecreased(coldkey.clone(), hotkey.clone(), take));
        Ok(())
    }

    /// Raises the take, once per rate limit.
    pub(crate) fn do_increase_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: u16,
    ) -> DispatchResult {
        Self::ensure_take_may_rise(coldkey, hotkey, take)?;
        let key = RateLimitKey::LastTxBlockDelegateTake(hotkey.clone());
        let (last, now) = (LastRateLimitedBlock::<T>::get(&key), Self::block());
        let limit = TxDelegateTakeRateLimit::<T>::get();
        ensure!(
            limit == 0 || last == 0 || now.saturating_sub(last) > limit,
            Error::<T>::DelegateTxRateLimitExceeded
        );
        LastRateLimitedBlock::<T>::insert(key, now);
        Delegates::<T>::insert(hotkey, take);
        Self::deposit_event(Event::TakeIncreased(coldkey.clone(), hotkey.clone(), take));
        Ok(())
    }

    /// The checks of [`Self::do_decrease_take`], which the pool makes too.
    pub(crate) fn ensure_take_may_fall(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: u16,
    ) -> Result<(), Error<T>> {
        Self::ensure_owns(coldkey, hotkey)?;
        ensure!(take < Delegates::<T>::get(hotkey), Error::<T>::DelegateTakeTooLow);
        ensure!(take >= MinDelegateTake::<T>::get(), Error::<T>::DelegateTakeTooLow);
        Ok(())
    }

    /// The checks of [`Self::do_increase_take`] that the pool makes too.
    pub(crate) fn ensure_take_may_rise(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: u16,
    ) -> Result<(), Error<T>> {
        Self::ensure_owns(coldkey, hotkey)?;
        ensure!(take > Delegates::<T>::get(hotkey), Error::<T>::DelegateTakeTooLow);
        ensure!(take <= MaxDelegateTake::<T>::get(), Error::<T>::DelegateTakeTooHigh);
        Ok(())
    }

    /// Refuses a hotkey that nobody or somebody else owns.
    pub(crate) fn ensure_owns(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> Result<(), Error<T>> {
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        ensure!(Self::owns(coldkey, hotkey), Error::<T>::NonAssociatedColdKey);
        Ok(())
    }
}
