//! Uids: a hotkey takes a new one or that of a neuron that is pruned.

use crate::{
    Active, AssociatedEvmAddress, Axons, BlockAtRegistration, Bonds, Config, Consensus, Dividends,
    Emission, Error, Incentive, IsNetworkMember, Keys, LastUpdate, MaxAllowedUids,
    MechanismCountCurrent, NeuronCertificates, Pallet, Prometheus, SubnetworkN, Uids,
    ValidatorPermit, ValidatorTrust, Weights,
    units::{NetUid, NetUidStorageIndex, Uid},
};

/// Netuids below this share the 16-bit key space of what subnets keep per mechanism.
const MECHANISM_STRIDE: u16 = 4096;

/// A uid that a new neuron can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Seat {
    /// The next new uid.
    New(Uid),
    /// The uid of a neuron that has to go.
    Replaced(Uid),
}

impl<T: Config> Pallet<T> {
    /// Keys under which the subnet keeps what it has per mechanism.
    pub fn mechanism_indices(netuid: NetUid) -> Vec<NetUidStorageIndex> {
        (0..u16::from(MechanismCountCurrent::<T>::get(netuid)))
            .map(|mechanism| Self::mechanism_index(netuid, mechanism))
            .collect()
    }

    /// Key under which the subnet keeps what it has for one mechanism.
    pub fn mechanism_index(netuid: NetUid, mechanism: u16) -> NetUidStorageIndex {
        netuid.saturating_add(mechanism.saturating_mul(MECHANISM_STRIDE))
    }

    /// The subnet that a key of [`Self::mechanism_index`] belongs to.
    pub(crate) const fn netuid_of_index(index: NetUidStorageIndex) -> NetUid {
        index % MECHANISM_STRIDE
    }

    /// Where a new neuron could sit.
    pub(crate) fn free_seat(netuid: NetUid) -> Result<Seat, Error<T>> {
        let taken = SubnetworkN::<T>::get(netuid);
        if taken < MaxAllowedUids::<T>::get(netuid) {
            return Ok(Seat::New(taken));
        }
        Self::neuron_to_prune(netuid).map(Seat::Replaced).ok_or(Error::<T>::NoNeuronIdAvailable)
    }

    /// Seats the hotkey and returns its uid.
    pub(crate) fn take_seat(netuid: NetUid, seat: Seat, hotkey: &T::AccountId) -> Uid {
        match seat {
            Seat::New(uid) => {
                Self::append_neuron(netuid, uid, hotkey);
                uid
            }
            Seat::Replaced(uid) => {
                Self::replace_neuron(netuid, uid, hotkey);
                uid
            }
        }
    }

    fn append_neuron(netuid: NetUid, uid: Uid, hotkey: &T::AccountId) {
        let now = Self::block();
        SubnetworkN::<T>::insert(netuid, uid.saturating_add(1));
        Active::<T>::mutate(netuid, |all| all.push(true));
        Emission::<T>::mutate(netuid, |all| all.push(0));
        Consensus::<T>::mutate(netuid, |all| all.push(0));
        Dividends::<T>::mutate(netuid, |all| all.push(0));
        ValidatorTrust::<T>::mutate(netuid, |all| all.push(0));
        ValidatorPermit::<T>::mutate(netuid, |all| all.push(false));
        for index in Self::mechanism_indices(netuid) {
            Incentive::<T>::mutate(index, |all| all.push(0));
            LastUpdate::<T>::mutate(index, |all| all.push(now));
        }
        Self::seat(netuid, uid, hotkey, now);
    }

    /// The old neuron's figures, weights and endpoint go; its stake is untouched.
    fn replace_neuron(netuid: NetUid, uid: Uid, hotkey: &T::AccountId) {
        let now = Self::block();
        let old = Keys::<T>::get(netuid, uid);
        Uids::<T>::remove(netuid, &old);
        IsNetworkMember::<T>::remove(&old, netuid);
        Axons::<T>::remove(netuid, &old);
        NeuronCertificates::<T>::remove(netuid, &old);
        Prometheus::<T>::remove(netuid, &old);
        AssociatedEvmAddress::<T>::remove(netuid, uid);
        Active::<T>::mutate(netuid, |all| put(all, uid, true));
        Emission::<T>::mutate(netuid, |all| put(all, uid, 0));
        Consensus::<T>::mutate(netuid, |all| put(all, uid, 0));
        Dividends::<T>::mutate(netuid, |all| put(all, uid, 0));
        ValidatorTrust::<T>::mutate(netuid, |all| put(all, uid, 0));
        ValidatorPermit::<T>::mutate(netuid, |all| put(all, uid, false));
        for index in Self::mechanism_indices(netuid) {
            Incentive::<T>::mutate(index, |all| put(all, uid, 0));
            LastUpdate::<T>::mutate(index, |all| put(all, uid, now));
            Weights::<T>::remove(index, uid);
            Bonds::<T>::remove(index, uid);
        }
        Self::seat(netuid, uid, hotkey, now);
    }

    fn seat(netuid: NetUid, uid: Uid, hotkey: &T::AccountId, now: u64) {
        Keys::<T>::insert(netuid, uid, hotkey);
        Uids::<T>::insert(netuid, hotkey, uid);
        BlockAtRegistration::<T>::insert(netuid, uid, now);
        IsNetworkMember::<T>::insert(hotkey, netuid, true);
    }
}

fn put<V>(all: &mut [V], uid: Uid, value: V) {
    if let Some(slot) = all.get_mut(usize::from(uid)) {
        *slot = value;
    }
}
