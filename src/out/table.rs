//! Rows and columns on a line printer.

use super::paint::{Paint, Tone};
use crate::present::{Align, Cell, Column, fit, width};
use crate::theme::Scope;

/// Blanks between two columns.
const GAP: usize = 2;

#[derive(Debug, Clone)]
struct Head {
    title: String,
    align: Align,
    /// Columns with a high number go first when there is no room; 0 always stays.
    priority: u8,
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
                })
                .collect(),
            rows: rows
                .into_iter()
                .map(|row| columns.iter().map(|column| column.cell(&row)).collect())
                .collect(),
        }
    }

    /// With these titles; cells come by [`Table::row`].
    #[must_use]
    pub fn new(titles: &[(&str, Align)]) -> Self {
        Self {
            heads: titles
                .iter()
                .map(|(title, align)| Head {
                    title: (*title).to_owned(),
                    align: *align,
                    priority: 0,
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

    /// Add a row. Cells that are missing are empty, cells beyond the titles are dropped.
    pub fn push(&mut self, mut cells: Vec<Cell>) {
        cells.resize_with(self.heads.len(), || Cell::new("", Scope::Text));
        self.rows.push(cells);
    }

    /// Indices of the columns that are shown and their widths, in at most `room` cells if the
    /// columns allow it.
    fn layout(&self, room: Option<usize>) -> Vec<(usize, usize)> {
        let mut columns: Vec<(usize, usize)> = self
            .heads
            .iter()
            .enumerate()
            .map(|(index, head)| {
                let cells = self.rows.iter().filter_map(|row| row.get(index));
                let widest = cells.map(|cell| width(&cell.text)).max().unwrap_or(0);
                (index, widest.max(width(&head.title)))
            })
            .collect();
        let Some(room) = room else { return columns };
        let total = |columns: &[(usize, usize)]| {
            columns.iter().map(|(_, cells)| cells + GAP).sum::<usize>().saturating_sub(GAP)
        };
        while total(&columns) > room {
            let droppable = columns
                .iter()
                .enumerate()
                .max_by_key(|(_, (index, _))| self.heads[*index].priority)
                .filter(|(_, (index, _))| self.heads[*index].priority > 0);
            match droppable {
                Some((position, _)) => drop(columns.remove(position)),
                None => break,
            }
        }
        columns
    }

    pub(super) fn render(&self, paint: Paint, room: Option<usize>) -> String {
        let columns = self.layout(room);
        let mut text = String::new();
        let titles: Vec<String> = columns
            .iter()
            .map(|&(index, cells)| fit(&self.heads[index].title, cells, self.heads[index].align))
            .collect();
        line(&mut text, &titles, |_, title| paint.tone(Tone::Heading, title));
        for row in &self.rows {
            let cells: Vec<String> = columns
                .iter()
                .map(|&(index, cells)| fit(&row[index].text, cells, self.heads[index].align))
                .collect();
            line(&mut text, &cells, |position, cell| {
                paint.scope(row[columns[position].0].scope, cell)
            });
        }
        text
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
        let mut table =
            Table::new(&[("Name", Align::Left), ("TAO", Align::Right), ("", Align::Left)])
                .row(vec![cell("アルファ"), cell("1.5"), cell("x")])
                .row(vec![cell("b"), cell("12.25"), cell("")]);
        table.heads[1].priority = 1;
        table
    }

    #[test]
    fn columns_line_up_and_no_line_ends_in_blanks() {
        let text = table().render(Paint::new(false), None);
        assert_eq!(text, "Name        TAO\nアルファ    1.5  x\nb         12.25\n");
    }

    #[test]
    fn without_room_the_least_important_column_goes() {
        let text = table().render(Paint::new(false), Some(12));
        assert_eq!(text, "Name\nアルファ  x\nb\n");
    }

    #[test]
    fn colours_stand_around_the_cells_and_change_no_width() {
        let text = table().render(Paint::new(true), None);
        assert!(text.contains("\u{1b}[1mName    \u{1b}[0m  "), "{text:?}");
    }
}
