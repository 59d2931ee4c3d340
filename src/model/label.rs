//! Text from strangers, made harmless.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text that came from the chain, a node or a file: no control, bidirectional, zero-width or
/// private-use characters, no line breaks, no more than [`Label::LIMIT`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Label(String);

impl Label {
    /// Characters kept.
    pub const LIMIT: usize = 1024;

    /// Clean `text`: what cannot be shown is dropped, runs of white space become one blank.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut clean = String::new();
        let mut blank = false;
        for c in text.chars().take(Self::LIMIT) {
            if c.is_whitespace() {
                blank = !clean.is_empty();
            } else if is_shown(c) {
                if blank {
                    clean.push(' ');
                    blank = false;
                }
                clean.push(c);
            }
        }
        Self(clean)
    }

    /// From bytes that ought to be UTF-8.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(&String::from_utf8_lossy(bytes))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            u32::from(c),
            // Soft hyphen, Arabic letter mark, Hangul fillers, Khmer and Mongolian invisibles.
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            // Zero width, directional marks, embeddings and isolates, invisible operators.
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
            // Variation selectors, byte order mark, half-width filler, interlinear marks.
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            // Private use, tags, more variation selectors.
            | 0xE000..=0xF8FF | 0xE0000..=0xE0FFF | 0xF0000..=0x10FFFF
        )
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_is_left() {
        assert_eq!(
            Label::new("Tao\u{1b}[2J\u{202e}liame\u{200b}\r\n x\u{7}").as_str(),
            "Tao[2Jliame x"
        );
        assert_eq!(Label::new("  two   words\t").as_str(), "two words");
        assert_eq!(Label::new("τ α ト 🧠").as_str(), "τ α ト 🧠");
        assert_eq!(Label::from_bytes(b"ok\xff\xfe").as_str(), "ok\u{fffd}\u{fffd}");
        assert_eq!(Label::new(&"x".repeat(5_000)).as_str().len(), Label::LIMIT);
    }
}
