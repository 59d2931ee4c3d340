//! Spans of time as people write them: `500ms`, `12`, `90s`, `15m`, `2h`, `7d`.

use std::time::Duration;

/// Read a span; a number alone counts seconds. For clap.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    let wrong = || format!("`{shown}` is not a time such as 500ms, 12s, 15m, 2h or 7d");
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: u64 = text[..at].parse().map_err(|_| wrong())?;
    let milliseconds = match &text[at..] {
        "ms" => Some(count),
        "" | "s" => count.checked_mul(1_000),
        "m" => count.checked_mul(60_000),
        "h" => count.checked_mul(3_600_000),
        "d" => count.checked_mul(86_400_000),
        _ => return Err(wrong()),
    };
    milliseconds.map(Duration::from_millis).ok_or_else(wrong)
}

/// Read a span between two bounds, both of them allowed; for clap.
pub(super) fn within(text: &str, least: Duration, most: Duration) -> Result<Duration, String> {
    let span = parse(text)?;
    if (least..=most).contains(&span) {
        return Ok(span);
    }
    let shown = |span: Duration| match span.as_millis() {
        milliseconds if milliseconds % 86_400_000 == 0 => format!("{}d", milliseconds / 86_400_000),
        milliseconds if milliseconds % 1_000 == 0 => format!("{}s", milliseconds / 1_000),
        milliseconds => format!("{milliseconds}ms"),
    };
    Err(format!("it has to be between {} and {}", shown(least), shown(most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units_and_bounds() {
        for (text, milliseconds) in
            [("500ms", 500), ("12", 12_000), ("90s", 90_000), ("15m", 900_000), ("7d", 604_800_000)]
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for wrong in
            ["", "s", "-1s", "1.5h", "1w", "15µ", "99999999999999999999s", "9999999999999999d"]
        {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let bounded = |text| within(text, Duration::from_millis(200), Duration::from_secs(60));
        assert_eq!(bounded("60"), Ok(Duration::from_secs(60)));
        assert_eq!(bounded("61"), Err("it has to be between 200ms and 60s".to_owned()));
        assert!(bounded("0").is_err());
    }
}
