//! tau: a terminal wallet and subnet explorer for Bittensor.

pub mod chain;
pub mod keystore;
pub mod model;
pub mod ops;
pub mod present;
pub mod theme;
