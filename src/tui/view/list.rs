//! A list that only some screens show, under the tabs of its screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::line::{span, title, wrap};
use super::splash;
use crate::present::width;
use crate::theme::Scope;
use crate::tui::ask::Answer;
use crate::tui::list::{ListId, change_words, tabs};
use crate::tui::look::Look;
use crate::tui::state::{Area, Drawn, Hit, Screen, Sheet, State, TableId, Value};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::sheet;

/// Columns in which the longest meaning of a hyperparameter has its place beside the values.
const WIDE_ENOUGH: u16 = 165;

pub(super) fn render(
    state: &State,
    screen: Screen,
    list: ListId,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let area = tab_line(state, screen, look, area, buf, drawn);
    let sheet = state.sheet(list);
    let mut name = list.title().to_owned();
    if let (Screen::Subnet, Some(shown)) = (screen, &state.subnet_screen) {
        name = format!("{name} of subnet {}", shown.netuid);
    }
    // A scenario is held against one block, which the newest soon is not.
    let answer = list.ask(state).and_then(|ask| state.shelf.answer(&ask));
    if let Some(Answer::Epoch(inputs)) = answer.as_deref() {
        if let (mechanism, count @ 2..) = inputs.mechanism() {
            name = format!("{name}, mechanism {} of {count},", mechanism + 1);
        }
        name = format!("{name} at block {}", inputs.at().block);
    }
    if let (ListId::Simulator, Some(shown)) = (list, &state.subnet_screen)
        && !shown.scenario.is_empty()
    {
        let changes: Vec<String> = shown.scenario.iter().map(change_words).collect();
        let room = usize::from(area.width).saturating_sub(width(&name) + 30);
        name = format!("{name}: {}", crate::present::truncate(&changes.join(", "), room));
    }
    let heading = match sheet.filter.is_empty() {
        _ if sheet.is_empty() => name,
        // The number of a subnet and the number of rows must not be read as one.
        true if screen == Screen::Subnet => name,
        true => format!("{name} {}", sheet.len()),
        false => format!(
            "{name} {} of {} with ‘{}’",
            sheet.shown().len(),
            sheet.len(),
            sheet.filter.text()
        ),
    };
    let value = list.ask(state).map(|ask| state.shelf.value(&ask));
    let mut aside = Vec::new();
    if let Some(Some(Value::Stale(_, failure))) = value {
        let text = crate::present::truncate(&failure.message, 40);
        aside.push(span(look, Scope::Stale, format!(" stale: {text} ")));
    }
    if sheet.column_pages() > 1 {
        let (page, pages) = (sheet.column_page + 1, sheet.column_pages());
        aside.push(span(look, Scope::TextDim, format!(" columns {page}/{pages} → ")));
    }
    let inner = panel(title(look, &heading), Line::from(aside), Focus::Here, look, area, buf);
    match value {
        Some(Some(Value::Failed(failure))) => {
            return splash::failed_panel(failure, look, inner, buf);
        }
        Some(None | Some(Value::Waiting)) if sheet.is_empty() => {
            return splash::note("reading …", look, inner, buf);
        }
        _ => {}
    }
    let inner = meaning(list, sheet, look, inner, buf);
    sheet::render(TableId::List(list), sheet, look, inner, buf, drawn);
    if sheet.is_empty() {
        splash::note(list.when_empty(), look, inner, buf);
    } else if sheet.shown().len() == 0 {
        splash::note("nothing matches the filter", look, inner, buf);
    }
}

/// Where the column is too narrow for what the row under the cursor means: the whole of it below the table. Returns
/// what is left.
fn meaning(list: ListId, sheet: &Sheet, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    const LINES: u16 = 2;
    if list != ListId::Hyperparameters || area.width >= WIDE_ENOUGH || area.height < 4 * LINES {
        return area;
    }
    let Some(entry) = sheet.selected().and_then(|row| row.entries.last()) else { return area };
    let above = Rect { height: area.height - LINES, ..area };
    let lines = wrap(&entry.cell.text, usize::from(area.width.saturating_sub(2)));
    for (line, y) in lines.iter().zip(above.bottom()..area.bottom()) {
        let room = usize::from(area.width.saturating_sub(1));
        buf.set_stringn(area.x + 1, y, line, room, look.style(Scope::Text));
    }
    above
}

/// The tabs of a screen that has several, one line; returns what is left.
pub(super) fn tab_line(
    state: &State,
    screen: Screen,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) -> Rect {
    let mut names: Vec<&str> = tabs(screen).iter().map(|list| list.title()).collect();
    if screen == Screen::Subnet {
        names.insert(0, "Overview");
    }
    if names.len() < 2 {
        return area;
    }
    let mut x = area.x + 1;
    for (place, name) in names.into_iter().enumerate() {
        let text = format!(" {name} ");
        let cells = u16::try_from(width(&text)).unwrap_or(0);
        if x + cells > area.right() {
            break;
        }
        let is_shown = state.tabs[screen.place()] == place;
        let scope = if is_shown { Scope::TabActive } else { Scope::TextDim };
        buf.set_stringn(x, area.y, &text, usize::from(cells), look.style(scope));
        drawn.hits.push((Area { x, y: area.y, width: cells, height: 1 }, Hit::Tab(place)));
        x += cells + 1;
    }
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}
