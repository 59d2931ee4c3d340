//! Where a coldkey's mining rewards are staked.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    AutoStakeDestination, AutoStakeDestinationColdkeys, Config, Error, Event, Pallet, Uids,
    units::NetUid,
};

impl<T: Config> Pallet<T> {
    /// Has the coldkey's mining rewards on the subnet staked to a hotkey that is registered there.
    pub(crate) fn do_set_auto_stake(
        coldkey: &T::AccountId,
        netuid: NetUid,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(Uids::<T>::contains_key(netuid, hotkey), Error::<T>::HotKeyNotRegisteredInSubNet);
        if let Some(old) = AutoStakeDestination::<T>::get(coldkey, netuid) {
            ensure!(old != *hotkey, Error::<T>::SameAutoStakeHotkeyAlreadySet);
            AutoStakeDestinationColdkeys::<T>::mutate(&old, netuid, |coldkeys| {
                coldkeys.retain(|other| other != coldkey);
            });
        }
        AutoStakeDestination::<T>::insert(coldkey, netuid, hotkey);
        AutoStakeDestinationColdkeys::<T>::mutate(hotkey, netuid, |coldkeys| {
            if !coldkeys.contains(coldkey) {
                coldkeys.push(coldkey.clone());
            }
        });
        Self::deposit_event(Event::AutoStakeDestinationSet {
            coldkey: coldkey.clone(),
            netuid,
            hotkey: hotkey.clone(),
        });
        Ok(())
    }
}
