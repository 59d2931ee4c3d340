//! What a person wants, before the chain is asked.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{
    AccountId, Alpha, CallBytes, Coldkey, CrowdloanAct, EvmAddress, Hotkey, Identity, KeySwap,
    MultisigAct, NetUid, ParameterValue, Price, Proportion, ProxyAct, ProxyKind, RawBytes,
    SubnetProfile, Take, Tao, Tolerance, Uid,
};

/// How much TAO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaoAmount {
    /// This much.
    #[serde(rename = "exact_tao")]
    Exact(Tao),
    /// Everything that can leave while the account stays alive.
    All,
}

/// How much alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlphaAmount {
    /// This much.
    #[serde(rename = "exact_alpha")]
    Exact(Alpha),
    /// The whole position.
    All,
}

/// The worst price a trade may end at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// So far from the spot price.
    Tolerance {
        /// The distance.
        tolerance: Tolerance,
        /// Fill what the limit allows instead of all or nothing.
        partial: bool,
    },
    /// This price.
    Price {
        /// TAO per alpha at the end of the trade.
        price: Price,
        /// Fill what the limit allows instead of all or nothing.
        partial: bool,
    },
    /// Whatever the market gives. Never the default.
    Market,
}

impl Default for Limit {
    fn default() -> Self {
        Self::Tolerance { tolerance: Tolerance::default(), partial: false }
    }
}

impl Limit {
    /// The distance from the price now that is accepted, if that is how the limit is stated.
    #[must_use]
    pub const fn tolerance(self) -> Option<Tolerance> {
        match self {
            Self::Tolerance { tolerance, .. } => Some(tolerance),
            Self::Price { .. } | Self::Market => None,
        }
    }

    /// The same limit, and a part is never filled.
    #[must_use]
    pub const fn whole(self) -> Self {
        match self {
            Self::Tolerance { tolerance, .. } => Self::Tolerance { tolerance, partial: false },
            Self::Price { price, .. } => Self::Price { price, partial: false },
            Self::Market => Self::Market,
        }
    }
}

/// A place of stake: through which hotkey, on which subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Staked through.
    pub hotkey: Hotkey,
    /// On.
    pub netuid: NetUid,
}

/// Where the TAO of a whole sale goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proceeds {
    /// Into the coldkey's free TAO; positions on root are withdrawn too.
    Free,
    /// Onto root, through the same hotkey; positions on root stay.
    Root,
}

/// What becomes of the alpha that root stake earns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimType {
    /// It is sold, and the TAO is staked on root.
    Swap,
    /// It is kept as alpha.
    Keep,
    /// It is kept on these subnets and sold on all others.
    KeepSubnets {
        /// In ascending order.
        subnets: Vec<NetUid>,
    },
}

/// A hotkey that gets a part of another's stake weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildShare {
    /// The child.
    pub hotkey: Hotkey,
    /// Its part.
    pub proportion: Proportion,
}

/// The weight of one neuron, as a part of the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// Whose.
    pub uid: Uid,
    /// 65,535 is the largest.
    pub weight: u16,
}

/// Weights as a validator gives them on one mechanism of a subnet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightSet {
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism; 0 is the only one of most subnets.
    pub mechanism: u8,
    /// Ascending by uid.
    pub weights: Vec<Weight>,
    /// The subnet's version key.
    pub version_key: u64,
}

/// How a batch treats a call that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchMode {
    /// All calls, or none.
    Atomic,
    /// Every call that can be done; the others are reported.
    BestEffort,
}

