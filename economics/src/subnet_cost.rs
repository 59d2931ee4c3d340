//! What registering a subnet costs and seeds its pool with (economics.md 6.2).

use crate::fixed::U64F64;
use crate::issuance::FULL_BLOCK_EMISSION;

/// The last registration, and the chain's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LockTerms {
    /// What the last registration locked, rao.
    pub last_lock: u64,
    /// Block of the last registration; zero before the first.
    pub last_block: u64,
    /// Blocks over which the cost falls by one `last_lock`: [`reduction_interval`].
    pub interval: u64,
    /// The least it costs, rao.
    pub min_lock: u64,
}

impl LockTerms {
    /// Cost of a registration in block `now`, rao: max(min, m*last - floor(last/I)*(now -
    /// last_block)) with m = 2, or 1 before the first registration.
    #[must_use]
    pub fn cost(&self, now: u64) -> u64 {
        let multiple: u64 = if self.last_block == 0 { 1 } else { 2 };
        let per_block = self.last_lock.checked_div(self.interval).unwrap_or(0);
        let reduction = per_block.saturating_mul(now.saturating_sub(self.last_block));
        self.last_lock.saturating_mul(multiple).saturating_sub(reduction).max(self.min_lock)
    }
}

/// The interval in blocks after the halvings so far: floor(interval*E/10^9) with E the block
/// emission in rao.
#[must_use]
pub fn reduction_interval(interval: u64, block_emission: u64) -> u64 {
    let scaled = u128::from(interval) * u128::from(block_emission);
    u64::try_from(scaled / u128::from(FULL_BLOCK_EMISSION)).unwrap_or(u64::MAX)
}

/// Alpha, rao, that a new pool starts with beside `tao` rao: floor(y/median) over the positive spot
/// prices of all subnets, the mean of the two middle ones if they are even in number, 1 if there
/// are none.
#[must_use]
pub fn seed_alpha(tao: u64, spot_prices: &[U64F64]) -> u64 {
    let mut prices: Vec<_> =
        spot_prices.iter().copied().filter(|price| *price > U64F64::ZERO).collect();
    prices.sort_unstable();
    let middle = prices.len() / 2;
    let median = match (prices.len() % 2 == 0, middle.checked_sub(1)) {
        (true, None) => U64F64::ONE,
        (true, Some(before)) => {
            prices[before].saturating_add(prices[middle]).safe_div(U64F64::from_int(2))
        }
        (false, _) => prices[middle],
    };
    U64F64::from_int(tao).safe_div(median).floor()
}
