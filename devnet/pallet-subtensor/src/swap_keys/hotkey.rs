//! `swap_hotkey` and `swap_hotkey_v2`: another hotkey takes the place of one, on one subnet or on all.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use super::{SUBNET_SWAP_COST, SUBNET_SWAP_INTERVAL, SWAP_COST};
use crate::{
    AlphaV2, Config, Delegates, Error, Event, IsNetworkMember, LastHotkeySwapOnNetuid,
    LastRateLimitedBlock, OwnedHotkeys, Owner, Pallet, RateLimitKey, RootClaimable, StakingHotkeys,
    TotalHotkeyAlpha, TxRateLimit,
    units::{NetUid, ROOT},
};

/// Whether the stake through a hotkey goes to the new one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stake {
    /// It does.
    Follows,
    /// It stays where it is, only the neuron changes.
    Stays,
}

impl Stake {
    /// From the call's `keep_stake`.
    pub(crate) const fn from_keep_stake(keep_stake: bool) -> Self {
        if keep_stake { Self::Stays } else { Self::Follows }
    }
}

impl<T: Config> Pallet<T> {
    /// Puts `new` in the place of `old`, on one subnet or on all.
    pub(crate) fn do_swap_hotkey(
        coldkey: &T::AccountId,
        old: &T::AccountId,
        new: &T::AccountId,
        netuid: Option<NetUid>,
        stake: Stake,
    ) -> DispatchResult {
        ensure!(Self::owns(coldkey, old), Error::<T>::NonAssociatedColdKey);
        ensure!(old != new, Error::<T>::NewHotKeyIsSameWithOld);
        ensure!(!Self::is_system_account(new), Error::<T>::CannotUseSystemAccount);
        ensure!(
            !Self::hotkey_exists(new) || Self::owns(coldkey, new),
            Error::<T>::NonAssociatedColdKey
        );
        if let Some(netuid) = netuid {
            ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        }
        Self::ensure_may_swap_now(coldkey, netuid)?;
        let taken = match netuid {
            Some(netuid) => IsNetworkMember::<T>::get(new, netuid),
            None => IsNetworkMember::<T>::iter_prefix_values(new).any(|member| member),
        };
        ensure!(!taken, Error::<T>::HotKeyAlreadyRegisteredInSubNet);
        if netuid.is_none_or(|netuid| netuid == ROOT) {
            let clean = RootClaimable::<T>::get(new).is_empty()
                && TotalHotkeyAlpha::<T>::get(new, ROOT) == 0;
            ensure!(clean, Error::<T>::NewHotKeyNotCleanForRootSwap);
        }
        let cost = if netuid.is_some() { SUBNET_SWAP_COST } else { SWAP_COST };
        Self::recycle_tao(coldkey, cost)
            .map_err(|_| Error::<T>::NotEnoughBalanceToPaySwapHotKey)?;

        let now = Self::block();
        LastRateLimitedBlock::<T>::insert(RateLimitKey::LastTxBlock(coldkey.clone()), now);
        Self::hand_over_limits(old, new);
        Self::adopt_hotkey(coldkey, new);
        if let Some(netuid) = netuid {
            Self::swap_hotkey_on(old, new, netuid, stake);
            LastHotkeySwapOnNetuid::<T>::insert(netuid, coldkey, now);
            Self::deposit_event(Event::HotkeySwappedOnSubnet {
                coldkey: coldkey.clone(),
                old_hotkey: old.clone(),
                new_hotkey: new.clone(),
                netuid,
            });
        } else {
            for netuid in Self::netuids() {
                Self::swap_hotkey_on(old, new, netuid, stake);
            }
            Self::hand_over_delegation(old, new, stake);
            if stake == Stake::Follows {
                Self::retire_hotkey(coldkey, old, new);
            }
            Self::deposit_event(Event::HotkeySwapped {
                coldkey: coldkey.clone(),
                old_hotkey: old.clone(),
                new_hotkey: new.clone(),
            });
        }
        Ok(())
    }

    fn ensure_may_swap_now(coldkey: &T::AccountId, netuid: Option<NetUid>) -> DispatchResult {
        let now = Self::block();
        let last = LastRateLimitedBlock::<T>::get(RateLimitKey::LastTxBlock(coldkey.clone()));
        let limit = TxRateLimit::<T>::get();
        ensure!(
            limit == 0 || last == 0 || now.saturating_sub(last) > limit,
            Error::<T>::HotKeySetTxRateLimitExceeded
        );
        if let Some(netuid) = netuid {
            let last = LastHotkeySwapOnNetuid::<T>::get(netuid, coldkey);
            ensure!(
                last == 0 || now.saturating_sub(last) > SUBNET_SWAP_INTERVAL,
                Error::<T>::HotKeySwapOnSubnetIntervalNotPassed
            );
        }
        Ok(())
    }

    /// The new hotkey may not raise its takes sooner than the old one might.
    fn hand_over_limits(old: &T::AccountId, new: &T::AccountId) {
        for key in [RateLimitKey::LastTxBlockDelegateTake, RateLimitKey::LastTxBlockChildKeyTake] {
            let last = LastRateLimitedBlock::<T>::get(key(old.clone()));
            if last > 0 {
                LastRateLimitedBlock::<T>::insert(key(new.clone()), last);
            }
        }
    }

    fn adopt_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) {
        Owner::<T>::insert(hotkey, coldkey);
        OwnedHotkeys::<T>::mutate(coldkey, |hotkeys| {
            if !hotkeys.contains(hotkey) {
                hotkeys.push(hotkey.clone());
            }
        });
    }

    /// The new hotkey takes what the old one took of dividends. The old one goes on doing so if its stake stays.
    fn hand_over_delegation(old: &T::AccountId, new: &T::AccountId, stake: Stake) {
        if Delegates::<T>::contains_key(old) {
            Delegates::<T>::insert(new, Delegates::<T>::get(old));
            if stake == Stake::Follows {
                Delegates::<T>::remove(old);
            }
        }
    }

    /// Nobody owns the old hotkey any more, and nobody stakes to it.
    fn retire_hotkey(coldkey: &T::AccountId, old: &T::AccountId, new: &T::AccountId) {
        Owner::<T>::remove(old);
        OwnedHotkeys::<T>::mutate(coldkey, |hotkeys| hotkeys.retain(|hotkey| hotkey != old));
        StakingHotkeys::<T>::mutate(coldkey, |hotkeys| {
            hotkeys.retain(|hotkey| hotkey != old);
            if !hotkeys.contains(new) {
                hotkeys.push(new.clone());
            }
        });
        for key in [RateLimitKey::LastTxBlockDelegateTake, RateLimitKey::LastTxBlockChildKeyTake] {
            LastRateLimitedBlock::<T>::remove(key(old.clone()));
        }
    }

    /// Positions through a hotkey on one subnet, as coldkeys.
    pub(super) fn stakers_through(hotkey: &T::AccountId, netuid: NetUid) -> Vec<T::AccountId> {
        AlphaV2::<T>::iter_key_prefix((hotkey,))
            .filter_map(|(coldkey, of)| (of == netuid).then_some(coldkey))
            .collect()
    }
}
