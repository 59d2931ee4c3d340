//! What of a subnet's emission enters its pool (economics.md 3.3).

use crate::fixed::{U64F64, U96F32};

/// What a block wants to add to one pool, rao. The pool itself may refuse it, see
/// [`Pool::inject`](crate::pool::Pool::inject).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Injection {
    /// TAO into the reserve.
    pub tao_in: u64,
    /// Alpha into the reserve.
    pub alpha_in: u64,
    /// TAO with which the chain buys alpha instead.
    pub excess: u64,
}

/// The weight of root beside a subnet's alpha: tw/(tw + alpha issuance) with tw the TAO on root,
/// rao, times its weight in 1/(2^64-1).
#[must_use]
pub fn root_proportion(root_tao: u64, tao_weight: U96F32, alpha_issuance: u64) -> U96F32 {
    let weighted = U96F32::from_int(root_tao).saturating_mul(tao_weight);
    weighted.safe_div(weighted.saturating_add(U96F32::from_int(alpha_issuance)))
}

/// How `tao_emission` rao reach a pool at the price `spot`.
///
/// The alpha that goes with it at that price is at most `root_proportion` of the block's alpha
/// emission; TAO beyond that buys alpha. Without a price no alpha goes with it.
#[must_use]
pub fn inject(
    tao_emission: U96F32,
    spot: U64F64,
    alpha_emission: u64,
    root_proportion: U96F32,
) -> Injection {
    let alpha_emission = U96F32::from_int(alpha_emission);
    let price = U96F32::from_u64f64(spot);
    let wanted = tao_emission.safe_div(price);
    let cap = root_proportion.saturating_mul(alpha_emission);
    let (tao_in, alpha_in) =
        if wanted > cap { (cap.saturating_mul(price), cap) } else { (tao_emission, wanted) };
    Injection {
        tao_in: tao_in.floor(),
        alpha_in: alpha_in.floor(),
        excess: tao_emission.saturating_sub(tao_in).floor(),
    }
}
