//! What happens at the start of each block, before its extrinsics.

mod block_step;
mod moving_price;
