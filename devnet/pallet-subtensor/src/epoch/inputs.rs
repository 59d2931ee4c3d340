//! What an epoch is computed from.

use tau_economics::{
    epoch::{LiquidAlpha, Parameters, Row, Yuma},
    fixed::U64F64,
};

use crate::{
    AlphaSigmoidSteepness, AlphaValues, BlockAtRegistration, Bonds, BondsMovingAverage,
    BondsPenalty, Config, Kappa, LiquidAlphaOn, MaxAllowedValidators, Pallet, StakeThreshold,
    SubnetOwnerHotkey, ValidatorPermit, Weights, Yuma3On,
    children::Relations,
    units::{NetUid, NetUidStorageIndex, Uid},
};

/// A subnet's neurons, the same for all its mechanisms. Lists are by uid.
pub(super) struct Population<AccountId> {
    pub hotkeys: Vec<AccountId>,
    pub relations: Vec<Relations<AccountId>>,
    pub stake: Vec<U64F64>,
    pub permits: Vec<bool>,
    pub registered_at: Vec<u64>,
    pub owner: Option<Uid>,
}

impl<T: Config> Pallet<T> {
    pub(super) fn population(netuid: NetUid) -> Population<T::AccountId> {
        let hotkeys = Self::hotkeys_of(netuid);
        let relations: Vec<_> =
            hotkeys.iter().map(|hotkey| Self::relations(hotkey, netuid)).collect();
        let tao_weight = Self::tao_weight();
        let owner = SubnetOwnerHotkey::<T>::get(netuid);
        let uids = 0..Uid::try_from(hotkeys.len()).unwrap_or(Uid::MAX);
        Population {
            stake: relations.iter().map(|own| own.weight(tao_weight).total).collect(),
            permits: ValidatorPermit::<T>::get(netuid),
            registered_at: uids
                .clone()
                .map(|uid| BlockAtRegistration::<T>::get(netuid, uid))
                .collect(),
            owner: uids.zip(&hotkeys).find(|(_, hotkey)| **hotkey == owner).map(|(uid, _)| uid),
            hotkeys,
            relations,
        }
    }

    pub(super) fn epoch_parameters(netuid: NetUid) -> Parameters {
        let (low, high) = AlphaValues::<T>::get(netuid);
        let yuma = if Yuma3On::<T>::get(netuid) {
            let steepness = AlphaSigmoidSteepness::<T>::get(netuid);
            let liquid =
                LiquidAlphaOn::<T>::get(netuid).then_some(LiquidAlpha { low, high, steepness });
            Yuma::Three { liquid }
        } else {
            Yuma::Two
        };
        Parameters {
            kappa: Kappa::<T>::get(netuid),
            bonds_moving_average: BondsMovingAverage::<T>::get(netuid),
            bonds_penalty: BondsPenalty::<T>::get(netuid),
            max_validators: MaxAllowedValidators::<T>::get(netuid),
            activity_cutoff: Self::activity_cutoff(netuid),
            stake_threshold: StakeThreshold::<T>::get(),
            yuma,
        }
    }

    /// Weights of a mechanism by uid; empty where nobody has set any.
    pub(super) fn weight_rows(index: NetUidStorageIndex, neurons: usize) -> Vec<Row> {
        by_uid(neurons, Weights::<T>::iter_prefix(index))
    }

    /// Bonds of a mechanism by uid.
    pub(super) fn bond_rows(index: NetUidStorageIndex, neurons: usize) -> Vec<Row> {
        by_uid(neurons, Bonds::<T>::iter_prefix(index))
    }
}

fn by_uid(neurons: usize, rows: impl Iterator<Item = (Uid, Row)>) -> Vec<Row> {
    let mut all = vec![Row::new(); neurons];
    for (uid, row) in rows {
        if let Some(place) = all.get_mut(usize::from(uid)) {
            *place = row;
        }
    }
    all
}
