//! Paying what is owed: by call, and for a few stakers in every block.

use std::collections::BTreeSet;

use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::claims;

use crate::{
    Config, Error, Event, NumRootClaim, NumStakingColdkeys, Owner, Pallet, RootClaimType,
    RootClaimTypeEnum, RootClaimable, RootClaimableThreshold, RootClaimed, StakingColdkeysByIndex,
    StakingHotkeys, SubnetAlphaOut, SubnetRootSellTao, SubnetTAO, TotalHotkeyAlpha, TotalStake,
    units::{AlphaBalance, NetUid, ROOT},
};

/// Subnets that one call may claim on.
const MAX_SUBNETS: usize = 5;

impl<T: Config> Pallet<T> {
    /// `claim_root`: claims on the given subnets through every hotkey the coldkey stakes to.
    pub(crate) fn do_claim_root(
        coldkey: &T::AccountId,
        subnets: &BTreeSet<NetUid>,
    ) -> DispatchResult {
        ensure!((1..=MAX_SUBNETS).contains(&subnets.len()), Error::<T>::InvalidSubnetNumber);
        Self::note_root_staker(coldkey);
        Self::claim_for(coldkey, Some(subnets))
    }

    /// Claims for the few stakers that the parent block's hash draws. What fails for one of them changes
    /// nothing for it.
    pub(crate) fn claim_automatically() {
        let stakers = NumStakingColdkeys::<T>::get();
        let hash = frame_system::Pallet::<T>::parent_hash();
        let mut words = [0; 32];
        for (word, byte) in words.iter_mut().zip(hash.as_ref()) {
            *word = *byte;
        }
        for index in claims::drawn(&words, NumRootClaim::<T>::get(), stakers) {
            if let Some(coldkey) = StakingColdkeysByIndex::<T>::get(index) {
                let _ = with_storage_layer(|| Self::claim_for(&coldkey, None));
            }
        }
    }

    /// Claims through every hotkey, on all subnets if none are named.
    fn claim_for(coldkey: &T::AccountId, subnets: Option<&BTreeSet<NetUid>>) -> DispatchResult {
        let kind = RootClaimType::<T>::get(coldkey);
        for hotkey in StakingHotkeys::<T>::get(coldkey) {
            for netuid in RootClaimable::<T>::get(&hotkey).into_keys() {
                if subnets.is_none_or(|wanted| wanted.contains(&netuid)) {
                    Self::claim_on(&hotkey, coldkey, netuid, &kind)?;
                }
            }
        }
        Self::deposit_event(Event::RootClaimed { coldkey: coldkey.clone() });
        Ok(())
    }

    /// Alpha that a position on root may claim on a subnet, in rao; nothing below the subnet's threshold.
    pub fn claimable(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
    ) -> AlphaBalance {
        let rate = RootClaimable::<T>::get(hotkey).get(&netuid).map_or(0, |rate| rate.to_bits());
        let bits = tau_economics::fixed::I96F32::from_bits;
        claims::owed(
            bits(rate),
            Self::stake_of(hotkey, coldkey, ROOT),
            RootClaimed::<T>::get((netuid, hotkey, coldkey)),
            bits(RootClaimableThreshold::<T>::get(netuid).to_bits()),
        )
    }

    fn claim_on(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        kind: &RootClaimTypeEnum,
    ) -> DispatchResult {
        let owed = Self::claimable(hotkey, coldkey, netuid);
        if owed == 0 {
            return Ok(());
        }
        let keeps = match kind {
            RootClaimTypeEnum::Swap => false,
            RootClaimTypeEnum::Keep => true,
            RootClaimTypeEnum::KeepSubnets { subnets } => subnets.contains(&netuid),
        };
        if keeps {
            Self::credit_stake(hotkey, coldkey, netuid, owed).map_err(no_share::<T>)?;
        } else {
            Self::sell_claim(hotkey, coldkey, netuid, owed)?;
        }
        RootClaimed::<T>::mutate((netuid, hotkey, coldkey), |claimed| {
            *claimed = claimed.saturating_add(owed.into());
        });
        Ok(())
    }

    /// Sells claimed alpha, which nobody holds yet, and stakes the TAO on root.
    fn sell_claim(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        alpha: AlphaBalance,
    ) -> DispatchResult {
        let root = Self::subnet_account(ROOT);
        let tao = Self::execute_sell_without_fee(netuid, &root, alpha)?.out;
        SubnetRootSellTao::<T>::mutate(netuid, |sum| *sum = sum.saturating_add(tao));
        SubnetTAO::<T>::mutate(ROOT, |sum| *sum = sum.saturating_add(tao));
        SubnetAlphaOut::<T>::mutate(ROOT, |sum| *sum = sum.saturating_add(tao));
        TotalStake::<T>::mutate(|sum| *sum = sum.saturating_add(tao));
        Self::put_stake(hotkey, coldkey, ROOT, tao).map_err(no_share::<T>)
    }

    /// An epoch's root dividend of a hotkey, in rao of alpha: everybody's claim grows. More than the stake on
    /// root goes to the hotkey's owner as alpha instead.
    pub(crate) fn add_root_dividend(hotkey: &T::AccountId, netuid: NetUid, amount: AlphaBalance) {
        if amount == 0 {
            return;
        }
        match claims::growth(amount, TotalHotkeyAlpha::<T>::get(hotkey, ROOT)) {
            Some(growth) => RootClaimable::<T>::mutate(hotkey, |rates| {
                let rate = rates.entry(netuid).or_default();
                let growth = substrate_fixed::types::I96F32::from_bits(growth.to_bits());
                *rate = rate.saturating_add(growth);
            }),
            None => {
                let owner = Owner::<T>::get(hotkey);
                let _ = Self::credit_stake(hotkey, &owner, netuid, amount);
            }
        }
    }

    /// A subnet ends: what was not claimed is lost.
    pub(crate) fn remove_claims(netuid: NetUid) {
        let hotkeys: Vec<_> = RootClaimable::<T>::iter()
            .filter_map(|(hotkey, rates)| rates.contains_key(&netuid).then_some(hotkey))
            .collect();
        for hotkey in hotkeys {
            RootClaimable::<T>::mutate_exists(hotkey, |rates| {
                if let Some(known) = rates {
                    known.remove(&netuid);
                    if known.is_empty() {
                        *rates = None;
                    }
                }
            });
        }
        let _ = RootClaimed::<T>::clear_prefix((netuid,), u32::MAX, None);
        RootClaimableThreshold::<T>::remove(netuid);
    }
}

fn no_share<T: Config>(_: tau_economics::share::ShareError) -> DispatchError {
    Error::<T>::InsufficientLiquidity.into()
}
