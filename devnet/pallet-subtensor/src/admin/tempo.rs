//! How long epochs last and when the next one comes.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use super::{MAX_TEMPO, MIN_TEMPO, OwnerAction};
use crate::{
    ActivityCutoffFactorMilli, AdminFreezeWindow, CommitRevealWeightsEnabled, Config, Error, Event,
    LastEpochBlock, Pallet, PendingEpochAt, Tempo, units::NetUid,
    utils::rate_limiting::Hyperparameter,
};

/// Bounds of the factor of the activity cutoff, in thousandths of a tempo.
const CUTOFF_FACTORS: std::ops::RangeInclusive<u32> = 1_000..=50_000;

impl<T: Config> Pallet<T> {
    /// The owner chooses a tempo; the next epoch is a tempo from now.
    pub(crate) fn do_set_tempo(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
        tempo: u16,
    ) -> DispatchResult {
        let who = Self::owner_only(origin, netuid)?;
        ensure!((MIN_TEMPO..=MAX_TEMPO).contains(&tempo), Error::<T>::TempoOutOfBounds);
        Self::ensure_window_open(netuid)?;
        let action = OwnerAction::Tempo;
        ensure!(action.is_allowed::<T>(&who, netuid), Error::<T>::TxRateLimitExceeded);
        action.note::<T>(&who, netuid);
        Self::put_tempo(netuid, tempo);
        Ok(())
    }

    /// Writes the tempo and starts the cycle anew.
    pub fn put_tempo(netuid: NetUid, tempo: u16) {
        Tempo::<T>::insert(netuid, tempo);
        LastEpochBlock::<T>::insert(netuid, Self::block());
        Self::deposit_event(Event::TempoSet(netuid, tempo));
    }

    /// After how many thousandths of a tempo without weights a neuron is inactive. Neither window nor limit
    /// binds root.
    pub(crate) fn do_set_activity_cutoff_factor(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
        factor_milli: u32,
    ) -> DispatchResult {
        let owner = Self::owner_or_root(origin, netuid)?;
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(
            CUTOFF_FACTORS.contains(&factor_milli),
            Error::<T>::ActivityCutoffFactorMilliOutOfBounds
        );
        if let Some(who) = owner {
            Self::ensure_window_open(netuid)?;
            let action = OwnerAction::from(Hyperparameter::ActivityCutoffFactorMilli);
            ensure!(action.is_allowed::<T>(&who, netuid), Error::<T>::TxRateLimitExceeded);
            action.note::<T>(&who, netuid);
        }
        ActivityCutoffFactorMilli::<T>::insert(netuid, factor_milli);
        Self::deposit_event(Event::ActivityCutoffFactorMilliSet { netuid, factor_milli });
        Ok(())
    }

    /// The owner wants an epoch soon: it comes after the freeze window, which begins at once.
    pub(crate) fn do_trigger_epoch(origin: T::RuntimeOrigin, netuid: NetUid) -> DispatchResult {
        let who = Self::owner_only(origin, netuid)?;
        ensure!(
            !CommitRevealWeightsEnabled::<T>::get(netuid),
            Error::<T>::DynamicTempoBlockedByCommitReveal
        );
        ensure!(PendingEpochAt::<T>::get(netuid) == 0, Error::<T>::EpochTriggerAlreadyPending);
        let window = u64::from(AdminFreezeWindow::<T>::get());
        ensure!(
            Self::blocks_to_epoch(netuid).is_none_or(|left| left >= window),
            Error::<T>::AutoEpochAlreadyImminent
        );
        let action = OwnerAction::from(Hyperparameter::TriggerEpoch);
        ensure!(action.is_allowed::<T>(&who, netuid), Error::<T>::TxRateLimitExceeded);
        action.note::<T>(&who, netuid);
        let fires_at = Self::block().saturating_add(window);
        PendingEpochAt::<T>::insert(netuid, fires_at);
        Self::deposit_event(Event::EpochTriggered { netuid, by: who, fires_at });
        Ok(())
    }
}
