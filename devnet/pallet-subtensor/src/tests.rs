//! The pallet's rules on a chain of its own: System, Balances, Swap and SubtensorModule.

mod burn;
mod children;
mod claims;
mod delegates;
mod emission;
mod epochs;
mod evm;
mod genesis;
mod identities;
mod leases;
mod ledger;
mod locks;
mod mock;
mod moves;
mod network;
mod refusals;
mod registration;
mod serving;
mod stake;
mod swap_keys;
mod voting_power;
mod weights;
