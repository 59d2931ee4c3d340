//! Bittensor's pool, share, price and emission rules as pure integer arithmetic.
//!
//! The client previews with these functions and the development chain executes them, so both give
//! the figure a real node gives, to the rao. Every rounding is the chain's: where a formula floors
//! or truncates in an odd place, that is the rule and not an oversight. Section numbers in the
//! documentation are those of the economics reference the project was built from.
//!
//! Nothing here knows accounts, storage, blocks or text. Amounts are rao in `u64`; prices are TAO
//! per alpha in [`fixed::U64F64`].

pub mod burn;
pub mod children;
pub mod claims;
pub mod dividends;
pub mod emission;
pub mod epoch;
pub mod fixed;
pub mod issuance;
pub mod lock;
pub mod moving_price;
pub mod pool;
pub mod power;
pub mod share;
pub mod subnet_cost;
pub mod voting_power;
pub mod weights;
