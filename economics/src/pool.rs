//! The weighted pool: swaps, limits and injection (economics.md 1.1 to 1.7).
//!
//! Two reserves and a weight. Notation of the formulas: y TAO, x alpha, w2 the weight of TAO and
//! w1 = 1 - w2. With equal weights it is a constant product pool. Fees never stay in the pool.

mod cross;
pub mod route;
mod swap;

pub use cross::{Move, max_move};
pub use swap::{Direction, Sale, Simulation, Swap, SwapError};

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use crate::fixed::{PERQUINTILL, U64F64, perquintill};

/// Smallest weight either side may have, in 10^-18 (0.01).
pub const MIN_WEIGHT: u64 = PERQUINTILL / 100;

/// Weight of TAO in a new pool, in 10^-18 (one half).
pub const EVEN_WEIGHT: u64 = PERQUINTILL / 2;

/// Fee rate of a new pool, in 1/65535 (economics.md 1.1).
pub const DEFAULT_FEE_RATE: u16 = 33;

/// Output reserve below which no swap runs, rao (economics.md 1.2).
pub const MIN_RESERVE: u64 = 1_000_000;

/// A swap's net input may be this many times the input reserve (economics.md 1.2).
pub const MAX_INPUT_RATIO: u64 = 1000;

/// Least TAO a stake or a partial unstake may be worth, rao (economics.md 1.4).
pub const MIN_STAKE: u64 = 2_000_000;

/// Most TAO, rao, that a buy with this limit can use where the price is fixed at one: on root and
/// stable subnets (economics.md 1.4). Everything or nothing.
#[must_use]
pub fn fixed_price_max_buy(limit: U64F64) -> u64 {
    if limit >= U64F64::ONE { u64::MAX } else { 0 }
}

/// Most alpha, rao, that a sale with this limit can use where the price is fixed at one: on root
/// and stable subnets (economics.md 1.4). Everything or nothing.
#[must_use]
pub fn fixed_price_max_sell(limit: U64F64) -> u64 {
    if limit <= U64F64::ONE { u64::MAX } else { 0 }
}

/// A weighted two-asset pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pool {
    /// TAO reserve, rao.
    pub tao: u64,
    /// Alpha reserve, rao of alpha.
    pub alpha: u64,
    /// Weight of TAO, in 10^-18.
    pub quote_weight: u64,
    /// Fee taken from the input, in 1/65535.
    pub fee_rate: u16,
}

impl Pool {
    /// The limit of a buy without a limit: 10^6 TAO per alpha.
    #[must_use]
    pub fn max_price() -> U64F64 {
        U64F64::from_price_rao(1_000_000_000_000_000)
    }

    /// The limit of a sale without a limit: 10^-6 TAO per alpha.
    #[must_use]
    pub fn min_price() -> U64F64 {
        U64F64::from_price_rao(1000)
    }

    /// Weight of alpha, in 10^-18.
    #[must_use]
    pub const fn base_weight(&self) -> u64 {
        PERQUINTILL.saturating_sub(self.quote_weight)
    }

    /// Spot price in TAO per alpha: (w1/w2) * (y/x), each quotient truncated, the product floored;
    /// zero for a pool without alpha (economics.md 1.1).
    #[must_use]
    pub fn spot(&self) -> U64F64 {
        U64F64::ratio(self.base_weight(), self.quote_weight)
            .saturating_mul(U64F64::ratio(self.tao, self.alpha))
    }

    /// Spot price in rao of TAO per whole alpha: floor(p * 10^9).
    #[must_use]
    pub fn price_rao(&self) -> u64 {
        self.spot().to_price_rao()
    }

    /// What `alpha` rao are worth at the spot price, rao of TAO: floor(a*p).
    #[must_use]
    pub fn tao_at_spot(&self, alpha: u64) -> u64 {
        U64F64::from_int(alpha).saturating_mul(self.spot()).floor()
    }

    /// What `tao` rao are worth at the spot price, rao of alpha: floor(t/p), zero without a price.
    #[must_use]
    pub fn alpha_at_spot(&self, tao: u64) -> u64 {
        U64F64::from_int(tao).safe_div(self.spot()).floor()
    }

    /// Fee on a gross input: floor(a * f) with f = `fee_rate`/65535 truncated (economics.md 1.2).
    #[must_use]
    pub fn fee(&self, gross: u64) -> u64 {
        U64F64::from_int(gross)
            .saturating_mul(U64F64::ratio(u64::from(self.fee_rate), u64::from(u16::MAX)))
            .floor()
    }

    /// Smallest gross amount of TAO, rao, that can be staked here: [`MIN_STAKE`] and the fee on it
    /// (economics.md 1.4).
    #[must_use]
    pub fn minimum_stake(&self) -> u64 {
        MIN_STAKE.saturating_add(self.fee(MIN_STAKE))
    }

    /// The pool after `tao` and `alpha` rao were added without moving the price (economics.md 1.7).
    ///
    /// The weights give way: q1 = w1*y*(x+dx) and q2 = w2*x*(y+dy), rounded half up, and the new
    /// w2 = floor(q2 * 10^18 / (q1 + q2)). `None`, meaning that nothing is injected, when a weight
    /// would leave 0.01 to 0.99 or a reserve its 64 bits.
    #[must_use]
    pub fn inject(&self, tao: u64, alpha: u64) -> Option<Self> {
        let after = Self {
            tao: self.tao.checked_add(tao)?,
            alpha: self.alpha.checked_add(alpha)?,
            ..*self
        };
        let base = weighted(self.base_weight(), self.tao, after.alpha);
        let quote = weighted(self.quote_weight, self.alpha, after.tao);
        let total = base.saturating_add(quote);
        let quote_weight = if total == 0 { EVEN_WEIGHT } else { perquintill(quote, total) };
        let allowed = MIN_WEIGHT..=PERQUINTILL - MIN_WEIGHT;
        allowed.contains(&quote_weight).then_some(Self { quote_weight, ..after })
    }
}

/// `weight`/10^18 of `a` * `b`, rounded half up.
fn weighted(weight: u64, a: u64, b: u64) -> u128 {
    let product = BigUint::from(weight) * a * b + PERQUINTILL / 2;
    (product / PERQUINTILL).to_u128().unwrap_or(u128::MAX)
}
