//! The weights of a pool.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::Perquintill;

/// Weight of TAO; that of alpha is the rest to one.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
)]
pub struct Balancer {
    /// Weight of TAO, at least 0.01 and at most 0.99.
    pub quote: Perquintill,
}

impl Default for Balancer {
    fn default() -> Self {
        Self { quote: Perquintill::from_parts(tau_economics::pool::EVEN_WEIGHT) }
    }
}
