//! What stands in the place of a screen that cannot be shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::SMALLEST;
use super::line::{span, wrap};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Failure, State};

const LOGO: [&str; 4] = ["▄▄▄▄▄▄▄▄▄", "    █", "    █", "    ▀▄▄▀"];

pub(super) fn too_small(look: &Look, area: Rect, buf: &mut Buffer) {
    let (width, height) = SMALLEST;
    let text = format!("tau needs {width}x{height} cells, this is {}x{}", area.width, area.height);
    let lines = wrap(&text, usize::from(area.width))
        .into_iter()
        .map(|line| Line::from(span(look, Scope::Warning, line)))
        .collect();
    middle(lines, area, buf);
}

pub(super) fn connecting(state: &State, look: &Look, area: Rect, buf: &mut Buffer) {
    let mut lines = logo(look);
    lines.push(Line::from(vec![
        span(look, Scope::TextDim, "connecting to "),
        span(look, Scope::TextStrong, state.network_name.clone()),
        span(look, Scope::TextDim, " …"),
    ]));
    middle(lines, area, buf);
}

pub(super) fn failed(failure: &Failure, look: &Look, area: Rect, buf: &mut Buffer) {
    let mut lines = logo(look);
    lines.extend(failure_lines(failure, look, usize::from(area.width).min(72)));
    lines.push(Line::default());
    lines.push(Line::from(vec![
        span(look, Scope::Key, "r"),
        span(look, Scope::TextDim, " try again   "),
        span(look, Scope::Key, "q"),
        span(look, Scope::TextDim, " quit"),
    ]));
    middle(lines, area, buf);
}

/// Something of a panel is not known yet, or never will be.
pub(super) fn note(text: &str, look: &Look, area: Rect, buf: &mut Buffer) {
    let lines = wrap(text, usize::from(area.width).saturating_sub(4))
        .into_iter()
        .map(|line| Line::from(span(look, Scope::TextDim, line)))
        .collect();
    middle(lines, area, buf);
}

/// Why a panel has nothing to show.
pub(super) fn failed_panel(failure: &Failure, look: &Look, area: Rect, buf: &mut Buffer) {
    middle(failure_lines(failure, look, usize::from(area.width).saturating_sub(4)), area, buf);
}

/// A failure and its hints.
pub(super) fn failure_lines(failure: &Failure, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = wrap(&failure.message, cells)
        .into_iter()
        .map(|line| Line::from(span(look, Scope::Error, line)))
        .collect();
    for hint in &failure.hints {
        lines.extend(
            wrap(hint, cells).into_iter().map(|line| Line::from(span(look, Scope::Hint, line))),
        );
    }
    lines
}

fn logo(look: &Look) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = LOGO
        .iter()
        .map(|line| Line::from(span(look, Scope::Chart1, format!("{line:<9}"))))
        .collect();
    lines.push(Line::default());
    lines
}

fn middle(lines: Vec<Line<'_>>, area: Rect, buf: &mut Buffer) {
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(height) / 2;
    for (line, y) in lines.into_iter().zip(top..area.bottom()) {
        line.centered().render(Rect { y, height: 1, ..area }, buf);
    }
}
