//! Stake that changes its hotkey, its subnet or its owner.
//!
//! Between two subnets alpha is sold and bought again (economics.md 1.4). Only a move that keeps
//! hotkey and owner has a call with a limit, on the ratio of the two prices; whatever has none is
//! measured here and refused past the tolerance.

mod calls;
mod simulated;
mod within;

use tau_economics::fixed::{U64F64, mul_div, mul_div_up};
use tau_economics::pool::{EVEN_WEIGHT, MIN_STAKE, Pool, SwapError, max_move};

use super::fill::shortfall;
use super::wake::Wake;
use super::{Desk, Draft, Error, Refusal, stake};
use crate::chain::{Simulated, TradeTerms};
use crate::model::{
    Alpha, AlphaAmount, Coldkey, Hotkey, Limit, NetUid, Outcome, Place, PlannedCall, Price,
    RAO_PER_TAO, Ratio, Relocation, Tao, Warning,
};
use calls::{give_call, move_call, swap_call, swap_limit_call};
use simulated::compare;

/// 1.0 with 64 bits after the point.
const ONE: u128 = 1 << 64;

/// Stake for somebody else.
#[derive(Clone, Copy)]
pub(super) struct Gift {
    /// The new owner.
    pub receiver: Coldkey,
    /// Staked through, before and after.
    pub hotkey: Hotkey,
    /// From.
    pub from: NetUid,
    /// To.
    pub to: NetUid,
}

/// One end of a move: its pool, where there is one, and its spot price.
#[derive(Clone, Copy)]
struct End {
    pool: Option<Pool>,
    spot: U64F64,
}

impl End {
    fn new(pool: Option<Pool>) -> Self {
        Self { pool, spot: pool.map_or(U64F64::from_int(1), |pool| pool.spot()) }
    }

    /// Worth of alpha at the spot price, rao of TAO.
    fn worth(&self, alpha: Alpha) -> Tao {
        let tao = mul_div(alpha.rao().into(), self.spot.to_bits(), ONE);
        Tao::from_rao(u64::try_from(tao).unwrap_or(u64::MAX))
    }

    fn price(&self) -> Price {
        Price::from_rao(self.spot.to_price_rao())
    }
}

/// Both legs on paper.
#[derive(Default)]
struct Legs {
    between: Tao,
    arrives: Alpha,
    pool_fee_alpha: Alpha,
    pool_fee_tao: Tao,
    from_after: Option<Pool>,
    to_after: Option<Pool>,
    /// What the node must say of the sale.
    sale: Option<Simulated>,
    /// What of the TAO enters the destination's pool, rao.
    net: u64,
}

/// Everything a move depends on.
struct Terms {
    from: TradeTerms,
    to: TradeTerms,
    origin: End,
    destination: End,
}

/// Move stake of the signer's to another place of the signer's.
pub(super) async fn moved(
    desk: &Desk,
    from: Place,
    to: Place,
    amount: AlphaAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    if from == to {
        return Err(Refusal::SamePlace.into());
    }
    let limited = from.hotkey == to.hotkey;
    let terms = terms(desk, from, to, None).await?;
    let amount = admit(&terms, from, to, amount)?;
    if from.netuid == to.netuid {
        let call = move_call(desk, from, to, amount)?;
        return within_subnet(desk, &terms, (from, to), None, (amount, call)).await;
    }
    let bound = if limited { ratio_bound(&terms, limit) } else { unlimited(limit)? };
    let order = Order { places: (from, to), receiver: None, amount, bound, limit };
    let bound = fitted(&terms, &order);
    let call = match (limited, bound.ratio) {
        (true, Some(ratio)) => swap_limit_call(desk, from, to, amount, ratio, bound.partial)?,
        (true, None) => swap_call(desk, from, to, amount)?,
        (false, _) => move_call(desk, from, to, amount)?,
    };
    let order = Order { bound, ..order };
    between_subnets(desk, &terms, order, call).await
}

