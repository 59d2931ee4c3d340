//! What a large order brings at once, in parts, and by another way. Nothing is planned for a key: this is to decide what to
//! plan.

use tau_economics::pool::{Direction, MIN_STAKE, Pool, SwapError, route};

use super::stake::market;
use super::{Desk, PlanOptions};
use crate::chain::encode::{self, Arg};
use crate::chain::{Chain, surface};
use crate::model::{AccountId, Alpha, At, Hotkey, NetUid, Price, RAO_PER_TAO, Ratio, Tao};
use crate::ops::{Error, Refusal};

/// Whoever asks: what a transaction costs does not depend on it.
const NOBODY: AccountId = AccountId([0; 32]);

/// Most blocks over which an order is spread.
pub const MOST_BLOCKS: u8 = 8;

/// A large order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LargeOrder {
    /// What is traded.
    pub trade: LargeTrade,
    /// In how many blocks it may be done.
    pub blocks: u8,
    /// What part of what it took others are believed to bring back in each block.
    pub recovery: Ratio,
}

/// What a large order trades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LargeTrade {
    /// So much TAO for alpha of a subnet.
    Buy(NetUid, Tao),
    /// So much alpha of a subnet for TAO.
    Sell(NetUid, Alpha),
    /// So much alpha of a subnet for alpha of another.
    Swap(NetUid, NetUid, Alpha),
}

/// Ways to carry out a large order; every amount is of the side that is wanted, rao.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// The block read.
    pub at: At,
    /// Spot price of the first subnet.
    pub spot: Price,
    /// What would arrive at the spot prices, without fees.
    pub at_spot: u64,
    /// What one transaction costs.
    pub fee: Tao,
    /// The ways, the usual one first.
    pub ways: Vec<Way>,
}

impl Ways {
    /// The one that leaves most.
    #[must_use]
    pub fn best(&self) -> Option<&Way> {
        self.ways.iter().reduce(|best, way| if way.net > best.net { way } else { best })
    }
}

/// One way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub kind: WayKind,
    /// Its transactions: blocks after the first, what goes in, what comes out.
    pub legs: Vec<route::Leg>,
    /// What arrives.
    pub out: u64,
    /// What is left of it when the transactions are paid.
    pub net: u64,
}

/// How an order is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayKind {
    /// In one transaction.
    AtOnce,
    /// In so many equal parts, one in each block.
    Equal(u8),
    /// In the parts that leave most.
    BestParts,
    /// Sold, and bought a block later with the TAO.
    SoldAndBought,
}

/// What carrying out `order` in different ways brings, if nobody but those who are assumed trades meanwhile.
///
/// # Errors
/// [`Refusal`] for a subnet that there is not or an order that its pool cannot take, [`Error::Chain`].
pub async fn ways(chain: &Chain, order: LargeOrder) -> Result<Ways, Error> {
    let desk = Desk::open(chain, NOBODY, &PlanOptions::default()).await?;
    match order.trade {
        LargeTrade::Buy(netuid, tao) => {
            split(&desk, &order, netuid, Direction::Buy, tao.rao()).await
        }
        LargeTrade::Sell(netuid, alpha) => {
            split(&desk, &order, netuid, Direction::Sell, alpha.rao()).await
        }
        LargeTrade::Swap(from, to, alpha) => crossing(&desk, from, to, alpha).await,
    }
}

/// A subnet's pool, where it has one and is open.
async fn pool_of(desk: &Desk, netuid: NetUid) -> Result<Pool, Error> {
    let terms = desk.terms(netuid, Hotkey(NOBODY)).await?;
    let pool = market(desk, netuid, &terms)?.ok_or(Refusal::NoPool { netuid })?;
    if terms.started { Ok(pool) } else { Err(Refusal::NotStarted { netuid }.into()) }
}

