//! What happens at the start of each block, before its extrinsics.

mod block_step;
mod emit;
mod mint;
mod moving_price;
mod schedule;

pub(crate) use schedule::Drained;
