//! Stake: shares in hotkeys' pools, bought and sold at the subnet's pool.

pub mod add_stake;
mod alpha_fee;
mod auto_stake;
mod destroy;
pub mod hotkeys;
pub mod lock;
pub mod market;
pub(crate) mod move_stake;
pub mod remove_stake;
mod root_stake;
pub mod shares;
mod unstake_all;

/// What to do with the part of an order that would cross its limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fill {
    /// All or nothing.
    Whole,
    /// Execute what fits, leave the rest where it is.
    Partial,
}

impl Fill {
    /// From the calls' `allow_partial`.
    #[must_use]
    pub const fn from_allow_partial(allow_partial: bool) -> Self {
        if allow_partial { Self::Partial } else { Self::Whole }
    }
}

/// A limit on the price after the order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limit {
    /// Rao of TAO per whole alpha.
    pub price: u64,
    /// What happens beyond it.
    pub fill: Fill,
}
