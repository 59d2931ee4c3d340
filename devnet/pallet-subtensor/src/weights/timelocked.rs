//! Weights encrypted to a round of the beacon, which the chain opens itself.

use std::collections::BTreeSet;

use codec::{Decode, Encode};
use frame_support::ensure;
use sp_runtime::{DispatchResult, traits::Hash};

use super::{
    MAX_UNREVEALED_COMMITS, Mechanism, SealedWeights, WeightVector,
    beacon::{Beacon, Opening},
};
use crate::{
    CommitRevealWeightsEnabled, CommitRevealWeightsVersion, Config, Error, Event, Pallet,
    RevealPeriodEpochs, TimelockedWeightCommits, units::NetUid,
};

/// What is encrypted: whose weights, and the weights.
#[derive(Encode, Decode, Clone, Debug, Eq, PartialEq)]
pub struct TimelockedWeights {
    /// Encoded hotkey, so that nobody can commit to a copy of another's ciphertext.
    pub hotkey: Vec<u8>,
    /// Neurons.
    pub uids: Vec<u16>,
    /// Their weights.
    pub values: Vec<u16>,
    /// Version of the validator's software.
    pub version_key: u64,
}

/// The same without the hotkey, as older clients encrypt it.
#[derive(Encode, Decode)]
struct UnnamedWeights {
    uids: Vec<u16>,
    values: Vec<u16>,
    version_key: u64,
}

impl<T: Config> Pallet<T> {
    /// Commits to weights that the beacon's round will open.
    pub(crate) fn do_commit_timelocked(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        commit: SealedWeights,
        round: u64,
        version: u16,
    ) -> DispatchResult {
        Self::ensure_timelock_committable(hotkey, mechanism, round)?;
        Self::ensure_mechanism_exists(mechanism)?;
        let netuid = mechanism.netuid;
        ensure!(CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealDisabled);
        ensure!(
            version == CommitRevealWeightsVersion::<T>::get(),
            Error::<T>::IncorrectCommitRevealVersion
        );
        let uid = Self::committing_uid(hotkey, mechanism)?;
        let index = mechanism.index::<T>();
        let hash = T::Hashing::hash(&commit);
        TimelockedWeightCommits::<T>::try_mutate(index, Self::weights_epoch(netuid), |commits| {
            let waiting = commits.iter().filter(|(who, ..)| who == hotkey).count();
            ensure!(waiting < MAX_UNREVEALED_COMMITS, Error::<T>::TooManyUnrevealedCommits);
            commits.push_back((hotkey.clone(), Self::block(), commit, round));
            Ok::<_, Error<T>>(())
        })?;
        Self::deposit_event(Event::TimelockedWeightsCommitted(hotkey.clone(), index, hash, round));
        Self::touch_weights(mechanism, uid);
        Ok(())
    }

    /// What the pool asks before it takes a timelocked commit: stake, a round that is not past, rate limit.
    pub(crate) fn ensure_timelock_committable(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        round: u64,
    ) -> Result<(), Error<T>> {
        Self::ensure_weights_stake(hotkey, mechanism.netuid)?;
        if round < T::Beacon::last_round() {
            return Err(Error::<T>::InvalidRevealRound);
        }
        Self::ensure_weights_committable(hotkey, mechanism)
    }

    /// Opens what is due at the start of block `now`. A commit whose round is missing stays until its epoch is
    /// over; one that cannot be opened, or whose weights are refused, is dropped without an event, as the chain
    /// does it.
    pub(crate) fn reveal_due_weights(now: u64) {
        // Runs in every block, and mostly there is nothing: one look at the storage then.
        let waiting: BTreeSet<_> = TimelockedWeightCommits::<T>::iter_keys()
            .map(|(index, _)| Self::netuid_of_index(index))
            .collect();
        if waiting.is_empty() {
            return;
        }
        for netuid in Self::subnets_to_reveal(now) {
            if waiting.contains(&netuid) {
                Self::reveal_timelocked(netuid);
            }
        }
    }

    fn reveal_timelocked(netuid: NetUid) {
        let period = RevealPeriodEpochs::<T>::get(netuid);
        let epoch = Self::weights_epoch(netuid);
        let due = epoch.saturating_sub(period);
        for (mecid, index) in (0_u8..).zip(Self::mechanism_indices(netuid)) {
            let past: Vec<u64> = TimelockedWeightCommits::<T>::iter_key_prefix(index)
                .filter(|committed| *committed < due)
                .collect();
            for committed in past {
                TimelockedWeightCommits::<T>::remove(index, committed);
            }
            if epoch < period {
                return;
            }
            let commits = TimelockedWeightCommits::<T>::take(index, due);
            let mut waiting = commits.clone();
            waiting.clear();
            for (who, block, sealed, round) in commits {
                match T::Beacon::open(round, &sealed) {
                    Opening::Waiting => waiting.push_back((who, block, sealed, round)),
                    Opening::Impossible => {}
                    Opening::Open(plain) => {
                        if Self::put_opened(&who, Mechanism { netuid, mecid }, &plain) {
                            Self::deposit_event(Event::TimelockedWeightsRevealed(index, who));
                        }
                    }
                }
            }
            if !waiting.is_empty() {
                TimelockedWeightCommits::<T>::insert(index, due, waiting);
            }
        }
    }

    /// Sets opened weights; says whether the chain took them.
    fn put_opened(who: &T::AccountId, mechanism: Mechanism, plain: &[u8]) -> bool {
        let Some(weights) = Self::decode_opened(who, plain) else {
            return false;
        };
        let vector = WeightVector {
            uids: &weights.uids,
            values: &weights.values,
            version_key: weights.version_key,
        };
        Self::put_weights(who, mechanism, vector).is_ok()
    }

    /// The weights, if they are of that hotkey or name none.
    fn decode_opened(who: &T::AccountId, mut plain: &[u8]) -> Option<UnnamedWeights> {
        let unnamed = |mut plain: &[u8]| UnnamedWeights::decode(&mut plain).ok();
        let whole = plain;
        match TimelockedWeights::decode(&mut plain) {
            Ok(named) => match T::AccountId::decode(&mut &named.hotkey[..]) {
                Ok(hotkey) if hotkey == *who => Some(UnnamedWeights {
                    uids: named.uids,
                    values: named.values,
                    version_key: named.version_key,
                }),
                Ok(_) => None,
                Err(_) => unnamed(whole),
            },
            Err(_) => unnamed(whole),
        }
    }
}
