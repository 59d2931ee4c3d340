//! Advice where an axon cannot be asked.

use super::{Error, Kind};
use crate::ops::axons::{AxonError, Failure, QuestionError};

impl From<AxonError> for Error {
    fn from(error: AxonError) -> Self {
        let message = error.to_string();
        match error {
            AxonError::NoNeuron { netuid, .. } => Self::new(Kind::Rejected, message)
                .hint(format!("`tau subnet metagraph {netuid}` shows who is there")),
            AxonError::NotAnnounced { .. } => Self::new(Kind::Network, message)
                .hint("it cannot be asked; --endpoint names an address that you know of"),
            AxonError::NotPublic(_) => Self::new(Kind::Refused, message)
                .hint("anybody can announce any address; --allow-private asks there all the same"),
            AxonError::Failed { why, .. } => Self::new(Kind::Network, message).hint(match why {
                Failure::Silent | Failure::Timeout => "--timeout gives it more time",
                _ => "`tau probe` measures how reliably it answers",
            }),
            AxonError::Unended { .. } => {
                Self::new(Kind::Network, message).hint("--timeout gives it more time")
            }
            AxonError::NotHttp(_) | AxonError::TooLong(_) => {
                Self::new(Kind::Network, message).hint("axons of the official SDK speak plain HTTP")
            }
            AxonError::Unsigned(error) => error.into(),
        }
    }
}

impl From<QuestionError> for Error {
    fn from(error: QuestionError) -> Self {
        let message = error.to_string();
        Self::usage(message).hint(match error {
            QuestionError::Name(_) => "the name of the class, as in the subnet's own source code",
            QuestionError::Field(_) => "names of fields are those of the synapse's class",
            QuestionError::Reserved(_) => "leave it out of --body",
            QuestionError::Missing(_) => "--hash and --required name fields of --body",
            QuestionError::Unwritable(_) => "leave characters other than letters and digits out",
        })
    }
}
