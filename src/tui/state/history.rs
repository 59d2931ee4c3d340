//! Prices seen while the dashboard was open.

use std::collections::HashMap;

use crate::model::{NetUid, Price, Subnets};
use crate::ops::history::Known;
use crate::present::Sample;

/// Samples kept of one subnet: half a day of blocks at the least.
const KEPT: usize = 4_096;

/// Prices of every subnet by block.
#[derive(Debug, Clone, Default)]
pub struct History {
    subnets: HashMap<NetUid, Series>,
    /// Prices of earlier sittings, of subnets that were not seen in this one yet.
    past: HashMap<NetUid, Vec<Sample>>,
}

#[derive(Debug, Clone, Default)]
struct Series {
    /// Tells a subnet from an earlier one of the same number.
    registered_at: u64,
    samples: Vec<Sample>,
}

impl History {
    /// Begin with what was kept of earlier sittings; what was noted since stays.
    pub fn begin(&mut self, known: &Known) {
        let mut past: HashMap<NetUid, Vec<Sample>> = HashMap::new();
        for sample in known.samples.values() {
            for (netuid, rao) in &sample.prices {
                let sample = Sample { block: sample.block, price: Price::from_rao(*rao) };
                past.entry(NetUid(*netuid)).or_default().push(sample);
            }
        }
        self.past = past;
    }

    /// Note the prices of one block; a block that was noted already adds nothing.
    pub fn note(&mut self, subnets: &Subnets) {
        for subnet in &subnets.list {
            let series = self.subnets.entry(subnet.netuid).or_default();
            if series.registered_at != subnet.registered_at {
                let mut samples = self.past.remove(&subnet.netuid).unwrap_or_default();
                // Another subnet may have had the number before, and nothing is of the future.
                samples.retain(|sample| {
                    u64::from(sample.block) >= subnet.registered_at
                        && sample.block < subnets.at.block
                });
                *series = Series { registered_at: subnet.registered_at, samples };
            }
            let sample = Sample { block: subnets.at.block, price: subnet.price };
            if series.samples.last().is_none_or(|last| last.block < sample.block) {
                series.samples.push(sample);
            }
            if series.samples.len() >= 2 * KEPT {
                // The first one stays: the change since the start is measured from it.
                series.samples.drain(1..=KEPT);
            }
        }
        self.subnets.retain(|netuid, _| subnets.get(*netuid).is_some());
    }

    /// The samples of one subnet, oldest first.
    #[must_use]
    pub fn samples(&self, netuid: NetUid) -> &[Sample] {
        self.subnets.get(&netuid).map_or(&[], |series| &series.samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Subnet;
    use crate::present::SubnetRow;
    use crate::tui::factory::{at, subnet};

    #[test]
    fn the_past_of_earlier_sittings_comes_first_and_a_change_needs_a_price_of_about_then() {
        use crate::ops::history::Sample as Kept;
        let mut known = Known::default();
        for (block, rao) in [(1_000, 100), (1_690, 200), (1_990, 400), (2_500, 1)] {
            let kept = Kept { block, time_ms: None, prices: vec![(1, rao), (9, 7)] };
            known.samples.insert(block, kept);
        }
        let mut history = History::default();
        history.begin(&known);
        let now = Subnet { price: Price::from_rao(300), ..subnet(1, 100) };
        history.note(&Subnets { at: at(2_000), list: vec![now.clone()] });
        let samples = history.samples(NetUid(1));
        let blocks: Vec<u32> = samples.iter().map(|sample| sample.block).collect();
        // Nothing of the future, which another chain of the same name may have left.
        assert_eq!(blocks, [1_000, 1_690, 1_990, 2_000]);
        let row = SubnetRow { subnet: &now, block: 2_000, samples };
        let over = |blocks| row.change_over(blocks).map(|ratio| ratio.millionths());
        assert_eq!(over(300), Some(500_000));
        assert_eq!(over(700), None, "nothing was seen for 300 blocks");
        assert_eq!(over(1_000), Some(2_000_000));
        assert_eq!(over(5_000), None);
    }
}
