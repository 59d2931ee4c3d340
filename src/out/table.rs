//! Rows and columns on a line printer.

use std::borrow::Cow;

use super::paint::{Paint, Tone};
use super::wrap::wrap;
use crate::model::AccountId;
use crate::present::{Align, Cell, Column, fit, short, width};
use crate::theme::Scope;

/// Blanks between two columns.
const GAP: usize = 2;

#[derive(Debug, Clone)]
struct Head {
    title: String,
    align: Align,
    /// Columns with a high number go first when there is no room; 0 always stays.
    priority: u8,
    /// Whether its texts are what the table is for, so that they are never shortened.
    whole: bool,
}

/// A table that is laid out when the room is known.
#[derive(Debug, Clone, Default)]
pub struct Table {
    heads: Vec<Head>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// `columns` of `rows`, as the dashboard would show them.
    pub fn of<'a, C: Column>(columns: &[C], rows: impl IntoIterator<Item = C::Row<'a>>) -> Self {
        Self {
            heads: columns
                .iter()
                .map(|column| Head {
                    title: column.title().to_owned(),
                    align: column.align(),
                    priority: column.priority(),
                    whole: false,
                })
                .collect(),
            rows: rows
                .into_iter()
                .map(|row| columns.iter().map(|column| column.cell(&row)).collect())
                .collect(),
        }
    }

    /// With these titles, the ones that can be spared last; cells come by [`Table::row`].
    #[must_use]
    pub fn new(titles: &[(&str, Align)]) -> Self {
        Self {
            heads: titles
                .iter()
                .enumerate()
                // The first column says what a row is; those behind it matter less and less.
                .map(|(index, (title, align))| Head {
                    title: (*title).to_owned(),
                    align: *align,
                    priority: u8::try_from(index).unwrap_or(u8::MAX),
                    whole: false,
                })
                .collect(),
            rows: Vec::new(),
        }
    }

    /// The same with one more row; it needs as many cells as there are titles.
    #[must_use]
    pub fn row(mut self, cells: Vec<Cell>) -> Self {
        self.push(cells);
        self
    }

    /// Let the column of that index go before all that were not spared.
    pub fn spare(&mut self, index: usize) {
        if let Some(head) = self.heads.get_mut(index) {
            head.priority = head.priority.saturating_add(u8::MAX / 2);
        }
    }

    /// Never shorten the texts of the column of that index, nor leave it out: they are what the table is for.
    pub fn keep(&mut self, index: usize) {
        if let Some(head) = self.heads.get_mut(index) {
            (head.priority, head.whole) = (0, true);
        }
    }

    /// Add a row. Cells that are missing are empty, cells beyond the titles are dropped.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        cells.resize_with(self.heads.len(), || Cell::new("", Scope::Text));
        self.rows.push(cells);
    }

    /// What is shown in at most `room` cells: long addresses and places behind the point give way first, then
    /// whole columns. Nothing gives way without a word about it beneath the table.
    fn layout(&self, room: Option<usize>) -> Layout {
        let mut layout = Layout {
            columns: (0..self.heads.len())
                .map(|index| Shown {
                    index,
                    cells: self.widest(index, Form::Whole),
                    form: Form::Whole,
                })
                .collect(),
            left_out: Vec::new(),
        };
        let Some(room) = room else { return layout };
        for form in [Form::Short, Form::Shorter] {
            if self.settles(&mut layout, room) {
                return layout;
            }
            for shown in layout.columns.iter_mut().filter(|shown| !self.heads[shown.index].whole) {
                let cells = self.widest(shown.index, form);
                if cells < shown.cells {
                    (shown.cells, shown.form) = (cells, form);
                }
            }
        }
        while !self.settles(&mut layout, room) {
            let least = layout
                .columns
                .iter()
                .enumerate()
                .max_by_key(|(_, shown)| self.heads[shown.index].priority)
                .filter(|(_, shown)| self.heads[shown.index].priority > 0);
            match least {
                Some((position, _)) => layout.left_out.push(layout.columns.remove(position).index),
                None => break,
            }
        }
        layout.left_out.sort_unstable();
        layout
    }

    /// Whether the columns have room, the last one perhaps by breaking its texts between words.
    fn settles(&self, layout: &mut Layout, room: usize) -> bool {
        let wanted = layout.width();
        if wanted <= room {
            return true;
        }
        let Some(last) = layout.columns.last_mut() else { return true };
        let head = &self.heads[last.index];
        let Some(left) = (room + last.cells).checked_sub(wanted) else { return false };
        if head.align == Align::Right || left < self.narrowest(last).max(width(&head.title)) {
            return false;
        }
        last.cells = left;
        true
    }

    /// The fewest cells that a column of sentences can be read in: its longest word, but long values may be cut
    /// anywhere by the terminal.
    fn narrowest(&self, shown: &Shown) -> usize {
        const CAP: usize = 24;
        let cells = self.rows.iter().filter_map(|row| row.get(shown.index));
        let words = cells.flat_map(|cell| cell.text.split(' '));
        words.map(|word| width(&shown.form.of(word))).max().unwrap_or(0).min(CAP)
    }

    /// Cells of a column whose texts have that form.
    fn widest(&self, index: usize, form: Form) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(index));
        let widest = cells.map(|cell| width(&form.of(&cell.text))).max().unwrap_or(0);
        widest.max(width(&self.heads[index].title))
    }

    pub(super) fn render(&self, paint: Paint, room: Option<usize>) -> String {
        let layout = self.layout(room);
        let mut text = String::new();
        let titles: Vec<String> = layout
            .columns
            .iter()
            .map(|shown| {
                let head = &self.heads[shown.index];
                fit(&head.title, shown.cells, head.align)
            })
            .collect();
        line(&mut text, &titles, |_, title| paint.tone(Tone::Heading, title));
        for row in &self.rows {
            let mut cells: Vec<Vec<String>> = layout
                .columns
                .iter()
                .map(|shown| vec![shown.form.of(&row[shown.index].text).into_owned()])
                .collect();
            if let (Some(cell), Some(shown)) = (cells.last_mut(), layout.columns.last()) {
                *cell = cell.iter().flat_map(|text| wrap(text, shown.cells)).collect();
            }
            let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
            for number in 0..lines {
                let parts: Vec<String> = layout
                    .columns
                    .iter()
                    .zip(&cells)
                    .map(|(shown, cell)| {
                        let part = cell.get(number).map_or("", String::as_str);
                        let align = self.heads[shown.index].align;
                        // A long value in the last column is the terminal's to break.
                        if width(part) > shown.cells {
                            part.to_owned()
                        } else {
                            fit(part, shown.cells, align)
                        }
                    })
                    .collect();
                line(&mut text, &parts, |position, cell| {
                    paint.scope(row[layout.columns[position].index].scope, cell)
                });
            }
        }
        for note in self.notes(&layout) {
            for part in wrap(&note, room.unwrap_or(usize::MAX)) {
                text.push_str(&paint.tone(Tone::Dim, &part));
                text.push('\n');
            }
        }
        text
    }

    /// What the room did not allow.
    fn notes(&self, layout: &Layout) -> Vec<String> {
        let title = |index: &usize| match self.heads[*index].title.as_str() {
            "" => format!("column {}", index + 1),
            title => title.to_owned(),
        };
        let shortened = layout.columns.iter().any(|shown| shown.form != Form::Whole);
        let left_out: Vec<String> = layout.left_out.iter().map(title).collect();
        match (shortened, left_out.is_empty()) {
            (false, true) => Vec::new(),
            (true, true) => vec![
                "shortened to fit; whole in a wider terminal, in a pipe and with --json".to_owned(),
            ],
            (_, false) => vec![format!(
                "no room for {}; there in a wider terminal, in a pipe and with --json",
                left_out.join(", ")
            )],
        }
    }
}

