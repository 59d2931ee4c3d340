//! Why an axon cannot be asked.

use std::net::SocketAddr;

use super::Failure;
use crate::model::{NetUid, SignError, Uid};

/// A request that brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AxonError {
    /// The subnet has no such neuron.
    #[error("subnet {netuid} has no neuron {uid}")]
    NoNeuron {
        /// The subnet.
        netuid: NetUid,
        /// The place that nobody has.
        uid: Uid,
    },
    /// It never said where it can be reached.
    #[error("neuron {uid} of subnet {netuid} has announced no axon")]
    NotAnnounced {
        /// The subnet.
        netuid: NetUid,
        /// The neuron.
        uid: Uid,
    },
    /// Its address is nobody's on the internet.
    #[error("{0} is not an address on the internet")]
    NotPublic(SocketAddr),
    /// No connection, or no answer.
    #[error("the axon at {at} {}", words(*why))]
    Failed {
        /// Where it was tried.
        at: SocketAddr,
        /// What happened.
        why: Failure,
    },
    /// It began to answer.
    #[error("the axon at {at} answered {status} and did not come to an end in time")]
    Unended {
        /// Where it was tried.
        at: SocketAddr,
        /// The status of HTTP.
        status: u16,
    },
    /// The head of its answer does not end.
    #[error("what listens at {0} answers with more than 32 KiB of headers")]
    TooLong(SocketAddr),
    /// It answered with something else.
    #[error("what listens at {0} does not speak HTTP")]
    NotHttp(SocketAddr),
    /// Whoever holds the key did not sign; nothing was sent.
    #[error(transparent)]
    Unsigned(#[from] SignError),
}

const fn words(why: Failure) -> &'static str {
    match why {
        Failure::Refused => "refuses connections",
        Failure::Timeout => "takes no connection in time",
        Failure::Unreachable => "cannot be reached from here",
        Failure::Closed => "hangs up without a word",
        Failure::Silent => "does not answer in time",
    }
}
