//! Prices seen while the dashboard was open.

use std::collections::{BTreeMap, HashMap};

use crate::model::{NetUid, Price, Subnets};
use crate::ops::history::Known;
use crate::present::{BLOCK_SECONDS, Sample};

/// Samples of one subnet, of which the newer half is complete (half a day of blocks at the least) and the older
/// one evenly spread over what is older.
const KEPT: usize = 8_192;

/// Blocks between two times that are kept of the chain's clock.
const CLOCK: u32 = 25;

/// When a block was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// What the chain's clock said, in milliseconds since 1970.
    Said(u64),
    /// Worked out from the clock of blocks around it.
    About(u64),
}

/// Prices of every subnet by block.
#[derive(Debug, Clone, Default)]
pub struct History {
    subnets: HashMap<NetUid, Series>,
    /// Prices of earlier sittings, of subnets that were not seen in this one yet.
    past: HashMap<NetUid, Vec<Sample>>,
    /// Blocks and what the chain's clock said in them, milliseconds since 1970.
    clock: BTreeMap<u32, u64>,
}

#[derive(Debug, Clone)]
struct Series {
    /// Tells a subnet from an earlier one of the same number.
    registered_at: u64,
    samples: Vec<Sample>,
}

impl History {
    /// Put what is known of earlier blocks before what was noted, which stays.
    pub fn begin(&mut self, known: &Known) {
        let mut past: HashMap<NetUid, Vec<Sample>> = HashMap::new();
        for sample in known.samples.values() {
            self.clock.extend(sample.time_ms.map(|time| (sample.block, time)));
            for (netuid, rao) in &sample.prices {
                let sample = Sample { block: sample.block, price: Price::from_rao(*rao) };
                past.entry(NetUid(*netuid)).or_default().push(sample);
            }
        }
        for (netuid, series) in &mut self.subnets {
            series.samples.extend(
                past.remove(netuid)
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|sample| u64::from(sample.block) >= series.registered_at),
            );
            // The sort keeps the order of equals: what was noted here wins.
            series.samples.sort_by_key(|sample| sample.block);
            series.samples.dedup_by_key(|sample| sample.block);
        }
        for (netuid, samples) in past {
            let kept = self.past.entry(netuid).or_default();
            kept.extend(samples);
            kept.sort_by_key(|sample| sample.block);
            kept.dedup_by_key(|sample| sample.block);
        }
    }

    /// Note the prices of one block; a block that was noted already adds nothing.
    pub fn note(&mut self, subnets: &Subnets) {
        for subnet in &subnets.list {
            let (netuid, registered_at) = (subnet.netuid, subnet.registered_at);
            let is_known = self
                .subnets
                .get(&netuid)
                .is_some_and(|series| series.registered_at == registered_at);
            if !is_known {
                let mut samples = self.past.remove(&netuid).unwrap_or_default();
                // Another subnet may have had the number before, and nothing is of the future.
                samples.retain(|sample| {
                    u64::from(sample.block) >= subnet.registered_at
                        && sample.block < subnets.at.block
                });
                self.subnets.insert(netuid, Series { registered_at, samples });
            }
            let Some(series) = self.subnets.get_mut(&netuid) else { continue };
            let sample = Sample { block: subnets.at.block, price: subnet.price };
            if series.samples.last().is_none_or(|last| last.block < sample.block) {
                series.samples.push(sample);
            }
            if series.samples.len() >= KEPT {
                thin(&mut series.samples);
            }
        }
        self.subnets.retain(|netuid, _| subnets.get(*netuid).is_some());
    }

    /// Note what the chain's clock said in a block that is newer than all others.
    pub fn tick(&mut self, block: u32, time_ms: u64) {
        let mut newest = self.clock.keys().rev();
        if let (Some(last), Some(before)) = (newest.next().copied(), newest.next().copied())
            && last < block
            && last - before < CLOCK
        {
            self.clock.remove(&last);
        }
        self.clock.insert(block, time_ms);
    }

    /// When a block was made, as far as the chain's clock is known.
    #[must_use]
    pub fn time(&self, block: u32) -> Option<Time> {
        let before = self.clock.range(..=block).next_back();
        let after = self.clock.range(block..).next();
        let pace = u64::from(block_milliseconds());
        Some(match (before, after) {
            (Some((at, time)), _) if *at == block => Time::Said(*time),
            (Some((from, start)), Some((to, end))) => {
                let (passed, whole) = (u64::from(block - from), u64::from(to - from));
                Time::About(start + end.saturating_sub(*start) * passed / whole)
            }
            (Some((from, start)), None) => Time::About(start + u64::from(block - from) * pace),
            (None, Some((to, end))) => {
                Time::About(end.saturating_sub(u64::from(to - block) * pace))
            }
            (None, None) => return None,
        })
    }

    /// The samples of one subnet, oldest first.
    #[must_use]
    pub fn samples(&self, netuid: NetUid) -> &[Sample] {
        self.subnets.get(&netuid).map_or(&[], |series| &series.samples)
    }
}

