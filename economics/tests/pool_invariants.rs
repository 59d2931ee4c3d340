//! What must hold for every pool: nothing is made from nothing, in swaps, injections and shares.

use num_bigint::BigUint;
use proptest::prelude::*;
use tau_economics::fixed::{PERQUINTILL, U64F64};
use tau_economics::pool::{Direction, EVEN_WEIGHT, MIN_WEIGHT, Pool, Swap, SwapError};
use tau_economics::share::{SafeFloat, SharePool};

/// Reserves from the smallest that trade to the whole supply, evenly over orders of magnitude.
fn reserve() -> impl Strategy<Value = u64> {
    (20u32..=54, any::<u64>()).prop_map(|(bits, noise)| {
        let low = 1u64 << bits;
        (low + noise % low).clamp(1_000_000, 21_000_000_000_000_000)
    })
}

/// Amounts from one rao, evenly over orders of magnitude.
fn amount() -> impl Strategy<Value = u64> {
    (0u32..54, any::<u64>()).prop_map(|(bits, noise)| (1u64 << bits) + noise % (1u64 << bits))
}

fn weight() -> impl Strategy<Value = u64> {
    prop_oneof![Just(EVEN_WEIGHT), MIN_WEIGHT..=PERQUINTILL - MIN_WEIGHT]
}

fn pool() -> impl Strategy<Value = Pool> {
    let fee_rate = prop_oneof![Just(0u16), Just(33), 0u16..=10_000];
    (reserve(), reserve(), weight(), fee_rate).prop_map(|(tao, alpha, quote_weight, fee_rate)| {
        Pool { tao, alpha, quote_weight, fee_rate }
    })
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Buy), Just(Direction::Sell)]
}

fn swap(pool: &Pool, direction: Direction, gross: u64, limit: U64F64) -> Result<Swap, SwapError> {
    match direction {
        Direction::Buy => pool.buy(gross, limit),
        Direction::Sell => pool.sell(gross, limit),
    }
}

fn without_limit(pool: &Pool, direction: Direction, gross: u64) -> Result<Swap, SwapError> {
    let limit = match direction {
        Direction::Buy => U64F64::MAX,
        Direction::Sell => U64F64::ZERO,
    };
    swap(pool, direction, gross, limit)
}

/// A limit beyond the spot price by `per_mille`.
fn beyond(pool: &Pool, direction: Direction, per_mille: u64) -> U64F64 {
    let factor = match direction {
        Direction::Buy => U64F64::ratio(1000 + per_mille, 1000),
        Direction::Sell => U64F64::ratio(1000, 1000 + per_mille),
    };
    pool.spot().saturating_mul(factor)
}

