//! The MEV shield: whether a trade travels encrypted, so that nobody can read it before it is in its block.
//!
//! Two transactions of one account: the carrier, which holds the other one encrypted for the author of a near block,
//! and the other one, which that author puts right behind it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{At, Hash, Intent, KeySwap, MultisigAct, Outcome, ProxyAct, Tao};

/// Blocks that a shielded transaction and its carrier live: the chain takes no carrier that lives longer.
pub const SHIELD_PERIOD: u32 = 8;

/// What the user wants of the shield.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shielding {
    /// Trades are shielded wherever the chain offers it; where it does and one cannot be, it is asked.
    #[default]
    Auto,
    /// A trade is shielded or not sent.
    On,
    /// As [`Shielding::Auto`], and what cannot be shielded is sent openly without being asked.
    Fallback,
    /// Nothing is shielded.
    Off,
}

impl Shielding {
    /// The words for it.
    pub const WORDS: &'static [&'static str] = &["auto", "on", "fallback", "off"];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::On => "on",
            Self::Fallback => "fallback",
            Self::Off => "off",
        }
    }
}

impl fmt::Display for Shielding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Shielding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Auto, Self::On, Self::Fallback, Self::Off]
            .into_iter()
            .find(|one| text.eq_ignore_ascii_case(one.as_str()))
            .ok_or_else(|| format!("`{text}` is not {}", Self::WORDS.join(", ")))
    }
}

/// Whether a planned trade is shielded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Shield {
    /// It is.
    On {
        /// Number of the carrier; the trade has the next one.
        carrier_nonce: u32,
        /// The node's estimate of what the carrier costs, besides the trade's own fee.
        #[serde(rename = "carrier_fee_tao")]
        carrier_fee: Tao,
    },
    /// It is sent openly.
    Off {
        /// Why.
        #[serde(flatten)]
        why: Unshielded,
    },
}

/// Why a trade is not shielded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Unshielded {
    /// The user does not want it.
    NotWanted,
    /// No pool is traded, so that nobody gains by being first.
    NoPool,
    /// The chain has none, or its authors announce no keys.
    NotOffered,
    /// The chain's authors announce keys, and there is none for the next blocks.
    NoKey,
    /// The chain's shield is not the one that tau knows.
    Changed {
        /// What differs.
        change: String,
    },
    /// The free TAO does not pay for the carrier.
    CannotPay {
        /// What the carrier costs.
        #[serde(rename = "carrier_fee_tao")]
        carrier_fee: Tao,
        /// What can be spent.
        #[serde(rename = "spendable_tao")]
        spendable: Tao,
    },
    /// It is longer than a carrier may be.
    TooLong {
        /// Bytes that it would have, encrypted.
        bytes: usize,
    },
    /// It is done in another account's name.
    ForAnother,
    /// It is prepared for a key on another machine, for which eight blocks are too short.
    Elsewhere,
}

impl Unshielded {
    /// Whether the chain offers the shield and this trade could have been expected to get it: somebody has to agree
    /// before it is sent openly.
    #[must_use]
    pub const fn needs_consent(&self) -> bool {
        match self {
            Self::NoKey | Self::Changed { .. } | Self::CannotPay { .. } | Self::TooLong { .. } => {
                true
            }
            Self::NotWanted
            | Self::NoPool
            | Self::NotOffered
            | Self::ForAnother
            | Self::Elsewhere => false,
        }
    }
}

impl fmt::Display for Unshielded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWanted => write!(f, "not wanted"),
            Self::NoPool => write!(f, "no pool is traded, so there is nothing to get ahead of"),
            Self::NotOffered => write!(f, "this chain offers none"),
            Self::NoKey => write!(f, "the chain announces no key for its next blocks"),
            Self::Changed { change } => {
                write!(f, "the chain's shield is not the one that tau knows: {change}")
            }
            Self::CannotPay { carrier_fee, spendable } => write!(
                f,
                "its carrier costs {carrier_fee} TAO more, and {spendable} TAO can be spent"
            ),
            Self::TooLong { bytes } => {
                write!(f, "it would be {bytes} bytes long, and the chain carries 8192")
            }
            Self::ForAnother => write!(f, "it is done in another account's name"),
            Self::Elsewhere => write!(f, "prepared for signing elsewhere"),
        }
    }
}

impl Shield {
    /// Why it is not shielded and somebody has to agree to that.
    #[must_use]
    pub const fn open_question(&self) -> Option<&Unshielded> {
        match self {
            Self::Off { why } if why.needs_consent() => Some(why),
            _ => None,
        }
    }

    /// Whether it is shielded.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        matches!(self, Self::On { .. })
    }
}

impl fmt::Display for Shield {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On { carrier_nonce, carrier_fee } => write!(
                f,
                "on: sent encrypted inside a second transaction (number {carrier_nonce}), which costs \
                 {carrier_fee} TAO more"
            ),
            Self::Off { why } => write!(f, "off: {why}"),
        }
    }
}

