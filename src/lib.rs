//! tau: a terminal wallet and subnet explorer for Bittensor.

// Tests say aloud what they skip.
#![cfg_attr(not(test), deny(clippy::print_stdout, clippy::print_stderr))]

pub mod agent;
pub mod chain;
pub mod cli;
pub mod error;
pub mod keystore;
pub mod model;
pub mod offline;
pub mod ops;
pub mod out;
pub mod present;
pub mod run;
pub mod session;
pub mod settings;
pub mod theme;
pub mod tui;
