//! Bonds: a validator's stake in miners it recognised early (economics.md 4, steps 9 to 11).

use super::{
    LiquidAlpha, Neurons, Yuma, at,
    matrix::{Entry, Matrix, dense},
    vector::normalize,
};
use crate::fixed::I32F32;

/// Largest exponent that the sigmoid takes.
const STEEPEST: i16 = 20;

/// The stored bonds without those to neurons that came since: a proportion each under Yuma 3, whole
/// numbers that columns are about to be divided by under Yuma 2.
pub(super) fn old_bonds(neurons: &Neurons<'_>, yuma: Yuma, last_tempo: u64, n: usize) -> Matrix {
    let value = match yuma {
        Yuma::Two => I32F32::from_u16,
        Yuma::Three { .. } => I32F32::from_proportion,
    };
    let mut bonds = Matrix::from_rows(neurons.bonds, n, value);
    bonds.retain(|_, other| last_tempo > at(neurons.registered_at, other));
    bonds
}

/// What new bonds depend on.
pub(super) struct BondTerms<'a> {
    pub(super) weights: &'a Matrix,
    pub(super) old: &'a Matrix,
    pub(super) stake: &'a [I32F32],
    pub(super) incentive: &'a [I32F32],
    pub(super) consensus: &'a [I32F32],
    /// In 10^-6.
    pub(super) moving_average: u64,
}

impl BondTerms<'_> {
    /// New bonds as they are stored, and the dividends they earn, which sum to one.
    pub(super) fn dividends(&self, yuma: Yuma) -> (Matrix, Vec<I32F32>) {
        match yuma {
            Yuma::Two => self.competing(),
            Yuma::Three { liquid } => self.independent(liquid),
        }
    }

    fn competing(&self) -> (Matrix, Vec<I32F32>) {
        let mut old = self.old.clone();
        old.normalize_columns();
        let mut new = self.weights.scale_rows(self.stake);
        new.normalize_columns();
        let mut bonds = new.average(&old, self.rate());
        bonds.normalize_columns();
        let mut dividends = bonds.times(self.incentive);
        normalize(&mut dividends);
        bonds.upscale_columns();
        (bonds, dividends)
    }

    fn independent(&self, liquid: Option<LiquidAlpha>) -> (Matrix, Vec<I32F32>) {
        let somebody_agrees = self.consensus.iter().any(|value| *value != I32F32::ZERO);
        let bonds = match liquid.filter(|_| somebody_agrees) {
            Some(curve) => self.liquid(&Curve::new(curve)),
            None => self.weights.average(self.old, self.rate()),
        };
        let mut shares = bonds.clone();
        shares.normalize_columns();
        let mut dividends: Vec<_> = shares
            .times(self.incentive)
            .iter()
            .zip(self.stake)
            .map(|(earned, stake)| earned.saturating_mul(*stake))
            .collect();
        normalize(&mut dividends);
        (bonds, dividends)
    }

    /// How much of the new weights enters a bond: 1 - `moving_average`/10^6.
    fn rate(&self) -> I32F32 {
        let kept = (u128::from(self.moving_average) << 32) / 1_000_000;
        let kept = i64::try_from(kept).map_or(I32F32::MAX, I32F32::from_bits);
        I32F32::ONE.saturating_sub(kept)
    }

    /// Every bond at its own pace. Only miners that the validator lists keep a bond: one that is no
    /// longer listed loses it at once, one that is listed with zero loses it slowly.
    fn liquid(&self, curve: &Curve) -> Matrix {
        let n = self.stake.len();
        let rows = self.weights.rows().iter().zip(self.old.rows()).map(|(weights, old)| {
            let old = dense(old, n);
            let bond = |(other, weight): &Entry| {
                let (bond, consensus) =
                    (old[usize::from(*other)], self.consensus[usize::from(*other)]);
                let pace = curve.pace(*weight, bond, consensus);
                let kept = I32F32::ONE.saturating_sub(pace).saturating_mul(bond);
                let value = kept.saturating_add(pace.saturating_mul(*weight)).min(I32F32::ONE);
                (*other, value)
            };
            weights.iter().map(bond).collect()
        });
        Matrix::new(rows.collect())
    }
}

/// The sigmoid between the slowest and the fastest pace.
struct Curve {
    low: I32F32,
    high: I32F32,
    steepness: I32F32,
}

impl Curve {
    fn new(parameters: LiquidAlpha) -> Self {
        Self {
            low: I32F32::from_proportion(parameters.low),
            high: I32F32::from_proportion(parameters.high),
            steepness: I32F32::from_int(parameters.steepness).safe_div(I32F32::from_int(100)),
        }
    }

    fn pace(&self, weight: I32F32, bond: I32F32, consensus: I32F32) -> I32F32 {
        let distance = if weight >= bond {
            weight.saturating_sub(consensus)
        } else {
            bond.saturating_sub(weight)
        };
        let distance = distance.clamp(I32F32::ZERO, I32F32::ONE);
        let half = I32F32::from_bits(1 << 31);
        let exponent = self.steepness.saturating_mul(distance.saturating_sub(half));
        let exponent = I32F32::from_int(-1)
            .saturating_mul(exponent)
            .clamp(I32F32::from_int(-STEEPEST), I32F32::from_int(STEEPEST));
        let sigmoid = I32F32::ONE.safe_div(I32F32::ONE.saturating_add(exponent.exp()));
        let range = self.high.saturating_sub(self.low);
        let pace = self.low.saturating_add(sigmoid.saturating_mul(range));
        // The owner may have set low above high; the upper bound then wins.
        pace.max(self.low).min(self.high)
    }
}
