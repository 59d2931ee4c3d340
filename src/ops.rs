//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod accounts;
mod commit;
mod error;
mod info;
mod plan;
mod portfolio;
mod subnets;
mod unmet;

pub use accounts::balances;
pub use commit::commit;
pub use error::{Error, Refusal};
pub use info::{ChainInfo, chain_info};
pub use plan::{PlanOptions, plan};
pub use portfolio::portfolio;
pub use unmet::Unmet;
pub use subnets::{SubnetDetail, metagraph, subnet, subnets};

pub use crate::chain::Wait;
