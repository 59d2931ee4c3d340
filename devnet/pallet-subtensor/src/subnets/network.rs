//! `register_network`: what a subnet costs and how it begins (economics.md 6.2).

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::{
    issuance::block_emission,
    pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT},
    subnet_cost::{LockTerms, reduction_interval, seed_alpha},
};

use crate::{
    Burn, Config, Error, Event, ImmunityPeriod, LastEpochBlock, LastRateLimitedBlock,
    MaxAllowedUids, MaxAllowedValidators, MinAllowedWeights, NetworkImmunityPeriod,
    NetworkLastLockCost, NetworkLockReductionInterval, NetworkMinLockCost, NetworkRateLimit,
    NetworkRegisteredAt, NetworksAdded, Pallet, RateLimitKey, RegisteredSubnetCounter,
    SubnetAlphaIn, SubnetAlphaOut, SubnetEmissionEnabled, SubnetIdentitiesV3, SubnetIdentityV3,
    SubnetLimit, SubnetLocked, SubnetMechanism, SubnetMovingPrice, SubnetOwner, SubnetOwnerHotkey,
    SubnetTAO, Tempo, TokenSymbol, TotalIssuance, TotalNetworks, TotalStake, Yuma3On,
    registration::Seat,
    units::{NetUid, ROOT, TaoBalance},
};

/// Price of a registration on a new subnet, in rao.
const INITIAL_BURN: TaoBalance = 1_000_000_000;
/// Blocks between the epochs of a new subnet.
const INITIAL_TEMPO: u16 = 360;
/// Blocks in which a new subnet's neurons are not pruned.
const INITIAL_IMMUNITY: u16 = 5_000;

impl<T: Config> Pallet<T> {
    /// Whether the subnet exists; root does.
    pub fn subnet_exists(netuid: NetUid) -> bool {
        NetworksAdded::<T>::get(netuid)
    }

    /// All netuids in ascending order, root first.
    pub fn netuids() -> Vec<NetUid> {
        let mut netuids: Vec<_> = NetworksAdded::<T>::iter()
            .filter_map(|(netuid, added)| added.then_some(netuid))
            .collect();
        netuids.sort_unstable();
        netuids
    }

    /// Price of a subnet in this block, in rao.
    pub fn network_cost() -> TaoBalance {
        let terms = LockTerms {
            last_lock: NetworkLastLockCost::<T>::get(),
            last_block: Self::last_network_registration(),
            interval: reduction_interval(
                NetworkLockReductionInterval::<T>::get(),
                block_emission(TotalIssuance::<T>::get()),
            ),
            min_lock: NetworkMinLockCost::<T>::get(),
        };
        terms.cost(Self::block())
    }

    fn last_network_registration() -> u64 {
        LastRateLimitedBlock::<T>::get(RateLimitKey::NetworkLastRegistered)
    }

    /// Whether the chain takes another subnet in this block.
    pub fn network_rate_limit_passed() -> bool {
        let last = Self::last_network_registration();
        last == 0 || Self::block().saturating_sub(last) >= NetworkRateLimit::<T>::get()
    }

    /// The subnet that would make room for another: the one with the lowest price average, the oldest among
    /// equals, of those that are not immune.
    pub fn subnet_to_prune() -> Option<NetUid> {
        let now = Self::block();
        let immunity = NetworkImmunityPeriod::<T>::get();
        Self::netuids()
            .into_iter()
            .filter(|netuid| *netuid != ROOT)
            .map(|netuid| (NetworkRegisteredAt::<T>::get(netuid), netuid))
            .filter(|(registered, _)| now.saturating_sub(*registered) >= immunity)
            .min_by_key(|(registered, netuid)| (Self::moving_price(*netuid), *registered, *netuid))
            .map(|(_, netuid)| netuid)
    }

