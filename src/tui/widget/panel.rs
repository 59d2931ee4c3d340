//! Frames.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::theme::Scope;
use crate::tui::look::Look;

/// Whether keys go to a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// They do.
    Here,
    /// They do not.
    Elsewhere,
}

/// A frame with a title at the left and one at the right; returns what is inside.
pub fn panel(
    title: Line<'_>,
    aside: Line<'_>,
    focus: Focus,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let border = match focus {
        Focus::Here => Scope::BorderFocus,
        Focus::Elsewhere => Scope::Border,
    };
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(look.style(border))
        .title_top(title)
        .title_top(aside.right_aligned());
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}

/// A window of at most this size in the middle of `area`, above what was there; returns what is inside.
pub fn popup(title: Line<'_>, size: (u16, u16), look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    // A sliver of what lies below would only disturb.
    let cells = |wanted: u16, room: u16| if room < wanted + 4 { room } else { wanted };
    let (width, height) = (cells(size.0, area.width), cells(size.1, area.height));
    let window = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    );
    Clear.render(window, buf);
    buf.set_style(window, look.style(Scope::Background));
    buf.set_style(window, look.style(Scope::Popup));
    let inner = panel(title, Line::default(), Focus::Here, look, window, buf);
    // A cell of air at both sides.
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}
