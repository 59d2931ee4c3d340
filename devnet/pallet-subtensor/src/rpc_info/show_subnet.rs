//! All neurons of a subnet, column by column.

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;

use super::compact;
use crate::*;
use units::NetUid;

/// The neurons of a subnet in the order of uids. Fractions are in 1/65535, amounts in rao.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct SubnetState<AccountId> {
    pub netuid: Compact<NetUid>,
    pub hotkeys: Vec<AccountId>,
    pub coldkeys: Vec<AccountId>,
    pub active: Vec<bool>,
    pub validator_permit: Vec<bool>,
    /// Always empty.
    pub pruning_score: Vec<Compact<u16>>,
    pub last_update: Vec<Compact<u64>>,
    pub emission: Vec<Compact<u64>>,
    pub dividends: Vec<Compact<u16>>,
    pub incentives: Vec<Compact<u16>>,
    pub consensus: Vec<Compact<u16>>,
    /// Always empty.
    pub trust: Vec<Compact<u16>>,
    /// Always empty.
    pub rank: Vec<Compact<u16>>,
    pub block_at_registration: Vec<Compact<u64>>,
    pub alpha_stake: Vec<Compact<u64>>,
    pub tao_stake: Vec<Compact<u64>>,
    pub total_stake: Vec<Compact<u64>>,
    /// For each subnet, what each of the hotkeys got there in the last epoch.
    pub emission_history: Vec<Vec<Compact<u64>>>,
}

impl<T: Config> Pallet<T> {
    /// See [`SubnetState`].
    pub fn subnet_state(netuid: NetUid) -> Option<SubnetState<T::AccountId>> {
        if !Self::subnet_exists(netuid) {
            return None;
        }
        let hotkeys = Self::hotkeys_of(netuid);
        let weights: Vec<_> =
            hotkeys.iter().map(|hotkey| Self::stake_weights(hotkey, netuid)).collect();
        let history = Self::netuids()
            .into_iter()
            .map(|other| {
                compact(
                    hotkeys
                        .iter()
                        .map(|hotkey| LastHotkeyEmissionOnNetuid::<T>::get(hotkey, other)),
                )
            })
            .collect();
        Some(SubnetState {
            netuid: Compact(netuid),
            coldkeys: hotkeys.iter().map(Owner::<T>::get).collect(),
            active: Active::<T>::get(netuid),
            validator_permit: ValidatorPermit::<T>::get(netuid),
            pruning_score: Vec::new(),
            last_update: compact(LastUpdate::<T>::get(netuid)),
            emission: compact(Emission::<T>::get(netuid)),
            dividends: compact(Dividends::<T>::get(netuid)),
            incentives: compact(Incentive::<T>::get(netuid)),
            consensus: compact(Consensus::<T>::get(netuid)),
            trust: Vec::new(),
            rank: Vec::new(),
            block_at_registration: (0..SubnetworkN::<T>::get(netuid))
                .map(|uid| Compact(BlockAtRegistration::<T>::get(netuid, uid)))
                .collect(),
            alpha_stake: compact(weights.iter().map(|weight| weight.alpha)),
            tao_stake: compact(weights.iter().map(|weight| weight.tao)),
            total_stake: compact(weights.iter().map(|weight| weight.total)),
            emission_history: history,
            hotkeys,
        })
    }
}