async fn split(
    desk: &Desk,
    order: &LargeOrder,
    netuid: NetUid,
    side: Direction,
    amount: u64,
) -> Result<Ways, Error> {
    let pool = pool_of(desk, netuid).await?;
    let subnet = desk.pinned.subnet(netuid).await?.ok_or(Refusal::NoSuchSubnet { netuid })?;
    let fee = fee(desk, netuid, side, amount).await?;
    let (least, cost, at_spot) = match side {
        Direction::Buy => {
            (pool.minimum_stake(), pool.alpha_at_spot(fee.rao()), pool.alpha_at_spot(amount))
        }
        Direction::Sell => (pool.alpha_at_spot(MIN_STAKE), fee.rao(), pool.tao_at_spot(amount)),
    };
    let parts = route::Order {
        pool,
        side,
        amount,
        least,
        blocks: order.blocks.clamp(1, MOST_BLOCKS),
        tao_in: subnet.tao_in_emission.rao(),
        alpha_in: subnet.alpha_in_emission.rao(),
        recovery: u32::try_from(order.recovery.millionths()).unwrap_or(0).min(route::MILLION),
        cost,
    };
    let refused =
        |error: SwapError| Error::from(Refusal::NoRoute { netuid, reason: error.to_string() });
    let ways = split_ways(&parts).map_err(refused)?;
    let spot = Price::from_rao(pool.price_rao());
    Ok(Ways { at: desk.pinned.at(), spot, at_spot, fee, ways })
}

fn split_ways(order: &route::Order) -> Result<Vec<Way>, SwapError> {
    let mut ways = vec![Way::new(WayKind::AtOnce, order.at_once()?)];
    for count in 2..=order.blocks {
        let parts = route::spread(order.amount, count.into(), count.into());
        if parts.iter().all(|part| *part >= order.least) {
            ways.push(Way::new(WayKind::Equal(count), order.in_parts(&parts)?));
        }
    }
    let best = order.best()?;
    if best.legs.len() > 1 {
        ways.push(Way::new(WayKind::BestParts, best));
    }
    Ok(ways)
}

impl Way {
    fn new(kind: WayKind, route: route::Route) -> Self {
        Self { kind, net: route.net(), out: route.out, legs: route.legs }
    }
}

/// Alpha of one subnet for alpha of another: by the call for it, or sold and bought.
async fn crossing(desk: &Desk, from: NetUid, to: NetUid, alpha: Alpha) -> Result<Ways, Error> {
    let (origin, destination) = futures::try_join!(pool_of(desk, from), pool_of(desk, to))?;
    let refused = |netuid: NetUid| {
        move |error: SwapError| Error::from(Refusal::NoRoute { netuid, reason: error.to_string() })
    };
    let fee = fee(desk, from, Direction::Sell, alpha.rao()).await?;
    let cost = destination.alpha_at_spot(fee.rao());
    let way = |kind, out: u64, transactions: u64, legs| Way {
        kind,
        legs,
        out,
        net: out.saturating_sub(cost.saturating_mul(transactions)),
    };
    let direct = origin.move_to(&destination, alpha.rao()).map_err(refused(from))?;
    let leg = |block, input, out| route::Leg { block, input, out };
    let once = vec![leg(0, alpha.rao(), direct.alpha_out)];
    let sale =
        origin.sell_and_pay_author(alpha.rao(), Pool::min_price()).map_err(refused(from))?.swap;
    let bought = destination.buy(sale.out, Pool::max_price()).map_err(refused(to))?;
    let twice = vec![leg(0, alpha.rao(), sale.out), leg(1, sale.out, bought.out)];
    Ok(Ways {
        at: desk.pinned.at(),
        spot: Price::from_rao(origin.price_rao()),
        at_spot: destination.alpha_at_spot(origin.tao_at_spot(alpha.rao())),
        fee,
        ways: vec![
            way(WayKind::AtOnce, direct.alpha_out, 1, once),
            way(WayKind::SoldAndBought, bought.out, 2, twice),
        ],
    })
}

/// What the node asks for a trade of this size with a limit.
async fn fee(desk: &Desk, netuid: NetUid, side: Direction, amount: u64) -> Result<Tao, Error> {
    let (row, amount) = match side {
        Direction::Buy => {
            (&surface::ADD_STAKE_LIMIT, ("amount_staked", Arg::Tao(Tao::from_rao(amount))))
        }
        Direction::Sell => {
            (&surface::REMOVE_STAKE_LIMIT, ("amount_unstaked", Arg::Alpha(Alpha::from_rao(amount))))
        }
    };
    let args = [
        ("hotkey", Arg::Hotkey(Hotkey(NOBODY))),
        ("netuid", Arg::Subnet(netuid)),
        amount,
        ("limit_price", Arg::Price(Price::from_rao(RAO_PER_TAO))),
        ("allow_partial", Arg::Flag(false)),
    ];
    desk.fee(&encode::call(desk.pinned.runtime(), row, &args)?).await
}
