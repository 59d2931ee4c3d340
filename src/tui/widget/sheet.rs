//! A table of ready rows: columns that have room, further ones on the next page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::table::{cells, draw_cell, offset};
use crate::present::{Order, Width, fit};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Head, Hit, Sheet, TableDrawn, TableId};

/// Cells between two columns.
const GAP: u16 = 2;

/// Columns of one page with their cells, and how many pages there are.
fn columns(
    heads: &[Head],
    hidden: &[usize],
    pinned: &[usize],
    room: u16,
    page: usize,
) -> (Vec<(usize, u16)>, usize) {
    let stays = |place: usize| heads[place].priority == 0 || pinned.contains(&place);
    let seen = || heads.iter().enumerate().filter(|(place, _)| !hidden.contains(place));
    let least = |head: &Head| head.width.least() + GAP;
    let staying: u16 = seen().filter(|(place, _)| stays(*place)).map(|(_, head)| least(head)).sum();
    let mut waiting: Vec<usize> =
        seen().filter(|(place, _)| !stays(*place)).map(|(place, _)| place).collect();
    waiting.sort_by_key(|place| heads[*place].priority);
    let mut pages: Vec<Vec<usize>> = Vec::new();
    while pages.is_empty() || !waiting.is_empty() {
        let mut left = (room + GAP).saturating_sub(staying);
        let mut taken = Vec::new();
        waiting.retain(|place| {
            let fits = least(&heads[*place]) <= left;
            if fits {
                left -= least(&heads[*place]);
                taken.push(*place);
            }
            !fits
        });
        let is_stuck = taken.is_empty();
        if !is_stuck || pages.is_empty() {
            pages.push(taken);
        }
        if is_stuck {
            break;
        }
    }
    let shown = &pages[page.min(pages.len() - 1)];
    let mut placed: Vec<(usize, u16)> = seen()
        .filter(|(place, _)| stays(*place) || shown.contains(place))
        .map(|(place, head)| (place, head.width.least()))
        .collect();
    let used: u16 = placed.iter().map(|(_, cells)| cells + GAP).sum();
    let mut spare = (room + GAP).saturating_sub(used);
    for (place, cells) in &mut placed {
        if let Width::Between(least, most) = heads[*place].width {
            let more = (most - least).min(spare);
            *cells += more;
            spare -= more;
        }
    }
    (placed, pages.len())
}

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
    let (placed, column_pages) =
        columns(sheet.heads, &sheet.hidden, &sheet.pinned, inner.width, sheet.column_page);
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
