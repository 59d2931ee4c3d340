//! Neurons and stake of one subnet, with figures as an epoch would leave them.
//!
//! Fractions here are floats: they only shape a made-up past, nothing is computed from them afterwards.

use std::net::Ipv4Addr;

use pallet_subtensor::genesis::{Endpoint, Neuron, NeuronFigures, Position};
use rand::{Rng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use sp_core::crypto::AccountId32;

use super::UNIT;

/// A hotkey and the coldkey that owns it.
pub(crate) type Keys = (AccountId32, AccountId32);

/// Alpha that an epoch of 360 blocks gives to the miners, and as much to the validators, in rao.
const EPOCH_HALF: f64 = 147.6e9;
/// Share that the strongest miners have over the weakest, as an exponent.
const STEEPNESS: f64 = 4.0;

/// What a subnet is to be filled with.
pub(super) struct Population<'a> {
    pub(super) netuid: u16,
    /// Block that the world starts at.
    pub(super) now: u64,
    /// Block that the subnet was registered in.
    pub(super) since: u64,
    pub(super) owner: Keys,
    pub(super) validators: &'a [Keys],
    pub(super) miners: &'a [Keys],
    /// Alpha staked by all together, in rao.
    pub(super) staked: u64,
}

/// Neurons by uid and their stake.
pub(super) struct Filled {
    pub(super) neurons: Vec<Neuron<AccountId32>>,
    pub(super) positions: Vec<Position<AccountId32>>,
}

/// An account that nobody has the key of.
pub(super) fn stranger(rng: &mut ChaCha8Rng) -> AccountId32 {
    AccountId32::new(rng.random())
}

/// A hotkey and a coldkey that nobody has the keys of.
pub(super) fn strangers(rng: &mut ChaCha8Rng) -> Keys {
    (stranger(rng), stranger(rng))
}

impl Population<'_> {
    /// Fill the subnet.
    pub(super) fn fill(&self, rng: &mut ChaCha8Rng) -> Filled {
        let dividends = shares(rng, self.validators.len(), 2.2, 0.0);
        let incentives = shares(rng, self.miners.len(), STEEPNESS, 0.12);
        let mut neurons = vec![self.neuron(rng, &self.owner, None, 0.0)];
        let mut positions = vec![self.position(&self.owner, 0.06)];
        for (keys, share) in self.validators.iter().zip(&dividends) {
            neurons.push(self.neuron(rng, keys, Some(*share), 0.0));
            positions.push(self.position(keys, 0.72 * share));
        }
        let mut miners: Vec<(&Keys, f64)> = self.miners.iter().zip(incentives).collect();
        miners.shuffle(rng);
        let earned: Vec<f64> = miners.iter().map(|(_, share)| *share).collect();
        for (keys, share) in miners {
            neurons.push(self.neuron(rng, keys, None, share));
            positions.push(self.position(keys, 0.10 * share));
        }
        let opinions: Vec<_> =
            self.validators.iter().map(|_| opinion(rng, self.validators.len(), &earned)).collect();
        for (validator, weights) in neurons.iter_mut().skip(1).zip(opinions) {
            validator.weights = weights;
        }
        positions.extend(self.nominators(rng, &dividends));
        positions.retain(|position| position.alpha > 0);
        Filled { neurons, positions }
    }

    fn neuron(
        &self,
        rng: &mut ChaCha8Rng,
        (hotkey, coldkey): &Keys,
        dividends: Option<f64>,
        incentive: f64,
    ) -> Neuron<AccountId32> {
        let registered_at = self.registered(rng);
        let validates = dividends.is_some();
        let dividends = dividends.unwrap_or(0.0);
        let earned = (dividends + incentive) * EPOCH_HALF;
        let silent = !validates && rng.random_bool(0.07);
        // Weights are set about once an epoch; miners never set any.
        let last_update =
            if validates { self.now - rng.random_range(3..400) } else { registered_at };
        let figures = NeuronFigures {
            active: validates && !silent,
            validator_permit: validates,
            consensus: part((incentive * 0.9).min(1.0)),
            incentive: part(incentive),
            dividends: part(dividends),
            validator_trust: if validates { part(rng.random_range(0.82..0.999)) } else { 0 },
            stake_weight: part(dividends),
            emission: rao(earned),
            last_update: last_update.min(self.now),
            alpha_dividends: rao(dividends * EPOCH_HALF * 0.82),
        };
        let axon = (!silent && self.now > registered_at).then(|| endpoint(rng, validates));
        Neuron {
            hotkey: hotkey.clone(),
            coldkey: coldkey.clone(),
            registered_at,
            axon,
            weights: Vec::new(),
            figures,
        }
    }

    /// Most neurons are as old as their luck: a few from the first days, many recent, some still immune.
    fn registered(&self, rng: &mut ChaCha8Rng) -> u64 {
        let life = self.now.saturating_sub(self.since);
        let luck: f64 = rng.random();
        let age = (luck * luck * life as f64) as u64;
        self.now - age.min(life)
    }

    fn position(&self, (hotkey, coldkey): &Keys, share: f64) -> Position<AccountId32> {
        let alpha = rao(share * self.staked as f64);
        Position { hotkey: hotkey.clone(), coldkey: coldkey.clone(), netuid: self.netuid, alpha }
    }

    /// A few outside stakers on each validator.
    fn nominators(&self, rng: &mut ChaCha8Rng, dividends: &[f64]) -> Vec<Position<AccountId32>> {
        let mut positions = Vec::new();
        for ((hotkey, _), share) in self.validators.iter().zip(dividends) {
            for part in shares(rng, 3, 1.0, 0.0) {
                let keys = (hotkey.clone(), stranger(rng));
                positions.push(self.position(&keys, 0.12 * share * part));
            }
        }
        positions
    }
}

