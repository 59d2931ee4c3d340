//! Emission per block as a function of issuance (economics.md 3.1).

/// All TAO there may be, rao.
pub const MAX_SUPPLY: u64 = 21_000_000_000_000_000;

/// Emission per block before the first halving, rao.
pub const FULL_BLOCK_EMISSION: u64 = 1_000_000_000;

/// Rao minted in the next block at `issuance` rao in existence: 10^9/2^k floored, where k counts
/// the thresholds 21*10^15 * (1 - 2^-j) that issuance has reached; zero from the maximum on.
///
/// The same function gives a subnet's alpha emission from its alpha issuance.
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
