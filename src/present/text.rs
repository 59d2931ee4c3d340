//! Text in terminal cells: `ト` takes two, a combining mark none.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Align;

/// Cells that `text` takes in a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(|part| part.width()).sum() }
}

/// `text` in at most `cells`, with `…` where something was cut.
#[must_use]
pub fn truncate(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let Some(room) = cells.checked_sub(1) else {
        return String::new();
    };
    let mut kept = String::new();
    let mut used = 0;
    for part in text.graphemes(true) {
        let next = used + part.width();
        if next > room {
            break;
        }
        used = next;
        kept.push_str(part);
    }
    kept.push('…');
    kept
}

/// `text` in exactly `cells`: cut with `…` or filled with blanks.
#[must_use]
pub fn fit(text: &str, cells: usize, align: Align) -> String {
    let text = truncate(text, cells);
    let gap = cells.saturating_sub(width(&text));
    match align {
        Align::Left => format!("{text}{:gap$}", ""),
        Align::Right => format!("{:gap$}{text}", ""),
    }
}

/// A number in exactly `cells`, at the right: places behind the point give way before anything is cut,
/// because a cut number is a wrong one.
#[must_use]
pub fn fit_number(text: &str, cells: usize) -> String {
    let places = text.split_once('.').map(|(_, places)| places);
    let is_decimal = places.is_some_and(|places| places.bytes().all(|byte| byte.is_ascii_digit()));
    // Digits, commas and a point: bytes are cells.
    match text.get(..cells) {
        Some(kept) if is_decimal && kept.contains('.') => {
            fit(kept.trim_end_matches('.'), cells, Align::Right)
        }
        Some(_) if is_decimal => {
            let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
            fit(whole, cells, Align::Right)
        }
        _ => fit(text, cells, Align::Right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_twice_and_are_never_halved() {
        assert_eq!(width("ト"), 2);
        assert_eq!(width("α"), 1);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("🧠"), 2);
        assert_eq!(truncate("トトト", 4), "ト…");
        assert_eq!(truncate("トトト", 5), "トト…");
        assert_eq!(truncate("トトト", 6), "トトト");
        assert_eq!(truncate("abc", 1), "…");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(fit("ト", 4, Align::Right), "  ト");
        assert_eq!(fit("トトト", 4, Align::Left), "ト… ");
    }

    #[test]
    fn numbers_lose_places_before_anything_is_cut() {
        assert_eq!(fit_number("100,000.0000", 13), " 100,000.0000");
        assert_eq!(fit_number("100,000.0000", 11), "100,000.000");
        assert_eq!(fit_number("100,000.0000", 8), " 100,000");
        assert_eq!(fit_number("100,000.0000", 7), "100,000");
        assert_eq!(fit_number("100,000.0000", 5), "100,…");
        assert_eq!(fit_number("+12.50%", 4), "+12…");
        assert_eq!(fit_number("—", 3), "  —");
    }
}
