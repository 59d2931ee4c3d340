//! The price of registering a neuron (economics.md 6.1).
//!
//! It halves over a number of blocks and jumps at each registration; both steps floor and then keep
//! within the subnet's bounds.

use crate::fixed::U64F64;

/// Decay per block as a Q32 fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecayFactor(u64);

impl DecayFactor {
    /// The largest f with f^`half_life` <= 1/2, found by halving the interval from 0 to 1.
    ///
    /// The power is taken by repeated squaring and floored to 2^-32 at every product, so f may be
    /// a unit above the true root. No half-life means no decay.
    #[must_use]
    pub fn from_half_life(half_life: u16) -> Self {
        const ONE: u64 = 1 << 32;
        if half_life == 0 {
            return Self(ONE);
        }
        let (mut within, mut beyond) = (0, ONE);
        while within + 1 < beyond {
            let middle = within.midpoint(beyond);
            if power(middle, half_life) > ONE / 2 {
                beyond = middle;
            } else {
                within = middle;
            }
        }
        Self(within)
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
    bounds.keep(multiply(price, factor.0))
}

/// The price, rao, after a registration: floor(B*multiplier) within the bounds.
#[must_use]
pub fn bump(price: u64, multiplier: U64F64, bounds: Bounds) -> u64 {
    bounds.keep(U64F64::from_int(price).saturating_mul(multiplier).floor())
}

/// floor(`value` * `factor`/2^32) for a factor of at most one, so that the product fits.
const fn multiply(value: u64, factor: u64) -> u64 {
    ((value as u128 * factor as u128) >> 32) as u64
}

/// `base`^`exponent` in Q32 for a base of at most one.
const fn power(base: u64, exponent: u16) -> u64 {
    let (mut result, mut square, mut rest) = (1 << 32, base, exponent);
    while rest > 0 {
        if rest & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        rest >>= 1;
    }
    result
}
