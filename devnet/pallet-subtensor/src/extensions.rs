//! Transaction extensions of this pallet.

pub mod subtensor;
