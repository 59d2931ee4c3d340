//! Voting power: a slow average of validators' stake that a subnet may have noted (economics.md 7.4).

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::voting_power::{self, ONE};

use super::inputs::Population;
use crate::{
    Config, Error, Event, IsNetworkMember, Pallet, StakeThreshold, VotingPower,
    VotingPowerDisableAtBlock, VotingPowerEmaAlpha, VotingPowerTrackingEnabled, units::NetUid,
};

/// Blocks from the wish to end it to the end: two weeks.
const GRACE: u64 = 100_800;

impl<T: Config> Pallet<T> {
    /// The owner or root begins it, or takes back the wish to end it.
    pub(crate) fn do_enable_voting_power(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
    ) -> DispatchResult {
        Self::owner_or_root(origin, netuid)?;
        VotingPowerTrackingEnabled::<T>::insert(netuid, true);
        VotingPowerDisableAtBlock::<T>::remove(netuid);
        Self::deposit_event(Event::VotingPowerTrackingEnabled { netuid });
        Ok(())
    }

    /// The owner or root ends it in two weeks.
    pub(crate) fn do_disable_voting_power(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
    ) -> DispatchResult {
        Self::owner_or_root(origin, netuid)?;
        ensure!(
            VotingPowerTrackingEnabled::<T>::get(netuid),
            Error::<T>::VotingPowerTrackingNotEnabled
        );
        let disable_at_block = Self::block().saturating_add(GRACE);
        VotingPowerDisableAtBlock::<T>::insert(netuid, disable_at_block);
        Self::deposit_event(Event::VotingPowerTrackingDisableScheduled {
            netuid,
            disable_at_block,
        });
        Ok(())
    }

    /// Root sets the weight of one epoch, in 10^-18.
    pub(crate) fn do_set_voting_power_alpha(netuid: NetUid, alpha: u64) -> DispatchResult {
        ensure!(alpha <= ONE, Error::<T>::InvalidVotingPowerEmaAlpha);
        VotingPowerEmaAlpha::<T>::insert(netuid, alpha);
        Self::deposit_event(Event::VotingPowerEmaAlphaSet { netuid, alpha });
        Ok(())
    }

    /// One step of everybody's average, after an epoch of `mechanisms` mechanisms that gave these permits. Each
    /// mechanism counts the stake once more, as the chain adds up their figures.
    pub(super) fn move_voting_power(
        netuid: NetUid,
        population: &Population<T::AccountId>,
        permits: &[bool],
        mechanisms: usize,
        now: u64,
    ) {
        if !VotingPowerTrackingEnabled::<T>::get(netuid) {
            return;
        }
        let ends = VotingPowerDisableAtBlock::<T>::get(netuid);
        if ends > 0 && now >= ends {
            return Self::end_voting_power(netuid);
        }
        let alpha = VotingPowerEmaAlpha::<T>::get(netuid);
        let threshold = StakeThreshold::<T>::get();
        let times = u64::try_from(mechanisms).unwrap_or(u64::MAX);
        let neurons = population.hotkeys.iter().zip(&population.stake);
        for ((hotkey, stake), permit) in neurons.zip(permits) {
            let previous = VotingPower::<T>::get(netuid, hotkey);
            let stake = stake.floor().saturating_mul(times);
            let next =
                if *permit { voting_power::step(previous, stake, alpha, threshold) } else { None };
            match next {
                Some(0) => {}
                Some(power) => VotingPower::<T>::insert(netuid, hotkey, power),
                None => VotingPower::<T>::remove(netuid, hotkey),
            }
        }
        let strangers: Vec<_> = VotingPower::<T>::iter_key_prefix(netuid)
            .filter(|hotkey| !IsNetworkMember::<T>::get(hotkey, netuid))
            .collect();
        for hotkey in strangers {
            VotingPower::<T>::remove(netuid, hotkey);
        }
    }

    fn end_voting_power(netuid: NetUid) {
        let _ = VotingPower::<T>::clear_prefix(netuid, u32::MAX, None);
        VotingPowerTrackingEnabled::<T>::insert(netuid, false);
        VotingPowerDisableAtBlock::<T>::remove(netuid);
        Self::deposit_event(Event::VotingPowerTrackingDisabled { netuid });
    }

    /// A hotkey's power goes to the one that takes its place.
    pub(crate) fn swap_voting_power(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        let power = VotingPower::<T>::take(netuid, old);
        if power > 0 {
            VotingPower::<T>::mutate(netuid, new, |sum| *sum = sum.saturating_add(power));
        }
    }
}
