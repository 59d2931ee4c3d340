//! Questions that only some screens ask, and their answers. What every screen needs (subnets, wallets,
//! portfolios) has events of its own.

use std::time::Duration;

use crate::model::{At, BlockEvent, BlockSummary, Coldkey, Hotkey, NetUid, Yield};
use crate::ops::history::Reliability;
use crate::ops::{
    BurnCost, ChainInfo, Claims, EpochInputs, Examination, Hyperparameter, Listing, Locks,
    OwnNeurons, PriceHistory, Validator, ValidatorDetail, WeightState,
};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Everybody whom others stake through.
    Validators,
    /// One of them.
    Validator(Hotkey),
    /// What an owner has set.
    Hyperparameters(NetUid),
    /// What a place costs, and how that changes.
    Registration(NetUid),
    /// The newest blocks up to this one.
    Blocks(At),
    /// What happened after one block and up to another.
    Happenings {
        /// The last block whose events are known.
        after: Option<At>,
        /// The newest one.
        until: At,
    },
    /// The runtime held against this program, and the endpoints.
    Doctor,
    /// What the node says of itself.
    Info,
    /// The transactions that were signed here.
    Journal,
    /// What belongs to coldkeys besides balances and positions.
    Holdings(Vec<Coldkey>),
    /// What stake through hotkeys on subnets earns.
    Yields(Vec<(Hotkey, NetUid)>),
    /// What the next epoch of a subnet depends on.
    Epoch(NetUid, u8),
    /// Prices of the past, from the node.
    Prices {
        /// Of.
        netuid: NetUid,
        /// So many blocks back.
        blocks: u32,
    },
    /// How reliably the axons of a subnet answered, as it is kept on this machine. Nobody is asked.
    Probes(NetUid),
    /// What a neuron has said with its weights.
    Weights {
        /// Whose.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
    },
}

/// The kinds of questions: each has one answer at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// [`Ask::Validators`].
    Validators,
    /// [`Ask::Validator`].
    Validator,
    /// [`Ask::Hyperparameters`].
    Hyperparameters,
    /// [`Ask::Registration`].
    Registration,
    /// [`Ask::Blocks`].
    Blocks,
    /// [`Ask::Happenings`].
    Happenings,
    /// [`Ask::Doctor`].
    Doctor,
    /// [`Ask::Info`].
    Info,
    /// [`Ask::Journal`].
    Journal,
    /// [`Ask::Holdings`].
    Holdings,
    /// [`Ask::Yields`].
    Yields,
    /// [`Ask::Epoch`].
    Epoch,
    /// [`Ask::Prices`].
    Prices,
    /// [`Ask::Probes`].
    Probes,
    /// [`Ask::Weights`].
    Weights,
}

impl Topic {
    /// Blocks for which an answer is good enough. Nothing here is signed by; a plan reads for itself.
    #[must_use]
    pub const fn patience(self) -> u32 {
        match self {
            Self::Happenings | Self::Blocks | Self::Journal | Self::Registration => 0,
            Self::Validators
            | Self::Validator
            | Self::Weights
            | Self::Hyperparameters
            | Self::Yields => 10,
            Self::Holdings | Self::Info => 5,
            // A long history takes a moment to read, and another process adds to it now and then.
            Self::Probes => 25,
            // A scenario is compared with one block until somebody asks for another.
            Self::Doctor | Self::Prices | Self::Epoch => u32::MAX,
        }
    }
}

impl Ask {
    /// What kind of question it is.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        match self {
            Self::Validators => Topic::Validators,
            Self::Validator(_) => Topic::Validator,
            Self::Hyperparameters(_) => Topic::Hyperparameters,
            Self::Registration(_) => Topic::Registration,
            Self::Blocks(_) => Topic::Blocks,
            Self::Happenings { .. } => Topic::Happenings,
            Self::Doctor => Topic::Doctor,
            Self::Info => Topic::Info,
            Self::Journal => Topic::Journal,
            Self::Holdings(_) => Topic::Holdings,
            Self::Yields(_) => Topic::Yields,
            Self::Epoch(..) => Topic::Epoch,
            Self::Prices { .. } => Topic::Prices,
            Self::Probes(_) => Topic::Probes,
            Self::Weights { .. } => Topic::Weights,
        }
    }

    /// Whether an answer to `other` says the same thing, only of another block.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Blocks(_), Self::Blocks(_)) => true,
            (Self::Happenings { .. }, Self::Happenings { .. }) => true,
            _ => self == other,
        }
    }
}

/// What a coldkey has besides balance and positions.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Whose.
    pub coldkey: Coldkey,
    /// What its root stake has earned.
    pub claims: Claims,
    /// What is locked.
    pub locks: Locks,
}

/// What is known besides the portfolio.
#[derive(Debug, Clone)]
pub struct Holdings {
    /// By coldkey.
    pub coldkeys: Vec<Holding>,
    /// Neurons of all of them, by subnet.
    pub neurons: Vec<OwnNeurons>,
}

/// Events of one block.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The block.
    pub at: At,
    /// The chain's clock, milliseconds since 1970, where it has one.
    pub time_ms: Option<u64>,
    /// In the chain's order.
    pub events: Vec<BlockEvent>,
}

/// An answer.
#[derive(Debug, Clone)]
pub enum Answer {
    /// To [`Ask::Validators`].
    Validators(At, Vec<Validator>),
    /// To [`Ask::Validator`].
    Validator(Box<ValidatorDetail>),
    /// To [`Ask::Hyperparameters`].
    Hyperparameters(At, Vec<Hyperparameter>),
    /// To [`Ask::Registration`].
    Registration(BurnCost, Vec<Hyperparameter>),
    /// To [`Ask::Blocks`].
    Blocks(Vec<BlockSummary>),
    /// To [`Ask::Happenings`]: oldest first.
    Happenings(Vec<Happened>),
    /// To [`Ask::Doctor`].
    Doctor(Box<Examination>),
    /// To [`Ask::Info`].
    Info(Box<ChainInfo>),
    /// To [`Ask::Journal`].
    Journal(Listing),
    /// To [`Ask::Holdings`].
    Holdings(Holdings),
    /// To [`Ask::Yields`], in their order.
    Yields(Vec<Option<Yield>>),
    /// To [`Ask::Epoch`].
    Epoch(Box<EpochInputs>),
    /// To [`Ask::Prices`].
    Prices(PriceHistory),
    /// To [`Ask::Probes`], by uid.
    Probes(Vec<Reliability>),
    /// To [`Ask::Weights`].
    Weights(Box<WeightState>),
}

/// How long an endpoint took, for a table.
#[must_use]
pub fn milliseconds(latency: Duration) -> String {
    match latency.as_millis() {
        0 => "<1 ms".to_owned(),
        milliseconds => format!("{milliseconds} ms"),
    }
}
