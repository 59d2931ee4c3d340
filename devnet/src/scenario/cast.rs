//! The people of a scenario, acting block by block with ordinary signed transactions.

use node_subtensor_runtime::{AccountId, Runtime, RuntimeCall, SubtensorModule};
use pallet_subtensor::{
    Call, Consensus, RevealPeriodEpochs, SubnetEpochIndex, SubnetworkN, Uids, WeightCommits,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_core::{H256, sr25519::Pair};

use super::{
    file::{Judgement, Miners, Scenario, Subnet, TraderStyle},
    stage::{account, members},
};
use crate::{
    accounts,
    engine::Engine,
    execute::{self, Overlay},
    market::{normal, sign_and_submit},
};

/// TAO that a trader keeps for fees, in rao.
const RESERVE: u64 = 5_000_000_000;
/// Words of a commit's salt.
const SALT: usize = 8;

/// Everybody who acts.
#[derive(Clone)]
pub(crate) struct Cast {
    rng: ChaCha8Rng,
    judges: Vec<Judge>,
    traders: Vec<Trader>,
    /// Miners of each subnet by uid, subnet 1 first: the group that each belongs to.
    miners: Vec<Vec<(u16, Miners)>>,
}

/// A validator.
#[derive(Clone)]
struct Judge {
    netuid: u16,
    key: Pair,
    hotkey: AccountId,
    by: Judgement,
    noise: f64,
    favours: Vec<String>,
    every: u32,
    from: u32,
    /// Blocks after the beginning of its turn: not everybody speaks in the same block.
    shift: u32,
    commit_reveal: bool,
    /// What it has committed to and not revealed.
    secret: Option<Secret>,
}

/// Weights whose hash has been committed.
#[derive(Clone)]
struct Secret {
    hash: H256,
    uids: Vec<u16>,
    values: Vec<u16>,
    salt: Vec<u16>,
}

/// A trader.
#[derive(Clone)]
struct Trader {
    netuid: u16,
    key: Pair,
    coldkey: AccountId,
    hotkey: AccountId,
    size: u64,
    every: u32,
    shift: u32,
    style: TraderStyle,
    has_bought: bool,
}

/// What a validator sees of its subnet.
struct Sight {
    consensus: Vec<u16>,
    /// Epoch that its oldest open commit was made in, and the hash.
    commit: Option<(H256, u64)>,
    epoch: u64,
    reveal_period: u64,
    is_registered: bool,
}

impl Cast {
    /// The people of `scenario`.
    pub(crate) fn new(scenario: &Scenario) -> Cast {
        let mut cast = Cast {
            rng: ChaCha8Rng::seed_from_u64(scenario.seed),
            judges: Vec::new(),
            traders: Vec::new(),
            miners: Vec::new(),
        };
        for (netuid, subnet) in (1..).zip(&scenario.subnets) {
            cast.hire(netuid, subnet);
        }
        cast
    }

    fn hire(&mut self, netuid: u16, subnet: &Subnet) {
        let mut uid = 0;
        for group in &subnet.validators {
            for member in members(netuid, &group.name, group.count) {
                let every = group.every.unwrap_or(u32::from(subnet.tempo));
                self.judges.push(Judge {
                    netuid,
                    key: accounts::pair(&member.hot()),
                    hotkey: account(&member.hot()),
                    by: group.judges_by,
                    noise: group.noise,
                    favours: group.favours.clone(),
                    every,
                    from: group.from,
                    shift: u32::from(uid) % every,
                    commit_reveal: subnet.commit_reveal,
                    secret: None,
                });
                uid += 1;
            }
        }
        let mut miners = Vec::new();
        for group in &subnet.miners {
            for _ in 0..group.count {
                miners.push((uid, group.clone()));
                uid += 1;
            }
        }
        self.miners.push(miners);
        for group in &subnet.traders {
            for (index, member) in (0..).zip(members(netuid, &group.name, group.count)) {
                self.traders.push(Trader {
                    netuid,
                    key: accounts::pair(&member.cold()),
                    coldkey: account(&member.cold()),
                    hotkey: account(&member.hot()),
                    size: group.size,
                    every: group.every,
                    shift: index % group.every,
                    style: group.style,
                    has_bought: false,
                });
            }
        }
    }

    /// Submit what everybody wants in the next block.
    pub(crate) fn act(&mut self, engine: &Engine) {
        let next = engine.ledger().best().header.number.saturating_add(1);
        let Cast { rng, judges, traders, miners } = self;
        for judge in judges {
            let miners = miners.get(usize::from(judge.netuid) - 1).map_or(&[][..], Vec::as_slice);
            if let Some(call) = judge.decide(engine, rng, miners, next) {
                sign_and_submit(engine, &judge.key, &judge.hotkey, &call);
            }
        }
        for trader in traders {
            if let Some(call) = trader.decide(engine, rng, next) {
                sign_and_submit(engine, &trader.key, &trader.coldkey, &call);
            }
        }
    }
}

impl Judge {
    fn decide(
        &mut self,
        engine: &Engine,
        rng: &mut ChaCha8Rng,
        miners: &[(u16, Miners)],
        block: u32,
    ) -> Option<RuntimeCall> {
        if self.by == Judgement::Nothing || block < self.from || miners.is_empty() {
            return None;
        }
        let is_turn = block % self.every == self.shift;
        if !is_turn && self.secret.is_none() {
            return None;
        }
        let sight = self.look(engine)?;
        if let Some(call) = self.reveal(&sight) {
            return Some(call);
        }
        if !is_turn || !sight.is_registered {
            return None;
        }
        let (uids, values) = self.judge(rng, miners, &sight, block)?;
        if !self.commit_reveal {
            let call = Call::set_weights {
                netuid: self.netuid,
                dests: uids,
                weights: values,
                version_key: 0,
            };
            return Some(call.into());
        }
        if self.secret.is_some() {
            // Still bound by the last commit.
            return None;
        }
        let salt: Vec<u16> = (0..SALT).map(|_| rng.random()).collect();
        let hash =
            SubtensorModule::commit_hash(&self.hotkey, self.netuid, &uids, &values, &salt, 0);
        self.secret = Some(Secret { hash, uids, values, salt });
        Some(Call::commit_weights { netuid: self.netuid, commit_hash: hash }.into())
    }

    /// Reveal what was committed, in the epoch in which it must be; forget it if that was missed.
    fn reveal(&mut self, sight: &Sight) -> Option<RuntimeCall> {
        let secret = self.secret.as_ref()?;
        let due = match sight.commit {
            Some((hash, epoch)) if hash == secret.hash => epoch.saturating_add(sight.reveal_period),
            // The commit was refused, or it has expired.
            _ => {
                self.secret = None;
                return None;
            }
        };
        if sight.epoch < due {
            return None;
        }
        let secret = self.secret.take()?;
        (sight.epoch == due).then(|| {
            Call::reveal_weights {
                netuid: self.netuid,
                uids: secret.uids,
                values: secret.values,
                salt: secret.salt,
                version_key: 0,
            }
            .into()
        })
    }

    /// Its opinion of the miners as the chain takes it; `None` when it has none.
    fn judge(
        &self,
        rng: &mut ChaCha8Rng,
        miners: &[(u16, Miners)],
        sight: &Sight,
        block: u32,
    ) -> Option<(Vec<u16>, Vec<u16>)> {
        let copied = |uid: u16| {
            f64::from(sight.consensus.get(usize::from(uid)).copied().unwrap_or_default())
        };
        let nothing_to_copy = miners.iter().all(|(uid, _)| copied(*uid) == 0.0);
        let opinions: Vec<f64> = miners
            .iter()
            .map(|(uid, group)| match self.by {
                Judgement::Quality => {
                    let error = 1.0 + self.noise * normal(rng);
                    (group.quality_at(block) * error).max(0.0)
                }
                Judgement::Copy if !nothing_to_copy => copied(*uid),
                Judgement::Favour => f64::from(u8::from(self.favours.contains(&group.name))),
                Judgement::Equal | Judgement::Copy | Judgement::Nothing => 1.0,
            })
            .collect();
        let highest = opinions.iter().copied().fold(0.0, f64::max);
        if highest <= 0.0 {
            return None;
        }
        let scaled = |opinion: &f64| (opinion / highest * f64::from(u16::MAX)).round() as u16;
        let weights = miners.iter().map(|(uid, _)| *uid).zip(opinions.iter().map(scaled));
        Some(weights.filter(|(_, value)| *value > 0).unzip())
    }

    fn look(&self, engine: &Engine) -> Option<Sight> {
        let (netuid, hotkey) = (self.netuid, &self.hotkey);
        let see = || {
            let commits = WeightCommits::<Runtime>::get(netuid, hotkey);
            Sight {
                consensus: Consensus::<Runtime>::get(netuid),
                commit: commits.and_then(|list| list.back().map(|commit| (commit.0, commit.1))),
                epoch: SubnetEpochIndex::<Runtime>::get(netuid),
                reveal_period: RevealPeriodEpochs::<Runtime>::get(netuid),
                is_registered: Uids::<Runtime>::contains_key(netuid, hotkey)
                    && SubnetworkN::<Runtime>::get(netuid) > 0,
            }
        };
        let seen =
            engine.read(None, |_, view| execute::with_storage(view, &mut Overlay::default(), see));
        seen.ok()?.ok()
    }
}

impl Trader {
    fn decide(&mut self, engine: &Engine, rng: &mut ChaCha8Rng, block: u32) -> Option<RuntimeCall> {
        if block % self.every != self.shift {
            return None;
        }
        let see = || {
            (
                SubtensorModule::spendable(&self.coldkey),
                SubtensorModule::stake_of(&self.hotkey, &self.coldkey, self.netuid),
                SubtensorModule::pool(self.netuid).price_rao(),
            )
        };
        let seen =
            engine.read(None, |_, view| execute::with_storage(view, &mut Overlay::default(), see));
        let (tao, stake, price) = seen.ok()?.ok()?;
        let tao = tao.saturating_sub(RESERVE);
        let (netuid, hotkey) = (self.netuid, self.hotkey.clone());
        let buys = match self.style {
            TraderStyle::Buyer => true,
            TraderStyle::Noise => rng.random_bool(0.5),
            TraderStyle::Dumper => !std::mem::replace(&mut self.has_bought, true),
        };
        if buys {
            let all = self.style == TraderStyle::Dumper;
            let amount_staked = if all { tao } else { self.size.min(tao) };
            return (amount_staked > 0)
                .then(|| Call::add_stake { hotkey, netuid, amount_staked }.into());
        }
        let alpha = u128::from(self.size) * 1_000_000_000 / u128::from(price.max(1));
        let amount_unstaked = u64::try_from(alpha).unwrap_or(u64::MAX).min(stake);
        (amount_unstaked > 0).then(|| Call::remove_stake { hotkey, netuid, amount_unstaked }.into())
    }
}
