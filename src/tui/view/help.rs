//! The keys, from the keymap itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::line::{span, stack, title};
use crate::present::{Align, Column, NeuronColumn, PositionColumn, SubnetColumn, fit};
use crate::theme::Scope;
use crate::tui::keymap::Context;
use crate::tui::keys_file::Keymap;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, Letters};
use crate::tui::widget::panel::popup;

pub(super) fn render(
    keymap: &Keymap,
    (offset, first): (usize, &[Context]),
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let inner = popup(title(look, "Help"), (76, area.height), look, area, buf);
    let lines = lines(keymap, first, look);
    drawn.scroll_room = lines.len().saturating_sub(usize::from(inner.height));
    let offset = offset.min(drawn.scroll_room);
    stack(lines.into_iter().skip(offset).collect(), inner, buf);
    super::detail::more(drawn.scroll_room - offset, look, inner, buf);
}

fn lines(keymap: &Keymap, first: &[Context], look: &Look) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let others = Context::ALL.into_iter().filter(|context| !first.contains(context));
    for context in first.iter().copied().chain(others) {
        lines.push(Line::from(span(look, Scope::Title, context.title())));
        for binding in keymap.of(context) {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            lines.push(entry(look, &keys.join(" "), binding.action.about()));
        }
        lines.push(Line::default());
    }
    lines.extend(columns::<SubnetColumn>(look, "Sort subnets by"));
    lines.extend(columns::<NeuronColumn>(look, "Sort neurons by"));
    lines.extend(columns::<PositionColumn>(look, "Sort positions by"));
    lines.pop();
    lines
}

fn entry(look: &Look, keys: &str, about: &str) -> Line<'static> {
    Line::from(vec![
        span(look, Scope::Key, format!("  {}", fit(keys, 16, Align::Left))),
        span(look, Scope::Text, about),
    ])
}

/// The columns of a table, their letters and what their figures mean.
fn columns<C: Letters + Column>(look: &Look, heading: &str) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(span(look, Scope::Title, heading))];
    for column in C::ALL {
        let letter = column.letter().map_or_else(String::new, |letter| letter.to_string());
        let keys = format!("{} {}", fit(&letter, 1, Align::Left), column.title());
        lines.push(entry(look, &keys, column.about()));
    }
    lines.push(Line::default());
    lines
}
