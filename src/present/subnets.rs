//! The columns of a table of subnets.

use std::cmp::Ordering;

use super::{
    Align, Cell, Column, Needle, Order, SCALE, Width, blocks, change, compact, delta_scope, fixed,
    percent, spark,
};
use crate::model::{Deregistration, Price, Ratio, Standing, Subnet};
use crate::theme::Scope;

/// A price at a block, as somebody who watches collects them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Height.
    pub block: u32,
    /// Spot price there.
    pub price: Price,
}

/// One subnet and what was seen of it.
#[derive(Debug, Clone, Copy)]
pub struct SubnetRow<'a> {
    /// The subnet.
    pub subnet: &'a Subnet,
    /// What it is among the others.
    pub standing: Standing,
    /// The block of its figures.
    pub block: u32,
    /// Prices seen so far, oldest first; empty for a single look.
    pub samples: &'a [Sample],
}

impl SubnetRow<'_> {
    /// The change of the price since the first sample.
    #[must_use]
    pub fn change(&self) -> Option<Ratio> {
        let first = self.samples.first()?;
        Ratio::change(first.price.rao(), self.subnet.price.rao())
    }

    /// The change of the price over so many blocks; nothing if the price so long ago is not known.
    #[must_use]
    pub fn change_over(&self, blocks: u32) -> Option<Ratio> {
        let then = self.block.checked_sub(blocks)?;
        let later = self.samples.partition_point(|sample| sample.block <= then);
        let sample = self.samples.get(later.checked_sub(1)?)?;
        // A price from long before that moment says nothing of it.
        let is_near = then - sample.block <= blocks / 4;
        is_near.then(|| Ratio::change(sample.price.rao(), self.subnet.price.rao())).flatten()
    }

    /// Blocks until the next epoch at the present tempo; `None` where there is none.
    #[must_use]
    pub fn blocks_to_epoch(&self) -> Option<u64> {
        let tempo = u64::from(self.subnet.tempo);
        (tempo > 0).then(|| tempo.saturating_sub(self.subnet.blocks_since_step))
    }

    fn age_blocks(&self) -> u64 {
        u64::from(self.block).saturating_sub(self.subnet.registered_at)
    }
}

/// Columns of a table of subnets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubnetColumn {
    /// Number.
    Netuid,
    /// Name.
    Name,
    /// Token symbol.
    Symbol,
    /// Spot price.
    Price,
    /// Change of the price since the session began.
    Change,
    /// Change of the price within an hour.
    Hour,
    /// Change of the price within a day.
    Day,
    /// Change of the price within a week.
    Week,
    /// Sparkline of the price.
    Trend,
    /// Alpha in existence at the spot price.
    MarketCap,
    /// TAO in the pool.
    TaoIn,
    /// Alpha in the pool.
    AlphaIn,
    /// Alpha outside the pool.
    AlphaOut,
    /// Part of all TAO that the chain gives to subnets.
    Emission,
    /// TAO injected per block.
    Injected,
    /// Moving average of the price.
    Average,
    /// Place in the order in which subnets make room.
    Deregistration,
    /// Traded since registration.
    Volume,
    /// Price of a registration.
    Burn,
    /// Registered neurons of all places.
    Neurons,
    /// Blocks to the next epoch of the tempo.
    Epoch,
    /// Time since registration.
    Age,
}

/// Blocks of an hour, a day and a week at the real chain's pace.
const HOUR: u32 = 300;
const DAY: u32 = 7_200;
const WEEK: u32 = 50_400;

/// Cells of the sparkline.
const TREND: u16 = 12;

impl Column for SubnetColumn {
    type Row<'a> = SubnetRow<'a>;

