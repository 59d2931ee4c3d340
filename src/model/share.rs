//! Parts of a whole as the chain counts them: takes in 1/65535, proportions in 1/(2^64 - 1).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not a part of a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a share from 0% to 100% with at most four decimal places")]
pub struct ShareError(String);

/// Millionths of a whole from a text such as `12.5%`.
fn millionths(text: &str) -> Result<u32, ShareError> {
    let bad = || ShareError(text.trim().chars().filter(|c| !c.is_control()).take(40).collect());
    let percent = text.trim().strip_suffix('%').ok_or_else(bad)?.trim_end();
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 4 {
        return Err(bad());
    }
    let whole: u32 = whole.parse().map_err(|_| bad())?;
    let fraction: u32 = format!("{fraction:0<4}").parse().map_err(|_| bad())?;
    let all = whole.checked_mul(10_000).and_then(|parts| parts.checked_add(fraction));
    all.filter(|parts| *parts <= 1_000_000).ok_or_else(bad)
}

/// Ten-thousandths of a per cent as the shortest text.
fn write_percent(millionths: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, fraction) = (millionths / 10_000, millionths % 10_000);
    if fraction == 0 {
        return f.pad(&format!("{whole}%"));
    }
    let digits = format!("{fraction:04}");
    f.pad(&format!("{whole}.{}%", digits.trim_end_matches('0')))
}

/// What a hotkey keeps of others' dividends, in parts of 65,535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Take(pub u16);

/// To a hundredth of a per cent: what is typed is shown again, although the chain's parts are uneven.
impl fmt::Display for Take {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (u64::from(self.0) * 10_000 + 32_767) / 65_535;
        write_percent(hundredths * 100, f)
    }
}

/// Rounded down, so that the largest take allowed can be typed.
impl FromStr for Take {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let parts = u64::from(millionths(text)?) * 65_535 / 1_000_000;
        u16::try_from(parts).map(Self).map_err(|_| ShareError(text.to_owned()))
    }
}

/// A part of stake weight, in parts of 2^64 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Proportion(pub u64);

impl Proportion {
    /// Everything.
    pub const WHOLE: Self = Self(u64::MAX);
}

impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = u128::from(u64::MAX);
        let millionths = (u128::from(self.0) * 1_000_000 + whole / 2) / whole;
        write_percent(u64::try_from(millionths).unwrap_or(u64::MAX), f)
    }
}

/// Rounded down, so that proportions which add up to 100% fit.
impl FromStr for Proportion {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let parts = u128::from(millionths(text)?) * u128::from(u64::MAX) / 1_000_000;
        u64::try_from(parts).map(Self).map_err(|_| ShareError(text.to_owned()))
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A part of what somebody owns, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Portion(u32);

impl Portion {
    /// Millionths of a whole.
    pub const MILLION: u32 = 1_000_000;
    /// Everything.
    pub const WHOLE: Self = Self(Self::MILLION);
    /// Nothing.
    pub const NOTHING: Self = Self(0);

    /// In millionths, at most a million.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// Both together; `None` beyond everything.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|parts| *parts <= Self::MILLION).map(Self)
    }

    /// What is left of everything.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(Self::MILLION.saturating_sub(self.0))
    }

    /// `some` of `all` of this part, rounded down.
    #[must_use]
    pub fn part(self, some: u64, all: u64) -> Self {
        let part = u128::from(self.0) * u128::from(some.min(all)) / u128::from(all.max(1));
        Self(u32::try_from(part).unwrap_or(self.0))
    }

    /// This part of an amount, rounded down.
    #[must_use]
    pub fn of(self, rao: u64) -> u64 {
        let part = u128::from(rao) * u128::from(self.0) / u128::from(Self::MILLION);
        u64::try_from(part).unwrap_or(rao)
    }
}

impl fmt::Display for Portion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_percent(self.0.into(), f)
    }
}

impl FromStr for Portion {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        millionths(text).map(Self)
    }
}

as_text!(Take);
as_text!(Proportion);
as_text!(Portion);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_take_is_eighteen_per_cent() {
        assert_eq!("18%".parse(), Ok(Take(11_796)));
        assert_eq!(Take(11_796).to_string(), "18%");
        assert_eq!("100%".parse(), Ok(Take(u16::MAX)));
        assert_eq!("9.5%".parse::<Take>().map(|take| take.to_string()), Ok("9.5%".to_owned()));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "%", "0.5", "18", "-1%", "101%", "1.23456%", "1e1%", "+3%"] {
            assert!(text.parse::<Take>().is_err(), "{text:?} was accepted");
            assert!(text.parse::<Proportion>().is_err(), "{text:?} was accepted");
            assert!(text.parse::<Portion>().is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn portions_add_up_to_everything_and_no_further() {
        let portion = |text: &str| text.parse::<Portion>().expect("a portion");
        assert_eq!(portion("60%").checked_add(portion("40%")), Some(Portion::WHOLE));
        assert_eq!(portion("60%").checked_add(portion("40.0001%")), None);
        assert_eq!(portion("12.5%").rest().to_string(), "87.5%");
        assert_eq!(portion("33.3333%").of(3_000_000), 999_999);
        assert_eq!(Portion::WHOLE.of(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn shares_that_make_a_whole_fit(first in 0u32..=1_000_000) {
            let text = |parts: u32| format!("{}.{:04}%", parts / 10_000, parts % 10_000);
            let one: Proportion = text(first).parse().expect("a share");
            let rest: Proportion = text(1_000_000 - first).parse().expect("a share");
            prop_assert!(one.0.checked_add(rest.0).is_some());
            // Shown again as it was typed, without zeros at its end.
            let shown: Proportion = one.to_string().parse().expect("a share");
            prop_assert_eq!(shown, one);
        }
    }
}
