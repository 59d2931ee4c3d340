//! What can go wrong when a devnet is started, served, mined or saved.

use std::{io, path::PathBuf};

/// A devnet could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The world cannot be turned into a first block.
    #[error("the world cannot be built: {0}")]
    World(String),
    /// A block could not be made; the chain stays where it was.
    #[error("block {number} could not be made: {reason}")]
    Seal {
        /// Height of the block that was not made.
        number: u32,
        /// What the runtime said.
        reason: String,
    },
    /// The port cannot be listened on.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The state file cannot be read or written.
    #[error("state file {path}: {source}")]
    StateFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has the state file open.
    #[error("state file {path} is in use by another devnet")]
    StateLocked {
        /// The file.
        path: PathBuf,
    },
    /// The state file is damaged or something else altogether.
    #[error("state file {path} is damaged: {reason}")]
    StateCorrupt {
        /// The file.
        path: PathBuf,
        /// What does not hold.
        reason: &'static str,
    },
    /// The state file belongs to another world, seed or version.
    #[error("state file {path} holds another chain: {reason}")]
    StateMismatch {
        /// The file.
        path: PathBuf,
        /// What differs.
        reason: String,
    },
    /// [`save`](crate::Devnet::save) was called on a devnet that was started without a state file.
    #[error("this devnet keeps no state file")]
    NoStateFile,
    /// There is no tokio runtime to make blocks on.
    #[error("a devnet needs a tokio runtime")]
    NoRuntime,
}
