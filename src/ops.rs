//! One function per act that a person can see: what is there, what would happen, make it happen.
//!
//! Returns data. Never prints, never prompts, never reads the clock or the environment.

mod accounts;
mod browse;
mod cancel;
mod commit;
mod decode;
mod error;
mod info;
mod journal;
mod plan;
mod portfolio;
mod reconcile;
mod subnets;

pub use accounts::balances;
pub use browse::{
    Examination, asking, blocks, blocks_between, call, described, events, examine, left_empty,
    network_at, only_reads, query, requirements,
};
pub use cancel::{Cancellation, Possible, cancel, cancellation};
pub use commit::{commit, submit};
pub use decode::decode;
pub use error::{Error, Refusal};
pub use info::{ChainInfo, chain_info};
pub use journal::{Entry, Happening, Journal, JournalError, Listing, Moment, Words, watch_journal};
pub use plan::{PlanOptions, plan};
pub use portfolio::portfolio;
pub use reconcile::{Resend, reconcile, resume};
pub use subnets::{SubnetDetail, metagraph, subnet, subnets};

pub use crate::chain::{
    ChainUpdate, Described, Found, Pinned, Probe, Queried, Requirement, Signed, Verdict, Wait,
};
