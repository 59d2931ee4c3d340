//! Root stakers' claims to the alpha their hotkeys earn (economics.md 5.5).
//!
//! A hotkey has a rate of alpha per TAO on root and subnet that only grows; a position on root is
//! owed the rate times its stake less what it has claimed. Stake that comes or goes moves the
//! claimed amount with it, so that it neither gains nor loses a claim.

use std::collections::BTreeSet;

use crate::fixed::{I96F32, U96F32};

/// Smallest claim that is paid unless a subnet says otherwise, rao of alpha.
pub const DEFAULT_THRESHOLD: u64 = 500_000;

/// Growth of the rate when `amount` rao of alpha are for `root_stake` rao of TAO; nothing if the
/// alpha is more than the stake, in which case the hotkey's owner gets it instead.
#[must_use]
pub fn growth(amount: u64, root_stake: u64) -> Option<I96F32> {
    (amount <= root_stake).then(|| {
        // A ratio of at most one fits.
        I96F32::from_bits(U96F32::ratio(amount, root_stake).to_bits() as i128)
    })
}

/// Alpha that `stake` rao of TAO have accrued at `rate`, floored: what is added to the claimed
/// amount when stake comes, and taken from it when stake goes.
#[must_use]
pub fn accrued(rate: I96F32, stake: u64) -> u128 {
    U96F32::from_bits(product(rate, stake)).to_bits() >> 32
}

/// Alpha owed to a position, rao; nothing below `threshold`.
#[must_use]
pub fn owed(rate: I96F32, root_stake: u64, claimed: u128, threshold: I96F32) -> u64 {
    let claimed = claimed.saturating_mul(1 << 32);
    let owed = product(rate, root_stake).saturating_sub(claimed);
    if i128::try_from(owed).is_ok_and(|owed| owed < threshold.to_bits()) {
        return 0;
    }
    U96F32::from_bits(owed).floor()
}

/// Bits of rate times stake, which is exact on the rate's grid.
fn product(rate: I96F32, stake: u64) -> u128 {
    u128::try_from(rate.to_bits()).unwrap_or(0).saturating_mul(stake.into())
}

/// Which `count` of `stakers` are claimed for in a block: indices drawn from the parent block's
/// hash, ascending; fewer where the draw repeats itself.
///
/// The four words of the hash are steps of a walk that starts at the first word.
#[must_use]
pub fn drawn(parent_hash: &[u8; 32], count: u64, stakers: u64) -> BTreeSet<u64> {
    let words: Vec<u64> = parent_hash
        .chunks_exact(8)
        .map(|word| word.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
        .collect();
    let mut last = words[0];
    let mut indices = BTreeSet::new();
    for step in words.iter().cycle().take(usize::try_from(count).unwrap_or(usize::MAX)) {
        let Some(index) = last.saturating_add(*step).checked_rem(stakers) else { break };
        indices.insert(index);
        last = index;
    }
    indices
}
