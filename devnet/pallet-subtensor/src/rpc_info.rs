//! What explorers ask the chain for, as structs with mainnet's names, fields and order.
//!
//! Fields that mainnet no longer fills (rank, trust, pruning scores, TAO dividends) are empty or zero here too.

pub mod delegate_info;
pub mod dynamic_info;
pub mod metagraph;
pub mod neuron_info;
pub mod runtime_api;
pub mod show_subnet;
pub mod stake_info;
pub mod subnet_info;

use codec::Compact;

use crate::{
    ActivityCutoffFactorMilli, Config, Keys, LastEpochBlock, Pallet, PendingEpochAt,
    SubnetIdentitiesV3, SubnetworkN, Tempo,
    units::{NetUid, ROOT},
};

/// What a neuron's hotkey weighs, in rao.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct StakeWeights {
    /// Alpha through the hotkey and its parents, less what its children have.
    pub alpha: u64,
    /// Root stake likewise.
    pub tao: u64,
    /// Alpha plus root stake times its weight, floored.
    pub total: u64,
}

/// Each element behind a compact integer.
pub(crate) fn compact<V>(values: impl IntoIterator<Item = V>) -> Vec<Compact<V>> {
    values.into_iter().map(Compact).collect()
}

impl<T: Config> Pallet<T> {
    /// Hotkeys in the order of uids.
    pub(crate) fn hotkeys_of(netuid: NetUid) -> Vec<T::AccountId> {
        (0..SubnetworkN::<T>::get(netuid)).map(|uid| Keys::<T>::get(netuid, uid)).collect()
    }

    /// What the hotkey weighs on the subnet, with what it lends and borrows.
    pub(crate) fn stake_weights(hotkey: &T::AccountId, netuid: NetUid) -> StakeWeights {
        let weight = Self::relations(hotkey, netuid).weight(Self::tao_weight());
        StakeWeights { alpha: weight.alpha, tao: weight.root, total: weight.total.floor() }
    }

    /// Name of the subnet: what the owner says, else "unknown".
    pub fn subnet_name(netuid: NetUid) -> Vec<u8> {
        SubnetIdentitiesV3::<T>::get(netuid)
            .map(|identity| identity.subnet_name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| b"unknown".to_vec())
    }

    /// Blocks without weights after which a neuron is inactive, at least one.
    pub fn activity_cutoff(netuid: NetUid) -> u64 {
        let factor = u64::from(ActivityCutoffFactorMilli::<T>::get(netuid));
        (factor.saturating_mul(Tempo::<T>::get(netuid).into()) / 1_000).max(1)
    }

    /// Block of the next epoch; none on root and on a subnet without a tempo.
    pub fn next_epoch_block(netuid: NetUid) -> Option<u64> {
        let tempo = u64::from(Tempo::<T>::get(netuid));
        if !Self::subnet_exists(netuid) || netuid == ROOT || tempo == 0 {
            return None;
        }
        let regular = LastEpochBlock::<T>::get(netuid).saturating_add(tempo);
        let pending = PendingEpochAt::<T>::get(netuid);
        Some(if pending > 0 { regular.min(pending) } else { regular })
    }
}
