//! What an epoch pays: owner cut, miners, stakers of alpha, stakers of root, in this order
//! (economics.md 5).

use std::collections::{BTreeMap, BTreeSet};

use frame_support::storage::with_storage_layer;
use substrate_fixed::types::U96F32 as StoredU96F32;
use tau_economics::{
    children::{self, Child, Parent},
    dividends::{self, Dividend, Earner},
    epoch::Outcome,
    fixed::U96F32,
};

use super::inputs::Population;
use crate::{
    AlphaDividendsPerSubnet, AutoStakeDestination, CKBurn, Config, Delegates, Event, MinerBurned,
    OwnedHotkeys, Owner, Pallet, RecycleOrBurn, RecycleOrBurnEnum, RootAlphaDividendsPerSubnet,
    SubnetAlphaOut, SubnetOwner, SubnetOwnerHotkey, TotalHotkeyAlpha, TotalHotkeyAlphaLastEpoch,
    Uids,
    children::Relations,
    coinbase::Drained,
    units::{AlphaBalance, NetUid},
};

impl<T: Config> Pallet<T> {
    /// Runs the subnet's epoch and pays out what was pending.
    pub(crate) fn distribute(netuid: NetUid, drained: Drained, now: u64) {
        let population = Self::population(netuid);
        let budget = drained.server.saturating_add(drained.validator).saturating_add(drained.root);
        let outcome = Self::run_epoch(netuid, &population, budget, now);
        let mined = outcome.server_emission.iter().any(|emission| *emission > 0);
        let for_validators = if mined {
            drained.validator
        } else {
            drained.validator.saturating_add(drained.server)
        };
        let earned = Self::with_parents(netuid, &population, &outcome);
        let stakes: Vec<_> = earned
            .iter()
            .map(|(hotkey, dividend)| {
                let own = Self::own_stake(hotkey, netuid);
                Earner { dividend: U96F32::from_int(*dividend), alpha: own.alpha, root: own.root }
            })
            .collect();
        let dividends =
            dividends::distribute(&stakes, for_validators, drained.root, Self::tao_weight());
        let dividends: Vec<_> = earned.into_keys().zip(dividends).collect();

        Self::pay_owner(netuid, drained.owner);
        Self::pay_miners(netuid, &population.hotkeys, &outcome.server_emission);
        Self::pay_alpha_dividends(netuid, &dividends);
        Self::pay_root_dividends(netuid, &dividends);
    }

    /// Dividends by hotkey after each validator has shared with its parents.
    fn with_parents(
        netuid: NetUid,
        population: &Population<T::AccountId>,
        outcome: &Outcome,
    ) -> BTreeMap<T::AccountId, AlphaBalance> {
        let mut earned: BTreeMap<T::AccountId, AlphaBalance> = BTreeMap::new();
        let mut add = |hotkey: &T::AccountId, amount: AlphaBalance| {
            let sum = earned.entry(hotkey.clone()).or_default();
            *sum = sum.saturating_add(amount);
        };
        let neurons = population.hotkeys.iter().zip(&population.relations);
        let mut burned: AlphaBalance = 0;
        for ((hotkey, relations), dividend) in neurons.zip(&outcome.validator_emission) {
            if relations.parents.is_empty() {
                add(hotkey, *dividend);
                continue;
            }
            let shares = Self::divide_with_parents(hotkey, netuid, relations, *dividend);
            for (parent, share) in relations.parents.iter().zip(shares.parents) {
                add(&parent.hotkey, share);
            }
            add(hotkey, shares.own);
            burned = burned.saturating_add(shares.burned);
        }
        Self::recycle_alpha_out(netuid, burned);
        earned
    }

    fn divide_with_parents(
        hotkey: &T::AccountId,
        netuid: NetUid,
        relations: &Relations<T::AccountId>,
        dividend: AlphaBalance,
    ) -> children::Earnings {
        let owner = Owner::<T>::get(hotkey);
        let parents: Vec<_> = relations
            .parents
            .iter()
            .map(|parent| Parent {
                proportion: parent.proportion,
                stake: parent.stake,
                same_owner: Owner::<T>::get(&parent.hotkey) == owner,
            })
            .collect();
        let child = Child {
            stake: relations.own,
            to_children: &relations.to_children,
            take: Self::childkey_take(hotkey, netuid),
        };
        let burn = U96F32::ratio(CKBurn::<T>::get(), u64::MAX);
        children::divide(dividend, &child, &parents, Self::tao_weight(), burn)
    }

