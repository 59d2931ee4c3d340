//! A table of typed columns: only rows and columns with room are made into text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::columns::{GAP, Wants, lay};
use crate::present::{Align, Cell, Column, Order, fit, fit_number};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Area, Drawn, Hit, Table, TableDrawn, TableId};

/// Draw a table. `row` makes the row of a place in the source.
pub fn render<'a, C: Column, K: Copy + Eq>(
    id: TableId,
    table: &Table<C, K>,
    row: impl Fn(usize) -> C::Row<'a>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    // One cell of air at both sides.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let wants: Vec<Wants> = C::ALL
        .iter()
        .map(|column| Wants { priority: column.priority(), width: column.width() })
        .collect();
    let (columns, column_pages) = lay(&wants, &table.arrangement, inner.width, table.column_page);
    let page = usize::from(area.height.saturating_sub(1));
    let offset = offset(table.offset, table.cursor(), page, table.rows().len());
    drawn.tables.push((id, TableDrawn { page: page.max(1), offset, column_pages }));
    if area.height == 0 || inner.width == 0 {
        return;
    }
    heading(id, table, &columns, look, inner, buf, drawn);
    let needle = table.filter.text().to_lowercase();
    let visible = table.rows().iter().enumerate().skip(offset).take(page);
    for ((place, &source), y) in visible.zip(area.y + 1..) {
        let line = Rect { y, height: 1, ..area };
        drawn.hits.push((cells(line), Hit::Row(id, place)));
        let row = row(source as usize);
        let mut x = inner.x;
        for (column, width) in &columns {
            let room = inner.right().saturating_sub(x).min(*width);
            if room == 0 {
                break;
            }
            let column = C::ALL[*column];
            let spot = Rect { x, y, width: room, height: 1 };
            draw_cell(&column.cell(&row), column.align(), &needle, look, spot, buf);
            x += width + GAP;
        }
        if place == table.cursor() {
            buf.set_style(line, look.style(Scope::Selection));
        }
    }
}

fn heading<C: Column, K>(
    id: TableId,
    table: &Table<C, K>,
    columns: &[(usize, u16)],
    look: &Look,
    inner: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let mut x = inner.x;
    for (place, width) in columns {
        let room = inner.right().saturating_sub(x).min(*width);
        if room == 0 {
            break;
        }
        let column = C::ALL[*place];
        let (arrow, scope) = match (column == table.sort, table.order) {
            (false, _) => ("", Scope::Heading),
            (true, Order::Ascending) => ("▲", Scope::HeadingSorted),
            (true, Order::Descending) => ("▼", Scope::HeadingSorted),
        };
        let text = fit(&format!("{}{arrow}", column.title()), usize::from(room), column.align());
        buf.set_stringn(x, inner.y, text, usize::from(room), look.style(scope));
        let area = Rect { x, y: inner.y, width: room, height: 1 };
        drawn.hits.push((cells(area), Hit::Heading(id, *place)));
        x += width + GAP;
    }
}

pub(super) fn draw_cell(
    cell: &Cell,
    align: Align,
    needle: &str,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let room = usize::from(area.width);
    let text = match align {
        Align::Left => fit(&cell.text, room, align),
        Align::Right => fit_number(&cell.text, room),
    };
    buf.set_stringn(area.x, area.y, &text, room, look.style(cell.scope));
    if needle.is_empty() || align == Align::Right {
        return;
    }
    let lower = text.to_lowercase();
    // Where lower case has other bytes the place would be wrong; such text is not marked.
    if lower.len() == text.len()
        && let Some(start) = lower.find(needle)
        && let (Some(before), Some(found)) =
            (text.get(..start), text.get(start..start + needle.len()))
    {
        let before = u16::try_from(crate::present::width(before)).unwrap_or(u16::MAX);
        let x = area.x.saturating_add(before);
        buf.set_stringn(x, area.y, found, room, look.style(Scope::Match));
    }
}

/// Rows above the first one shown, so that the cursor is in sight and the window is full.
pub(super) fn offset(before: usize, cursor: usize, page: usize, count: usize) -> usize {
    let lowest = (cursor + 1).saturating_sub(page);
    before.max(lowest).min(cursor).min(count.saturating_sub(page))
}

/// A rectangle in the state's words.
#[must_use]
pub fn cells(rect: Rect) -> Area {
    Area { x: rect.x, y: rect.y, width: rect.width, height: rect.height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_sight() {
        assert_eq!(offset(0, 0, 10, 100), 0);
        assert_eq!(offset(0, 10, 10, 100), 1);
        assert_eq!(offset(50, 49, 10, 100), 49);
        assert_eq!(offset(95, 99, 10, 100), 90);
        assert_eq!(offset(5, 3, 10, 4), 0);
        assert_eq!(offset(0, 0, 0, 0), 0);
    }
}
