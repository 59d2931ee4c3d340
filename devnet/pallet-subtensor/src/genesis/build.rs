//! Turns a [`World`] into storage.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use frame_support::traits::{
    Get,
    fungible::{Inspect, Mutate},
};
use substrate_fixed::types::I96F32;
use tau_economics::share::{SafeFloat, SharePool};

use super::{Endpoint, Identity, Neuron, Position, Subnet, SubnetIdentity, World};
use crate::*;
use staking::hotkeys::DEFAULT_TAKE;
use units::{NetUid, ROOT, TaoBalance};

/// Seats on root.
const ROOT_SEATS: u16 = 64;

/// The world in parts, each of which writes a piece of it; they are to run in their order, in block 0, before anything else
/// exists but free balances. A world of 128 full subnets has half a million entries: who has no room to hold them all as
/// changes puts what one part wrote away before the next one runs.
///
/// # Panics
/// A part does if the world names one netuid or one seat of a subnet twice, or root as a subnet: a world is part of the
/// program, and a chain must not start on a contradictory one.
pub fn parts<T: Config>(world: &World<T::AccountId>) -> impl Iterator<Item = Part<'_>> {
    let first: Part<'_> = Box::new(|| {
        parameters::<T>(world);
        root::<T>(&world.root);
    });
    let mut seen = BTreeSet::from([ROOT]);
    let subnets = world.subnets.iter().map(move |subnet| -> Part<'_> {
        let is_new = seen.insert(subnet.netuid);
        Box::new(move || {
            assert!(is_new, "netuid {} appears twice", subnet.netuid);
            build_subnet::<T>(subnet);
        })
    });
    let owners: Part<'_> = Box::new(|| {
        ownership::<T>(world);
        stakers::<T>(world);
    });
    let mut by_subnet: BTreeMap<NetUid, Vec<&Position<T::AccountId>>> = BTreeMap::new();
    for position in held(world) {
        by_subnet.entry(position.netuid).or_default().push(position);
    }
    let stakes = by_subnet.into_iter().map(|(netuid, positions)| -> Part<'_> {
        Box::new(move || shares::<T>(netuid, &positions))
    });
    let last: Part<'_> = Box::new(|| {
        totals::<T>(world);
        for (coldkey, identity) in &world.identities {
            IdentitiesV2::<T>::insert(coldkey, chain_identity(identity));
        }
    });
    std::iter::once(first).chain(subnets).chain([owners]).chain(stakes).chain([last])
}

/// A piece of a world, to be written.
pub type Part<'a> = Box<dyn FnOnce() + 'a>;

fn parameters<T: Config>(world: &World<T::AccountId>) {
    let chosen = &world.parameters;
    TaoWeight::<T>::put(chosen.tao_weight);
    SubnetMovingAlpha::<T>::put(I96F32::from_bits(chosen.subnet_moving_alpha));
    NominatorMinRequiredStake::<T>::put(chosen.nominator_min_required_stake);
    SubnetLimit::<T>::put(chosen.subnet_limit);
    NetworkMinLockCost::<T>::put(chosen.network_min_lock_cost);
    NetworkLastLockCost::<T>::put(chosen.network_last_lock_cost);
    NetworkLockReductionInterval::<T>::put(chosen.network_lock_reduction_interval);
    NetworkRateLimit::<T>::put(chosen.network_rate_limit);
    NetworkImmunityPeriod::<T>::put(chosen.network_immunity_period);
    StakeThreshold::<T>::put(chosen.stake_threshold);
    MaxEpochsPerBlock::<T>::put(chosen.max_epochs_per_block);
    PendingChildKeyCooldown::<T>::put(chosen.pending_childkey_cooldown);
    TxChildkeyTakeRateLimit::<T>::put(chosen.childkey_take_rate_limit);
    NumRootClaim::<T>::put(chosen.root_claims_per_block);
}

fn root<T: Config>(members: &[Neuron<T::AccountId>]) {
    NetworksAdded::<T>::insert(ROOT, true);
    SubnetMechanism::<T>::insert(ROOT, 0);
    SubtokenEnabled::<T>::insert(ROOT, true);
    TokenSymbol::<T>::insert(ROOT, Pallet::<T>::next_free_symbol(ROOT));
    MaxAllowedUids::<T>::insert(ROOT, ROOT_SEATS);
    MaxAllowedValidators::<T>::insert(ROOT, ROOT_SEATS);
    SubnetIdentitiesV3::<T>::insert(
        ROOT,
        SubnetIdentityV3 { subnet_name: b"root".to_vec(), ..SubnetIdentityV3::default() },
    );
    neurons::<T>(ROOT, ROOT_SEATS, members);
    for member in members {
        Delegates::<T>::insert(&member.hotkey, DEFAULT_TAKE);
    }
}

