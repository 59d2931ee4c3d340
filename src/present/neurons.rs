//! The columns of a metagraph.

use std::cmp::Ordering;

use super::{
    Align, Cell, Column, Needle, Order, SCALE, Width, compact, fixed, part_of, share, short,
};
use crate::model::{Metagraph, Neuron};
use crate::theme::Scope;

/// One neuron in its metagraph.
#[derive(Debug, Clone, Copy)]
pub struct NeuronRow<'a> {
    /// The whole.
    pub metagraph: &'a Metagraph,
    /// One of its neurons.
    pub neuron: &'a Neuron,
    /// What is kept here of tries to reach its axon.
    pub answered: Option<Answered>,
}

/// Tries to reach an axon, at least one, and how many of them were answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// With an answer.
    pub answered: u64,
    /// All of them.
    pub tries: u64,
}

impl Answered {
    /// Of counts.
    #[must_use]
    pub fn new(answered: usize, tries: usize) -> Self {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self { answered: count(answered), tries: count(tries) }
    }

    /// Per cent, never rounded up to all: `97.5%`; green of all, red of none.
    #[must_use]
    pub fn cell(self) -> Cell {
        let scope = match self.answered {
            0 => Scope::Error,
            answered if answered < self.tries => Scope::Warning,
            _ => Scope::Success,
        };
        Cell::new(part_of(self.answered, self.tries), scope)
    }
}

/// What a neuron is on its subnet, by what it is allowed and paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May set weights that count.
    Validator,
    /// Is paid for work.
    Miner,
    /// Neither.
    Idle,
}

impl NeuronRow<'_> {
    /// What it is on its subnet.
    #[must_use]
    pub fn role(&self) -> Role {
        if self.neuron.validator_permit {
            Role::Validator
        } else if self.neuron.incentive > 0 || self.neuron.active {
            Role::Miner
        } else {
            Role::Idle
        }
    }

    /// Blocks since it last set weights; `None` if it never did.
    #[must_use]
    pub fn updated(&self) -> Option<u64> {
        (self.neuron.last_update > 0)
            .then(|| u64::from(self.metagraph.at.block).saturating_sub(self.neuron.last_update))
    }

    /// The identity's name, else nothing.
    fn name(&self) -> Option<&str> {
        self.neuron.name.as_ref().map(crate::model::Label::as_str).filter(|name| !name.is_empty())
    }

    fn scope(&self) -> Scope {
        if self.metagraph.is_immune(self.neuron) {
            return Scope::NeuronImmune;
        }
        match self.role() {
            Role::Validator => Scope::NeuronValidator,
            Role::Miner => Scope::NeuronActive,
            Role::Idle => Scope::NeuronInactive,
        }
    }
}

/// Columns of a metagraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NeuronColumn {
    /// Place on the subnet.
    Uid,
    /// Validator, miner, immune.
    Role,
    /// Name of the owner's identity.
    Name,
    /// Working key.
    Hotkey,
    /// Owner's key.
    Coldkey,
    /// Weight in consensus.
    Stake,
    /// Alpha staked.
    Alpha,
    /// Root TAO that counts.
    Tao,
    /// Share of incentive.
    Incentive,
    /// Share of dividends.
    Dividends,
    /// Share of consensus.
    Consensus,
    /// Agreement of its weights with the consensus.
    Trust,
    /// Paid in the last epoch.
    Emission,
    /// Blocks since the last weights.
    Updated,
    /// Announced endpoint.
    Axon,
    /// How reliably it was reached from here.
    Reliable,
}

impl Column for NeuronColumn {
    type Row<'a> = NeuronRow<'a>;

