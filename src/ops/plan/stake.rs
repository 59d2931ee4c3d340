//! Buying and selling alpha.

use tau_economics::pool::{MIN_STAKE, Pool};

use super::fill::{Bound, Filled, Order};
use super::{Desk, Draft, Error, Refusal};
use crate::chain::encode::{self, Arg};
use crate::chain::{Simulated, TradeTerms, surface};
use crate::model::{
    Alpha, AlphaAmount, Coldkey, Hotkey, Intent, Limit, NetUid, Outcome, Place, Plan, PlannedCall,
    Price, RAO_PER_TAO, Ratio, Tao, TaoAmount, Trade, TradeSide, Warning,
};

/// Price impact from which a warning says so, in millionths.
pub(super) const LARGE_IMPACT: i64 = 10_000;

/// What must hold for either direction; the pool, where there is one.
pub(super) fn market(
    desk: &Desk,
    netuid: NetUid,
    terms: &TradeTerms,
) -> Result<Option<Pool>, Error> {
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
pub(super) async fn compare(desk: &Desk, filled: &Filled) -> Result<Option<Warning>, Error> {
    let Some(computed) = filled.expected else { return Ok(None) };
    let trade = &filled.trade;
    // The node knows nothing of what comes before in the same batch.
    if desk.wake.touches(trade.netuid) {
        return Ok(None);
    }
    let given = match trade.side {
        TradeSide::Buy => trade.tao.rao(),
        TradeSide::Sell => trade.alpha.rao(),
    };
    let said = desk.pinned.simulate(trade.side, trade.netuid, given).await?;
    let words = |trade: Simulated| {
        let (tao, alpha) = (trade.tao_amount, trade.alpha_amount);
        format!("{} TAO for {} alpha", Tao::from_rao(tao), Alpha::from_rao(alpha))
    };
    Ok((computed != said)
        .then(|| Warning::PoolRulesDiffer { computed: words(computed), simulated: words(said) }))
}

/// What must hold before anything is bought; the pool, where there is one.
fn admit_buy(
    desk: &Desk,
    terms: &TradeTerms,
    hotkey: Hotkey,
    netuid: NetUid,
) -> Result<Option<Pool>, Error> {
    let pool = market(desk, netuid, terms)?;
    if !terms.started {
        return Err(Refusal::NotStarted { netuid }.into());
    }
    if terms.owner.is_none() {
        return Err(Refusal::NoSuchHotkey { hotkey }.into());
    }
    Ok(pool)
}

/// Whether a buy can be paid and filled.
fn fill_buy(
    desk: &Desk,
    terms: &TradeTerms,
    pool: Option<Pool>,
    order: Order,
    amount: Tao,
    fee: Tao,
) -> Result<Filled, Refusal> {
    let minimum = Tao::from_rao(pool.map_or(MIN_STAKE, |pool| pool.minimum_stake()));
    if amount < minimum {
        return Err(Refusal::BelowMinimum { amount, minimum });
    }
    desk.afford(amount, fee)?;
    order.buy(pool, amount, terms.position)
}

/// How a purchase for so much TAO is encoded.
type Encode = fn(&Desk, Order, Tao) -> Result<PlannedCall, Error>;

/// Buy and stake.
pub(super) async fn buy(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: TaoAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    purchase(desk, Place { hotkey, netuid }, amount, limit, buy_call).await
}

/// A purchase by any call.
pub(super) async fn purchase(
    desk: &Desk,
    Place { hotkey, netuid }: Place,
    amount: TaoAmount,
    limit: Limit,
    encode: Encode,
) -> Result<Draft, Error> {
    if amount == TaoAmount::Exact(Tao::ZERO) {
        return Err(Refusal::ZeroAmount.into());
    }
    let terms = desk.terms(netuid, hotkey).await?;
    let pool = admit_buy(desk, &terms, hotkey, netuid)?;
    let bound = match pool {
        Some(_) => Bound::new(limit, TradeSide::Buy, terms.spot),
        None => Bound::NONE,
    };
    let order = Order { netuid, hotkey, bound };
    // The amount has a fixed width in the call, so the fee does not depend on it.
    let fee = desk.fee(&encode(desk, order, Tao::ZERO)?).await?;
    let amount = match amount {
        TaoAmount::Exact(amount) => amount,
        TaoAmount::All => desk.left_after(fee)?,
    };
    let filled = fill_buy(desk, &terms, pool, order, amount, fee)?;
    let call = encode(desk, order, amount)?;
    let differs = compare(desk, &filled).await?;
    let wake = filled.wake();
    let trade = filled.trade;
    let mut warnings: Vec<Warning> = filled.warning.into_iter().chain(differs).collect();
    warnings.extend(cautions(&trade, limit, terms.uid.is_some()));
    Ok(Draft {
        call,
        fee,
        spent: trade.tao,
        gained: Tao::ZERO,
        outcome: Outcome::Trade(trade),
        warnings,
        wake,
    })
}

fn buy_call(desk: &Desk, order: Order, amount: Tao) -> Result<PlannedCall, Error> {
    let key = ("hotkey", Arg::Hotkey(order.hotkey));
    let subnet = ("netuid", Arg::Subnet(order.netuid));
    let amount = ("amount_staked", Arg::Tao(amount));
    let runtime = desk.pinned.runtime();
    Ok(match order.bound.price {
        None => encode::call(runtime, &surface::ADD_STAKE, &[key, subnet, amount])?,
        Some(price) => {
            let limit = ("limit_price", Arg::Price(price));
            let partial = ("allow_partial", Arg::Flag(order.bound.partial));
            let args = [key, subnet, amount, limit, partial];
            encode::call(runtime, &surface::ADD_STAKE_LIMIT, &args)?
        }
    })
}

/// What must hold before anything leaves a position, all of it if no amount is given; the pool, where there is one, and
/// how much leaves.
pub(super) fn admit_sale(
    desk: &Desk,
    terms: &TradeTerms,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: Option<Alpha>,
) -> Result<(Option<Pool>, Alpha), Error> {
    let pool = market(desk, netuid, terms)?;
    if terms.position.is_zero() {
        return Err(Refusal::NothingStaked { hotkey, netuid }.into());
    }
    let amount = amount.unwrap_or(terms.position);
    if amount > terms.position {
        return Err(Refusal::NotEnoughStake { amount, staked: terms.position }.into());
    }
    if let Some(available) = terms.available.filter(|available| amount > *available) {
        return Err(Refusal::StakeLocked { amount, available }.into());
    }
    Ok((pool, amount))
}

/// Whether a sale's fee can be paid and the sale filled.
fn fill_sale(
    desk: &Desk,
    terms: &TradeTerms,
    pool: Option<Pool>,
    order: Order,
    amount: Alpha,
    fee: Tao,
) -> Result<Filled, Refusal> {
    desk.afford(Tao::ZERO, fee)?;
    order.sell(pool, amount, terms.position)
}

/// The limited call sells on a stopped subnet too (economics.md 1.4), the others do not.
fn ensure_open(terms: &TradeTerms, order: &Order) -> Result<(), Refusal> {
    if terms.started || order.bound.price.is_some() {
        return Ok(());
    }
    Err(Refusal::NotStarted { netuid: order.netuid })
}

pub(super) async fn sell(
    desk: &Desk,
    hotkey: Hotkey,
    netuid: NetUid,
    amount: AlphaAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    let asked = match amount {
        AlphaAmount::Exact(Alpha::ZERO) => return Err(Refusal::ZeroAmount.into()),
        AlphaAmount::Exact(amount) => Some(amount),
        AlphaAmount::All => None,
    };
    let terms = desk.terms(netuid, hotkey).await?;
    let (pool, amount) = admit_sale(desk, &terms, hotkey, netuid, asked)?;
    let bound = match pool {
        Some(_) => Bound::new(limit, TradeSide::Sell, terms.spot),
        None => Bound::NONE,
    };
    let order = Order { netuid, hotkey, bound };
    ensure_open(&terms, &order)?;
    let call = match asked {
        Some(amount) => sell_call(desk, order, amount)?,
        None => sell_all_call(desk, order, amount)?,
    };
    let fee = desk.fee(&call).await?;
    let filled = fill_sale(desk, &terms, pool, order, amount, fee)?;
    let differs = compare(desk, &filled).await?;
    let wake = filled.wake();
    let trade = filled.trade;
    let mut warnings: Vec<Warning> = filled.warning.into_iter().chain(differs).collect();
    let left = trade.position_after_alpha;
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
        wake,
    })
}

