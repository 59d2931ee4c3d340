//! Prices seen while the dashboard was open.

use std::collections::HashMap;

use crate::model::{NetUid, Subnets};
use crate::present::Sample;

/// Samples kept of one subnet: half a day of blocks at the least.
const KEPT: usize = 4_096;

/// Prices of every subnet by block.
#[derive(Debug, Clone, Default)]
pub struct History {
    subnets: HashMap<NetUid, Series>,
}

#[derive(Debug, Clone, Default)]
struct Series {
    /// Tells a subnet from an earlier one of the same number.
    registered_at: u64,
    samples: Vec<Sample>,
}

impl History {
    /// Note the prices of one block; a block that was noted already adds nothing.
    pub fn note(&mut self, subnets: &Subnets) {
        for subnet in &subnets.list {
            let series = self.subnets.entry(subnet.netuid).or_default();
            if series.registered_at != subnet.registered_at {
                *series = Series { registered_at: subnet.registered_at, samples: Vec::new() };
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
