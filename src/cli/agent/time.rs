//! Times as people write them: `90s`, `15m`, `2h`.

use std::time::Duration;

use crate::agent::LONGEST_TIME;

/// Read a time; for clap.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a time such as 90s, 15m or 2h");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        _ => return Err(wrong()),
    };
    let count: u64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    let time = Duration::from_secs(count.checked_mul(seconds).ok_or_else(wrong)?);
    if time.is_zero() || time > LONGEST_TIME {
        return Err(format!("`{text}` is not between one second and a day"));
    }
    Ok(time)
}

/// A time in the largest unit that loses little: `14 min`.
pub(super) fn shown(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit_and_bounds() {
        assert_eq!(parse("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(parse("24h"), Ok(LONGEST_TIME));
        for wrong in ["", "15", "m", "0s", "25h", "-1m", "1.5h", "15µ", "99999999999999999999s"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!([59, 900, 7320].map(shown), ["59 s", "15 min", "2 h 2 min"]);
    }
}