    fn pay_owner(netuid: NetUid, cut: AlphaBalance) {
        if cut > 0 && SubnetOwner::<T>::contains_key(netuid) {
            let (hotkey, coldkey) =
                (SubnetOwnerHotkey::<T>::get(netuid), SubnetOwner::<T>::get(netuid));
            let _ = Self::credit_stake(&hotkey, &coldkey, netuid, cut);
            Self::share_owner_cut(netuid, cut);
            // Where it cannot be locked it stays free.
            let _ = with_storage_layer(|| Self::lock_owner_cut(netuid, cut));
        }
    }

    /// Stakes each miner's part, to the hotkey its coldkey has chosen or to its own. What the owner's miners
    /// would get is withheld.
    fn pay_miners(netuid: NetUid, hotkeys: &[T::AccountId], emission: &[AlphaBalance]) {
        let withholds = Self::owner_hotkeys(netuid);
        let (mut total, mut withheld): (AlphaBalance, AlphaBalance) = (0, 0);
        let mut earned: Vec<_> =
            hotkeys.iter().zip(emission).filter(|(_, incentive)| **incentive > 0).collect();
        earned.sort_unstable();
        for (hotkey, incentive) in earned {
            total = total.saturating_add(*incentive);
            if withholds.contains(hotkey) {
                withheld = withheld.saturating_add(*incentive);
                continue;
            }
            let owner = Owner::<T>::get(hotkey);
            let chosen = AutoStakeDestination::<T>::get(&owner, netuid);
            if let Some(destination) = chosen.clone() {
                Self::deposit_event(Event::AutoStakeAdded {
                    netuid,
                    destination,
                    hotkey: hotkey.clone(),
                    owner: owner.clone(),
                    incentive: *incentive,
                });
            }
            let destination = chosen.as_ref().unwrap_or(hotkey);
            let _ = Self::credit_stake(destination, &owner, netuid, *incentive);
        }
        match RecycleOrBurn::<T>::get(netuid) {
            RecycleOrBurnEnum::Recycle => Self::recycle_alpha_out(netuid, withheld),
            RecycleOrBurnEnum::Burn => pallet_alpha_assets::Pallet::<T>::burn(netuid, withheld),
        }
        let fraction = dividends::burned_fraction(withheld, total);
        MinerBurned::<T>::insert(netuid, StoredU96F32::from_bits(fraction.to_bits()));
    }

    /// Registered hotkeys of the owner, and the owner hotkey.
    fn owner_hotkeys(netuid: NetUid) -> BTreeSet<T::AccountId> {
        let mut hotkeys: BTreeSet<_> = OwnedHotkeys::<T>::get(SubnetOwner::<T>::get(netuid))
            .into_iter()
            .filter(|hotkey| Uids::<T>::contains_key(netuid, hotkey))
            .collect();
        hotkeys.insert(SubnetOwnerHotkey::<T>::get(netuid));
        hotkeys
    }

    fn pay_alpha_dividends(netuid: NetUid, dividends: &[(T::AccountId, Dividend)]) {
        let _ = AlphaDividendsPerSubnet::<T>::clear_prefix(netuid, u32::MAX, None);
        for (hotkey, dividend) in dividends {
            let paid = Self::pay_take(hotkey, netuid, dividend.alpha);
            Self::credit_stakers(hotkey, netuid, paid);
            AlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, paid);
            let all = TotalHotkeyAlpha::<T>::get(hotkey, netuid);
            TotalHotkeyAlphaLastEpoch::<T>::insert(hotkey, netuid, all);
        }
    }

    fn pay_root_dividends(netuid: NetUid, dividends: &[(T::AccountId, Dividend)]) {
        let _ = RootAlphaDividendsPerSubnet::<T>::clear_prefix(netuid, u32::MAX, None);
        for (hotkey, dividend) in dividends {
            let paid = Self::pay_take(hotkey, netuid, dividend.root);
            Self::add_root_dividend(hotkey, netuid, paid);
            RootAlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, paid);
        }
    }

    /// Gives the hotkey's owner its take as alpha. Returns what is left, in rao.
    fn pay_take(hotkey: &T::AccountId, netuid: NetUid, amount: U96F32) -> AlphaBalance {
        let parts = dividends::taken(amount, Delegates::<T>::get(hotkey));
        if parts.take > 0 {
            let _ = Self::credit_stake(hotkey, &Owner::<T>::get(hotkey), netuid, parts.take);
        }
        parts.rest
    }

    /// Takes alpha that nobody holds out of issuance.
    pub(crate) fn recycle_alpha_out(netuid: NetUid, amount: AlphaBalance) {
        if amount > 0 {
            SubnetAlphaOut::<T>::mutate(netuid, |alpha| *alpha = alpha.saturating_sub(amount));
            pallet_alpha_assets::Pallet::<T>::recycle(netuid, amount);
        }
    }
}
