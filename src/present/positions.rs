//! The columns of a table of stake positions.

use std::cmp::Ordering;

use super::{Align, Cell, Column, Needle, Order, SCALE, Width, delta_scope, fixed, percent, short};
use crate::model::{Position, Ratio, Tao, Yield};
use crate::theme::Scope;

/// One position and what it is a part of.
#[derive(Debug, Clone, Copy)]
pub struct PositionRow<'a> {
    /// The position.
    pub position: &'a Position,
    /// Name of the wallet that owns it.
    pub wallet: &'a str,
    /// Value of everything shown, for the share.
    pub whole: Tao,
    /// What it earns, where that was asked for.
    pub earns: Option<&'a Yield>,
}

impl PositionRow<'_> {
    /// Its part of the whole, at spot.
    #[must_use]
    pub fn share(&self) -> Ratio {
        Ratio::of(self.position.value.rao(), self.whole.rao()).unwrap_or_default()
    }

    /// How much less than the spot value a sale of it all would bring; `None` if it cannot be sold.
    #[must_use]
    pub fn impact(&self) -> Option<Ratio> {
        Ratio::change(self.position.value.rao(), self.position.if_sold?.rao())
    }
}

/// Columns of a table of positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PositionColumn {
    /// Owner.
    Wallet,
    /// Subnet number.
    Netuid,
    /// Subnet name.
    Subnet,
    /// Key staked through.
    Hotkey,
    /// Name of the hotkey's owner.
    Validator,
    /// Amount.
    Alpha,
    /// Spot price.
    Price,
    /// Value at spot.
    Value,
    /// Value if sold.
    IfSold,
    /// Difference of the two.
    Impact,
    /// What a year adds.
    Yield,
    /// Part of the whole.
    Share,
    /// Whether the hotkey has a place on the subnet.
    Registered,
}

impl Column for PositionColumn {
    type Row<'a> = PositionRow<'a>;