    const ALL: &'static [Self] = &[
        Self::Netuid,
        Self::Name,
        Self::Symbol,
        Self::Price,
        Self::Change,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Trend,
        Self::MarketCap,
        Self::TaoIn,
        Self::AlphaIn,
        Self::AlphaOut,
        Self::Emission,
        Self::Injected,
        Self::Average,
        Self::Deregistration,
        Self::Volume,
        Self::Burn,
        Self::Neurons,
        Self::Epoch,
        Self::Age,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Netuid => "netuid",
            Self::Name => "name",
            Self::Symbol => "symbol",
            Self::Price => "price",
            Self::Change => "change",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Trend => "trend",
            Self::MarketCap => "market-cap",
            Self::TaoIn => "tao-in",
            Self::AlphaIn => "alpha-in",
            Self::AlphaOut => "alpha-out",
            Self::Emission => "emission",
            Self::Injected => "injected",
            Self::Average => "average",
            Self::Deregistration => "deregistration",
            Self::Volume => "volume",
            Self::Burn => "burn",
            Self::Neurons => "neurons",
            Self::Epoch => "epoch",
            Self::Age => "age",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Netuid => "#",
            Self::Name => "Name",
            Self::Symbol => "Sym",
            Self::Price => "Price τ",
            Self::Change => "Change",
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Trend => "Trend",
            Self::MarketCap => "Cap τ",
            Self::TaoIn => "Pool τ",
            Self::AlphaIn => "Pool α",
            Self::AlphaOut => "Out α",
            Self::Emission => "Emission",
            Self::Injected => "Emit τ",
            Self::Average => "Average τ",
            Self::Deregistration => "Dereg",
            Self::Volume => "Vol τ",
            Self::Burn => "Burn τ",
            Self::Neurons => "Neurons",
            Self::Epoch => "Epoch",
            Self::Age => "Age",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Netuid => "the subnet's number (netuid)",
            Self::Name => "what the owner calls it",
            Self::Symbol => "symbol of its alpha token",
            Self::Price => "TAO for one alpha at the pool's spot price",
            Self::Change => "change of the price since the first block that is known here",
            Self::Hour => "change of the price within 300 blocks, from the local history",
            Self::Day => "change of the price within 7,200 blocks, from the local history",
            Self::Week => "change of the price within 50,400 blocks, from the local history",
            Self::Trend => "the newest prices that are known, lowest to highest",
            Self::MarketCap => "all alpha in existence at the spot price",
            Self::TaoIn => "TAO in the pool: the deeper, the less a trade moves the price",
            Self::AlphaIn => "alpha in the pool",
            Self::AlphaOut => "alpha outside the pool, held as stake",
            Self::Emission => "its part of the TAO that the chain gives to all subnets per block",
            Self::Injected => "TAO that the chain adds to the pool per block",
            Self::Average => "the chain's moving average of the price, which emission follows",
            Self::Deregistration => {
                "place in the order in which subnets make room for new ones; 1 is next"
            }
            Self::Volume => "TAO traded since the subnet was registered",
            Self::Burn => "what registering a neuron costs now",
            Self::Neurons => "places taken, of all places",
            Self::Epoch => "blocks to the next pay-out, of the blocks between two",
            Self::Age => "time since the subnet was registered",
        }
    }

    fn formula(self) -> Option<&'static str> {
        Some(match self {
            Self::Price => "TAO in the pool × alpha's weight / (alpha in the pool × TAO's weight)",
            Self::Change => {
                "(price now - price at the first block seen) / price at the first block seen"
            }
            Self::Emission => {
                "(TAO added to the pool + TAO for which the chain bought alpha) / the same of all subnets"
            }
            Self::Deregistration => {
                "by moving price, lowest first, the older one among equals; root and subnets that are \
                 younger than the chain's immunity period are passed over"
            }
            Self::MarketCap => "price × (alpha in the pool + alpha outside of it)",
            Self::Epoch => "tempo - blocks since the last epoch",
            Self::Age => "(block - block of registration) × 12 seconds",
            _ => return None,
        })
    }

    fn align(self) -> Align {
        match self {
            Self::Name | Self::Symbol | Self::Trend => Align::Left,
            _ => Align::Right,
        }
    }

    fn width(self) -> Width {
        match self {
            Self::Netuid => Width::Fixed(3),
            Self::Name => Width::Between(12, 24),
            Self::Symbol => Width::Fixed(4),
            Self::Price | Self::Emission => Width::Fixed(9),
            Self::Average => Width::Fixed(10),
            Self::Change | Self::Hour | Self::Day | Self::Week => Width::Fixed(8),
            Self::Trend => Width::Fixed(TREND),
            Self::Neurons => Width::Fixed(9),
            Self::Epoch => Width::Fixed(9),
            _ => Width::Fixed(7),
        }
    }

    fn priority(self) -> u8 {
        match self {
            Self::Netuid | Self::Name | Self::Price => 0,
            Self::Change => 1,
            Self::Symbol => 2,
            Self::Trend => 3,
            Self::TaoIn => 4,
            Self::MarketCap => 5,
            Self::Burn => 6,
            Self::Emission => 7,
            Self::Deregistration => 8,
            Self::Volume => 9,
            Self::AlphaIn => 10,
            Self::Neurons => 11,
            Self::AlphaOut => 12,
            Self::Epoch => 13,
            Self::Age => 14,
            Self::Hour => 15,
            Self::Day => 16,
            Self::Week => 17,
            Self::Average => 18,
            Self::Injected => 19,
        }
    }

    fn cell(self, row: &SubnetRow<'_>) -> Cell {
        let subnet = row.subnet;
        let tao = |rao: u64| Cell::new(compact(u128::from(rao)), Scope::AmountTao);
        let alpha = |rao: u64| Cell::new(compact(u128::from(rao)), Scope::AmountAlpha);
        let moved = |ratio: Option<Ratio>| {
            ratio.map_or_else(Cell::absent, |ratio| Cell::new(change(ratio), delta_scope(ratio)))
        };
        match self {
            Self::Netuid => Cell::new(subnet.netuid.to_string(), Scope::TextDim),
            Self::Name if subnet.name.is_empty() => Cell::absent(),
            Self::Name => Cell::new(subnet.name.as_str(), Scope::Text),
            Self::Symbol => Cell::new(subnet.symbol.as_str(), Scope::Symbol),
            Self::Price => Cell::new(fixed(subnet.price.rao(), 6), Scope::AmountPrice),
            Self::Change => moved(row.change()),
            Self::Hour => moved(row.change_over(HOUR)),
            Self::Day => moved(row.change_over(DAY)),
            Self::Week => moved(row.change_over(WEEK)),
            Self::Trend => {
                let tail = row.samples.len().saturating_sub(usize::from(TREND));
                let prices: Vec<u64> =
                    row.samples[tail..].iter().map(|sample| sample.price.rao()).collect();
                Cell::new(
                    spark(&prices, usize::from(TREND)),
                    row.change().map_or(Scope::DeltaFlat, delta_scope),
                )
            }
            Self::MarketCap => tao(subnet.market_cap().rao()),
            Self::TaoIn => tao(subnet.tao_in.rao()),
            Self::AlphaIn => alpha(subnet.alpha_in.rao()),
            Self::AlphaOut => alpha(subnet.alpha_out.rao()),
            Self::Emission => row
                .standing
                .emission
                .map_or_else(Cell::absent, |part| Cell::new(percent(part, 2), Scope::Text)),
            Self::Injected => tao(subnet.tao_in_emission.rao()),
            Self::Average => Cell::new(fixed(subnet.moving_price.rao(), 6), Scope::AmountPrice),
            Self::Deregistration => match row.standing.deregistration {
                Deregistration::Never => Cell::absent(),
                Deregistration::Immune(_) => Cell::new("immune", Scope::NeuronImmune),
                Deregistration::Place(place @ ..=3) => Cell::new(place.to_string(), Scope::Error),
                Deregistration::Place(place) => Cell::new(place.to_string(), Scope::Text),
            },
            Self::Volume => Cell::new(compact(subnet.volume_rao), Scope::AmountTao),
            Self::Burn => subnet.burn.map_or_else(Cell::absent, |burn| tao(burn.rao())),
            Self::Neurons => match (subnet.neurons, subnet.max_neurons) {
                (Some(taken), Some(places)) => Cell::new(format!("{taken}/{places}"), Scope::Text),
                (Some(taken), None) => Cell::new(taken.to_string(), Scope::Text),
                _ => Cell::absent(),
            },
            Self::Epoch => row.blocks_to_epoch().map_or_else(Cell::absent, |left| {
                Cell::new(format!("{left}/{}", subnet.tempo), Scope::TextDim)
            }),
            Self::Age => Cell::new(blocks(row.age_blocks()), Scope::TextDim),
        }
    }

    fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Symbol | Self::Trend)
    }

    fn number(self, row: &SubnetRow<'_>) -> Option<i128> {
        let subnet = row.subnet;
        let count = |number: u64| Some(i128::from(number) * SCALE);
        Some(match self {
            Self::Name | Self::Symbol | Self::Trend => return None,
            Self::Netuid => return count(u64::from(subnet.netuid.0)),
            Self::Price => subnet.price.rao().into(),
            Self::Change => row.change()?.billionths(),
            Self::Hour => row.change_over(HOUR)?.billionths(),
            Self::Day => row.change_over(DAY)?.billionths(),
            Self::Week => row.change_over(WEEK)?.billionths(),
            Self::MarketCap => subnet.market_cap().rao().into(),
            Self::TaoIn => subnet.tao_in.rao().into(),
            Self::AlphaIn => subnet.alpha_in.rao().into(),
            Self::AlphaOut => subnet.alpha_out.rao().into(),
            Self::Emission => row.standing.emission?.billionths(),
            Self::Injected => subnet.tao_in_emission.rao().into(),
            Self::Average => subnet.moving_price.rao().into(),
            Self::Deregistration => match row.standing.deregistration {
                Deregistration::Place(place) => return count(u64::try_from(place).ok()?),
                _ => return None,
            },
            Self::Volume => i128::try_from(subnet.volume_rao).ok()?,
            Self::Burn => subnet.burn?.rao().into(),
            Self::Neurons => return count(u64::from(subnet.neurons?)),
            Self::Epoch => return count(row.blocks_to_epoch()?),
            Self::Age => return count(row.age_blocks()),
        })
    }

    fn mentions(row: &SubnetRow<'_>, needle: &Needle) -> bool {
        let subnet = row.subnet;
        needle.is_in(subnet.name.as_str())
            || needle.is_in(subnet.symbol.as_str())
            || needle.is(&subnet.netuid.to_string())
    }

    fn compare(self, left: &SubnetRow<'_>, right: &SubnetRow<'_>) -> Ordering {
        let (a, b) = (left.subnet, right.subnet);
        let by_number = || a.netuid.cmp(&b.netuid);
        match self {
            Self::Netuid => by_number(),
            Self::Name => caseless(a.name.as_str(), b.name.as_str()),
            Self::Symbol => a.symbol.cmp(&b.symbol),
            Self::Price => a.price.cmp(&b.price),
            Self::Change | Self::Trend => left.change().cmp(&right.change()),
            Self::Hour => left.change_over(HOUR).cmp(&right.change_over(HOUR)),
            Self::Day => left.change_over(DAY).cmp(&right.change_over(DAY)),
            Self::Week => left.change_over(WEEK).cmp(&right.change_over(WEEK)),
            Self::MarketCap => a.market_cap().cmp(&b.market_cap()),
            Self::TaoIn => a.tao_in.cmp(&b.tao_in),
            Self::AlphaIn => a.alpha_in.cmp(&b.alpha_in),
            Self::AlphaOut => a.alpha_out.cmp(&b.alpha_out),
            Self::Emission => left.standing.emission.cmp(&right.standing.emission),
            Self::Injected => a.tao_in_emission.cmp(&b.tao_in_emission),
            Self::Average => a.moving_price.cmp(&b.moving_price),
            // Who goes first, then who is safe for some time, then who never goes.
            Self::Deregistration => {
                let key = |row: &SubnetRow<'_>| match row.standing.deregistration {
                    Deregistration::Place(place) => (0, u64::try_from(place).unwrap_or(u64::MAX)),
                    Deregistration::Immune(left) => (1, left),
                    Deregistration::Never => (2, 0),
                };
                key(left).cmp(&key(right))
            }
            Self::Volume => a.volume_rao.cmp(&b.volume_rao),
            Self::Burn => a.burn.cmp(&b.burn),
            Self::Neurons => a.neurons.cmp(&b.neurons),
            Self::Epoch => left.blocks_to_epoch().cmp(&right.blocks_to_epoch()),
            Self::Age => left.age_blocks().cmp(&right.age_blocks()),
        }
        .then_with(by_number)
    }

    fn first_order(self) -> Order {
        match self {
            Self::Netuid | Self::Name | Self::Symbol | Self::Epoch | Self::Deregistration => {
                Order::Ascending
            }
            _ => Order::Descending,
        }
    }
}

/// Alphabetical order without regard to case; names come from strangers, so any script.
fn caseless(left: &str, right: &str) -> Ordering {
    left.chars().flat_map(char::to_lowercase).cmp(right.chars().flat_map(char::to_lowercase))
}
