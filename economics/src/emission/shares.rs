//! How a block's TAO is divided over subnets: by price average (economics.md 3.2).

use crate::fixed::{I96F32, U64F64, U96F32};

/// An eligible subnet: started, tradable, open for registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The moving average of its price.
    pub average: I96F32,
    /// Fraction of the last epoch's miner emission that the owner's own miners would have got.
    pub miner_burned: U96F32,
    /// Whether its pool may receive emission at all.
    pub enabled: bool,
}

/// The share of each candidate, in their order.
///
/// In proportion to the averages, then to what is left of them after the burned part (ignored where
/// nothing would be left of any), then among the enabled ones if
/// any is not.
#[must_use]
pub fn shares(candidates: &[Candidate]) -> Vec<U64F64> {
    let by_price =
        normalized(candidates.iter().map(|candidate| candidate.average.to_u64f64()).collect());
    let after_burn: Vec<_> = by_price
        .iter()
        .zip(candidates)
        .map(|(share, candidate)| {
            let burned = candidate.miner_burned.min(U96F32::ONE).to_u64f64();
            share.saturating_mul(U64F64::ONE.saturating_sub(burned))
        })
        .collect();
    let kept = if sum(&after_burn) == U64F64::ZERO { by_price } else { normalized(after_burn) };
    if candidates.iter().all(|candidate| candidate.enabled) {
        return kept;
    }
    let enabled = kept.into_iter().zip(candidates);
    normalized(
        enabled
            .map(|(share, candidate)| if candidate.enabled { share } else { U64F64::ZERO })
            .collect(),
    )
}

/// A subnet's part of `block_tao` rao: E times the share, floored to the 2^-32 grid.
#[must_use]
pub fn tao_emission(block_tao: u64, share: U64F64) -> U96F32 {
    U96F32::from_u64f64(U64F64::from_int(block_tao).saturating_mul(share))
}

fn sum(values: &[U64F64]) -> U64F64 {
    values.iter().fold(U64F64::ZERO, |sum, value| sum.saturating_add(*value))
}

fn normalized(values: Vec<U64F64>) -> Vec<U64F64> {
    let total = sum(&values);
    values.into_iter().map(|value| value.safe_div(total)).collect()
}
