//! The question before leaving while something is under way.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::line::{span, stack, title};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Drawn, State};
use crate::tui::widget::panel::popup;

pub(super) fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer, _drawn: &mut Drawn) {
    let inner = popup(title(look, "Leave?"), (58, 8), look, area, buf);
    let count = match state.pending() {
        1 => "A transaction is under way.".to_owned(),
        count => format!("{count} transactions are under way."),
    };
    let lines = vec![
        Line::default(),
        Line::from(span(look, Scope::Warning, count)),
        Line::from(span(look, Scope::Text, "The chain goes on without tau; only nobody watches.")),
        Line::default(),
        Line::from(vec![
            span(look, Scope::Key, "Enter"),
            span(look, Scope::TextDim, " leave   "),
            span(look, Scope::Key, "Esc"),
            span(look, Scope::TextDim, " stay"),
        ]),
    ];
    stack(lines, inner, buf);
}
