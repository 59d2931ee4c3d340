//! A coldkey swap is announced, and waits, so that who loses a key to a thief has time to object.

use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{DispatchResult, Saturating, traits::Hash};

use super::SWAP_COST;
use crate::{
    ColdkeySwapAnnouncementDelay, ColdkeySwapAnnouncements, ColdkeySwapDisputes,
    ColdkeySwapReannouncementDelay, Config, Error, Event, Pallet,
};

impl<T: Config> Pallet<T> {
    fn now() -> BlockNumberFor<T> {
        frame_system::Pallet::<T>::block_number()
    }

    /// Announces a swap to the coldkey with this Blake2 hash. The first announcement costs TAO, which is recycled.
    pub(crate) fn do_announce_coldkey_swap(
        coldkey: &T::AccountId,
        new_coldkey_hash: T::Hash,
    ) -> DispatchResult {
        match ColdkeySwapAnnouncements::<T>::get(coldkey) {
            Some((due, _)) => {
                let earliest = due.saturating_add(ColdkeySwapReannouncementDelay::<T>::get());
                ensure!(Self::now() >= earliest, Error::<T>::ColdkeySwapReannouncedTooEarly);
            }
            None => Self::recycle_tao(coldkey, SWAP_COST)
                .map_err(|_| Error::<T>::NotEnoughBalanceToPaySwapColdKey)?,
        }
        let due = Self::now().saturating_add(ColdkeySwapAnnouncementDelay::<T>::get());
        ColdkeySwapAnnouncements::<T>::insert(coldkey, (due, new_coldkey_hash));
        Self::deposit_event(Event::ColdkeySwapAnnounced { who: coldkey.clone(), new_coldkey_hash });
        Ok(())
    }

    /// Swaps to the announced coldkey once its time has come.
    pub(crate) fn do_swap_coldkey_announced(
        coldkey: &T::AccountId,
        new_coldkey: &T::AccountId,
    ) -> DispatchResult {
        let (due, hash) = ColdkeySwapAnnouncements::<T>::get(coldkey)
            .ok_or(Error::<T>::ColdkeySwapAnnouncementNotFound)?;
        ensure!(
            hash == T::Hashing::hash_of(new_coldkey),
            Error::<T>::AnnouncedColdkeyHashDoesNotMatch
        );
        ensure!(Self::now() >= due, Error::<T>::ColdkeySwapTooEarly);
        ColdkeySwapAnnouncements::<T>::remove(coldkey);
        Self::swap_coldkey_of_everything(coldkey, new_coldkey)
    }

    /// Freezes the account until root has decided.
    pub(crate) fn do_dispute_coldkey_swap(coldkey: &T::AccountId) -> DispatchResult {
        ensure!(
            ColdkeySwapAnnouncements::<T>::contains_key(coldkey),
            Error::<T>::ColdkeySwapAnnouncementNotFound
        );
        ensure!(
            !ColdkeySwapDisputes::<T>::contains_key(coldkey),
            Error::<T>::ColdkeySwapAlreadyDisputed
        );
        ColdkeySwapDisputes::<T>::insert(coldkey, Self::now());
        Self::deposit_event(Event::ColdkeySwapDisputed { coldkey: coldkey.clone() });
        Ok(())
    }

    /// Takes an announcement back, no earlier than it could be changed.
    pub(crate) fn do_clear_coldkey_swap(coldkey: &T::AccountId) -> DispatchResult {
        let (due, _) = ColdkeySwapAnnouncements::<T>::get(coldkey)
            .ok_or(Error::<T>::ColdkeySwapAnnouncementNotFound)?;
        let earliest = due.saturating_add(ColdkeySwapReannouncementDelay::<T>::get());
        ensure!(Self::now() >= earliest, Error::<T>::ColdkeySwapClearTooEarly);
        ColdkeySwapAnnouncements::<T>::remove(coldkey);
        Self::deposit_event(Event::ColdkeySwapCleared { who: coldkey.clone() });
        Ok(())
    }

    /// Root ends an announcement and a dispute.
    pub(crate) fn do_reset_coldkey_swap(coldkey: &T::AccountId) {
        Self::forget_coldkey_swap(coldkey);
        Self::deposit_event(Event::ColdkeySwapReset { who: coldkey.clone() });
    }

    pub(super) fn forget_coldkey_swap(coldkey: &T::AccountId) {
        ColdkeySwapAnnouncements::<T>::remove(coldkey);
        ColdkeySwapDisputes::<T>::remove(coldkey);
    }
}
