//! The list that automatic claims are drawn from.

use crate::{
    Config, NumStakingColdkeys, Pallet, RootClaimType, StakingColdkeys, StakingColdkeysByIndex,
};

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

    /// Gives a coldkey's place, and what it wants for its claims, to another coldkey that has none.
    pub(crate) fn swap_root_staker(old: &T::AccountId, new: &T::AccountId) {
        if RootClaimType::<T>::contains_key(old) && !RootClaimType::<T>::contains_key(new) {
            RootClaimType::<T>::swap(old, new);
        }
        if !StakingColdkeys::<T>::contains_key(new)
            && let Some(index) = StakingColdkeys::<T>::take(old)
        {
            StakingColdkeys::<T>::insert(new, index);
            StakingColdkeysByIndex::<T>::insert(index, new);
        }
    }
}