fn float(value: U64F64) -> f64 {
    value.to_bits() as f64 / 2f64.powi(64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn reserves_are_conserved_and_the_price_moves_the_right_way(
        pool in pool(),
        direction in direction(),
        gross in amount(),
        per_mille in 1u64..5_000,
    ) {
        let limit = beyond(&pool, direction, per_mille);
        let Ok(swap) = swap(&pool, direction, gross, limit) else { return Ok(()) };
        let after = swap.after;
        prop_assert!(swap.consumed() <= gross);
        prop_assert_eq!(swap.fully_executed && swap.consumed() != gross, false);
        prop_assert_eq!((after.quote_weight, after.fee_rate), (pool.quote_weight, pool.fee_rate));
        match direction {
            Direction::Buy => {
                prop_assert_eq!(after.tao - pool.tao, swap.consumed_net);
                prop_assert_eq!(pool.alpha - after.alpha, swap.out);
                prop_assert!(after.spot() >= pool.spot() || after.alpha == 0);
            }
            Direction::Sell => {
                prop_assert_eq!(after.alpha - pool.alpha, swap.consumed_net);
                prop_assert_eq!(pool.tao - after.tao, swap.out);
                prop_assert!(after.spot() <= pool.spot());
            }
        }
    }

    #[test]
    fn the_limit_is_never_crossed(
        pool in pool(),
        direction in direction(),
        gross in amount(),
        per_mille in 1u64..5_000,
    ) {
        let limit = beyond(&pool, direction, per_mille);
        let Ok(swap) = swap(&pool, direction, gross, limit) else { return Ok(()) };
        let price = swap.after.spot();
        match direction {
            Direction::Buy => prop_assert!(price <= limit, "{:?} {:?}", price, limit),
            Direction::Sell => prop_assert!(price >= limit, "{:?} {:?}", price, limit),
        }
    }

    #[test]
    fn a_round_trip_never_profits(pool in pool(), direction in direction(), gross in amount()) {
        let Ok(there) = without_limit(&pool, direction, gross) else { return Ok(()) };
        let back = match direction {
            Direction::Buy => Direction::Sell,
            Direction::Sell => Direction::Buy,
        };
        let Ok(home) = without_limit(&there.after, back, there.out) else { return Ok(()) };
        prop_assert!(home.out <= gross, "{gross} became {}", home.out);
    }

    /// In two halves it costs no less than at once.
    #[test]
    fn splitting_an_order_gains_nothing(
        pool in pool(),
        direction in direction(),
        first in amount(),
        second in amount(),
    ) {
        let pool = Pool { fee_rate: 0, ..pool };
        let (Ok(once), Ok(one)) = (
            without_limit(&pool, direction, first + second),
            without_limit(&pool, direction, first),
        ) else { return Ok(()) };
        let Ok(two) = without_limit(&one.after, direction, second) else { return Ok(()) };
        prop_assert!(one.out + two.out <= once.out + 1, "{} {} {}", one.out, two.out, once.out);
    }

    /// Constant product, exactly: the output is at most x*d/(y+d), but for the 10^-18 that the
    /// chain gives away by flooring the kept part, and the 2^-64 grid.
    #[test]
    fn an_even_pool_keeps_its_product(pool in pool(), direction in direction(), gross in amount()) {
        let pool = Pool { quote_weight: EVEN_WEIGHT, ..pool };
        let Ok(swap) = without_limit(&pool, direction, gross) else { return Ok(()) };
        let (reserve_in, reserve_out) = match direction {
            Direction::Buy => (pool.tao, pool.alpha),
            Direction::Sell => (pool.alpha, pool.tao),
        };
        let grown = BigUint::from(reserve_in) + swap.consumed_net;
        let given = &grown * swap.out * PERQUINTILL;
        let fair = BigUint::from(reserve_out) * swap.consumed_net * PERQUINTILL;
        let slack = &grown * reserve_out * 11u32 / 10u32;
        prop_assert!(given <= fair + slack);
    }

    #[test]
    fn more_in_gives_more_out(
        pool in pool(),
        direction in direction(),
        less in amount(),
        more in amount(),
    ) {
        let more = less.max(more);
        let (Ok(small), Ok(big)) = (
            without_limit(&pool, direction, less),
            without_limit(&pool, direction, more),
        ) else { return Ok(()) };
        prop_assert!(small.out <= big.out && small.consumed() <= big.consumed());
    }

    /// The largest order with a limit is used up but for rounding, and within the limit.
    #[test]
    fn the_largest_order_with_a_limit_fits(
        pool in pool(),
        direction in direction(),
        per_mille in 1u64..5_000,
    ) {
        let limit = beyond(&pool, direction, per_mille);
        let max = match direction {
            Direction::Buy => pool.max_buy(limit),
            Direction::Sell => pool.max_sell(limit),
        };
        let Ok(max) = max else { return Ok(()) };
        let Ok(swap) = swap(&pool, direction, max, limit) else { return Ok(()) };
        prop_assert!(swap.consumed() <= max && max - swap.consumed() <= 1);
    }

    #[test]
    fn injection_keeps_the_price(pool in pool(), tao in amount(), alpha in amount()) {
        let Some(after) = pool.inject(tao, alpha) else { return Ok(()) };
        prop_assert_eq!((after.tao, after.alpha), (pool.tao + tao, pool.alpha + alpha));
        prop_assert!((MIN_WEIGHT..=PERQUINTILL - MIN_WEIGHT).contains(&after.quote_weight));
        let (before, now) = (float(pool.spot()), float(after.spot()));
        // The weight is rounded to 18 places and from whole products, the price to 2^-64; the rest
        // is this test's floating point.
        let products = 100.0 / (pool.tao as f64 * pool.alpha as f64);
        let grid = 2f64.powi(-56) / before.min(1.0);
        prop_assert!((now / before - 1.0).abs() < 1e-12 + products + grid, "{before} {now}");
    }
}

/// What a staker does.
#[derive(Debug, Clone, Copy)]
enum Step {
    Credit(usize, u64),
    Debit(usize, u64),
    CreditAll(u64),
}

const STAKERS: usize = 4;

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..STAKERS, amount()).prop_map(|(who, amount)| Step::Credit(who, amount)),
        (0..STAKERS, amount()).prop_map(|(who, amount)| Step::Debit(who, amount)),
        amount().prop_map(|amount| Step::CreditAll(amount / 100)),
    ]
}

