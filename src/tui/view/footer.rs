//! The line above the last: keys that do something here, a notice, or a line that is being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::span;
use crate::present::{Column, truncate, width};
use crate::theme::Scope;
use crate::tui::keymap::Context;
use crate::tui::keys_file::Bound;
use crate::tui::look::Look;
use crate::tui::state::{
    Area, CommandLine, Drawn, Hit, Mode, Screen, State, Table, TextField, Tone,
};

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    if let Some(notice) = &state.notice {
        let (scope, mark) = match notice.tone {
            Tone::Info => (Scope::Hint, "·"),
            Tone::Success => (Scope::Success, "✓"),
            Tone::Error => (Scope::Error, "✗"),
        };
        let room = usize::from(area.width).saturating_sub(1);
        let text = truncate(&format!("{mark} {}", notice.text), room);
        buf.set_stringn(area.x + 1, area.y, text, room, look.style(scope));
        return;
    }
    match (&state.mode, state.popups.is_empty()) {
        (Mode::Filter, true) => filter(state, look, area, buf, drawn),
        (Mode::Command(line), true) => command(state, line, look, area, buf, drawn),
        _ => keys(state, look, area, buf, drawn),
    }
}

fn keys(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    if state.wants_secret() {
        let line = Line::from(vec![
            span(look, Scope::Key, " Enter"),
            span(look, Scope::TextDim, " sign   "),
            span(look, Scope::Key, "Esc"),
            span(look, Scope::TextDim, " back"),
        ]);
        line.render(area, buf);
        return;
    }
    let (always, here): (Vec<_>, Vec<_>) = state
        .keymap
        .hints(state.contexts())
        .partition(|binding| binding.context == Context::Everywhere);
    // What holds everywhere stands at the right and never gives way.
    let room =
        |bindings: &[&Bound]| bindings.iter().map(|binding| hint_cells(binding)).sum::<u16>();
    let edge = area.right().saturating_sub(room(&always));
    let mut x = area.x + 1;
    for binding in here {
        if x + hint_cells(binding) > edge {
            break;
        }
        x = hint(binding, x, look, area.y, buf, drawn);
    }
    x = edge;
    for binding in always {
        x = hint(binding, x, look, area.y, buf, drawn);
    }
}

/// Cells of a hint and the gap behind it.
fn hint_cells(binding: &Bound) -> u16 {
    let key = binding.keys.first().map_or(0, |key| cells(&key.to_string()));
    key + 1 + cells(binding.action.label()) + 2
}

/// Draw a hint; returns where the next one goes.
fn hint(binding: &Bound, x: u16, look: &Look, y: u16, buf: &mut Buffer, drawn: &mut Drawn) -> u16 {
    let room = hint_cells(binding);
    let key = binding.keys.first().map_or_else(String::new, ToString::to_string);
    buf.set_stringn(x, y, &key, usize::from(room), look.style(Scope::Key));
    let label = format!(" {}", binding.action.label());
    buf.set_stringn(x + cells(&key), y, label, usize::from(room), look.style(Scope::TextDim));
    let area = Area { x, y, width: room.saturating_sub(2), height: 1 };
    drawn.hits.push((area, Hit::Act(binding.action)));
    x + room
}

fn filter(state: &State, look: &Look, area: Rect, buf: &mut Buffer, drawn: &mut Drawn) {
    let (field, shown, problem) = match (state.screen, state.list()) {
        (_, Some(list)) => {
            let sheet = state.sheet(list);
            (&sheet.filter, sheet.shown().len(), sheet.problem.clone())
        }
        (screen, None) => match screen {
            Screen::Subnets => asked(&state.subnets_screen.table),
            Screen::Subnet => match &state.subnet_screen {
                Some(screen) => asked(&screen.table),
                None => return,
            },
            Screen::Portfolio => asked(&state.portfolio_screen.table),
            _ => return,
        },
    };
    if let Some(problem) = problem {
        let aside = Line::from(span(look, Scope::Warning, format!("{problem} ")));
        aside.right_aligned().render(area, buf);
        return typed("/", field, "", look, area, buf, drawn);
    }
    let count = match shown {
        0 => "nothing matches".to_owned(),
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    let aside = Line::from(span(look, Scope::TextDim, format!("{count}   Enter keep  Esc clear ")));
    aside.right_aligned().render(area, buf);
    typed("/", field, "", look, area, buf, drawn);
}

/// The filter of a table, the rows it leaves, and what is wrong with it.
fn asked<C: Column, K: Copy + Eq>(table: &Table<C, K>) -> (&TextField, usize, Option<String>) {
    (&table.filter, table.rows().len(), table.problem.as_ref().map(ToString::to_string))
}

fn command(
    state: &State,
    line: &CommandLine,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let rest = line.completion(state).unwrap_or_default();
    typed(":", &line.field, &rest, look, area, buf, drawn);
    // What else may be meant stands above, the likeliest nearest.
    let candidates = line.candidates(state);
    let chosen = line.chosen.min(candidates.len().saturating_sub(1));
    let room = usize::from(area.y.saturating_sub(4)).min(12);
    let first = (chosen + 1).saturating_sub(room);
    let width = area.width.min(78);
    for ((place, one), row) in candidates.iter().enumerate().skip(first).take(room).zip(1_u16..) {
        let y = area.y.saturating_sub(row);
        let spot = Rect { x: area.x, y, width, height: 1 };
        ratatui::widgets::Clear.render(spot, buf);
        buf.set_style(spot, look.style(Scope::Popup));
        let text = crate::present::fit(&one.text, 24, crate::present::Align::Left);
        let about = truncate(&one.about, usize::from(width).saturating_sub(30));
        Line::from(vec![
            span(look, Scope::Text, format!("   {text}")),
            span(look, Scope::TextDim, format!(" {about}")),
        ])
        .render(spot, buf);
        if place == chosen {
            buf.set_style(spot, look.style(Scope::Selection));
        }
    }
}

/// A line with the cursor in it, and what may follow in dim text.
fn typed(
    mark: &str,
    field: &TextField,
    rest: &str,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let room = usize::from(area.width).saturating_sub(32);
    let text = truncate(field.text(), room);
    let line = Line::from(vec![
        span(look, Scope::Key, format!(" {mark} ")),
        span(look, Scope::TextStrong, text),
        span(look, Scope::TextDim, rest),
    ]);
    line.render(Rect { width: area.width.saturating_sub(30), ..area }, buf);
    let x = width(field.before()).min(room) + 3;
    drawn.cursor = Some((area.x + u16::try_from(x).unwrap_or(0), area.y));
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
