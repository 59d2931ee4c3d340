//! Acts on a development chain in this process: the client code that runs here is the client code
//! that runs on mainnet.

#![cfg(feature = "devnet")]

#[path = "operations/any.rs"]
mod any;
#[path = "operations/batches.rs"]
mod batches;
#[path = "operations/bench.rs"]
mod bench;
#[path = "operations/burns.rs"]
mod burns;
#[path = "operations/changes.rs"]
mod changes;
#[path = "operations/chaos.rs"]
mod chaos;
#[path = "operations/connection.rs"]
mod connection;
#[path = "operations/crash.rs"]
mod crash;
#[path = "operations/crowdloans.rs"]
mod crowdloans;
#[path = "operations/endpoints.rs"]
mod endpoints;
#[path = "operations/every_call.rs"]
mod every_call;
#[path = "operations/evm.rs"]
mod evm;
#[path = "operations/failures.rs"]
mod failures;
#[path = "operations/following.rs"]
mod following;
#[path = "operations/gap.rs"]
mod gap;
#[path = "operations/journal.rs"]
mod journal;
#[path = "operations/keys.rs"]
mod keys;
#[path = "operations/multisigs.rs"]
mod multisigs;
#[path = "operations/offline.rs"]
mod offline;
#[path = "operations/owner.rs"]
mod owner;
#[path = "operations/policy.rs"]
mod policy;
#[path = "operations/proxies.rs"]
mod proxies;
#[path = "operations/reading.rs"]
mod reading;
#[path = "operations/rebalance.rs"]
mod rebalance;
#[path = "operations/registration.rs"]
mod registration;
#[path = "operations/relocations.rs"]
mod relocations;
#[path = "operations/routes.rs"]
mod routes;
#[path = "operations/shield.rs"]
mod shield;
#[path = "operations/trades.rs"]
mod trades;
#[path = "operations/transfers.rs"]
mod transfers;
