//! Lines made of pieces with a meaning.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::present::{Align, fit};
use crate::theme::Scope;
use crate::tui::look::Look;

/// A piece of text.
pub fn span(look: &Look, scope: Scope, text: impl Into<String>) -> Span<'static> {
    Span::styled(text.into(), look.style(scope))
}

/// A title of a panel: air at both sides.
pub fn title(look: &Look, text: &str) -> Line<'static> {
    Line::from(span(look, Scope::Title, format!(" {text} ")))
}

/// A name in dim text and its value, in a column of `label` cells.
pub fn pair(
    look: &Look,
    label: usize,
    name: &str,
    scope: Scope,
    value: impl Into<String>,
) -> Line<'static> {
    Line::from(vec![
        span(look, Scope::TextDim, fit(name, label, Align::Left)),
        span(look, scope, value),
    ])
}

/// Draw lines from the top of `area`, those that have room.
pub fn stack(lines: Vec<Line<'_>>, area: Rect, buf: &mut Buffer) {
    for (line, y) in lines.into_iter().zip(area.top()..area.bottom()) {
        line.render(Rect { y, height: 1, ..area }, buf);
    }
}

/// Break a text into lines of at most `cells`, at blanks where there are some.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let needed = crate::present::width(&line) + 1 + crate::present::width(word);
        if !line.is_empty() && needed > cells {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if crate::present::width(&line) >= cells.max(1) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_break_at_blanks_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), Vec::<String>::new());
        assert_eq!(wrap("ab", 0).len(), 2);
    }
}
