//! A miner asks to begin anew: the bonds to it are forgotten.

use crate::{Bonds, BondsResetOn, Config, Pallet, Uids, units::NetUid};

impl<T: Config> Pallet<T> {
    /// Deletes all bonds to the neuron on all mechanisms, where the subnet allows it (economics.md 4).
    pub fn reset_bonds_to(netuid: NetUid, hotkey: &T::AccountId) {
        let Some(uid) = Uids::<T>::get(netuid, hotkey).filter(|_| BondsResetOn::<T>::get(netuid))
        else {
            return;
        };
        for index in Self::mechanism_indices(netuid) {
            let rows: Vec<_> = Bonds::<T>::iter_prefix(index).collect();
            for (validator, mut row) in rows {
                let before = row.len();
                row.retain(|(target, _)| *target != uid);
                if row.len() < before {
                    Bonds::<T>::insert(index, validator, row);
                }
            }
        }
    }
}
