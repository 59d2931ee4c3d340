//! Delegates and those who stake to them.

use std::collections::BTreeMap;

use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;

use crate::*;
use units::{NetUid, ROOT};

/// What one coldkey holds through a delegate: (netuid, rao of alpha).
pub type Holdings = Vec<(Compact<NetUid>, Compact<u64>)>;

/// A delegate together with what a coldkey holds through it on one subnet.
pub type Delegation<AccountId> = (DelegateInfo<AccountId>, (Compact<NetUid>, Compact<u64>));

/// A hotkey that others stake to. Amounts are rao.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct DelegateInfo<AccountId> {
    /// The hotkey; the raw account in spite of the name.
    pub delegate_ss58: AccountId,
    /// In 1/65535.
    pub take: Compact<u16>,
    pub nominators: Vec<(AccountId, Holdings)>,
    pub owner_ss58: AccountId,
    pub registrations: Vec<Compact<NetUid>>,
    pub validator_permits: Vec<Compact<NetUid>>,
    /// Emission of all subnets as if it were TAO, per day and 1000 TAO of root stake, after take. Not a yield.
    pub return_per_1000: Compact<u64>,
    /// Emission of all subnets as if it were TAO, per day.
    pub total_daily_return: Compact<u64>,
}

/// Blocks per day.
const DAY: u64 = 7_200;
/// 1000 TAO in rao.
const THOUSAND_TAO: u128 = 1_000_000_000_000;

impl<T: Config> Pallet<T> {
    fn nominators(delegate: &T::AccountId) -> Vec<(T::AccountId, Holdings)> {
        let mut held: BTreeMap<T::AccountId, Holdings> = BTreeMap::new();
        let mut keys: Vec<_> = AlphaV2::<T>::iter_key_prefix((delegate,)).collect();
        keys.sort_unstable();
        for (coldkey, netuid) in keys {
            let alpha = Self::stake_of(delegate, &coldkey, netuid);
            if alpha > 0 {
                held.entry(coldkey).or_default().push((Compact(netuid), Compact(alpha)));
            }
        }
        held.into_iter().collect()
    }

    fn delegate_without_nominators(delegate: T::AccountId) -> DelegateInfo<T::AccountId> {
        let mut seats: Vec<_> = IsNetworkMember::<T>::iter_prefix(&delegate)
            .filter_map(|(netuid, member)| member.then_some(netuid))
            .filter_map(|netuid| Some((netuid, Uids::<T>::get(netuid, &delegate)?)))
            .collect();
        seats.sort_unstable();
        let mut permits = Vec::new();
        let mut daily: u64 = 0;
        for (netuid, uid) in &seats {
            let uid = usize::from(*uid);
            if ValidatorPermit::<T>::get(netuid).get(uid).copied().unwrap_or(false) {
                permits.push(Compact(*netuid));
            }
            let emission = Emission::<T>::get(netuid).get(uid).copied().unwrap_or(0);
            let tempo = u64::from(Tempo::<T>::get(netuid)).max(1);
            daily = daily.saturating_add(emission.saturating_mul(DAY) / tempo);
        }
        let take = Delegates::<T>::get(&delegate);
        let kept = u128::from(daily) * u128::from(u16::MAX - take) / u128::from(u16::MAX);
        let root_stake = u128::from(TotalHotkeyAlpha::<T>::get(&delegate, ROOT));
        let per_thousand = (kept * THOUSAND_TAO).checked_div(root_stake).unwrap_or(0);
        DelegateInfo {
            take: Compact(take),
            nominators: Vec::new(),
            owner_ss58: Owner::<T>::get(&delegate),
            registrations: seats.into_iter().map(|(netuid, _)| Compact(netuid)).collect(),
            validator_permits: permits,
            return_per_1000: Compact(u64::try_from(per_thousand).unwrap_or(u64::MAX)),
            total_daily_return: Compact(daily),
            delegate_ss58: delegate,
        }
    }

    fn delegate_info(delegate: T::AccountId) -> DelegateInfo<T::AccountId> {
        let nominators = Self::nominators(&delegate);
        DelegateInfo { nominators, ..Self::delegate_without_nominators(delegate) }
    }

    /// One delegate with its nominators.
    pub fn delegate(hotkey: T::AccountId) -> Option<DelegateInfo<T::AccountId>> {
        Delegates::<T>::contains_key(&hotkey).then(|| Self::delegate_info(hotkey))
    }

    /// All delegates with their nominators.
    pub fn delegates() -> Vec<DelegateInfo<T::AccountId>> {
        Delegates::<T>::iter_keys().map(Self::delegate_info).collect()
    }

    /// Where a coldkey has staked: the delegate, without its nominators, and the position.
    pub fn delegated(coldkey: &T::AccountId) -> Vec<Delegation<T::AccountId>> {
        Self::positions_of(coldkey)
            .into_iter()
            .filter(|(hotkey, _, _)| Delegates::<T>::contains_key(hotkey))
            .map(|(hotkey, netuid, alpha)| {
                (Self::delegate_without_nominators(hotkey), (Compact(netuid), Compact(alpha)))
            })
            .collect()
    }
}
