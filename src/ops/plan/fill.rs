//! What an order of a definite amount does to a pool, and whether its limit lets it.

use tau_economics::fixed::{U64F64, mul_div, mul_div_up};
use tau_economics::pool::{MAX_INPUT_RATIO, MIN_STAKE, Pool, SwapError};

use super::Refusal;
use super::wake::Wake;
use crate::chain::Simulated;
use crate::model::{
    Alpha, Hotkey, Limit, NetUid, Price, Ratio, Tao, Tolerance, Trade, TradeSide, Warning,
};

impl Filled {
    /// What the trade changes for what comes after it.
    pub(super) fn wake(&self) -> Wake {
        let trade = &self.trade;
        Wake::default().pool(trade.netuid, self.after).position(
            trade.netuid,
            trade.hotkey,
            trade.position_before_alpha,
            trade.position_after_alpha,
        )
    }
}

/// The limit as the call states it.
#[derive(Clone, Copy)]
pub(super) struct Bound {
    /// `None` for any price.
    pub price: Option<Price>,
    /// Whether a part may be filled.
    pub partial: bool,
}

impl Bound {
    /// Any price, everything.
    pub(super) const NONE: Self = Self { price: None, partial: false };

    /// A wish's limit at a spot price, on the safe side of rounding.
    pub(super) fn new(limit: Limit, side: TradeSide, spot: U64F64) -> Self {
        match limit {
            Limit::Market => Self::NONE,
            Limit::Price { price, partial } => Self { price: Some(price), partial },
            Limit::Tolerance { tolerance, partial } => {
                let price = match side {
                    TradeSide::Buy => above(spot, tolerance),
                    TradeSide::Sell => below(spot, tolerance),
                };
                Self { price: Some(price), partial }
            }
        }
    }

    fn fixed(&self, otherwise: U64F64) -> U64F64 {
        self.price.map_or(otherwise, |price| U64F64::from_price_rao(price.rao()))
    }
}

/// 1.0 of a spot price.
const ONE: u128 = 1 << 64;

/// Rao of a TAO for each part of a tolerance.
const RAO_PER_PART: u128 = 1_000;

/// The highest price of a buyer: floor(10^9 p (1 + t)), never above what the tolerance says.
fn above(spot: U64F64, tolerance: Tolerance) -> Price {
    let parts = u128::from(Tolerance::WHOLE.saturating_add(tolerance.millionths()));
    price(mul_div(spot.to_bits(), parts.saturating_mul(RAO_PER_PART), ONE))
}

/// The lowest price of a seller: ceil(10^9 p (1 - t)), never below what the tolerance says.
pub(super) fn below(spot: U64F64, tolerance: Tolerance) -> Price {
    let parts = u128::from(Tolerance::WHOLE.saturating_sub(tolerance.millionths()));
    price(mul_div_up(spot.to_bits(), parts.saturating_mul(RAO_PER_PART), ONE))
}

fn price(rao: u128) -> Price {
    Price::from_rao(u64::try_from(rao).unwrap_or(u64::MAX))
}

/// Everything of an order but its amount.
#[derive(Clone, Copy)]
pub(super) struct Order {
    /// On.
    pub netuid: NetUid,
    /// Staked through.
    pub hotkey: Hotkey,
    /// Worst price.
    pub bound: Bound,
}

/// An order carried out on paper.
pub(super) struct Filled {
    /// What changes hands.
    pub trade: Trade,
    /// The same as the node's simulation must state it; `None` where there is no pool.
    pub expected: Option<Simulated>,
    /// That only a part is filled.
    pub warning: Option<Warning>,
    /// The pool afterwards, where there is one.
    pub after: Option<Pool>,
}

impl Order {
    /// Lay up TAO as it is, or take it back: no pool, no fee, no price.
    fn one_to_one(&self, side: TradeSide, rao: u64, position: Alpha) -> Filled {
        let alpha = Alpha::from_rao(rao);
        let trade = Trade {
            side,
            netuid: self.netuid,
            hotkey: self.hotkey,
            tao: Tao::from_rao(rao),
            alpha,
            pool_fee_tao: Tao::ZERO,
            pool_fee_alpha: Alpha::ZERO,
            price_now: Price::ONE,
            price_after: Price::ONE,
            price_limit: None,
            partial: false,
            impact: Ratio::default(),
            position_before_alpha: position,
            position_after_alpha: match side {
                TradeSide::Buy => position.saturating_add(alpha),
                TradeSide::Sell => position.saturating_sub(alpha),
            },
            burned: false,
        };
        Filled { trade, expected: None, warning: None, after: None }
    }