/// Give stake to somebody else.
pub(super) async fn given(
    desk: &Desk,
    gift: Gift,
    amount: AlphaAmount,
    limit: Limit,
) -> Result<Draft, Error> {
    let Gift { receiver, hotkey, from, to } = gift;
    if receiver.0 == desk.signer {
        return Err(Refusal::GiftToSelf.into());
    }
    let (from, to) = (Place { hotkey, netuid: from }, Place { hotkey, netuid: to });
    for netuid in [from.netuid, to.netuid] {
        if !desk.pinned.transfers_allowed(netuid).await? {
            return Err(Refusal::TransfersOff { netuid }.into());
        }
    }
    let terms = terms(desk, from, to, Some(receiver)).await?;
    let amount = admit(&terms, from, to, amount)?;
    let call = give_call(desk, gift, amount)?;
    if from.netuid == to.netuid {
        // A locked part would take its lock along, which the receiver may refuse.
        if let Some(available) = terms.from.available.filter(|available| amount > *available) {
            return Err(Refusal::StakeLocked { amount, available }.into());
        }
        return within_subnet(desk, &terms, (from, to), Some(receiver), (amount, call)).await;
    }
    let bound = unlimited(limit)?;
    let order = Order { places: (from, to), receiver: Some(receiver), amount, bound, limit };
    between_subnets(desk, &terms, order, call).await
}

async fn terms(
    desk: &Desk,
    from: Place,
    to: Place,
    receiver: Option<Coldkey>,
) -> Result<Terms, Error> {
    let destination = async {
        match receiver {
            None => desk.terms(to.netuid, to.hotkey).await,
            // The receiver's position is the chain's, the pool may have moved in the same batch.
            Some(coldkey) => {
                let theirs = desk.pinned.trade_terms(to.netuid, to.hotkey, coldkey).await?;
                let pool = desk.terms(to.netuid, to.hotkey).await?.pool;
                Ok(TradeTerms { pool, ..theirs })
            }
        }
    };
    let (from_terms, to_terms) =
        futures::try_join!(desk.terms(from.netuid, from.hotkey), destination)?;
    let origin = End::new(stake::market(desk, from.netuid, &from_terms)?);
    let destination = End::new(stake::market(desk, to.netuid, &to_terms)?);
    Ok(Terms { from: from_terms, to: to_terms, origin, destination })
}

/// What must hold whatever becomes of the price; the amount in numbers.
fn admit(terms: &Terms, from: Place, to: Place, amount: AlphaAmount) -> Result<Alpha, Refusal> {
    for (place, terms) in [(from, &terms.from), (to, &terms.to)] {
        if !terms.started {
            return Err(Refusal::NotStarted { netuid: place.netuid });
        }
        if terms.owner.is_none() {
            return Err(Refusal::NoSuchHotkey { hotkey: place.hotkey });
        }
    }
    let staked = terms.from.position;
    let amount = match amount {
        AlphaAmount::Exact(Alpha::ZERO) => return Err(Refusal::ZeroAmount),
        AlphaAmount::Exact(amount) => amount,
        AlphaAmount::All => staked,
    };
    if staked.is_zero() {
        return Err(Refusal::NothingStaked { hotkey: from.hotkey, netuid: from.netuid });
    }
    if amount > staked {
        return Err(Refusal::NotEnoughStake { amount, staked });
    }
    match terms.from.available {
        Some(available) if from.netuid != to.netuid && amount > available => {
            Err(Refusal::StakeLocked { amount, available })
        }
        _ => Ok(amount),
    }
}

/// The most of `amount` that a move between two places of the signer's own takes within `limit`, with the chain's
/// terms for both ends: what it does, and what it changes for what comes after it. Nothing if that is less than
/// the chain moves.
pub(super) fn fitting(
    (from, to): (TradeTerms, TradeTerms),
    places: (Place, Place),
    amount: Alpha,
    limit: Limit,
) -> Option<(Relocation, Wake)> {
    let end = |terms: &TradeTerms| End::new(terms.pool.filter(|_| terms.dynamic));
    let terms = Terms { origin: end(&from), destination: end(&to), from, to };
    let bound = ratio_bound(&terms, limit);
    let order = Order { places, receiver: None, amount, bound, limit };
    let amount = within::largest(&terms, &order, amount, 0);
    let order = Order { amount, ..order };
    let bound = fitted(&terms, &order);
    let amount = match bound.ratio {
        Some(ratio) => amount.min(most(&terms, ratio).ok()?),
        None => amount,
    };
    let order = Order { amount, bound, ..order };
    let legs = legs(&terms, amount, places.0.netuid.is_root(), 0).ok()?;
    if legs.between.rao() <= MIN_STAKE {
        return None;
    }
    let relocation = relocation(&terms, &order, amount, &legs);
    let wake = wake(&relocation, &legs, true);
    Some((relocation, wake))
}

/// The limit on the ratio of the two prices as the call states it.
#[derive(Clone, Copy)]
struct Bound {
    ratio: Option<Price>,
    partial: bool,
}