/// A wish that changes the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
pub enum Intent {
    /// Send TAO.
    Transfer {
        /// Receiver.
        to: AccountId,
        /// How much.
        amount: TaoAmount,
    },
    /// Buy alpha (on root: lay up TAO) and stake it.
    AddStake {
        /// Stake through.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much TAO to spend.
        amount: TaoAmount,
        /// Worst price.
        limit: Limit,
    },
    /// Unstake alpha and sell it.
    RemoveStake {
        /// Staked through.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much alpha to sell.
        amount: AlphaAmount,
        /// Worst price.
        limit: Limit,
    },
    /// Buy alpha and burn it in one act, all of it or none.
    BuyAndBurn {
        /// Bought through; its position stays as it is.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much TAO to spend.
        amount: TaoAmount,
        /// Worst price. A part is never filled.
        limit: Limit,
    },
    /// Destroy alpha that is staked.
    DestroyAlpha {
        /// Staked through.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much.
        amount: AlphaAmount,
        /// Whether the subnet may issue as much again.
        recycle: bool,
    },
    /// Register a hotkey as a neuron by paying the burn.
    Register {
        /// The neuron's key.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// Pay at most this; `None` is the price now and half a per cent.
        max_burn: Option<Tao>,
    },
    /// Move stake to another hotkey, another subnet or both; the coldkey stays.
    MoveStake {
        /// From where.
        from: Place,
        /// To where.
        to: Place,
        /// How much of the origin's alpha.
        amount: AlphaAmount,
        /// The worst ratio of the two prices; without a limited call, the worst loss.
        limit: Limit,
    },
    /// Give stake to another coldkey, on the same subnet or another.
    GiveStake {
        /// The new owner.
        receiver: Coldkey,
        /// Staked through, before and after.
        hotkey: Hotkey,
        /// From.
        from_netuid: NetUid,
        /// To.
        to_netuid: NetUid,
        /// How much of the origin's alpha.
        amount: AlphaAmount,
        /// The worst loss: no call limits it.
        limit: Limit,
    },
    /// Sell every position that goes through one hotkey.
    UnstakeAll {
        /// Staked through.
        hotkey: Hotkey,
        /// Where the TAO goes.
        proceeds: Proceeds,
        /// The worst loss of any of the sales: no call limits it.
        limit: Limit,
    },
    /// Claim what root stake has earned.
    ClaimRoot {
        /// On these subnets, at most five.
        subnets: Vec<NetUid>,
    },
    /// Decide what becomes of what root stake earns.
    SetClaimType {
        /// The decision.
        claim: ClaimType,
    },
    /// Choose the hotkey under which a coldkey's mining rewards are staked.
    SetAutoStake {
        /// On.
        netuid: NetUid,
        /// Stake through.
        hotkey: Hotkey,
    },
    /// Lock alpha to a hotkey; a lock gives conviction and cannot be undone, it only decays.
    LockStake {
        /// Lock to.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// How much.
        amount: AlphaAmount,
    },
    /// Point a lock at another hotkey.
    MoveLock {
        /// On.
        netuid: NetUid,
        /// Lock to.
        hotkey: Hotkey,
    },
    /// Let a lock decay or not.
    SetPerpetualLock {
        /// On.
        netuid: NetUid,
        /// Whether it stays whole.
        perpetual: bool,
    },
    /// Take or refuse alpha that others' locks are on.
    AcceptLocked {
        /// Whether it is taken.
        accept: bool,
    },
    /// Give parts of a hotkey's stake weight to other hotkeys; an empty list takes all back.
    SetChildren {
        /// The parent.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// All its children from now on.
        children: Vec<ChildShare>,
    },
    /// Set what a child hotkey keeps of its parents' dividends.
    SetChildTake {
        /// The child.
        hotkey: Hotkey,
        /// On.
        netuid: NetUid,
        /// What it keeps.
        take: Take,
    },
    /// Set what a validator keeps of its nominators' dividends.
    SetTake {
        /// The validator.
        hotkey: Hotkey,
        /// What it keeps.
        take: Take,
    },
    /// Publish who a coldkey is.
    SetIdentity {
        /// All of it: what is empty is cleared.
        identity: Box<Identity>,
    },
    /// Publish what a subnet is.
    SetSubnetIdentity {
        /// Which.
        netuid: NetUid,
        /// All of it: what is empty is cleared.
        identity: Box<SubnetProfile>,
    },
    /// Register a new subnet.
    CreateSubnet {
        /// The owner's hotkey.
        hotkey: Hotkey,
        /// Lock at most this much; the chain does not enforce it, the plan does.
        max_cost: Option<Tao>,
        /// What it is.
        identity: Option<Box<SubnetProfile>>,
    },
    /// Become the owner of a hotkey that has none.
    AssociateHotkey {
        /// Which.
        hotkey: Hotkey,
    },
    /// Open a subnet for trading.
    StartSubnet {
        /// Which.
        netuid: NetUid,
    },
    /// Call for an epoch of a subnet before it comes by itself.
    TriggerEpoch {
        /// Which.
        netuid: NetUid,
    },
    /// Set a hyperparameter of a subnet.
    SetHyperparameter {
        /// Of.
        netuid: NetUid,
        /// Which, by the name that the chain's list has for it.
        name: String,
        /// What it becomes.
        value: ParameterValue,
    },
    /// Give a subnet's alpha another symbol.
    SetSymbol {
        /// Which.
        netuid: NetUid,
        /// One of the chain's own list.
        symbol: String,
    },
    /// Let a subnet have so many mechanisms.
    SetMechanisms {
        /// Which.
        netuid: NetUid,
        /// How many.
        count: u8,
    },
    /// Divide a subnet's emission among its mechanisms.
    SplitEmission {
        /// Which.
        netuid: NetUid,
        /// A part of 65,535 for each mechanism; `None` divides evenly.
        parts: Option<Vec<u16>>,
    },
    /// Let a subnet have fewer neurons; those that earn least go.
    TrimNeurons {
        /// Which.
        netuid: NetUid,
        /// Places that are left.
        places: u16,
    },
    /// Publish where a neuron can be reached. Signed by the hotkey.
    ServeAxon {
        /// On.
        netuid: NetUid,
        /// Address.
        ip: IpAddr,
        /// Port.
        port: u16,
        /// A number that the subnet gives meaning to.
        protocol: u8,
        /// Version of the neuron's software.
        version: u32,
    },
    /// Set weights openly. Signed by the hotkey.
    SetWeights {
        /// The weights.
        set: WeightSet,
    },
    /// Publish the hash of weights that are revealed later. Signed by the hotkey.
    CommitWeights {
        /// The weights.
        set: WeightSet,
        /// Makes the hash unguessable; needed again to reveal.
        salt: Vec<u16>,
    },
    /// Reveal weights whose hash was published. Signed by the hotkey.
    RevealWeights {
        /// The weights, exactly as committed.
        set: WeightSet,
        /// The salt of the commitment.
        salt: Vec<u16>,
    },
    /// Bind an EVM key to a hotkey's place on a subnet. Signed by the hotkey.
    AssociateEvm {
        /// On.
        netuid: NetUid,
        /// The EVM key's address.
        address: EvmAddress,
        /// The block that the proof names.
        block: u64,
        /// The EVM key's signature, 65 bytes.
        proof: RawBytes,
    },
    /// Take TAO out of the account of an EVM address that belongs to the coldkey.
    WithdrawEvm {
        /// Its EVM address.
        address: EvmAddress,
        /// How much.
        amount: TaoAmount,
    },
    /// Put one key in the place of another.
    SwapKey(KeySwap),
    /// Say who may act for whom, and act on announcements.
    Proxy(ProxyAct),
    /// Act together with others.
    Multisig(MultisigAct),
    /// Put TAO together with others for a purpose.
    Crowdloan(CrowdloanAct),
    /// Make a call that is given as bytes.
    Call {
        /// The call.
        call: CallBytes,
    },
    /// Do something in the name of an account that lets the signer act for it.
    ActFor {
        /// In whose name.
        real: AccountId,
        /// The kind of proxy to act as; `None` is the first that may.
        kind: Option<ProxyKind>,
        /// What. Not in another's name itself.
        item: Box<Intent>,
    },
    /// Several wishes under one signature.
    Batch {
        /// What happens if one fails.
        mode: BatchMode,
        /// In this order. None of them is a batch.
        items: Vec<Intent>,
    },
}

impl Intent {
    /// What is to be done, without who does it for whom.
    #[must_use]
    pub fn essence(&self) -> &Self {
        match self {
            Self::ActFor { item, .. }
            | Self::Proxy(ProxyAct::Announce { item, .. })
            | Self::Multisig(MultisigAct::Agree { item, .. }) => item.essence(),
            other => other,
        }
    }

    /// Whether it is done in the name of another account than the signer's.
    #[must_use]
    pub const fn is_for_another(&self) -> bool {
        matches!(
            self,
            Self::ActFor { .. }
                | Self::Multisig(_)
                | Self::Proxy(ProxyAct::Announce { .. } | ProxyAct::Execute { .. })
        )
    }
}
