//! What can go wrong between a command and the agent.

use std::io;
use std::path::PathBuf;

/// Why the agent did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing listens.
    #[error("no agent is running")]
    NotRunning,
    /// One runs for this user already.
    #[error("an agent is running already")]
    AlreadyRunning,
    /// It does not answer, or goes away in the middle.
    #[error("the agent does not answer: {0}")]
    Unreachable(String),
    /// It answers what it should not, or is asked so.
    #[error("the agent and this tau do not understand each other: {0}")]
    Protocol(String),
    /// It says no.
    #[error("the agent refuses: {0}")]
    Refused(String),
    /// Somebody else could listen or answer.
    #[error("{} cannot be trusted: {why}", path.display())]
    Unsafe {
        /// The folder or socket.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The system's limit for the path of a socket.
    #[error("{} is too long a path for a socket", .0.display())]
    PathTooLong(PathBuf),
    /// The folder or the socket cannot be made.
    #[error("{} cannot be made: {source}", path.display())]
    Io {
        /// What was to be made.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}
