//! Cells that look alike and stand side by side.

use ratatui::buffer::{Buffer, Cell};

/// Text in one style.
pub(super) struct Run {
    /// The first cell: its style is that of all.
    pub cell: Cell,
    /// Cells from the left edge.
    pub column: u16,
    /// Cells it takes.
    pub width: u16,
    /// What stands in them.
    pub text: String,
}

/// The runs of each line, from the top.
pub(super) fn runs(buffer: &Buffer) -> Vec<Vec<Run>> {
    let area = buffer.area;
    (area.top()..area.bottom())
        .map(|row| {
            let mut line: Vec<Run> = Vec::new();
            let mut column = area.left();
            while column < area.right() {
                let cell = &buffer[(column, row)];
                // The cell behind a wide character holds a filler.
                let width = u16::try_from(crate::present::width(cell.symbol()).max(1)).unwrap_or(1);
                match line.last_mut().filter(|run| alike(&run.cell, cell)) {
                    Some(run) => {
                        run.text.push_str(cell.symbol());
                        run.width = run.width.saturating_add(width);
                    }
                    None => line.push(Run {
                        cell: cell.clone(),
                        column,
                        width,
                        text: cell.symbol().to_owned(),
                    }),
                }
                column = column.saturating_add(width);
            }
            line
        })
        .collect()
}

fn alike(one: &Cell, other: &Cell) -> bool {
    one.fg == other.fg && one.bg == other.bg && one.modifier == other.modifier
}
