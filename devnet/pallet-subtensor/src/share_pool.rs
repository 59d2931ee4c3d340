//! How shares are stored. The arithmetic is `tau_economics::share`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use tau_economics::share;

/// `mantissa * 10^exponent`, in the chain's field order.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
)]
pub struct SafeFloat {
    /// Digits.
    pub mantissa: u128,
    /// Power of ten.
    pub exponent: i64,
}

impl From<SafeFloat> for share::SafeFloat {
    fn from(stored: SafeFloat) -> Self {
        // What is stored was in normal form when it was written; anything else reads as no share.
        Self::new(stored.mantissa, stored.exponent).unwrap_or_default()
    }
}

impl From<share::SafeFloat> for SafeFloat {
    fn from(value: share::SafeFloat) -> Self {
        Self { mantissa: value.mantissa, exponent: value.exponent }
    }
}
