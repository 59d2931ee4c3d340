//! The moving average of a subnet's price (economics.md 1.8).

use crate::fixed::{I96F32, U64F64};

/// How fast one subnet's average follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pace {
    /// `SubnetMovingAlpha`, the weight of one block for an old subnet.
    pub moving_alpha: I96F32,
    /// `EMAPriceHalvingBlocks`: the age at which the weight is half of that.
    pub halving_blocks: u64,
}

/// The average one block later: floor of a*min(p, 1) + (1-a)*E on the 2^-32 grid, where
/// a = mu*b/(b+h) and b is `age`, the blocks since the block before the first emission.
///
/// All products floor on the 2^-64 grid before the sum.
#[must_use]
pub fn step(average: I96F32, spot: U64F64, age: u64, pace: Pace) -> I96F32 {
    let age_weight = U64F64::ratio(age, age.saturating_add(pace.halving_blocks));
    let weight = pace.moving_alpha.to_u64f64().saturating_mul(age_weight).min(U64F64::ONE);
    let new = weight.saturating_mul(spot.min(U64F64::ONE));
    let old = U64F64::ONE.saturating_sub(weight).saturating_mul(average.to_u64f64());
    I96F32::from_u64f64(new.saturating_add(old))
}