/// The smallest position that a nominator keeps: floor(minimum / price).
fn least_kept(terms: &TradeTerms, price: Price) -> Alpha {
    let alpha = u128::from(terms.nominator_min.rao()) * u128::from(RAO_PER_TAO)
        / u128::from(price.rao().max(1));
    Alpha::from_rao(u64::try_from(alpha).unwrap_or(u64::MAX))
}

fn sell_call(desk: &Desk, order: Order, amount: Alpha) -> Result<PlannedCall, Error> {
    let key = ("hotkey", Arg::Hotkey(order.hotkey));
    let subnet = ("netuid", Arg::Subnet(order.netuid));
    let amount = ("amount_unstaked", Arg::Alpha(amount));
    let runtime = desk.pinned.runtime();
    Ok(match order.bound.price {
        None => encode::call(runtime, &surface::REMOVE_STAKE, &[key, subnet, amount])?,
        Some(price) => {
            let limit = ("limit_price", Arg::Price(price));
            let partial = ("allow_partial", Arg::Flag(order.bound.partial));
            let args = [key, subnet, amount, limit, partial];
            encode::call(runtime, &surface::REMOVE_STAKE_LIMIT, &args)?
        }
    })
}

/// Sell a position that is `amount` now. It can grow until the block comes; the call for whole
/// positions leaves nothing.
fn sell_all_call(desk: &Desk, order: Order, amount: Alpha) -> Result<PlannedCall, Error> {
    let runtime = desk.pinned.runtime();
    if order.bound.partial || !runtime.has_call(&surface::REMOVE_STAKE_FULL_LIMIT) {
        return sell_call(desk, order, amount);
    }
    let key = ("hotkey", Arg::Hotkey(order.hotkey));
    let subnet = ("netuid", Arg::Subnet(order.netuid));
    let limit = ("limit_price", Arg::MaybePrice(order.bound.price));
    Ok(encode::call(runtime, &surface::REMOVE_STAKE_FULL_LIMIT, &[key, subnet, limit])?)
}

