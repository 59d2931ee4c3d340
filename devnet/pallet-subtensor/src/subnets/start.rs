//! `start_call`: the owner opens a subnet for trading (economics.md 3.6).

use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
    Config, Error, Event, FirstEmissionBlockNumber, NetworkRegisteredAt, Pallet, StartCallDelay,
    SubnetOwner, SubtokenEnabled, units::NetUid,
};

impl<T: Config> Pallet<T> {
    /// Opens the subnet: from now on its alpha is traded, and from the next block it is emitted.
    pub(crate) fn do_start_call(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(SubnetOwner::<T>::get(netuid) == *coldkey, DispatchError::BadOrigin);
        ensure!(
            !FirstEmissionBlockNumber::<T>::contains_key(netuid),
            Error::<T>::FirstEmissionBlockNumberAlreadySet
        );
        let now = Self::block();
        let opens =
            NetworkRegisteredAt::<T>::get(netuid).saturating_add(StartCallDelay::<T>::get());
        ensure!(now >= opens, Error::<T>::NeedWaitingMoreBlocksToStarCall);
        let first = now.saturating_add(1);
        FirstEmissionBlockNumber::<T>::insert(netuid, first);
        SubtokenEnabled::<T>::insert(netuid, true);
        Self::deposit_event(Event::FirstEmissionBlockNumberSet(netuid, first));
        Ok(())
    }
}
