//! Advice for signatures that were not given.

use super::{Error, Kind};
use crate::model::SignError;

impl From<SignError> for Error {
    fn from(error: SignError) -> Self {
        if let SignError::Forbidden(why) = error {
            return super::policy::refused(why);
        }
        Self::new(Kind::Wallet, error.to_string())
            .hint("nothing was signed; `tau agent status` says what the agent holds")
    }
}
