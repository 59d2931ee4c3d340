//! Yuma consensus: what validators' weights are worth (economics.md 4).
//!
//! One call of [`run`] is one epoch of one mechanism: from stake, permits, weights and old bonds to
//! consensus, incentive, dividends, the emission of each neuron and new bonds. All in the chain's
//! fixed point, so figures agree to the last bit. A matrix is one row per validator with the entries
//! that exist, by ascending uid; an absent entry is not the same as a zero.

mod bonds;
mod consensus;
mod matrix;
pub mod mechanisms;
mod vector;

use crate::fixed::{I32F32, U64F64};
use bonds::{BondTerms, old_bonds};
use matrix::Matrix;

/// Weights or bonds of one neuron as stored: (uid, value), ascending by uid.
pub type Row = Vec<(u16, u16)>;

/// Hyperparameters of a subnet that consensus depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parameters {
    /// Majority in 1/65535: the vote of this much stake counts.
    pub kappa: u16,
    /// Weight of old bonds in 10^-6.
    pub bonds_moving_average: u64,
    /// How far bonds follow clipped instead of plain weights, in 1/65535.
    pub bonds_penalty: u16,
    /// Neurons that may hold a permit.
    pub max_validators: u16,
    /// Blocks without weights after which a neuron is inactive.
    pub activity_cutoff: u64,
    /// Stake weight, rao, below which a neuron has none; the owner's is never below.
    pub stake_threshold: u64,
    /// How bonds become dividends.
    pub yuma: Yuma,
}

/// How bonds become dividends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Yuma {
    /// Bonds compete for a miner: each column sums to one.
    Two,
    /// Each bond is a proportion of its own.
    Three {
        /// Bonds move at a pace of their own where this is set.
        liquid: Option<LiquidAlpha>,
    },
}

/// The pace of a bond, depending on its distance from consensus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LiquidAlpha {
    /// Slowest, in 1/65535.
    pub low: u16,
    /// Fastest, in 1/65535.
    pub high: u16,
    /// Slope of the curve between them, in 1/100.
    pub steepness: i16,
}

/// The neurons as they are before the epoch; all lists are by uid and equally long.
#[derive(Debug, Clone, Copy)]
pub struct Neurons<'a> {
    /// Stake weight, rao: alpha and weighted root stake with what is inherited, see
    /// [`StakeWeight`](crate::children::StakeWeight).
    pub stake: &'a [U64F64],
    /// Who may set weights, from the epoch before.
    pub permits: &'a [bool],
    /// Block of the last weights.
    pub last_update: &'a [u64],
    /// Block of registration.
    pub registered_at: &'a [u64],
    /// Block of the oldest commit of weights that may still be revealed. Empty if nobody commits.
    pub committed_at: &'a [Option<u64>],
    /// Weights as stored.
    pub weights: &'a [Row],
    /// Bonds as stored by the epoch before.
    pub bonds: &'a [Row],
    /// Uid of the owner's hotkey: always has a permit, may weigh itself.
    pub owner: Option<u16>,
}

/// When the epoch runs and what it hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// This block.
    pub block: u64,
    /// Bonds to neurons registered in this block or later are void: the block after the last epoch.
    pub last_tempo: u64,
    /// Alpha to hand out, rao.
    pub emission: u64,
}

/// What an epoch decides; lists are by uid, fractions in 1/65535, amounts in rao.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Whether the neuron set weights recently enough.
    pub active: Vec<bool>,
    /// Share of the stake, before activity and permits.
    pub stake_weight: Vec<u16>,
    /// The weight that a majority of stake supports.
    pub consensus: Vec<u16>,
    /// The miner's share.
    pub incentive: Vec<u16>,
    /// The validator's share.
    pub dividends: Vec<u16>,
    /// How much of the validator's weights consensus let pass.
    pub validator_trust: Vec<u16>,
    /// Who may set weights from now on.
    pub permits: Vec<bool>,
    /// Emission for mining.
    pub server_emission: Vec<u64>,
    /// Emission for validating.
    pub validator_emission: Vec<u64>,
    /// Emission for both, rounded once.
    pub emission: Vec<u64>,
    /// Bonds to store; empty without a permit.
    pub bonds: Vec<Row>,
}

