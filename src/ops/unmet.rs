//! Preconditions of acts that change what is kept on the chain.

mod acting;
mod crowdloans;
mod keys;
mod targets;

pub use acting::{MultisigUnmet, ProxyUnmet};
pub use crowdloans::CrowdloanUnmet;
pub use keys::SwapUnmet;
pub use targets::TargetsUnmet;

use crate::model::{
    AccountId, Alpha, EvmAddress, Hotkey, Label, NetUid, ShareError, Take, Tao, TooLong, Uid,
};

/// A precondition that does not hold; the chain would refuse, and take its fee for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmet {
    /// A coldkey that is about to be swapped can do nothing else.
    #[error(
        "a swap of this coldkey is announced: until it is done the chain takes nothing else of it"
    )]
    SwapAnnounced,
    /// The hotkey has no place there.
    #[error("the hotkey {hotkey} is not registered on subnet {netuid}")]
    NotRegistered {
        /// The hotkey.
        hotkey: Hotkey,
        /// The subnet.
        netuid: NetUid,
    },
    /// None of the coldkey's hotkeys has a place anywhere.
    #[error("no hotkey of this coldkey is registered on any subnet")]
    NoNeuron,
    /// Too soon after the last time.
    #[error("{what} can be done again from block {from}; now is block {now}")]
    TooSoon {
        /// What.
        what: &'static str,
        /// First block.
        from: u32,
        /// The block now.
        now: u32,
    },
    /// Its time has not come.
    #[error("{what} can be done from block {from} on; now is block {now}")]
    TooEarly {
        /// What.
        what: &'static str,
        /// First block.
        from: u32,
        /// The block now.
        now: u32,
    },
    /// It is so already.
    #[error("{what} is {value} already")]
    Already {
        /// What.
        what: &'static str,
        /// Its value.
        value: String,
    },
    /// A take beyond what the chain allows.
    #[error("a take of {take} is outside what the chain allows: {least} to {most}")]
    TakeOutOfRange {
        /// What was asked for.
        take: Take,
        /// Least.
        least: Take,
        /// Most.
        most: Take,
    },
    /// Nothing like that on root.
    #[error("this is not possible on root")]
    NotOnRoot,
    /// More children than the chain takes.
    #[error("{count} children are too many: a hotkey can have {most}")]
    TooManyChildren {
        /// How many were given.
        count: usize,
        /// How many the chain takes.
        most: usize,
    },
    /// The same child twice.
    #[error("the child {hotkey} is named twice")]
    DuplicateChild {
        /// The child.
        hotkey: Hotkey,
    },
    /// A hotkey as its own child.
    #[error("a hotkey cannot be its own child")]
    OwnChild,
    /// A parent as a child.
    #[error("{hotkey} is a parent of this hotkey and cannot be its child")]
    ParentAsChild {
        /// The child that is a parent.
        hotkey: Hotkey,
    },
    /// Parts that are more than the whole.
    #[error("the proportions are more than 100% together")]
    MoreThanWhole,
    /// Nothing to take back.
    #[error("the hotkey has no children on subnet {netuid}")]
    NoChildren {
        /// The subnet.
        netuid: NetUid,
    },
    /// Too many subnets, or none.
    #[error("one claim covers 1 to 5 subnets, and {count} were given")]
    ClaimCount {
        /// How many were given.
        count: usize,
    },
    /// Nothing is owed, or too little.
    #[error("nothing can be claimed there: less than each subnet's threshold is owed")]
    NothingToClaim,
    /// No subnets were named.
    #[error("no subnets were named to keep alpha on")]
    NoSubnets,
    /// More than there is.
    #[error(
        "{total} alpha would be locked in all, and {staked} is staked on subnet {netuid} through all \
         hotkeys"
    )]
    LockExceedsStake {
        /// The subnet.
        netuid: NetUid,
        /// What would be locked.
        total: Alpha,
        /// What is staked.
        staked: Alpha,
    },
    /// One lock per subnet.
    #[error("the lock on subnet {netuid} is to {hotkey}, and there is one per subnet")]
    LockedElsewhere {
        /// The subnet.
        netuid: NetUid,
        /// Where the lock is.
        hotkey: Hotkey,
    },
    /// There is nothing to move.
    #[error("nothing is locked on subnet {netuid}")]
    NoLock {
        /// The subnet.
        netuid: NetUid,
    },
    /// Only the owner may.
    #[error("subnet {netuid} belongs to the coldkey {owner}")]
    NotOwner {
        /// The subnet.
        netuid: NetUid,
        /// Its owner.
        owner: AccountId,
    },
    /// No owner sets a hyperparameter of this name.
    #[error("`{0}` is not a hyperparameter that owners can set on this runtime")]
    UnknownParameter(Label),
    /// A value beyond what the chain takes.
    #[error("{name} cannot be {value}: the chain takes {bounds}")]
    OutOfBounds {
        /// The hyperparameter.
        name: &'static str,
        /// What was asked for.
        value: String,
        /// What it takes, in words.
        bounds: String,
    },
    /// Too soon after the owner's last change of it.
    #[error("{name} of subnet {netuid} can be changed again from block {from}; now is block {now}")]
    ChangedLately {
        /// The hyperparameter.
        name: &'static str,
        /// The subnet.
        netuid: NetUid,
        /// First block.
        from: u32,
        /// The block now.
        now: u32,
    },
    /// Shortly before an epoch owners change nothing.
    #[error(
        "owners change nothing in the {window} blocks before an epoch: subnet {netuid} is closed \
         until block {until}; now is block {now}"
    )]
    OwnerWindow {
        /// The subnet.
        netuid: NetUid,
        /// How many blocks.
        window: u16,
        /// Block of the epoch.
        until: u32,
        /// The block now.
        now: u32,
    },
    /// Weights that are committed first bind epochs to their time.
    #[error("no epoch can be called for while weights are committed first, as on subnet {netuid}")]
    EpochByCommits {
        /// The subnet.
        netuid: NetUid,
    },
    /// One was called for.
    #[error(
        "an epoch of subnet {netuid} is called for already: it comes at block {at}; now is block {now}"
    )]
    EpochCalled {
        /// The subnet.
        netuid: NetUid,
        /// Its block.
        at: u32,
        /// The block now.
        now: u32,
    },
    /// One comes by itself no later.
    #[error(
        "the next epoch of subnet {netuid} comes by itself at block {at}, less than {window} blocks after \
         one that would be called for; now is block {now}"
    )]
    EpochSoon {
        /// The subnet.
        netuid: NetUid,
        /// Its block.
        at: u32,
        /// Blocks that a called epoch waits.
        window: u16,
        /// The block now.
        now: u32,
    },
    /// It has none.
    #[error("subnet {netuid} has no epochs: its tempo is 0")]
    NoEpochs {
        /// The subnet.
        netuid: NetUid,
    },
    /// Bounds of something that is switched off.
    #[error("{name} needs liquid_alpha_enabled, which is off on subnet {netuid}")]
    LiquidAlphaOff {
        /// The hyperparameter.
        name: &'static str,
        /// The subnet.
        netuid: NetUid,
    },
    /// Another subnet has it.
    #[error("another subnet has the symbol {symbol}")]
    SymbolTaken {
        /// The symbol.
        symbol: Label,
    },
    /// As many parts as mechanisms.
    #[error("{count} parts were given, and subnet {netuid} has {mechanisms} mechanisms")]
    PartCount {
        /// How many were given.
        count: usize,
        /// The subnet.
        netuid: NetUid,
        /// Its mechanisms.
        mechanisms: u8,
    },
    /// Too many of those that stay are protected.
    #[error(
        "{protected} neurons of subnet {netuid} are immune or the owner's, and the chain wants \
         fewer than four in five of the {places} that stay"
    )]
    TooManyProtected {
        /// The subnet.
        netuid: NetUid,
        /// How many cannot go.
        protected: u16,
        /// How many stay.
        places: u16,
    },
    /// No proof.
    #[error(transparent)]
    EvmProof(super::ProofError),
    /// Another key's proof.
    #[error("the proof is of the EVM key {found}, not of {address}")]
    EvmProofOfAnother {
        /// Whose it is.
        found: EvmAddress,
        /// Whose it should be.
        address: EvmAddress,
    },
    /// Most chains for development have none.
    #[error("this chain has no EVM: there is no call EVM.withdraw in runtime {spec_version}")]
    NoEvm {
        /// The runtime's version.
        spec_version: u32,
    },
    /// Another account's address.
    #[error("the EVM address {address} is not this coldkey's, which is {own}")]
    NotYourEvmAddress {
        /// What was asked for.
        address: EvmAddress,
        /// The coldkey's own.
        own: EvmAddress,
    },
    /// Nothing is there.
    #[error("the EVM address {address} has nothing")]
    EvmEmpty {
        /// The address.
        address: EvmAddress,
    },
    /// Not so much is there.
    #[error("{amount} TAO was asked for, and the EVM address {address} has {free}")]
    EvmBalance {
        /// The address.
        address: EvmAddress,
        /// What it has.
        free: Tao,
        /// What was asked for.
        amount: Tao,
    },
    /// It runs.
    #[error("subnet {netuid} has been started: it is paid since block {block}")]
    Started {
        /// The subnet.
        netuid: NetUid,
        /// First block.
        block: u64,
    },
    /// No room, and no subnet may be removed.
    #[error("all {limit} subnets exist, and none of them may be removed now")]
    NoRoom {
        /// How many there can be.
        limit: u16,
    },
    /// More than is allowed.
    #[error("a subnet costs {cost} TAO now, more than the {most} allowed")]
    CostTooHigh {
        /// Price now.
        cost: Tao,
        /// Most that may be paid.
        most: Tao,
    },
    /// A text is too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// A share that is none.
    #[error(transparent)]
    Share(#[from] ShareError),
    /// Nobody elsewhere could reach it.
    #[error("`{0}` cannot be reached from elsewhere: the chain refuses it")]
    Unreachable(std::net::IpAddr),
    /// Port 0.
    #[error("0 is not a port")]
    NoPort,
    /// The subnet wants commitments.
    #[error("subnet {netuid} takes weights only as commitments that are revealed later")]
    CommitsWanted {
        /// The subnet.
        netuid: NetUid,
    },
    /// The subnet wants no commitments.
    #[error("subnet {netuid} takes weights openly and no commitments")]
    CommitsOff {
        /// The subnet.
        netuid: NetUid,
    },
    /// Its weights would not count.
    #[error("uid {uid} has no validator permit on subnet {netuid}: its weights are refused")]
    NoPermit {
        /// The neuron.
        uid: Uid,
        /// The subnet.
        netuid: NetUid,
    },
    /// No such mechanism.
    #[error("subnet {netuid} has no mechanism {mechanism}")]
    NoMechanism {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mechanism: u8,
    },
    /// Weights of nobody.
    #[error("subnet {netuid} has no uid {uid}")]
    NoUid {
        /// The uid.
        uid: Uid,
        /// The subnet.
        netuid: NetUid,
    },
    /// The same uid twice.
    #[error("uid {uid} is named twice")]
    DuplicateUid {
        /// The uid.
        uid: Uid,
    },
    /// Too few.
    #[error("{count} weights are too few: subnet {netuid} wants {least}")]
    TooFewWeights {
        /// How many were given.
        count: usize,
        /// The subnet.
        netuid: NetUid,
        /// How many it wants.
        least: u16,
    },
    /// An old version.
    #[error("the version key {given} is too old: subnet {netuid} wants {least}")]
    OldVersion {
        /// The subnet.
        netuid: NetUid,
        /// What was given.
        given: u64,
        /// What is wanted.
        least: u64,
    },
    /// Nothing like this was committed.
    #[error("no commitment of this hotkey is to these weights, this salt and this version key")]
    NoCommitment,
    /// Too early or too late.
    #[error("these weights can be revealed in epoch {due} of the subnet; now is epoch {now}")]
    NotRevealTime {
        /// The epoch.
        due: u64,
        /// The epoch now.
        now: u64,
    },
    /// As many as the chain keeps.
    #[error("{count} commitments wait to be revealed already, as many as the chain keeps")]
    TooManyCommitments {
        /// How many.
        count: usize,
    },
    /// About proxies.
    #[error(transparent)]
    Proxy(#[from] ProxyUnmet),
    /// About multisigs.
    #[error(transparent)]
    Multisig(#[from] MultisigUnmet),
    /// About keys that take the place of others.
    #[error(transparent)]
    Swap(#[from] SwapUnmet),
    /// About crowdloans.
    #[error(transparent)]
    Crowdloan(#[from] CrowdloanUnmet),
    /// About weights that positions are to have.
    #[error(transparent)]
    Targets(#[from] TargetsUnmet),
    /// Nothing to do.
    #[error("a batch needs at least one operation")]
    EmptyBatch,
    /// A batch in a batch.
    #[error("a batch cannot hold a batch")]
    NestedBatch,
}
