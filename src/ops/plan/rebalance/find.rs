//! The search for what to trade: on paper only, with the arithmetic that the plan of each trade uses.

use std::collections::BTreeMap;

use tau_economics::pool::{MIN_STAKE, Pool};

use super::ground::{Ground, Item, bought, brings, least_sale, part, pool_of};
use super::{RebalanceFree, RebalanceRow, RebalanceTrade, Targets};
use crate::chain::TradeTerms;
use crate::model::{
    Alpha, AlphaAmount, Hotkey, Intent, Limit, NetUid, Place, Portion, Ratio, Tao, TaoAmount,
    TradeSide,
};
use crate::ops::Refusal;
use crate::ops::plan::fill::{Bound, Filled, Order};
use crate::ops::plan::relocate;
use crate::ops::plan::wake::Wake;

/// What was found.
pub(super) struct Found {
    pub worth: (Tao, Tao),
    pub rows: Vec<RebalanceRow>,
    pub free: RebalanceFree,
    pub trades: Vec<RebalanceTrade>,
    pub notes: Vec<(Option<NetUid>, String)>,
}

/// Alpha that is to leave a position.
struct Leave {
    place: Place,
    alpha: u64,
}

/// TAO that is to go into a position.
struct Come {
    place: Place,
    tao: u64,
}

/// Alpha that is to go to another hotkey on its subnet.
struct Shift {
    from: Place,
    to: Place,
    alpha: u64,
}

/// What the trades so far leave behind.
pub(super) struct Book<'a> {
    terms: BTreeMap<(NetUid, Hotkey), TradeTerms>,
    targets: &'a Targets,
    /// Free TAO that is counted, rao.
    cash: u64,
    /// Of it and what has come in, what is sure to be there.
    sure: u64,
    /// What was free at first, and what is to be in the end, rao.
    free: (u64, u64),
    wake: Wake,
    trades: Vec<RebalanceTrade>,
    causes: BTreeMap<Option<NetUid>, String>,
}

impl<'a> Book<'a> {
    pub(super) fn new(
        terms: BTreeMap<(NetUid, Hotkey), TradeTerms>,
        targets: &'a Targets,
        cash: Tao,
    ) -> Self {
        Self {
            terms,
            targets,
            cash: cash.rao(),
            sure: cash.rao(),
            free: (cash.rao(), cash.rao()),
            wake: Wake::default(),
            trades: Vec::new(),
            causes: BTreeMap::new(),
        }
    }

    /// Terms after the trades so far. Every place was read.
    fn now(&self, place: Place) -> Option<TradeTerms> {
        let terms = self.terms.get(&(place.netuid, place.hotkey))?;
        Some(self.wake.after(*terms, place.netuid, place.hotkey))
    }

    fn any(&self, ground: &Ground) -> Option<TradeTerms> {
        let hotkey = ground.items.first()?.hotkey;
        self.now(Place { hotkey, netuid: ground.netuid })
    }

    fn pool(&self, ground: &Ground) -> Option<Pool> {
        self.any(ground).and_then(|terms| pool_of(&terms))
    }

    const fn limit(&self) -> Limit {
        Limit::Tolerance { tolerance: self.targets.tolerance, partial: false }
    }

    /// The smallest trade with a pool.
    fn least(&self, pool: Option<Pool>) -> u64 {
        let chains = pool.map_or(MIN_STAKE, |pool| pool.minimum_stake()).max(MIN_STAKE);
        self.targets.min_trade.rao().max(chains.saturating_add(1))
    }

    fn because(&mut self, netuid: Option<NetUid>, cause: impl Into<String>) {
        self.causes.entry(netuid).or_insert_with(|| cause.into());
    }

