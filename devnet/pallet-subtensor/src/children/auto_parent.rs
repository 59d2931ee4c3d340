//! Members of root lend their stake to the owners of new subnets, unless they object.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    AutoParentDelegationEnabled, Config, Error, Event, Owner, Pallet, Uids,
    units::{NetUid, ROOT},
};

impl<T: Config> Pallet<T> {
    /// Makes every willing member of root a parent of the new subnet's owner hotkey, with all its stake. Who
    /// may not have children is passed over.
    pub(crate) fn delegate_root_to(netuid: NetUid, owner_hotkey: &T::AccountId) {
        for member in Self::hotkeys_of(ROOT) {
            if member != *owner_hotkey && AutoParentDelegationEnabled::<T>::get(&member) {
                let coldkey = Owner::<T>::get(&member);
                let children = vec![(u64::MAX, owner_hotkey.clone())];
                let _ = Self::do_set_children(&coldkey, &member, netuid, children);
            }
        }
    }

    /// Says whether a member of root lends its stake to the owners of subnets to come.
    pub(crate) fn do_set_auto_parent_delegation(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        enabled: bool,
    ) -> DispatchResult {
        ensure!(Self::owns(coldkey, hotkey), Error::<T>::NonAssociatedColdKey);
        ensure!(Uids::<T>::contains_key(ROOT, hotkey), Error::<T>::HotKeyNotRegisteredInSubNet);
        AutoParentDelegationEnabled::<T>::insert(hotkey, enabled);
        Self::deposit_event(Event::AutoParentDelegationEnabledSet {
            hotkey: hotkey.clone(),
            enabled,
        });
        Ok(())
    }
}