/// What one of `validators` validators thinks of the miners that follow them: nearly what they earned.
fn opinion(rng: &mut ChaCha8Rng, validators: usize, earned: &[f64]) -> Vec<(u16, u16)> {
    let seen: Vec<f64> = earned.iter().map(|share| share * rng.random_range(0.9..1.1)).collect();
    let greatest = seen.iter().copied().fold(0.0, f64::max);
    (1u16..)
        .skip(validators)
        .zip(seen)
        .filter(|(_, share)| *share > 0.0)
        .map(|(uid, share)| (uid, part(share / greatest)))
        .collect()
}

/// `count` positive parts of one, the first the greatest; a fraction `idle` of them is nothing.
pub(super) fn shares(rng: &mut ChaCha8Rng, count: usize, steepness: f64, idle: f64) -> Vec<f64> {
    let raw: Vec<f64> = (0..count)
        .map(|rank| {
            let noise = rng.random_range(0.75..1.25);
            let earns = rank == 0 || !rng.random_bool(idle);
            if earns { (-steepness * rank as f64 / count as f64).exp() * noise } else { 0.0 }
        })
        .collect();
    let total: f64 = raw.iter().sum();
    raw.into_iter().map(|value| value / total).collect()
}

/// A place in one of the address blocks that are set aside for measurements: nobody lives there.
fn endpoint(rng: &mut ChaCha8Rng, validates: bool) -> Endpoint {
    let ip = Ipv4Addr::new(198, rng.random_range(18..20), rng.random(), rng.random_range(1..255));
    let port = if validates { 8_091 } else { rng.random_range(8_000..9_200) };
    Endpoint { ip: ip.into(), port, version: 1_004_002, protocol: 4 }
}

fn part(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * f64::from(u16::MAX)) as u16
}

fn rao(amount: f64) -> u64 {
    amount.max(0.0) as u64
}

/// Alpha that has been emitted to participants in `days`, about seven tenths of which is still staked.
pub(super) fn staked_after(days: u32) -> u64 {
    u64::from(days) * 7_200 * UNIT / 10 * 7
}
