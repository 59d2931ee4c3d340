//! Rational powers of rationals, floored exactly (economics.md 0.2, `powR`).
//!
//! The chain takes an integer root when the reduced exponent is small, and otherwise sums series
//! with 256 bits (swaps) or 1024 bits (limits), rounds and floors. Either way it finds the floor of
//! the true value: with a large reduced exponent the power of a base other than one is irrational,
//! and only one closer than 2^-256 to a whole number could be rounded across it. So this module
//! gets the same floor faster: it sums series with few bits and a known error, and goes on to more
//! bits, in the end to the chain's own way, only while the error leaves two candidates.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// Largest part of a reduced exponent for which the chain takes the exact integer root.
const MAX_EXACT_EXPONENT: u64 = 1024;

/// Largest part of a reduced exponent for which the integer root is also the quickest way.
const MAX_ROOT_EXPONENT: u64 = 4;

/// Working precisions in bits. The first settles nearly everything; the last exceeds the chain's.
const PRECISIONS: [u64; 3] = [192, 384, 1152];

/// A fraction of two unsigned numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction<T> {
    /// Above the line.
    pub numerator: T,
    /// Below the line.
    pub denominator: T,
}

/// floor(`scale` * `base`^`exponent`), at most `u64::MAX`.
///
/// `None` when a denominator is zero. A base of zero gives zero, also to the power of zero.
#[must_use]
pub fn scaled_power(base: Fraction<u128>, exponent: Fraction<u64>, scale: u64) -> Option<u64> {
    if base.denominator == 0 || exponent.denominator == 0 {
        return None;
    }
    if base.numerator == 0 {
        return Some(0);
    }
    if exponent.numerator == 0 || base.numerator == base.denominator || scale == 0 {
        return Some(scale);
    }
    let divisor = exponent.numerator.gcd(&exponent.denominator);
    let exponent = Fraction {
        numerator: exponent.numerator / divisor,
        denominator: exponent.denominator / divisor,
    };
    if exponent.numerator == 1 && exponent.denominator == 1 {
        // Equal weights: a constant product pool.
        if let Some(product) = base.numerator.checked_mul(u128::from(scale)) {
            return Some(saturate(product / base.denominator));
        }
    }
    if exponent.numerator.max(exponent.denominator) <= MAX_ROOT_EXPONENT {
        return Some(exact_root(base, exponent, scale));
    }
    for bits in PRECISIONS {
        if let Some(floor) = Series::new(bits).scaled_power(base, exponent, scale).settled() {
            return Some(floor);
        }
    }
    if exponent.numerator.max(exponent.denominator) <= MAX_EXACT_EXPONENT {
        return Some(exact_root(base, exponent, scale));
    }
    // As the chain: round to the nearest representable value, then floor.
    let [.., most] = PRECISIONS;
    Some(Series::new(most).scaled_power(base, exponent, scale).rounded())
}

/// At most `u64::MAX`.
fn saturate(value: impl ToPrimitive) -> u64 {
    value.to_u64().unwrap_or(u64::MAX)
}

/// The floor by an integer root: floor((bn^en * S^ed / bd^en)^(1/ed)).
///
/// Flooring the quotient before the root changes nothing, because the root of a whole number is
/// reached by whole numbers only.
fn exact_root(base: Fraction<u128>, exponent: Fraction<u64>, scale: u64) -> u64 {
    // Both parts are at most 1024 here, so the conversions cannot truncate.
    let (power, root) = (exponent.numerator as u32, exponent.denominator as u32);
    let radicand = BigUint::from(base.numerator).pow(power) * BigUint::from(scale).pow(root)
        / BigUint::from(base.denominator).pow(power);
    saturate(radicand.nth_root(root))
}

/// Bounds of scale * power, in units of 2^-`bits`.
struct Enclosure {
    lower: BigInt,
    upper: BigInt,
    bits: u64,
}

impl Enclosure {
    /// The floor, if both bounds agree on it.
    fn settled(&self) -> Option<u64> {
        let floor = |bound: &BigInt| saturate(bound >> self.bits);
        let lower = floor(&self.lower);
        (lower == floor(&self.upper)).then_some(lower)
    }

