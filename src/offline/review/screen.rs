//! A screen as lines that fit a terminal of eighty columns.

use crate::model::Label;
use crate::present::width;

/// Columns that every line fits.
pub const COLUMNS: usize = 80;

/// What a line means to the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The heading.
    Title,
    /// A field.
    Text,
    /// What should be read twice.
    Warning,
    /// What the online machine says.
    Claim,
}

/// A name and its value; the name may be indented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Levels of calls around it.
    pub depth: usize,
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Line {
    /// Not indented.
    pub fn field(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { depth: 0, name: name.into(), value: value.into() }
    }

    /// Below `depth` calls.
    pub fn below(depth: usize, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { depth, name: name.into(), value: value.into() }
    }

    fn label(&self) -> String {
        format!("{}{}", "  ".repeat(self.depth), self.name)
    }
}

/// Everything a person must see of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Its heading.
    pub title: String,
    /// What is signed.
    pub lines: Vec<Line>,
    /// What should be read twice.
    pub warnings: Vec<String>,
    /// What the online machine says.
    pub claims: Vec<(Label, Label)>,
}

impl Screen {
    /// Finished lines, none wider than [`COLUMNS`].
    #[must_use]
    pub fn rendered(&self) -> Vec<(Tone, String)> {
        let mut out = vec![(Tone::Title, self.title.clone())];
        let names = self.lines.iter().map(|line| width(&line.label())).max().unwrap_or(0);
        for line in &self.lines {
            field(&line.label(), names, &line.value, Tone::Text, &mut out);
        }
        for warning in &self.warnings {
            field("warning:", 8, warning, Tone::Warning, &mut out);
        }
        if !self.claims.is_empty() {
            out.push((
                Tone::Claim,
                "Claimed by the online machine, not signed, not checked:".into(),
            ));
            let names =
                self.claims.iter().map(|(name, _)| width(name.as_str())).max().unwrap_or(0).min(24);
            for (name, value) in &self.claims {
                field(&format!("  {name}"), names + 2, value.as_str(), Tone::Claim, &mut out);
            }
        }
        out
    }

    /// The same as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        self.rendered().into_iter().map(|(_, line)| line + "\n").collect()
    }
}

/// A name and a value that goes on below itself where it is too long.
fn field(name: &str, names: usize, value: &str, tone: Tone, out: &mut Vec<(Tone, String)>) {
    let room = COLUMNS.saturating_sub(names + 2).max(8);
    for (index, part) in wrap(value, room).into_iter().enumerate() {
        let head = if index == 0 { name } else { "" };
        let gap = names.saturating_sub(width(head)) + 2;
        out.push((tone, format!("{head}{}{part}", " ".repeat(gap)).trim_end().to_owned()));
    }
}

/// Break at blanks, and inside words only where a word is longer than the room.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let mut word = word;
        if !line.is_empty() && width(&line) + 1 + width(word) > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        while width(word) > room {
            let mut cut = 0;
            let mut used = 0;
            for (at, letter) in word.char_indices() {
                let next = used + width(letter.encode_utf8(&mut [0; 4]));
                if next > room {
                    break;
                }
                used = next;
                cut = at + letter.len_utf8();
            }
            let (head, tail) = word.split_at(cut.max(1).min(word.len()));
            lines.push(head.to_owned());
            word = tail;
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_nothing_is_too_wide() {
        let value = format!("two words and {} more", "x".repeat(150));
        let screen = Screen {
            title: "T".to_owned(),
            lines: vec![Line::field("Name", value.clone()), Line::below(2, "deep", "v")],
            warnings: vec![value.clone()],
            claims: vec![(Label::from("c"), Label::new(&value))],
        };
        let lines = screen.rendered();
        assert!(lines.iter().all(|(_, line)| width(line) <= COLUMNS), "{lines:?}");
        let squeezed: String = screen.text().chars().filter(|c| !c.is_whitespace()).collect();
        let wanted: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(squeezed.matches(&wanted).count(), 3);
    }
}
