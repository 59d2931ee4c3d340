//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod accounts;
pub mod axons;
mod browse;
mod cancel;
mod commit;
mod conviction;
mod crowdloans;
mod decode;
mod error;
mod evm;
pub mod history;
mod info;
mod journal;
mod keys;
mod market;
mod multisig;
mod neurons;
mod offline;
mod owner;
mod plan;
mod portfolio;
mod proxies;
mod reconcile;
mod shielded;
mod simulate;
mod staking;
mod subnets;
mod unmet;
mod validators;
mod yields;

pub use accounts::balances;
pub use browse::{
    Examination, asking, blocks, blocks_between, call, call_of_texts, constant, described,
    differences, events, examine, explained, left_empty, network_at, only_reads, query,
    requirements,
};
pub use cancel::{Cancellation, Possible, cancel, cancellation};
pub use commit::{commit, submit};
pub use conviction::{Convicted, Conviction, conviction, locks_to};
pub use crowdloans::{CrowdloanDetail, contributors, crowdloan, crowdloans};
pub use decode::decode;
pub use error::{Error, Refusal, Stale};
pub use evm::{ProofError, evm_message, recovered};
pub use info::{ChainInfo, chain_info};
pub use journal::{Entry, Happening, Journal, JournalError, Listing, Moment, Words, watch_journal};
pub use keys::{coldkey_hash, coldkey_swap};
pub use market::{
    BurnCost, PriceHistory, burn_cost, creation_terms, hyperparameters, price, price_history,
};
pub use multisig::{multisig_calls, waiting_call};
pub use neurons::{OwnNeurons, own_neurons};
pub use offline::{PrepareOptions, Spare, check_signed, prepare, prepare_void, send_signed};
pub use owner::{
    ParameterError, bounds, owner_sheet, parameter_names, parameter_value, shown, takes_hotkey,
};
pub use plan::{
    LargeOrder, LargeTrade, MOST_BLOCKS, PlanOptions, Rebalance, RebalanceFree, RebalanceRow,
    RebalanceTrade, Rest, Target, Targets, Way, WayKind, Ways, call_of, plan, rebalance,
    unshielded, ways,
};
pub use portfolio::portfolio;
pub use proxies::{Proxies, call_words, proxies};
pub use reconcile::{Resend, reconcile, resume};
pub use simulate::{Change, EpochInputs, Ran, epoch_inputs};
pub use staking::{Claims, Family, LockState, Locks, auto_stakes, claims, families, locks};
pub use subnets::{SubnetDetail, metagraph, subnet, subnets};
pub use unmet::{CrowdloanUnmet, MultisigUnmet, ProxyUnmet, SwapUnmet, TargetsUnmet, Unmet};
pub use validators::{
    Validator, ValidatorDetail, WeightState, axon, identity, subnet_profile, validator, validators,
    validators_called, weight_rows, weights,
};
pub use yields::yields;

pub use crate::chain::multisig::Waiting as WaitingCall;
pub use crate::chain::{
    AnnouncedSwap, AxonTerms, Chain, ChainUpdate, Claimable, Commitment, CreationTerms, Crowdloan,
    CrowdloanLimits, Described, Difference, EpochStorage, Found, Hyperparameter, LoanCall, Lock,
    OwnerSheet, OwnerValue, Pinned, Probe, Queried, Requirement, Setting, Signed, Verdict, Wait,
    Walk,
};
