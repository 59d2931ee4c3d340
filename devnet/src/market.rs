//! The market: the world's traders, who stake and unstake so that prices live.

use crate::{World, engine::Engine};

/// See the module.
pub(crate) struct Market {}

impl Market {
    pub(crate) fn new(_world: &World, _seed: u64) -> Market {
        Market {}
    }

    /// Submit what the traders want to do in the next block.
    pub(crate) fn act(&mut self, _engine: &Engine) {}
}
