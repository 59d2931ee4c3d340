//! A command's form: fields at the left or above, what the chain would do beside or below them, what fits
//! the field under it, and the same as a command line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::card::{self, Card};
use super::line::{span, stack, title, wrap};
use super::stake::{choice, preview, step_words, typed};
use crate::present::{Align, fit, truncate};
use crate::theme::Scope;
use crate::tui::form_spec::{FieldSpec, Leads, Takes};
use crate::tui::look::Look;
use crate::tui::state::{CommandForm, Drawn, Hit, State, Step};
use crate::tui::widget::panel::popup;
use crate::tui::widget::table::cells;

/// Cells of the names of fields.
const LABEL: u16 = 18;
/// Cells of a value.
const VALUE: u16 = 34;
/// Lines below the fields: what fits, what it means, the command line.
const BELOW: u16 = 5;

pub(super) fn render(
    state: &State,
    form: &CommandForm,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let heading = format!("{}{}", form.spec.command, step_words(&form.step));
    let is_wide = area.width >= 124;
    let width = if is_wide { area.width.min(150) - 4 } else { area.width };
    let height = if is_wide { 30.min(area.height) } else { area.height };
    let inner = popup(title(look, &heading), (width, height), look, area, buf);
    match &form.step {
        Step::Edit => edit(state, form, look, inner, buf, drawn),
        step => {
            let card = Card { step, scroll: form.scroll, key: &form.key, names: state.names() };
            card::render(state, &card, look, inner, buf, drawn);
        }
    }
}

fn edit(
    state: &State,
    form: &CommandForm,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let about =
        Line::from(span(look, Scope::TextDim, truncate(&form.spec.about, usize::from(area.width))));
    about.render(Rect { height: 1, ..area }, buf);
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let is_wide = area.width >= 116;
    let side = LABEL + VALUE + 4;
    let (left, right) = if is_wide {
        (
            Rect { width: side, ..below },
            Rect { x: below.x + side + 1, width: below.width.saturating_sub(side + 1), ..below },
        )
    } else {
        // Fields above: as many as there are, but half of the room at most.
        let count = u16::try_from(form.values.len()).unwrap_or(u16::MAX);
        let top = count.min(below.height / 2).max(3) + BELOW;
        let top = if form.signs() { top.min(below.height) } else { below.height };
        (
            Rect { height: top, ..below },
            Rect { y: below.y + top, height: below.height.saturating_sub(top), ..below },
        )
    };
    fields(state, form, look, left, buf, drawn);
    match form.spec.leads {
        Leads::Signature => preview(&form.preview, &state.names(), look, right, buf),
        Leads::Scenario if is_wide => {
            let text = "Enter takes the change into the scenario. Nothing is signed and no chain hears of it: the \
                        epoch is computed here, with the chain's own arithmetic.";
            super::splash::note(text, look, right, buf);
        }
        Leads::Terminal if is_wide => {
            let text = "Enter lends the terminal to this command: it asks there for what it needs, \
                        and nothing that is secret comes into the dashboard.";
            super::splash::note(text, look, right, buf);
        }
        Leads::Terminal | Leads::Scenario => {}
    }
}

fn fields(
    state: &State,
    form: &CommandForm,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let rows = usize::from(area.height.saturating_sub(BELOW)).max(1);
    // The field with the keys stays in sight.
    let first = (form.focus + 1).saturating_sub(rows);
    let shown = form.spec.fields.iter().zip(&form.values).enumerate().skip(first).take(rows);
    for ((place, (field, value)), y) in shown.zip(area.y..) {
        let line = Rect { y, height: 1, ..area };
        drawn.hits.push((cells(line), Hit::Field(place)));
        let has_keys = place == form.focus;
        let mark = if has_keys { "▸ " } else { "  " };
        let star = if field.required { "*" } else { "" };
        let label = format!(
            "{mark}{}",
            fit(&format!("{}{star}", field.label), usize::from(LABEL) - 3, Align::Left)
        );
        let label_scope = if has_keys { Scope::TextStrong } else { Scope::TextDim };
        Line::from(span(look, label_scope, label)).render(line, buf);
        let scope = if has_keys { Scope::FieldFocus } else { Scope::Field };
        let entry = Rect { x: area.x + LABEL, y, width: VALUE.min(area.width - LABEL), height: 1 };
        buf.set_style(entry, look.style(scope));
        let turns = matches!(field.takes, Takes::Flag | Takes::Choice(_));
        if turns {
            choice(value.text(), entry, look.style(scope), buf);
        } else if value.is_empty() && !has_keys {
            let hint = empty(field);
            buf.set_stringn(entry.x + 1, y, hint, 30, look.style(Scope::TextDim));
        } else {
            let cursor = typed(value, scope, look, entry, buf);
            if has_keys {
                drawn.cursor = cursor;
            }
        }
        let aside = Rect {
            x: entry.right() + 1,
            y,
            width: area.right().saturating_sub(entry.right() + 1),
            height: 1,
        };
        // A word or two would only be in the way.
        if aside.width >= 16 {
            let help = truncate(&field.help, usize::from(aside.width));
            Line::from(span(look, Scope::TextDim, help)).render(aside, buf);
        }
    }
    let below = Rect { y: area.bottom().saturating_sub(BELOW - 1), height: BELOW - 1, ..area };
    stack(hints(state, form, look, usize::from(area.width)), below, buf);
}

/// What an empty field means.
fn empty(field: &FieldSpec) -> &'static str {
    match (field.required, &field.takes) {
        (true, _) => "",
        (false, Takes::Wallet) => "the default wallet",
        (false, _) => "—",
    }
}

/// What the field means, what fits it, and the whole as a command line.
fn hints(state: &State, form: &CommandForm, look: &Look, room: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let help = form.field().map_or("", |field| field.help.as_str());
    lines.push(Line::from(span(look, Scope::Hint, truncate(help, room))));
    let mut found = vec![span(look, Scope::TextDim, "")];
    let mut used = 0;
    for one in form.suggestions(state).into_iter().take(8) {
        let about = truncate(&one.about, 14);
        let value = truncate(&one.value, 22);
        let text = if about.is_empty() { value } else { format!("{value} {about}") };
        used += crate::present::width(&text) + 3;
        if used > room {
            break;
        }
        found.push(span(look, Scope::Text, text));
        found.push(span(look, Scope::TextDim, " · "));
    }
    found.pop();
    lines.push(Line::from(found));
    if form.spec.leads == Leads::Scenario {
        return lines;
    }
    let line = form.spec.line(&form.texts());
    lines.extend(
        wrap(&line, room)
            .into_iter()
            .take(2)
            .map(|line| Line::from(span(look, Scope::TextDim, line))),
    );
    lines
}