    pub(super) fn find(mut self, grounds: &[Ground]) -> Found {
        let before: Vec<u64> = grounds.iter().map(|ground| self.worth(ground)).collect();
        let cash = self.cash;
        let whole = before.iter().fold(cash, |sum, worth| sum.saturating_add(*worth));
        let deltas = self.deltas(grounds, &before, whole);
        let (mut leaves, mut comes, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
        for (ground, delta) in grounds.iter().zip(deltas) {
            match delta {
                None => {}
                Some(delta) => self.lay_out(ground, delta, (&mut leaves, &mut comes, &mut shifts)),
            }
        }
        leaves.sort_by_key(|leave| std::cmp::Reverse(self.leave_worth(leave)));
        comes.sort_by_key(|come| std::cmp::Reverse(come.tao));
        self.swap(&mut leaves, &mut comes);
        for leave in &leaves {
            self.sell(leave);
        }
        for shift in &shifts {
            self.shift(shift);
        }
        self.buy(&comes);
        self.report(grounds, &before, (cash, whole))
    }

    /// What all of the positions on a subnet would bring together.
    fn worth(&mut self, ground: &Ground) -> u64 {
        let worth = brings(self.pool(ground), ground.total());
        if worth.is_none() {
            let text = "its pool cannot take what is staked there: it counts as nothing";
            self.because(Some(ground.netuid), text);
        }
        worth.unwrap_or(0)
    }

    fn leave_worth(&self, leave: &Leave) -> u64 {
        let pool = self.now(leave.place).and_then(|terms| pool_of(&terms));
        brings(pool, leave.alpha).unwrap_or(0)
    }

    /// By how much TAO each subnet is to grow; nothing for those that are not touched. First those that are off
    /// their target by more than is let pass; then as many others as it takes for free TAO not to be.
    fn deltas(&mut self, grounds: &[Ground], worth: &[u64], whole: u64) -> Vec<Option<i128>> {
        let band = i128::from(self.targets.drift.of(whole));
        let wanted: Vec<i128> =
            grounds.iter().map(|ground| ground.weight.of(whole).into()).collect();
        let off: Vec<i128> =
            wanted.iter().zip(worth).map(|(wanted, worth)| wanted - i128::from(*worth)).collect();
        let mut deltas: Vec<Option<i128>> = Vec::new();
        for ((ground, off), worth) in grounds.iter().zip(&off).zip(worth) {
            let uneven = self.is_uneven(ground, *worth, whole);
            deltas.push(match (off.abs() > band, uneven) {
                (true, _) => Some(*off),
                (false, true) => Some(0),
                (false, false) => None,
            });
        }
        let free_wanted = i128::from(whole) - wanted.iter().sum::<i128>();
        loop {
            let traded: i128 = deltas.iter().flatten().sum();
            // Above nothing if too little would be free.
            let free_off = free_wanted - (i128::from(self.cash) - traded);
            if free_off.abs() <= band {
                break;
            }
            let idle = |index: usize| deltas[index].is_none_or(|delta| delta == 0);
            let next = (0..grounds.len())
                .filter(|index| idle(*index) && off[*index].signum() == -free_off.signum())
                .max_by_key(|index| off[*index].abs());
            match next {
                Some(index) => deltas[index] = Some(off[index]),
                None => break,
            }
        }
        for ((ground, worth), delta) in grounds.iter().zip(worth).zip(&mut deltas) {
            let least = self.least(self.pool(ground));
            if let Some(some) = delta.filter(|some| *some != 0)
                && some.unsigned_abs() < u128::from(least)
            {
                let text = format!("a trade of less than {} TAO is not made", Tao::from_rao(least));
                self.because(Some(ground.netuid), text);
                *delta = self.is_uneven(ground, *worth, whole).then_some(0);
            }
        }
        let traded: i128 = deltas.iter().flatten().sum();
        self.free.1 = u64::try_from(i128::from(self.cash) - traded).unwrap_or(0);
        deltas
    }

    /// Whether a position's part of its subnet is off by more than is let pass.
    fn is_uneven(&self, ground: &Ground, worth: u64, whole: u64) -> bool {
        if ground.is_whole || ground.items.len() < 2 || ground.weight == Portion::NOTHING {
            return false;
        }
        let total = ground.total();
        let band = self.targets.drift.of(whole);
        ground.items.iter().any(|item| {
            let is = part(worth, item.alpha, total);
            let wanted =
                part(worth, item.weight.millionths().into(), ground.weight.millionths().into());
            is.abs_diff(wanted) > band
        })
    }

    /// What has to leave, come and change its hotkey on one subnet.
    fn lay_out(
        &mut self,
        ground: &Ground,
        delta: i128,
        (leaves, comes, shifts): (&mut Vec<Leave>, &mut Vec<Come>, &mut Vec<Shift>),
    ) {
        let netuid = ground.netuid;
        let place = |item: &Item| Place { hotkey: item.hotkey, netuid };
        let (pool, total) = (self.pool(ground), ground.total());
        let tao = u64::try_from(delta.unsigned_abs()).unwrap_or(u64::MAX);
        let after = match delta {
            0 => total,
            1.. => total.saturating_add(bought(pool, tao)),
            _ => total.saturating_sub(self.leaving(ground, tao)),
        };
        let wanted = ground.divided(after);
        let mut over: Vec<(Place, u64)> = Vec::new();
        let mut under: Vec<(Place, u64)> = Vec::new();
        for (item, wanted) in ground.items.iter().zip(wanted) {
            if item.alpha > wanted {
                over.push((place(item), item.alpha - wanted));
            } else if wanted > item.alpha {
                under.push((place(item), wanted - item.alpha));
            }
        }
        over.sort_by_key(|(_, alpha)| std::cmp::Reverse(*alpha));
        let least = self.least(pool);
        for (to, missing) in &mut under {
            for (from, spare) in &mut over {
                let alpha = (*missing).min(*spare);
                if alpha == 0 {
                    continue;
                }
                *missing -= alpha;
                *spare -= alpha;
                // What is hardly anything stays where it is.
                if brings(pool, alpha).is_some_and(|worth| worth >= least) {
                    shifts.push(Shift { from: *from, to: *to, alpha });
                }
            }
        }
        let left = over.into_iter().filter(|(_, alpha)| *alpha > 0);
        leaves.extend(left.map(|(place, alpha)| Leave { place, alpha }));
        let all = under.iter().fold(0u64, |sum, (_, alpha)| sum.saturating_add(*alpha));
        for (place, alpha) in under.into_iter().filter(|(_, alpha)| *alpha > 0) {
            if delta > 0 {
                comes.push(Come { place, tao: part(tao, alpha, all) });
            }
        }
    }

    /// How much alpha has to leave a subnet to bring `tao`, and may.
    fn leaving(&mut self, ground: &Ground, tao: u64) -> u64 {
        let total = ground.total();
        let pool = self.pool(ground);
        let alpha =
            if ground.weight == Portion::NOTHING { total } else { least_sale(pool, total, tao) };
        let available = self.any(ground).and_then(|terms| terms.available);
        match available.filter(|available| available.rao() < alpha) {
            Some(available) => {
                let text = format!("only {available} alpha of it is free of locks");
                self.because(Some(ground.netuid), text);
                available.rao()
            }
            None => alpha,
        }
    }

    /// Stake that goes straight to another subnet: one pool's fee less than selling and buying.
    fn swap(&mut self, leaves: &mut [Leave], comes: &mut [Come]) {
        for leave in leaves {
            for come in comes.iter_mut().filter(|come| come.place.hotkey == leave.place.hotkey) {
                let (Some(from), Some(to)) = (self.now(leave.place), self.now(come.place)) else {
                    continue;
                };
                let least = self.least(pool_of(&from)).max(self.least(pool_of(&to)));
                if come.tao < least || !from.started || !to.started {
                    continue;
                }
                let alpha = least_sale(pool_of(&from), leave.alpha, come.tao);
                let places = (leave.place, come.place);
                let fitting =
                    relocate::fitting((from, to), places, Alpha::from_rao(alpha), self.limit());
                let Some((moved, wake)) = fitting else { continue };
                let between = moved.between.map_or(0, Tao::rao);
                if moved.leaves.rao() < alpha {
                    let text = format!("the limit lets only {} alpha be moved", moved.leaves);
                    self.because(Some(leave.place.netuid), text);
                }
                if between < least {
                    continue;
                }
                self.wake.follow(wake);
                leave.alpha = leave.alpha.saturating_sub(moved.leaves.rao());
                come.tao = come.tao.saturating_sub(between);
                self.trades.push(RebalanceTrade {
                    intent: Intent::MoveStake {
                        from: places.0,
                        to: places.1,
                        amount: AlphaAmount::Exact(moved.leaves),
                        limit: self.limit(),
                    },
                    amounts: (Tao::from_rao(between), moved.arrives),
                    at_least: Tao::ZERO,
                    impact: moved.impact,
                    limit: moved.ratio_limit,
                });
            }
        }
    }

    fn sell(&mut self, leave: &Leave) {
        let Place { hotkey, netuid } = leave.place;
        let Some(terms) = self.now(leave.place) else { return };
        // Nothing is left of what went straight to another subnet.
        if leave.alpha == 0 {
            return;
        }
        let pool = pool_of(&terms);
        let bound = match pool {
            Some(_) => Bound::new(self.limit(), TradeSide::Sell, terms.spot),
            None => Bound::NONE,
        };
        let order = Order { netuid, hotkey, bound };
        let asked = Alpha::from_rao(leave.alpha);
        let filled = match order.sell(pool, asked, terms.position) {
            Err(Refusal::SaleTooLarge { largest, .. }) => {
                let text = format!("the limit lets only {largest} alpha be sold at once");
                self.because(Some(netuid), text);
                order.sell(pool, largest, terms.position)
            }
            other => other,
        };
        let filled = match filled {
            Ok(filled) => filled,
            Err(refusal) => return self.because(Some(netuid), refusal.to_string()),
        };
        let trade = &filled.trade;
        let is_whole = trade.alpha == terms.position;
        if trade.tao.rao() < self.least(pool) && !is_whole {
            return self.too_small(netuid, pool);
        }
        // A sale that ends at its limit or above it was paid at least the limit for each alpha.
        let net = trade.alpha.saturating_sub(trade.pool_fee_alpha);
        let at_least = match bound.price {
            Some(price) => price.value_of(net).min(trade.tao),
            None => trade.tao,
        };
        self.cash = self.cash.saturating_add(trade.tao.rao());
        self.sure = self.sure.saturating_add(at_least.rao());
        let amount = if is_whole { AlphaAmount::All } else { AlphaAmount::Exact(trade.alpha) };
        let intent = Intent::RemoveStake { hotkey, netuid, amount, limit: self.limit() };
        self.trade(intent, &filled, at_least);
    }

    fn too_small(&mut self, netuid: NetUid, pool: Option<Pool>) {
        let least = Tao::from_rao(self.least(pool));
        self.because(Some(netuid), format!("a trade of less than {least} TAO is not made"));
    }

    fn trade(&mut self, intent: Intent, filled: &Filled, at_least: Tao) {
        self.wake.follow(filled.wake());
        let trade = &filled.trade;
        self.trades.push(RebalanceTrade {
            intent,
            amounts: (trade.tao, trade.alpha),
            at_least,
            impact: trade.impact,
            limit: trade.price_limit,
        });
    }

    fn shift(&mut self, shift: &Shift) {
        let (Some(from), Some(to)) = (self.now(shift.from), self.now(shift.to)) else { return };
        let alpha = Alpha::from_rao(shift.alpha).min(from.position);
        let worth = brings(pool_of(&from), alpha.rao()).unwrap_or(0);
        let wake = |place: Place, before: Alpha, after: Alpha| {
            Wake::default().position(place.netuid, place.hotkey, before, after)
        };
        self.wake.follow(wake(shift.from, from.position, from.position.saturating_sub(alpha)));
        self.wake.follow(wake(shift.to, to.position, to.position.saturating_add(alpha)));
        self.trades.push(RebalanceTrade {
            intent: Intent::MoveStake {
                from: shift.from,
                to: shift.to,
                amount: AlphaAmount::Exact(alpha),
                limit: self.limit(),
            },
            amounts: (Tao::from_rao(worth), alpha),
            at_least: Tao::ZERO,
            impact: Ratio::default(),
            limit: None,
        });
    }

    /// How much can be spent on purchases that ask for so much altogether, and why not all of it. Where the sales bring less
    /// than they were to, purchases and free TAO each get their part; and never more is spent than what is there
    /// whatever the sales bring within their limits.
    fn budget(&self, asked: u64) -> (u64, Option<String>) {
        let (had, wanted) = self.free;
        let came = self.cash.saturating_sub(had).saturating_add(had.saturating_sub(wanted));
        let needed = asked.saturating_add(wanted.saturating_sub(had));
        let shared = if came < needed { part(asked, came, needed) } else { asked };
        let tao = Tao::from_rao;
        // What rounding and trades that are too small leave is no reason for anything.
        let matters = |spent: u64| asked.saturating_sub(spent) >= self.targets.min_trade.rao();
        if self.sure < shared {
            let text = format!(
                "purchases count on no more than the {} TAO that are sure to be there within the limits",
                tao(self.sure)
            );
            return (self.sure, matters(self.sure).then_some(text));
        }
        let text = || {
            let (came, needed) = (tao(came), tao(needed));
            format!("{came} TAO can be divided of the {needed} TAO that are missing elsewhere")
        };
        (shared, matters(shared).then(text))
    }

    fn buy(&mut self, comes: &[Come]) {
        let asked = comes.iter().fold(0u64, |sum, come| sum.saturating_add(come.tao));
        let (budget, short) = self.budget(asked);
        for come in comes {
            let Place { hotkey, netuid } = come.place;
            let Some(terms) = self.now(come.place) else { continue };
            let pool = pool_of(&terms);
            let tao = if budget < asked { part(budget, come.tao, asked) } else { come.tao };
            if let Some(text) = &short {
                self.because(Some(netuid), text.clone());
                self.because(None, text.clone());
            }
            if tao < self.least(pool) {
                // What a swap left over is no reason.
                if tao > 0 {
                    self.too_small(netuid, pool);
                }
                continue;
            }
            let bound = match pool {
                Some(_) => Bound::new(self.limit(), TradeSide::Buy, terms.spot),
                None => Bound::NONE,
            };
            let order = Order { netuid, hotkey, bound };
            let filled = match order.buy(pool, Tao::from_rao(tao), terms.position) {
                Err(Refusal::BuyTooLarge { largest, .. }) => {
                    let text = format!("the limit lets only {largest} TAO be spent at once");
                    self.because(Some(netuid), text);
                    order.buy(pool, largest, terms.position)
                }
                other => other,
            };
            match filled {
                Ok(filled) if filled.trade.tao.rao() < self.least(pool) => {
                    self.too_small(netuid, pool);
                }
                Ok(filled) => {
                    let tao = filled.trade.tao;
                    self.cash = self.cash.saturating_sub(tao.rao());
                    let amount = TaoAmount::Exact(tao);
                    let intent = Intent::AddStake { hotkey, netuid, amount, limit: self.limit() };
                    self.trade(intent, &filled, Tao::ZERO);
                }
                Err(refusal) => self.because(Some(netuid), refusal.to_string()),
            }
        }
    }

    fn report(mut self, grounds: &[Ground], before: &[u64], (cash, whole): (u64, u64)) -> Found {
        let ended: Vec<Ground> = grounds.iter().map(|ground| self.ended(ground)).collect();
        let after: Vec<u64> = ended.iter().map(|ground| self.worth(ground)).collect();
        let whole_after = after.iter().fold(self.cash, |sum, worth| sum.saturating_add(*worth));
        let ratio = |worth: u64, whole: u64| Ratio::of(worth, whole).unwrap_or_default();
        let band = self.targets.drift.of(whole_after);
        let (mut rows, mut given) = (Vec::new(), Portion::NOTHING);
        let mut notes = Vec::new();
        let costs = "what the trades cost or brought made the whole another";
        for (index, (ground, ended)) in grounds.iter().zip(&ended).enumerate() {
            given = given.checked_add(ground.weight).unwrap_or(Portion::WHOLE);
            let (was, is) = (before[index], after[index]);
            let mut is_off = is.abs_diff(ground.weight.of(whole_after)) > band;
            is_off |= self.is_uneven(ended, is, whole_after);
            let divided = ended.divided(ended.total());
            for ((item, end), wanted) in ground.items.iter().zip(&ended.items).zip(divided) {
                let worth =
                    (part(was, item.alpha, ground.total()), part(is, end.alpha, ended.total()));
                let target = match ground.is_whole {
                    true => ground.weight.part(wanted, ended.total()),
                    false => item.weight,
                };
                rows.push(RebalanceRow {
                    place: Place { hotkey: item.hotkey, netuid: ground.netuid },
                    target,
                    alpha: (Alpha::from_rao(item.alpha), Alpha::from_rao(end.alpha)),
                    worth: (Tao::from_rao(worth.0), Tao::from_rao(worth.1)),
                    weight: (ratio(worth.0, whole), ratio(worth.1, whole_after)),
                });
            }
            if is_off {
                let cause = self.causes.remove(&Some(ground.netuid));
                notes.push((Some(ground.netuid), cause.unwrap_or_else(|| costs.to_owned())));
            }
        }
        let target = given.rest();
        if self.cash.abs_diff(target.of(whole_after)) > band {
            let elsewhere = "what is said of the subnets leaves it there";
            let otherwise = if notes.is_empty() { costs } else { elsewhere };
            let cause = self.causes.remove(&None);
            notes.push((None, cause.unwrap_or_else(|| otherwise.to_owned())));
        }
        let free = RebalanceFree {
            target,
            worth: (Tao::from_rao(cash), Tao::from_rao(self.cash)),
            weight: (ratio(cash, whole), ratio(self.cash, whole_after)),
        };
        let worth = (Tao::from_rao(whole), Tao::from_rao(whole_after));
        Found { worth, rows, free, trades: self.trades, notes }
    }

    /// A subnet's positions as they are after all trades.
    fn ended(&self, ground: &Ground) -> Ground {
        let items = ground.items.iter().map(|item| {
            let place = Place { hotkey: item.hotkey, netuid: ground.netuid };
            // What was not touched is as it was read with all positions.
            let read = self.terms.get(&(place.netuid, place.hotkey)).map(|terms| terms.position);
            let now = self.now(place).map(|terms| terms.position);
            let alpha = if now == read { item.alpha } else { now.map_or(0, Alpha::rao) };
            Item { alpha, ..*item }
        });
        Ground { items: items.collect(), ..ground.clone() }
    }
}
