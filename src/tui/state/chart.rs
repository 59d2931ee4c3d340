//! The price chart of one subnet: how much of the past it shows, as what, and where its crosshair is.

use crate::model::Price;
use crate::present::{BLOCK_SECONDS, Sample};

/// How much of the past is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// An hour of blocks.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// Everything that is known.
    #[default]
    All,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::Week, Self::Month, Self::All];

    /// What stands above the chart.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
            Self::All => "all",
        }
    }

    /// Blocks at the real chain's pace; nothing where there is no limit.
    #[must_use]
    pub const fn blocks(self) -> Option<u32> {
        const HOUR: u32 = 3_600 / BLOCK_SECONDS as u32;
        match self {
            Self::Hour => Some(HOUR),
            Self::Day => Some(24 * HOUR),
            Self::Week => Some(7 * 24 * HOUR),
            Self::Month => Some(30 * 24 * HOUR),
            Self::All => None,
        }
    }

    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|span| *span == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }
}

/// What prices are drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A line of dots.
    #[default]
    Line,
    /// Open, high, low and close of stretches of blocks.
    Candles,
}

impl Shape {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Line => Self::Candles,
            Self::Candles => Self::Line,
        }
    }
}

/// What the user chose of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chart {
    /// How much of the past.
    pub span: Span,
    /// As what.
    pub shape: Shape,
    /// The block that the crosshair is on. It stays there when new blocks come.
    pub crosshair: Option<u32>,
}

/// Prices within a stretch of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candle {
    /// First block of the stretch.
    pub from: u32,
    /// Last one.
    pub to: u32,
    /// The price that held when it began.
    pub open: Price,
    /// The highest.
    pub high: Price,
    /// The lowest.
    pub low: Price,
    /// The price that held when it ended.
    pub close: Price,
}

/// The prices that a chart shows: a stretch of blocks, cut into columns.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    samples: &'a [Sample],
    /// What held when the window begins, where that is known.
    before: Option<Sample>,
    /// First block.
    pub from: u32,
    /// Last block.
    pub to: u32,
}

impl<'a> Window<'a> {
    /// The last `span` of some samples, oldest first; nothing without samples. A window does not begin
    /// before the first sample.
    #[must_use]
    pub fn of(samples: &'a [Sample], span: Span) -> Option<Self> {
        let (first, last) = (samples.first()?, samples.last()?);
        let wanted = span.blocks().map_or(0, |blocks| last.block.saturating_sub(blocks));
        let from = wanted.max(first.block);
        let start = samples.partition_point(|sample| sample.block < from);
        let before = start.checked_sub(1).and_then(|place| samples.get(place)).copied();
        Some(Self { samples: &samples[start..], before, from, to: last.block })
    }

    /// Block and price in rao, the price that held at the beginning first.
    #[must_use]
    pub fn points(&self) -> Vec<(u32, u64)> {
        let held = self.before.filter(|_| self.samples[0].block > self.from);
        let held = held.map(|sample| (self.from, sample.price.rao()));
        let rest = self.samples.iter().map(|sample| (sample.block, sample.price.rao()));
        held.into_iter().chain(rest).collect()
    }

    /// The sample that held at a block.
    #[must_use]
    pub fn at(&self, block: u32) -> Option<Sample> {
        let later = self.samples.partition_point(|sample| sample.block <= block);
        later.checked_sub(1).and_then(|place| self.samples.get(place)).copied().or(self.before)
    }

    const fn length(&self) -> u64 {
        self.to as u64 - self.from as u64 + 1
    }

    /// The column of a block, if there are so many columns.
    #[must_use]
    pub fn column(&self, block: u32, columns: u16) -> u16 {
        let passed = u64::from(block.clamp(self.from, self.to) - self.from);
        u16::try_from(passed * u64::from(columns) / self.length()).unwrap_or(u16::MAX)
    }

    /// The last block of a column.
    #[must_use]
    pub fn block(&self, column: u16, columns: u16) -> u32 {
        let columns = u64::from(columns.max(1));
        let end = ((u64::from(column) + 1) * self.length()).div_ceil(columns).saturating_sub(1);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        self.from.saturating_add(end).min(self.to)
    }