    /// Buy for `amount`, pool fee included.
    pub(super) fn buy(
        &self,
        pool: Option<Pool>,
        amount: Tao,
        position: Alpha,
    ) -> Result<Filled, Refusal> {
        let Self { netuid, hotkey, bound } = *self;
        let Some(pool) = pool else {
            return Ok(self.one_to_one(TradeSide::Buy, amount.rao(), position));
        };
        let spot = Price::from_rao(pool.price_rao());
        let refusal = |error| refuse(error, netuid, spot, &bound);
        if amount.rao() > pool.tao.saturating_mul(MAX_INPUT_RATIO) {
            return Err(Refusal::PoolTooSmall { netuid });
        }
        let price_limit = bound.fixed(Pool::max_price());
        let mut executed = amount.rao();
        let mut warning = None;
        if let Some(limit) = bound.price {
            let largest = pool.max_buy(price_limit).map_err(refusal)?;
            if executed > largest {
                let largest = Tao::from_rao(largest);
                if !bound.partial {
                    return Err(Refusal::BuyTooLarge { amount, price: spot, limit, largest });
                }
                warning = Some(Warning::PartialFill { allowed: format!("{largest} TAO") });
                executed = largest.rao();
            }
        }
        let swap = pool.buy(executed, price_limit).map_err(refusal)?;
        let tao = Tao::from_rao(swap.consumed());
        // The chain measures the part that is filled.
        if swap.consumed_net < MIN_STAKE {
            let minimum = Tao::from_rao(pool.minimum_stake());
            return Err(Refusal::BelowMinimum { amount: tao, minimum });
        }
        let expected = Simulated {
            tao_amount: swap.consumed_net,
            alpha_amount: swap.out,
            tao_fee: swap.fee,
            alpha_fee: 0,
        };
        let ideal = mul_div(swap.consumed().into(), 1 << 64, pool.spot().to_bits());
        let trade = Trade {
            side: TradeSide::Buy,
            netuid,
            hotkey,
            tao,
            alpha: Alpha::from_rao(swap.out),
            pool_fee_tao: Tao::from_rao(swap.fee),
            pool_fee_alpha: Alpha::ZERO,
            price_now: spot,
            price_after: Price::from_rao(swap.after.price_rao()),
            price_limit: bound.price,
            partial: bound.partial,
            impact: shortfall(ideal, swap.out),
            position_before_alpha: position,
            position_after_alpha: position.saturating_add(Alpha::from_rao(swap.out)),
            burned: false,
        };
        Ok(Filled { trade, expected: Some(expected), warning, after: Some(swap.after) })
    }

    /// Sell `amount` of a position, pool fee included.
    pub(super) fn sell(
        &self,
        pool: Option<Pool>,
        amount: Alpha,
        position: Alpha,
    ) -> Result<Filled, Refusal> {
        let filled = match pool {
            None => self.one_to_one(TradeSide::Sell, amount.rao(), position),
            Some(pool) => self.sell_to(&pool, amount, position)?,
        };
        let (brings, left) = (filled.trade.tao, filled.trade.position_after_alpha);
        if brings < Tao::from_rao(MIN_STAKE) && !left.is_zero() {
            let minimum = Tao::from_rao(MIN_STAKE);
            return Err(Refusal::BelowMinimum { amount: brings, minimum });
        }
        Ok(filled)
    }

