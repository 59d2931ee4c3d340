//! Preconditions of acting for others: as a proxy, as a member of a multisig.

use crate::model::{AccountId, Hash, ProxyKind, Tao};

/// A precondition that does not hold, about proxies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyUnmet {
    /// Nobody said so.
    #[error("{delegate} is not a proxy of {real}")]
    NotProxy {
        /// In whose name.
        real: AccountId,
        /// Who wants to act.
        delegate: AccountId,
    },
    /// Of another kind only.
    #[error("{delegate} is not a proxy of type {kind} of {real}")]
    NotOfKind {
        /// In whose name.
        real: AccountId,
        /// Who wants to act.
        delegate: AccountId,
        /// What was asked for.
        kind: ProxyKind,
    },
    /// The kind does not allow it.
    #[error("a proxy of type {kinds} may not do this: {call} is not among what it may")]
    Forbidden {
        /// The kinds that the signer has.
        kinds: String,
        /// The call that is not allowed.
        call: String,
    },
    /// It has to be announced first.
    #[error(
        "the proxy of type {kind} has a delay of {delay} blocks: what it does has to be announced \
         that long before"
    )]
    Delayed {
        /// Of which kind.
        kind: ProxyKind,
        /// How long.
        delay: u32,
    },
    /// An account for itself.
    #[error("an account cannot be its own proxy")]
    OwnProxy,
    /// It is so already.
    #[error("{delegate} is a proxy of type {kind} with that delay already")]
    Duplicate {
        /// Who.
        delegate: AccountId,
        /// What.
        kind: ProxyKind,
    },
    /// No room.
    #[error("there are {count} already, as many as the chain takes")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// There is no such entry.
    #[error("{delegate} is not a proxy of type {kind} with a delay of {delay} blocks")]
    NoEntry {
        /// Who.
        delegate: AccountId,
        /// What.
        kind: ProxyKind,
        /// Blocks.
        delay: u32,
    },
    /// There are none.
    #[error("nobody may act for this account")]
    NoProxies,
    /// This runtime does not know the kind.
    #[error("this runtime has no proxies of type {kind}")]
    NoSuchKind {
        /// What was asked for.
        kind: ProxyKind,
    },
    /// Another account would be given up.
    #[error(
        "this maker, type, number, block and place make the account {made}, and not {account}, in \
         whose name it would be done"
    )]
    OtherPure {
        /// What they make.
        made: AccountId,
        /// Who would be given up.
        account: AccountId,
    },
    /// It was not announced.
    #[error("{delegate} has not announced the call {call_hash} for {real}")]
    NotAnnounced {
        /// Who would have.
        delegate: AccountId,
        /// In whose name.
        real: AccountId,
        /// The call's hash.
        call_hash: Box<Hash>,
    },
    /// It is announced already.
    #[error("the very same call is announced already, since block {height}")]
    AnnouncedAlready {
        /// Since when.
        height: u32,
    },
    /// Nothing is held that could be another amount.
    #[error("nothing is held of {account}: it has neither proxies nor announced calls")]
    NothingHeld {
        /// The account.
        account: AccountId,
    },
    /// What is held is what the chain asks for.
    #[error("{held} TAO is held, which is what the chain asks for")]
    DepositFits {
        /// What is held.
        held: Tao,
    },
    /// An act in another's name inside another.
    #[error("what is done in another's name stands alone: not in a batch and not inside another")]
    Nested,
}

/// A precondition that does not hold, about multisigs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MultisigUnmet {
    /// The signer is somebody else.
    #[error("{signer} is no member of the multisig {account}")]
    NotMember {
        /// Who wants to sign.
        signer: AccountId,
        /// The multisig's account.
        account: AccountId,
    },
    /// Once is enough.
    #[error("this member agreed already: {agreed} of {needed} did so far")]
    Agreed {
        /// How many.
        agreed: u16,
        /// How many have to.
        needed: u16,
    },
    /// Nothing of that hash waits.
    #[error("no call with the hash {call_hash} waits for members of {account}")]
    NothingWaits {
        /// The multisig's account.
        account: AccountId,
        /// The hash.
        call_hash: Box<Hash>,
    },
    /// The last one has to bring the call.
    #[error("with this member enough agree, and the call itself is needed to carry it out")]
    CallNeeded,
    /// Somebody else began it.
    #[error("only {depositor}, who began it, can take it back")]
    NotYours {
        /// Who began it.
        depositor: AccountId,
    },
    /// The deposit is somebody else's.
    #[error("only {depositor}, who began it and whose deposit it is, can have it adjusted")]
    NotYourDeposit {
        /// Who began it.
        depositor: AccountId,
    },
    /// What is held is what the chain asks for.
    #[error("{held} TAO is held, which is what the chain asks for")]
    DepositFits {
        /// What is held.
        held: Tao,
    },
}
