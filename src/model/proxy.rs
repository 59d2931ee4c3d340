//! Accounts that act in the name of others, within limits.

mod act;
mod rule;
mod table;

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use act::ProxyAct;
pub use rule::{CallCondition, CallRule, ProxyRule};

use super::{AccountId, Hash, Label};

/// What a proxy may do, by the chain's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProxyKind(String);

/// Not a kind of proxy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a type of proxy")]
pub struct UnknownProxyKind(pub String);

/// Kinds that are in use, and what each may do (the chain's filter of spec 425 in words).
const KINDS: [(&str, &str); 14] = [
    ("Any", "everything"),
    ("Owner", "an owner's care of a subnet, but for its owner hotkey"),
    (
        "NonCritical",
        "everything but dissolving subnets, root and paid registration, and coldkey swaps",
    ),
    ("NonTransfer", "everything but sending TAO, giving stake away, and coldkey swaps"),
    ("NonFungible", "everything but TAO, stake, paid registration and key swaps"),
    ("Staking", "adding, removing, moving and swapping stake, and the claim type"),
    ("Registration", "registering neurons"),
    ("Transfer", "sending TAO and giving stake away"),
    ("SmallTransfer", "the same below 0.5 TAO or 0.5 alpha at a time"),
    ("ChildKeys", "child hotkeys and their take"),
    ("SudoUncheckedSetCode", "a runtime upgrade by the chain's root key"),
    ("SwapHotkey", "swapping hotkeys"),
    ("SubnetLeaseBeneficiary", "what the beneficiary of a leased subnet may set"),
    ("RootClaim", "claiming what root stake earned"),
];

impl ProxyKind {
    /// The kind that may do everything.
    #[must_use]
    pub fn any() -> Self {
        Self("Any".to_owned())
    }

    /// By a name that a chain gives.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(Label::new(name).as_str().to_owned())
    }

    /// Names of the kinds that are in use.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|(name, _)| *name)
    }

    /// The chain's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it may do, in words; nothing of a kind that this program does not know.
    #[must_use]
    pub fn about(&self) -> Option<&'static str> {
        KINDS.iter().find(|(name, _)| *name == self.0).map(|(_, about)| *about)
    }

    /// Whether a proxy of this kind may do all that one of `other` may: it can add and remove only such
    /// (the runtime's `is_superset`).
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self.as_str(), other.as_str()) {
            ("Any", _) => true,
            ("NonTransfer", "Any" | "Transfer" | "SmallTransfer") => false,
            ("NonTransfer", _) | ("Transfer", "SmallTransfer") => true,
            _ => false,
        }
    }
}

impl fmt::Display for ProxyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// In any case, with or without dashes.
impl FromStr for ProxyKind {
    type Err = UnknownProxyKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |text: &str| {
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
        };
        let wanted = plain(text);
        Self::names()
            .find(|name| plain(name) == wanted)
            .map(|name| Self(name.to_owned()))
            .ok_or_else(|| UnknownProxyKind(Label::new(text).as_str().to_owned()))
    }
}

impl Serialize for ProxyKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Kinds that this program does not know are kept: a chain may have them.
impl<'de> Deserialize<'de> for ProxyKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.parse() {
            Ok(kind) => Ok(kind),
            Err(_) if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.is_empty() => {
                Ok(Self(text))
            }
            Err(error) => Err(D::Error::custom(error)),
        }
    }
}

/// Who may act for an account, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyEntry {
    /// Who may.
    pub delegate: AccountId,
    /// What.
    #[serde(rename = "type")]
    pub kind: ProxyKind,
    /// Blocks between announcing a call and making it; 0 makes it at once.
    #[serde(rename = "delay_blocks")]
    pub delay: u32,
}

/// A call that a proxy announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnnouncedCall {
    /// In whose name it would be made.
    pub real: AccountId,
    /// BLAKE2b-256 of the call.
    pub call_hash: Hash,
    /// Block of the announcement.
    pub height: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> ProxyKind {
        name.parse().expect("a kind")
    }

    #[test]
    fn kinds_are_read_as_people_write_them() {
        assert_eq!(kind("staking").as_str(), "Staking");
        assert_eq!(kind("non-transfer"), kind("NonTransfer"));
        assert!("steak".parse::<ProxyKind>().is_err());
        for name in ProxyKind::names() {
            assert_eq!(kind(name).as_str(), name);
            assert!(kind(name).about().is_some());
        }
    }

    #[test]
    fn a_kind_covers_what_the_runtime_says() {
        for name in ProxyKind::names() {
            assert!(ProxyKind::any().covers(&kind(name)));
            assert!(kind(name).covers(&kind(name)));
        }
        assert!(kind("NonTransfer").covers(&kind("Staking")));
        assert!(!kind("NonTransfer").covers(&kind("SmallTransfer")));
        assert!(!kind("NonTransfer").covers(&ProxyKind::any()));
        assert!(kind("Transfer").covers(&kind("SmallTransfer")));
        assert!(!kind("Staking").covers(&kind("Registration")));
    }
}
