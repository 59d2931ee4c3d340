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

/// A time as milliseconds, with a tenth where that says something: `0.4`, `12.3`, `1204`.
#[must_use]
pub fn milliseconds(microseconds: u64) -> String {
    let (whole, tenth) = (microseconds / 1_000, microseconds % 1_000 / 100);
    if whole < 100 { format!("{whole}.{tenth}") } else { whole.to_string() }
}

/// A moment in UTC: `2026-11-21 18:02:09`.
#[must_use]
pub fn moment(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    format!("{}:{:02}", minute(seconds), seconds % 60)
}

/// The minute of a second since 1970, in UTC: `2026-11-21 18:02`.
#[must_use]
pub fn minute(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to a date in the proleptic Gregorian calendar: years begin in March, so that the leap day is the
    // last one (Howard Hinnant, `civil_from_days`).
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", rest / 3_600, rest / 60 % 60)
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
    fn moments_are_dates_of_the_calendar() {
        assert_eq!(moment(0), "1970-01-01 00:00:00");
        assert_eq!(moment(951_782_399_000), "2000-02-28 23:59:59");
        assert_eq!(moment(951_782_400_000), "2000-02-29 00:00:00");
        assert_eq!(moment(1_795_284_129_999), "2026-11-21 18:02:09");
        assert!(moment(u64::MAX).ends_with(":51"));
    }

    #[test]
    fn short_times_have_a_tenth() {
        let texts = [0, 450, 12_390, 99_999, 100_000, 5_000_000].map(milliseconds);
        assert_eq!(texts, ["0.0", "0.4", "12.3", "99.9", "100", "5000"]);
    }

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
