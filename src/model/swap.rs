//! What a person wishes about keys that take the place of others.

use serde::{Deserialize, Serialize};

use super::{Coldkey, Hotkey, NetUid};

/// What becomes of the stake through a hotkey that is swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapStake {
    /// It goes to the new hotkey.
    Follows,
    /// It stays with the old one; only the neuron moves.
    Stays,
}

/// A wish to put one key in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum KeySwap {
    /// Another hotkey takes the place of one.
    Hotkey {
        /// The old one.
        hotkey: Hotkey,
        /// The new one.
        new_hotkey: Hotkey,
        /// On this subnet only.
        netuid: Option<NetUid>,
        /// What becomes of the stake.
        stake: SwapStake,
    },
    /// Announce that another coldkey will take the place of this one.
    Announce {
        /// The new one.
        new_coldkey: Coldkey,
    },
    /// Do what was announced.
    Execute {
        /// The new one, as announced.
        new_coldkey: Coldkey,
    },
    /// Freeze this account until root has decided, because somebody else announced it.
    Dispute,
    /// Take the announcement back.
    Clear,
}

impl KeySwap {
    /// Whether the chain takes it while a swap of the coldkey is announced.
    #[must_use]
    pub const fn is_about_coldkeys(&self) -> bool {
        !matches!(self, Self::Hotkey { .. })
    }
}
