//! Conviction decides who owns a subnet (economics.md 7.2).

use std::collections::BTreeMap;

use tau_economics::{
    fixed::U64F64,
    lock::{Decay, Target, Terms, decides_ownership},
};

use crate::{
    Config, DecayingHotkeyLock, Event, HotkeyLock, NetworkRegisteredAt, Owner, Pallet,
    SubnetAlphaOut, SubnetOwner, SubnetOwnerHotkey, Uids, units::NetUid,
};

const KINDS: [Decay; 2] = [Decay::Perpetual, Decay::Decaying];

impl<T: Config> Pallet<T> {
    /// Conviction of all locks to the hotkey in this block, in rao of alpha.
    pub fn hotkey_conviction(hotkey: &T::AccountId, netuid: NetUid) -> U64F64 {
        let target = if SubnetOwnerHotkey::<T>::get(netuid) == *hotkey {
            Target::Owner
        } else {
            Target::Other
        };
        KINDS
            .map(|decay| Self::lock_sum(netuid, hotkey, Terms { decay, target }).conviction)
            .into_iter()
            .fold(U64F64::ZERO, U64F64::saturating_add)
    }

    /// Conviction by hotkey in this block, in rao of alpha.
    fn convictions(netuid: NetUid) -> BTreeMap<T::AccountId, U64F64> {
        let owners = SubnetOwnerHotkey::<T>::get(netuid);
        HotkeyLock::<T>::iter_key_prefix(netuid)
            .chain(DecayingHotkeyLock::<T>::iter_key_prefix(netuid))
            .chain([owners])
            .map(|hotkey| {
                let conviction = Self::hotkey_conviction(&hotkey, netuid);
                (hotkey, conviction)
            })
            .filter(|(_, conviction)| *conviction > U64F64::ZERO)
            .collect()
    }

    /// The hotkey with the highest conviction, if there is any.
    pub fn most_convicted_hotkey(netuid: NetUid) -> Option<T::AccountId> {
        Self::convictions(netuid)
            .into_iter()
            .max_by_key(|(_, conviction)| *conviction)
            .map(|(hotkey, _)| hotkey)
    }

    /// Gives a subnet that is old enough, and in which enough is locked, to whom its locks favour most. The epoch
    /// calls it. A hotkey without a uid gets one; if there is none to have, nothing changes.
    pub fn settle_ownership(netuid: NetUid) {
        let age = Self::block().saturating_sub(NetworkRegisteredAt::<T>::get(netuid));
        let convictions = Self::convictions(netuid);
        let total = convictions.values().copied().fold(U64F64::ZERO, U64F64::saturating_add);
        if !decides_ownership(age, total, SubnetAlphaOut::<T>::get(netuid)) {
            return;
        }
        let Some((hotkey, _)) = convictions.into_iter().max_by_key(|(_, conviction)| *conviction)
        else {
            return;
        };
        let old_coldkey = SubnetOwner::<T>::get(netuid);
        let new_coldkey = Owner::<T>::get(&hotkey);
        if !Self::hotkey_exists(&hotkey) || new_coldkey == old_coldkey {
            return;
        }
        if !Uids::<T>::contains_key(netuid, &hotkey) {
            let Ok(seat) = Self::free_seat(netuid) else {
                return;
            };
            Self::take_seat(netuid, seat, &hotkey);
        }
        Self::assign_owner_hotkey(netuid, &hotkey);
        SubnetOwner::<T>::insert(netuid, &new_coldkey);
        Self::deposit_event(Event::SubnetOwnerChanged { netuid, old_coldkey, new_coldkey });
    }
}
