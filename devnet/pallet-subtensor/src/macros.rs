//! The parts that FRAME's macro wants inside one `mod pallet`, each in a file of its own.

pub mod constants;
pub mod dispatches;
pub mod errors;
pub mod events;
pub mod storage_admin;
pub mod storage_chain;
pub mod storage_children;
pub mod storage_claims;
pub mod storage_keys;
pub mod storage_leases;
pub mod storage_locks;
pub mod storage_neurons;
pub mod storage_parameters;
pub mod storage_past;
pub mod storage_stake;
pub mod storage_subnets;
pub mod storage_voting;
pub mod storage_weights;
