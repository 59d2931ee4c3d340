//! The decimal number that shares are kept in (economics.md 2).

use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// Largest mantissa, 10^21.
const MAX_MANTISSA: u128 = 1_000_000_000_000_000_000_000;

/// Mantissas of nonzero numbers are above this, 10^20.
const MIN_MANTISSA: u128 = MAX_MANTISSA / 10;

/// Powers of ten beyond this take every digit of a mantissa.
const MANTISSA_DIGITS: u64 = 22;

/// `mantissa` * 10^`exponent` with 10^20 < mantissa <= 10^21, or zero as 0 * 10^0.
///
/// Digits that do not fit are dropped. The fields are in the chain's storage order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SafeFloat {
    /// Digits.
    pub mantissa: u128,
    /// Power of ten.
    pub exponent: i64,
}

impl From<u64> for SafeFloat {
    fn from(value: u64) -> Self {
        // 20 digits need at most 21 steps of an exponent that starts at zero.
        Self::normalized(value.into(), 0).unwrap_or_default()
    }
}

impl SafeFloat {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

    /// `mantissa` * 10^`exponent` in normal form; `None` when the exponent leaves its 64 bits.
    #[must_use]
    pub fn new(mantissa: u128, exponent: i64) -> Option<Self> {
        Self::normalized(mantissa.into(), exponent)
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The whole part, at most `u64::MAX`.
    #[must_use]
    pub fn floor(self) -> u64 {
        let scale = power_of_ten(self.exponent.unsigned_abs());
        let whole = if self.exponent > 0 {
            self.mantissa.saturating_mul(scale)
        } else {
            self.mantissa / scale
        };
        whole.try_into().unwrap_or(u64::MAX)
    }

    /// Sum: the smaller number loses the digits below the larger one's last digit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.is_zero() {
            return Some(other);
        }
        if other.is_zero() {
            return Some(self);
        }
        let (a, b, exponent) = self.aligned(other);
        Self::normalized((a + b).into(), exponent)
    }

    /// Difference, aligned as in [`Self::checked_add`]; zero when `other` is larger.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        if other.is_zero() {
            return self;
        }
        let (a, b, exponent) = self.aligned(other);
        Self::normalized(a.saturating_sub(b).into(), exponent).unwrap_or_default()
    }

    /// self * a / b: the mantissas' exact product, divided and truncated, then brought to normal
    /// form. `None` when `b` is zero or the exponent leaves its 64 bits.
    #[must_use]
    pub fn mul_div(self, a: Self, b: Self) -> Option<Self> {
        if b.is_zero() {
            return None;
        }
        let exponent = self.exponent.checked_add(a.exponent)?.checked_sub(b.exponent)?;
        Self::normalized(BigUint::from(self.mantissa) * a.mantissa / b.mantissa, exponent)
    }

    /// Both mantissas at the larger exponent.
    fn aligned(self, other: Self) -> (u128, u128, i64) {
        if self.exponent >= other.exponent {
            let scale = power_of_ten(self.exponent.abs_diff(other.exponent));
            (self.mantissa, other.mantissa / scale, self.exponent)
        } else {
            let scale = power_of_ten(self.exponent.abs_diff(other.exponent));
            (self.mantissa / scale, other.mantissa, other.exponent)
        }
    }

    /// Drop or add digits until the mantissa is in range.
    fn normalized(mantissa: BigUint, mut exponent: i64) -> Option<Self> {
        let mut wide = mantissa;
        let mut mantissa = loop {
            match wide.to_u128() {
                Some(narrow) => break narrow,
                None => {
                    wide /= 10u32;
                    exponent = exponent.checked_add(1)?;
                }
            }
        };
        if mantissa == 0 {
            return Some(Self::ZERO);
        }
        while mantissa > MAX_MANTISSA {
            mantissa /= 10;
            exponent = exponent.checked_add(1)?;
        }
        while mantissa <= MIN_MANTISSA {
            mantissa *= 10;
            exponent = exponent.checked_sub(1)?;
        }
        Some(Self { mantissa, exponent })
    }
}

/// 10^`exponent`, at most 10^22, which is more than any mantissa.
fn power_of_ten(exponent: u64) -> u128 {
    10u128.pow(exponent.min(MANTISSA_DIGITS) as u32)
}
