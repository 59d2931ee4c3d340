//! A table of ready rows: columns that have room, further ones on the next page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::columns::{GAP, Wants, lay};
use super::table::{cells, draw_cell, offset};
use crate::present::{Order, fit};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Hit, Sheet, TableDrawn, TableId};

/// Draw it.
pub fn render(
    id: TableId,
    sheet: &Sheet,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let wants: Vec<Wants> = sheet
        .heads
        .iter()
        .map(|head| Wants { priority: head.priority, width: head.width })
        .collect();
    let (placed, column_pages) = lay(&wants, &sheet.arrangement, inner.width, sheet.column_page);
    let page = usize::from(area.height.saturating_sub(1));
    let count = sheet.shown().len();
    let offset = offset(sheet.offset, sheet.cursor(), page, count);
    drawn.tables.push((id, TableDrawn { page: page.max(1), offset, column_pages }));
    if area.height == 0 || inner.width == 0 {
        return;
    }
    let mut x = inner.x;
    for (place, room) in &placed {
        let room = inner.right().saturating_sub(x).min(*room);
        if room == 0 {
            break;
        }
        let head = &sheet.heads[*place];
        let (arrow, scope) = match (sheet.sort == Some(*place), sheet.order) {
            (false, _) => ("", Scope::Heading),
            (true, Order::Ascending) => ("▲", Scope::HeadingSorted),
            (true, Order::Descending) => ("▼", Scope::HeadingSorted),
        };
        let text = fit(&format!("{}{arrow}", head.title), usize::from(room), head.align);
        buf.set_stringn(x, inner.y, text, usize::from(room), look.style(scope));
        let heading = Rect { x, y: inner.y, width: room, height: 1 };
        drawn.hits.push((cells(heading), Hit::Heading(id, *place)));
        x += room + GAP;
    }
    let needle = sheet.filter.text().to_lowercase();
    for ((place, row), y) in sheet.shown().enumerate().skip(offset).take(page).zip(area.y + 1..) {
        let line = Rect { y, height: 1, ..area };
        drawn.hits.push((cells(line), Hit::Row(id, place)));
        let mut x = inner.x;
        for (column, room) in &placed {
            let room = inner.right().saturating_sub(x).min(*room);
            if room == 0 {
                break;
            }
            if let Some(entry) = row.entries.get(*column) {
                let spot = Rect { x, y, width: room, height: 1 };
                draw_cell(&entry.cell, sheet.heads[*column].align, &needle, look, spot, buf);
            }
            x += room + GAP;
        }
        if place == sheet.cursor() {
            buf.set_style(line, look.style(Scope::Selection));
        }
    }
}