    fn sell_to(&self, pool: &Pool, amount: Alpha, position: Alpha) -> Result<Filled, Refusal> {
        let Self { netuid, hotkey, bound } = *self;
        let spot = Price::from_rao(pool.price_rao());
        let refusal = |error| refuse(error, netuid, spot, &bound);
        let price_limit = bound.fixed(Pool::min_price());
        let mut executed = amount.rao();
        let mut warning = None;
        if let Some(limit) = bound.price {
            let largest = pool.max_sell(price_limit).map_err(refusal)?;
            if executed > largest {
                let largest = Alpha::from_rao(largest);
                if !bound.partial {
                    return Err(Refusal::SaleTooLarge { amount, price: spot, limit, largest });
                }
                warning = Some(Warning::PartialFill { allowed: format!("{largest} alpha") });
                executed = largest.rao();
            }
        }
        let sale = pool.sell_and_pay_author(executed, price_limit).map_err(refusal)?;
        let swap = sale.swap;
        let expected = Simulated {
            tao_amount: swap.out,
            alpha_amount: swap.consumed_net,
            tao_fee: 0,
            alpha_fee: swap.fee,
        };
        let ideal = mul_div(swap.consumed().into(), pool.spot().to_bits(), 1 << 64);
        let sold = Alpha::from_rao(swap.consumed());
        let trade = Trade {
            side: TradeSide::Sell,
            netuid,
            hotkey,
            tao: Tao::from_rao(swap.out),
            alpha: sold,
            pool_fee_tao: Tao::ZERO,
            pool_fee_alpha: Alpha::from_rao(swap.fee),
            price_now: spot,
            price_after: Price::from_rao(sale.after.price_rao()),
            price_limit: bound.price,
            partial: bound.partial,
            impact: shortfall(ideal, swap.out),
            position_before_alpha: position,
            position_after_alpha: position.saturating_sub(sold),
            burned: false,
        };
        Ok(Filled { trade, expected: Some(expected), warning, after: Some(sale.after) })
    }
}

fn refuse(error: SwapError, netuid: NetUid, spot: Price, bound: &Bound) -> Refusal {
    match (error, bound.price) {
        (SwapError::PriceLimitExceeded, Some(limit)) => {
            Refusal::LimitCrossed { netuid, price: spot, limit }
        }
        _ => Refusal::PoolTooSmall { netuid },
    }
}

/// How much less arrives than at spot.
pub(super) fn shortfall(ideal: u128, arrives: u64) -> Ratio {
    let ideal = u64::try_from(ideal).unwrap_or(u64::MAX);
    Ratio::of(ideal.saturating_sub(arrives), ideal).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tau_economics::pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT};

    use super::*;

    fn times(spot: U64F64, parts: u32, rounded: fn(u128, u128, u128) -> u128) -> u128 {
        rounded(spot.to_bits(), u128::from(parts) * RAO_PER_PART, ONE)
    }

    #[test]
    fn a_price_between_two_rao_is_not_rounded_before_the_tolerance() {
        // 1 TAO for 3 alpha: a third, of which 333,333,333 rao are the floor.
        let pool = Pool {
            tao: 1_000_000_000,
            alpha: 3_000_000_000,
            quote_weight: EVEN_WEIGHT,
            fee_rate: DEFAULT_FEE_RATE,
        };
        let tolerance = Tolerance::from_millionths(0).expect("a tolerance");
        assert_eq!(above(pool.spot(), tolerance).rao(), 333_333_333);
        assert_eq!(below(pool.spot(), tolerance).rao(), 333_333_334);
        let half = Tolerance::from_millionths(5_000).expect("a tolerance");
        assert_eq!(above(pool.spot(), half).rao(), 334_999_999);
        assert_eq!(below(pool.spot(), half).rao(), 331_666_667);
    }

    proptest! {
        /// A limit never lies past the tolerance and never more than a rao before it.
        #[test]
        fn limits_are_on_the_safe_side(
            tao in 1_000_000u64..1 << 50, alpha in 1_000_000u64..1 << 50,
            parts in 0u32..=500_000,
        ) {
            let pool =
                Pool { tao, alpha, quote_weight: EVEN_WEIGHT, fee_rate: DEFAULT_FEE_RATE };
            let tolerance = Tolerance::from_millionths(parts).expect("a tolerance");
            let limit = Limit::Tolerance { tolerance, partial: false };
            let price = |side| {
                Bound::new(limit, side, pool.spot()).price.expect("a limit").rao()
            };
            let most = times(pool.spot(), 1_000_000 + parts, mul_div);
            prop_assert_eq!(u128::from(price(TradeSide::Buy)), most);
            let least = times(pool.spot(), 1_000_000 - parts, mul_div_up);
            prop_assert_eq!(u128::from(price(TradeSide::Sell)), least);
        }
    }
}
