//! Fixed-point numbers with the chain's rounding (economics.md 0.2).
//!
//! A product is exact and then floored to the grid; a quotient is truncated; a quotient by zero is
//! zero. The chain keeps prices in [`U64F64`], moving averages in [`I96F32`], emission in [`U96F32`],
//! consensus in [`I32F32`] and pool weights in parts of 10^18. Nothing here knows what a number means.

mod i32f32;
mod u96f32;

pub use i32f32::I32F32;
pub use u96f32::U96F32;

use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// One, in the parts that pool weights are counted in (the chain's `Perquintill`).
pub const PERQUINTILL: u64 = 1_000_000_000_000_000_000;

/// Rao in one TAO or one alpha; also the scale of prices in extrinsics and RPC answers.
const RAO: u64 = 1_000_000_000;

/// Unsigned fixed point: 64 integer bits, 64 fraction bits, held as raw bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct U64F64(u128);

impl U64F64 {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(1 << 64);
    /// The largest value, 2^64 - 2^-64.
    pub const MAX: Self = Self(u128::MAX);

    /// The value `bits`/2^64.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The raw bits: the value times 2^64.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.0
    }

    /// A whole number.
    #[must_use]
    pub const fn from_int(value: u64) -> Self {
        Self((value as u128) << 64)
    }

    /// `numerator/denominator`, truncated; zero when `denominator` is zero.
    #[must_use]
    pub fn ratio(numerator: u64, denominator: u64) -> Self {
        // The numerator fills the upper half, so plain 128-bit division gives the truncated bits.
        let bits = (u128::from(numerator) << 64).checked_div(u128::from(denominator));
        Self(bits.unwrap_or(0))
    }

    /// A price from rao of TAO per whole alpha, as extrinsics carry it: `rao`/10^9, truncated.
    #[must_use]
    pub fn from_price_rao(rao: u64) -> Self {
        Self::ratio(rao, RAO)
    }

    /// This price in rao of TAO per whole alpha: floor(p * 10^9) (economics.md 0.1).
    #[must_use]
    pub fn to_price_rao(self) -> u64 {
        self.saturating_mul(Self::from_int(RAO)).floor()
    }

    /// The whole part.
    #[must_use]
    pub const fn floor(self) -> u64 {
        (self.0 >> 64) as u64
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
        let (high, low) = widening_mul(self.0, other.0);
        if high >> 64 == 0 { Self((high << 64) | (low >> 64)) } else { Self::MAX }
    }

    /// Quotient, truncated to the grid. Zero when the divisor is zero or the quotient does not fit:
    /// the chain's `checked_div(..).unwrap_or(0)`.
    #[must_use]
    pub fn safe_div(self, divisor: Self) -> Self {
        if divisor.0 == 0 {
            return Self::ZERO;
        }
        let whole = self.0 / divisor.0;
        if whole >> 64 != 0 {
            return Self::ZERO;
        }
        // Long division for the 64 fraction bits; a remainder that overflows on doubling is
        // certainly not below the divisor.
        let mut remainder = self.0 % divisor.0;
        let mut bits = whole;
        for _ in 0..64 {
            let carried = remainder >> 127 == 1;
            remainder <<= 1;
            bits <<= 1;
            if carried || remainder >= divisor.0 {
                remainder = remainder.wrapping_sub(divisor.0);
                bits |= 1;
            }
        }
        Self(bits)
    }
}

/// Signed fixed point: 96 integer bits, 32 fraction bits, held as raw bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct I96F32(i128);

impl I96F32 {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(1 << 32);

    /// The value `bits`/2^32.
    #[must_use]
    pub const fn from_bits(bits: i128) -> Self {
        Self(bits)
    }

    /// The raw bits: the value times 2^32.
    #[must_use]
    pub const fn to_bits(self) -> i128 {
        self.0
    }

    /// The coarser grid: floored.
    #[must_use]
    pub const fn from_u64f64(value: U64F64) -> Self {
        Self((value.0 >> 32) as i128)
    }

    /// The finer grid, exact within the range; clamped to 0 and [`U64F64::MAX`] outside.
    #[must_use]
    pub const fn to_u64f64(self) -> U64F64 {
        if self.0 <= 0 {
            U64F64::ZERO
        } else if self.0 >> 96 != 0 {
            U64F64::MAX
        } else {
            U64F64((self.0 as u128) << 32)
        }
    }
}

/// floor(`numerator` * 10^18 / `denominator`), at most 10^18; 10^18 when `denominator` is zero
/// (the chain's `Perquintill::from_rational`).
#[must_use]
pub fn perquintill(numerator: u128, denominator: u128) -> u64 {
    if numerator >= denominator {
        return PERQUINTILL;
    }
    mul_div(numerator, u128::from(PERQUINTILL), denominator).try_into().unwrap_or(PERQUINTILL)
}

