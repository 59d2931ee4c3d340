//! Preconditions of swaps of keys.

use crate::model::{AccountId, Hotkey, NetUid};

/// A precondition that does not hold, about keys that take the place of others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SwapUnmet {
    /// Old and new are the same.
    #[error("the new key is the old one")]
    SameKey,
    /// The old hotkey is nobody's.
    #[error("the chain does not know the hotkey {hotkey}")]
    UnknownHotkey {
        /// The hotkey.
        hotkey: Hotkey,
    },
    /// The new hotkey is somebody else's.
    #[error("the hotkey {hotkey} belongs to the coldkey {owner}")]
    OtherOwner {
        /// The hotkey.
        hotkey: Hotkey,
        /// Its owner.
        owner: AccountId,
    },
    /// The new hotkey has a place.
    #[error("the new hotkey {hotkey} is registered on subnet {netuid} already")]
    Taken {
        /// The hotkey.
        hotkey: Hotkey,
        /// The subnet.
        netuid: NetUid,
    },
    /// The new hotkey has a past on root.
    #[error("the new hotkey has had stake or earnings on root, so it cannot take a place there")]
    NotClean,
    /// The new coldkey has staked.
    #[error("the coldkey {coldkey} has staked already: only an unused one can take over")]
    ColdkeyInUse {
        /// The new coldkey.
        coldkey: AccountId,
    },
    /// The new coldkey is a hotkey.
    #[error("{coldkey} is a hotkey and cannot take over as a coldkey")]
    ColdkeyIsHotkey {
        /// The new coldkey.
        coldkey: AccountId,
    },
    /// Nothing was announced.
    #[error("no swap of this coldkey is announced")]
    NotAnnounced,
    /// Another coldkey was announced.
    #[error("the swap that is announced is to another coldkey than {coldkey}")]
    OtherAnnounced {
        /// What was given.
        coldkey: AccountId,
    },
    /// Frozen.
    #[error(
        "the swap of this coldkey is disputed since block {since}: the chain takes nothing of it"
    )]
    Disputed {
        /// Since when.
        since: u32,
    },
}
