//! What a person wants, before the chain is asked.

use serde::{Deserialize, Serialize};

use super::{AccountId, Alpha, Hotkey, NetUid, Price, Tao, Tolerance};

/// How much TAO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaoAmount {
    /// This much.
    Exact(Tao),
    /// Everything that can leave while the account stays alive.
    All,
}

/// How much alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlphaAmount {
    /// This much.
    Exact(Alpha),
    /// The whole position.
    All,
}

/// The worst price a trade may end at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// So far from the spot price.
    Tolerance {
        /// The distance.
        tolerance: Tolerance,
        /// Fill what the limit allows instead of all or nothing.
        partial: bool,
    },
    /// This price.
    Price {
        /// TAO per alpha at the end of the trade.
        price: Price,
        /// Fill what the limit allows instead of all or nothing.
        partial: bool,
    },
    /// Whatever the market gives. Never the default.
    Market,
}

impl Default for Limit {
    fn default() -> Self {
        Self::Tolerance { tolerance: Tolerance::default(), partial: false }
    }
}

/// A wish that changes the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
pub enum Intent {
    /// Send TAO.
    Transfer {
        /// Receiver.
        to: AccountId,
        /// How much.
        amount: TaoAmount,
    },
    /// Buy alpha (on root: lay up TAO) and stake it.
    AddStake {
        /// Stake through.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much TAO to spend.
        amount: TaoAmount,
        /// Worst price.
        limit: Limit,
    },
    /// Unstake alpha and sell it.
    RemoveStake {
        /// Staked through.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much alpha to sell.
        amount: AlphaAmount,
        /// Worst price.
        limit: Limit,
    },
    /// Register a hotkey as a neuron by paying the burn.
    Register {
        /// The neuron's key.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// Pay at most this; `None` is the price now and half a per cent.
        max_burn: Option<Tao>,
    },
}