/// Four stakers of one hotkey, and how many digits their shares may have lost.
#[derive(Default)]
struct Staked {
    pool: SharePool,
    shares: [SafeFloat; STAKERS],
    peak: f64,
}

impl Staked {
    fn values(&self) -> [u64; STAKERS] {
        self.shares.map(|share| self.pool.value_of(share))
    }

    /// Apply a step; who it was about and what that staker's value should be now.
    fn apply(&mut self, step: Step) -> Option<(usize, u64)> {
        let before = self.values();
        let (who, changed, expected) = match step {
            Step::CreditAll(amount) => {
                self.pool = self.pool.credit_all(amount);
                return None;
            }
            Step::Credit(who, amount) => {
                (who, self.pool.credit(self.shares[who], amount), before[who] + amount)
            }
            Step::Debit(who, amount) => {
                let amount = amount.min(before[who]);
                (who, self.pool.debit(self.shares[who], amount), before[who] - amount)
            }
        };
        let (pool, share) = changed.ok()?;
        (self.pool, self.shares[who]) = (pool, share);
        self.peak = self.peak.max(self.denominator());
        Some((who, expected))
    }

    fn denominator(&self) -> f64 {
        let SafeFloat { mantissa, exponent } = self.pool.denominator;
        mantissa as f64 * 10f64.powi(exponent as i32)
    }

    /// Rao that truncation may have moved between the stakers. Shares have 20 to 21 digits of the
    /// largest sum there was: when most of a stake has left, the rest keeps fewer.
    fn dust(&self) -> u64 {
        let lost = 1e-18 * self.peak / self.denominator();
        STAKERS as u64 + (self.pool.value as f64 * lost) as u64
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn shares_are_worth_what_was_staked(steps in prop::collection::vec(step(), 1..24)) {
        let mut staked = Staked::default();
        for step in steps {
            let before = staked.values();
            let first = staked.pool.denominator.is_zero();
            let Some((who, expected)) = staked.apply(step) else { continue };
            if staked.pool.denominator.is_zero() {
                staked.peak = 0.0;
                continue;
            }
            let (now, dust) = (staked.values(), staked.dust());
            let sum: u64 = now.iter().sum();
            prop_assert!(sum <= staked.pool.value + dust, "{now:?} of {}", staked.pool.value);
            // The first staker also receives what was credited to nobody.
            if first {
                continue;
            }
            for (index, value) in now.into_iter().enumerate() {
                let due = if index == who { expected } else { before[index] };
                prop_assert!(value.abs_diff(due) <= dust, "{step:?}: {value} instead of {due}");
            }
        }
    }

    /// Without large exits nothing is lost but the last rao of each.
    #[test]
    fn ordinary_stakes_sum_to_the_whole(
        stakes in prop::array::uniform4(1_000_000u64..1 << 50),
        dividends in prop::array::uniform4(0u64..1 << 40),
    ) {
        let mut staked = Staked::default();
        for (who, (stake, dividend)) in stakes.into_iter().zip(dividends).enumerate() {
            staked.apply(Step::Credit(who, stake));
            staked.apply(Step::CreditAll(dividend));
        }
        let sum: u64 = staked.values().iter().sum();
        prop_assert!(sum <= staked.pool.value && staked.pool.value - sum <= STAKERS as u64);
    }
}
