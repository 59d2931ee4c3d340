//! An epoch of all mechanisms of a subnet, and what storage keeps of it.

use tau_economics::epoch::{self, Moment, Neurons, Outcome, Row, mechanisms};

use super::inputs::Population;
use crate::{
    Active, Bonds, Config, Consensus, Dividends, Emission, Incentive, LastMechansimStepBlock,
    LastUpdate, MechanismEmissionSplit, Pallet, StakeWeight, Tempo, ValidatorPermit,
    ValidatorTrust,
    units::{AlphaBalance, NetUid, NetUidStorageIndex, Uid},
};

impl<T: Config> Pallet<T> {
    /// Runs the epoch over `emission` rao of alpha. Returns the figures of the mechanisms together.
    pub(super) fn run_epoch(
        netuid: NetUid,
        population: &Population<T::AccountId>,
        emission: AlphaBalance,
        now: u64,
    ) -> Outcome {
        let parameters = Self::epoch_parameters(netuid);
        let last = LastMechansimStepBlock::<T>::get(netuid);
        let last_tempo = if last == 0 {
            now.saturating_sub(Tempo::<T>::get(netuid).into())
        } else {
            last.saturating_add(1)
        };
        let indices = Self::mechanism_indices(netuid);
        let split = MechanismEmissionSplit::<T>::get(netuid);
        let shares = mechanisms::shares(emission, indices.len(), split.as_deref());
        let count = population.hotkeys.len();
        let mut epochs = Vec::new();
        for (index, emission) in indices.into_iter().zip(shares) {
            let old_bonds = Self::bond_rows(index, count);
            let neurons = Neurons {
                stake: &population.stake,
                permits: &population.permits,
                last_update: &LastUpdate::<T>::get(index),
                registered_at: &population.registered_at,
                committed_at: &Self::committed_at(netuid, index, &population.hotkeys),
                weights: &Self::weight_rows(index, count),
                bonds: &old_bonds,
                owner: population.owner,
            };
            let moment = Moment { block: now, last_tempo, emission };
            let mut outcome = epoch::run(&neurons, &parameters, moment);
            Incentive::<T>::insert(index, std::mem::take(&mut outcome.incentive));
            Self::store_bonds(index, &old_bonds, std::mem::take(&mut outcome.bonds));
            epochs.push((emission, outcome));
        }
        let mechanisms = epochs.len();
        let outcome = mechanisms::together(epochs);
        Active::<T>::insert(netuid, &outcome.active);
        StakeWeight::<T>::insert(netuid, &outcome.stake_weight);
        Consensus::<T>::insert(netuid, &outcome.consensus);
        Dividends::<T>::insert(netuid, &outcome.dividends);
        ValidatorTrust::<T>::insert(netuid, &outcome.validator_trust);
        ValidatorPermit::<T>::insert(netuid, &outcome.permits);
        Emission::<T>::insert(netuid, &outcome.emission);
        Self::move_voting_power(netuid, population, &outcome.permits, mechanisms, now);
        outcome
    }

    fn store_bonds(index: NetUidStorageIndex, old: &[Row], new: Vec<Row>) {
        for (uid, (old, new)) in (0..Uid::MAX).zip(old.iter().zip(new)) {
            if *old != new {
                Bonds::<T>::insert(index, uid, new);
            }
        }
    }
}
