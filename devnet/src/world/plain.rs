//! Worlds without a story: for tests and for measurements.

use pallet_subtensor::genesis::{
    Hyperparameters, Neuron, NeuronFigures, Pool, Position, Subnet, SubnetIdentity,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sp_core::crypto::AccountId32;

use super::{
    UNIT, World,
    population::{Keys, Population, staked_after, strangers},
};
use crate::accounts::{DEMO, DEMO_MINER, DEMO_VALIDATOR};

/// Weight of TAO in the second pool of the bare world.
const WEIGHTED: u64 = 512_345_678_000_000_000;

/// See [`World::bare`].
pub(super) fn bare() -> World {
    let mut world = World::empty();
    let pools = [
        (Pool::even(10_000 * UNIT, 400_000 * UNIT), true),
        (Pool { quote_weight: WEIGHTED, ..Pool::even(10_000 * UNIT, 400_000 * UNIT) }, true),
        (Pool::even(UNIT, 4 * UNIT), true),
        (Pool::even(150 * UNIT, 100 * UNIT), true),
        (Pool::even(100 * UNIT, 100 * UNIT), false),
    ];
    let validator = (DEMO_VALIDATOR.id(), DEMO.id());
    let miner = (DEMO_MINER.id(), DEMO.id());
    for (netuid, (pool, started)) in (1..).zip(pools) {
        let mut subnet = subnet(netuid, format!("Example {netuid}"), &validator, pool);
        subnet.started = started;
        subnet.parameters.emission_enabled = false;
        subnet.neurons = vec![newcomer(&validator, true), newcomer(&miner, false)];
        world.chain.subnets.push(subnet);
    }
    world.chain.root = vec![newcomer(&validator, true)];
    for (netuid, amount) in [(0, 1_000), (1, 10_000), (2, 10_000)] {
        world.chain.positions.push(Position {
            hotkey: validator.0.clone(),
            coldkey: validator.1.clone(),
            netuid,
            alpha: amount * UNIT,
        });
    }
    world
}

/// See [`World::sized`].
pub(super) fn sized(subnets: u16, neurons: u16) -> World {
    let mut world = World { height: 1_000_000, ..World::empty() };
    let mut rng = ChaCha8Rng::seed_from_u64(u64::from(subnets) << 16 | u64::from(neurons));
    let validators: Vec<Keys> = (0..16).map(|_| strangers(&mut rng)).collect();
    world.chain.root = validators.iter().map(|keys| newcomer(keys, true)).collect();
    for netuid in 1..=subnets {
        let tao = (500 + 250 * u64::from(netuid)) * UNIT;
        let owner = strangers(&mut rng);
        let mut subnet =
            subnet(netuid, format!("Subnet {netuid}"), &owner, Pool::even(tao, 20 * tao));
        let mut rest = usize::from(neurons);
        let validators = &validators[..validators.len().min(rest.saturating_sub(1))];
        rest = rest.saturating_sub(validators.len() + 1);
        let miners: Vec<Keys> = (0..rest).map(|_| strangers(&mut rng)).collect();
        let filled = Population {
            netuid,
            now: u64::from(world.height),
            since: 0,
            owner,
            validators,
            miners: &miners,
            staked: staked_after(100),
        }
        .fill(&mut rng);
        subnet.parameters.max_uids = neurons.max(256);
        subnet.last_epoch = last_epoch(netuid, world.height, subnet.parameters.tempo);
        subnet.neurons = filled.neurons;
        subnet.neurons.truncate(usize::from(neurons));
        world.chain.positions.extend(filled.positions);
        world.chain.subnets.push(subnet);
    }
    world
}

/// Block of a subnet's last epoch before `height`: epochs of different subnets are spread over the tempo.
pub(super) fn last_epoch(netuid: u16, height: u32, tempo: u16) -> u64 {
    let phase = u32::from(netuid) * 101 % u32::from(tempo.max(1));
    u64::from(height.saturating_sub(phase))
}

/// A started subnet without neurons.
pub(crate) fn subnet(netuid: u16, name: String, owner: &Keys, pool: Pool) -> Subnet<AccountId32> {
    Subnet {
        netuid,
        symbol: String::new(),
        identity: SubnetIdentity { name, ..SubnetIdentity::default() },
        owner_coldkey: owner.1.clone(),
        owner_hotkey: owner.0.clone(),
        pool,
        loose_alpha: 0,
        registered_at: 0,
        last_epoch: 0,
        started: true,
        locked: 0,
        volume: 0,
        moving_price: None,
        emission: Default::default(),
        parameters: Hyperparameters::default(),
        neurons: Vec::new(),
    }
}

/// A neuron that has just registered.
pub(crate) fn newcomer((hotkey, coldkey): &Keys, validator_permit: bool) -> Neuron<AccountId32> {
    let figures = NeuronFigures { validator_permit, ..NeuronFigures::default() };
    Neuron {
        hotkey: hotkey.clone(),
        coldkey: coldkey.clone(),
        registered_at: 0,
        axon: None,
        weights: Vec::new(),
        figures,
    }
}
