//! `root_register`: a seat on root is taken by stake, not bought.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use super::Seat;
use crate::{
    AdjustmentInterval, Config, Delegates, Error, Event, Keys, LastAdjustmentBlock, MaxAllowedUids,
    MaxRegistrationsPerBlock, Pallet, RegistrationsThisBlock, RegistrationsThisInterval,
    SubnetworkN, TargetRegistrationsPerInterval, TotalHotkeyAlpha, Uids,
    staking::hotkeys,
    units::{ROOT, Uid},
};

impl<T: Config> Pallet<T> {
    /// Registers a hotkey on root. On a full root it must have more root stake than the weakest member.
    pub(crate) fn do_root_register(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(ROOT), Error::<T>::RootNetworkDoesNotExist);
        ensure!(
            RegistrationsThisBlock::<T>::get(ROOT) < MaxRegistrationsPerBlock::<T>::get(ROOT),
            Error::<T>::TooManyRegistrationsThisBlock
        );
        ensure!(
            RegistrationsThisInterval::<T>::get(ROOT)
                < TargetRegistrationsPerInterval::<T>::get(ROOT).saturating_mul(3),
            Error::<T>::TooManyRegistrationsThisInterval
        );
        ensure!(
            !Uids::<T>::contains_key(ROOT, hotkey),
            Error::<T>::HotKeyAlreadyRegisteredInSubNet
        );
        Self::own_hotkey(coldkey, hotkey)?;

        let members = SubnetworkN::<T>::get(ROOT);
        let seat = if members < MaxAllowedUids::<T>::get(ROOT) {
            Seat::New(members)
        } else {
            let (weakest, stake) =
                Self::weakest_root_member(members).ok_or(Error::<T>::StakeTooLowForRoot)?;
            ensure!(
                TotalHotkeyAlpha::<T>::get(hotkey, ROOT) > stake,
                Error::<T>::StakeTooLowForRoot
            );
            Seat::Replaced(weakest)
        };
        let uid = Self::take_seat(ROOT, seat, hotkey);
        Delegates::<T>::insert(hotkey, hotkeys::DEFAULT_TAKE);
        RegistrationsThisInterval::<T>::mutate(ROOT, |n| *n = n.saturating_add(1));
        RegistrationsThisBlock::<T>::mutate(ROOT, |n| *n = n.saturating_add(1));
        Self::deposit_event(Event::NeuronRegistered(ROOT, uid, hotkey.clone()));
        Ok(())
    }

    /// The member with the least root stake, the lowest uid among equals, and that stake in rao.
    fn weakest_root_member(members: u16) -> Option<(Uid, u64)> {
        (0..members)
            .map(|uid| (uid, TotalHotkeyAlpha::<T>::get(Keys::<T>::get(ROOT, uid), ROOT)))
            .min_by_key(|(uid, stake)| (*stake, *uid))
    }

    /// Starts a new interval of root registrations when the old one is over.
    pub(crate) fn restart_root_interval(now: u64) {
        let interval = u64::from(AdjustmentInterval::<T>::get(ROOT));
        if now.saturating_sub(LastAdjustmentBlock::<T>::get(ROOT)) >= interval {
            LastAdjustmentBlock::<T>::insert(ROOT, now);
            RegistrationsThisInterval::<T>::remove(ROOT);
        }
    }
}
