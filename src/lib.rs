//! tau: a terminal wallet and subnet explorer for Bittensor.

pub mod model;
pub mod present;
pub mod theme;