fn build_subnet<T: Config>(subnet: &Subnet<T::AccountId>) {
    let netuid = subnet.netuid;
    NetworksAdded::<T>::insert(netuid, true);
    RegisteredSubnetCounter::<T>::insert(netuid, 1);
    NetworkRegisteredAt::<T>::insert(netuid, subnet.registered_at);
    SubnetMechanism::<T>::insert(netuid, 1);
    SubnetOwner::<T>::insert(netuid, &subnet.owner_coldkey);
    SubnetOwnerHotkey::<T>::insert(netuid, &subnet.owner_hotkey);
    let symbol = if subnet.symbol.is_empty() {
        Pallet::<T>::next_free_symbol(netuid)
    } else {
        subnet.symbol.clone().into_bytes()
    };
    TokenSymbol::<T>::insert(netuid, symbol);
    if !subnet.identity.name.is_empty() {
        SubnetIdentitiesV3::<T>::insert(netuid, subnet_identity(&subnet.identity));
    }
    if subnet.started {
        FirstEmissionBlockNumber::<T>::insert(netuid, subnet.registered_at.saturating_add(1));
        SubtokenEnabled::<T>::insert(netuid, true);
    }
    SubnetTAO::<T>::insert(netuid, subnet.pool.tao);
    SubnetAlphaIn::<T>::insert(netuid, subnet.pool.alpha);
    pallet_subtensor_swap::Pallet::<T>::begin(
        netuid,
        subnet.pool.quote_weight,
        subnet.pool.fee_rate,
    );
    LastEpochBlock::<T>::insert(netuid, subnet.last_epoch);
    SubnetVolume::<T>::insert(netuid, subnet.volume);
    SubnetLocked::<T>::insert(netuid, subnet.locked);
    let average = match subnet.moving_price {
        Some(price) => tau_economics::fixed::U64F64::from_price_rao(price),
        None => Pallet::<T>::alpha_price(netuid).min(tau_economics::fixed::U64F64::ONE),
    };
    let average = tau_economics::fixed::I96F32::from_u64f64(average);
    SubnetMovingPrice::<T>::insert(netuid, I96F32::from_bits(average.to_bits()));
    SubnetTaoInEmission::<T>::insert(netuid, subnet.emission.tao_in);
    SubnetAlphaInEmission::<T>::insert(netuid, subnet.emission.alpha_in);
    SubnetAlphaOutEmission::<T>::insert(netuid, subnet.emission.alpha_out);
    PendingValidatorEmission::<T>::insert(netuid, subnet.emission.pending_validators);
    PendingServerEmission::<T>::insert(netuid, subnet.emission.pending_miners);
    hyperparameters::<T>(subnet);
    neurons::<T>(netuid, subnet.parameters.max_uids, &subnet.neurons);
}

fn hyperparameters<T: Config>(subnet: &Subnet<T::AccountId>) {
    let (netuid, chosen) = (subnet.netuid, &subnet.parameters);
    Tempo::<T>::insert(netuid, chosen.tempo);
    Kappa::<T>::insert(netuid, chosen.kappa);
    ImmunityPeriod::<T>::insert(netuid, chosen.immunity_period);
    MaxAllowedUids::<T>::insert(netuid, chosen.max_uids);
    MaxAllowedValidators::<T>::insert(netuid, chosen.max_validators);
    MinAllowedWeights::<T>::insert(netuid, chosen.min_allowed_weights);
    MaxWeightsLimit::<T>::insert(netuid, chosen.max_weights_limit);
    WeightsVersionKey::<T>::insert(netuid, chosen.weights_version);
    WeightsSetRateLimit::<T>::insert(netuid, chosen.weights_rate_limit);
    Burn::<T>::insert(netuid, chosen.burn);
    MinBurn::<T>::insert(netuid, chosen.min_burn);
    MaxBurn::<T>::insert(netuid, chosen.max_burn);
    BurnHalfLife::<T>::insert(netuid, chosen.burn_half_life);
    NetworkRegistrationAllowed::<T>::insert(netuid, chosen.registration_allowed);
    ServingRateLimit::<T>::insert(netuid, chosen.serving_rate_limit);
    CommitRevealWeightsEnabled::<T>::insert(netuid, chosen.commit_reveal_weights);
    RevealPeriodEpochs::<T>::insert(netuid, chosen.reveal_period);
    LiquidAlphaOn::<T>::insert(netuid, chosen.liquid_alpha);
    Yuma3On::<T>::insert(netuid, chosen.yuma3);
    TransferToggle::<T>::insert(netuid, chosen.transfers_allowed);
    SubnetEmissionEnabled::<T>::insert(netuid, chosen.emission_enabled);
    ActivityCutoffFactorMilli::<T>::insert(netuid, chosen.activity_cutoff_factor);
    EMAPriceHalvingBlocks::<T>::insert(netuid, chosen.price_halving_blocks);
}

