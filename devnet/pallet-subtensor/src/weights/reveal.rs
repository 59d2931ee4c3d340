//! Weights revealed by their validator, exactly in the epoch that their commit leads to.

use std::collections::VecDeque;

use frame_support::ensure;
use sp_runtime::DispatchResult;

use super::{Mechanism, WeightVector};
use crate::{
    CommitRevealWeightsEnabled, Config, Error, Event, Pallet, WeightCommits, units::NetUid,
};

/// Commits of one hotkey, oldest first: hash, epoch, block, unused.
type Commits<H> = VecDeque<(H, u64, u64, u64)>;

/// Commits that can still be revealed, and hashes of those before them that no longer can.
type Living<H> = (Commits<H>, Vec<H>);

/// Weights and the salt they were committed with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reveal<'a> {
    pub weights: WeightVector<'a>,
    pub salt: &'a [u16],
}

/// The four lists of a batch of reveals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reveals<'a> {
    pub uids: &'a [Vec<u16>],
    pub values: &'a [Vec<u16>],
    pub salts: &'a [Vec<u16>],
    pub version_keys: &'a [u64],
}

impl<'a> Reveals<'a> {
    fn are_equally_long(&self) -> bool {
        let count = self.uids.len();
        count == self.values.len() && count == self.salts.len() && count == self.version_keys.len()
    }

    fn each(self) -> impl Iterator<Item = Reveal<'a>> {
        self.uids.iter().zip(self.values).zip(self.salts).zip(self.version_keys).map(
            |(((uids, values), salt), version_key)| Reveal {
                weights: WeightVector { uids, values, version_key: *version_key },
                salt,
            },
        )
    }
}

impl<T: Config> Pallet<T> {
    /// Reveals committed weights. Older commits of the hotkey are given up.
    pub(crate) fn do_reveal_weights(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        reveal: Reveal<'_>,
    ) -> DispatchResult {
        let netuid = mechanism.netuid;
        Self::ensure_weights_stake(hotkey, netuid)?;
        Self::ensure_commits_asked(netuid)?;
        let (mut commits, expired) = Self::living_commits(hotkey, mechanism)?;
        let hash = Self::hash_of_weights(hotkey, mechanism, reveal.weights, reveal.salt);
        let place = commits
            .iter()
            .position(|commit| commit.0 == hash)
            .ok_or_else(|| Self::unknown_commit(&commits, &expired, hash))?;
        ensure!(Self::is_reveal_time(netuid, commits[place].1), Error::<T>::RevealTooEarly);
        commits.drain(..=place);
        Self::keep_commits(hotkey, mechanism, commits);
        Self::put_weights(hotkey, mechanism, reveal.weights)?;
        let index = mechanism.index::<T>();
        Self::deposit_event(Event::WeightsRevealed(hotkey.clone(), index, hash));
        Ok(())
    }

    /// Reveals several committed weights of one subnet, all or none; the last is what remains set.
    pub(crate) fn do_batch_reveal_weights(
        hotkey: &T::AccountId,
        netuid: NetUid,
        reveals: Reveals<'_>,
    ) -> DispatchResult {
        ensure!(reveals.are_equally_long(), Error::<T>::InputLengthsUnequal);
        Self::ensure_weights_stake(hotkey, netuid)?;
        Self::ensure_commits_asked(netuid)?;
        let mechanism = Mechanism::main(netuid);
        let (mut commits, expired) = Self::living_commits(hotkey, mechanism)?;
        let mut revealed = Vec::new();
        for reveal in reveals.each() {
            let hash = Self::hash_of_weights(hotkey, mechanism, reveal.weights, reveal.salt);
            let commit = commits.iter().find(|commit| commit.0 == hash);
            let commit = commit.ok_or_else(|| {
                if expired.contains(&hash) {
                    Error::<T>::ExpiredWeightCommit
                } else {
                    Error::<T>::InvalidRevealCommitHashNotMatch
                }
            })?;
            ensure!(Self::is_reveal_time(netuid, commit.1), Error::<T>::RevealTooEarly);
            revealed.push((hash, reveal.weights));
        }
        for (hash, weights) in &revealed {
            let place = commits.iter().position(|commit| commit.0 == *hash);
            let place = place.ok_or(Error::<T>::InvalidRevealCommitHashNotMatch)?;
            commits.remove(place);
            Self::put_weights(hotkey, mechanism, *weights)?;
        }
        Self::keep_commits(hotkey, mechanism, commits);
        let hashes = revealed.into_iter().map(|(hash, _)| hash).collect();
        Self::deposit_event(Event::WeightsBatchRevealed(hotkey.clone(), netuid, hashes));
        Ok(())
    }

