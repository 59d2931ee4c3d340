//! The pallet's rules on a chain of its own: System, Balances, Swap and SubtensorModule.

mod burn;
mod genesis;
mod ledger;
mod mock;
mod moves;
mod network;
mod refusals;
mod registration;
mod serving;
mod stake;
mod weights;