/// Where the ratio may fall to, rounded up: the safe side.
fn ratio_bound(terms: &Terms, limit: Limit) -> Bound {
    match limit {
        Limit::Market => Bound { ratio: None, partial: false },
        Limit::Price { price, partial } => Bound { ratio: Some(price), partial },
        Limit::Tolerance { tolerance, partial } => {
            // From the prices before the batch that it may be part of.
            let (origin, destination) = (terms.from.spot.to_bits(), terms.to.spot.to_bits());
            let now = mul_div_up(origin, u128::from(RAO_PER_TAO), destination.max(1));
            let now = Price::from_rao(u64::try_from(now).unwrap_or(u64::MAX));
            Bound { ratio: Some(now.below(tolerance)), partial }
        }
    }
}

/// The limit as the chain's formula wants it. That takes both pools for even ones (economics.md
/// 1.4); for others it may let nothing through although the loss is within the tolerance. The limit is
/// then set as far below what the formula gives for this very amount as the tolerance says: it still
/// stops the move if somebody shifts a pool, and the loss itself is measured here.
fn fitted(terms: &Terms, order: &Order) -> Bound {
    let Order { bound, limit, .. } = *order;
    let (Some(origin), Some(destination)) = (terms.origin.pool, terms.destination.pool) else {
        return bound;
    };
    let is_even = |pool: &Pool| pool.quote_weight.abs_diff(EVEN_WEIGHT) <= ROUNDING;
    if is_even(&origin) && is_even(&destination) {
        return bound;
    }
    let amount = match bound.partial {
        true => within::largest(terms, order, order.amount, 0),
        false => order.amount,
    };
    let fits = |ratio: Price| {
        max_move(&origin, &destination, U64F64::from_price_rao(ratio.rao())) >= amount.rao()
    };
    match (bound.ratio, limit) {
        (Some(ratio), Limit::Tolerance { tolerance, .. }) if !fits(ratio) => {
            let total = u128::from(origin.tao) + u128::from(destination.tao);
            let part = |alpha: u64, tao: u64| mul_div(alpha.into(), tao.into(), total);
            let reached = part(destination.alpha, origin.tao);
            let held = part(origin.alpha, destination.tao);
            let exact = mul_div(
                reached,
                u128::from(RAO_PER_TAO),
                u128::from(amount.rao()).saturating_add(held),
            );
            let exact = Price::from_rao(u64::try_from(exact).unwrap_or(u64::MAX));
            let lower = exact.below(tolerance).min(ratio);
            if fits(lower) { Bound { ratio: Some(lower), ..bound } } else { bound }
        }
        _ => bound,
    }
}

/// How far a pool's weight may be from a half by rounding alone, in 10^-18.
const ROUNDING: u64 = 1_000_000_000;

/// For calls that know no limit.
fn unlimited(limit: Limit) -> Result<Bound, Refusal> {
    match limit {
        Limit::Price { .. } | Limit::Tolerance { partial: true, .. } => Err(Refusal::CannotLimit),
        Limit::Market | Limit::Tolerance { .. } => Ok(Bound { ratio: None, partial: false }),
    }
}

/// Everything of a move between subnets but the terms.
struct Order {
    places: (Place, Place),
    receiver: Option<Coldkey>,
    amount: Alpha,
    bound: Bound,
    limit: Limit,
}

/// Most of the origin's alpha that a ratio lets through, as the chain counts it.
fn most(terms: &Terms, ratio: Price) -> Result<Alpha, SwapError> {
    let fixed = U64F64::from_price_rao(ratio.rao());
    let rao = match (terms.origin.pool, terms.destination.pool) {
        (Some(origin), Some(destination)) => max_move(&origin, &destination, fixed),
        (Some(origin), None) => origin.max_sell(fixed)?,
        (None, Some(_)) if ratio.rao() == 0 => u64::MAX,
        // One TAO buys 1/L alpha at most, so the destination may rise to 1/L.
        (None, Some(destination)) => {
            let inverse = RAO_PER_TAO.saturating_mul(RAO_PER_TAO) / ratio.rao();
            destination.max_buy(U64F64::from_price_rao(inverse))?
        }
        (None, None) => {
            if ratio <= Price::ONE {
                u64::MAX
            } else {
                0
            }
        }
    };
    Ok(Alpha::from_rao(rao))
}

