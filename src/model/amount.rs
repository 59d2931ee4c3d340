//! TAO, alpha, prices and ratios as integers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Rao in one TAO, and in one alpha.
pub const RAO_PER_TAO: u64 = 1_000_000_000;

/// Decimal places of TAO and alpha.
const DECIMALS: usize = 9;

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing was given.
    #[error("an amount is missing")]
    Empty,
    /// Not digits with at most one point.
    #[error("`{0}` is not an amount")]
    NotANumber(String),
    /// More places than a rao has.
    #[error("`{0}` has {1} decimal places; the smallest unit is 0.000000001 (9 places)")]
    TooManyDecimals(String, usize),
    /// Beyond 64 bits of rao.
    #[error("`{0}` is larger than any amount on this chain")]
    TooLarge(String),
    /// A tolerance without a percent sign, or outside 0 to 50 %.
    #[error("`{0}` is not a tolerance from 0% to 50%")]
    Tolerance(String),
}

/// Parse a plain decimal (no sign, exponent or separators) into units of 10^-9.
fn parse_nano(text: &str) -> Result<u64, AmountError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(AmountError::Empty);
    }
    let not_a_number = || AmountError::NotANumber(trimmed.to_owned());
    let (whole, fraction) = trimmed.split_once('.').unwrap_or((trimmed, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(not_a_number());
    }
    if fraction.len() > DECIMALS {
        return Err(AmountError::TooManyDecimals(trimmed.to_owned(), fraction.len()));
    }
    let too_large = || AmountError::TooLarge(trimmed.to_owned());
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_large())? };
    // At most nine digits, so this fits.
    let fraction: u64 = format!("{fraction:0<DECIMALS$}").parse().map_err(|_| not_a_number())?;
    whole.checked_mul(RAO_PER_TAO).and_then(|rao| rao.checked_add(fraction)).ok_or_else(too_large)
}

/// Write units of 10^-9 as the shortest exact decimal.
fn write_nano(nano: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, fraction) = (nano / RAO_PER_TAO, nano % RAO_PER_TAO);
    if fraction == 0 {
        return f.pad(&whole.to_string());
    }
    let digits = format!("{fraction:09}");
    f.pad(&format!("{whole}.{}", digits.trim_end_matches('0')))
}

/// `text` without one of `units` at its end.
fn strip_unit<'a>(text: &'a str, units: &[&str]) -> &'a str {
    let text = text.trim();
    units
        .iter()
        .find_map(|unit| {
            let cut = text.len().checked_sub(unit.len())?;
            let tail = text.get(cut..)?;
            tail.eq_ignore_ascii_case(unit).then(|| text[..cut].trim_end())
        })
        .unwrap_or(text)
}

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, $units:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(u64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// The largest representable amount.
            pub const MAX: Self = Self(u64::MAX);

            /// From the chain's unit.
            #[must_use]
            pub const fn from_rao(rao: u64) -> Self {
                Self(rao)
            }

            /// In the chain's unit.
            #[must_use]
            pub const fn rao(self) -> u64 {
                self.0
            }

            /// Whether this is nothing.
            #[must_use]
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// The sum, if it fits 64 bits.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The difference, if not negative.
            #[must_use]
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }

            /// The sum, capped at the largest amount.
            #[must_use]
            pub fn saturating_add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }

            /// The difference, not below nothing.
            #[must_use]
            pub fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Self::saturating_add)
            }
        }

        /// The shortest exact decimal, without a unit.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_nano(self.0, f)
            }
        }

        /// A decimal with at most nine places; its unit may follow, and `rao` counts the smallest.
        impl FromStr for $name {
            type Err = AmountError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let whole = strip_unit(text, &["rao"]);
                if whole.len() != text.trim().len() {
                    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
                        return Err(AmountError::NotANumber(text.trim().to_owned()));
                    }
                    return whole
                        .parse()
                        .map(Self)
                        .map_err(|_| AmountError::TooLarge(text.trim().to_owned()));
                }
                parse_nano(strip_unit(text, $units)).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                parse_nano(&text).map(Self).map_err(serde::de::Error::custom)
            }
        }
    };
}

