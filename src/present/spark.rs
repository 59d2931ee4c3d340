//! A series as one line of block characters.

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The last `width` values, lowest as `▁` and highest as `█`; a flat series is a middle line.
#[must_use]
pub fn spark(values: &[u64], width: usize) -> String {
    let shown = &values[values.len().saturating_sub(width)..];
    let (Some(&low), Some(&high)) = (shown.iter().min(), shown.iter().max()) else {
        return String::new();
    };
    let span = u128::from(high - low);
    shown
        .iter()
        .map(|&value| {
            let level = match span {
                0 => 3,
                span => u128::from(value - low) * 7 / span,
            };
            usize::try_from(level).ok().and_then(|level| BARS.get(level)).copied().unwrap_or('█')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_fills_the_height() {
        assert_eq!(spark(&[0, 1, 2, 3, 4, 5, 6, 7], 8), "▁▂▃▄▅▆▇█");
        assert_eq!(spark(&[9, 0, 7], 2), "▁█");
        assert_eq!(spark(&[5, 5, 5], 8), "▄▄▄");
        assert_eq!(spark(&[u64::MAX, 0], 8), "█▁");
        assert_eq!(spark(&[], 8), "");
    }
}
