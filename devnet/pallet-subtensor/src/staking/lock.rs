//! Stake that its holder has locked, in favour of a hotkey (economics.md 7.1).
//!
//! A coldkey has one lock per subnet, to one hotkey, over its stake through all hotkeys there. Per hotkey the chain
//! keeps the sums of what is locked to it, perpetual and decaying ones apart; locks to the owner's hotkey have sums of
//! their own. What is stored is how things were when they last changed.

mod calls;
mod follow;
mod ownership;

use codec::{Decode, Encode};
use frame_support::ensure;
use scale_info::TypeInfo;
use substrate_fixed::types::U64F64;
use tau_economics::lock::{Decay, Lock as Amount, Rates, Target, Terms};

use crate::{
    Config, DecayingHotkeyLock, DecayingLock, DecayingOwnerLock, Error, HotkeyLock, Lock,
    LockingColdkeys, MaturityRate, OwnerLock, Pallet, StakingHotkeys, SubnetOwnerHotkey,
    UnlockRate,
    units::{AlphaBalance, NetUid, from_substrate, to_substrate},
};

/// Bit of `AccountFlags`: the account accepts locked alpha from others.
pub(crate) const ACCEPTS_LOCKED_ALPHA: u128 = 1;

/// Stake that is locked to a hotkey, as it was at some block. The arithmetic is `tau_economics::lock`.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LockState {
    /// Rao of alpha.
    pub locked_mass: AlphaBalance,
    /// Rao of alpha as if it had been locked long enough.
    pub conviction: U64F64,
    /// The block.
    pub last_update: u64,
}

impl From<LockState> for Amount {
    fn from(state: LockState) -> Self {
        Self {
            mass: state.locked_mass,
            conviction: from_substrate(state.conviction),
            block: state.last_update,
        }
    }
}

impl From<Amount> for LockState {
    fn from(amount: Amount) -> Self {
        Self {
            locked_mass: amount.mass,
            conviction: to_substrate(amount.conviction),
            last_update: amount.block,
        }
    }
}

/// A coldkey's lock on a subnet.
pub(crate) struct Held<AccountId> {
    /// Hotkey it is to.
    pub hotkey: AccountId,
    /// As it is in this block.
    pub amount: Amount,
}

impl<T: Config> Pallet<T> {
    fn lock_rates() -> Rates {
        Rates { unlock: UnlockRate::<T>::get(), maturity: MaturityRate::<T>::get() }
    }

    fn lock_decay(coldkey: &T::AccountId, netuid: NetUid) -> Decay {
        match DecayingLock::<T>::get(coldkey, netuid) {
            Some(false) => Decay::Perpetual,
            Some(true) | None => Decay::Decaying,
        }
    }

    fn lock_target(netuid: NetUid, hotkey: &T::AccountId) -> Target {
        if SubnetOwnerHotkey::<T>::get(netuid) == *hotkey { Target::Owner } else { Target::Other }
    }

    fn lock_terms(coldkey: &T::AccountId, netuid: NetUid, hotkey: &T::AccountId) -> Terms {
        Terms {
            decay: Self::lock_decay(coldkey, netuid),
            target: Self::lock_target(netuid, hotkey),
        }
    }

    /// The amount in this block.
    fn lock_now(amount: impl Into<Amount>, terms: Terms) -> Amount {
        amount.into().at(Self::block(), Self::lock_rates(), terms)
    }

    /// The coldkey's lock on the subnet in this block; none if nothing worth mentioning is left.
    pub(crate) fn lock_held(coldkey: &T::AccountId, netuid: NetUid) -> Option<Held<T::AccountId>> {
        // What has faded away may still be stored beside it.
        Lock::<T>::iter_prefix((coldkey, netuid))
            .map(|(hotkey, state)| {
                let terms = Self::lock_terms(coldkey, netuid, &hotkey);
                Held { hotkey, amount: Self::lock_now(state, terms) }
            })
            .find(|held| !held.amount.is_negligible())
    }

    /// The coldkey's lock on the subnet as clients see it, in this block.
    pub fn coldkey_lock(coldkey: &T::AccountId, netuid: NetUid) -> Option<LockState> {
        Self::lock_held(coldkey, netuid).map(|held| held.amount.into())
    }

