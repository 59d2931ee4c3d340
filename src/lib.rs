//! tau: a terminal wallet and subnet explorer for Bittensor.

pub mod keystore;
pub mod model;