/// floor(`a` * `b` / `divisor`) through 256 bits, at most `u128::MAX`; zero when `divisor` is zero.
#[must_use]
pub fn mul_div(a: u128, b: u128, divisor: u128) -> u128 {
    if divisor == 0 {
        return 0;
    }
    match a.checked_mul(b) {
        Some(product) => product / divisor,
        None => (BigUint::from(a) * b / divisor).to_u128().unwrap_or(u128::MAX),
    }
}

/// The same rounded up.
#[must_use]
pub fn mul_div_up(a: u128, b: u128, divisor: u128) -> u128 {
    let floor = mul_div(a, b, divisor);
    // The remainder is below 2^128, so 128 bits of the difference are all of it.
    let remainder = a.wrapping_mul(b).wrapping_sub(floor.wrapping_mul(divisor));
    if divisor == 0 || remainder == 0 { floor } else { floor.saturating_add(1) }
}

/// The 256-bit product of two 128-bit numbers as (high, low).
const fn widening_mul(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a_high, a_low) = (a >> 64, a & LOW);
    let (b_high, b_low) = (b >> 64, b & LOW);
    let low = a_low * b_low;
    // Three summands below 2^64 each plus one product below 2^128 - 2^65 fit.
    let middle = a_high * b_low + (low >> 64);
    let carry = a_low * b_high + (middle & LOW);
    (a_high * b_high + (middle >> 64) + (carry >> 64), (carry << 64) | (low & LOW))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn section_0_2_rounding() {
        let third = U64F64::ratio(1, 3);
        assert_eq!(third.to_bits(), (1u128 << 64) / 3);
        assert_eq!(third.saturating_mul(U64F64::from_int(3)).to_bits(), (1u128 << 64) - 1);
        assert_eq!(U64F64::ONE.safe_div(U64F64::ZERO), U64F64::ZERO);
        assert_eq!(U64F64::MAX.safe_div(U64F64::from_bits(1)), U64F64::ZERO);
        assert_eq!(U64F64::MAX.saturating_mul(U64F64::from_int(2)), U64F64::MAX);
        assert_eq!(U64F64::ratio(5, 0), U64F64::ZERO);
        assert_eq!(perquintill(2, 3), 666_666_666_666_666_666);
        assert_eq!(perquintill(3, 3), PERQUINTILL);
        assert_eq!(perquintill(0, 0), PERQUINTILL);
    }

    #[test]
    fn quotients_round_up_only_what_is_left_over() {
        assert_eq!(mul_div_up(7, 3, 2), 11);
        assert_eq!(mul_div_up(6, 3, 2), 9);
        assert_eq!(mul_div_up(5, 5, 0), 0);
        let large = u128::MAX - 1;
        assert_eq!(mul_div_up(large, 10, 10), large);
        assert_eq!(mul_div_up(large, 9, 10), mul_div(large, 9, 10) + 1);
    }

    #[test]
    fn section_0_1_prices_in_rao() {
        assert_eq!(U64F64::from_price_rao(24_000_000_000), U64F64::from_int(24));
        assert_eq!(U64F64::from_price_rao(2_500_000_000).to_price_rao(), 2_500_000_000);
        // 0.1 has no exact binary form: down on the way in, and down again on the way out.
        assert_eq!(U64F64::from_price_rao(100_000_000).to_price_rao(), 99_999_999);
        assert_eq!(U64F64::MAX.to_price_rao(), u64::MAX);
    }

    #[test]
    fn moving_averages_widen_and_narrow() {
        let average = I96F32::from_bits(12_885);
        assert_eq!(I96F32::from_u64f64(average.to_u64f64()), average);
        assert_eq!(I96F32::from_u64f64(U64F64::from_bits((1 << 33) - 1)).to_bits(), 1);
        assert_eq!(I96F32::from_bits(-1).to_u64f64(), U64F64::ZERO);
        assert_eq!(I96F32::from_bits(i128::MAX).to_u64f64(), U64F64::MAX);
    }

    proptest! {
        #[test]
        fn products_and_quotients_are_the_exact_ones_rounded_down(a: u128, b: u128, shift in 0u32..128) {
            let (a, b) = (a, b >> shift);
            let fit = |exact: BigUint| exact.to_u128();
            let product = fit((BigUint::from(a) * b) >> 64u32).unwrap_or(u128::MAX);
            let (x, y) = (U64F64::from_bits(a), U64F64::from_bits(b));
            prop_assert_eq!(x.saturating_mul(y).to_bits(), product);
            prop_assert_eq!(y.saturating_mul(x).to_bits(), product);
            let quotient = if b == 0 { Some(0) } else { fit((BigUint::from(a) << 64u32) / b) };
            prop_assert_eq!(x.safe_div(y).to_bits(), quotient.unwrap_or(0));
            let scaled = if b == 0 { 0 } else {
                fit(BigUint::from(a) * a / b).unwrap_or(u128::MAX)
            };
            prop_assert_eq!(mul_div(a, a, b), scaled);
        }
    }
}
