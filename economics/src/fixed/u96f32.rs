//! The unsigned number that emission and dividends are divided in.

use super::{I96F32, U64F64, widening_mul};

/// Fraction bits.
const FRACTION: u32 = 32;

/// Unsigned fixed point: 96 integer bits, 32 fraction bits, held as raw bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct U96F32(u128);

impl U96F32 {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(1 << FRACTION);
    /// The largest value, 2^96 - 2^-32.
    pub const MAX: Self = Self(u128::MAX);

    /// The value `bits`/2^32.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The raw bits: the value times 2^32.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.0
    }

    /// A whole number.
    #[must_use]
    pub const fn from_int(value: u64) -> Self {
        Self((value as u128) << FRACTION)
    }

    /// `numerator/denominator`, truncated; zero when `denominator` is zero.
    #[must_use]
    pub const fn ratio(numerator: u64, denominator: u64) -> Self {
        match ((numerator as u128) << FRACTION).checked_div(denominator as u128) {
            Some(bits) => Self(bits),
            None => Self::ZERO,
        }
    }

    /// The coarser grid: floored.
    #[must_use]
    pub const fn from_u64f64(value: U64F64) -> Self {
        Self(value.to_bits() >> 32)
    }

    /// A moving average, negative ones as zero.
    #[must_use]
    pub const fn from_i96f32(value: I96F32) -> Self {
        Self(if value.to_bits() < 0 { 0 } else { value.to_bits().unsigned_abs() })
    }

    /// The finer grid, at most [`U64F64::MAX`].
    #[must_use]
    pub const fn to_u64f64(self) -> U64F64 {
        if self.0 >> 96 != 0 { U64F64::MAX } else { U64F64::from_bits(self.0 << 32) }
    }

    /// The whole part, at most `u64::MAX`.
    #[must_use]
    pub const fn floor(self) -> u64 {
        let whole = self.0 >> FRACTION;
        if whole > u64::MAX as u128 { u64::MAX } else { whole as u64 }
    }

    /// Sum, at most [`Self::MAX`].
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, at least zero.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Product, floored to the grid, at most [`Self::MAX`].
    #[must_use]
    pub const fn saturating_mul(self, other: Self) -> Self {
        if let Some(product) = self.0.checked_mul(other.0) {
            return Self(product >> FRACTION);
        }
        let (high, low) = widening_mul(self.0, other.0);
        if high >> FRACTION == 0 {
            Self((high << (128 - FRACTION)) | (low >> FRACTION))
        } else {
            Self::MAX
        }
    }

    /// Quotient, truncated to the grid. Zero when the divisor is zero or the quotient does not fit:
    /// the chain's `checked_div(..).unwrap_or(0)`.
    #[must_use]
    pub const fn safe_div(self, divisor: Self) -> Self {
        if divisor.0 == 0 {
            return Self::ZERO;
        }
        if self.0 >> (128 - FRACTION) == 0 {
            return Self((self.0 << FRACTION) / divisor.0);
        }
        let whole = self.0 / divisor.0;
        if whole >> (128 - FRACTION) != 0 {
            return Self::ZERO;
        }
        // Long division for the fraction; a remainder that overflows on doubling is certainly not
        // below the divisor.
        let mut remainder = self.0 % divisor.0;
        let mut bits = whole;
        let mut step = 0;
        while step < FRACTION {
            let carried = remainder >> 127 == 1;
            remainder <<= 1;
            bits <<= 1;
            if carried || remainder >= divisor.0 {
                remainder = remainder.wrapping_sub(divisor.0);
                bits |= 1;
            }
            step += 1;
        }
        Self(bits)
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use num_traits::ToPrimitive;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn section_0_2_ratios() {
        assert_eq!(U96F32::ratio(11_796, 65_535).to_bits(), 773_074_452);
        assert_eq!(U96F32::ratio(1, 0), U96F32::ZERO);
        assert_eq!(U96F32::MAX.floor(), u64::MAX);
        assert_eq!(U96F32::from_int(7).to_u64f64(), U64F64::from_int(7));
        assert_eq!(U96F32::MAX.to_u64f64(), U64F64::MAX);
        assert_eq!(U96F32::from_i96f32(I96F32::from_bits(-1)), U96F32::ZERO);
    }

    proptest! {
        #[test]
        fn products_and_quotients_are_the_exact_ones_rounded_down(a: u128, b: u128, shift in 0u32..128) {
            let (a, b) = (a, b >> shift);
            let fit = |exact: BigUint| exact.to_u128();
            let product = fit((BigUint::from(a) * b) >> 32u32).unwrap_or(u128::MAX);
            prop_assert_eq!(U96F32(a).saturating_mul(U96F32(b)).to_bits(), product);
            let quotient = if b == 0 { None } else { fit((BigUint::from(a) << 32u32) / b) };
            prop_assert_eq!(U96F32(a).safe_div(U96F32(b)).to_bits(), quotient.unwrap_or(0));
        }
    }
}
