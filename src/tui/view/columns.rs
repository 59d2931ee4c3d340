//! The choice of columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::{span, title};
use crate::present::{Align, fit, truncate};
use crate::theme::Scope;
use crate::tui::keymap::Action;
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
    super::detail::more(chooser.columns.len().saturating_sub(first + room), look, inner, buf);
    let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    let verbs = [
        ("Enter", "show or leave out", Action::Confirm),
        ("p", "keep in sight ◆", Action::Pin),
        ("K", "up", Action::ColumnLeft),
        ("J", "down", Action::ColumnRight),
        ("Esc", "done", Action::Back),
    ];
    let mut x = last.x;
    for (key, what, action) in verbs {
        let line = Line::from(vec![
            span(look, Scope::Key, key),
            span(look, Scope::TextDim, format!(" {what}")),
        ]);
        let cells_of = u16::try_from(line.width()).unwrap_or(0).min(last.right().saturating_sub(x));
        let spot = Rect { x, width: cells_of, ..last };
        line.render(spot, buf);
        drawn.hits.push((cells(spot), Hit::Act(action)));
        x = spot.right().saturating_add(3).min(last.right());
    }
}