    /// The floor after rounding half the bits away.
    fn rounded(&self) -> u64 {
        let middle: BigInt = (&self.lower + &self.upper) >> 1u32;
        let dropped = self.bits / 2;
        let nearest = ((middle >> (dropped - 1)) + 1u32) >> 1u32;
        saturate(nearest >> (self.bits - dropped))
    }
}

/// Logarithm and exponential series on a grid of 2^-bits.
struct Series {
    bits: u64,
    one: BigInt,
    ln_two: BigInt,
}

impl Series {
    fn new(bits: u64) -> Self {
        let one = BigInt::one() << bits;
        let mut series = Self { bits, one, ln_two: BigInt::zero() };
        // ln 2 = 2 artanh(1/3)
        series.ln_two = series.twice_artanh(&BigInt::one(), &BigInt::from(3));
        series
    }

    /// Bounds of scale * base^exponent, for a scale of at least one.
    fn scaled_power(&self, base: Fraction<u128>, exponent: Fraction<u64>, scale: u64) -> Enclosure {
        let logarithm =
            (self.ln(base) * exponent.numerator).div_floor(&BigInt::from(exponent.denominator));
        let (doublings, rest) = logarithm.div_mod_floor(&self.ln_two);
        let value = self.exp(rest) * scale;
        // A series has fewer terms than bits and loses little more than a unit in each; the
        // logarithm's loss counts once per doubling of the base, at most 128 times, and is
        // multiplied by the exponent; the exponential's loss is doubled by every squaring. With at
        // most 1152 bits that stays below 2^18 units for each unit of the exponent.
        let growth = u128::from(exponent.numerator / exponent.denominator) + 2;
        let error: BigInt = ((&value * growth) >> (self.bits - 20)) + 1u32;
        let place = |value: BigInt| match doublings.to_i64() {
            // Beyond 64 bits whatever the mantissa: any such number saturates.
            Some(65..) => BigInt::one() << (self.bits + 65),
            Some(shift @ 0..65) => value << shift,
            Some(shift) => value >> shift.unsigned_abs(),
            None if doublings.sign() == Sign::Minus => BigInt::zero(),
            None => BigInt::one() << (self.bits + 65),
        };
        Enclosure { lower: place(&value - &error), upper: place(value + error), bits: self.bits }
    }

    /// ln(base): the power of two is split off, so that the series' argument is at most 1/3.
    fn ln(&self, base: Fraction<u128>) -> BigInt {
        let mut numerator = BigInt::from(base.numerator);
        let mut denominator = BigInt::from(base.denominator);
        let doublings = numerator.bits() as i64 - denominator.bits() as i64;
        if doublings >= 0 {
            denominator <<= doublings;
        } else {
            numerator <<= -doublings;
        }
        // Now 1/2 < ratio < 2, and ln r = 2 artanh((r - 1)/(r + 1)).
        let series = self.twice_artanh(&(&numerator - &denominator), &(numerator + denominator));
        series + &self.ln_two * doublings
    }

    /// 2 artanh(p/q) = 2 (z + z^3/3 + z^5/5 + ...).
    fn twice_artanh(&self, p: &BigInt, q: &BigInt) -> BigInt {
        let z: BigInt = (&self.one * p) / q;
        let square: BigInt = (&z * &z) >> self.bits;
        let mut power = z.clone();
        let mut sum = z;
        for odd in (3u32..).step_by(2) {
            power = (power * &square) >> self.bits;
            let term = &power / odd;
            if term.is_zero() {
                break;
            }
            sum += term;
        }
        sum * 2
    }

