//! The nouns: amounts, keys, subnets, neurons, intents, plans, receipts.
//!
//! Integer arithmetic only. No I/O, no clock, no floats for money; everything that reaches a
//! terminal from a stranger is a [`Label`], which cannot hold a control character.

mod account;
mod amount;
mod call;
mod crowdloan;
mod decoded;
mod deed;
mod evm;
mod identity;
mod ids;
mod intent;
mod label;
mod metagraph;
mod multisig;
mod network;
mod parameter;
mod plan;
mod portfolio;
mod proxy;
mod receipt;
mod relocation;
mod share;
mod shield;
mod signature;
mod subnet;
mod swap;

pub use account::{AccountId, Coldkey, Hotkey, Ss58Error};
pub use amount::{Alpha, AmountError, Price, RAO_PER_TAO, Ratio, Tao, Tolerance};
pub use call::{CallBytes, NoCall};
pub use crowdloan::{CrowdloanAct, CrowdloanChange, CrowdloanId, Purpose};
pub use decoded::{
    BlockEvent, BlockSummary, Decoded, DecodedArg, DecodedCall, DecodedInput, DecodedLine,
    DecodedTransaction,
};
pub use deed::{Deed, DeedKind};
pub use evm::{EvmAddress, EvmAddressError, RawBytes, WEI_PER_RAO, wei};
pub use identity::{Identity, SubnetProfile, TooLong};
pub use ids::{Hash, NetUid, Uid};
pub use intent::{
    AlphaAmount, BatchMode, ChildShare, ClaimType, Intent, Limit, Place, Proceeds, TaoAmount,
    Weight, WeightSet,
};
pub use label::Label;
pub use metagraph::{Axon, Metagraph, Neuron};
pub use multisig::{Multisig, MultisigAct, MultisigError, MultisigText};
pub use network::{At, Balance, BlockId, Network};
pub use parameter::{Factor, FactorError, ParameterValue, Unearned};
pub use plan::{
    Change, LeftOut, Mortality, Outcome, Plan, PlannedArg, PlannedCall, Sweep, Trade, TradeSide,
    Warning, Way,
};
pub use portfolio::{Portfolio, Position, Yield, YieldPart};
pub use proxy::{
    AnnouncedCall, CallCondition, CallRule, ProxyAct, ProxyEntry, ProxyKind, ProxyRule,
    UnknownProxyKind,
};
pub use receipt::{ChainEvent, ItemResult, Receipt, Settled, Stage};
pub use relocation::Relocation;
pub use share::{Portion, Proportion, ShareError, Take};
pub use shield::{
    CarrierReceipt, SHIELD_PERIOD, Sealing, Shield, ShieldPart, Shielding, Unshielded,
};
pub use signature::{Sign, SignError, SignTransaction, Signature, Unsigned, signed_bytes};
pub use subnet::{Deregistration, Standing, Subnet, SubnetIdentity, Subnets};
pub use swap::{KeySwap, SwapStake};
