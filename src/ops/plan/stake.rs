//! Buying and selling alpha.

use tau_economics::fixed::{U64F64, mul_div};
use tau_economics::pool::{MAX_INPUT_RATIO, MIN_STAKE, Pool, SwapError};

use super::{Desk, Draft, Error, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::{Simulated, TradeTerms, surface};
use crate::model::{
    Alpha, AlphaAmount, Coldkey, Hotkey, Limit, NetUid, Outcome, PlannedCall, Price, RAO_PER_TAO,
    Ratio, Tao, TaoAmount, Trade, TradeSide, Warning,
};

/// Price impact from which a warning says so, in millionths.
const LARGE_IMPACT: i64 = 10_000;

/// The limit as the call states it.
#[derive(Clone, Copy)]
struct Bound {
    /// `None` for any price.
    price: Option<Price>,
    partial: bool,
}

impl Bound {
    fn new(limit: Limit, side: TradeSide, spot: Price) -> Self {
        match limit {
            Limit::Market => Self { price: None, partial: false },
            Limit::Price { price, partial } => Self { price: Some(price), partial },
            Limit::Tolerance { tolerance, partial } => {
                let price = match side {
                    TradeSide::Buy => spot.above(tolerance),
                    TradeSide::Sell => spot.below(tolerance),
                };
                Self { price: Some(price), partial }
            }
        }
    }

    fn fixed(&self, otherwise: U64F64) -> U64F64 {
        self.price.map_or(otherwise, |price| U64F64::from_price_rao(price.rao()))
    }
}

/// What must hold for either direction; the pool, where there is one.
fn market(desk: &Desk, netuid: NetUid, terms: &TradeTerms) -> Result<Option<Pool>, Error> {
    if !terms.exists {
        return Err(Refusal::NoSuchSubnet { netuid }.into());
    }
    match (terms.dynamic, terms.pool) {
        (false, _) => Ok(None),
        (true, Some(pool)) => Ok(Some(pool)),
        (true, None) => Err(crate::chain::Error::NotOnThisRuntime {
            what: format!("{} (the weighted pool)", surface::SWAP_BALANCER.path()),
            spec_version: desk.pinned.runtime().spec_version(),
        }
        .into()),
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
fn shortfall(ideal: u128, arrives: u64) -> Ratio {
    let ideal = u64::try_from(ideal).unwrap_or(u64::MAX);
    Ratio::of(ideal.saturating_sub(arrives), ideal).unwrap_or_default()
}

fn cautions(trade: &Trade, limit: Limit, registered: bool) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if !trade.netuid.is_root() && !registered && trade.side == TradeSide::Buy {
        warnings.push(Warning::HotkeyNotRegistered { hotkey: trade.hotkey, netuid: trade.netuid });
    }
    if limit == Limit::Market && trade.impact != Ratio::default() {
        warnings.push(Warning::NoLimit);
    }
    if trade.impact.millionths() >= LARGE_IMPACT {
        warnings.push(Warning::LargeImpact { impact: trade.impact });
    }
    warnings
}

/// Say so if the node's simulation of the very trade is not what the rules known here give.
fn compare(computed: Simulated, said: Simulated, warnings: &mut Vec<Warning>) {
    if computed != said {
        warnings.push(Warning::PoolRulesDiffer {
            computed: format!(
                "{} TAO for {} alpha",
                Tao::from_rao(computed.tao_amount),
                Alpha::from_rao(computed.alpha_amount)
            ),
            simulated: format!(
                "{} TAO for {} alpha",
                Tao::from_rao(said.tao_amount),
                Alpha::from_rao(said.alpha_amount)
            ),
        });
    }
}

pub(super) async fn buy(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: TaoAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    if amount == TaoAmount::Exact(Tao::ZERO) {
        return Err(Refusal::ZeroAmount.into());
    }
    let terms = desk.pinned.trade_terms(netuid, hotkey, Coldkey(desk.signer)).await?;
    let pool = market(desk, netuid, &terms)?;
    if !terms.started {
        return Err(Refusal::NotStarted { netuid }.into());
    }
    if terms.owner.is_none() {
        return Err(Refusal::NoSuchHotkey { hotkey }.into());
    }
    let bound = match pool {
        Some(_) => Bound::new(limit, TradeSide::Buy, terms.price),
        None => Bound { price: None, partial: false },
    };

    // The amount has a fixed width in the call, so the fee does not depend on it.
    let fee = desk.fee(&buy_call(desk, hotkey, netuid, Tao::ZERO, bound)?).await?;
    let amount = match amount {
        TaoAmount::Exact(amount) => amount,
        TaoAmount::All => desk.left_after(fee)?,
    };
    let minimum = Tao::from_rao(pool.map_or(MIN_STAKE, |pool| pool.minimum_stake()));
    if amount < minimum {
        return Err(Refusal::BelowMinimum { amount, minimum }.into());
    }
    desk.afford(amount, fee)?;

    let call = buy_call(desk, hotkey, netuid, amount, bound)?;
    let mut warnings = Vec::new();
    let trade = match pool {
        None => Trade {
            side: TradeSide::Buy,
            netuid,
            hotkey,
            tao: amount,
            alpha: Alpha::from_rao(amount.rao()),
            pool_fee_tao: Tao::ZERO,
            pool_fee_alpha: Alpha::ZERO,
            price_now: Price::ONE,
            price_after: Price::ONE,
            price_limit: None,
            partial: false,
            impact: Ratio::default(),
            position_before_alpha: terms.position,
            position_after_alpha: terms.position.saturating_add(Alpha::from_rao(amount.rao())),
        },
        Some(pool) => {
            let spot = Price::from_rao(pool.price_rao());
            let refusal = |error| refuse(error, netuid, spot, &bound);
            if amount.rao() > pool.tao.saturating_mul(MAX_INPUT_RATIO) {
                return Err(Refusal::PoolTooSmall { netuid }.into());
            }
            let price_limit = bound.fixed(Pool::max_price());
            let mut executed = amount.rao();
            if let Some(limit) = bound.price {
                let largest = pool.max_buy(price_limit).map_err(refusal)?;
                if executed > largest {
                    let largest = Tao::from_rao(largest);
                    if !bound.partial {
                        return Err(
                            Refusal::BuyTooLarge { amount, price: spot, limit, largest }.into()
                        );
                    }
                    warnings.push(Warning::PartialFill { allowed: format!("{largest} TAO") });
                    executed = largest.rao();
                }
            }
            let swap = pool.buy(executed, price_limit).map_err(refusal)?;
            let said = desk.pinned.simulate(TradeSide::Buy, netuid, swap.consumed()).await?;
            let computed = Simulated {
                tao_amount: swap.consumed_net,
                alpha_amount: swap.out,
                tao_fee: swap.fee,
                alpha_fee: 0,
            };
            compare(computed, said, &mut warnings);
            let ideal = mul_div(swap.consumed().into(), 1 << 64, pool.spot().to_bits());
            Trade {
                side: TradeSide::Buy,
                netuid,
                hotkey,
                tao: Tao::from_rao(swap.consumed()),
                alpha: Alpha::from_rao(swap.out),
                pool_fee_tao: Tao::from_rao(swap.fee),
                pool_fee_alpha: Alpha::ZERO,
                price_now: spot,
                price_after: Price::from_rao(swap.after.price_rao()),
                price_limit: bound.price,
                partial: bound.partial,
                impact: shortfall(ideal, swap.out),
                position_before_alpha: terms.position,
                position_after_alpha: terms.position.saturating_add(Alpha::from_rao(swap.out)),
            }
        }
    };
    warnings.extend(cautions(&trade, limit, terms.uid.is_some()));
    Ok(Draft {
        call,
        fee,
        spent: trade.tao,
        gained: Tao::ZERO,
        outcome: Outcome::Trade(trade),
        warnings,
    })
}

fn buy_call(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: Tao,
    bound: Bound,
) -> Result<PlannedCall, Error> {
    let key = ("hotkey", Arg::Hotkey(hotkey));
    let subnet = ("netuid", Arg::Subnet(netuid));
    let amount = ("amount_staked", Arg::Tao(amount));
    let runtime = desk.pinned.runtime();
    Ok(match bound.price {
        None => encode::call(runtime, &surface::ADD_STAKE, &[key, subnet, amount])?,
        Some(price) => {
            let limit = ("limit_price", Arg::Price(price));
            let partial = ("allow_partial", Arg::Flag(bound.partial));
            let args = [key, subnet, amount, limit, partial];
            encode::call(runtime, &surface::ADD_STAKE_LIMIT, &args)?
        }
    })
}

pub(super) async fn sell(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: AlphaAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    if amount == AlphaAmount::Exact(Alpha::ZERO) {
        return Err(Refusal::ZeroAmount.into());
    }
    let terms = desk.pinned.trade_terms(netuid, hotkey, Coldkey(desk.signer)).await?;
    let pool = market(desk, netuid, &terms)?;
    if terms.position.is_zero() {
        return Err(Refusal::NothingStaked { hotkey, netuid }.into());
    }
    let whole = amount == AlphaAmount::All;
    let amount = match amount {
        AlphaAmount::Exact(amount) => amount,
        AlphaAmount::All => terms.position,
    };
    if amount > terms.position {
        return Err(Refusal::NotEnoughStake { amount, staked: terms.position }.into());
    }
    if let Some(available) = terms.available.filter(|available| amount > *available) {
        return Err(Refusal::StakeLocked { amount, available }.into());
    }
    let bound = match pool {
        Some(_) => Bound::new(limit, TradeSide::Sell, terms.price),
        None => Bound { price: None, partial: false },
    };
    // The limited calls sell on a stopped subnet too (economics.md 1.4).
    if !terms.started && bound.price.is_none() {
        return Err(Refusal::NotStarted { netuid }.into());
    }
    let call = sell_call(desk, hotkey, netuid, amount, whole, bound)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;

    let mut warnings = Vec::new();
    let trade = match pool {
        None => Trade {
            side: TradeSide::Sell,
            netuid,
            hotkey,
            tao: Tao::from_rao(amount.rao()),
            alpha: amount,
            pool_fee_tao: Tao::ZERO,
            pool_fee_alpha: Alpha::ZERO,
            price_now: Price::ONE,
            price_after: Price::ONE,
            price_limit: None,
            partial: false,
            impact: Ratio::default(),
            position_before_alpha: terms.position,
            position_after_alpha: terms.position.saturating_sub(amount),
        },
        Some(pool) => {
            let spot = Price::from_rao(pool.price_rao());
            let refusal = |error| refuse(error, netuid, spot, &bound);
            let price_limit = bound.fixed(Pool::min_price());
            let mut executed = amount.rao();
            if let Some(limit) = bound.price {
                let largest = pool.max_sell(price_limit).map_err(refusal)?;
                if executed > largest {
                    let largest = Alpha::from_rao(largest);
                    if !bound.partial {
                        return Err(
                            Refusal::SaleTooLarge { amount, price: spot, limit, largest }.into()
                        );
                    }
                    warnings.push(Warning::PartialFill { allowed: format!("{largest} alpha") });
                    executed = largest.rao();
                }
            }
            let sale = pool.sell_and_pay_author(executed, price_limit).map_err(refusal)?;
            let swap = sale.swap;
            let said = desk.pinned.simulate(TradeSide::Sell, netuid, swap.consumed()).await?;
            let computed = Simulated {
                tao_amount: swap.out,
                alpha_amount: swap.consumed_net,
                tao_fee: 0,
                alpha_fee: swap.fee,
            };
            compare(computed, said, &mut warnings);
            let ideal = mul_div(swap.consumed().into(), pool.spot().to_bits(), 1 << 64);
            let sold = Alpha::from_rao(swap.consumed());
            Trade {
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
                position_before_alpha: terms.position,
                position_after_alpha: terms.position.saturating_sub(sold),
            }
        }
    };
    let left = trade.position_after_alpha;
    if trade.tao < Tao::from_rao(MIN_STAKE) && !left.is_zero() {
        return Err(
            Refusal::BelowMinimum { amount: trade.tao, minimum: Tao::from_rao(MIN_STAKE) }.into()
        );
    }
    let nominates = terms.owner != Some(Coldkey(desk.signer));
    if nominates && !left.is_zero() && left < least_kept(&terms, trade.price_after) {
        warnings.push(Warning::DustSold { left });
    }
    warnings.extend(cautions(&trade, limit, terms.uid.is_some()));
    Ok(Draft {
        call,
        fee,
        spent: Tao::ZERO,
        gained: trade.tao,
        outcome: Outcome::Trade(trade),
        warnings,
    })
}

/// The smallest position that a nominator keeps: floor(minimum / price).
fn least_kept(terms: &TradeTerms, price: Price) -> Alpha {
    let alpha = u128::from(terms.nominator_min.rao()) * u128::from(RAO_PER_TAO)
        / u128::from(price.rao().max(1));
    Alpha::from_rao(u64::try_from(alpha).unwrap_or(u64::MAX))
}

fn sell_call(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: Alpha,
    whole: bool,
    bound: Bound,
) -> Result<PlannedCall, Error> {
    let key = ("hotkey", Arg::Hotkey(hotkey));
    let subnet = ("netuid", Arg::Subnet(netuid));
    let unstaked = ("amount_unstaked", Arg::Alpha(amount));
    let runtime = desk.pinned.runtime();
    // A position can grow until its block comes; the call for whole positions leaves nothing.
    if whole && !bound.partial && runtime.has_call(&surface::REMOVE_STAKE_FULL_LIMIT) {
        let limit = ("limit_price", Arg::MaybePrice(bound.price));
        let args = [key, subnet, limit];
        return Ok(encode::call(runtime, &surface::REMOVE_STAKE_FULL_LIMIT, &args)?);
    }
    Ok(match bound.price {
        None => encode::call(runtime, &surface::REMOVE_STAKE, &[key, subnet, unstaked])?,
        Some(price) => {
            let limit = ("limit_price", Arg::Price(price));
            let partial = ("allow_partial", Arg::Flag(bound.partial));
            let args = [key, subnet, unstaked, limit, partial];
            encode::call(runtime, &surface::REMOVE_STAKE_LIMIT, &args)?
        }
    })
}
