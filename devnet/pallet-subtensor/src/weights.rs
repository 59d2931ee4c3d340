//! Weights: what validators say about miners, at once or committed first and revealed an epoch later.
//!
//! Signed by hotkeys and free of fees. Knows nothing of what an epoch makes of weights.

mod admission;
pub mod beacon;
mod bonds_reset;
mod commit;
mod epochs;
pub(crate) mod reveal;
mod set;
pub mod timelocked;

use frame_support::{BoundedVec, ensure, traits::ConstU32};
use sp_runtime::DispatchResult;

use crate::{
    Config, Error, LastUpdate, MechanismCountCurrent, Pallet, StakeThreshold, SubnetOwnerHotkey,
    SubnetworkN, Uids, WeightsSetRateLimit,
    units::{NetUid, NetUidStorageIndex, Uid},
};

/// Weights encrypted to a round of the beacon.
pub type SealedWeights = BoundedVec<u8, ConstU32<5_000>>;

/// Commits that one hotkey may have waiting.
const MAX_UNREVEALED_COMMITS: usize = 10;

/// A mechanism of a subnet: 0 is the one that every subnet has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Mechanism {
    pub netuid: NetUid,
    pub mecid: u8,
}

impl Mechanism {
    /// The first mechanism of the subnet.
    pub const fn main(netuid: NetUid) -> Self {
        Self { netuid, mecid: 0 }
    }

    /// Key under which the chain keeps what belongs to the mechanism.
    pub fn index<T: Config>(self) -> NetUidStorageIndex {
        Pallet::<T>::mechanism_index(self.netuid, self.mecid.into())
    }
}

/// One validator's weights. `uids` and `values` belong together by position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeightVector<'a> {
    pub uids: &'a [Uid],
    pub values: &'a [u16],
    /// Version of the validator's software.
    pub version_key: u64,
}

impl WeightVector<'_> {
    /// Whether the neuron speaks of itself only.
    fn is_about_self(&self, uid: Uid) -> bool {
        self.uids == [uid] && self.values.len() == 1
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn ensure_mechanism_exists(mechanism: Mechanism) -> DispatchResult {
        let count = MechanismCountCurrent::<T>::get(mechanism.netuid);
        ensure!(
            Self::subnet_exists(mechanism.netuid) && mechanism.mecid < count,
            Error::<T>::MechanismDoesNotExist
        );
        Ok(())
    }

    /// The hotkey weighs enough to be heard. The owner's hotkey always does.
    pub(crate) fn ensure_weights_stake(
        hotkey: &T::AccountId,
        netuid: NetUid,
    ) -> Result<(), Error<T>> {
        let is_owner = SubnetOwnerHotkey::<T>::get(netuid) == *hotkey
            && Uids::<T>::contains_key(netuid, hotkey);
        if is_owner || Self::stake_weights(hotkey, netuid).total >= StakeThreshold::<T>::get() {
            Ok(())
        } else {
            Err(Error::<T>::NotEnoughStakeToSetWeights)
        }
    }

    /// Whether the neuron's last weights for the mechanism are old enough.
    pub(crate) fn weights_rate_limit_passed(mechanism: Mechanism, uid: Uid) -> bool {
        if uid >= SubnetworkN::<T>::get(mechanism.netuid) {
            return false;
        }
        let last = LastUpdate::<T>::get(mechanism.index::<T>());
        let last = last.get(usize::from(uid)).copied().unwrap_or(0);
        let limit = WeightsSetRateLimit::<T>::get(mechanism.netuid);
        last == 0 || Self::block().saturating_sub(last) >= limit
    }

    /// Notes that the neuron has set or committed weights for the mechanism now. A new mechanism has no figures
    /// of its neurons yet.
    fn touch_weights(mechanism: Mechanism, uid: Uid) {
        let now = Self::block();
        let place = usize::from(uid);
        LastUpdate::<T>::mutate(mechanism.index::<T>(), |all| {
            if all.len() <= place {
                all.resize(place + 1, 0);
            }
            all[place] = now;
        });
    }

    /// Uid of a registered hotkey.
    fn weights_uid(netuid: NetUid, hotkey: &T::AccountId) -> Result<Uid, Error<T>> {
        Uids::<T>::get(netuid, hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)
    }
}
