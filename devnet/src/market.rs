//! The market: the world's traders, who stake and unstake so that prices live.
//!
//! Every subnet has an opinion of what its alpha is worth: the price it began with, times a mood that is pushed about at random
//! and always drawn back to none. In each block the traders of a few subnets trade towards that opinion, with price limits and
//! with ordinary signed transactions through the pool. They buy as much as they sell in the long run, so they do not run dry.
//!
//! Floats are fine here: they decide what somebody wants, never what anything costs.

use codec::Encode;
use frame_system::Pallet as System;
use node_subtensor_runtime::{AccountId, Runtime, RuntimeCall, SubtensorModule};
use pallet_subtensor::Call;
use rand::{Rng, SeedableRng, seq::index};
use rand_chacha::ChaCha8Rng;
use sp_core::{Pair as _, sr25519::Pair};

use crate::{
    World, accounts,
    engine::Engine,
    execute::{self, Overlay},
    extrinsic::{self, Binding},
};

/// What is left of a mood after one block.
const CALMING: f64 = 0.97;
/// Standard deviation of a push on the mood per block: of the calmest and of the wildest subnet.
const WILDNESS: (f64, f64) = (0.002, 0.011);
/// One subnet in so many trades in a block.
const TURNS: usize = 4;
/// Farthest that one trade moves a price.
const STRIDE: f64 = 0.012;
/// Closer than this to the opinion nobody trades.
const INDIFFERENCE: f64 = 0.000_4;
/// Least TAO that a trade is worth, in rao.
const LEAST: f64 = 20_000_000.0;
/// TAO that a trader keeps for fees, in rao.
const RESERVE: u64 = 5_000_000_000;
/// A neuron registers about once in so many blocks.
const REGISTRATION: f64 = 25.0;
/// Most that a trader pays for a registration, in rao.
const REGISTRATION_LIMIT: u64 = 3_000_000_000;

/// See the module.
#[derive(Clone)]
pub(crate) struct Market {
    rng: ChaCha8Rng,
    traders: Vec<(Pair, AccountId)>,
    desks: Vec<Desk>,
}

/// The traders of one subnet and their opinion.
#[derive(Clone)]
struct Desk {
    netuid: u16,
    /// Price that the subnet began with, in rao per alpha.
    origin: f64,
    /// Logarithm of the opinion against the origin; unknown until the price has been seen.
    mood: Option<f64>,
    wildness: f64,
    /// Index of a trader and the hotkey that it stakes to.
    seats: Vec<(usize, AccountId)>,
}

/// What a trader sees before it decides.
struct Sight {
    price: f64,
    tao: f64,
    alpha: f64,
    seats: Vec<Purse>,
}

/// What a trader has.
struct Purse {
    spendable: u64,
    stake: u64,
}

impl Market {
    /// The traders of `world`, in a mood that depends on `seed`.
    pub(crate) fn new(world: &World, seed: u64) -> Market {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let traders: Vec<(Pair, AccountId)> = world
            .traders
            .iter()
            .map(|trader| {
                let pair = accounts::pair(&trader.path);
                let account = pair.public().into();
                (pair, account)
            })
            .collect();
        let desks = world
            .chain
            .subnets
            .iter()
            .filter(|subnet| subnet.started)
            .map(|subnet| {
                let seats = world.traders.iter().enumerate().flat_map(|(index, trader)| {
                    let desks = trader.desks.iter().filter(|(netuid, _)| *netuid == subnet.netuid);
                    desks.map(move |(_, hotkey)| (index, hotkey.clone()))
                });
                let pool = subnet.pool;
                let weights = (1e18 - pool.quote_weight as f64) / pool.quote_weight as f64;
                Desk {
                    netuid: subnet.netuid,
                    origin: weights * pool.tao as f64 / pool.alpha.max(1) as f64 * 1e9,
                    mood: None,
                    wildness: rng.random_range(WILDNESS.0..WILDNESS.1),
                    seats: seats.collect(),
                }
            })
            .filter(|desk| !desk.seats.is_empty())
            .collect();
        Market { rng, traders, desks }
    }

    /// Submit what the traders want in the next block.
    pub(crate) fn act(&mut self, engine: &Engine) {
        for desk in &mut self.desks {
            if let Some(mood) = &mut desk.mood {
                *mood = *mood * CALMING + desk.wildness * normal(&mut self.rng);
            }
        }
        let turns = self.desks.len().div_ceil(TURNS);
        let mut busy = Vec::new();
        for index in index::sample(&mut self.rng, self.desks.len(), turns) {
            if let Some((trader, call)) = self.decide(engine, index, &busy) {
                busy.push(trader);
                self.submit(engine, trader, &call);
            }
        }
        if !self.desks.is_empty() && self.rng.random_bool(1.0 / REGISTRATION) {
            self.register(engine, &busy);
        }
    }

