//! tau: a terminal wallet and subnet explorer for Bittensor.

// Tests say aloud what they skip.
#![cfg_attr(not(test), deny(clippy::print_stdout, clippy::print_stderr))]

#[cfg(all(feature = "network", feature = "signer-only"))]
compile_error!("a signer without network code is built with --no-default-features");

#[cfg(feature = "network")]
pub mod agent;
#[cfg(feature = "network")]
pub mod chain;
pub mod cli;
pub mod error;
pub mod keystore;
pub mod model;
pub mod offline;
#[cfg(feature = "network")]
pub mod ops;
pub mod out;
pub mod policy;
pub mod present;
pub mod run;
pub mod session;
pub mod settings;
pub mod theme;
#[cfg(feature = "network")]
pub mod tui;