/// Run one epoch. Lists that are shorter than the stake count as zeros, uids beyond it as absent.
#[must_use]
pub fn run(neurons: &Neurons<'_>, parameters: &Parameters, moment: Moment) -> Outcome {
    let n = neurons.stake.len();
    let active: Vec<bool> = (0..n)
        .map(|uid| {
            let updated = at(neurons.last_update, uid);
            updated.saturating_add(parameters.activity_cutoff) >= moment.block
        })
        .collect();
    let is_owner = |uid: usize| neurons.owner.is_some_and(|owner| usize::from(owner) == uid);
    let permits: Vec<bool> = (0..n).map(|uid| is_owner(uid) || at(neurons.permits, uid)).collect();

    let counted: Vec<U64F64> = neurons
        .stake
        .iter()
        .enumerate()
        .map(|(uid, stake)| {
            let enough = is_owner(uid) || stake.floor() >= parameters.stake_threshold;
            if enough { *stake } else { U64F64::ZERO }
        })
        .collect();
    let stake = vector::proportions(&counted);
    let mut new_permits = vector::largest(&stake, parameters.max_validators.into());
    for (uid, permit) in new_permits.iter_mut().enumerate() {
        *permit |= is_owner(uid);
    }
    let mut active_stake: Vec<I32F32> = (0..n)
        .map(|uid| if active[uid] && permits[uid] { stake[uid] } else { I32F32::ZERO })
        .collect();
    vector::normalize(&mut active_stake);

    let weights = weights(neurons, &permits, n);
    let consensus =
        consensus::consensus(&active_stake, &weights, I32F32::from_proportion(parameters.kappa));
    let clipped = weights.clip_columns(&consensus);
    let validator_trust = clipped.row_sums();
    let mut incentive = clipped.transposed_times(&active_stake);
    vector::normalize(&mut incentive);

    let terms = BondTerms {
        weights: &weights.interpolate(&clipped, I32F32::from_proportion(parameters.bonds_penalty)),
        old: &old_bonds(neurons, parameters.yuma, moment.last_tempo, n),
        stake: &active_stake,
        incentive: &incentive,
        consensus: &consensus,
        moving_average: parameters.bonds_moving_average,
    };
    let (new_bonds, dividends) = terms.dividends(parameters.yuma);

    let pay = pay(&incentive, &dividends, &active_stake, &stake, moment.emission);
    Outcome {
        active,
        stake_weight: vector::stored(&stake),
        consensus: vector::stored(&consensus),
        incentive: vector::stored(&incentive),
        dividends: vector::stored(&dividends),
        validator_trust: vector::stored(&validator_trust),
        server_emission: pay.server,
        validator_emission: pay.validator,
        emission: pay.both,
        bonds: new_bonds
            .into_rows()
            .into_iter()
            .zip(&new_permits)
            .map(|(row, permit)| if *permit { stored_row(&row) } else { Row::new() })
            .collect(),
        permits: new_permits,
    }
}

/// The weights that count: of permit holders, not to oneself (but for the owner), not to neurons
/// that came after the weights or their commit; each row sums to one.
fn weights(neurons: &Neurons<'_>, permits: &[bool], n: usize) -> Matrix {
    let mut weights = Matrix::from_rows(neurons.weights, n, I32F32::from_u16);
    weights.retain(|uid, other| {
        let registered = at(neurons.registered_at, other);
        let committed = neurons.committed_at.get(uid).copied().flatten();
        permits[uid]
            && (uid != other || neurons.owner.is_some_and(|owner| usize::from(owner) == uid))
            && at(neurons.last_update, uid) > registered
            && committed.is_none_or(|block| block >= registered)
    });
    weights.normalize_rows();
    weights
}

/// Emission by uid, rao.
struct Pay {
    server: Vec<u64>,
    validator: Vec<u64>,
    both: Vec<u64>,
}

/// Divide the emission: by incentive and dividends, or by stake where there are neither.
fn pay(
    incentive: &[I32F32],
    dividends: &[I32F32],
    active_stake: &[I32F32],
    stake: &[I32F32],
    emission: u64,
) -> Pay {
    let combined: Vec<_> =
        incentive.iter().zip(dividends).map(|(a, b)| a.saturating_add(*b)).collect();
    let total = vector::sum(&combined);
    let rao = |shares: &[I32F32]| shares.iter().map(|share| part(emission, *share)).collect();
    if total == I32F32::ZERO {
        let by_stake = if vector::is_zero(active_stake) { stake } else { active_stake };
        let by_stake: Vec<u64> = rao(by_stake);
        return Pay { server: vec![0; stake.len()], both: by_stake.clone(), validator: by_stake };
    }
    Pay {
        server: rao(&vector::divided(incentive, total)),
        validator: rao(&vector::divided(dividends, total)),
        both: rao(&vector::divided(&combined, total)),
    }
}

/// floor(`emission` * `share`) with the share on its own grid, at least zero.
fn part(emission: u64, share: I32F32) -> u64 {
    let product = i128::from(emission) * i128::from(share.to_bits());
    u64::try_from(product >> 32).unwrap_or(if product < 0 { 0 } else { u64::MAX })
}

fn stored_row(row: &[(u16, I32F32)]) -> Row {
    row.iter().map(|(uid, value)| (*uid, value.to_proportion())).collect()
}

fn at<V: Copy + Default>(values: &[V], uid: usize) -> V {
    values.get(uid).copied().unwrap_or_default()
}
