//! `lock_stake`, `move_lock`, `set_perpetual_lock` and `set_reject_locked_alpha`.

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::{fixed::U64F64, lock::Lock as Amount};

use super::ACCEPTS_LOCKED_ALPHA;
use crate::{
    AccountFlags, Config, DecayingLock, Error, Event, Lock, LockingColdkeys, Owner,
    OwnerCutAutoLockEnabled, Pallet, SubnetOwner, SubnetOwnerHotkey,
    units::{AlphaBalance, NetUid},
};

impl<T: Config> Pallet<T> {
    /// Locks `amount` rao more of the coldkey's stake on the subnet to the hotkey.
    pub(crate) fn do_lock_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(amount > 0, Error::<T>::AmountTooLow);
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        let before = match Self::lock_held(coldkey, netuid) {
            Some(held) => {
                ensure!(held.hotkey == *hotkey, Error::<T>::LockHotkeyMismatch);
                held.amount
            }
            None => {
                Self::forget_lock(coldkey, netuid);
                Self::no_lock()
            }
        };
        let mass = before.mass.saturating_add(amount);
        ensure!(
            Self::total_stake_of(coldkey, netuid) >= mass,
            Error::<T>::InsufficientStakeForLock
        );
        Self::replace_lock(coldkey, netuid, hotkey, before, Amount { mass, ..before });
        Self::deposit_event(Event::StakeLocked {
            coldkey: coldkey.clone(),
            hotkey: hotkey.clone(),
            netuid,
            amount,
        });
        Ok(())
    }

    /// Points the coldkey's lock at another hotkey. Conviction is lost if that has another owner.
    pub(crate) fn do_move_lock(
        coldkey: &T::AccountId,
        destination: &T::AccountId,
        netuid: NetUid,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(Self::hotkey_exists(destination), Error::<T>::HotKeyAccountNotExists);
        let held = Self::lock_held(coldkey, netuid).ok_or(Error::<T>::NoExistingLock)?;
        let none = Self::no_lock();
        let mut moved = held.amount;
        if Owner::<T>::get(&held.hotkey) != Owner::<T>::get(destination) {
            moved.conviction = U64F64::ZERO;
        }
        Self::replace_lock(coldkey, netuid, &held.hotkey, held.amount, none);
        Self::replace_lock(coldkey, netuid, destination, none, moved);
        Self::deposit_event(Event::LockMoved {
            coldkey: coldkey.clone(),
            origin_hotkey: held.hotkey,
            destination_hotkey: destination.clone(),
            netuid,
        });
        Ok(())
    }

    /// Makes the coldkey's locks on the subnet, that there is and those to come, perpetual or decaying.
    pub(crate) fn do_set_perpetual_lock(
        coldkey: &T::AccountId,
        netuid: NetUid,
        perpetual: bool,
    ) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        let held = Self::lock_held(coldkey, netuid);
        let none = Self::no_lock();
        if let Some(held) = &held {
            Self::replace_lock(coldkey, netuid, &held.hotkey, held.amount, none);
        }
        DecayingLock::<T>::set(coldkey, netuid, perpetual.then_some(false));
        if let Some(held) = held {
            Self::replace_lock(coldkey, netuid, &held.hotkey, none, held.amount);
        }
        Self::deposit_event(Event::PerpetualLockUpdated {
            coldkey: coldkey.clone(),
            netuid,
            enabled: perpetual,
        });
        Ok(())
    }

    /// Has the account refuse or accept locked alpha that others would give it.
    pub(crate) fn do_set_reject_locked_alpha(coldkey: &T::AccountId, reject: bool) {
        AccountFlags::<T>::mutate_exists(coldkey, |stored| {
            let others = stored.unwrap_or_default() & !ACCEPTS_LOCKED_ALPHA;
            let flags = if reject { others } else { others | ACCEPTS_LOCKED_ALPHA };
            *stored = (flags != 0).then_some(flags);
        });
        Self::deposit_event(Event::RejectLockedAlphaUpdated {
            coldkey: coldkey.clone(),
            enabled: reject,
        });
    }

    /// Locks `amount` rao of the owner's cut that was just staked, where the owner has chosen that: to the hotkey
    /// its lock is to already, else to the subnet's owner hotkey.
    pub fn lock_owner_cut(netuid: NetUid, amount: AlphaBalance) -> DispatchResult {
        if !OwnerCutAutoLockEnabled::<T>::get(netuid) || amount == 0 {
            return Ok(());
        }
        let owner = SubnetOwner::<T>::get(netuid);
        let hotkey = Self::lock_held(&owner, netuid)
            .map_or_else(|| SubnetOwnerHotkey::<T>::get(netuid), |held| held.hotkey);
        Self::do_lock_stake(&owner, &hotkey, netuid, amount)
    }

    /// Removes what a lock left behind when it faded away.
    fn forget_lock(coldkey: &T::AccountId, netuid: NetUid) {
        let hotkeys: Vec<_> = Lock::<T>::iter_key_prefix((coldkey, netuid)).collect();
        for hotkey in hotkeys {
            Lock::<T>::remove((coldkey, netuid, &hotkey));
            LockingColdkeys::<T>::remove((netuid, &hotkey, coldkey));
        }
    }
}