impl Intent {
    /// Whether others could gain by reading it before it is done, so that it may be shielded: trades, new subnets and
    /// swaps of a coldkey.
    #[must_use]
    pub fn is_worth_shielding(&self) -> bool {
        match self {
            Self::AddStake { .. }
            | Self::RemoveStake { .. }
            | Self::BuyAndBurn { .. }
            | Self::MoveStake { .. }
            | Self::GiveStake { .. }
            | Self::UnstakeAll { .. }
            | Self::CreateSubnet { .. }
            | Self::SwapKey(KeySwap::Announce { .. } | KeySwap::Execute { .. }) => true,
            Self::Batch { items, .. } => items.iter().any(Self::is_worth_shielding),
            Self::ActFor { item, .. }
            | Self::Proxy(ProxyAct::Announce { item, .. })
            | Self::Multisig(MultisigAct::Agree { item, .. }) => item.is_worth_shielding(),
            _ => false,
        }
    }
}

impl Outcome {
    /// Whether a price moves by it, or it is no trade at all.
    #[must_use]
    pub fn moves_a_price(&self) -> bool {
        match self {
            Self::Trade(trade) => !trade.netuid.is_root(),
            Self::Relocate(moved) => moved.between.is_some(),
            Self::Sweep(sweep) => sweep.sales.iter().any(|sale| !sale.netuid.is_root()),
            Self::Batch { items, .. } => items.iter().any(Self::moves_a_price),
            Self::ForAnother { item, .. } => item.moves_a_price(),
            Self::Transfer { .. } | Self::Register { .. } | Self::Change { .. } => true,
        }
    }
}

/// Which part of a shielded pair a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum ShieldPart {
    /// The one that is sent, and holds the other.
    Carrier {
        /// The other.
        holds: Hash,
    },
    /// The one that travels encrypted. Its bytes are never sent by themselves.
    Inner {
        /// The one that is sent.
        carrier: Hash,
    },
}

/// What became of the carrier of a shielded transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CarrierReceipt {
    /// Hash of its signed bytes.
    pub transaction: Hash,
    /// The block that holds it, if that was waited for.
    pub at: Option<At>,
    /// Its place there.
    pub index: Option<u32>,
    /// The fee the chain took for it.
    #[serde(rename = "fee_tao")]
    pub fee: Option<Tao>,
}

/// Everything that the ciphertext of a carrier is made of: whoever has it can make the very same ciphertext, and so see
/// what is inside. Kept until the carrier is signed. No `Debug`: it opens what is sealed.
#[derive(Clone, zeroize::ZeroizeOnDrop)]
pub struct Sealing {
    /// The chain's encapsulation key.
    pub key: Vec<u8>,
    /// What the encapsulation is derived from.
    pub secret: Vec<u8>,
    /// The cipher's nonce.
    pub nonce: Vec<u8>,
    /// The signed transaction inside.
    pub transaction: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for word in Shielding::WORDS {
            assert_eq!(word.parse::<Shielding>().map(Shielding::as_str), Ok(*word));
        }
        assert_eq!("ON".parse(), Ok(Shielding::On));
        assert_eq!(
            "maybe".parse::<Shielding>(),
            Err("`maybe` is not auto, on, fallback, off".to_owned())
        );
    }

    #[test]
    fn what_is_worth_shielding_is_found_inside_what_is_done_for_others() {
        use crate::model::{AccountId, BatchMode, Hotkey, Limit, NetUid, TaoAmount};
        let real = AccountId([7; 32]);
        let pay = Intent::Transfer { to: real, amount: TaoAmount::All };
        let trade = Intent::AddStake {
            hotkey: Hotkey(real),
            netuid: NetUid(1),
            amount: TaoAmount::All,
            limit: Limit::default(),
        };
        let acting =
            |item: &Intent| Intent::ActFor { real, kind: None, item: Box::new(item.clone()) };
        let both = |items: &[&Intent]| Intent::Batch {
            mode: BatchMode::Atomic,
            items: items.iter().map(|item| (*item).clone()).collect(),
        };
        for (intent, expected) in [
            (pay.clone(), false),
            (trade.clone(), true),
            (acting(&pay), false),
            (acting(&trade), true),
            (both(&[&pay, &trade]), true),
            (both(&[&pay, &pay]), false),
            (Intent::SwapKey(KeySwap::Dispute), false),
        ] {
            assert_eq!(intent.is_worth_shielding(), expected, "{intent:?}");
        }
    }

    #[test]
    fn what_is_said_of_the_state_says_why() {
        let off = Shield::Off { why: Unshielded::NotOffered };
        assert_eq!(off.to_string(), "off: this chain offers none");
        assert_eq!(off.open_question(), None);
        let poor = Unshielded::CannotPay {
            carrier_fee: Tao::from_rao(1_500_000),
            spendable: Tao::from_rao(1_000_000),
        };
        let off = Shield::Off { why: poor.clone() };
        assert_eq!(off.open_question(), Some(&poor));
        let json = serde_json::to_value(&off).expect("JSON");
        assert_eq!(json["state"], "off");
        assert_eq!(json["why"], "cannot_pay");
        assert_eq!(json["carrier_fee_tao"], "0.0015");
    }
}
