//! A share as a bar.

use crate::model::Ratio;

/// A bar of at most `cells`, in eighths of a cell.
#[must_use]
pub fn bar(share: Ratio, cells: u16) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.millionths().clamp(0, 1_000_000).unsigned_abs();
    let eighths = share * u64::from(cells) * 8 / 1_000_000;
    // At most 65,535 cells.
    let whole = usize::try_from(eighths / 8).unwrap_or(0);
    let part = usize::try_from(eighths % 8).unwrap_or(0);
    let mut text = "█".repeat(whole);
    text.push_str(EIGHTHS[part]);
    if text.is_empty() && share > 0 {
        text.push_str(EIGHTHS[1]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_in_eighths_and_never_past_their_room() {
        let of = |millionths| bar(Ratio::from_millionths(millionths), 4);
        assert_eq!(of(0), "");
        assert_eq!(of(1), "▏");
        assert_eq!(of(500_000), "██");
        assert_eq!(of(531_250), "██▏");
        assert_eq!(of(1_000_000), "████");
        assert_eq!(of(9_000_000), "████");
        assert_eq!(of(-1), "");
    }
}