const fn block_milliseconds() -> u32 {
    BLOCK_SECONDS as u32 * 1_000
}

/// Leave half of the older half, evenly spread over its time. The first one stays: the change since the start
/// is measured from it.
fn thin(samples: &mut Vec<Sample>) {
    let half = samples.len() / 2;
    let (Some(first), Some(last)) = (samples.first(), samples.get(half)) else { return };
    let room = u32::try_from(half / 2).unwrap_or(u32::MAX).max(1);
    let apart = (last.block - first.block).div_ceil(room);
    let (mut place, mut kept) = (0, None);
    samples.retain(|sample| {
        let is_old = place < half;
        place += 1;
        let stays = !is_old || kept.is_none_or(|kept| sample.block - kept >= apart);
        if stays {
            kept = Some(sample.block);
        }
        stays
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Subnet;
    use crate::present::SubnetRow;
    use crate::tui::factory::{at, subnet};

    #[test]
    fn a_long_sitting_keeps_its_beginning_and_its_end() {
        let mut history = History::default();
        for block in 1..=20_000 {
            history.note(&Subnets { at: at(block), list: vec![subnet(1, block)], immunity: None });
        }
        let samples = history.samples(NetUid(1));
        assert!(samples.len() < KEPT);
        assert_eq!(samples.first().map(|sample| sample.block), Some(1));
        let newest: Vec<u32> = samples.iter().rev().take(3_600).map(|one| one.block).collect();
        assert!(newest.windows(2).all(|pair| pair[0] == pair[1] + 1), "the newest are complete");
        assert!(samples.iter().any(|sample| (4_000..6_000).contains(&sample.block)));
    }

    #[test]
    fn the_past_comes_before_or_after_the_first_picture() {
        use crate::ops::history::Sample as Kept;
        let known: Known =
            (0..3).map(|block| Kept { block, time_ms: None, prices: vec![(1, 100)] }).collect();
        // A chain's first subnets were registered in block 0.
        let now = Subnets {
            at: at(3),
            list: vec![Subnet { registered_at: 0, ..subnet(1, 3) }],
            immunity: None,
        };
        let blocks = |history: &History| -> Vec<u32> {
            history.samples(NetUid(1)).iter().map(|sample| sample.block).collect()
        };
        let (mut before, mut after) = (History::default(), History::default());
        before.begin(&known);
        before.note(&now);
        after.note(&now);
        after.begin(&known);
        assert_eq!((blocks(&before), blocks(&after)), (vec![0, 1, 2, 3], vec![0, 1, 2, 3]));
    }

    #[test]
    fn times_are_the_chains_or_lie_between_them() {
        let mut history = History::default();
        assert_eq!(history.time(5), None);
        for block in 100..=200 {
            history.tick(block, u64::from(block) * 1_000);
        }
        assert!(history.clock.len() < 8, "{:?}", history.clock);
        assert_eq!(history.time(200), Some(Time::Said(200_000)));
        assert_eq!(history.time(190), Some(Time::About(190_000)));
        assert_eq!(history.time(201), Some(Time::About(212_000)));
        assert_eq!(history.time(99), Some(Time::About(88_000)));
    }

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
        history.note(&Subnets { at: at(2_000), list: vec![now.clone()], immunity: None });
        let samples = history.samples(NetUid(1));
        let blocks: Vec<u32> = samples.iter().map(|sample| sample.block).collect();
        // Nothing of the future, which another chain of the same name may have left.
        assert_eq!(blocks, [1_000, 1_690, 1_990, 2_000]);
        let row = SubnetRow { subnet: &now, standing: Default::default(), block: 2_000, samples };
        let over = |blocks| row.change_over(blocks).map(|ratio| ratio.millionths());
        assert_eq!(over(300), Some(500_000));
        assert_eq!(over(700), None, "nothing was seen for 300 blocks");
        assert_eq!(over(1_000), Some(2_000_000));
        assert_eq!(over(5_000), None);
    }
}
