//! News of a chain as a stream.

use crate::model::{At, Label};

/// One piece of news. A stream of them never ends by itself: it survives lost connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainUpdate {
    /// A block that stays.
    Finalized(At),
    /// A block that could still be replaced.
    Best(At),
    /// The connection is gone; it is being restored.
    Lost(Label),
    /// The connection is back.
    Back,
    /// The chain's rules changed; the new metadata is loaded already.
    RuntimeChanged {
        /// The new rules' version.
        spec_version: u32,
    },
}
