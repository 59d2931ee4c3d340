//! Everything a coldkey has goes to another coldkey.

use frame_support::{
    ensure,
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude, Preservation},
    },
};
use sp_runtime::DispatchResult;
use tau_economics::share;

use crate::{
    AlphaV2, AutoStakeDestination, AutoStakeDestinationColdkeys, Config, Error, Event,
    IdentitiesV2, OwnedHotkeys, Owner, Pallet, RootClaimed, StakingHotkeys, SubnetOwner,
    share_pool::SafeFloat,
    units::{NetUid, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Root swaps any coldkey at once, at the price it names.
    pub(crate) fn do_swap_coldkey(
        old: &T::AccountId,
        new: &T::AccountId,
        cost: TaoBalance,
    ) -> DispatchResult {
        if cost > 0 {
            Self::recycle_tao(old, cost)
                .map_err(|_| Error::<T>::NotEnoughBalanceToPaySwapColdKey)?;
        }
        Self::swap_coldkey_of_everything(old, new)?;
        Self::forget_coldkey_swap(old);
        Ok(())
    }

    /// Moves subnets, hotkeys, stake with its locks and claims, identity and all free TAO to a coldkey that has
    /// never staked and is no hotkey.
    pub(super) fn swap_coldkey_of_everything(
        old: &T::AccountId,
        new: &T::AccountId,
    ) -> DispatchResult {
        ensure!(StakingHotkeys::<T>::get(new).is_empty(), Error::<T>::ColdKeyAlreadyAssociated);
        ensure!(!Self::hotkey_exists(new), Error::<T>::NewColdKeyIsHotkey);
        ensure!(!Self::is_system_account(new), Error::<T>::CannotUseSystemAccount);
        if !IdentitiesV2::<T>::contains_key(new) {
            IdentitiesV2::<T>::swap(old, new);
        }
        // The locks look at stake, so they go before it.
        Self::swap_coldkey_of_locks(old, new)?;
        for netuid in Self::netuids() {
            if SubnetOwner::<T>::get(netuid) == *old {
                SubnetOwner::<T>::insert(netuid, new);
            }
            Self::swap_coldkey_of_destination(old, new, netuid);
            for hotkey in StakingHotkeys::<T>::get(old) {
                Self::swap_coldkey_of_position(old, new, &hotkey, netuid);
            }
        }
        StakingHotkeys::<T>::swap(old, new);
        Self::swap_root_staker(old, new);
        let owned = OwnedHotkeys::<T>::take(old);
        for hotkey in &owned {
            Owner::<T>::insert(hotkey, new);
        }
        OwnedHotkeys::<T>::mutate(new, |hotkeys| hotkeys.extend(owned));

        let free = T::Currency::reducible_balance(old, Preservation::Expendable, Fortitude::Polite);
        if free > 0 {
            T::Currency::transfer(old, new, free, Preservation::Expendable)?;
        }
        Self::deposit_event(Event::ColdkeySwapped {
            old_coldkey: old.clone(),
            new_coldkey: new.clone(),
        });
        Ok(())
    }

    fn swap_coldkey_of_destination(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let Some(hotkey) = AutoStakeDestination::<T>::take(old, netuid) else {
            return;
        };
        AutoStakeDestination::<T>::insert(new, netuid, &hotkey);
        AutoStakeDestinationColdkeys::<T>::mutate(hotkey, netuid, |coldkeys| {
            coldkeys.retain(|coldkey| coldkey != old && coldkey != new);
            coldkeys.push(new.clone());
        });
    }

    /// The shares change their holder; nothing is swapped, and what is owed stays owed.
    fn swap_coldkey_of_position(
        old: &T::AccountId,
        new: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
    ) {
        let shares = share::SafeFloat::from(AlphaV2::<T>::take((hotkey, old, netuid)));
        if !shares.is_zero() {
            AlphaV2::<T>::mutate((hotkey, new, netuid), |stored| {
                let sum = share::SafeFloat::from(*stored).checked_add(shares).unwrap_or(shares);
                *stored = SafeFloat::from(sum);
            });
        }
        let claimed = RootClaimed::<T>::take((netuid, hotkey, old));
        if claimed > 0 {
            RootClaimed::<T>::mutate((netuid, hotkey, new), |sum| {
                *sum = sum.saturating_add(claimed);
            });
        }
    }
}
