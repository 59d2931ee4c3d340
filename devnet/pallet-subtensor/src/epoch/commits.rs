//! Commits of weights that may still be revealed: they date the weights that count now (economics.md 4,
//! step 5).

use std::collections::BTreeMap;

use crate::{
    CommitRevealWeightsEnabled, Config, Pallet, TimelockedWeightCommits, WeightCommits,
    units::{NetUid, NetUidStorageIndex},
};

impl<T: Config> Pallet<T> {
    /// By uid, the block of the oldest commit that may still be revealed. Empty where nobody has to commit.
    pub(super) fn committed_at(
        netuid: NetUid,
        index: NetUidStorageIndex,
        hotkeys: &[T::AccountId],
    ) -> Vec<Option<u64>> {
        if !CommitRevealWeightsEnabled::<T>::get(netuid) {
            return Vec::new();
        }
        let epoch = Self::weights_epoch(netuid);
        let lives = |committed: u64| Self::reveal_epoch(netuid, committed) >= epoch;
        let hashed = WeightCommits::<T>::iter_prefix(index).flat_map(|(who, commits)| {
            commits.into_iter().map(move |(_, committed, block, _)| (who.clone(), committed, block))
        });
        let sealed =
            TimelockedWeightCommits::<T>::iter_prefix(index).flat_map(|(committed, commits)| {
                commits.into_iter().map(move |(who, block, _, _)| (who, committed, block))
            });
        let mut oldest: BTreeMap<T::AccountId, u64> = BTreeMap::new();
        for (who, _, block) in hashed.chain(sealed).filter(|(_, committed, _)| lives(*committed)) {
            oldest.entry(who).and_modify(|known| *known = block.min(*known)).or_insert(block);
        }
        hotkeys.iter().map(|hotkey| oldest.get(hotkey).copied()).collect()
    }
}
