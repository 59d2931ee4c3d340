//! Weights set at once, and the checks that every weight vector passes in the end.

use std::collections::BTreeSet;

use codec::Compact;
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::weights::{upscale, within_limit};

use super::{Mechanism, WeightVector};
use crate::{
    CommitRevealWeightsEnabled, Config, Error, Event, Keys, MaxWeightsLimit, MinAllowedWeights,
    Pallet, SubnetOwnerHotkey, SubnetworkN, Uids, ValidatorPermit, Weights, WeightsVersionKey,
    units::{NetUid, ROOT, Uid},
};

/// A subnet's part of a batch: pairs of uid and weight.
type CompactWeights = Vec<(Compact<u16>, Compact<u16>)>;

impl<T: Config> Pallet<T> {
    /// Sets weights on a subnet that does not ask for commits.
    pub(crate) fn do_set_weights(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        weights: WeightVector<'_>,
    ) -> DispatchResult {
        Self::ensure_weights_settable(hotkey, mechanism)?;
        ensure!(
            !CommitRevealWeightsEnabled::<T>::get(mechanism.netuid),
            Error::<T>::CommitRevealEnabled
        );
        Self::put_weights(hotkey, mechanism, weights)
    }

    /// Sets weights on several subnets; a part that is refused does not stop the others.
    pub(crate) fn do_batch_set_weights(
        hotkey: T::AccountId,
        netuids: Vec<Compact<NetUid>>,
        weights: &[CompactWeights],
        version_keys: &[Compact<u64>],
    ) -> DispatchResult {
        ensure!(
            netuids.len() == weights.len() && netuids.len() == version_keys.len(),
            Error::<T>::InputLengthsUnequal
        );
        for netuid in &netuids {
            Self::ensure_weights_stake(&hotkey, netuid.0)?;
        }
        let parts = netuids.iter().zip(weights).zip(version_keys);
        let results: Vec<_> = parts
            .map(|((netuid, pairs), version_key)| {
                let (uids, values): (Vec<u16>, Vec<u16>) =
                    pairs.iter().map(|(uid, value)| (uid.0, value.0)).unzip();
                let weights =
                    WeightVector { uids: &uids, values: &values, version_key: version_key.0 };
                (netuid.0, Self::batched_weights(&hotkey, netuid.0, weights))
            })
            .collect();
        Self::end_weights_batch(results, netuids, hotkey);
        Ok(())
    }

    fn batched_weights(
        hotkey: &T::AccountId,
        netuid: NetUid,
        weights: WeightVector<'_>,
    ) -> DispatchResult {
        ensure!(!CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealEnabled);
        Self::put_weights(hotkey, Mechanism::main(netuid), weights)
    }

    /// Tells what became of a batch.
    pub(super) fn end_weights_batch(
        results: Vec<(NetUid, Result<(), DispatchError>)>,
        netuids: Vec<Compact<NetUid>>,
        hotkey: T::AccountId,
    ) {
        let failures: Vec<_> = results
            .into_iter()
            .filter_map(|(netuid, result)| Some((netuid, result.err()?)))
            .collect();
        if !failures.is_empty() {
            Self::deposit_event(Event::BatchCompletedWithErrors);
        }
        for (netuid, error) in failures {
            Self::deposit_event(Event::BatchWeightItemFailed(netuid, error));
        }
        Self::deposit_event(Event::BatchWeightsCompleted(netuids, hotkey));
    }

    /// What the pool asks before it takes a call that sets weights: stake and, where weights are not committed
    /// first, the rate limit.
    pub(crate) fn ensure_weights_settable(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
    ) -> Result<(), Error<T>> {
        Self::ensure_weights_stake(hotkey, mechanism.netuid)?;
        let is_free = CommitRevealWeightsEnabled::<T>::get(mechanism.netuid)
            || Uids::<T>::get(mechanism.netuid, hotkey)
                .is_none_or(|uid| Self::weights_rate_limit_passed(mechanism, uid));
        if is_free { Ok(()) } else { Err(Error::<T>::SettingWeightsTooFast) }
    }

    /// Checks the weights and stores them. Weights that were committed before do not count as activity now:
    /// their commit did.
    pub(super) fn put_weights(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        weights: WeightVector<'_>,
    ) -> DispatchResult {
        let netuid = mechanism.netuid;
        ensure!(netuid != ROOT, Error::<T>::CanNotSetRootNetworkWeights);
        ensure!(weights.uids.len() == weights.values.len(), Error::<T>::WeightVecNotEqualSize);
        Self::ensure_mechanism_exists(mechanism)?;
        ensure!(
            weights.uids.len() <= usize::from(SubnetworkN::<T>::get(netuid)),
            Error::<T>::UidsLengthExceedUidsInSubNet
        );
        let uid = Self::weights_uid(netuid, hotkey)?;
        Self::ensure_weights_stake(hotkey, netuid)?;
        let version = WeightsVersionKey::<T>::get(netuid);
        ensure!(
            version == 0 || weights.version_key >= version,
            Error::<T>::IncorrectWeightVersionKey
        );
        let is_committed = CommitRevealWeightsEnabled::<T>::get(netuid);
        ensure!(
            is_committed || Self::weights_rate_limit_passed(mechanism, uid),
            Error::<T>::SettingWeightsTooFast
        );
        let values = Self::checked_values(netuid, uid, weights)?;
        let row: Vec<_> = weights.uids.iter().copied().zip(values).collect();
        let index = mechanism.index::<T>();
        Weights::<T>::insert(index, uid, row);
        if !is_committed {
            Self::touch_weights(mechanism, uid);
        }
        Self::deposit_event(Event::WeightsSet(index, uid));
        Ok(())
    }

    /// The values as they are stored, if the neuron may say this much about these uids.
    fn checked_values(
        netuid: NetUid,
        uid: Uid,
        weights: WeightVector<'_>,
    ) -> Result<Vec<u16>, DispatchError> {
        let is_about_self = weights.is_about_self(uid);
        let is_owner = Uids::<T>::get(netuid, SubnetOwnerHotkey::<T>::get(netuid)) == Some(uid);
        let permits = ValidatorPermit::<T>::get(netuid);
        let has_permit = permits.get(usize::from(uid)).copied().unwrap_or(false);
        ensure!(is_about_self || is_owner || has_permit, Error::<T>::NeuronNoValidatorPermit);
        let distinct: BTreeSet<_> = weights.uids.iter().collect();
        ensure!(distinct.len() == weights.uids.len(), Error::<T>::DuplicateUids);
        ensure!(
            weights.uids.iter().all(|uid| Keys::<T>::contains_key(netuid, uid)),
            Error::<T>::UidVecContainInvalidOne
        );
        let least = MinAllowedWeights::<T>::get(netuid).min(SubnetworkN::<T>::get(netuid));
        ensure!(
            is_about_self || weights.values.len() >= usize::from(least),
            Error::<T>::WeightVecLengthIsLow
        );
        let values = upscale(weights.values);
        let limit = MaxWeightsLimit::<T>::get(netuid);
        ensure!(
            is_about_self || limit == u16::MAX || within_limit(&values, limit),
            Error::<T>::MaxWeightExceeded
        );
        Ok(values)
    }
}
