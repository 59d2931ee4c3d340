//! What happened to a signed transaction.

use serde::{Deserialize, Serialize};

use super::{AccountId, Alpha, At, CarrierReceipt, CrowdloanId, Hash, Label, NetUid, Tao, Uid};

/// How far a transaction has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Signed, not sent.
    Signed,
    /// Accepted by the node.
    Sent,
    /// Its carrier is in a block, and the transaction itself is looked for behind it.
    Carried(At),
    /// In a block that could still be replaced.
    InBlock(At),
    /// The block that held it was replaced by others: it waits again.
    Retracted(At),
    /// In a block that stays.
    Finalized(At),
}

/// One event of the transaction, as text for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainEvent {
    /// Pallet name.
    pub pallet: String,
    /// Event name.
    pub name: String,
    /// Fields in words.
    pub fields: Label,
}

/// The part of the outcome that the events state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Settled {
    /// TAO arrived.
    Transferred {
        /// How much.
        #[serde(rename = "amount_tao")]
        amount: Tao,
    },
    /// Alpha was bought and staked.
    StakeAdded {
        /// Spent, fee included.
        #[serde(rename = "spent_tao")]
        tao: Tao,
        /// Received.
        #[serde(rename = "received_alpha")]
        alpha: Alpha,
        /// The pool's fee.
        pool_fee_tao: Tao,
    },
    /// Alpha was sold.
    StakeRemoved {
        /// Received.
        #[serde(rename = "received_tao")]
        tao: Tao,
        /// Sold, without the pool's fee.
        #[serde(rename = "sold_alpha")]
        alpha: Alpha,
        /// The pool's fee.
        pool_fee_alpha: Alpha,
    },
    /// Stake changed its place.
    StakeMoved {
        /// Alpha that left the origin, without the pool's fee.
        #[serde(rename = "left_alpha")]
        left: Alpha,
        /// TAO between sale and purchase, or the value at the spot price where nothing was sold.
        through_tao: Tao,
        /// Alpha that arrived; nothing if the TAO was too little to be staked again.
        #[serde(rename = "arrived_alpha")]
        arrived: Alpha,
    },
    /// Alpha was destroyed.
    AlphaDestroyed {
        /// How much.
        #[serde(rename = "destroyed_alpha")]
        alpha: Alpha,
        /// What it was bought for just before, fee included; nothing of alpha that was held.
        #[serde(rename = "spent_tao")]
        spent: Option<Tao>,
        /// Whether the subnet may issue as much again.
        recycled: bool,
    },
    /// A neuron got its place.
    Registered {
        /// The subnet.
        netuid: NetUid,
        /// The place.
        uid: Uid,
    },
    /// There is a new subnet.
    SubnetCreated {
        /// Its number.
        netuid: NetUid,
    },
    /// There is a new account without a key.
    PureCreated {
        /// Which. The block and the place of its transaction are needed to give it up.
        account: AccountId,
    },
    /// There is a new crowdloan.
    CrowdloanCreated {
        /// Its number.
        id: CrowdloanId,
    },
    /// Several operations were tried.
    Together {
        /// What became of each, in its order.
        items: Vec<ItemResult>,
    },
}

/// What became of one operation of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ItemResult {
    /// It was done.
    Done {
        /// What the events say of it; nothing where they say nothing.
        settled: Option<Settled>,
    },
    /// The chain undid it and went on with the next.
    Failed {
        /// The chain's name for the reason: `SubtensorModule.NotEnoughStakeToWithdraw`.
        name: String,
        /// The reason in words.
        explanation: String,
    },
}

impl ItemResult {
    /// Whether it failed.
    #[must_use]
    pub const fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }
}

/// A transaction that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Hash of the signed bytes.
    pub transaction: Hash,
    /// How far it came while it was watched.
    pub stage: Stage,
    /// Its place in the block.
    pub index: Option<u32>,
    /// The fee the chain took.
    #[serde(rename = "fee_tao")]
    pub fee: Option<Tao>,
    /// What moved.
    pub settled: Option<Settled>,
    /// The signer's free TAO afterwards.
    #[serde(rename = "free_after_tao")]
    pub free_after: Option<Tao>,
    /// What carried it, if it travelled encrypted.
    pub carrier: Option<CarrierReceipt>,
    /// All events of the transaction.
    pub events: Vec<ChainEvent>,
}

impl Receipt {
    /// The operations of a batch that failed while others may have been done, each with its number
    /// counted from 1: a transaction with any is no success.
    pub fn failed_items(&self) -> impl Iterator<Item = (usize, &ItemResult)> {
        let items = match &self.settled {
            Some(Settled::Together { items }) => items.as_slice(),
            _ => &[],
        };
        (1..).zip(items).filter(|(_, item)| item.is_failed())
    }
}
