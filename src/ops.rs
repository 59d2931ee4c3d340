//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod accounts;
mod commit;
mod error;
mod info;
mod market;
mod neurons;
mod plan;
mod portfolio;
mod staking;
mod subnets;
mod unmet;
mod validators;

pub use accounts::balances;
pub use commit::commit;
pub use error::{Error, Refusal};
pub use market::{
    BurnCost, PriceHistory, burn_cost, creation_terms, hyperparameters, price_history,
};
pub use neurons::{OwnNeurons, own_neurons};
pub use staking::{
    Claims, Family, LockState, Locks, auto_stakes, claims, families, locks,
};
pub use validators::{
    Validator, ValidatorDetail, WeightState, axon, identity, subnet_profile, validator, validators,
    weights,
};
pub use info::{ChainInfo, chain_info};
pub use plan::{PlanOptions, plan};
pub use portfolio::portfolio;
pub use unmet::Unmet;
pub use subnets::{SubnetDetail, metagraph, subnet, subnets};

pub use crate::chain::{
    AxonTerms, Claimable, Commitment, CreationTerms, Hyperparameter, Lock, Setting, Wait,
};