fn neurons<T: Config>(netuid: NetUid, seats: u16, neurons: &[Neuron<T::AccountId>]) {
    let count = u16::try_from(neurons.len()).unwrap_or(u16::MAX);
    assert!(count <= seats, "subnet {netuid} has {count} neurons but {seats} seats");
    SubnetworkN::<T>::insert(netuid, count);
    for (uid, neuron) in (0..count).zip(neurons) {
        let hotkey = &neuron.hotkey;
        assert!(
            !Uids::<T>::contains_key(netuid, hotkey),
            "a hotkey has two uids on subnet {netuid}"
        );
        Keys::<T>::insert(netuid, uid, hotkey);
        Uids::<T>::insert(netuid, hotkey, uid);
        IsNetworkMember::<T>::insert(hotkey, netuid, true);
        if neuron.registered_at > 0 {
            BlockAtRegistration::<T>::insert(netuid, uid, neuron.registered_at);
        }
        if let Some(endpoint) = &neuron.axon {
            Axons::<T>::insert(netuid, hotkey, axon(endpoint));
        }
        if !neuron.weights.is_empty() {
            Weights::<T>::insert(netuid, uid, &neuron.weights);
        }
        if neuron.figures.alpha_dividends > 0 {
            AlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, neuron.figures.alpha_dividends);
        }
        if neuron.figures.emission > 0 {
            LastHotkeyEmissionOnNetuid::<T>::insert(hotkey, netuid, neuron.figures.emission);
        }
    }
    macro_rules! vector {
        ($item:ident, $field:ident) => {
            $item::<T>::insert(
                netuid,
                neurons.iter().map(|neuron| neuron.figures.$field).collect::<Vec<_>>(),
            )
        };
    }
    vector!(Active, active);
    vector!(ValidatorPermit, validator_permit);
    vector!(Consensus, consensus);
    vector!(Incentive, incentive);
    vector!(Dividends, dividends);
    vector!(ValidatorTrust, validator_trust);
    vector!(StakeWeight, stake_weight);
    vector!(Emission, emission);
    vector!(LastUpdate, last_update);
}

/// Who owns which hotkey: neurons and named hotkeys first, then the first holder of a position.
fn ownership<T: Config>(world: &World<T::AccountId>) {
    let neurons = world.root.iter().chain(world.subnets.iter().flat_map(|subnet| &subnet.neurons));
    let pairs = neurons
        .map(|neuron| (&neuron.hotkey, &neuron.coldkey))
        .chain(world.subnets.iter().map(|subnet| (&subnet.owner_hotkey, &subnet.owner_coldkey)))
        .chain(world.hotkeys.iter().map(|(hotkey, coldkey)| (hotkey, coldkey)))
        .chain(world.positions.iter().map(|position| (&position.hotkey, &position.coldkey)));
    let mut known = BTreeSet::new();
    let mut owned: BTreeMap<&T::AccountId, Vec<T::AccountId>> = BTreeMap::new();
    for (hotkey, coldkey) in pairs {
        if known.insert(hotkey) {
            Owner::<T>::insert(hotkey, coldkey);
            owned.entry(coldkey).or_default().push(hotkey.clone());
        }
    }
    for (coldkey, hotkeys) in owned {
        OwnedHotkeys::<T>::insert(coldkey, &hotkeys);
        StakingHotkeys::<T>::insert(coldkey, hotkeys);
    }
    for (hotkey, take) in &world.delegates {
        Delegates::<T>::insert(hotkey, take);
    }
}

/// Stake that is there.
fn held<AccountId>(world: &World<AccountId>) -> impl Iterator<Item = &Position<AccountId>> {
    world.positions.iter().filter(|position| position.alpha > 0)
}

/// Through whom each coldkey has stake.
fn stakers<T: Config>(world: &World<T::AccountId>) {
    let mut staking: BTreeMap<&T::AccountId, Vec<T::AccountId>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for Position { hotkey, coldkey, .. } in held(world) {
        if pairs.insert((coldkey, hotkey)) {
            let hotkeys =
                staking.entry(coldkey).or_insert_with(|| StakingHotkeys::<T>::get(coldkey));
            if !hotkeys.contains(hotkey) {
                hotkeys.push(hotkey.clone());
            }
            if Owner::<T>::get(hotkey) != *coldkey {
                Pallet::<T>::become_delegate(hotkey);
            }
        }
    }
    for (coldkey, hotkeys) in staking {
        StakingHotkeys::<T>::insert(coldkey, hotkeys);
    }
}