    /// e^x for 0 <= x < ln 2: the argument is divided by 2^8 and the result squared eight times.
    fn exp(&self, x: BigInt) -> BigInt {
        const SQUARINGS: u32 = 8;
        let x = x >> SQUARINGS;
        let mut term = self.one.clone();
        let mut sum = self.one.clone();
        for n in 1u32.. {
            term = ((term * &x) >> self.bits) / n;
            if term.is_zero() {
                break;
            }
            sum += &term;
        }
        for _ in 0..SQUARINGS {
            sum = (&sum * &sum) >> self.bits;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn power(base: (u128, u128), exponent: (u64, u64), scale: u64) -> Option<u64> {
        scaled_power(
            Fraction { numerator: base.0, denominator: base.1 },
            Fraction { numerator: exponent.0, denominator: exponent.1 },
            scale,
        )
    }

    const S: u64 = 1_000_000_000_000_000_000;

    #[test]
    fn section_0_2_golden_values() {
        let root = power((21_000_000_000_000_000, 28_000_000_000_000_000), (3, 2), S);
        assert_eq!(root, Some(649_519_052_838_328_985));
        let weights = (512_345_678_000_000_000, 487_654_322_000_000_000);
        let series = power((1_000_000_000_000, 1_001_000_000_000), weights, S);
        assert_eq!(series, Some(998_950_443_229_766_787));
    }

    #[test]
    fn exact_powers_are_not_one_below() {
        // 1/2 to the power of 1023/1023, 9/11 and so on, of perfect powers.
        assert_eq!(power((1, 2), (1023, 1023), S), Some(S / 2));
        assert_eq!(power((1 << 33, 3 << 33), (9, 9), 300), Some(100));
        assert_eq!(power((2u128.pow(11), 3u128.pow(11)), (9, 11), 3u64.pow(9)), Some(512));
        assert_eq!(power((2u128.pow(60), 1), (1, 60), 1), Some(2));
    }

    #[test]
    fn edges() {
        assert_eq!(power((1, 0), (1, 2), S), None);
        assert_eq!(power((1, 2), (1, 0), S), None);
        assert_eq!(power((0, 2), (1, 2), S), Some(0));
        assert_eq!(power((0, 2), (0, 2), S), Some(0));
        assert_eq!(power((7, 3), (0, 2), S), Some(S));
        assert_eq!(power((7, 7), (u64::MAX, 1), S), Some(S));
        assert_eq!(power((7, 3), (5, 7), 0), Some(0));
        assert_eq!(power((u128::MAX, 1), (u64::MAX, 1), 1), Some(u64::MAX));
        assert_eq!(power((1, u128::MAX), (u64::MAX, 1), u64::MAX), Some(0));
        assert_eq!(power((u128::MAX, 1), (1, 2), S), Some(u64::MAX));
        // 2^(127/2) does not fit 64 bits with the scale, but does alone: 13043817825332782212.3
        assert_eq!(power((1 << 127, 1), (1, 2), 1), Some(13_043_817_825_332_782_212));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// The quick paths and the series agree with the integer root.
        #[test]
        fn agrees_with_the_integer_root(
            numerator in 1u64..,
            denominator in 1u64..,
            en in 1u64..40,
            ed in 1u64..40,
        ) {
            let divisor = en.gcd(&ed);
            let base = Fraction { numerator: numerator.into(), denominator: denominator.into() };
            let exponent = Fraction { numerator: en / divisor, denominator: ed / divisor };
            let exact = exact_root(base, exponent, S);
            prop_assert_eq!(scaled_power(base, exponent, S), Some(exact));
            for bits in PRECISIONS {
                let bounds = Series::new(bits).scaled_power(base, exponent, S);
                let floor = |bound: &BigInt| saturate(bound >> bits);
                prop_assert!(floor(&bounds.lower) <= exact && exact <= floor(&bounds.upper));
            }
        }

        /// Few bits with a proven error give what the chain's 1024 bits give.
        #[test]
        fn few_bits_settle_what_many_bits_say(
            reserve in 1_000_000u64..21_000_000_000_000_000,
            input in 1u64..21_000_000_000_000_000,
            weight in S / 100..=S / 100 * 99,
        ) {
            let base = Fraction {
                numerator: reserve.into(),
                denominator: u128::from(reserve) + u128::from(input),
            };
            let exponent = Fraction { numerator: weight, denominator: S - weight };
            let many = Series::new(1152).scaled_power(base, exponent, S);
            prop_assert_eq!(scaled_power(base, exponent, S), Some(many.rounded()));
            prop_assert_eq!(many.settled(), Some(many.rounded()));
        }
    }
}