    /// Registers a subnet owned by `coldkey`, with `hotkey` as its first neuron.
    pub(crate) fn do_register_network(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        identity: Option<SubnetIdentityV3>,
    ) -> DispatchResult {
        ensure!(!Self::is_system_account(hotkey), Error::<T>::CannotUseSystemAccount);
        ensure!(Self::network_rate_limit_passed(), Error::<T>::NetworkTxRateLimitExceeded);
        let subnets = Self::netuids().iter().filter(|netuid| **netuid != ROOT).count();
        let full = subnets >= usize::from(SubnetLimit::<T>::get());
        let pruned = full.then(Self::subnet_to_prune);
        ensure!(pruned != Some(None), Error::<T>::SubnetLimitReached);
        let cost = Self::network_cost();
        ensure!(Self::spendable(coldkey) >= cost, Error::<T>::CannotAffordLockCost);
        Self::own_hotkey(coldkey, hotkey)?;
        if let Some(identity) = &identity {
            ensure!(identity.is_short(), Error::<T>::InvalidIdentity);
        }

        let netuid = match pruned.flatten() {
            Some(netuid) => {
                Self::dissolve(netuid)?;
                netuid
            }
            None => Self::lowest_free_netuid().ok_or(Error::<T>::SubnetLimitReached)?,
        };
        let prices: Vec<_> = Self::netuids()
            .into_iter()
            .filter(|other| *other != ROOT)
            .map(Self::alpha_price)
            .collect();
        Self::take_tao(coldkey, netuid, cost)?;
        Self::create_subnet(netuid, coldkey, hotkey);
        let tao = cost.max(NetworkMinLockCost::<T>::get());
        SubnetTAO::<T>::insert(netuid, tao);
        let alpha = seed_alpha(tao, &prices);
        SubnetAlphaIn::<T>::insert(netuid, alpha);
        pallet_alpha_assets::Pallet::<T>::mint(netuid, alpha);
        SubnetAlphaOut::<T>::insert(netuid, 0);
        TotalStake::<T>::mutate(|total| *total = total.saturating_add(tao));
        SubnetLocked::<T>::insert(netuid, cost);
        NetworkLastLockCost::<T>::put(cost);
        LastRateLimitedBlock::<T>::insert(RateLimitKey::NetworkLastRegistered, Self::block());

        if let Some(identity) = identity {
            SubnetIdentitiesV3::<T>::insert(netuid, identity);
            Self::deposit_event(Event::SubnetIdentitySet(netuid));
        }
        Self::deposit_event(Event::NetworkAdded(netuid, 1));
        Ok(())
    }

    fn lowest_free_netuid() -> Option<NetUid> {
        (1..NetUid::MAX).find(|netuid| !Self::subnet_exists(*netuid))
    }

    /// A subnet as every new one begins, without a pool.
    fn create_subnet(netuid: NetUid, coldkey: &T::AccountId, hotkey: &T::AccountId) {
        let now = Self::block();
        NetworksAdded::<T>::insert(netuid, true);
        TotalNetworks::<T>::mutate(|n| *n = n.saturating_add(1));
        RegisteredSubnetCounter::<T>::mutate(netuid, |n| *n = n.saturating_add(1));
        NetworkRegisteredAt::<T>::insert(netuid, now);
        SubnetMechanism::<T>::insert(netuid, 1);
        SubnetMovingPrice::<T>::remove(netuid);
        SubnetEmissionEnabled::<T>::insert(netuid, false);
        SubnetOwner::<T>::insert(netuid, coldkey);
        SubnetOwnerHotkey::<T>::insert(netuid, hotkey);
        TokenSymbol::<T>::insert(netuid, Self::next_free_symbol(netuid));
        Tempo::<T>::insert(netuid, INITIAL_TEMPO);
        let phase = u64::from(netuid % INITIAL_TEMPO);
        LastEpochBlock::<T>::insert(netuid, now.saturating_sub(phase));
        MaxAllowedUids::<T>::insert(netuid, 256);
        MaxAllowedValidators::<T>::insert(netuid, 64);
        MinAllowedWeights::<T>::insert(netuid, 1);
        ImmunityPeriod::<T>::insert(netuid, INITIAL_IMMUNITY);
        Burn::<T>::insert(netuid, INITIAL_BURN);
        Yuma3On::<T>::insert(netuid, true);
        pallet_subtensor_swap::Pallet::<T>::begin(netuid, EVEN_WEIGHT, DEFAULT_FEE_RATE);
        Self::take_seat(netuid, Seat::New(0), hotkey);
        Self::delegate_root_to(netuid, hotkey);
    }
}
