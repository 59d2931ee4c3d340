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
