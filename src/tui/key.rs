//! Keys and mouse as the dashboard sees them, whatever library reads them.

use std::fmt;

/// A key on the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, shift included.
    Char(char),
    /// A character with the control key.
    Ctrl(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Tabulator with shift.
    BackTab,
    /// Cursor.
    Up,
    /// Cursor.
    Down,
    /// Cursor.
    Left,
    /// Cursor.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// One screen back.
    PageUp,
    /// One screen on.
    PageDown,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "^{}", c.to_ascii_uppercase()),
            Self::Enter => f.write_str("Enter"),
            Self::Esc => f.write_str("Esc"),
            Self::Tab => f.write_str("Tab"),
            Self::BackTab => f.write_str("⇧Tab"),
            Self::Up => f.write_str("↑"),
            Self::Down => f.write_str("↓"),
            Self::Left => f.write_str("←"),
            Self::Right => f.write_str("→"),
            Self::Home => f.write_str("Home"),
            Self::End => f.write_str("End"),
            Self::PageUp => f.write_str("PgUp"),
            Self::PageDown => f.write_str("PgDn"),
            Self::Backspace => f.write_str("⌫"),
            Self::Delete => f.write_str("Del"),
        }
    }
}

impl Key {
    /// The keys that a text stands for: characters as they are, others by name in angle brackets, as in
    /// `/apex<enter><down>`, `<ctrl-a>`, `<lt>` for the bracket itself.
    ///
    /// # Errors
    /// One sentence about the first name that no key has.
    pub fn sequence(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c != '<' {
                keys.push(Self::Char(c));
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let Some((name, after)) = rest[1..].split_once('>') else {
                return Err(format!("`{rest}` has no `>`; `<lt>` stands for the bracket itself"));
            };
            keys.push(
                Self::named(name)
                    .ok_or_else(|| format!("no key is called `<{name}>`; try one of {NAMES}"))?,
            );
            rest = after;
        }
        Ok(keys)
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if let Some(letter) = name.strip_prefix("ctrl-") {
            let mut letters = letter.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Some(Self::Ctrl(letter)),
                _ => None,
            };
        }
        Some(match name.as_str() {
            "lt" => Self::Char('<'),
            "space" => Self::Char(' '),
            "enter" => Self::Enter,
            "esc" => Self::Esc,
            "tab" => Self::Tab,
            "backtab" => Self::BackTab,
            "up" => Self::Up,
            "down" => Self::Down,
            "left" => Self::Left,
            "right" => Self::Right,
            "home" => Self::Home,
            "end" => Self::End,
            "pageup" => Self::PageUp,
            "pagedown" => Self::PageDown,
            "backspace" => Self::Backspace,
            "delete" => Self::Delete,
            _ => return None,
        })
    }
}

/// Names of keys, for the hint.
const NAMES: &str = "enter, esc, tab, backtab, up, down, left, right, home, end, pageup, pagedown, \
    backspace, delete, space, lt, ctrl-a";

/// What the mouse did, and in which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Left button.
    Click {
        /// Cells from the left edge.
        column: u16,
        /// Cells from the top edge.
        row: u16,
    },
    /// Wheel toward the user's desk.
    ScrollDown,
    /// Wheel away from it.
    ScrollUp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_text() {
        assert_eq!(
            Key::sequence("a1<Enter><ctrl-u><lt>"),
            Ok(vec![Key::Char('a'), Key::Char('1'), Key::Enter, Key::Ctrl('u'), Key::Char('<')])
        );
        assert!(Key::sequence("<hyper>").is_err_and(|error| error.contains("<hyper>")));
        assert!(Key::sequence("a<b").is_err());
        assert!(Key::sequence("<ctrl->").is_err());
    }
}
