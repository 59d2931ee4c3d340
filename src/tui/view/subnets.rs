//! The list of subnets.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::line::{span, title};
use super::{chart, pool, splash};
use crate::model::Subnets;
use crate::present::Column;
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Failure, State, SubnetScreen, Table, TableId, Value, subnet_row};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::table;

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    let screen = &state.subnets_screen.table;
    let (subnets, problem) = match state.subnets.state() {
        Value::Waiting => {
            let inner =
                panel(title(look, "Subnets"), Line::default(), Focus::Here, look, area, buf);
            return splash::note("reading the subnets …", look, inner, buf);
        }
        Value::Failed(failure) => {
            let inner =
                panel(title(look, "Subnets"), Line::default(), Focus::Here, look, area, buf);
            return splash::failed_panel(failure, look, inner, buf);
        }
        Value::Ready(subnets) => (subnets, None),
        Value::Stale(subnets, failure) => (subnets, Some(failure)),
    };
    let area = beside(state, subnets, look, area, buf, drawn);
    let marks = match state.favourites.len() {
        0 => String::new(),
        count => format!(" ★{count}"),
    };
    let heading = count("Subnets", screen, subnets.list.len());
    let heading = title(look, &format!("{heading}{marks}"));
    let inner = panel(heading, aside(look, screen, problem), Focus::Here, look, area, buf);
    let row = |place: usize| subnet_row(subnets, &subnets.list[place], &state.history);
    table::render(TableId::Subnets, screen, row, look, inner, buf, drawn);
    if screen.rows().is_empty() {
        splash::note("no subnet matches the filter", look, inner, buf);
    }
}

/// Cells from which on the subnet under the cursor stands beside the list.
const WIDE: u16 = 220;

/// On a wide screen the price and the pool of the subnet under the cursor stand at the right; what is left.
fn beside(
    state: &State,
    subnets: &Subnets,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) -> Rect {
    let chosen = state.subnets_screen.table.selected().and_then(|netuid| subnets.get(netuid));
    let Some(subnet) = chosen.filter(|_| area.width >= WIDE) else { return area };
    let mut shown = SubnetScreen::new(subnet.netuid);
    shown.price(subnet.pool);
    let side = [Constraint::Fill(1), Constraint::Length(area.width * 3 / 10)];
    let [left, right] = Layout::horizontal(side).areas(area);
    let rooms = [Constraint::Fill(1), Constraint::Length(18)];
    let [upper, lower] = Layout::vertical(rooms).areas(right);
    chart::render(state, &shown, Focus::Elsewhere, look, upper, buf, drawn);
    pool::render(state, &shown, Focus::Elsewhere, look, lower, buf);
    left
}

/// `Subnets 17`, or `Subnets 3 of 17` behind a filter.
pub(super) fn count<C: Column, K: Copy + Eq>(
    name: &str,
    table: &Table<C, K>,
    all: usize,
) -> String {
    if table.filter.is_empty() {
        format!("{name} {all}")
    } else {
        format!("{name} {} of {all} with ‘{}’", table.rows().len(), table.filter.text())
    }
}

/// Why figures are old, and that there are more columns.
pub(super) fn aside<C: Column, K: Copy + Eq>(
    look: &Look,
    table: &Table<C, K>,
    problem: Option<&Failure>,
) -> Line<'static> {
    let mut parts = Vec::new();
    if let Some(failure) = problem {
        let text = crate::present::truncate(&failure.message, 40);
        parts.push(span(look, Scope::Stale, format!(" stale: {text} ")));
    }
    if table.column_pages() > 1 {
        let (page, pages) = (table.column_page + 1, table.column_pages());
        parts.push(span(look, Scope::TextDim, format!(" columns {page}/{pages} →")));
        parts.push(span(look, Scope::TextDim, " "));
    }
    Line::from(parts)
}
