//! What a user lets keys of this machine sign: rules in a file, and whether a call keeps to them.
//!
//! `docs/policy.md` is the text for people. A call is judged as it was decoded from the bytes that are signed, with
//! every call inside it; what is not understood is refused. Knows no key, no connection and no clock: the file's text,
//! the decoded call and the day come in as arguments.

mod error;
mod file;
mod judge;
#[cfg(feature = "network")]
mod leaves;
mod ledger;

pub use error::{PolicyError, Refusal};
pub use file::{KEYS, Pattern, Policy, TEMPLATE};
pub use judge::{Finding, Judgement, Preimage};
#[cfg(feature = "network")]
pub use leaves::Leaves;
pub use ledger::{Ledger, Spent};
