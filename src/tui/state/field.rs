//! A line of text that is being typed.

/// Characters that a field takes; a pasted novel ends here.
const LIMIT: usize = 96;

/// A line of text with a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextField {
    text: String,
    /// Bytes before the cursor, always on a character's edge.
    cursor: usize,
}

impl TextField {
    /// A field with the cursor at its end.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// What stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Whether nothing stands there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Type a character. Control characters are no text.
    pub fn insert(&mut self, c: char) {
        if !c.is_control() && self.text.chars().count() < LIMIT {
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Type many; line breaks and the like are left out.
    pub fn paste(&mut self, text: &str) {
        text.trim().chars().for_each(|c| self.insert(c));
    }

    /// Delete to the left.
    pub fn backspace(&mut self) {
        if let Some(c) = self.before().chars().next_back() {
            self.cursor -= c.len_utf8();
            self.text.remove(self.cursor);
        }
    }

    /// Delete to the right.
    pub fn delete(&mut self) {
        if self.cursor < self.text.len() {
            self.text.remove(self.cursor);
        }
    }

    /// Delete everything to the left.
    pub fn clear_before(&mut self) {
        self.text.drain(..self.cursor);
        self.cursor = 0;
    }

    /// Delete the word to the left.
    pub fn delete_word(&mut self) {
        let kept = self.before().trim_end();
        let start = kept.rfind(char::is_whitespace).map_or(0, |index| index + 1);
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    /// One character to the left.
    pub fn left(&mut self) {
        self.cursor -= self.before().chars().next_back().map_or(0, char::len_utf8);
    }

    /// One character to the right.
    pub fn right(&mut self) {
        self.cursor += self.text[self.cursor..].chars().next().map_or(0, char::len_utf8);
    }

    /// Before everything.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Behind everything.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_keeps_to_characters() {
        let mut field = TextField::new("aτ");
        field.left();
        field.insert('ト');
        assert_eq!((field.text(), field.before()), ("aトτ", "aト"));
        field.backspace();
        field.delete();
        field.delete();
        assert_eq!(field.text(), "a");
        field.left();
        field.left();
        field.backspace();
        assert_eq!((field.text(), field.before()), ("a", ""));
        field.right();
        field.right();
        field.paste(" two\r\nthree\u{1b}[2J ");
        assert_eq!(field.text(), "atwothree[2J");
        field.paste(" x");
        field.insert(' ');
        field.paste("yy");
        field.delete_word();
        assert_eq!(field.text(), "atwothree[2Jx ");
        field.clear_before();
        assert!(field.is_empty());
    }

    #[test]
    fn a_pasted_novel_ends() {
        let mut field = TextField::default();
        field.paste(&"τ".repeat(10_000));
        assert_eq!(field.text().chars().count(), LIMIT);
    }
}
