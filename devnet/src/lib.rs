//! A Bittensor development chain inside the process.
//!
//! [`Devnet::start`] builds a world, makes blocks and answers the JSON-RPC of a real node, over a loopback socket
//! ([`Devnet::serve`]) or by function call ([`Devnet::rpc`]). The rules are those of `node-subtensor-runtime`, compiled
//! natively; this crate makes blocks of it, keeps them and speaks. It knows nothing of wallets, terminals or other chains.

pub mod accounts;
pub mod scenario;
pub mod world;

mod devnet;
mod engine;
mod error;
mod execute;
mod extrinsic;
mod faults;
mod genesis;
mod ledger;
mod market;
mod pool;
mod rpc;
mod server;
mod shield;
mod snapshot;
mod store;
mod view;

pub use devnet::{BlockTime, Devnet, Options};
pub use error::Error;
pub use execute::{inside_runtime, silence_runtime_panics};
pub use server::Server;
pub use world::World;
