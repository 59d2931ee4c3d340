//! Stake that changes its hotkey, its subnet or its owner.

use std::fmt;

use serde::Serialize;

use super::{Alpha, Coldkey, Place, Price, Ratio, Tao};

/// Stake that changes its place, as the chain would do it at the plan's block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relocation {
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// The new owner, if it is given away.
    pub receiver: Option<Coldkey>,
    /// Alpha that leaves the origin, pool fee included.
    #[serde(rename = "leaves_alpha")]
    pub leaves: Alpha,
    /// TAO for which it is sold, and for which the destination's alpha is bought; `None` on one
    /// subnet, where nothing is sold.
    #[serde(rename = "between_tao")]
    pub between: Option<Tao>,
    /// Alpha that arrives.
    #[serde(rename = "arrives_alpha")]
    pub arrives: Alpha,
    /// The origin's pool fee.
    pub pool_fee_alpha: Alpha,
    /// The destination's pool fee: only of what comes from root.
    pub pool_fee_tao: Tao,
    /// The origin's price before and after.
    #[serde(rename = "from_price_now")]
    pub from_price: Price,
    /// The origin's price after.
    pub from_price_after: Price,
    /// The destination's price before.
    #[serde(rename = "to_price_now")]
    pub to_price: Price,
    /// The destination's price after.
    pub to_price_after: Price,
    /// Least ratio of the prices, origin per destination, that the chain enforces; `None` without a
    /// limited call.
    pub ratio_limit: Option<Price>,
    /// Whether the chain may move a part.
    pub partial: bool,
    /// How much less arrives than at the prices now, pool fees included.
    pub impact: Ratio,
    /// What of the value at the prices now is lost.
    pub cost_tao: Tao,
    /// The origin's position before.
    pub from_before_alpha: Alpha,
    /// The origin's position after.
    pub from_after_alpha: Alpha,
    /// The destination's position before.
    pub to_before_alpha: Alpha,
    /// The destination's position after.
    pub to_after_alpha: Alpha,
}

/// In plain words what happens, and what it costs.
impl fmt::Display for Relocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, leaves, arrives, .. } = self;
        match self.between {
            None => write!(
                f,
                "nothing is sold: {leaves} alpha of subnet {} stays what it is, and no pool fee is \
                 taken",
                from.netuid
            ),
            Some(tao) if from.netuid.is_root() => write!(
                f,
                "{tao} TAO leaves root and buys {arrives} alpha of subnet {}; the pool fee and the \
                 price's rise cost {} TAO ({})",
                to.netuid, self.cost_tao, self.impact
            ),
            Some(tao) if to.netuid.is_root() => write!(
                f,
                "{leaves} alpha of subnet {} is sold for {tao} TAO, which is staked on root; the \
                 pool fee and the price's fall cost {} TAO ({})",
                from.netuid, self.cost_tao, self.impact
            ),
            Some(tao) => write!(
                f,
                "{leaves} alpha of subnet {} is sold for {tao} TAO, and {arrives} alpha of subnet {} \
                 is bought for it; the pool fee and both prices' change cost {} TAO ({})",
                from.netuid, to.netuid, self.cost_tao, self.impact
            ),
        }
    }
}
