//! Moving stake from one subnet's pool to another's (economics.md 1.4).

use super::{Pool, SwapError};
use crate::fixed::U64F64;

/// What moving stake between two dynamic subnets did. All amounts are rao.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Move {
    /// Fee in the origin's alpha: the only one.
    pub fee_alpha: u64,
    /// TAO that the sale gave and the purchase used.
    pub tao_between: u64,
    /// TAO that the author received for the fee.
    pub author_tao: u64,
    /// The destination's alpha received.
    pub alpha_out: u64,
    /// The origin's pool afterwards.
    pub origin_after: Pool,
    /// The destination's pool afterwards.
    pub destination_after: Pool,
}

impl Pool {
    /// Sell `alpha` rao here with fee at any price, and buy in `destination` for all of it without
    /// fee at any price.
    ///
    /// # Errors
    /// The guards of either pool, see [`SwapError`].
    pub fn move_to(&self, destination: &Self, alpha: u64) -> Result<Move, SwapError> {
        let sale = self.sell_and_pay_author(alpha, Self::min_price())?;
        let bought = destination.buy_without_fee(sale.swap.out, Self::max_price())?;
        Ok(Move {
            fee_alpha: sale.swap.fee,
            tao_between: sale.swap.out,
            author_tao: sale.author_tao,
            alpha_out: bought.out,
            origin_after: sale.after,
            destination_after: bought.after,
        })
    }
}

/// Most of the origin's alpha, rao, that a move may use with a limit on the ratio of the two
/// prices, origin per destination (economics.md 1.4): with L the limit,
/// floor(a2*(t1/(t1+t2))/L - a1*(t2/(t1+t2))), every step floored.
///
/// Zero when the limit is above the present ratio, unlimited when it is zero. The chain's formula
/// takes both pools for constant product pools, whatever their weights.
#[must_use]
pub fn max_move(origin: &Pool, destination: &Pool, limit: U64F64) -> u64 {
    if limit == U64F64::ZERO {
        return u64::MAX;
    }
    if limit > origin.spot().safe_div(destination.spot()) {
        return 0;
    }
    let total = U64F64::from_int(origin.tao.saturating_add(destination.tao));
    let share = |tao: u64| U64F64::from_int(tao).safe_div(total);
    let reached =
        U64F64::from_int(destination.alpha).saturating_mul(share(origin.tao)).safe_div(limit);
    let held = U64F64::from_int(origin.alpha).saturating_mul(share(destination.tao));
    reached.saturating_sub(held).floor()
}