    /// The block so many columns on; always another one, but for the ends.
    #[must_use]
    pub fn moved(&self, block: u32, by: i32, columns: u16) -> u32 {
        let column = i32::from(self.column(block, columns)).saturating_add(by);
        let column = u16::try_from(column.max(0)).unwrap_or(0).min(columns.saturating_sub(1));
        let there = self.block(column, columns);
        let moved = if by < 0 {
            there.min(block.saturating_sub(1))
        } else {
            there.max(block.saturating_add(1))
        };
        moved.clamp(self.from, self.to)
    }

    /// The window as so many candles. Where nothing was seen in a stretch, the price that held stays.
    #[must_use]
    pub fn candles(&self, count: u16) -> Vec<Candle> {
        let mut held = self.before.or_else(|| self.samples.first().copied());
        let mut next = 0;
        let mut from = self.from;
        let mut candles = Vec::new();
        for column in 0..count {
            let to = self.block(column, count);
            // More columns than blocks: some have none of their own.
            if to < from {
                continue;
            }
            let Some(open) = held.map(|sample| sample.price) else { break };
            let mut candle = Candle { from, to, open, high: open, low: open, close: open };
            while let Some(sample) = self.samples.get(next).filter(|sample| sample.block <= to) {
                candle.high = candle.high.max(sample.price);
                candle.low = candle.low.min(sample.price);
                candle.close = sample.price;
                held = Some(*sample);
                next += 1;
            }
            candles.push(candle);
            if to == self.to {
                break;
            }
            from = to + 1;
        }
        candles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(points: &[(u32, u64)]) -> Vec<Sample> {
        points
            .iter()
            .map(|(block, rao)| Sample { block: *block, price: Price::from_rao(*rao) })
            .collect()
    }

    #[test]
    fn a_span_begins_with_the_price_that_held() {
        let samples = samples(&[(1_000, 5), (1_600, 7), (1_800, 6), (2_000, 9)]);
        let window = Window::of(&samples, Span::Hour).expect("a window");
        assert_eq!((window.from, window.to), (1_700, 2_000));
        assert_eq!(window.points(), [(1_700, 7), (1_800, 6), (2_000, 9)]);
        let all = Window::of(&samples, Span::Day).expect("a window");
        assert_eq!(all.from, 1_000, "nothing is drawn of what was not seen");
        assert_eq!(window.at(1_750).map(|sample| sample.block), Some(1_600));
        assert_eq!(window.at(1_900).map(|sample| sample.block), Some(1_800));
        assert!(Window::of(&[], Span::All).is_none());
    }

    #[test]
    fn the_crosshair_moves_by_columns_and_always_to_another_block() {
        let long = samples(&[(0, 1), (999, 2)]);
        let window = Window::of(&long, Span::All).expect("a window");
        assert_eq!((window.column(0, 10), window.column(999, 10)), (0, 9));
        assert_eq!(window.block(9, 10), 999);
        assert_eq!(window.moved(999, -1, 10), 899);
        assert_eq!(window.moved(899, 1, 10), 999);
        assert_eq!(window.moved(50, -1, 10), 49);
        // Fewer blocks than columns.
        let short = samples(&[(10, 1), (13, 2)]);
        let window = Window::of(&short, Span::All).expect("a window");
        assert_eq!(window.moved(13, -1, 40), 12);
        assert_eq!(window.moved(12, 1, 40), 13);
        assert_eq!(window.moved(13, 1, 40), 13);
        assert_eq!(window.moved(10, -5, 40), 10);
    }

    #[test]
    fn candles_follow_each_other_without_gaps() {
        let samples = samples(&[(0, 10), (3, 14), (5, 8), (9, 12), (30, 11)]);
        let window = Window::of(&samples, Span::All).expect("a window");
        let candles = window.candles(3);
        let rao = |candle: &Candle| {
            [candle.open, candle.high, candle.low, candle.close].map(|price| price.rao())
        };
        assert_eq!(
            candles.iter().map(|c| (c.from, c.to)).collect::<Vec<_>>(),
            [(0, 10), (11, 20), (21, 30)]
        );
        assert_eq!(rao(&candles[0]), [10, 14, 8, 12]);
        assert_eq!(rao(&candles[1]), [12; 4]);
        assert_eq!(rao(&candles[2]), [12, 12, 11, 11]);
        assert_eq!(window.candles(100).len(), 31, "one for each block at most");
        assert!(window.candles(0).is_empty());
    }
}