amount!(
    /// An amount of TAO, held in rao.
    Tao,
    &["tao", "τ"]
);
amount!(
    /// An amount of one subnet's alpha, held in rao of alpha.
    Alpha,
    &["alpha", "α"]
);

/// TAO per alpha, held in rao of TAO for one whole alpha: the unit of the chain's limit prices
/// (`interface.md` of the chain: `limit_price` = price x 10^9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(u64);

impl Price {
    /// One TAO per alpha: the price on the root subnet.
    pub const ONE: Self = Self(RAO_PER_TAO);

    /// From rao of TAO per whole alpha.
    #[must_use]
    pub const fn from_rao(rao: u64) -> Self {
        Self(rao)
    }

    /// Rao of TAO per whole alpha.
    #[must_use]
    pub const fn rao(self) -> u64 {
        self.0
    }

    /// What `alpha` is worth at this price before any impact, rounded down.
    #[must_use]
    pub fn value_of(self, alpha: Alpha) -> Tao {
        let rao = u128::from(self.0) * u128::from(alpha.rao()) / u128::from(RAO_PER_TAO);
        Tao::from_rao(u64::try_from(rao).unwrap_or(u64::MAX))
    }

    /// The highest price that a buyer with this tolerance accepts, rounded down (the safe side).
    #[must_use]
    pub fn above(self, tolerance: Tolerance) -> Self {
        let parts = u128::from(Tolerance::WHOLE + tolerance.0);
        let rao = u128::from(self.0) * parts / u128::from(Tolerance::WHOLE);
        Self(u64::try_from(rao).unwrap_or(u64::MAX))
    }

    /// The lowest price that a seller with this tolerance accepts, rounded up (the safe side).
    #[must_use]
    pub fn below(self, tolerance: Tolerance) -> Self {
        let parts = u128::from(Tolerance::WHOLE.saturating_sub(tolerance.0));
        let rao = (u128::from(self.0) * parts).div_ceil(u128::from(Tolerance::WHOLE));
        Self(u64::try_from(rao).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_nano(self.0, f)
    }
}

impl FromStr for Price {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_nano(text).map(Self)
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How far from the spot price a trade may end, in millionths. Shown and parsed in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tolerance(u32);

impl Tolerance {
    /// All of it.
    pub const WHOLE: u32 = 1_000_000;

    /// From millionths; `None` above 50 %.
    #[must_use]
    pub const fn from_millionths(millionths: u32) -> Option<Self> {
        if millionths <= Self::WHOLE / 2 { Some(Self(millionths)) } else { None }
    }

    /// In millionths.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }
}

/// Half a per cent.
impl Default for Tolerance {
    fn default() -> Self {
        Self(5_000)
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Ratio::from_millionths(i64::from(self.0)))
    }
}

/// A number with a per cent sign. A bare number is refused: `0.5` means 50 % to btcli and half a
/// per cent to most people.
impl FromStr for Tolerance {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || AmountError::Tolerance(text.trim().to_owned());
        let percent = text.trim().strip_suffix('%').ok_or_else(bad)?;
        let nano = parse_nano(percent).map_err(|_| bad())?;
        // 1 % = 10^9 nano = 10^4 millionths.
        if nano % 100_000 != 0 {
            return Err(bad());
        }
        u32::try_from(nano / 100_000).ok().and_then(Self::from_millionths).ok_or_else(bad)
    }
}

impl Serialize for Tolerance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Tolerance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A signed share or change, in millionths. Shown in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ratio(i64);

impl Ratio {
    /// From millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// In millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// In billionths.
    #[must_use]
    pub const fn billionths(self) -> i128 {
        self.0 as i128 * 1_000
    }

