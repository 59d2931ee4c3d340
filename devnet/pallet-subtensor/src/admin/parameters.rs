//! Hyperparameters whose limits are SubtensorModule's own.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    AlphaValues, Config, Error, Event, ImmuneOwnerUidsLimit, LiquidAlphaOn, Pallet,
    RevealPeriodEpochs, units::NetUid,
};

/// Least bound of the liquid bonds average, in 1/65535: a fortieth.
const LEAST_ALPHA: u16 = u16::MAX / 40;
/// Epochs between commit and reveal.
const REVEAL_PERIODS: std::ops::RangeInclusive<u64> = 1..=100;
/// Neurons of the owner that are never pruned.
const IMMUNE_OWNER_UIDS: std::ops::RangeInclusive<u16> = 1..=10;

impl<T: Config> Pallet<T> {
    /// Bounds of the liquid bonds average, in 1/65535.
    ///
    /// # Errors
    /// `LiquidAlphaDisabled`, `AlphaHighTooLow` or `AlphaLowOutOfRange`.
    pub fn put_alpha_values(netuid: NetUid, low: u16, high: u16) -> DispatchResult {
        ensure!(LiquidAlphaOn::<T>::get(netuid), Error::<T>::LiquidAlphaDisabled);
        ensure!(high >= LEAST_ALPHA, Error::<T>::AlphaHighTooLow);
        ensure!((LEAST_ALPHA..=high).contains(&low), Error::<T>::AlphaLowOutOfRange);
        AlphaValues::<T>::insert(netuid, (low, high));
        Ok(())
    }

    /// Epochs between commit and reveal of weights.
    ///
    /// # Errors
    /// `RevealPeriodTooLarge` or `RevealPeriodTooSmall`.
    pub fn put_reveal_period(netuid: NetUid, epochs: u64) -> DispatchResult {
        ensure!(epochs <= *REVEAL_PERIODS.end(), Error::<T>::RevealPeriodTooLarge);
        ensure!(epochs >= *REVEAL_PERIODS.start(), Error::<T>::RevealPeriodTooSmall);
        RevealPeriodEpochs::<T>::insert(netuid, epochs);
        Self::deposit_event(Event::CommitRevealPeriodsSet(netuid, epochs));
        Ok(())
    }

    /// How many neurons of the owner are never pruned.
    ///
    /// # Errors
    /// `InvalidValue` out of 1 to 10.
    pub fn put_immune_owner_uids(netuid: NetUid, limit: u16) -> DispatchResult {
        ensure!(IMMUNE_OWNER_UIDS.contains(&limit), Error::<T>::InvalidValue);
        ImmuneOwnerUidsLimit::<T>::insert(netuid, limit);
        Ok(())
    }
}
