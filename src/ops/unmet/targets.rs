//! Preconditions of bringing positions to given weights.

use crate::model::{NetUid, Tao};

/// Why there is nothing that could be made of a list of targets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetsUnmet {
    /// The same thing twice.
    #[error("subnet {netuid} has two targets for the same hotkey")]
    Twice {
        /// The subnet.
        netuid: NetUid,
    },
    /// A part of what is in the whole already.
    #[error("subnet {netuid} has a target with a hotkey and one for all of the subnet")]
    WholeAndPart {
        /// The subnet.
        netuid: NetUid,
    },
    /// Nothing is there that would say which.
    #[error("nothing is staked on subnet {netuid}, so its target has to name a hotkey")]
    NoHotkey {
        /// The subnet.
        netuid: NetUid,
    },
    /// More than everything.
    #[error("the weights add up to more than 100%")]
    TooMuch,
    /// There is nothing to divide.
    #[error("there is nothing to divide: no position is counted, and {spendable} TAO is free")]
    Nothing {
        /// Free TAO that can be spent.
        spendable: Tao,
    },
}
