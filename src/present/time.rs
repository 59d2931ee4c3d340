//! Durations in the largest units that matter.

use std::time::Duration;

/// Seconds between two blocks of the real chain.
pub const BLOCK_SECONDS: u64 = 12;

/// How long ago: `now`, `45s`, `12m`, `3h 5m`, `9d 4h`, `412d`.
#[must_use]
pub fn age(age: Duration) -> String {
    let seconds = age.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match seconds {
        0 => "now".to_owned(),
        1..60 => format!("{seconds}s"),
        60..3_600 => format!("{minutes}m"),
        3_600..86_400 => two(hours, "h", minutes % 60, "m"),
        86_400..8_640_000 => two(days, "d", hours % 24, "h"),
        _ => format!("{days}d"),
    }
}

/// How long `count` blocks take at the real chain's pace.
#[must_use]
pub fn blocks(count: u64) -> String {
    age(Duration::from_secs(count.saturating_mul(BLOCK_SECONDS)))
}

fn two(large: u64, large_unit: &str, small: u64, small_unit: &str) -> String {
    match small {
        0 => format!("{large}{large_unit}"),
        small => format!("{large}{large_unit} {small}{small_unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_use_at_most_two_units() {
        let text = |seconds| age(Duration::from_secs(seconds));
        assert_eq!(text(0), "now");
        assert_eq!(text(59), "59s");
        assert_eq!(text(3_599), "59m");
        assert_eq!(text(3_600), "1h");
        assert_eq!(text(11_100), "3h 5m");
        assert_eq!(text(100_000), "1d 3h");
        assert_eq!(text(100 * 86_400 + 7_200), "100d");
        assert_eq!(blocks(7_200), "1d");
        assert_eq!(blocks(u64::MAX), format!("{}d", u64::MAX / 86_400));
    }
}
