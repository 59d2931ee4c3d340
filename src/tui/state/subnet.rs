//! One subnet: price, pool, neurons.

use std::collections::HashMap;

use tau_economics::fixed::U64F64;
use tau_economics::pool::Pool;

use super::{Chart, Reading, Table};
use crate::model::{Alpha, Hotkey, Metagraph, NetUid, Neuron, RAO_PER_TAO, Ratio, Tao};
use crate::ops::Change;
use crate::ops::history::Reliability;
use crate::present::{Answered, Column, NeuronColumn, NeuronRow};

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// The price over time.
    Chart,
    /// The pool and what trading in it costs.
    Pool,
    /// The neurons.
    Metagraph,
}

impl Panel {
    /// All of them, in the order of the tabulator.
    pub const ALL: [Self; 3] = [Self::Chart, Self::Pool, Self::Metagraph];

    /// The panel so many places on, round and round.
    #[must_use]
    pub fn turned(self, places: usize) -> Self {
        let place = Self::ALL.iter().position(|panel| *panel == self).unwrap_or(0);
        Self::ALL[(place + places) % Self::ALL.len()]
    }
}

/// How much of the screen a panel has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zoom {
    /// Its part.
    Shared,
    /// All of it.
    Whole,
}

/// What trades of one size would do now, fee included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// The size, at the spot price.
    pub size: Tao,
    /// Alpha received for it; `None` if the pool refuses.
    pub bought: Option<Alpha>,
    /// How much less that is than at the spot price.
    pub buying: Option<Ratio>,
    /// TAO received for alpha worth the size; `None` if the pool refuses.
    pub sold: Option<Tao>,
    /// How much less that is than at the spot price.
    pub selling: Option<Ratio>,
}

impl Impact {
    /// Sizes that are shown, whole TAO.
    pub const SIZES: [u64; 5] = [1, 10, 100, 1_000, 10_000];

    /// What a trade of `size` would do, with the chain's own arithmetic.
    #[must_use]
    pub fn of(pool: &Pool, size: Tao) -> Self {
        let part = |missing: u64, got: u64| Ratio::of(missing, missing.saturating_add(got));
        let buy = pool.simulate_buy(size.rao()).ok();
        let alpha = U64F64::from_int(size.rao()).safe_div(pool.spot()).floor();
        let sell = pool.simulate_sell(alpha).ok();
        Self {
            size,
            bought: buy.map(|trade| Alpha::from_rao(trade.alpha_amount)),
            buying: buy.and_then(|trade| part(trade.alpha_slippage, trade.alpha_amount)),
            sold: sell.map(|trade| Tao::from_rao(trade.tao_amount)),
            selling: sell.and_then(|trade| part(trade.tao_slippage, trade.tao_amount)),
        }
    }

    /// All sizes.
    #[must_use]
    pub fn table(pool: &Pool) -> Vec<Self> {
        Self::SIZES.iter().map(|tao| Self::of(pool, Tao::from_rao(tao * RAO_PER_TAO))).collect()
    }
}

/// One subnet.
#[derive(Debug, Clone)]
pub struct SubnetScreen {
    /// Which.
    pub netuid: NetUid,
    /// Its neurons.
    pub metagraph: Reading<Metagraph>,
    /// How often axons were reached from here, by hotkey, as far as that was asked for.
    answered: HashMap<Hotkey, Answered>,
    /// Order, filter and cursor of the neurons.
    pub table: Table<NeuronColumn, Hotkey>,
    /// Where the keys go.
    pub panel: Panel,
    /// How much of the screen that has.
    pub zoom: Zoom,
    /// The mechanism that the simulator is about, from 0.
    pub mechanism: u8,
    /// What is imagined in the simulator, in the order in which it was said.
    pub scenario: Vec<Change>,
    /// What the price chart shows.
    pub chart: Chart,
    /// What trades would do, of the pool last read.
    pub impacts: Vec<Impact>,
    /// The pool that the impacts are of.
    priced: Option<Pool>,
}

impl SubnetScreen {
    /// A subnet of which nothing was read yet.
    #[must_use]
    pub fn new(netuid: NetUid) -> Self {
        Self {
            netuid,
            metagraph: Reading::default(),
            answered: HashMap::new(),
            table: Table::new(NeuronColumn::Stake),
            panel: Panel::Metagraph,
            zoom: Zoom::Shared,
            chart: Chart::default(),
            mechanism: 0,
            scenario: Vec::new(),
            impacts: Vec::new(),
            priced: None,
        }
    }

    /// Choose and order the neurons anew.
    pub fn rebuild(&mut self) {
        let Some(metagraph) = self.metagraph.value() else {
            return;
        };
        let answered = &self.answered;
        let row = |index: usize| {
            let neuron = &metagraph.neurons[index];
            NeuronRow { metagraph, neuron, answered: answered.get(&neuron.hotkey).copied() }
        };
        self.table.rebuild(metagraph.neurons.len(), row, |row| row.neuron.hotkey);
    }

    /// A row of the table.
    #[must_use]
    pub fn row<'a>(&self, metagraph: &'a Metagraph, neuron: &'a Neuron) -> NeuronRow<'a> {
        NeuronRow { metagraph, neuron, answered: self.answered.get(&neuron.hotkey).copied() }
    }

    /// What is kept of tries to reach the axons. Needs a rebuild.
    pub fn take_probes(&mut self, known: &[Reliability]) {
        let known = known.iter();
        self.answered =
            known.map(|one| (one.hotkey, Answered::new(one.answered, one.tries))).collect();
    }

    /// Whether the table shows, sorts or filters by what is kept of tries to reach the axons.
    #[must_use]
    pub fn wants_probes(&self) -> bool {
        let column = NeuronColumn::Reliable;
        let place = NeuronColumn::ALL.iter().position(|other| *other == column);
        place.is_some_and(|place| !self.table.arrangement.hidden.contains(&place))
            || self.table.sort == column
            || self.table.filter.text().contains(column.id())
    }

    /// Work out the trades anew, if the pool is another one.
    pub fn price(&mut self, pool: Option<Pool>) {
        if self.priced != pool {
            self.priced = pool;
            self.impacts = pool.map(|pool| Impact::table(&pool)).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impact_is_the_chains_own_arithmetic() {
        let pool = Pool {
            tao: 10_000 * RAO_PER_TAO,
            alpha: 400_000 * RAO_PER_TAO,
            quote_weight: 500_000_000_000_000_000,
            fee_rate: 33,
        };
        let impact = Impact::of(&pool, Tao::from_rao(100 * RAO_PER_TAO));
        let swap = pool.buy(100 * RAO_PER_TAO, Pool::max_price()).expect("a trade");
        assert_eq!(impact.bought, Some(Alpha::from_rao(swap.out)));
        // 100 TAO into 10,000: about one per cent, and the fee of 0.05 %.
        let millionths = impact.buying.expect("an impact").millionths();
        assert!((10_000..11_000).contains(&millionths), "{millionths}");
        assert_eq!(Panel::Chart.turned(2), Panel::Metagraph);
        assert_eq!(Panel::Metagraph.turned(1), Panel::Chart);
    }
}
