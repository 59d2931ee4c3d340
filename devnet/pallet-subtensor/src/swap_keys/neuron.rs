//! What a hotkey has on one subnet goes to another hotkey.

use super::hotkey::Stake;
use crate::{
    AlphaDividendsPerSubnet, AlphaV2, AutoParentDelegationEnabled, AutoStakeDestination,
    AutoStakeDestinationColdkeys, Axons, Config, IsNetworkMember, Keys, LastHotkeyEmissionOnNetuid,
    NeuronCertificates, Pallet, Prometheus, RootAlphaDividendsPerSubnet, RootClaimable,
    RootClaimed, StakingHotkeys, SubnetOwnerHotkey, TotalHotkeyAlpha, TotalHotkeyAlphaLastEpoch,
    TotalHotkeySharesV2, Uids, WeightCommits,
    units::{NetUid, ROOT},
};

impl<T: Config> Pallet<T> {
    /// Puts `new` in the place of `old` on the subnet.
    pub(super) fn swap_hotkey_on(
        old: &T::AccountId,
        new: &T::AccountId,
        netuid: NetUid,
        stake: Stake,
    ) {
        Self::swap_seat(old, new, netuid);
        Self::swap_destination(old, new, netuid);
        Self::swap_voting_power(old, new, netuid);
        if SubnetOwnerHotkey::<T>::get(netuid) == *old {
            Self::assign_owner_hotkey(netuid, new);
        }
        Self::swap_hotkey_of_locks(netuid, old, new);
        Self::swap_hotkey_of_relations(old, new, netuid);
        if stake == Stake::Follows {
            Self::swap_earnings(old, new, netuid);
            Self::swap_stake_through(old, new, netuid);
            if netuid == ROOT {
                Self::swap_claims(old, new);
            }
        }
    }

    fn swap_seat(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        if !IsNetworkMember::<T>::take(old, netuid) {
            return;
        }
        IsNetworkMember::<T>::insert(new, netuid, true);
        if let Some(uid) = Uids::<T>::take(netuid, old) {
            Uids::<T>::insert(netuid, new, uid);
            Keys::<T>::insert(netuid, uid, new);
        }
        Axons::<T>::swap(netuid, old, netuid, new);
        Prometheus::<T>::swap(netuid, old, netuid, new);
        NeuronCertificates::<T>::swap(netuid, old, netuid, new);
        for index in Self::mechanism_indices(netuid) {
            WeightCommits::<T>::swap(index, old, index, new);
        }
    }

    fn swap_destination(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let coldkeys = AutoStakeDestinationColdkeys::<T>::take(old, netuid);
        for coldkey in &coldkeys {
            AutoStakeDestination::<T>::insert(coldkey, netuid, new);
        }
        if !coldkeys.is_empty() {
            AutoStakeDestinationColdkeys::<T>::mutate(new, netuid, |all| all.extend(coldkeys));
        }
    }

    /// What the last epoch gave, for display.
    fn swap_earnings(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let staked = TotalHotkeyAlphaLastEpoch::<T>::take(old, netuid);
        let emitted = LastHotkeyEmissionOnNetuid::<T>::take(old, netuid);
        let alpha = AlphaDividendsPerSubnet::<T>::take(netuid, old);
        let root = RootAlphaDividendsPerSubnet::<T>::take(netuid, old);
        let add = |amount: u64| move |sum: &mut u64| *sum = sum.saturating_add(amount);
        if staked > 0 {
            TotalHotkeyAlphaLastEpoch::<T>::mutate(new, netuid, add(staked));
        }
        if emitted > 0 {
            LastHotkeyEmissionOnNetuid::<T>::mutate(new, netuid, add(emitted));
        }
        if alpha > 0 {
            AlphaDividendsPerSubnet::<T>::mutate(netuid, new, add(alpha));
        }
        if root > 0 {
            RootAlphaDividendsPerSubnet::<T>::mutate(netuid, new, add(root));
        }
    }

    /// Moves the share pool as it is, or position by position into a pool that the new hotkey has already.
    fn swap_stake_through(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let stakers = Self::stakers_through(old, netuid);
        let merges = TotalHotkeyAlpha::<T>::get(new, netuid) > 0;
        for coldkey in &stakers {
            if merges {
                let amount = Self::stake_of(old, coldkey, netuid);
                // Rounding may leave a position worth nothing; it ends here.
                let moved = Self::debit_stake(old, coldkey, netuid, amount)
                    .and_then(|()| Self::credit_stake(new, coldkey, netuid, amount));
                if moved.is_err() {
                    AlphaV2::<T>::remove((old, coldkey, netuid));
                }
            } else {
                AlphaV2::<T>::insert(
                    (new, coldkey, netuid),
                    AlphaV2::<T>::take((old, coldkey, netuid)),
                );
            }
            StakingHotkeys::<T>::mutate(coldkey, |hotkeys| {
                let elsewhere = AlphaV2::<T>::iter_key_prefix((old, coldkey)).next().is_some();
                hotkeys.retain(|hotkey| elsewhere || hotkey != old);
                if !hotkeys.contains(new) {
                    hotkeys.push(new.clone());
                }
            });
        }
        let shares = TotalHotkeySharesV2::<T>::take(old, netuid);
        let value = TotalHotkeyAlpha::<T>::take(old, netuid);
        if merges {
            // What rounding left over belongs to all.
            TotalHotkeyAlpha::<T>::mutate(new, netuid, |sum| *sum = sum.saturating_add(value));
        } else if !stakers.is_empty() {
            TotalHotkeySharesV2::<T>::insert(new, netuid, shares);
            TotalHotkeyAlpha::<T>::insert(new, netuid, value);
        }
    }

    /// Root dividends that wait for those who stake to the hotkey, and whether it lends its weight to new subnets.
    fn swap_claims(old: &T::AccountId, new: &T::AccountId) {
        if AutoParentDelegationEnabled::<T>::contains_key(old) {
            AutoParentDelegationEnabled::<T>::swap(old, new);
        }
        let rates = RootClaimable::<T>::take(old);
        if !rates.is_empty() {
            RootClaimable::<T>::insert(new, rates);
        }
        for netuid in Self::netuids() {
            let claimed: Vec<_> = RootClaimed::<T>::drain_prefix((netuid, old)).collect();
            for (coldkey, amount) in claimed {
                RootClaimed::<T>::insert((netuid, new, coldkey), amount);
            }
        }
    }
}
