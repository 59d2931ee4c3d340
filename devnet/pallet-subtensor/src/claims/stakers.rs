//! The list that automatic claims are drawn from.

use crate::{Config, NumStakingColdkeys, Pallet, StakingColdkeys, StakingColdkeysByIndex};

impl<T: Config> Pallet<T> {
    /// Puts a coldkey that stakes on root at the end of the list, if it is not there yet. Nobody ever leaves it.
    pub(crate) fn note_root_staker(coldkey: &T::AccountId) {
        if StakingColdkeys::<T>::contains_key(coldkey) {
            return;
        }
        let index = NumStakingColdkeys::<T>::get();
        StakingColdkeys::<T>::insert(coldkey, index);
        StakingColdkeysByIndex::<T>::insert(index, coldkey);
        NumStakingColdkeys::<T>::put(index.saturating_add(1));
    }
}
