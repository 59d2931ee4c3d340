//! Neurons one by one.

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;

use crate::*;
use units::{NetUid, Uid};

/// A neuron with its weights and bonds. Fractions are in 1/65535, amounts in rao.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct NeuronInfo<AccountId> {
    pub hotkey: AccountId,
    pub coldkey: AccountId,
    pub uid: Compact<Uid>,
    pub netuid: Compact<NetUid>,
    pub active: bool,
    pub axon_info: AxonInfo,
    pub prometheus_info: PrometheusInfo,
    /// The owner, with all that is staked through the hotkey.
    pub stake: Vec<(AccountId, Compact<u64>)>,
    /// Always zero.
    pub rank: Compact<u16>,
    pub emission: Compact<u64>,
    pub incentive: Compact<u16>,
    pub consensus: Compact<u16>,
    /// Always zero.
    pub trust: Compact<u16>,
    pub validator_trust: Compact<u16>,
    pub dividends: Compact<u16>,
    pub last_update: Compact<u64>,
    pub validator_permit: bool,
    pub weights: Vec<(Compact<u16>, Compact<u16>)>,
    pub bonds: Vec<(Compact<u16>, Compact<u16>)>,
    /// Always 65535.
    pub pruning_score: Compact<u16>,
}

/// A neuron without weights and bonds. Fractions are in 1/65535, amounts in rao.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct NeuronInfoLite<AccountId> {
    pub hotkey: AccountId,
    pub coldkey: AccountId,
    pub uid: Compact<Uid>,
    pub netuid: Compact<NetUid>,
    pub active: bool,
    pub axon_info: AxonInfo,
    pub prometheus_info: PrometheusInfo,
    /// The owner, with all that is staked through the hotkey.
    pub stake: Vec<(AccountId, Compact<u64>)>,
    /// Always zero.
    pub rank: Compact<u16>,
    pub emission: Compact<u64>,
    pub incentive: Compact<u16>,
    pub consensus: Compact<u16>,
    /// Always zero.
    pub trust: Compact<u16>,
    pub validator_trust: Compact<u16>,
    pub dividends: Compact<u16>,
    pub last_update: Compact<u64>,
    pub validator_permit: bool,
    /// Always 65535.
    pub pruning_score: Compact<u16>,
}

/// The vectors of a subnet, read once for all its neurons.
struct Vectors {
    active: Vec<bool>,
    emission: Vec<u64>,
    incentive: Vec<u16>,
    consensus: Vec<u16>,
    validator_trust: Vec<u16>,
    dividends: Vec<u16>,
    last_update: Vec<u64>,
    validator_permit: Vec<bool>,
}

fn at<V: Copy + Default>(all: &[V], uid: Uid) -> V {
    all.get(usize::from(uid)).copied().unwrap_or_default()
}

impl<T: Config> Pallet<T> {
    fn vectors(netuid: NetUid) -> Vectors {
        Vectors {
            active: Active::<T>::get(netuid),
            emission: Emission::<T>::get(netuid),
            incentive: Incentive::<T>::get(netuid),
            consensus: Consensus::<T>::get(netuid),
            validator_trust: ValidatorTrust::<T>::get(netuid),
            dividends: Dividends::<T>::get(netuid),
            last_update: LastUpdate::<T>::get(netuid),
            validator_permit: ValidatorPermit::<T>::get(netuid),
        }
    }

    fn lite(netuid: NetUid, uid: Uid, of: &Vectors) -> NeuronInfoLite<T::AccountId> {
        let hotkey = Keys::<T>::get(netuid, uid);
        let coldkey = Owner::<T>::get(&hotkey);
        NeuronInfoLite {
            stake: vec![(coldkey.clone(), Compact(TotalHotkeyAlpha::<T>::get(&hotkey, netuid)))],
            axon_info: Axons::<T>::get(netuid, &hotkey).unwrap_or_default(),
            prometheus_info: Prometheus::<T>::get(netuid, &hotkey).unwrap_or_default(),
            hotkey,
            coldkey,
            uid: Compact(uid),
            netuid: Compact(netuid),
            active: at(&of.active, uid),
            rank: Compact(0),
            emission: Compact(at(&of.emission, uid)),
            incentive: Compact(at(&of.incentive, uid)),
            consensus: Compact(at(&of.consensus, uid)),
            trust: Compact(0),
            validator_trust: Compact(at(&of.validator_trust, uid)),
            dividends: Compact(at(&of.dividends, uid)),
            last_update: Compact(at(&of.last_update, uid)),
            validator_permit: at(&of.validator_permit, uid),
            pruning_score: Compact(u16::MAX),
        }
    }

    fn full(netuid: NetUid, uid: Uid, of: &Vectors) -> NeuronInfo<T::AccountId> {
        let lite = Self::lite(netuid, uid, of);
        let pairs = |pairs: Vec<(u16, u16)>| {
            pairs.into_iter().map(|(uid, value)| (Compact(uid), Compact(value))).collect()
        };
        NeuronInfo {
            hotkey: lite.hotkey,
            coldkey: lite.coldkey,
            uid: lite.uid,
            netuid: lite.netuid,
            active: lite.active,
            axon_info: lite.axon_info,
            prometheus_info: lite.prometheus_info,
            stake: lite.stake,
            rank: lite.rank,
            emission: lite.emission,
            incentive: lite.incentive,
            consensus: lite.consensus,
            trust: lite.trust,
            validator_trust: lite.validator_trust,
            dividends: lite.dividends,
            last_update: lite.last_update,
            validator_permit: lite.validator_permit,
            weights: pairs(Weights::<T>::get(netuid, uid)),
            bonds: pairs(Bonds::<T>::get(netuid, uid)),
            pruning_score: lite.pruning_score,
        }
    }

    /// All neurons of a subnet.
    pub fn neurons(netuid: NetUid) -> Vec<NeuronInfo<T::AccountId>> {
        let of = Self::vectors(netuid);
        (0..SubnetworkN::<T>::get(netuid)).map(|uid| Self::full(netuid, uid, &of)).collect()
    }

    /// One neuron.
    pub fn neuron(netuid: NetUid, uid: Uid) -> Option<NeuronInfo<T::AccountId>> {
        (uid < SubnetworkN::<T>::get(netuid))
            .then(|| Self::full(netuid, uid, &Self::vectors(netuid)))
    }

    /// All neurons of a subnet without weights and bonds.
    pub fn neurons_lite(netuid: NetUid) -> Vec<NeuronInfoLite<T::AccountId>> {
        let of = Self::vectors(netuid);
        (0..SubnetworkN::<T>::get(netuid)).map(|uid| Self::lite(netuid, uid, &of)).collect()
    }

    /// One neuron without weights and bonds.
    pub fn neuron_lite(netuid: NetUid, uid: Uid) -> Option<NeuronInfoLite<T::AccountId>> {
        (uid < SubnetworkN::<T>::get(netuid))
            .then(|| Self::lite(netuid, uid, &Self::vectors(netuid)))
    }
}