    /// `part` of `whole`, rounded toward zero; `None` of nothing.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let millionths = u128::from(part) * 1_000_000 / u128::from(whole);
        i64::try_from(millionths).ok().map(Self)
    }

    /// The change from `before` to `after`, rounded toward zero; `None` from nothing.
    #[must_use]
    pub fn change(before: u64, after: u64) -> Option<Self> {
        if after >= before {
            Self::of(after - before, before)
        } else {
            Self::of(before - after, before).map(|ratio| Self(-ratio.0))
        }
    }
}

/// Per cent, shortest exact form: `-0.25%`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, fraction) = (magnitude / 10_000, magnitude % 10_000);
        if fraction == 0 {
            return f.pad(&format!("{sign}{whole}%"));
        }
        let digits = format!("{fraction:04}");
        f.pad(&format!("{sign}{whole}.{}%", digits.trim_end_matches('0')))
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_exact() {
        assert_eq!("1.001".parse::<Tao>(), Ok(Tao::from_rao(1_001_000_000)));
        assert_eq!(".5".parse::<Tao>(), Ok(Tao::from_rao(500_000_000)));
        assert_eq!("7".parse::<Tao>(), Ok(Tao::from_rao(7_000_000_000)));
        assert_eq!("12rao".parse::<Tao>(), Ok(Tao::from_rao(12)));
        assert_eq!("2 TAO".parse::<Tao>(), Ok(Tao::from_rao(2_000_000_000)));
        assert_eq!("0.000000001".parse::<Alpha>(), Ok(Alpha::from_rao(1)));
    }

    #[test]
    fn a_tenth_decimal_is_an_error_and_not_a_rounding() {
        let error = "1.0000000001".parse::<Tao>().map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err(
                "`1.0000000001` has 10 decimal places; the smallest unit is 0.000000001 (9 places)"
                    .to_owned()
            )
        );
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for text in
            ["", " ", ".", "-1", "+1", "1e3", "1,5", "1.2.3", "0x10", "ten", "1.5rao", "rao", "α"]
        {
            assert!(text.parse::<Tao>().is_err(), "{text:?} was accepted");
        }
        assert_eq!(
            "18446744073.709551616".parse::<Tao>(),
            Err(AmountError::TooLarge("18446744073.709551616".to_owned()))
        );
    }

    #[test]
    fn a_bare_tolerance_has_no_unit() {
        assert_eq!("0.5%".parse::<Tolerance>(), Ok(Tolerance(5_000)));
        assert_eq!("50%".parse::<Tolerance>(), Ok(Tolerance(500_000)));
        for text in ["0.5", "51%", "-1%", "%", "0.00001%"] {
            assert!(text.parse::<Tolerance>().is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn ratios_read_in_per_cent() {
        assert_eq!(Ratio::change(1_000, 995).map(|ratio| ratio.to_string()), Some("-0.5%".into()));
        assert_eq!(Ratio::of(1, 3).map(|ratio| ratio.to_string()), Some("33.3333%".into()));
        assert_eq!(Ratio::of(1, 0), None);
    }

    proptest! {
        #[test]
        fn text_and_rao_agree_in_both_directions(rao: u64) {
            let amount = Tao::from_rao(rao);
            prop_assert_eq!(amount.to_string().parse::<Tao>(), Ok(amount));
        }

        #[test]
        fn limits_never_round_past_the_tolerance(rao in 0u64..1u64 << 60, parts in 0u32..=500_000) {
            let (price, tolerance) = (Price::from_rao(rao), Tolerance(parts));
            let exact_up = u128::from(rao) * u128::from(1_000_000 + parts);
            let exact_down = u128::from(rao) * u128::from(1_000_000 - parts);
            prop_assert!(u128::from(price.above(tolerance).rao()) * 1_000_000 <= exact_up);
            prop_assert!(u128::from(price.below(tolerance).rao()) * 1_000_000 >= exact_down);
        }
    }
}
