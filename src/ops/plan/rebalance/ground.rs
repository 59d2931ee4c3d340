//! Positions subnet by subnet, and the arithmetic of what trades with them bring.

use tau_economics::fixed::mul_div;
use tau_economics::pool::Pool;

use crate::chain::TradeTerms;
use crate::model::{Hotkey, NetUid, Portion};

/// A position and what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub hotkey: Hotkey,
    /// Nothing where the subnet has one target for all.
    pub weight: Portion,
    pub alpha: u64,
}

/// A subnet with its positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ground {
    pub netuid: NetUid,
    pub weight: Portion,
    /// Whether one target is for all positions, which then stand the smallest first.
    pub is_whole: bool,
    pub items: Vec<Item>,
}

impl Ground {
    pub(super) const fn new(netuid: NetUid) -> Self {
        Self { netuid, weight: Portion::NOTHING, is_whole: false, items: Vec::new() }
    }

    pub(super) fn places(&self) -> impl Iterator<Item = (NetUid, Hotkey)> + '_ {
        self.items.iter().map(|item| (self.netuid, item.hotkey))
    }

    pub(super) fn total(&self) -> u64 {
        self.items.iter().fold(0, |sum, item| sum.saturating_add(item.alpha))
    }

    /// How `total` alpha is to be divided among the positions, to the last rao.
    pub(super) fn divided(&self, total: u64) -> Vec<u64> {
        let mut left = total;
        if self.is_whole {
            // The largest stands last: it takes and gives first.
            let last = self.items.len().saturating_sub(1);
            let parts = self.items.iter().enumerate().map(|(index, item)| {
                let part = if index == last { left } else { item.alpha.min(left) };
                left = left.saturating_sub(part);
                part
            });
            return parts.collect();
        }
        // What nobody is to have and cannot go stays with who has it.
        let has_weights = self.weight > Portion::NOTHING;
        let of = |item: &Item| match has_weights {
            true => item.weight.millionths().into(),
            false => item.alpha,
        };
        let all = self.items.iter().fold(0u64, |sum, item| sum.saturating_add(of(item)));
        let mut parts: Vec<u64> =
            self.items.iter().map(|item| part(total, of(item), all)).collect();
        let given = parts.iter().fold(0u64, |sum, part| sum.saturating_add(*part));
        let rounded = total.saturating_sub(given);
        if let Some(index) = (0..parts.len()).max_by_key(|index| parts[*index]) {
            parts[index] = parts[index].saturating_add(rounded);
        }
        parts
    }
}

pub(super) fn pool_of(terms: &TradeTerms) -> Option<Pool> {
    terms.pool.filter(|_| terms.dynamic)
}

/// `whole` times `some` of `all`, rounded down.
pub(super) fn part(whole: u64, some: u64, all: u64) -> u64 {
    if all == 0 {
        return 0;
    }
    u64::try_from(mul_div(whole.into(), some.into(), all.into())).unwrap_or(whole)
}

/// Alpha that `tao` buys at any price.
pub(super) fn bought(pool: Option<Pool>, tao: u64) -> u64 {
    match pool {
        None => tao,
        Some(pool) => pool.buy(tao, Pool::max_price()).map_or(0, |swap| swap.out),
    }
}

/// The least alpha, `most` at most, whose sale brings `tao`.
pub(super) fn least_sale(pool: Option<Pool>, most: u64, tao: u64) -> u64 {
    let enough = |alpha: u64| brings(pool, alpha).is_some_and(|out| out >= tao);
    if !enough(most) {
        return most;
    }
    let (mut too_little, mut enough_at) = (0, most);
    while enough_at - too_little > 1 {
        let middle = too_little + (enough_at - too_little) / 2;
        if enough(middle) {
            enough_at = middle;
        } else {
            too_little = middle;
        }
    }
    enough_at
}

/// What a pool pays for `alpha`, all at once; where there is none, as much TAO.
pub(super) fn brings(pool: Option<Pool>, alpha: u64) -> Option<u64> {
    match pool {
        _ if alpha == 0 => Some(0),
        None => Some(alpha),
        Some(pool) => {
            pool.sell_and_pay_author(alpha, Pool::min_price()).ok().map(|sale| sale.swap.out)
        }
    }
}
