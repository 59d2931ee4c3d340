//! Bittensor's rules as pure integer arithmetic.

pub mod pool;
