//! What owners of subnets set hyperparameters to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Hotkey, Take, Tao};

/// A value of a hyperparameter, in its own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum ParameterValue {
    /// Yes or no.
    Flag(bool),
    /// A number, of what the hyperparameter counts.
    Number(u64),
    /// TAO.
    Tao(Tao),
    /// Parts of 65,535.
    Share(Take),
    /// A factor.
    Factor(Factor),
    /// What becomes of alpha that nobody earns.
    Unearned(Unearned),
    /// A hotkey.
    Hotkey(Hotkey),
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Tao(amount) => write!(f, "{amount} TAO"),
            Self::Share(share) => write!(f, "{share} ({} of 65535)", share.0),
            Self::Factor(factor) => write!(f, "{factor}"),
            Self::Unearned(unearned) => write!(f, "{unearned}"),
            Self::Hotkey(hotkey) => write!(f, "{hotkey}"),
        }
    }
}

/// What becomes of alpha that nobody earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unearned {
    /// It stays issued and belongs to nobody.
    Burn,
    /// It is taken out of issuance.
    Recycle,
}

impl fmt::Display for Unearned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Burn => "burn",
            Self::Recycle => "recycle",
        })
    }
}

/// A number with nine decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Factor(u64);

/// Why a text is no factor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a decimal number with at most nine places")]
pub struct FactorError(String);

impl Factor {
    const UNIT: u64 = 1_000_000_000;

    /// So many billionths.
    #[must_use]
    pub const fn from_billionths(billionths: u64) -> Self {
        Self(billionths)
    }

    /// As the chain counts it: times 2^64, rounded up, so that the nine places read the same from it.
    #[must_use]
    pub fn bits(self) -> u128 {
        (u128::from(self.0) << 64).div_ceil(u128::from(Self::UNIT))
    }

    /// Of a number that the chain holds times 2^64, rounded down; the largest there is where it does not fit.
    #[must_use]
    pub fn from_bits(bits: u128) -> Self {
        let (whole, rest) = (bits >> 64, bits & u128::from(u64::MAX));
        let billionths = whole
            .saturating_mul(u128::from(Self::UNIT))
            .saturating_add((rest * u128::from(Self::UNIT)) >> 64);
        Self(u64::try_from(billionths).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:09}", self.0 / Self::UNIT, self.0 % Self::UNIT);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl FromStr for Factor {
    type Err = FactorError;

    fn from_str(text: &str) -> Result<Self, FactorError> {
        let text = text.trim();
        let bad = || FactorError(text.chars().filter(|c| !c.is_control()).take(40).collect());
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || places.len() > 9 || !digits(whole) || !digits(places) {
            return Err(bad());
        }
        let whole: u64 = whole.parse().map_err(|_| bad())?;
        let places: u64 = format!("{places:0<9}").parse().map_err(|_| bad())?;
        whole
            .checked_mul(Self::UNIT)
            .and_then(|billionths| billionths.checked_add(places))
            .map(Self)
            .ok_or_else(bad)
    }
}

impl Serialize for Factor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Factor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_factor_is_what_was_typed() {
        for text in ["1", "1.26", "2.999999999", "0.5"] {
            assert_eq!(text.parse::<Factor>().map(|factor| factor.to_string()), Ok(text.into()));
        }
        for text in ["", ".5", "1.", "-1", "1e3", "1.0000000001", "NaN", "99999999999999999999"] {
            let is_one = text.parse::<Factor>().is_ok();
            assert_eq!(is_one, text == "1.", "{text}");
        }
    }

    proptest! {
        #[test]
        fn bits_read_back_as_the_same_factor(billionths in any::<u64>()) {
            let factor = Factor::from_billionths(billionths);
            prop_assert_eq!(Factor::from_bits(factor.bits()), factor);
        }
    }
}