/// Sell and buy on paper. `purse` is what the buyer can spend besides what the sale brings.
fn legs(terms: &Terms, amount: Alpha, from_root: bool, purse: i128) -> Result<Legs, SwapError> {
    let mut legs = Legs { between: Tao::from_rao(amount.rao()), ..Legs::default() };
    if let Some(pool) = terms.origin.pool {
        let sale = pool.sell_and_pay_author(amount.rao(), Pool::min_price())?;
        legs.between = Tao::from_rao(sale.swap.out);
        legs.pool_fee_alpha = Alpha::from_rao(sale.swap.fee);
        legs.from_after = Some(sale.after);
        legs.sale = Some(Simulated {
            tao_amount: sale.swap.out,
            alpha_amount: sale.swap.consumed_net,
            tao_fee: 0,
            alpha_fee: sale.swap.fee,
        });
    }
    if legs.between.rao() < MIN_STAKE {
        return Ok(legs);
    }
    // The buyer's account must stay alive, so a new one keeps the existential deposit.
    let can_pay = u64::try_from(i128::from(legs.between.rao()).saturating_add(purse)).unwrap_or(0);
    let paid = legs.between.rao().min(can_pay);
    match terms.destination.pool {
        None => legs.arrives = Alpha::from_rao(paid),
        Some(pool) => {
            let bought = if from_root {
                pool.buy(paid, Pool::max_price())?
            } else {
                pool.buy_without_fee(paid, Pool::max_price())?
            };
            legs.arrives = Alpha::from_rao(bought.out);
            legs.pool_fee_tao = Tao::from_rao(bought.fee);
            legs.net = bought.consumed_net;
            legs.to_after = Some(bought.after);
        }
    }
    Ok(legs)
}

async fn between_subnets(
    desk: &Desk,
    terms: &Terms,
    order: Order,
    call: PlannedCall,
) -> Result<Draft, Error> {
    let (from, to) = order.places;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let too_small = |_| Refusal::PoolTooSmall { netuid: from.netuid };
    let mut amount = order.amount;
    let mut warnings = Vec::new();
    if let Some(ratio) = order.bound.ratio {
        let largest = most(terms, ratio).unwrap_or(Alpha::ZERO);
        if amount > largest {
            if !order.bound.partial || largest.is_zero() {
                return Err(Refusal::MoveTooLarge { amount, limit: ratio, largest }.into());
            }
            warnings.push(Warning::PartialFill { allowed: format!("{largest} alpha") });
            amount = largest;
        }
    }
    let buyer = order.receiver.map_or(desk.signer, |receiver| receiver.0);
    let buyer_free = if buyer == desk.signer {
        desk.balance.free.saturating_sub(fee.saturating_add(desk.envelope.tip))
    } else {
        let balances = desk.pinned.balances(&[buyer]).await?;
        balances.first().copied().flatten().unwrap_or_default().free
    };
    let purse = i128::from(buyer_free.rao()) - i128::from(desk.existential.rao());
    let mut call = call;
    let is_price = matches!(order.limit, Limit::Price { .. });
    if let Some(ratio) = order.bound.ratio.filter(|_| order.bound.partial || is_price) {
        let largest = within::largest(terms, &order, amount, purse);
        if largest < amount {
            // What is too small for the chain is refused as what it is: a loss.
            let worth = terms.origin.worth(largest);
            if !order.bound.partial || worth.rao() <= MIN_STAKE {
                if !is_price {
                    let legs =
                        legs(terms, amount, from.netuid.is_root(), purse).map_err(too_small)?;
                    hold(order.limit, relocation(terms, &order, amount, &legs).impact)?;
                }
                return Err(Refusal::MoveTooLarge { amount, limit: ratio, largest }.into());
            }
            // The chain would take more, so it is asked for no more than this.
            call = swap_limit_call(desk, from, to, largest, ratio, true)?;
            warnings.clear();
            warnings.push(Warning::PartialFill { allowed: format!("{largest} alpha") });
            amount = largest;
        }
    }
    let legs = legs(terms, amount, from.netuid.is_root(), purse).map_err(too_small)?;
    // The chain asks for more than the minimum, measured at the whole amount that was asked for.
    if legs.between.rao() <= MIN_STAKE {
        let minimum = Tao::from_rao(MIN_STAKE.saturating_add(1));
        return Err(Refusal::BelowMinimum { amount: legs.between, minimum }.into());
    }
    let relocation = relocation(terms, &order, amount, &legs);
    if !order.bound.partial {
        hold(order.limit, relocation.impact)?;
    }
    if order.bound.ratio.is_none() {
        warnings.push(Warning::NotLimited { impact: relocation.impact });
    } else if relocation.impact.millionths() >= stake::LARGE_IMPACT {
        warnings.push(Warning::LargeImpact { impact: relocation.impact });
    }
    if !to.netuid.is_root() && terms.to.uid.is_none() {
        warnings.push(Warning::HotkeyNotRegistered { hotkey: to.hotkey, netuid: to.netuid });
    }
    warnings.extend(compare(desk, terms, amount, &legs, from, to).await?);
    Ok(draft(call, fee, relocation, &legs, warnings))
}

