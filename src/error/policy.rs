//! Advice for what the policy does not allow. All of it is [`Kind::Refused`]: nothing was signed.

use super::{Error, Kind};
use crate::policy::{PolicyError, Refusal};

/// A refusal in words of its own.
pub(super) fn refused(message: String) -> Error {
    Error::new(Kind::Refused, message)
        .hint("nothing was signed; `tau policy show` shows the rules, `tau policy check` explains what they say of a call")
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        let plain = refused(error.to_string());
        match error {
            PolicyError::Unreadable { .. } | PolicyError::Malformed(_) => {
                plain.hint("while a policy is there and not understood, nothing is signed: mend it")
            }
            PolicyError::Ledger { path, .. } => plain.hint(format!(
                "look at {}: each line is one signature; a last line that is cut off can be removed",
                path.display()
            )),
            PolicyError::Undecodable(_) => plain,
            PolicyError::Refused { refusal: Refusal::NoPreimage(_), .. } => {
                plain.hint("a call that says what it approves instead of its hash can be judged")
            }
            PolicyError::Refused { refusal: Refusal::PerDay { .. }, .. } => {
                plain.hint("the day ends at midnight UTC")
            }
            PolicyError::Refused { .. } => plain,
        }
    }
}
