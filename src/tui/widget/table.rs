//! A table of typed columns: only rows and columns with room are made into text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::present::{Align, Cell, Column, Order, Width, fit, fit_number};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Area, Drawn, Hit, Table, TableDrawn, TableId};

/// Cells between two columns.
const GAP: u16 = 2;

/// A column with its place in [`Column::ALL`] and its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Placed<C> {
    column: C,
    place: usize,
    width: u16,
}

/// The columns of one page, and how many pages there are. The first page has the columns that matter
/// most, each further one those that had no room before; pinned columns and those of priority 0 are on all
/// of them.
fn columns<C: Column>(
    room: u16,
    page: usize,
    hidden: &[usize],
    pinned: &[usize],
) -> (Vec<Placed<C>>, usize) {
    let stays = |place: usize, column: C| column.priority() == 0 || pinned.contains(&place);
    let all = || C::ALL.iter().copied().enumerate().filter(|(place, _)| !hidden.contains(place));
    let cells = |column: C| column.width().least() + GAP;
    let staying: u16 = all().filter(|(place, c)| stays(*place, *c)).map(|(_, c)| cells(c)).sum();
    let mut waiting: Vec<(usize, C)> = all().filter(|(place, c)| !stays(*place, *c)).collect();
    waiting.sort_by_key(|(_, column)| column.priority());
    let mut pages: Vec<Vec<usize>> = Vec::new();
    while pages.is_empty() || !waiting.is_empty() {
        // The gap behind the last column may be missing.
        let mut left = (room + GAP).saturating_sub(staying);
        let mut taken = Vec::new();
        waiting.retain(|(place, column)| {
            let fits = cells(*column) <= left;
            if fits {
                left -= cells(*column);
                taken.push(*place);
            }
            !fits
        });
        if taken.is_empty() {
            // Not one of them fits beside the pinned ones: they stay out of sight.
            if pages.is_empty() {
                pages.push(taken);
            }
            break;
        }
        pages.push(taken);
    }
    let shown = &pages[page.min(pages.len() - 1)];
    let mut placed: Vec<Placed<C>> = all()
        .filter(|(place, column)| stays(*place, *column) || shown.contains(place))
        .map(|(place, column)| Placed { column, place, width: column.width().least() })
        .collect();
    let used: u16 = placed.iter().map(|placed| placed.width + GAP).sum();
    let mut spare = (room + GAP).saturating_sub(used);
    for placed in &mut placed {
        if let Width::Between(least, most) = placed.column.width() {
            let more = (most - least).min(spare);
            placed.width += more;
            spare -= more;
        }
    }
    (placed, pages.len())
}

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
    let (columns, column_pages) =
        columns::<C>(inner.width, table.column_page, &table.hidden, &table.pinned);
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
        for placed in &columns {
            let room = inner.right().saturating_sub(x).min(placed.width);
            if room == 0 {
                break;
            }
            draw_cell(
                &placed.column.cell(&row),
                placed.column.align(),
                &needle,
                look,
                Rect { x, y, width: room, height: 1 },
                buf,
            );
            x += placed.width + GAP;
        }
        if place == table.cursor() {
            buf.set_style(line, look.style(Scope::Selection));
        }
    }
}

fn heading<C: Column, K>(
    id: TableId,
    table: &Table<C, K>,
    columns: &[Placed<C>],
    look: &Look,
    inner: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let mut x = inner.x;
    for placed in columns {
        let room = inner.right().saturating_sub(x).min(placed.width);
        if room == 0 {
            break;
        }
        let column = placed.column;
        let (arrow, scope) = match (column == table.sort, table.order) {
            (false, _) => ("", Scope::Heading),
            (true, Order::Ascending) => ("▲", Scope::HeadingSorted),
            (true, Order::Descending) => ("▼", Scope::HeadingSorted),
        };
        let text = fit(&format!("{}{arrow}", column.title()), usize::from(room), column.align());
        buf.set_stringn(x, inner.y, text, usize::from(room), look.style(scope));
        let area = Rect { x, y: inner.y, width: room, height: 1 };
        drawn.hits.push((cells(area), Hit::Heading(id, placed.place)));
        x += placed.width + GAP;
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
    use crate::present::SubnetColumn;

    #[test]
    fn columns_go_by_priority_and_come_back_on_further_pages() {
        let ids = |room, page| -> Vec<&str> {
            columns::<SubnetColumn>(room, page, &[], &[])
                .0
                .iter()
                .map(|placed| placed.column.id())
                .collect()
        };
        assert_eq!(
            ids(76, 0),
            ["netuid", "name", "symbol", "price", "change", "trend", "market-cap", "tao-in"]
        );
        assert_eq!(
            ids(76, 1),
            ["netuid", "name", "price", "alpha-in", "emission", "deregistration", "volume", "burn"]
        );
        // Beyond the last page is the last page.
        let (_, pages) = columns::<SubnetColumn>(76, 0, &[], &[]);
        let last = columns::<SubnetColumn>(76, pages - 1, &[], &[]);
        assert_eq!(columns::<SubnetColumn>(76, 9, &[], &[]), last);
        let (all, pages) = columns::<SubnetColumn>(300, 0, &[], &[]);
        assert_eq!((all.len(), pages), (SubnetColumn::ALL.len(), 1));
        let (some, _) = columns::<SubnetColumn>(300, 0, &[0, 4], &[]);
        assert_eq!(some.len(), SubnetColumn::ALL.len() - 2);
        assert_eq!(ids(0, 0), ["netuid", "name", "price"]);
        // A pinned one stays while the others pass by.
        let burn = SubnetColumn::ALL.iter().position(|column| *column == SubnetColumn::Burn);
        let burn = [burn.expect("a column")];
        let (_, pages) = columns::<SubnetColumn>(76, 0, &[], &burn);
        for page in 0..pages {
            let (placed, _) = columns::<SubnetColumn>(76, page, &[], &burn);
            assert!(placed.iter().any(|placed| placed.column == SubnetColumn::Burn), "{page}");
        }
    }

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
