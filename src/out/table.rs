//! Rows and columns on a line printer.

use super::paint::{Paint, Tone};
use crate::present::{Align, Cell, Column, fit, width};

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
        debug_assert_eq!(cells.len(), self.heads.len(), "a row has a cell for each title");
        self.rows.push(cells);
        self
    }

    /// Add a row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.heads.len(), "a row has a cell for each title");
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
        let mut line = |cells: Vec<(String, Box<dyn Fn(&str) -> String + '_>)>| {
            let count = cells.len();
            for (position, (cell, colour)) in cells.into_iter().enumerate() {
                let last = position + 1 == count;
                let cell = if last { cell.trim_end().to_owned() } else { cell };
                text.push_str(&colour(&cell));
                if !last {
                    text.push_str(&" ".repeat(GAP));
                }
            }
            text.push('\n');
        };
        line(
            columns
                .iter()
                .map(|&(index, cells)| {
                    let head = &self.heads[index];
                    let colour: Box<dyn Fn(&str) -> String> =
                        Box::new(move |cell| paint.tone(Tone::Heading, cell));
                    (fit(&head.title, cells, head.align), colour)
                })
                .collect(),
        );
        for row in &self.rows {
            line(
                columns
                    .iter()
                    .filter_map(|&(index, cells)| {
                        let cell = row.get(index)?;
                        let scope = cell.scope;
                        let colour: Box<dyn Fn(&str) -> String> =
                            Box::new(move |text| paint.scope(scope, text));
                        Some((fit(&cell.text, cells, self.heads[index].align), colour))
                    })
                    .collect(),
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Scope;

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
        insta::assert_snapshot!(table().render(Paint::new(false), None), @r"
        ");
    }

    #[test]
    fn without_room_the_least_important_column_goes() {
        insta::assert_snapshot!(table().render(Paint::new(false), Some(12)), @r"
        ");
    }
}
