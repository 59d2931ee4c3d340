//! Why the policy does not let something be signed.

use std::path::PathBuf;

use crate::model::{AccountId, Hash, Label, Tao};

/// Why there are no rules to judge by. Then nothing is signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file cannot be read.
    #[error("the policy {} cannot be read: {reason}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file makes no sense.
    #[error("the policy is not understood: {0}")]
    Malformed(String),
    /// The day's use cannot be read or written.
    #[error("the use of the day in {} cannot be kept: {reason}", path.display())]
    Ledger {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The call cannot be decoded.
    #[error("the policy cannot judge a call that is not understood: {0}")]
    Undecodable(String),
    /// A rule says no.
    #[error("the policy does not allow {path}: {refusal}")]
    Refused {
        /// `Pallet.call`.
        path: Label,
        /// Which rule.
        refusal: Refusal,
    },
}

/// A rule that a call does not keep to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A pattern forbids it.
    #[error("`deny_calls` has `{0}`")]
    Denied(String),
    /// No pattern allows it.
    #[error("`allow_calls` does not list it")]
    NotListed,
    /// It is not known what its arguments mean.
    #[error(
        "this tau does not know what its arguments mean, and `allow_calls` does not name it exactly"
    )]
    Unknown,
    /// It hides what it does.
    #[error("it hides what it does, and `allow_calls` does not name it exactly")]
    Hidden,
    /// It approves a hash and nobody says of what.
    #[error("it approves the hash {0}, and the call that it stands for is not there")]
    NoPreimage(Hash),
    /// Calls inside one another without end.
    #[error("calls are nested too deeply")]
    TooDeep,
    /// Somebody who is not listed would get something.
    #[error("`destinations` does not list {0}")]
    Destination(AccountId),
    /// A hotkey that is not listed.
    #[error("`hotkeys` does not list {0}")]
    Hotkey(AccountId),
    /// A trade at any price.
    #[error("`require_limit` is set, and it is filled at any price")]
    NoLimit,
    /// What it spends is not in it.
    #[error("there is a cap, and what it spends is decided only when it is done")]
    Unbounded,
    /// More than one transaction may spend.
    #[error("it spends {spent} TAO, more than the {most} of `per_transaction_tao`")]
    PerTransaction {
        /// What it spends, tip included.
        spent: Tao,
        /// Most.
        most: Tao,
    },
    /// More than a day may spend.
    #[error("it spends {spent} TAO after {before} today, more than the {most} of `per_day_tao`")]
    PerDay {
        /// What it spends, tip included.
        spent: Tao,
        /// What was signed today before.
        before: Tao,
        /// Most.
        most: Tao,
    },
}
