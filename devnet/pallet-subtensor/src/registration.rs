//! Neurons come and go: registration by burn and on root, its price, and who is replaced.

mod burn_price;
mod burned;
mod evm;
mod neurons;
mod pruning;
mod root;

pub(crate) use neurons::Seat;
