//! What a coldkey owns.

use super::{Alpha, At, Balance, Coldkey, Hotkey, Label, NetUid, Price, Tao};

/// Stake of one coldkey through one hotkey on one subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The owner.
    pub coldkey: Coldkey,
    /// Staked through.
    pub hotkey: Hotkey,
    /// The hotkey owner's identity name.
    pub hotkey_name: Option<Label>,
    /// On this subnet.
    pub netuid: NetUid,
    /// The subnet's name.
    pub subnet: Label,
    /// The subnet's token symbol.
    pub symbol: Label,
    /// Amount of that subnet's alpha (on root: TAO).
    pub alpha: Alpha,
    /// Spot price.
    pub price: Price,
    /// At the spot price.
    pub value: Tao,
    /// What selling it all now would bring after fee and price impact; `None` if it cannot be sold.
    pub if_sold: Option<Tao>,
    /// Whether the hotkey has a uid on the subnet.
    pub is_registered: bool,
}

/// Everything one coldkey owns at one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// The block read.
    pub at: At,
    /// Whose.
    pub coldkey: Coldkey,
    /// Free and reserved TAO.
    pub balance: Balance,
    /// By value, largest first.
    pub positions: Vec<Position>,
}

impl Portfolio {
    /// Value of all positions at spot.
    #[must_use]
    pub fn staked(&self) -> Tao {
        self.positions.iter().map(|position| position.value).sum()
    }

    /// Value of all positions if sold now, those that cannot be sold left out.
    #[must_use]
    pub fn staked_if_sold(&self) -> Tao {
        self.positions.iter().filter_map(|position| position.if_sold).sum()
    }

    /// Free, reserved and staked at spot.
    #[must_use]
    pub fn total(&self) -> Tao {
        self.balance.free.saturating_add(self.balance.reserved).saturating_add(self.staked())
    }
}