    const ALL: &'static [Self] = &[
        Self::Uid,
        Self::Role,
        Self::Name,
        Self::Hotkey,
        Self::Coldkey,
        Self::Stake,
        Self::Alpha,
        Self::Tao,
        Self::Incentive,
        Self::Dividends,
        Self::Consensus,
        Self::Trust,
        Self::Emission,
        Self::Updated,
        Self::Axon,
        Self::Reliable,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Uid => "uid",
            Self::Role => "role",
            Self::Name => "name",
            Self::Hotkey => "hotkey",
            Self::Coldkey => "coldkey",
            Self::Stake => "stake",
            Self::Alpha => "alpha",
            Self::Tao => "tao",
            Self::Incentive => "incentive",
            Self::Dividends => "dividends",
            Self::Consensus => "consensus",
            Self::Trust => "vtrust",
            Self::Emission => "emission",
            Self::Updated => "updated",
            Self::Axon => "axon",
            Self::Reliable => "reliable",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Uid => "UID",
            Self::Role => "Role",
            Self::Name => "Name",
            Self::Hotkey => "Hotkey",
            Self::Coldkey => "Coldkey",
            Self::Stake => "Weight",
            Self::Alpha => "Stake α",
            Self::Tao => "Root τ",
            Self::Incentive => "Incent",
            Self::Dividends => "Divid",
            Self::Consensus => "Consen",
            Self::Trust => "Vtrust",
            Self::Emission => "Emit α",
            Self::Updated => "Updated",
            Self::Axon => "Axon",
            Self::Reliable => "Reliable",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Uid => "the neuron's place on the subnet",
            Self::Role => "V may set weights, M is a miner, + is immune from pruning",
            Self::Name => "what its owner calls itself on the chain",
            Self::Hotkey => "the key that works",
            Self::Coldkey => "the key that owns it",
            Self::Stake => "weight in consensus: alpha plus the part of root TAO that counts",
            Self::Alpha => "alpha staked through the hotkey",
            Self::Tao => "TAO on root that counts for the hotkey",
            Self::Incentive => "share of what miners are paid",
            Self::Dividends => "share of what validators are paid",
            Self::Consensus => "how much of the stake agrees on its worth",
            Self::Trust => "how much of a validator's weights agrees with the consensus",
            Self::Emission => "alpha paid in the last epoch",
            Self::Updated => {
                "blocks since it set weights; long silence costs a validator its voice"
            }
            Self::Axon => "where it serves requests",
            Self::Reliable => {
                "share of tries of the last 7 days that its axon answered; tau probe makes them"
            }
        }
    }

    fn formula(self) -> Option<&'static str> {
        Some(match self {
            Self::Stake => "alpha + root TAO × the chain's TAO weight",
            Self::Updated => "block - block of the last weights",
            Self::Incentive | Self::Trust => "parts of 65,535, as the chain keeps them",
            _ => return None,
        })
    }

    fn is_usual(self) -> bool {
        // Nothing stands there before `tau probe` measured the subnet.
        self != Self::Reliable
    }

    fn align(self) -> Align {
        match self {
            Self::Role | Self::Name | Self::Hotkey | Self::Coldkey | Self::Axon => Align::Left,
            _ => Align::Right,
        }
    }

    fn width(self) -> Width {
        match self {
            Self::Uid => Width::Fixed(4),
            Self::Role => Width::Fixed(5),
            Self::Name => Width::Between(10, 20),
            Self::Hotkey | Self::Coldkey => Width::Fixed(11),
            Self::Stake | Self::Alpha | Self::Tao | Self::Updated => Width::Fixed(8),
            Self::Reliable => Width::Fixed(9),
            Self::Incentive | Self::Dividends | Self::Consensus | Self::Trust => Width::Fixed(7),
            Self::Emission => Width::Fixed(8),
            Self::Axon => Width::Fixed(21),
        }
    }

    fn priority(self) -> u8 {
        match self {
            Self::Uid | Self::Hotkey => 0,
            Self::Role => 1,
            Self::Stake => 2,
            Self::Name => 3,
            Self::Incentive => 4,
            Self::Dividends => 5,
            Self::Emission => 6,
            Self::Updated => 7,
            Self::Axon => 8,
            Self::Alpha => 9,
            Self::Tao => 10,
            Self::Consensus => 11,
            Self::Trust => 12,
            Self::Coldkey => 13,
            Self::Reliable => 14,
        }
    }

    fn cell(self, row: &NeuronRow<'_>) -> Cell {
        let neuron = row.neuron;
        let parts = |value: u16| {
            Cell::new(share(value), if value == 0 { Scope::TextDim } else { Scope::Text })
        };
        match self {
            Self::Uid => Cell::new(neuron.uid.to_string(), Scope::TextDim),
            Self::Role => {
                let letter = match row.role() {
                    Role::Validator => "V",
                    Role::Miner => "M",
                    Role::Idle => "·",
                };
                let immune = if row.metagraph.is_immune(neuron) { "+" } else { "" };
                Cell::new(format!("{letter}{immune}"), row.scope())
            }
            Self::Name => row.name().map_or_else(Cell::absent, |name| Cell::new(name, Scope::Text)),
            Self::Hotkey => Cell::new(short(&neuron.hotkey.0), Scope::KeyHot),
            Self::Coldkey => Cell::new(short(&neuron.coldkey.0), Scope::KeyCold),
            Self::Stake => {
                Cell::new(compact(u128::from(neuron.total_stake.rao())), Scope::AmountAlpha)
            }
            Self::Alpha => {
                Cell::new(compact(u128::from(neuron.alpha_stake.rao())), Scope::AmountAlpha)
            }
            Self::Tao => Cell::new(compact(u128::from(neuron.tao_stake.rao())), Scope::AmountTao),
            Self::Incentive => parts(neuron.incentive),
            Self::Dividends => parts(neuron.dividends),
            Self::Consensus => parts(neuron.consensus),
            Self::Trust => neuron.validator_trust.map_or_else(Cell::absent, parts),
            Self::Emission => Cell::new(fixed(neuron.emission.rao(), 3), Scope::AmountAlpha),
            // The usual alarm levels of the explorers: silent for 100 blocks, for 1,000 blocks.
            Self::Updated => row.updated().map_or_else(Cell::absent, |blocks| {
                let scope = match (row.role(), blocks) {
                    (Role::Validator, 1_000..) => Scope::Error,
                    (Role::Validator, 100..) => Scope::Warning,
                    _ => Scope::TextDim,
                };
                Cell::new(blocks.to_string(), scope)
            }),
            Self::Axon => neuron.axon.map_or_else(Cell::absent, |axon| {
                Cell::new(axon.endpoint().to_string(), Scope::Text)
            }),
            Self::Reliable => row.answered.map_or_else(Cell::absent, Answered::cell),
        }
    }

    fn is_number(self) -> bool {
        !matches!(self, Self::Role | Self::Name | Self::Hotkey | Self::Coldkey | Self::Axon)
    }

    fn number(self, row: &NeuronRow<'_>) -> Option<i128> {
        let neuron = row.neuron;
        let share = |parts: u16| Some(i128::from(parts) * SCALE / i128::from(u16::MAX));
        match self {
            Self::Role | Self::Name | Self::Hotkey | Self::Coldkey | Self::Axon => None,
            Self::Uid => Some(i128::from(neuron.uid.0) * SCALE),
            Self::Stake => Some(neuron.total_stake.rao().into()),
            Self::Alpha => Some(neuron.alpha_stake.rao().into()),
            Self::Tao => Some(neuron.tao_stake.rao().into()),
            Self::Incentive => share(neuron.incentive),
            Self::Dividends => share(neuron.dividends),
            Self::Consensus => share(neuron.consensus),
            Self::Trust => neuron.validator_trust.and_then(share),
            Self::Emission => Some(neuron.emission.rao().into()),
            Self::Updated => row.updated().map(|blocks| i128::from(blocks) * SCALE),
            Self::Reliable => row
                .answered
                .map(|one| i128::from(one.answered) * SCALE / i128::from(one.tries.max(1))),
        }
    }

    fn mentions(row: &NeuronRow<'_>, needle: &Needle) -> bool {
        let neuron = row.neuron;
        neuron.name.as_ref().is_some_and(|name| needle.is_in(name.as_str()))
            || needle.is(&neuron.uid.to_string())
            || needle.begins(neuron.hotkey.0)
            || needle.begins(neuron.coldkey.0)
            || neuron.axon.is_some_and(|axon| needle.is_in(&axon.ip.to_string()))
    }

    fn compare(self, left: &NeuronRow<'_>, right: &NeuronRow<'_>) -> Ordering {
        let (a, b) = (left.neuron, right.neuron);
        match self {
            Self::Uid => a.uid.cmp(&b.uid),
            Self::Role => left.role().cmp(&right.role()),
            // The nameless come last.
            Self::Name => match (left.name(), right.name()) {
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            },
            Self::Hotkey => a.hotkey.cmp(&b.hotkey),
            Self::Coldkey => a.coldkey.cmp(&b.coldkey),
            Self::Stake => a.total_stake.cmp(&b.total_stake),
            Self::Alpha => a.alpha_stake.cmp(&b.alpha_stake),
            Self::Tao => a.tao_stake.cmp(&b.tao_stake),
            Self::Incentive => a.incentive.cmp(&b.incentive),
            Self::Dividends => a.dividends.cmp(&b.dividends),
            Self::Consensus => a.consensus.cmp(&b.consensus),
            Self::Trust => a.validator_trust.cmp(&b.validator_trust),
            Self::Emission => a.emission.cmp(&b.emission),
            Self::Updated => left.updated().cmp(&right.updated()),
            Self::Axon => {
                let place = |neuron: &Neuron| neuron.axon.map(|axon| (axon.ip, axon.port));
                place(a).cmp(&place(b))
            }
            // What was never tried is less than what never answered.
            Self::Reliable => match (left.answered, right.answered) {
                (Some(a), Some(b)) => {
                    let cross = |part: u64, whole: u64| u128::from(part) * u128::from(whole);
                    cross(a.answered, b.tries).cmp(&cross(b.answered, a.tries))
                }
                (a, b) => a.is_some().cmp(&b.is_some()),
            },
        }
        .then_with(|| a.uid.cmp(&b.uid))
    }

    fn first_order(self) -> Order {
        match self {
            Self::Uid | Self::Role | Self::Name | Self::Hotkey | Self::Coldkey | Self::Updated => {
                Order::Ascending
            }
            _ => Order::Descending,
        }
    }
}