    /// The trade that brings a subnet's price nearer to its opinion, and who makes it.
    fn decide(
        &mut self,
        engine: &Engine,
        index: usize,
        busy: &[usize],
    ) -> Option<(usize, RuntimeCall)> {
        let sight = self.look(engine, &self.desks[index])?;
        let desk = &mut self.desks[index];
        let distance = (sight.price / desk.origin).ln();
        let mood = *desk.mood.get_or_insert(distance.clamp(-0.5, 0.5));
        let step = (mood - distance).clamp(-STRIDE, STRIDE);
        if !step.is_finite() || step.abs() < INDIFFERENCE {
            return None;
        }
        let limit_price = (sight.price * step.exp()) as u64;
        let first = self.rng.random_range(0..desk.seats.len());
        let order = (0..desk.seats.len()).map(|n| (first + n) % desk.seats.len());
        for seat in order {
            let (trader, hotkey) = &desk.seats[seat];
            let purse = &sight.seats[seat];
            if busy.contains(trader) {
                continue;
            }
            let (netuid, hotkey) = (desk.netuid, hotkey.clone());
            if step > 0.0 {
                // Twice of what is needed: the limit decides where the trade ends.
                let amount = (sight.tao * step).min(purse.spendable.saturating_sub(RESERVE) as f64);
                if amount >= LEAST {
                    let amount_staked = amount as u64;
                    let call = Call::add_stake_limit {
                        hotkey,
                        netuid,
                        amount_staked,
                        limit_price,
                        allow_partial: true,
                    };
                    return Some((*trader, call.into()));
                }
            } else {
                let amount = (sight.alpha * -step).min(purse.stake as f64 * 0.9);
                if amount * sight.price / 1e9 >= LEAST {
                    let amount_unstaked = amount as u64;
                    let call = Call::remove_stake_limit {
                        hotkey,
                        netuid,
                        amount_unstaked,
                        limit_price,
                        allow_partial: true,
                    };
                    return Some((*trader, call.into()));
                }
            }
        }
        None
    }

    /// A newcomer registers somewhere, paid by a trader who has nothing else to do.
    fn register(&mut self, engine: &Engine, busy: &[usize]) {
        let payer = self.rng.random_range(0..self.traders.len());
        if busy.contains(&payer) {
            return;
        }
        let netuid = self.desks[self.rng.random_range(0..self.desks.len())].netuid;
        let hotkey = AccountId::new(self.rng.random());
        let call = Call::register_limit { netuid, hotkey, limit_price: REGISTRATION_LIMIT };
        self.submit(engine, payer, &call.into());
    }

    fn look(&self, engine: &Engine, desk: &Desk) -> Option<Sight> {
        let see = || {
            let pool = SubtensorModule::pool(desk.netuid);
            let seats = desk.seats.iter().map(|(trader, hotkey)| {
                let account = &self.traders[*trader].1;
                Purse {
                    spendable: SubtensorModule::spendable(account),
                    stake: SubtensorModule::stake_of(hotkey, account, desk.netuid),
                }
            });
            Sight {
                price: pool.price_rao() as f64,
                tao: pool.tao as f64,
                alpha: pool.alpha as f64,
                seats: seats.collect(),
            }
        };
        let seen =
            engine.read(None, |_, view| execute::with_storage(view, &mut Overlay::default(), see));
        seen.ok()?.ok()
    }

    fn submit(&self, engine: &Engine, trader: usize, call: &RuntimeCall) {
        let (pair, account) = &self.traders[trader];
        sign_and_submit(engine, pair, account, call);
    }
}

/// Sign and submit. A refusal is the signer's bad luck: there is another block.
pub(crate) fn sign_and_submit(
    engine: &Engine,
    pair: &Pair,
    account: &AccountId,
    call: &RuntimeCall,
) {
    let known = engine.read(None, |block, view| {
        let nonce = execute::with_storage(view, &mut Overlay::default(), || {
            System::<Runtime>::account_nonce(account)
        });
        nonce.map(|nonce| (nonce, (block.header.number, block.hash)))
    });
    let (Ok(Ok((nonce, birth))), Ok(version)) = (known, engine.version(None)) else { return };
    let binding = Binding {
        spec_version: version.spec_version,
        transaction_version: version.transaction_version,
        genesis: engine.ledger().genesis().hash,
        birth,
    };
    let _ = engine.submit(extrinsic::sign(&call.encode(), pair, nonce, binding), None);
}

/// A draw from (nearly) the normal distribution: twelve dice.
pub(crate) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}
