//! The picture of a state: functions from what is known to cells. No channel, no clock, no I/O.
//!
//! ```text
//! ┌ header: screens, network ────────────────┐
//! │ body: one of the screens, or why not     │
//! │                      pop-ups above it    │
//! ├ footer: keys, a notice, or a line typed ─┤
//! └ status: connection, block, pending ──────┘
//! ```

mod card;
mod chart;
mod columns;
mod detail;
mod footer;
mod form;
mod header;
mod help;
mod leave;
mod line;
mod list;
#[cfg(test)]
mod pictures;
mod pool;
mod portfolio;
mod portfolio_notes;
mod splash;
mod stake;
mod status;
mod subnet;
mod subnets;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::{Clear, Widget};

use super::list::ListId;
use super::look::Look;
use super::state::{Drawn, Link, Popup, Screen, State};
use crate::theme::Scope;

/// The smallest terminal that has room for everything.
pub const SMALLEST: (u16, u16) = (80, 24);

/// Draw everything.
#[must_use]
pub fn render(state: &State, look: &Look, area: Rect, buf: &mut Buffer) -> Drawn {
    let mut drawn = Drawn::default();
    buf.set_style(area, look.style(Scope::Background));
    buf.set_style(area, look.style(Scope::Text));
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        splash::too_small(look, area, buf);
        return drawn;
    }
    let rows =
        [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1), Constraint::Length(1)];
    let [top, body, bottom, last] = Layout::vertical(rows).areas(area);
    header::render(state, look, top, buf, &mut drawn);
    // The wallets are here, whatever becomes of the chain.
    let known = state.subnets().is_some() || state.list() == Some(ListId::Wallets);
    match (&state.link, known) {
        (Link::Failed(failure), false) => splash::failed(failure, look, body, buf),
        (Link::Connecting, false) => splash::connecting(state, look, body, buf),
        _ => match (state.screen, state.list()) {
            (screen, Some(list)) => list::render(state, screen, list, look, body, buf, &mut drawn),
            (screen, None) => match screen {
                Screen::Subnets => subnets::render(state, look, body, buf, &mut drawn),
                Screen::Subnet => subnet::render(state, look, body, buf, &mut drawn),
                Screen::Portfolio => portfolio::render(state, look, body, buf, &mut drawn),
                // Screens of lists always show one.
                _ => {}
            },
        },
    }
    for popup in &state.popups {
        // What lies below a pop-up cannot be clicked.
        drawn.hits.clear();
        if look.is_alone {
            Clear.render(body, buf);
        }
        match popup {
            Popup::Help { offset, first } => {
                help::render(&state.keymap, (*offset, *first), look, body, buf, &mut drawn)
            }
            Popup::Stake(form) => stake::render(state, form, look, body, buf, &mut drawn),
            Popup::Form(form) => form::render(state, form, look, body, buf, &mut drawn),
            Popup::Detail(detail) => {
                detail::render(state, detail, look, body, buf, &mut drawn);
            }
            Popup::Columns(chooser) => columns::render(chooser, look, body, buf, &mut drawn),
            Popup::Leave => leave::render(state, look, body, buf, &mut drawn),
        }
    }
    footer::render(state, look, bottom, buf, &mut drawn);
    status::render(state, look, last, buf);
    drawn
}

/// The picture as text: for pipes, tests and people who do not see it.
#[must_use]
pub fn text(state: &State, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let look = Look::new(&crate::theme::Theme::plain());
    let _ = render(state, &look, area, &mut buf);
    lines(&buf).join("\n")
}

/// The lines of a buffer without blanks at their ends.
#[must_use]
pub fn lines(buf: &Buffer) -> Vec<String> {
    let area = buf.area;
    (area.top()..area.bottom())
        .map(|y| {
            let mut line = String::new();
            let mut x = area.left();
            while x < area.right() {
                let symbol = buf[(x, y)].symbol();
                line.push_str(symbol);
                // The cell behind a wide character holds a filler.
                let cells = crate::present::width(symbol).max(1);
                x = x.saturating_add(u16::try_from(cells).unwrap_or(1));
            }
            line.trim_end().to_owned()
        })
        .collect()
}
