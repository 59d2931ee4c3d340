//! What the chain makes of the weights that a validator sends (economics.md 4, set_weights).

/// Scales the weights so that the largest becomes 65535, rounding halves up. All zeros stay zeros.
#[must_use]
pub fn upscale(weights: &[u16]) -> Vec<u16> {
    let Some(largest) = weights.iter().copied().max().filter(|largest| *largest > 0) else {
        return weights.to_vec();
    };
    let full = u64::from(u16::MAX);
    let largest = u64::from(largest);
    // No weight exceeds the largest, so no result exceeds 65535.
    weights
        .iter()
        .map(|weight| ((2 * u64::from(*weight) * full + largest) / (2 * largest)) as u16)
        .collect()
}

/// Whether no weight is more than `limit`/65535 of the sum, both compared in 32 binary places as the chain does.
#[must_use]
pub fn within_limit(weights: &[u16], limit: u16) -> bool {
    let sum: u64 = weights.iter().copied().map(u64::from).sum();
    let Some(largest) = weights.iter().copied().max().filter(|_| sum > 0) else {
        return true;
    };
    (u64::from(largest) << 32) / sum <= (u64::from(limit) << 32) / u64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_weight_becomes_the_full_scale() {
        assert_eq!(upscale(&[]), [0_u16; 0]);
        assert_eq!(upscale(&[0, 0]), [0, 0]);
        assert_eq!(upscale(&[1, 2, 3]), [21_845, 43_690, 65_535]);
        assert_eq!(upscale(&[1, 2]), [32_768, 65_535]);
        assert_eq!(upscale(&[65_535, 1]), [65_535, 1]);
        assert_eq!(upscale(&[7]), [65_535]);
    }

    #[test]
    fn a_limit_is_a_share_of_the_sum() {
        assert!(within_limit(&[], 1) && within_limit(&[0, 0], 1));
        assert!(within_limit(&[1, 1], 32_768));
        assert!(!within_limit(&[1, 1], 32_767));
        assert!(within_limit(&[1, 1, 1], 21_845));
        assert!(!within_limit(&[2, 1, 1], 21_845));
    }
}
