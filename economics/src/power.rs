//! Rational powers of rationals, floored exactly (economics.md 0.2, `powR`).
//!
//! The chain takes an integer root when the reduced exponent is small and otherwise sums series
//! with 256 bits (swaps) or 1024 bits (limits). Its answer is the floor of the true value either
//! way: with a large reduced exponent the power of any base other than one is irrational, and no
//! pool brings it within 2^-250 of a whole number. So this module is free to get the same floor
//! faster: it sums series with few bits and a proven error, and takes more bits, in the end
//! the exact root, only when the error leaves two candidates.

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
    if exponent.numerator == 0 || base.numerator == base.denominator {
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
        let lower = &self.lower >> self.bits;
        (lower == &self.upper >> self.bits).then(|| saturate(lower))
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

    /// Bounds of scale * base^exponent.
    fn scaled_power(&self, base: Fraction<u128>, exponent: Fraction<u64>, scale: u64) -> Enclosure {
        let logarithm =
            (self.ln(base) * exponent.numerator).div_floor(&BigInt::from(exponent.denominator));
        let (halvings, fraction) = logarithm.div_mod_floor(&self.ln_two);
        // The base has 128 bits and the exponent 64, so a larger shift cannot come up.
        let shift = halvings.to_i64().unwrap_or(i64::MIN);
        let value = self.exp(fraction) * scale;
        // Each series has fewer terms than bits and loses less than one unit per term and
        // reduction step; the logarithm's error is multiplied by the exponent. With at most 1152
        // terms, 2^16 units per unit of exponent cover all of it with room to spare.
        let growth = exponent.numerator / exponent.denominator + 2;
        let error: BigInt = ((&value * growth) >> (self.bits - 16)) + BigInt::one();
        let (lower, upper) = (&value - &error, value + error);
        let place = |value: BigInt| {
            if shift >= 0 { value << shift.unsigned_abs() } else { value >> shift.unsigned_abs() }
        };
        if shift < -4096 {
            return Enclosure { lower: BigInt::zero(), upper: BigInt::zero(), bits: self.bits };
        }
        Enclosure { lower: place(lower), upper: place(upper), bits: self.bits }
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
        debug_assert!(sum.sign() == Sign::Plus);
        sum
    }
}
