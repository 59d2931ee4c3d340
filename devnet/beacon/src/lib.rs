//! A randomness beacon like drand's quicknet, and encryption to its rounds ("tlock").
//!
//! A round's signature is a BLS signature in G1 over the hash of the round's number; whoever knows it can open what
//! was encrypted to the round under the beacon's public key. The formats are those of mainnet's runtime and of the
//! `bittensor_drand` client. Knows nothing of chains and their storage.

mod cursor;
pub mod key;
pub mod tlock;

pub use key::{PublicKey, SecretKey, Signature, round_at};
pub use tlock::{Sealed, open, seal};