    const ALL: &'static [Self] = &[
        Self::Wallet,
        Self::Netuid,
        Self::Subnet,
        Self::Hotkey,
        Self::Validator,
        Self::Alpha,
        Self::Price,
        Self::Value,
        Self::IfSold,
        Self::Impact,
        Self::Yield,
        Self::Share,
        Self::Registered,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Netuid => "netuid",
            Self::Subnet => "subnet",
            Self::Hotkey => "hotkey",
            Self::Validator => "validator",
            Self::Alpha => "alpha",
            Self::Price => "price",
            Self::Value => "value",
            Self::IfSold => "if-sold",
            Self::Impact => "impact",
            Self::Yield => "yield",
            Self::Share => "share",
            Self::Registered => "registered",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Wallet => "Wallet",
            Self::Netuid => "#",
            Self::Subnet => "Subnet",
            Self::Hotkey => "Hotkey",
            Self::Validator => "Validator",
            Self::Alpha => "Stake α",
            Self::Price => "Price τ",
            Self::Value => "Value τ",
            Self::IfSold => "If sold τ",
            Self::Impact => "Impact",
            Self::Yield => "Yield",
            Self::Share => "Share",
            Self::Registered => "Reg",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Wallet => "the wallet that owns it",
            Self::Netuid => "the subnet's number",
            Self::Subnet => "the subnet's name",
            Self::Hotkey => "the key that the stake works through",
            Self::Validator => "what the hotkey's owner calls itself",
            Self::Alpha => "amount of the subnet's alpha (on root: TAO)",
            Self::Price => "TAO for one alpha at the pool's spot price",
            Self::Value => "what it is worth at the spot price",
            Self::IfSold => "what selling it all now would bring, after fee and price impact",
            Self::Impact => "how much less than the spot value a sale brings",
            Self::Yield => {
                "what a year adds if every epoch pays like the last one; not compounded, in what is staked"
            }
            Self::Share => "part of everything that is staked",
            Self::Registered => "whether the hotkey has a place on the subnet and so can earn",
        }
    }

    fn formula(self) -> Option<&'static str> {
        Some(match self {
            Self::Value => "stake × price, rounded down to a rao",
            Self::IfSold => {
                "what the pool's own arithmetic gives for selling all of it, less its fee"
            }
            Self::Impact => "(if sold - value) / value",
            Self::Yield => {
                "dividends of the last epoch after the take / stake that earned them × 2,628,000 / tempo; \
                 on root the same of every subnet at its price, added up"
            }
            Self::Share => "value / value of all positions shown",
            _ => return None,
        })
    }

    fn align(self) -> Align {
        match self {
            Self::Wallet | Self::Subnet | Self::Hotkey | Self::Validator | Self::Registered => {
                Align::Left
            }
            _ => Align::Right,
        }
    }

    fn width(self) -> Width {
        match self {
            Self::Wallet => Width::Between(8, 14),
            Self::Netuid => Width::Fixed(3),
            Self::Subnet => Width::Between(10, 18),
            Self::Hotkey => Width::Fixed(11),
            Self::Validator => Width::Between(10, 18),
            Self::Alpha => Width::Fixed(13),
            Self::Price => Width::Fixed(9),
            Self::Value | Self::IfSold => Width::Fixed(12),
            Self::Impact => Width::Fixed(7),
            Self::Yield => Width::Fixed(8),
            Self::Share => Width::Fixed(6),
            Self::Registered => Width::Fixed(4),
        }
    }

    fn priority(self) -> u8 {
        match self {
            Self::Netuid | Self::Alpha | Self::Value => 0,
            Self::Subnet => 1,
            Self::IfSold => 2,
            Self::Wallet => 3,
            Self::Hotkey => 4,
            Self::Yield => 5,
            Self::Share => 6,
            Self::Impact => 7,
            Self::Price => 8,
            Self::Validator => 9,
            Self::Registered => 10,
        }
    }

    fn cell(self, row: &PositionRow<'_>) -> Cell {
        let position = row.position;
        match self {
            Self::Wallet => Cell::new(row.wallet, Scope::KeyCold),
            Self::Netuid => Cell::new(position.netuid.to_string(), Scope::TextDim),
            Self::Subnet if position.subnet.is_empty() => Cell::absent(),
            Self::Subnet => Cell::new(position.subnet.as_str(), Scope::Text),
            Self::Hotkey => Cell::new(short(&position.hotkey.0), Scope::KeyHot),
            Self::Validator => match &position.hotkey_name {
                Some(name) if !name.is_empty() => Cell::new(name.as_str(), Scope::Text),
                _ => Cell::absent(),
            },
            Self::Alpha => Cell::new(fixed(position.alpha.rao(), 4), Scope::AmountAlpha),
            Self::Price => Cell::new(fixed(position.price.rao(), 6), Scope::AmountPrice),
            Self::Value => Cell::new(fixed(position.value.rao(), 4), Scope::AmountTao),
            Self::IfSold => position.if_sold.map_or_else(Cell::absent, |sold| {
                Cell::new(fixed(sold.rao(), 4), Scope::AmountTao)
            }),
            Self::Impact => row.impact().map_or_else(Cell::absent, |ratio| {
                Cell::new(super::change(ratio), delta_scope(ratio))
            }),
            Self::Yield => super::yearly(row.earns),
            Self::Share => Cell::new(percent(row.share(), 1), Scope::Text),
            Self::Registered if position.netuid.is_root() => Cell::absent(),
            Self::Registered if position.is_registered => Cell::new("yes", Scope::NeuronActive),
            Self::Registered => Cell::new("no", Scope::Warning),
        }
    }

    fn is_number(self) -> bool {
        !matches!(
            self,
            Self::Wallet | Self::Subnet | Self::Hotkey | Self::Validator | Self::Registered
        )
    }

    fn number(self, row: &PositionRow<'_>) -> Option<i128> {
        let position = row.position;
        match self {
            Self::Wallet | Self::Subnet | Self::Hotkey | Self::Validator | Self::Registered => None,
            Self::Netuid => Some(i128::from(position.netuid.0) * SCALE),
            Self::Alpha => Some(position.alpha.rao().into()),
            Self::Price => Some(position.price.rao().into()),
            Self::Value => Some(position.value.rao().into()),
            Self::IfSold => position.if_sold.map(|sold| sold.rao().into()),
            Self::Impact => row.impact().map(Ratio::billionths),
            Self::Yield => Some(row.earns?.yearly()?.billionths()),
            Self::Share => Some(row.share().billionths()),
        }
    }

    fn mentions(row: &PositionRow<'_>, needle: &Needle) -> bool {
        let position = row.position;
        needle.is_in(row.wallet)
            || needle.is_in(position.subnet.as_str())
            || position.hotkey_name.as_ref().is_some_and(|name| needle.is_in(name.as_str()))
            || needle.is(&position.netuid.to_string())
            || needle.begins(position.hotkey.0)
    }

    fn compare(self, left: &PositionRow<'_>, right: &PositionRow<'_>) -> Ordering {
        let (a, b) = (left.position, right.position);
        match self {
            Self::Wallet => left.wallet.cmp(right.wallet),
            Self::Netuid => a.netuid.cmp(&b.netuid),
            Self::Subnet => a.subnet.cmp(&b.subnet),
            Self::Hotkey => a.hotkey.cmp(&b.hotkey),
            Self::Validator => a.hotkey_name.cmp(&b.hotkey_name),
            Self::Alpha => a.alpha.cmp(&b.alpha),
            Self::Price => a.price.cmp(&b.price),
            Self::Value | Self::Share => a.value.cmp(&b.value),
            Self::IfSold => a.if_sold.cmp(&b.if_sold),
            Self::Impact => left.impact().cmp(&right.impact()),
            Self::Yield => {
                let yearly = |row: &PositionRow<'_>| row.earns.and_then(Yield::yearly);
                yearly(left).cmp(&yearly(right))
            }
            Self::Registered => a.is_registered.cmp(&b.is_registered),
        }
        .then_with(|| (a.netuid, a.hotkey, a.coldkey).cmp(&(b.netuid, b.hotkey, b.coldkey)))
    }

    fn first_order(self) -> Order {
        match self {
            Self::Wallet | Self::Netuid | Self::Subnet | Self::Hotkey | Self::Validator => {
                Order::Ascending
            }
            Self::Impact | Self::Registered => Order::Ascending,
            _ => Order::Descending,
        }
    }
}
