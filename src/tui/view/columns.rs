//! The choice of columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::{span, title};
use crate::present::{Align, fit, truncate};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Chooser, Drawn, Hit};
use crate::tui::widget::panel::popup;
use crate::tui::widget::table::cells;

pub(super) fn render(
    chooser: &Chooser,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let rows = u16::try_from(chooser.columns.len() + 4).unwrap_or(u16::MAX);
    let inner = popup(title(look, "Columns"), (76, rows), look, area, buf);
    let room = usize::from(inner.height.saturating_sub(2)).max(1);
    let first = (chooser.cursor + 1).saturating_sub(room);
    let lines = chooser.columns.iter().enumerate().skip(first).take(room);
    for ((place, choice), y) in lines.zip(inner.y..) {
        let line = Rect { y, height: 1, ..inner };
        let mark = if choice.is_shown { "✓" } else { "·" };
        let pin = if choice.is_pinned { "◆ " } else { "  " };
        let about = truncate(choice.about, usize::from(inner.width).saturating_sub(22));
        Line::from(vec![
            span(look, Scope::Success, format!("{mark} ")),
            span(look, Scope::Hint, pin),
            span(look, Scope::Text, fit(choice.title, 16, Align::Left)),
            span(look, Scope::TextDim, about),
        ])
        .render(line, buf);
        drawn.hits.push((cells(line), Hit::Field(place)));
        if place == chooser.cursor {
            buf.set_style(line, look.style(Scope::Selection));
        }
    }
    let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    Line::from(vec![
        span(look, Scope::Key, "Enter"),
        span(look, Scope::TextDim, " show or leave out   "),
        span(look, Scope::Key, "p"),
        span(look, Scope::TextDim, " keep in sight ◆   "),
        span(look, Scope::Key, "Esc"),
        span(look, Scope::TextDim, " done"),
    ])
    .render(last, buf);
}
