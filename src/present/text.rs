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
}
