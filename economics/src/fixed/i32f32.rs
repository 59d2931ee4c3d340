//! The signed number that consensus is computed in.

/// Fraction bits.
const FRACTION: u32 = 32;

/// Signed fixed point: 32 integer bits, 32 fraction bits, held as raw bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct I32F32(i64);

impl I32F32 {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(1 << FRACTION);
    /// The largest value, 2^31 - 2^-32.
    pub const MAX: Self = Self(i64::MAX);
    /// The smallest value, -2^31.
    pub const MIN: Self = Self(i64::MIN);

    /// The value `bits`/2^32.
    #[must_use]
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    /// The raw bits: the value times 2^32.
    #[must_use]
    pub const fn to_bits(self) -> i64 {
        self.0
    }

    /// A small whole number.
    #[must_use]
    pub const fn from_int(value: i16) -> Self {
        Self((value as i64) << FRACTION)
    }

    /// A stored weight or bond, which is a whole number until it is normalised.
    #[must_use]
    pub const fn from_u16(value: u16) -> Self {
        Self((value as i64) << FRACTION)
    }

    /// A stored proportion: `value`/65535, truncated.
    #[must_use]
    pub const fn from_proportion(value: u16) -> Self {
        Self::from_u16(value).safe_div(Self::from_u16(u16::MAX))
    }

    /// The proportion as it is stored: floor(x * 65535), at least 0 and at most 65535.
    #[must_use]
    pub const fn to_proportion(self) -> u16 {
        let scaled = self.saturating_mul(Self::from_u16(u16::MAX)).0 >> FRACTION;
        if scaled < 0 {
            0
        } else if scaled > u16::MAX as i64 {
            u16::MAX
        } else {
            scaled as u16
        }
    }

    /// Sum, within the range.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, within the range.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Product, floored to the grid (toward minus infinity), within the range.
    #[must_use]
    pub const fn saturating_mul(self, other: Self) -> Self {
        Self::clamped((self.0 as i128 * other.0 as i128) >> FRACTION)
    }

    /// Quotient, truncated toward zero. Zero when the divisor is zero or the quotient does not fit.
    #[must_use]
    pub const fn safe_div(self, divisor: Self) -> Self {
        if divisor.0 == 0 {
            return Self::ZERO;
        }
        let quotient = ((self.0 as i128) << FRACTION) / divisor.0 as i128;
        if quotient > i64::MAX as i128 || quotient < i64::MIN as i128 {
            return Self::ZERO;
        }
        Self(quotient as i64)
    }

    /// The chain's exponential function: the sum of the Taylor terms below the number of fraction
    /// bits, each from the one before by a floored product and a truncated quotient; the inverse of
    /// exp(-x) for negative x.
    #[must_use]
    pub fn exp(self) -> Self {
        if self.0 < 0 {
            return Self::ONE.safe_div(Self(self.0.saturating_neg()).exp());
        }
        let mut term = self;
        let mut sum = Self::ONE.saturating_add(self);
        for index in 2..FRACTION as i16 {
            term = term.saturating_mul(self).safe_div(Self::from_int(index));
            sum = sum.saturating_add(term);
        }
        sum
    }

    const fn clamped(bits: i128) -> Self {
        if bits > i64::MAX as i128 {
            Self::MAX
        } else if bits < i64::MIN as i128 {
            Self::MIN
        } else {
            Self(bits as i64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_0_2_exponentials() {
        assert_eq!(I32F32::from_int(-5).exp().to_bits(), 28_939_262);
        let two_and_a_half = I32F32::from_bits(5 << 31);
        assert_eq!(two_and_a_half.exp().to_bits(), 52_323_413_133);
        assert_eq!(I32F32::ZERO.exp(), I32F32::ONE);
    }

    #[test]
    fn section_0_2_signed_rounding() {
        let third = I32F32::ONE.safe_div(I32F32::from_int(3));
        assert_eq!(third.to_bits(), (1 << 32) / 3);
        let minus_third = I32F32::from_int(-1).safe_div(I32F32::from_int(3));
        assert_eq!(minus_third.to_bits(), -((1 << 32) / 3), "quotients are truncated");
        let tiny = I32F32::from_bits(1);
        assert_eq!(tiny.saturating_mul(minus_third).to_bits(), -1, "products are floored");
        assert_eq!(I32F32::ONE.safe_div(I32F32::ZERO), I32F32::ZERO);
        assert_eq!(I32F32::MAX.saturating_mul(I32F32::from_int(2)), I32F32::MAX);
        assert_eq!(I32F32::MIN.saturating_mul(I32F32::from_int(2)), I32F32::MIN);
        assert_eq!(I32F32::MAX.safe_div(tiny), I32F32::ZERO);
    }

    #[test]
    fn section_4_proportions_as_stored() {
        assert_eq!(I32F32::from_proportion(32_767).to_proportion(), 32_766);
        assert_eq!(I32F32::ONE.to_proportion(), u16::MAX);
        assert_eq!(I32F32::from_int(2).to_proportion(), u16::MAX);
        assert_eq!(I32F32::from_int(-1).to_proportion(), 0);
        assert_eq!(I32F32::from_proportion(u16::MAX), I32F32::ONE);
    }
}
