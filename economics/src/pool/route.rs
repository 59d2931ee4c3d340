//! A large order in parts: what it brings, and which parts bring most.
//!
//! A pool forgets nothing by itself: without other traders many small purchases cost what one large one does. What changes
//! that is TAO and alpha that each block adds (economics.md 1.7 and 3.3), and others who trade the price back, of which
//! nobody can say how much they will. [`Order`] has a number for each; everything else is the chain's own arithmetic.

use super::{Direction, Pool, SwapError};

/// Whole of [`Order::recovery`].
pub const MILLION: u32 = 1_000_000;

/// An order that may be carried out over several blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The pool now.
    pub pool: Pool,
    /// Which way.
    pub side: Direction,
    /// What goes in altogether, fees included, rao of the input side.
    pub amount: u64,
    /// Least that may go in at once, rao of the input side.
    pub least: u64,
    /// In how many blocks it may be carried out, at least one.
    pub blocks: u8,
    /// TAO that each block adds to the pool, rao.
    pub tao_in: u64,
    /// Alpha that each block adds to the pool, rao.
    pub alpha_in: u64,
    /// What part of what the order has taken out of the pool others bring back in each block, in millionths.
    pub recovery: u32,
    /// What each transaction costs, rao of the output side.
    pub cost: u64,
}

/// One transaction of a [`Route`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Blocks after the first.
    pub block: u8,
    /// What goes in, rao of the input side.
    pub input: u64,
    /// What comes out, rao of the output side.
    pub out: u64,
}

/// An order carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its transactions.
    pub legs: Vec<Leg>,
    /// What comes out of all of them, rao of the output side.
    pub out: u64,
    /// What they cost, rao of the output side.
    pub cost: u64,
}

impl Route {
    /// What is left of the output when the transactions are paid.
    #[must_use]
    pub const fn net(&self) -> u64 {
        self.out.saturating_sub(self.cost)
    }
}

impl Order {
    /// All of it at once.
    ///
    /// # Errors
    /// Why the pool cannot do it.
    pub fn at_once(&self) -> Result<Route, SwapError> {
        self.in_parts(&[self.amount])
    }

    /// So much in each block, from the first on; nothing is no transaction.
    ///
    /// # Errors
    /// Why the pool cannot do it.
    pub fn in_parts(&self, parts: &[u64]) -> Result<Route, SwapError> {
        let mut pool = self.pool;
        // What of the output others have not brought back yet.
        let mut away = 0u64;
        let mut route = Route { legs: Vec::new(), out: 0, cost: 0 };
        for (block, input) in (0u8..).zip(parts.iter().copied()) {
            if block > 0 {
                pool = pool.inject(self.tao_in, self.alpha_in).unwrap_or(pool);
                let back = self.brought_back(away);
                if back > 0
                    && let Ok(after) = self.bring_back(&pool, back)
                {
                    pool = after;
                    away -= back;
                }
            }
            if input == 0 {
                continue;
            }
            let (out, after) = self.trade(&pool, input)?;
            pool = after;
            away = away.saturating_add(out);
            route.out = route.out.saturating_add(out);
            route.cost = route.cost.saturating_add(self.cost);
            route.legs.push(Leg { block, input, out });
        }
        Ok(route)
    }

    /// The parts that leave most when the transactions are paid: from every number of equal parts, one after the other or
    /// as far apart as there is time, ever smaller pieces are moved between the blocks until nothing is gained. Never worse
    /// than [`at_once`](Self::at_once).
    ///
    /// # Errors
    /// Why the pool cannot do it at once.
    pub fn best(&self) -> Result<Route, SwapError> {
        let mut best = self.at_once()?;
        let blocks = usize::from(self.blocks.max(1));
        for count in 1..=blocks {
            for parts in [spread(self.amount, count, blocks), apart(self.amount, count, blocks)] {
                if let Some(route) = self.climb(parts).filter(|route| route.net() > best.net()) {
                    best = route;
                }
            }
        }
        Ok(best)
    }

    /// The best that moving pieces makes of `parts`.
    fn climb(&self, mut parts: Vec<u64>) -> Option<Route> {
        let mut best = self.allowed(&parts)?;
        let mut piece = self.amount / 4;
        while piece > self.amount / 256 {
            while let Some((route, better)) = self.step(&parts, piece, best.net()) {
                (best, parts) = (route, better);
            }
            piece /= 2;
        }
        Some(best)
    }

    /// The best change of `parts` by one piece, or by one whole part, if any is better than `net`.
    fn step(&self, parts: &[u64], piece: u64, net: u64) -> Option<(Route, Vec<u64>)> {
        let places = 0..parts.len();
        let moves = places.clone().flat_map(|from| places.clone().map(move |to| (from, to)));
        moves
            .filter(|(from, to)| from != to && parts[*from] > 0)
            .flat_map(|(from, to)| [piece.min(parts[from]), parts[from]].map(|by| (from, to, by)))
            .filter_map(|(from, to, by)| {
                let mut changed = parts.to_vec();
                changed[from] -= by;
                changed[to] += by;
                Some((self.allowed(&changed)?, changed))
            })
            .filter(|(route, _)| route.net() > net)
            .max_by_key(|(route, _)| route.net())
    }

    /// The route of these parts, if the chain would take each of them.
    fn allowed(&self, parts: &[u64]) -> Option<Route> {
        let enough = parts.iter().all(|part| *part == 0 || *part >= self.least);
        enough.then(|| self.in_parts(parts).ok()).flatten()
    }

    fn trade(&self, pool: &Pool, input: u64) -> Result<(u64, Pool), SwapError> {
        match self.side {
            Direction::Buy => pool.buy(input, Pool::max_price()).map(|swap| (swap.out, swap.after)),
            Direction::Sell => {
                let sale = pool.sell_and_pay_author(input, Pool::min_price())?;
                Ok((sale.swap.out, sale.after))
            }
        }
    }

