//! How much is minted per block as a function of what exists (economics.md 3.1).
//!
//! TAO and the alpha of every subnet follow the same curve with the same maximum; halvings come with
//! issuance, never with height.

/// All TAO there may be, rao. Also the maximum of each subnet's alpha.
pub const MAX_SUPPLY: u64 = 21_000_000_000_000_000;

/// Emission per block before the first halving, rao.
pub const FULL_BLOCK_EMISSION: u64 = 1_000_000_000;

/// Rao minted in the next block at `issuance` rao in existence: 10^9/2^k floored, where k counts
/// the thresholds 21*10^15 * (1 - 2^-j) that issuance has reached; zero from the maximum on.
#[must_use]
pub const fn block_emission(issuance: u64) -> u64 {
    if issuance >= MAX_SUPPLY {
        return 0;
    }
    // issuance >= S - S/2^j is (S - issuance) * 2^j <= S; the last j that fits is the floor of
    // the quotient's logarithm.
    let halvings = (MAX_SUPPLY / (MAX_SUPPLY - issuance)).ilog2();
    match FULL_BLOCK_EMISSION.checked_shr(halvings) {
        Some(emission) => emission,
        None => 0,
    }
}

/// Alpha, rao, that a subnet emits in the next block: [`block_emission`] of its issuance, which is
/// the alpha inside the pool and outside.
#[must_use]
pub const fn alpha_emission(alpha_in: u64, alpha_out: u64) -> u64 {
    block_emission(alpha_in.saturating_add(alpha_out))
}
