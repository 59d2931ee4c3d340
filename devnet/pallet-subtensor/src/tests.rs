//! The pallet's rules on a chain of its own: System, Balances, Swap and SubtensorModule.

mod burn;
mod delegates;
mod genesis;
mod identities;
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
mod weights;
