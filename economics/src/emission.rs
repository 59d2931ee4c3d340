//! What one block gives to each subnet (economics.md 3.2 to 3.4): the share of the block's TAO, what
//! of it enters the pool, and how the subnet's new alpha is divided until the next epoch.

mod injection;
mod shares;
mod split;

pub use injection::{Injection, inject, root_proportion};
pub use shares::{Candidate, shares, tao_emission};
pub use split::{OWNER_CUT, Split, split};