/// Refuse a loss beyond the tolerance where no call would hold it.
pub(super) fn hold(limit: Limit, impact: Ratio) -> Result<(), Refusal> {
    match limit.tolerance() {
        Some(tolerance) if impact.millionths() > i64::from(tolerance.millionths()) => {
            Err(Refusal::ImpactTooLarge { impact, tolerance })
        }
        _ => Ok(()),
    }
}

fn relocation(terms: &Terms, order: &Order, amount: Alpha, legs: &Legs) -> Relocation {
    let (from, to) = order.places;
    let worth = terms.origin.worth(amount);
    let ideal = mul_div(worth.rao().into(), ONE, terms.destination.spot.to_bits());
    let after = |end: &End, pool: Option<Pool>| {
        pool.map_or(end.price(), |pool| Price::from_rao(pool.price_rao()))
    };
    Relocation {
        from,
        to,
        receiver: order.receiver,
        leaves: amount,
        between: Some(legs.between),
        arrives: legs.arrives,
        pool_fee_alpha: legs.pool_fee_alpha,
        pool_fee_tao: legs.pool_fee_tao,
        from_price: terms.origin.price(),
        from_price_after: after(&terms.origin, legs.from_after),
        to_price: terms.destination.price(),
        to_price_after: after(&terms.destination, legs.to_after),
        ratio_limit: order.bound.ratio,
        partial: order.bound.partial,
        impact: shortfall(ideal, legs.arrives.rao()),
        cost_tao: worth.saturating_sub(terms.destination.worth(legs.arrives)),
        from_before_alpha: terms.from.position,
        from_after_alpha: terms.from.position.saturating_sub(amount),
        to_before_alpha: terms.to.position,
        to_after_alpha: terms.to.position.saturating_add(legs.arrives),
    }
}

fn wake(relocation: &Relocation, legs: &Legs, is_own: bool) -> Wake {
    let (from, to) = (relocation.from, relocation.to);
    let wake =
        Wake::default().pool(from.netuid, legs.from_after).pool(to.netuid, legs.to_after).position(
            from.netuid,
            from.hotkey,
            relocation.from_before_alpha,
            relocation.from_after_alpha,
        );
    if is_own {
        let (before, after) = (relocation.to_before_alpha, relocation.to_after_alpha);
        return wake.position(to.netuid, to.hotkey, before, after);
    }
    wake
}

/// On one subnet nothing is sold.
async fn within_subnet(
    desk: &Desk,
    terms: &Terms,
    (from, to): (Place, Place),
    receiver: Option<Coldkey>,
    (amount, call): (Alpha, PlannedCall),
) -> Result<Draft, Error> {
    let worth = match terms.origin.pool {
        Some(pool) => Tao::from_rao(pool.tao_at_spot(amount.rao())),
        None => Tao::from_rao(amount.rao()),
    };
    if worth.rao() < MIN_STAKE {
        let minimum = Tao::from_rao(MIN_STAKE);
        return Err(Refusal::BelowMinimum { amount: worth, minimum }.into());
    }
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let (from_price, to_price) = (terms.origin.price(), terms.destination.price());
    let relocation = Relocation {
        from,
        to,
        receiver,
        leaves: amount,
        between: None,
        arrives: amount,
        pool_fee_alpha: Alpha::ZERO,
        pool_fee_tao: Tao::ZERO,
        from_price,
        from_price_after: from_price,
        to_price,
        to_price_after: to_price,
        ratio_limit: None,
        partial: false,
        impact: Ratio::default(),
        cost_tao: Tao::ZERO,
        from_before_alpha: terms.from.position,
        from_after_alpha: terms.from.position.saturating_sub(amount),
        to_before_alpha: terms.to.position,
        to_after_alpha: terms.to.position.saturating_add(amount),
    };
    let unregistered = !to.netuid.is_root() && terms.to.uid.is_none();
    let warnings = unregistered
        .then_some(Warning::HotkeyNotRegistered { hotkey: to.hotkey, netuid: to.netuid })
        .into_iter()
        .collect();
    let unsold = Legs { arrives: amount, ..Legs::default() };
    Ok(draft(call, fee, relocation, &unsold, warnings))
}

