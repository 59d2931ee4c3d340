//! Why an act cannot be planned or done.

use crate::chain;
use crate::model::{
    AccountId, Alpha, Hash, Hotkey, Label, NetUid, Price, Ratio, SignError, Tao, Tolerance, Uid,
    Unshielded,
};
use crate::offline;

/// A failure of an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The chain room failed.
    #[error(transparent)]
    Chain(#[from] chain::Error),
    /// The chain would refuse the act, or a safety rule does; nothing was sent.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The plan was made for another chain or other rules.
    #[error("the plan is outdated: it was made {planned}, and now it would have to be {found}")]
    PlanOutdated {
        /// Chain and rules the plan was made for.
        planned: String,
        /// Chain and rules now.
        found: String,
    },
    /// The key that is to sign is not the plan's signer.
    #[error("the plan is for {planned}, and the key is {found}")]
    WrongKey {
        /// Who was to sign.
        planned: AccountId,
        /// Whose key was given.
        found: AccountId,
    },
    /// The journal of transactions could not be used; nothing was sent.
    #[error(transparent)]
    Journal(#[from] super::JournalError),
    /// Another transaction of the account has the number and may still be included.
    #[error(
        "the number {nonce} belongs to transaction {transaction}, which can still be included \
         until block {valid_until}; nothing was signed or sent"
    )]
    NumberTaken {
        /// The number.
        nonce: u32,
        /// Who has it.
        transaction: crate::model::Hash,
        /// Its last valid block.
        valid_until: u32,
    },
    /// A carrier came into a block, and what it held did not.
    #[error(
        "the shield took the transaction in (carrier {carrier} in block {block}), and it never came into a block \
         itself: the block's author did not open it, or it was not valid any more; nothing happened but the \
         carrier's fee{}", fee.map(|fee| format!(" of {fee} TAO")).unwrap_or_default()
    )]
    NotOpened {
        /// The carrier.
        carrier: Hash,
        /// What it held.
        transaction: Hash,
        /// The carrier's block.
        block: u32,
        /// The carrier's fee.
        fee: Option<Tao>,
    },
    /// Whoever holds the key did not sign; nothing was sent.
    #[error(transparent)]
    Unsigned(#[from] SignError),
    /// A request or an answer of the air gap is refused.
    #[error(transparent)]
    Offline(#[from] offline::Error),
    /// What was prepared or signed elsewhere no longer fits the chain; nothing was sent.
    #[error(transparent)]
    Stale(#[from] Stale),
}

/// What changed while a request was away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    /// The connected chain is another one.
    #[error("it is signed for the chain with the genesis {wanted}, and {network} is another")]
    OtherChain {
        /// The chain it is for.
        wanted: Hash,
        /// The connected one.
        network: Label,
    },
    /// The chain's rules were upgraded, which voids every earlier signature.
    #[error("it is signed for runtime {signed}, and the chain runs {now}: the signature is void")]
    Runtime {
        /// As signed.
        signed: u32,
        /// Now.
        now: u32,
    },
    /// The account's number moved on.
    #[error("number {number} was used by another transaction: the account's next is {next}")]
    NumberUsed {
        /// As signed.
        number: u32,
        /// The next one.
        next: u32,
    },
    /// Its lifetime is over.
    #[error("it was valid until block {until}, and the chain is at {now}")]
    Expired {
        /// Last valid block.
        until: u32,
        /// Newest block.
        now: u32,
    },
    /// The block that its lifetime begins with is not on this chain.
    #[error("block {block}, which its lifetime begins with, is another one on this chain")]
    OtherFork {
        /// The block.
        block: u32,
    },
    /// An item cannot be added to a set of another chain, runtime or signer.
    #[error("the request is for another chain, runtime or signer")]
    OtherSet,
    /// A fault.
    #[error("making the request came to a stop: {0}")]
    Stopped(String),
}

impl From<super::Unmet> for Error {
    fn from(unmet: super::Unmet) -> Self {
        Self::Refused(unmet.into())
    }
}

/// A precondition that does not hold. Found before anything is signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No subnet has this number.
    #[error("there is no subnet {netuid}")]
    NoSuchSubnet {
        /// The number.
        netuid: NetUid,
    },
    /// There is nothing to choose between: alpha is TAO there.
    #[error("subnet {netuid} has no pool: one alpha is one TAO there, however much is traded")]
    NoPool {
        /// The subnet.
        netuid: NetUid,
    },
    /// The pool cannot take so much, in whatever parts.
    #[error("subnet {netuid} cannot take this order: {reason}")]
    NoRoute {
        /// The subnet.
        netuid: NetUid,
        /// Why.
        reason: String,
    },
    /// The subnet's token cannot be traded yet.
    #[error("subnet {netuid} has not been started: its alpha cannot be traded yet")]
    NotStarted {
        /// The subnet.
        netuid: NetUid,
    },
    /// The hotkey was never registered or associated.
    #[error("the hotkey {hotkey} is unknown to the chain: it was never registered on any subnet")]
    NoSuchHotkey {
        /// The hotkey.
        hotkey: Hotkey,
    },
    /// Not enough free TAO.
    #[error("{needed} TAO are needed ({fee} TAO of it for fees), and {spendable} TAO can be spent")]
    NotEnoughTao {
        /// Amount and fees.
        needed: Tao,
        /// Fees alone.
        fee: Tao,
        /// What can leave the account while it stays alive.
        spendable: Tao,
    },
    /// Nothing would be left after fees.
    #[error("{spendable} TAO can be spent, and the fee alone is {fee} TAO")]
    NothingToSpend {
        /// What can leave the account while it stays alive.
        spendable: Tao,
        /// The fee.
        fee: Tao,
    },
    /// An amount of nothing.
    #[error("the amount is zero")]
    ZeroAmount,
    /// Below the chain's minimum for a stake.
    #[error("{amount} TAO is below the chain's minimum of {minimum} TAO")]
    BelowMinimum {
        /// What was asked for, or what the alpha would bring.
        amount: Tao,
        /// Least, fee included.
        minimum: Tao,
    },
    /// The receiver would not exist with so little.
    #[error("{amount} TAO is too little to open the receiver's account: it needs {minimum} TAO")]
    BelowExistentialDeposit {
        /// What was asked for.
        amount: Tao,
        /// Least for a new account.
        minimum: Tao,
    },
    /// The pool cannot fill this.
    #[error("the pool of subnet {netuid} is too small for this trade")]
    PoolTooSmall {
        /// The subnet.
        netuid: NetUid,
    },
    /// The market is beyond the limit already.
    #[error(
        "the price on subnet {netuid} is {price} TAO, beyond your limit of {limit} TAO already"
    )]
    LimitCrossed {
        /// The subnet.
        netuid: NetUid,
        /// Spot price.
        price: Price,
        /// The limit.
        limit: Price,
    },
    /// All or nothing, and the whole would move the price past the limit.
    #[error(
        "{amount} TAO would move the price from {price} past your limit of {limit} TAO; \
         at most {largest} TAO fits"
    )]
    BuyTooLarge {
        /// What was asked for.
        amount: Tao,
        /// Spot price.
        price: Price,
        /// The limit.
        limit: Price,
        /// Most that fits, fee included.
        largest: Tao,
    },
    /// All or nothing, and the whole would move the price past the limit.
    #[error(
        "{amount} alpha would move the price from {price} past your limit of {limit} TAO; \
         at most {largest} alpha fits"
    )]
    SaleTooLarge {
        /// What was asked for.
        amount: Alpha,
        /// Spot price.
        price: Price,
        /// The limit.
        limit: Price,
        /// Most that fits, fee included.
        largest: Alpha,
    },
    /// Nothing is staked there.
    #[error("nothing is staked through {hotkey} on subnet {netuid}")]
    NothingStaked {
        /// The hotkey.
        hotkey: Hotkey,
        /// The subnet.
        netuid: NetUid,
    },
    /// Less is staked there.
    #[error("{amount} alpha was asked for, and {staked} is staked through this hotkey")]
    NotEnoughStake {
        /// What was asked for.
        amount: Alpha,
        /// What is there.
        staked: Alpha,
    },
    /// A conviction lock holds the stake.
    #[error("{amount} alpha was asked for, and only {available} is not locked")]
    StakeLocked {
        /// What was asked for.
        amount: Alpha,
        /// What can be moved.
        available: Alpha,
    },
    /// The hotkey has a place already.
    #[error("the hotkey has uid {uid} on subnet {netuid} already")]
    AlreadyRegistered {
        /// The subnet.
        netuid: NetUid,
        /// Its place.
        uid: Uid,
    },
    /// The subnet takes no new neurons.
    #[error("subnet {netuid} accepts no registrations at present")]
    RegistrationClosed {
        /// The subnet.
        netuid: NetUid,
    },
    /// The hotkey belongs to somebody else.
    #[error("the hotkey belongs to the coldkey {owner}")]
    NotYourHotkey {
        /// Its owner.
        owner: AccountId,
    },
    /// The burn is beyond what is allowed.
    #[error(
        "registering on subnet {netuid} costs {burn} TAO now, more than the {max_burn} allowed"
    )]
    BurnTooHigh {
        /// The subnet.
        netuid: NetUid,
        /// Price now.
        burn: Tao,
        /// Most that may be paid.
        max_burn: Tao,
    },
    /// Nothing would change its place.
    #[error("origin and destination are the same hotkey on the same subnet")]
    SamePlace,
    /// A gift needs somebody else.
    #[error("the receiver is the sender")]
    GiftToSelf,
    /// The owner has switched gifts of stake off.
    #[error("the owner of subnet {netuid} does not let stake be given to others")]
    TransfersOff {
        /// The subnet.
        netuid: NetUid,
    },
    /// All or nothing, and the whole would move the prices past the limit.
    #[error(
        "{amount} alpha would move the ratio of the two prices past your limit of {limit}; at most \
         {largest} alpha fits"
    )]
    MoveTooLarge {
        /// What was asked for.
        amount: Alpha,
        /// The limit, origin per destination.
        limit: Price,
        /// Most that fits.
        largest: Alpha,
    },
    /// A limit was asked for, and the call knows none.
    #[error("the chain has no call that does this with a price limit or in part")]
    CannotLimit,
    /// The loss is beyond what is accepted.
    #[error("this loses {impact} against the prices now, more than your {tolerance}")]
    ImpactTooLarge {
        /// How much less arrives than at the prices now.
        impact: Ratio,
        /// What is accepted.
        tolerance: Tolerance,
    },
    /// The same of one sale among several.
    #[error(
        "the sale on subnet {netuid} loses {impact} against the price now, more than your \
         {tolerance}, and no call of the chain limits it"
    )]
    SaleLosesTooMuch {
        /// The subnet.
        netuid: NetUid,
        /// How much less arrives than at the price now.
        impact: Ratio,
        /// What is accepted.
        tolerance: Tolerance,
    },
    /// Less would arrive now than was planned.
    #[error("{planned} would have arrived when it was planned, and now {now}")]
    ArrivesLess {
        /// In its unit.
        planned: String,
        /// In its unit.
        now: String,
    },
    /// Nothing is staked through this hotkey.
    #[error("nothing that could be sold is staked through {hotkey}")]
    NothingThrough {
        /// The hotkey.
        hotkey: Hotkey,
    },
    /// Whatever is staked through this hotkey cannot be sold now.
    #[error("none of the positions through {hotkey} can be sold now")]
    NothingSellable {
        /// The hotkey.
        hotkey: Hotkey,
    },
    /// The price went past the plan's limit after it was planned.
    #[error(
        "the price on subnet {netuid} moved past your limit while you were reading: it is {price} \
         TAO now, your limit is {limit} TAO; nothing was signed or sent"
    )]
    PriceMoved {
        /// The subnet.
        netuid: NetUid,
        /// Spot price now.
        price: Price,
        /// The plan's limit.
        limit: Price,
    },
    /// The chain would have done it when it was planned, and would refuse it now.
    #[error("the chain changed while you were reading: {0}; nothing was signed or sent")]
    Meanwhile(Box<Refusal>),
    /// One of several operations is refused.
    #[error("operation {number}: {refusal}")]
    InBatch {
        /// Which, counted from 1.
        number: usize,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// What is to be done in another's name is refused.
    #[error("for {account}: {refusal}")]
    For {
        /// In whose name.
        account: AccountId,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// A precondition of a change that does not hold.
    #[error(transparent)]
    Unmet(#[from] super::Unmet),
    /// Only shielded, it was said, and it cannot be.
    #[error("it would not be shielded: {why}")]
    NotShielded {
        /// Why.
        why: Unshielded,
    },
    /// It was planned to be shielded, and cannot be any more.
    #[error("it was to be shielded, and cannot be any more: {why}; nothing was signed or sent")]
    ShieldGone {
        /// Why.
        why: Unshielded,
    },
    /// Era periods are powers of two from 4 to 65,536.
    #[error("{period} is not a period: powers of two from 4 to 65536 are")]
    BadPeriod {
        /// What was asked for.
        period: u32,
    },
}

/// From a precondition of acting for others.
impl From<super::unmet::ProxyUnmet> for Error {
    fn from(unmet: super::unmet::ProxyUnmet) -> Self {
        super::Unmet::from(unmet).into()
    }
}

/// From a precondition of acting together.
impl From<super::unmet::MultisigUnmet> for Error {
    fn from(unmet: super::unmet::MultisigUnmet) -> Self {
        super::Unmet::from(unmet).into()
    }
}

/// From a precondition of swapping keys.
impl From<super::unmet::SwapUnmet> for Error {
    fn from(unmet: super::unmet::SwapUnmet) -> Self {
        super::Unmet::from(unmet).into()
    }
}

/// From a precondition of crowdloans.
impl From<super::unmet::CrowdloanUnmet> for Error {
    fn from(unmet: super::unmet::CrowdloanUnmet) -> Self {
        super::Unmet::from(unmet).into()
    }
}
