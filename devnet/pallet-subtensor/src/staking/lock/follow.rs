//! Locks that go where their stake, their hotkey or their coldkey goes.

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::lock::Lock as Amount;

use super::{ACCEPTS_LOCKED_ALPHA, Held};
use crate::{
    AccountFlags, Config, DecayingHotkeyLock, DecayingLock, DecayingOwnerLock, Error, HotkeyLock,
    Lock, LockingColdkeys, OwnerLock, Pallet, SubnetOwnerHotkey,
    units::{AlphaBalance, NetUid},
};

/// A lock with its holder.
struct Holding<AccountId> {
    coldkey: AccountId,
    amount: Amount,
}

impl<T: Config> Pallet<T> {
    /// Lets the locked part of `amount` rao that are about to change their coldkey stay locked, to the same
    /// hotkey and with its part of the conviction. What is free goes first.
    pub(crate) fn give_lock_along(
        from: &T::AccountId,
        to: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> DispatchResult {
        let Some(held) = Self::lock_held(from, netuid).filter(|_| from != to) else {
            return Ok(());
        };
        let free = Self::total_stake_of(from, netuid).saturating_sub(held.amount.mass);
        let given = held.amount.part(amount.saturating_sub(free));
        if given.mass == 0 {
            return Ok(());
        }
        let received = Self::lock_held(to, netuid);
        if let Some(other) = &received {
            ensure!(other.hotkey == held.hotkey, Error::<T>::LockHotkeyMismatch);
        }
        ensure!(
            AccountFlags::<T>::get(to) & ACCEPTS_LOCKED_ALPHA != 0,
            Error::<T>::AccountRejectsLockedAlpha
        );
        let before = received.map_or_else(Self::no_lock, |other| other.amount);
        Self::replace_lock(from, netuid, &held.hotkey, held.amount, held.amount.minus(given));
        Self::replace_lock(to, netuid, &held.hotkey, before, before.plus(given));
        Ok(())
    }

    /// Gives all locks of a coldkey to another, which has none, together with its choices about locks.
    ///
    /// # Errors
    /// `ActiveLockExists`.
    pub fn swap_coldkey_of_locks(from: &T::AccountId, to: &T::AccountId) -> DispatchResult {
        let subnets = Self::netuids();
        let locked = subnets.iter().any(|netuid| Self::lock_held(to, *netuid).is_some());
        ensure!(!locked, Error::<T>::ActiveLockExists);
        for netuid in subnets {
            let held = Self::lock_held(from, netuid);
            if let Some(Held { hotkey, amount }) = &held {
                Self::replace_lock(from, netuid, hotkey, *amount, Self::no_lock());
            }
            DecayingLock::<T>::set(to, netuid, DecayingLock::<T>::take(from, netuid));
            if let Some(Held { hotkey, amount }) = held {
                Self::replace_lock(to, netuid, &hotkey, Self::no_lock(), amount);
            }
        }
        let flags = AccountFlags::<T>::take(from);
        if flags != 0 {
            AccountFlags::<T>::insert(to, flags);
        }
        Ok(())
    }

    /// Points all locks to a hotkey on the subnet at another of the same owner; conviction stays.
    pub fn swap_hotkey_of_locks(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        for Holding { coldkey, amount } in Self::locks_to(netuid, old) {
            Self::replace_lock(&coldkey, netuid, old, amount, Self::no_lock());
            Self::replace_lock(&coldkey, netuid, new, Self::no_lock(), amount);
        }
    }

    /// Makes a hotkey the subnet owner's. Locks to it count in full from now on; those to the former one keep what
    /// they have and mature like others.
    pub fn assign_owner_hotkey(netuid: NetUid, hotkey: &T::AccountId) {
        let former = SubnetOwnerHotkey::<T>::get(netuid);
        if former == *hotkey {
            return;
        }
        let mut locks = Vec::new();
        for target in [&former, hotkey] {
            for Holding { coldkey, amount } in Self::locks_to(netuid, target) {
                Self::replace_lock(&coldkey, netuid, target, amount, Self::no_lock());
                locks.push((coldkey, target, amount));
            }
        }
        SubnetOwnerHotkey::<T>::insert(netuid, hotkey);
        for (coldkey, target, amount) in locks {
            Self::replace_lock(&coldkey, netuid, target, Self::no_lock(), amount);
        }
    }

    /// Forgets all locks of a subnet that ends.
    pub(crate) fn forget_locks(netuid: NetUid) {
        let locks: Vec<_> = Lock::<T>::iter_keys().filter(|(_, of, _)| *of == netuid).collect();
        for key in locks {
            Lock::<T>::remove(key);
        }
        let choices: Vec<_> =
            DecayingLock::<T>::iter_keys().filter(|(_, of)| *of == netuid).collect();
        for (coldkey, _) in choices {
            DecayingLock::<T>::remove(coldkey, netuid);
        }
        let _ = LockingColdkeys::<T>::clear_prefix((netuid,), u32::MAX, None);
        let _ = HotkeyLock::<T>::clear_prefix(netuid, u32::MAX, None);
        let _ = DecayingHotkeyLock::<T>::clear_prefix(netuid, u32::MAX, None);
        OwnerLock::<T>::remove(netuid);
        DecayingOwnerLock::<T>::remove(netuid);
    }

    /// All locks to a hotkey on the subnet in this block.
    fn locks_to(netuid: NetUid, hotkey: &T::AccountId) -> Vec<Holding<T::AccountId>> {
        LockingColdkeys::<T>::iter_key_prefix((netuid, hotkey))
            .filter_map(|coldkey| {
                let state = Lock::<T>::get((&coldkey, netuid, hotkey))?;
                let amount = Self::lock_now(state, Self::lock_terms(&coldkey, netuid, hotkey));
                Some(Holding { coldkey, amount })
            })
            .collect()
    }

    /// Nothing, as of this block.
    pub(super) fn no_lock() -> Amount {
        Amount { block: Self::block(), ..Amount::default() }
    }
}
