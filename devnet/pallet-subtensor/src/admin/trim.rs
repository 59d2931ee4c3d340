//! Trimming: a subnet keeps its best neurons, and their uids close ranks.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use frame_support::{ensure, storage::StorageDoubleMap};
use sp_runtime::{DispatchResult, Percent};

use crate::*;
use units::{NetUid, NetUidStorageIndex, Uid};

/// Less than this part of the neurons that remain may be immune.
const MOST_IMMUNE: Percent = Percent::from_percent(80);

/// Where each neuron that stays goes: old uid to new uid.
type Places = BTreeMap<Uid, Uid>;

impl<T: Config> Pallet<T> {
    /// Bounds the subnet to `max_n` neurons. If it has more, those with the least emission go, but none of the
    /// owner's protected ones and none that is still immune; the others move down to fill the gaps.
    ///
    /// # Errors
    /// `SubnetNotExists`, `InvalidValue` outside the subnet's own bounds, or
    /// `TrimmingWouldExceedMaxImmunePercentage`.
    pub fn do_trim(netuid: NetUid, max_n: u16) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(max_n >= MinAllowedUids::<T>::get(netuid), Error::<T>::InvalidValue);
        ensure!(max_n <= MaxAllowedUids::<T>::get(netuid), Error::<T>::InvalidValue);
        MaxAllowedUids::<T>::insert(netuid, max_n);
        let n = SubnetworkN::<T>::get(netuid);
        if n <= max_n {
            return Ok(());
        }
        let protected = Self::uids_safe_from_trimming(netuid);
        // There are at most as many as neurons.
        let count = protected.len() as u16;
        ensure!(
            Percent::from_rational(count, max_n) < MOST_IMMUNE,
            Error::<T>::TrimmingWouldExceedMaxImmunePercentage
        );
        let removed = Self::least_of(netuid, n - max_n, &protected);
        for uid in &removed {
            Self::remove_trimmed(netuid, *uid);
        }
        let kept: Vec<Uid> = (0..n).filter(|uid| !removed.contains(uid)).collect();
        let places: Places = kept.iter().copied().zip(0..).collect();
        Self::close_ranks(netuid, &kept, &places);
        SubnetworkN::<T>::insert(netuid, max_n);
        Ok(())
    }

    /// The owner's protected neurons and all that are immune.
    fn uids_safe_from_trimming(netuid: NetUid) -> BTreeSet<Uid> {
        let mut safe = Self::immortal_uids(netuid);
        let now = Self::block();
        let period = u64::from(ImmunityPeriod::<T>::get(netuid));
        safe.extend(
            (0..SubnetworkN::<T>::get(netuid)).filter(|uid| {
                now.saturating_sub(BlockAtRegistration::<T>::get(netuid, uid)) < period
            }),
        );
        safe
    }

    /// The `count` neurons with the least emission; among equals the higher uid goes first.
    fn least_of(netuid: NetUid, count: u16, protected: &BTreeSet<Uid>) -> BTreeSet<Uid> {
        let emission = Emission::<T>::get(netuid);
        let mut order: Vec<Uid> =
            (0..SubnetworkN::<T>::get(netuid)).filter(|uid| !protected.contains(uid)).collect();
        order.sort_by_key(|uid| {
            (emission.get(usize::from(*uid)).copied().unwrap_or(0), Reverse(*uid))
        });
        order.into_iter().take(count.into()).collect()
    }

    fn remove_trimmed(netuid: NetUid, uid: Uid) {
        let hotkey = Keys::<T>::take(netuid, uid);
        IsNetworkMember::<T>::remove(&hotkey, netuid);
        LastHotkeyEmissionOnNetuid::<T>::remove(&hotkey, netuid);
        AlphaDividendsPerSubnet::<T>::remove(netuid, &hotkey);
        Axons::<T>::remove(netuid, &hotkey);
        NeuronCertificates::<T>::remove(netuid, &hotkey);
        Prometheus::<T>::remove(netuid, &hotkey);
        BlockAtRegistration::<T>::remove(netuid, uid);
        AssociatedEvmAddress::<T>::remove(netuid, uid);
    }

    fn close_ranks(netuid: NetUid, kept: &[Uid], places: &Places) {
        macro_rules! pick {
            ($($item:ident)*; $key:expr) => {
                $( $item::<T>::mutate($key, |all| *all = picked(all, kept)); )*
            };
        }
        pick!(Active Emission Consensus Dividends ValidatorTrust ValidatorPermit StakeWeight; netuid);
        for index in Self::mechanism_indices(netuid) {
            pick!(Incentive LastUpdate; index);
            move_rows::<Weights<T>>(index, places);
            move_rows::<Bonds<T>>(index, places);
        }
        let keys: Vec<_> = Keys::<T>::drain_prefix(netuid).collect();
        let registered: Vec<_> = BlockAtRegistration::<T>::drain_prefix(netuid).collect();
        let _ = Uids::<T>::clear_prefix(netuid, u32::MAX, None);
        for (uid, hotkey) in keys {
            if let Some(uid) = places.get(&uid) {
                Uids::<T>::insert(netuid, &hotkey, uid);
                Keys::<T>::insert(netuid, uid, hotkey);
            }
        }
        let associated: Vec<_> = AssociatedEvmAddress::<T>::drain_prefix(netuid).collect();
        for (uid, key) in associated {
            if let Some(uid) = places.get(&uid) {
                AssociatedEvmAddress::<T>::insert(netuid, uid, key);
            }
        }
        for (uid, block) in registered {
            if let Some(uid) = places.get(&uid) {
                BlockAtRegistration::<T>::insert(netuid, uid, block);
            }
        }
    }
}

/// The values of the neurons that stay; a missing one is the default.
fn picked<V: Clone + Default>(all: &[V], kept: &[Uid]) -> Vec<V> {
    kept.iter().map(|uid| all.get(usize::from(*uid)).cloned().unwrap_or_default()).collect()
}

/// Moves the rows of weights or bonds to their neurons' new uids, without those to neurons that went.
fn move_rows<Rows>(index: NetUidStorageIndex, places: &Places)
where
    Rows: frame_support::IterableStorageDoubleMap<NetUidStorageIndex, Uid, Vec<(u16, u16)>>
        + StorageDoubleMap<NetUidStorageIndex, Uid, Vec<(u16, u16)>, Query = Vec<(u16, u16)>>,
{
    let rows: Vec<_> = Rows::drain_prefix(index).collect();
    for (uid, row) in rows {
        let Some(uid) = places.get(&uid) else { continue };
        let row: Vec<_> = row
            .into_iter()
            .filter_map(|(target, value)| Some((*places.get(&target)?, value)))
            .collect();
        Rows::insert(index, uid, row);
    }
}