/// What of a table has room.
struct Layout {
    columns: Vec<Shown>,
    /// Indices of the columns that have none.
    left_out: Vec<usize>,
}

impl Layout {
    fn width(&self) -> usize {
        self.columns.iter().map(|shown| shown.cells + GAP).sum::<usize>().saturating_sub(GAP)
    }
}

/// A column that has room.
struct Shown {
    index: usize,
    cells: usize,
    form: Form,
}

/// How much of each text of a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    /// Addresses and hashes by their ends, amounts with at most six places.
    Short,
    /// The same with at most four places.
    Shorter,
}

impl Form {
    fn of(self, text: &str) -> Cow<'_, str> {
        let places = match self {
            Self::Whole => return Cow::Borrowed(text),
            Self::Short => 6,
            Self::Shorter => 4,
        };
        // A hash would be read as a public key.
        if let Some(digits) = text.strip_prefix("0x") {
            return match (digits.len(), digits.get(..6), digits.get(60..)) {
                (64, Some(first), Some(last)) => Cow::Owned(format!("0x{first}…{last}")),
                _ => Cow::Borrowed(text),
            };
        }
        if let Ok(account) = text.parse::<AccountId>() {
            return Cow::Owned(short(&account));
        }
        match text.split_once('.') {
            // Cut, never rounded up; and never so short that something looks like nothing.
            Some((whole, behind))
                if behind.len() > places
                    && behind.bytes().all(|byte| byte.is_ascii_digit())
                    && (whole != "0" || behind[..places].bytes().any(|byte| byte != b'0')) =>
            {
                Cow::Borrowed(&text[..=whole.len() + places])
            }
            _ => Cow::Borrowed(text),
        }
    }
}