    /// What of `away` others bring back in one block.
    fn brought_back(&self, away: u64) -> u64 {
        let part = u128::from(away) * u128::from(self.recovery.min(MILLION)) / u128::from(MILLION);
        u64::try_from(part).unwrap_or(away)
    }

    fn bring_back(&self, pool: &Pool, amount: u64) -> Result<Pool, SwapError> {
        match self.side {
            Direction::Buy => pool.sell_without_fee(amount, Pool::min_price()),
            Direction::Sell => pool.buy_without_fee(amount, Pool::max_price()),
        }
        .map(|swap| swap.after)
    }
}

/// `amount` in `count` equal parts, the first with what is left over, and nothing in the rest of `places`.
#[must_use]
pub fn spread(amount: u64, count: usize, places: usize) -> Vec<u64> {
    let count = count.clamp(1, places.max(1));
    let each = amount / count as u64;
    let mut parts = vec![0; places.max(1)];
    parts[..count].fill(each);
    parts[0] += amount - each * count as u64;
    parts
}

/// `amount` in `count` equal parts with as much time between them as `places` allow.
fn apart(amount: u64, count: usize, places: usize) -> Vec<u64> {
    let near = spread(amount, count, count);
    let mut parts = vec![0; places.max(1)];
    for (at, part) in near.into_iter().enumerate() {
        parts[at * (places.max(1) - 1) / count.saturating_sub(1).max(1)] += part;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT};

    const UNIT: u64 = 1_000_000_000;

    /// Numbers that look random and are the same every time.
    struct Noise(u64);

    impl Noise {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (self.0 >> 24) % end
        }
    }

    fn order(noise: &mut Noise) -> Order {
        let side = if noise.below(2) == 0 { Direction::Buy } else { Direction::Sell };
        let pool = Pool {
            tao: (500 + noise.below(20_000)) * UNIT,
            alpha: (5_000 + noise.below(900_000)) * UNIT,
            quote_weight: EVEN_WEIGHT,
            fee_rate: DEFAULT_FEE_RATE,
        };
        let reserve = if side == Direction::Buy { pool.tao } else { pool.alpha };
        Order {
            pool,
            side,
            amount: reserve / (4 + noise.below(400)),
            least: 2_000_000,
            blocks: 2 + noise.below(3) as u8,
            tao_in: noise.below(UNIT / 10),
            alpha_in: noise.below(UNIT),
            recovery: [0, 5_000, 100_000, 400_000][noise.below(4) as usize],
            cost: noise.below(UNIT / 100),
        }
    }

    /// Every way to put `units` into `places`.
    fn compositions(units: u64, places: usize) -> Vec<Vec<u64>> {
        if places == 1 {
            return vec![vec![units]];
        }
        let rest = |first| compositions(units - first, places - 1).into_iter();
        (0..=units)
            .flat_map(|first| rest(first).map(move |rest| [vec![first], rest].concat()))
            .collect()
    }

    /// The best of all ways to carry `order` out in pieces of a sixteenth.
    fn by_trying_all(order: &Order) -> u64 {
        let piece = order.amount / 16;
        let over = order.amount - 16 * piece;
        let all = compositions(16, usize::from(order.blocks)).into_iter();
        let nets = all.filter_map(|units| {
            let mut parts: Vec<u64> = units.iter().map(|units| units * piece).collect();
            *parts.iter_mut().find(|part| **part > 0)? += over;
            order.allowed(&parts).map(|route| route.net())
        });
        nets.max().unwrap_or(0)
    }

    #[test]
    fn the_best_parts_are_found_or_better_ones() {
        let mut noise = Noise(7);
        for case in 0..40 {
            let order = order(&mut noise);
            let (best, tried) = (order.best().unwrap(), by_trying_all(&order));
            // Each transaction's output is rounded: a rao more or less is luck.
            let near = best.net() + u64::from(order.blocks);
            assert!(near >= tried, "case {case}: {} < {tried}, {order:?}", best.net());
            assert!(best.net() >= order.at_once().unwrap().net(), "case {case}");
            assert_eq!(best.legs.iter().map(|leg| leg.input).sum::<u64>(), order.amount);
            assert!(best.legs.iter().all(|leg| leg.input >= order.least), "case {case}");
        }
    }

    #[test]
    fn a_pool_that_nobody_touches_forgets_nothing() {
        let mut noise = Noise(11);
        for _ in 0..50 {
            let still = Order { tao_in: 0, alpha_in: 0, recovery: 0, cost: 1, ..order(&mut noise) };
            let (once, best) = (still.at_once().unwrap(), still.best().unwrap());
            // What is rounded in each part is all there is to win.
            assert!(best.out.abs_diff(once.out) <= once.out / 100_000_000 + 8, "{still:?}");
            assert!(best.legs.len() == 1 || best.net() > once.net(), "{still:?}");
        }
    }

    #[test]
    fn waiting_for_others_pays_as_much_as_they_bring_back() {
        let calm = Order { recovery: 0, blocks: 4, cost: 0, ..order(&mut Noise(3)) };
        let nets: Vec<u64> = [0, 100_000, 400_000, MILLION]
            .map(|recovery| Order { recovery, ..calm }.best().unwrap().net())
            .into();
        assert!(nets.is_sorted(), "{nets:?}");
        assert!(nets[3] > nets[0]);
    }

    #[test]
    fn amounts_are_spread_to_the_last_rao() {
        assert_eq!(spread(10, 3, 4), [4, 3, 3, 0]);
        assert_eq!(spread(1, 9, 2), [1, 0]);
        assert_eq!(spread(7, 0, 0), [7]);
    }
}
