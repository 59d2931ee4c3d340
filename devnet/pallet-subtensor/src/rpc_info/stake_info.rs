//! Positions of coldkeys.

use std::collections::BTreeMap;

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;

use crate::{AlphaDividendsPerSubnet, Config, IsNetworkMember, Pallet, units::NetUid};

/// One position, in rao of the subnet's alpha.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct StakeInfo<AccountId> {
    pub hotkey: AccountId,
    pub coldkey: AccountId,
    pub netuid: Compact<NetUid>,
    pub stake: Compact<u64>,
    /// Always zero; see [`StakeAvailability`].
    pub locked: Compact<u64>,
    /// What the hotkey's stakers got in the last epoch, not this position's part.
    pub emission: Compact<u64>,
    /// Always zero.
    pub tao_emission: Compact<u64>,
    /// Always zero.
    pub drain: Compact<u64>,
    pub is_registered: bool,
}

/// How much of a coldkey's alpha on a subnet can be unstaked, in rao.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct StakeAvailability {
    pub total: Compact<u64>,
    pub locked: Compact<u64>,
    pub available: Compact<u64>,
}

impl<T: Config> Pallet<T> {
    fn stake_info(
        hotkey: T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        alpha: u64,
    ) -> StakeInfo<T::AccountId> {
        StakeInfo {
            emission: Compact(AlphaDividendsPerSubnet::<T>::get(netuid, &hotkey)),
            is_registered: IsNetworkMember::<T>::get(&hotkey, netuid),
            hotkey,
            coldkey: coldkey.clone(),
            netuid: Compact(netuid),
            stake: Compact(alpha),
            locked: Compact(0),
            tao_emission: Compact(0),
            drain: Compact(0),
        }
    }

    /// Non-empty positions of a coldkey.
    pub fn stake_info_for_coldkey(coldkey: &T::AccountId) -> Vec<StakeInfo<T::AccountId>> {
        Self::positions_of(coldkey)
            .into_iter()
            .map(|(hotkey, netuid, alpha)| Self::stake_info(hotkey, coldkey, netuid, alpha))
            .collect()
    }

    /// One position, empty or not; none on a subnet that does not exist.
    pub fn stake_info_for_position(
        hotkey: T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
    ) -> Option<StakeInfo<T::AccountId>> {
        Self::subnet_exists(netuid).then(|| {
            let alpha = Self::stake_of(&hotkey, coldkey, netuid);
            Self::stake_info(hotkey, coldkey, netuid, alpha)
        })
    }

    /// What coldkeys could unstake, on each subnet where they hold anything.
    pub fn stake_availability(
        coldkeys: Vec<T::AccountId>,
        netuids: Option<Vec<NetUid>>,
    ) -> BTreeMap<T::AccountId, BTreeMap<NetUid, StakeAvailability>> {
        let mut answer: BTreeMap<T::AccountId, BTreeMap<NetUid, StakeAvailability>> =
            BTreeMap::new();
        for coldkey in coldkeys {
            let mut sums: BTreeMap<NetUid, u64> = BTreeMap::new();
            for (_, netuid, alpha) in Self::positions_of(&coldkey) {
                if netuids.as_ref().is_none_or(|wanted| wanted.contains(&netuid)) {
                    let sum = sums.entry(netuid).or_default();
                    *sum = sum.saturating_add(alpha);
                }
            }
            let availability = |(netuid, total): (NetUid, u64)| {
                let locked = Self::locked_stake(&coldkey, netuid);
                let available = total.saturating_sub(locked);
                let answer = StakeAvailability {
                    total: Compact(total),
                    locked: Compact(locked),
                    available: Compact(available),
                };
                (netuid, answer)
            };
            let of_coldkey = sums.into_iter().map(availability).collect();
            answer.insert(coldkey, of_coldkey);
        }
        answer
    }

    /// Roughly the swap fee of moving `amount` from one place to another, in units of the input. `None` is the
    /// wallet. Within one subnet nothing is swapped; between two only one side charges.
    pub fn stake_fee(origin: Option<NetUid>, destination: Option<NetUid>, amount: u64) -> u64 {
        let fee = |netuid: NetUid| {
            if Self::is_dynamic(netuid) { Self::pool(netuid).fee(amount) } else { 0 }
        };
        match (origin, destination) {
            (Some(from), Some(to)) if from == to => 0,
            (Some(from), Some(to)) if !Self::is_dynamic(from) => fee(to),
            (Some(from), _) => fee(from),
            (None, Some(to)) => fee(to),
            (None, None) => 0,
        }
    }
}