/// Share pools and positions of one subnet.
fn shares<T: Config>(netuid: NetUid, positions: &[&Position<T::AccountId>]) {
    assert!(
        Pallet::<T>::subnet_exists(netuid),
        "a position names subnet {netuid}, which does not exist"
    );
    let mut pools: BTreeMap<_, SharePool> = BTreeMap::new();
    let mut shares: BTreeMap<_, SafeFloat> = BTreeMap::new();
    for Position { hotkey, coldkey, alpha, .. } in positions {
        let pool = pools.entry(hotkey).or_default();
        let share = shares.entry((hotkey, coldkey, netuid)).or_default();
        (*pool, *share) = pool
            .credit(*share, *alpha)
            .expect("a position of the world is at least one share of its pool");
        if netuid == ROOT {
            Pallet::<T>::note_root_staker(coldkey);
        }
    }
    for (hotkey, pool) in pools {
        TotalHotkeyAlpha::<T>::insert(hotkey, netuid, pool.value);
        TotalHotkeyAlphaLastEpoch::<T>::insert(hotkey, netuid, pool.value);
        let sum = share_pool::SafeFloat::from(pool.denominator);
        TotalHotkeySharesV2::<T>::insert(hotkey, netuid, sum);
    }
    for (position, share) in shares {
        AlphaV2::<T>::insert(position, share_pool::SafeFloat::from(share));
    }
}

/// Alpha outside the pools, TAO in the subnets' accounts, and the sums over all.
fn totals<T: Config>(world: &World<T::AccountId>) {
    let mut staked: BTreeMap<NetUid, u64> = BTreeMap::new();
    for position in held(world) {
        let sum = staked.entry(position.netuid).or_default();
        *sum = sum.saturating_add(position.alpha);
    }
    let on_root = staked.get(&ROOT).copied().unwrap_or(0);
    SubnetTAO::<T>::insert(ROOT, on_root);
    SubnetAlphaOut::<T>::insert(ROOT, on_root);
    endow::<T>(&Pallet::<T>::subnet_account(ROOT), on_root);
    let mut total = on_root;
    for subnet in &world.subnets {
        let held = staked.get(&subnet.netuid).copied().unwrap_or(0);
        let pending =
            subnet.emission.pending_validators.saturating_add(subnet.emission.pending_miners);
        let outside = held.saturating_add(pending).saturating_add(subnet.loose_alpha);
        SubnetAlphaOut::<T>::insert(subnet.netuid, outside);
        let issued = outside.saturating_add(SubnetAlphaIn::<T>::get(subnet.netuid));
        pallet_alpha_assets::Pallet::<T>::mint(subnet.netuid, issued);
        endow::<T>(&Pallet::<T>::subnet_account(subnet.netuid), subnet.pool.tao);
        total = total.saturating_add(subnet.pool.tao);
    }
    // Fees can reach an author only if the account exists.
    if let Some(author) = T::BlockAuthor::get()
        && T::Currency::balance(&author) == 0
    {
        endow::<T>(&author, T::Currency::minimum_balance());
    }
    TotalStake::<T>::put(total);
    TotalIssuance::<T>::put(T::Currency::total_issuance());
    TotalNetworks::<T>::put(
        u16::try_from(world.subnets.len()).unwrap_or(u16::MAX).saturating_add(1),
    );
}

/// Creates TAO in an account of the chain, at least so much that the account exists.
fn endow<T: Config>(account: &T::AccountId, amount: TaoBalance) {
    let amount = amount.max(T::Currency::minimum_balance());
    T::Currency::mint_into(account, amount).expect("the world's TAO fits its 64 bits");
}

fn axon(endpoint: &Endpoint) -> AxonInfo {
    let (ip, ip_type) = match endpoint.ip {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 4),
        IpAddr::V6(address) => (address.to_bits(), 6),
    };
    AxonInfo {
        version: endpoint.version,
        ip,
        port: endpoint.port,
        ip_type,
        protocol: endpoint.protocol,
        ..AxonInfo::default()
    }
}

fn chain_identity(texts: &Identity) -> ChainIdentityV2 {
    let bytes = |text: &String| text.clone().into_bytes();
    ChainIdentityV2 {
        name: bytes(&texts.name),
        url: bytes(&texts.url),
        github_repo: bytes(&texts.github_repo),
        image: bytes(&texts.image),
        discord: bytes(&texts.discord),
        description: bytes(&texts.description),
        additional: bytes(&texts.additional),
    }
}

fn subnet_identity(texts: &SubnetIdentity) -> SubnetIdentityV3 {
    let bytes = |text: &String| text.clone().into_bytes();
    SubnetIdentityV3 {
        subnet_name: bytes(&texts.name),
        github_repo: bytes(&texts.github_repo),
        subnet_contact: bytes(&texts.contact),
        subnet_url: bytes(&texts.url),
        discord: bytes(&texts.discord),
        description: bytes(&texts.description),
        logo_url: bytes(&texts.logo_url),
        additional: bytes(&texts.additional),
    }
}
