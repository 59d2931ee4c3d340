//! The price of registering a neuron (economics.md 6.1).
//!
//! It halves over a number of blocks and jumps at each registration; both steps floor and then keep
//! within the subnet's bounds.

use crate::fixed::U64F64;
use crate::power::{Fraction, scaled_power};

/// Decay per block as a Q32 fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecayFactor(u64);

impl DecayFactor {
    /// The largest f, a multiple of 2^-32, with f^`half_life` <= 1/2. Zero blocks count as one.
    #[must_use]
    pub fn from_half_life(half_life: u16) -> Self {
        let base = Fraction { numerator: 1, denominator: 2 };
        let exponent = Fraction { numerator: 1, denominator: u64::from(half_life.max(1)) };
        // Neither denominator is zero, so there is a value.
        Self(scaled_power(base, exponent, 1 << 32).unwrap_or(0))
    }

    /// The raw bits: the factor times 2^32.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }
}

/// What a burn price, rao, may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// `MinBurn`, rao.
    pub min: u64,
    /// `MaxBurn`, rao; wins where the two contradict each other.
    pub max: u64,
}

impl Bounds {
    fn keep(self, price: u64) -> u64 {
        price.max(self.min).min(self.max)
    }
}

/// The price, rao, one block later: floor(B*f/2^32) within the bounds.
#[must_use]
pub fn decay(price: u64, factor: DecayFactor, bounds: Bounds) -> u64 {
    // The factor is below 2^32, so the shifted product fits.
    bounds.keep(((u128::from(price) * u128::from(factor.0)) >> 32) as u64)
}

/// The price, rao, after a registration: floor(B*multiplier) within the bounds.
#[must_use]
pub fn bump(price: u64, multiplier: U64F64, bounds: Bounds) -> u64 {
    bounds.keep(U64F64::from_int(price).saturating_mul(multiplier).floor())
}
