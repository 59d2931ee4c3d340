//! How much of a move stays within the wish's limit.
//!
//! The chain's own formula takes both pools for even ones (economics.md 1.4). For weighted pools it
//! may let through far more than its limit says, so the limit is held here as well: the largest
//! amount is found by carrying the move out on paper.

use tau_economics::fixed::mul_div;

use super::{Legs, Order, Terms, legs, relocation};
use crate::model::{Alpha, Limit, RAO_PER_TAO};

/// The largest amount up to `most` that ends within the order's limit.
pub(super) fn largest(terms: &Terms, order: &Order, most: Alpha, purse: i128) -> Alpha {
    if holds(terms, order, most, purse) {
        return most;
    }
    // The more is moved, the worse it ends.
    let (mut fits, mut fails) = (0, most.rao());
    while fails - fits > 1 {
        let middle = fits + (fails - fits) / 2;
        if holds(terms, order, Alpha::from_rao(middle), purse) {
            fits = middle;
        } else {
            fails = middle;
        }
    }
    Alpha::from_rao(fits)
}

fn holds(terms: &Terms, order: &Order, amount: Alpha, purse: i128) -> bool {
    let from_root = order.places.0.netuid.is_root();
    let Ok(legs) = legs(terms, amount, from_root, purse) else { return false };
    match order.limit {
        Limit::Market => true,
        Limit::Tolerance { tolerance, .. } => {
            let impact = relocation(terms, order, amount, &legs).impact;
            impact.millionths() <= i64::from(tolerance.millionths())
        }
        Limit::Price { price, .. } => u128::from(price.rao()) <= ratio_after(terms, &legs),
    }
}

/// The two prices' ratio afterwards, floor(10^9 p1 / p2).
fn ratio_after(terms: &Terms, legs: &Legs) -> u128 {
    let from = legs.from_after.map_or(terms.origin.spot, |pool| pool.spot());
    let to = legs.to_after.map_or(terms.destination.spot, |pool| pool.spot());
    mul_div(from.to_bits(), u128::from(RAO_PER_TAO), to.to_bits())
}
