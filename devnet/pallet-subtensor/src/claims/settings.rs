//! What claims are paid in, and from when and for how many.

use frame_support::ensure;
use frame_system::{ensure_root, ensure_signed};
use sp_runtime::{DispatchError, DispatchResult};
use substrate_fixed::types::I96F32;

use crate::{
    Config, Error, Event, NumRootClaim, Pallet, RootClaimType, RootClaimTypeEnum,
    RootClaimableThreshold, SubnetOwner, units::NetUid,
};

/// Most stakers that a block may claim for.
const MAX_CLAIMS: u64 = 50;
/// Highest threshold, in rao of alpha.
const MAX_THRESHOLD: u64 = 10_000_000;

impl<T: Config> Pallet<T> {
    /// Chooses what the coldkey gets for its claims.
    pub(crate) fn do_set_root_claim_type(
        coldkey: &T::AccountId,
        kind: RootClaimTypeEnum,
    ) -> DispatchResult {
        if let RootClaimTypeEnum::KeepSubnets { subnets } = &kind {
            ensure!(!subnets.is_empty(), Error::<T>::InvalidSubnetNumber);
        }
        Self::note_root_staker(coldkey);
        RootClaimType::<T>::insert(coldkey, &kind);
        Self::deposit_event(Event::RootClaimTypeSet {
            coldkey: coldkey.clone(),
            root_claim_type: kind,
        });
        Ok(())
    }

    /// Stakers that each block claims for.
    pub(crate) fn do_set_num_root_claims(count: u64) -> DispatchResult {
        ensure!(count <= MAX_CLAIMS, Error::<T>::InvalidNumRootClaim);
        NumRootClaim::<T>::put(count);
        Ok(())
    }

    /// Least alpha that is paid on the subnet, in rao. Set by its owner or root.
    pub(crate) fn do_set_root_claim_threshold(
        origin: T::RuntimeOrigin,
        netuid: NetUid,
        threshold: u64,
    ) -> DispatchResult {
        if ensure_root(origin.clone()).is_err() {
            let who = ensure_signed(origin)?;
            ensure!(SubnetOwner::<T>::get(netuid) == who, DispatchError::BadOrigin);
        }
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(threshold <= MAX_THRESHOLD, Error::<T>::InvalidRootClaimThreshold);
        RootClaimableThreshold::<T>::insert(netuid, I96F32::from_num(threshold));
        Ok(())
    }
}