fn draft(
    call: PlannedCall,
    fee: Tao,
    relocation: Relocation,
    legs: &Legs,
    warnings: Vec<Warning>,
) -> Draft {
    let wake = wake(&relocation, legs, relocation.receiver.is_none());
    Draft {
        call,
        fee,
        spent: Tao::ZERO,
        gained: Tao::ZERO,
        outcome: Outcome::Relocate(relocation),
        warnings,
        wake,
    }
}

/// Whether as much arrives now for what leaves as was planned, less the tolerance.
pub(super) fn not_worse(limit: Limit, planned: &Relocation, now: &Relocation) -> Result<(), Error> {
    let Some(tolerance) = limit.tolerance() else { return Ok(()) };
    let least = Price::from_rao(planned.arrives.rao()).below(tolerance).rao();
    let product = |arrives: u64, leaves: Alpha| u128::from(arrives) * u128::from(leaves.rao());
    if product(now.arrives.rao(), planned.leaves) < product(least, now.leaves) {
        let (planned, now) = (planned.arrives, now.arrives);
        return Err(Refusal::ArrivesLess {
            planned: format!("{planned} alpha"),
            now: format!("{now} alpha"),
        }
        .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tau_economics::pool::DEFAULT_FEE_RATE;

    use super::*;
    use crate::model::Tolerance;

    fn pool(tao: u64, alpha: u64) -> Pool {
        Pool { tao, alpha, quote_weight: EVEN_WEIGHT, fee_rate: DEFAULT_FEE_RATE }
    }

    fn between(origin: Pool, destination: Pool) -> Terms {
        let terms = |pool| TradeTerms {
            exists: true,
            started: true,
            dynamic: true,
            pool: Some(pool),
            spot: pool.spot(),
            owner: None,
            uid: None,
            position: Alpha::MAX,
            available: None,
            nominator_min: Tao::ZERO,
        };
        Terms {
            from: terms(origin),
            to: terms(destination),
            origin: End::new(Some(origin)),
            destination: End::new(Some(destination)),
        }
    }

    /// economics.md 1.6: 1000 alpha from A (10,000/400,000) to B (5,000/250,000).
    #[test]
    fn the_worked_move_holds_to_the_rao() {
        let terms = between(
            pool(10_000_000_000_000, 400_000_000_000_000),
            pool(5_000_000_000_000, 250_000_000_000_000),
        );
        let amount = Alpha::from_rao(1_000_000_000_000);
        let legs = legs(&terms, amount, false, 0).expect("it is filled");
        assert_eq!(legs.pool_fee_alpha, Alpha::from_rao(503_547_722));
        assert_eq!(legs.between, Tao::from_rao(24_925_129_859));
        assert_eq!(legs.arrives, Alpha::from_rao(1_240_074_688_421));
        assert_eq!(legs.pool_fee_tao, Tao::ZERO);
    }

    proptest! {
        /// The limit never lies past the tolerance, whatever the two prices are.
        #[test]
        fn the_ratio_limit_is_on_the_safe_side(
            y1 in 1_000_000u64..1 << 50, x1 in 1_000_000u64..1 << 50,
            y2 in 1_000_000u64..1 << 50, x2 in 1_000_000u64..1 << 50,
            parts in 0u32..=500_000,
        ) {
            let terms = between(pool(y1, x1), pool(y2, x2));
            let tolerance = Tolerance::from_millionths(parts).expect("a tolerance");
            let limit = Limit::Tolerance { tolerance, partial: false };
            let ratio = ratio_bound(&terms, limit).ratio.expect("a limit");
            let (p1, p2) = (terms.origin.spot.to_bits(), terms.destination.spot.to_bits());
            prop_assume!(p2 > 0);
            prop_assume!(mul_div(p1, 1_000_000_000, p2) < u128::from(u64::MAX));
            // L >= 10^9 (1 - t) p1 / p2, exactly.
            let least = mul_div_up(p1, u128::from(1_000_000 - parts) * 1_000_000_000, p2);
            prop_assert!(u128::from(ratio.rao()) * 1_000_000 >= least);
        }
    }
}