    /// What the pool asks before it takes a reveal: stake, and a commit whose time has come. It does not tell a
    /// commit that is late from one that is early.
    pub(crate) fn ensure_weights_revealable(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
        reveal: Reveal<'_>,
    ) -> Result<(), Error<T>> {
        Self::ensure_weights_stake(hotkey, mechanism.netuid)?;
        let commits = WeightCommits::<T>::get(mechanism.index::<T>(), hotkey)
            .ok_or(Error::<T>::NoWeightsCommitFound)?;
        let hash = Self::hash_of_weights(hotkey, mechanism, reveal.weights, reveal.salt);
        let commit = commits
            .iter()
            .find(|commit| commit.0 == hash)
            .ok_or(Error::<T>::NoWeightsCommitFound)?;
        if Self::is_reveal_time(mechanism.netuid, commit.1) {
            Ok(())
        } else {
            Err(Error::<T>::RevealTooEarly)
        }
    }

    /// The same for a batch.
    pub(crate) fn ensure_batch_revealable(
        hotkey: &T::AccountId,
        netuid: NetUid,
        reveals: Reveals<'_>,
    ) -> Result<(), Error<T>> {
        if !reveals.are_equally_long() {
            return Err(Error::<T>::InputLengthsUnequal);
        }
        Self::ensure_weights_stake(hotkey, netuid)?;
        reveals.each().try_for_each(|reveal| {
            Self::ensure_weights_revealable(hotkey, Mechanism::main(netuid), reveal)
        })
    }

    fn ensure_commits_asked(netuid: NetUid) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealDisabled);
        Ok(())
    }

    /// Whether commits of that epoch are revealed now: neither earlier nor later.
    pub(crate) fn is_reveal_time(netuid: NetUid, epoch: u64) -> bool {
        Self::reveal_epoch(netuid, epoch) == Self::weights_epoch(netuid)
    }

    fn living_commits(
        hotkey: &T::AccountId,
        mechanism: Mechanism,
    ) -> Result<Living<T::Hash>, Error<T>> {
        let mut commits = WeightCommits::<T>::get(mechanism.index::<T>(), hotkey)
            .ok_or(Error::<T>::NoWeightsCommitFound)?;
        let now = Self::weights_epoch(mechanism.netuid);
        let mut expired = Vec::new();
        while let Some(commit) = commits.front()
            && Self::reveal_epoch(mechanism.netuid, commit.1) < now
        {
            expired.push(commit.0);
            commits.pop_front();
        }
        Ok((commits, expired))
    }

    fn unknown_commit(commits: &Commits<T::Hash>, expired: &[T::Hash], hash: T::Hash) -> Error<T> {
        if expired.contains(&hash) {
            Error::<T>::ExpiredWeightCommit
        } else if commits.is_empty() {
            Error::<T>::NoWeightsCommitFound
        } else {
            Error::<T>::InvalidRevealCommitHashNotMatch
        }
    }

    fn keep_commits(hotkey: &T::AccountId, mechanism: Mechanism, commits: Commits<T::Hash>) {
        let index = mechanism.index::<T>();
        if commits.is_empty() {
            WeightCommits::<T>::remove(index, hotkey);
        } else {
            WeightCommits::<T>::insert(index, hotkey, commits);
        }
    }
}