    /// What the coldkey holds on the subnet through all hotkeys, in rao of alpha.
    pub fn total_stake_of(coldkey: &T::AccountId, netuid: NetUid) -> AlphaBalance {
        StakingHotkeys::<T>::get(coldkey)
            .iter()
            .map(|hotkey| Self::stake_of(hotkey, coldkey, netuid))
            .fold(0, u64::saturating_add)
    }

    /// What of it is locked in this block, in rao of alpha.
    pub fn locked_stake(coldkey: &T::AccountId, netuid: NetUid) -> AlphaBalance {
        Self::lock_held(coldkey, netuid).map_or(0, |held| held.amount.mass)
    }

    /// Refuses that `amount` rao leave the subnet or the coldkey if they are not all free of the lock.
    pub(crate) fn ensure_unlocked(
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    ) -> Result<(), Error<T>> {
        let locked = Self::locked_stake(coldkey, netuid);
        let stays =
            locked == 0 || Self::total_stake_of(coldkey, netuid).saturating_sub(locked) >= amount;
        ensure!(stays, Error::<T>::StakeUnavailable);
        Ok(())
    }

    /// After stake has gone that no lock could hold, the lock is as large as what is left, its conviction in
    /// proportion.
    pub fn shrink_lock_to_stake(coldkey: &T::AccountId, netuid: NetUid) {
        if let Some(held) = Self::lock_held(coldkey, netuid) {
            let left = Self::total_stake_of(coldkey, netuid);
            if left < held.amount.mass {
                let after = held.amount.part(left);
                Self::replace_lock(coldkey, netuid, &held.hotkey, held.amount, after);
            }
        }
    }

    /// Stores a lock that has changed within this block, and its sum.
    fn replace_lock(
        coldkey: &T::AccountId,
        netuid: NetUid,
        hotkey: &T::AccountId,
        before: Amount,
        after: Amount,
    ) {
        let terms = Self::lock_terms(coldkey, netuid, hotkey);
        let after = Self::lock_now(after, terms);
        Self::store_lock(coldkey, netuid, hotkey, after);
        Self::change_sum(netuid, hotkey, terms, |sum| sum.minus(before).plus(after));
    }

    fn store_lock(coldkey: &T::AccountId, netuid: NetUid, hotkey: &T::AccountId, amount: Amount) {
        if amount.is_negligible() {
            Lock::<T>::remove((coldkey, netuid, hotkey));
            LockingColdkeys::<T>::remove((netuid, hotkey, coldkey));
        } else {
            Lock::<T>::insert((coldkey, netuid, hotkey), LockState::from(amount));
            LockingColdkeys::<T>::insert((netuid, hotkey, coldkey), ());
        }
    }

    /// The sum that locks with these terms to this hotkey are part of, in this block.
    fn lock_sum(netuid: NetUid, hotkey: &T::AccountId, terms: Terms) -> Amount {
        let stored = match (terms.target, terms.decay) {
            (Target::Other, Decay::Perpetual) => HotkeyLock::<T>::get(netuid, hotkey),
            (Target::Other, Decay::Decaying) => DecayingHotkeyLock::<T>::get(netuid, hotkey),
            (Target::Owner, Decay::Perpetual) => OwnerLock::<T>::get(netuid),
            (Target::Owner, Decay::Decaying) => DecayingOwnerLock::<T>::get(netuid),
        };
        Self::lock_now(stored.unwrap_or_default(), terms)
    }

    fn change_sum(
        netuid: NetUid,
        hotkey: &T::AccountId,
        terms: Terms,
        change: impl FnOnce(Amount) -> Amount,
    ) {
        let sum = Self::lock_now(change(Self::lock_sum(netuid, hotkey, terms)), terms);
        let state = (!sum.is_negligible()).then(|| LockState::from(sum));
        match (terms.target, terms.decay) {
            (Target::Other, Decay::Perpetual) => HotkeyLock::<T>::set(netuid, hotkey, state),
            (Target::Other, Decay::Decaying) => DecayingHotkeyLock::<T>::set(netuid, hotkey, state),
            (Target::Owner, Decay::Perpetual) => OwnerLock::<T>::set(netuid, state),
            (Target::Owner, Decay::Decaying) => DecayingOwnerLock::<T>::set(netuid, state),
        }
    }
}
