//! One subnet: price, pool, neurons.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::line::title;
use super::subnets::{aside, count};
use super::{chart, list, pool, splash};
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Hit, Panel, Screen, State, SubnetScreen, TableId, Value, Zoom};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::table;

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    let Some(screen) = &state.subnet_screen else {
        return splash::note("choose a subnet from the list: 1, then Enter", look, area, buf);
    };
    let area = list::tab_line(state, Screen::Subnet, look, area, buf, drawn);
    for (panel, area) in layout(screen, area) {
        let place = Panel::ALL.iter().position(|other| *other == panel).unwrap_or(0);
        drawn.hits.push((table::cells(area), Hit::Panel(place)));
        let focus = if screen.panel == panel { Focus::Here } else { Focus::Elsewhere };
        match panel {
            Panel::Chart => chart::render(state, screen, focus, look, area, buf, drawn),
            Panel::Pool => pool::render(state, screen, focus, look, area, buf),
            Panel::Metagraph => metagraph(screen, focus, look, area, buf, drawn),
        }
    }
}

/// Chart and pool side by side above the neurons, or one of them alone.
fn layout(screen: &SubnetScreen, area: Rect) -> Vec<(Panel, Rect)> {
    if screen.zoom == Zoom::Whole {
        return vec![(screen.panel, area)];
    }
    // A tall screen has room for a tall chart.
    let top = (area.height / 2).clamp(10, (area.height * 2 / 5).max(16));
    let [upper, lower] =
        Layout::vertical([Constraint::Length(top), Constraint::Fill(1)]).areas(area);
    let side = (area.width * 2 / 5).clamp(38, 52);
    let [left, right] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(side)]).areas(upper);
    vec![(Panel::Chart, left), (Panel::Pool, right), (Panel::Metagraph, lower)]
}

fn metagraph(
    screen: &SubnetScreen,
    focus: Focus,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let (metagraph, problem) = match screen.metagraph.state() {
        Value::Waiting => {
            let inner = panel(title(look, "Metagraph"), Line::default(), focus, look, area, buf);
            return splash::note("reading the neurons …", look, inner, buf);
        }
        Value::Failed(failure) => {
            let inner = panel(title(look, "Metagraph"), Line::default(), focus, look, area, buf);
            return splash::failed_panel(failure, look, inner, buf);
        }
        Value::Ready(metagraph) => (metagraph, None),
        Value::Stale(metagraph, failure) => (metagraph, Some(failure)),
    };
    let rows = &screen.table;
    let heading = title(look, &count("Metagraph", rows, metagraph.neurons.len()));
    let inner = panel(heading, aside(look, rows, problem), focus, look, area, buf);
    let row = |place: usize| screen.row(metagraph, &metagraph.neurons[place]);
    table::render(TableId::Metagraph, rows, row, look, inner, buf, drawn);
    if metagraph.neurons.is_empty() {
        splash::note("nobody is registered here yet", look, inner, buf);
    } else if rows.rows().is_empty() {
        splash::note("no neuron matches the filter", look, inner, buf);
    }
}