/// Whether the chain as `desk` sees it would still carry out a planned trade. The limit is the
/// plan's, not one from the price now.
pub(super) fn recheck(
    desk: &Desk,
    terms: &TradeTerms,
    plan: &Plan,
    trade: &Trade,
) -> Result<(), Error> {
    let (hotkey, netuid) = (trade.hotkey, trade.netuid);
    let bound = Bound { price: trade.price_limit, partial: trade.partial };
    let order = Order { netuid, hotkey, bound };
    match trade.side {
        TradeSide::Buy => {
            let pool = admit_buy(desk, terms, hotkey, netuid)?;
            let amount = match &plan.intent {
                Intent::AddStake { amount: TaoAmount::Exact(amount), .. } => *amount,
                _ => trade.tao,
            };
            fill_buy(desk, terms, pool, order, amount, plan.fee)?;
        }
        TradeSide::Sell => {
            let asked = match &plan.intent {
                _ if plan.call.call == surface::REMOVE_STAKE_FULL_LIMIT.name => None,
                Intent::RemoveStake { amount: AlphaAmount::Exact(amount), .. } => Some(*amount),
                _ => Some(trade.position_before_alpha),
            };
            let (pool, amount) = admit_sale(desk, terms, hotkey, netuid, asked)?;
            ensure_open(terms, &order)?;
            fill_sale(desk, terms, pool, order, amount, plan.fee)?;
        }
    }
    Ok(())
}

/// Whether a trade inside a batch would still end within the limit that its call states.
pub(super) fn not_worse(planned: &Trade, now: &Trade) -> Result<(), Error> {
    let Some(limit) = planned.price_limit.filter(|_| !planned.partial) else { return Ok(()) };
    let past = match planned.side {
        TradeSide::Buy => now.price_after > limit,
        // The author's sale of the fee comes after it, and has no limit: a sale up to its limit ends below it.
        TradeSide::Sell => now.price_after < limit && now.price_after < planned.price_after,
    };
    if past {
        let (netuid, price) = (planned.netuid, now.price_now);
        return Err(Refusal::LimitCrossed { netuid, price, limit }.into());
    }
    Ok(())
}
