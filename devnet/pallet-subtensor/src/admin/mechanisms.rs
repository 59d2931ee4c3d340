//! How many mechanisms a subnet has, and how they share its emission.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    Bonds, Config, Error, Incentive, LastUpdate, MaxAllowedUids, MaxMechanismCount,
    MechanismCountCurrent, MechanismEmissionSplit, Pallet, TimelockedWeightCommits, WeightCommits,
    Weights, units::NetUid,
};

/// Mechanisms that the keys of storage have room for.
const MOST_MECHANISMS: u8 = 16;
/// Neurons times mechanisms of a subnet.
const MOST_NEURONS: u16 = 256;

impl<T: Config> Pallet<T> {
    /// Neurons of all mechanisms together are bounded.
    ///
    /// # Errors
    /// `TooManyUIDsPerMechanism`.
    pub fn ensure_uids_fit(max_uids: u16, mechanisms: u8) -> DispatchResult {
        ensure!(
            max_uids.saturating_mul(mechanisms.into()) <= MOST_NEURONS,
            Error::<T>::TooManyUIDsPerMechanism
        );
        Ok(())
    }

    /// Gives the subnet so many mechanisms. Those that go lose their weights, bonds and commits; the emission is
    /// shared evenly again.
    ///
    /// # Errors
    /// `MechanismDoesNotExist` without the subnet, `InvalidValue` out of bounds, `TooManyUIDsPerMechanism`.
    pub fn do_set_mechanism_count(netuid: NetUid, count: u8) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::MechanismDoesNotExist);
        ensure!(count > 0, Error::<T>::InvalidValue);
        ensure!(count <= MaxMechanismCount::<T>::get(), Error::<T>::InvalidValue);
        Self::ensure_uids_fit(MaxAllowedUids::<T>::get(netuid), count)?;
        ensure!(count <= MOST_MECHANISMS, Error::<T>::InvalidValue);
        let before = MechanismCountCurrent::<T>::get(netuid);
        if count == before {
            return Ok(());
        }
        for mechanism in count..before {
            let index = Self::mechanism_index(netuid, mechanism.into());
            Incentive::<T>::remove(index);
            LastUpdate::<T>::remove(index);
            let _ = Weights::<T>::clear_prefix(index, u32::MAX, None);
            let _ = Bonds::<T>::clear_prefix(index, u32::MAX, None);
            let _ = WeightCommits::<T>::clear_prefix(index, u32::MAX, None);
            let _ = TimelockedWeightCommits::<T>::clear_prefix(index, u32::MAX, None);
        }
        MechanismCountCurrent::<T>::insert(netuid, count);
        MechanismEmissionSplit::<T>::remove(netuid);
        Ok(())
    }

    /// Bounds the number of mechanisms of every subnet from now on.
    ///
    /// # Errors
    /// `InvalidValue` out of 1 to 16.
    pub fn do_set_max_mechanism_count(count: u8) -> DispatchResult {
        ensure!((1..=MOST_MECHANISMS).contains(&count), Error::<T>::InvalidValue);
        MaxMechanismCount::<T>::put(count);
        Ok(())
    }

    /// Shares the emission among the mechanisms, in 1/65535; evenly if nothing is said.
    ///
    /// # Errors
    /// `MechanismDoesNotExist` without the subnet, `InvalidValue` unless there is one part per mechanism and
    /// their sum is 65535.
    pub fn do_set_emission_split(netuid: NetUid, split: Option<Vec<u16>>) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::MechanismDoesNotExist);
        let Some(split) = split else {
            MechanismEmissionSplit::<T>::remove(netuid);
            return Ok(());
        };
        let count = usize::from(MechanismCountCurrent::<T>::get(netuid));
        ensure!(split.len() == count, Error::<T>::InvalidValue);
        let sum: u64 = split.iter().copied().map(u64::from).sum();
        ensure!(sum == u64::from(u16::MAX), Error::<T>::InvalidValue);
        MechanismEmissionSplit::<T>::insert(netuid, split);
        Ok(())
    }
}
