//! Hashes of weights, committed an epoch before the weights themselves.

use codec::Compact;
use frame_support::ensure;
use sp_runtime::{DispatchResult, traits::Hash};

use super::{MAX_UNREVEALED_COMMITS, Mechanism, WeightVector};
use crate::{
    CommitRevealWeightsEnabled, Config, Error, Event, Pallet, Uids, WeightCommits,
    units::{NetUid, NetUidStorageIndex, Uid},
};

impl<T: Config> Pallet<T> {
    /// Commits to weights by their hash.
    pub(crate) fn do_commit_weights(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        hash: T::Hash,
    ) -> DispatchResult {
        Self::ensure_weights_committable(hotkey, mechanism)?;
        Self::put_commit(hotkey, mechanism, hash)
    }

    /// Commits to weights on several subnets; a part that is refused does not stop the others.
    pub(crate) fn do_batch_commit_weights(
        hotkey: T::AccountId,
        netuids: Vec<Compact<NetUid>>,
        hashes: &[T::Hash],
    ) -> DispatchResult {
        ensure!(netuids.len() == hashes.len(), Error::<T>::InputLengthsUnequal);
        for netuid in &netuids {
            Self::ensure_weights_stake(&hotkey, netuid.0)?;
        }
        let results = netuids
            .iter()
            .zip(hashes)
            .map(|(netuid, hash)| {
                (netuid.0, Self::put_commit(&hotkey, Mechanism::main(netuid.0), *hash))
            })
            .collect();
        Self::end_weights_batch(results, netuids, hotkey);
        Ok(())
    }

    /// What the pool asks before it takes a commit: stake and rate limit.
    pub(crate) fn ensure_weights_committable(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
    ) -> Result<(), Error<T>> {
        Self::ensure_weights_stake(hotkey, mechanism.netuid)?;
        let is_free = Uids::<T>::get(mechanism.netuid, hotkey)
            .is_none_or(|uid| Self::weights_rate_limit_passed(mechanism, uid));
        if is_free { Ok(()) } else { Err(Error::<T>::CommittingWeightsTooFast) }
    }

    /// Uid of a hotkey that may commit now.
    pub(super) fn committing_uid(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
    ) -> Result<Uid, Error<T>> {
        let uid = Self::weights_uid(mechanism.netuid, hotkey)?;
        if Self::weights_rate_limit_passed(mechanism, uid) {
            Ok(uid)
        } else {
            Err(Error::<T>::CommittingWeightsTooFast)
        }
    }

    fn put_commit(hotkey: &T::AccountId, mechanism: Mechanism, hash: T::Hash) -> DispatchResult {
        Self::ensure_mechanism_exists(mechanism)?;
        let netuid = mechanism.netuid;
        ensure!(CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealDisabled);
        let uid = Self::committing_uid(hotkey, mechanism)?;
        let epoch = Self::weights_epoch(netuid);
        let index = mechanism.index::<T>();
        let mut commits = WeightCommits::<T>::get(index, hotkey).unwrap_or_default();
        while commits.front().is_some_and(|commit| Self::reveal_epoch(netuid, commit.1) < epoch) {
            commits.pop_front();
        }
        ensure!(commits.len() < MAX_UNREVEALED_COMMITS, Error::<T>::TooManyUnrevealedCommits);
        commits.push_back((hash, epoch, Self::block(), 0));
        WeightCommits::<T>::insert(index, hotkey, commits);
        Self::deposit_event(Event::WeightsCommitted(hotkey.clone(), index, hash));
        Self::touch_weights(mechanism, uid);
        Ok(())
    }

    /// What a commit to these weights is.
    pub fn commit_hash(
        hotkey: &T::AccountId,
        index: NetUidStorageIndex,
        uids: &[u16],
        values: &[u16],
        salt: &[u16],
        version_key: u64,
    ) -> T::Hash {
        T::Hashing::hash_of(&(hotkey, index, uids, values, salt, version_key))
    }

    pub(super) fn hash_of_weights(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        weights: WeightVector<'_>,
        salt: &[u16],
    ) -> T::Hash {
        let index = mechanism.index::<T>();
        Self::commit_hash(hotkey, index, weights.uids, weights.values, salt, weights.version_key)
    }
}