/// Cells side by side, the last one without blanks at its end.
fn line(text: &mut String, cells: &[String], colour: impl Fn(usize, &str) -> String) {
    for (position, cell) in cells.iter().enumerate() {
        if position + 1 == cells.len() {
            text.push_str(&colour(position, cell.trim_end()));
        } else {
            text.push_str(&colour(position, cell));
            text.push_str(&" ".repeat(GAP));
        }
    }
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let cell = |text: &str| Cell::new(text, Scope::Text);
        Table::new(&[("Name", Align::Left), ("TAO", Align::Right), ("", Align::Left)])
            .row(vec![cell("アルファ"), cell("1.5"), cell("x")])
            .row(vec![cell("b"), cell("12.25"), cell("")])
    }

    #[test]
    fn columns_line_up_and_no_line_ends_in_blanks() {
        let text = table().render(Paint::new(false), None);
        assert_eq!(text, "Name        TAO\nアルファ    1.5  x\nb         12.25\n");
    }

    #[test]
    fn without_room_the_least_important_columns_go_and_are_named() {
        let mut table = table();
        table.heads[1].priority = 3;
        let text = table.render(Paint::new(false), Some(12));
        assert_eq!(
            text,
            "Name\nアルファ  x\nb\nno room for\nTAO; there\nin a wider\nterminal, in\na pipe and\nwith --json\n"
        );
    }

    #[test]
    fn addresses_and_places_give_way_before_columns_do() {
        const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        let cell = |text: &str| Cell::new(text, Scope::Text);
        let table = Table::new(&[("Coldkey", Align::Left), ("TAO", Align::Right)])
            .row(vec![cell(ALICE), cell("1,234.567899999")])
            .row(vec![cell(ALICE), cell("0.000000012")]);
        let note = "shortened to fit; whole in a wider terminal, in a pipe and with --json\n";
        let rendered = |room| table.render(Paint::new(false), room);
        assert_eq!(rendered(None), rendered(Some(65)), "it fits as it is");
        assert_eq!(
            rendered(Some(70)).lines().map(width).max(),
            Some(48 + 2 + 15),
            "nothing is cut while there is room"
        );
        let short = rendered(Some(64));
        assert!(
            short.starts_with("Coldkey               TAO\n5Grwva…utQY  1,234.567899"),
            "{short}"
        );
        let hash = format!("0x{}{}", "ab".repeat(31), "cd");
        assert_eq!(Form::Short.of(&hash), "0xababab…abcd");
        // What is too small for six places keeps all.
        assert!(short.contains("5Grwva…utQY   0.000000012"), "{short}");
        assert!(short.replace('\n', " ").trim_end().ends_with(note.trim_end()), "{short}");
        let mut addresses = table.clone();
        addresses.keep(0);
        let kept = addresses.render(Paint::new(false), Some(60));
        assert!(kept.contains(ALICE) && kept.contains("no room for TAO"), "{kept}");
    }

    #[test]
    fn sentences_in_the_last_column_break_between_words() {
        let cell = |text: &str| Cell::new(text, Scope::Text);
        let table = Table::new(&[("Item", Align::Left), ("Value", Align::Left)])
            .row(vec![cell("one"), cell("a sentence of several words")])
            .row(vec![cell("two"), cell("0x0123456789012345678901234567890123456789")]);
        assert_eq!(
            table.render(Paint::new(false), Some(30)),
            "Item  Value\none   a sentence of several\n      words\ntwo   0x0123456789012345678901234567890123456789\n"
        );
    }

    #[test]
    fn colours_stand_around_the_cells_and_change_no_width() {
        let text = table().render(Paint::new(true), None);
        assert!(text.contains("\u{1b}[1mName    \u{1b}[0m  "), "{text:?}");
    }
}
