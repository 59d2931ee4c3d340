//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod accounts;
mod commit;
mod error;
mod info;
mod offline;
mod plan;
mod portfolio;
mod subnets;

pub use accounts::balances;
pub use commit::commit;
pub use error::{Error, Refusal, Stale};
pub use info::{ChainInfo, chain_info};
pub use offline::{PrepareOptions, Spare, check_signed, prepare, send_signed};
pub use plan::{PlanOptions, plan};
pub use portfolio::portfolio;
pub use subnets::{SubnetDetail, metagraph, subnet, subnets};

pub use crate::chain::Wait;
