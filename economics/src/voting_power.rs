//! The moving average of a validator's stake that counts in votes (economics.md 7.4).

/// One, in the units of the weight.
pub const ONE: u64 = 1_000_000_000_000_000_000;

/// Weight of one epoch unless root says otherwise, in 10^-18.
pub const DEFAULT_ALPHA: u64 = 3_570_000_000_000_000;

/// The average after an epoch: floor((a*stake + (1-a)*previous) / 10^18).
///
/// Nothing when the validator has had the stake threshold and is now below nine tenths of it: who builds up power from
/// nothing is below it as well, and stays.
#[must_use]
pub fn step(previous: u64, stake: u64, alpha: u64, threshold: u64) -> Option<u64> {
    let rest = u128::from(ONE.saturating_sub(alpha));
    let sum = (u128::from(alpha) * u128::from(stake))
        .saturating_add(rest.saturating_mul(u128::from(previous)));
    let next = u64::try_from(sum / u128::from(ONE)).unwrap_or(u64::MAX);
    let lost = next < threshold.saturating_mul(9) / 10 && previous >= threshold;
    (!lost).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT_ALPHA, ONE, step};

    #[test]
    fn section_7_4_voting_power() {
        assert_eq!(step(0, 1_000_000_000_000, DEFAULT_ALPHA, 0), Some(3_570_000_000));
        assert_eq!(step(3_570_000_000, 1_000_000_000_000, DEFAULT_ALPHA, 0), Some(7_127_255_100));
        assert_eq!(step(7, 9, ONE, 0), Some(9));
        assert_eq!(step(7, 9, 0, 0), Some(7));
        assert_eq!(step(u64::MAX, u64::MAX, ONE / 3, 0), Some(u64::MAX));
    }

    #[test]
    fn power_is_lost_below_nine_tenths_of_the_threshold_and_only_after_it() {
        assert_eq!(step(1_000, 0, ONE / 10, 1_000), Some(900));
        assert_eq!(step(1_000, 0, ONE / 10 + ONE / 100, 1_000), None);
        assert_eq!(step(999, 0, ONE / 2, 1_000), Some(499), "never had the threshold");
        assert_eq!(step(0, 10, ONE / 2, 1_000), Some(5));
    }
}
