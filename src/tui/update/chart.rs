//! The price chart: span, shape, crosshair.

use crate::tui::state::{Shape, State, Tone, Window};

/// Another stretch of the past.
pub(super) fn span(state: &mut State) {
    let Some(screen) = &mut state.subnet_screen else { return };
    screen.chart.span = screen.chart.span.next();
}

/// Candles, or a line again.
pub(super) fn shape(state: &mut State) {
    let Some(screen) = &mut state.subnet_screen else { return };
    screen.chart.shape = screen.chart.shape.other();
    if screen.chart.shape == Shape::Candles && state.history.samples(screen.netuid).len() < 2 {
        state.notify(Tone::Info, "candles are drawn from the second block on");
    }
}

/// The crosshair so many columns on; at first it stands at the newest price.
pub(super) fn step(state: &mut State, by: i32) {
    let Some(screen) = &mut state.subnet_screen else { return };
    let samples = state.history.samples(screen.netuid);
    let Some(window) = Window::of(samples, screen.chart.span) else { return };
    // The picture says how many columns there are; a chart that has no room has no crosshair.
    let Some(plot) = state.drawn.plot else { return };
    screen.chart.crosshair = Some(match screen.chart.crosshair {
        Some(block) => window.moved(block, by, plot.columns),
        None => window.to,
    });
}

/// The crosshair to where the mouse is.
pub(super) fn point(state: &mut State, column: u16, row: u16) {
    let Some(plot) = state.drawn.plot.filter(|plot| plot.area.contains(column, row)) else {
        return;
    };
    let Some(screen) = &mut state.subnet_screen else { return };
    let Some(window) = Window::of(state.history.samples(screen.netuid), screen.chart.span) else {
        return;
    };
    let cells = u32::from(plot.area.width.max(1));
    let place = u32::from(column - plot.area.x) * u32::from(plot.columns) / cells;
    let place = u16::try_from(place).unwrap_or(u16::MAX).min(plot.columns.saturating_sub(1));
    screen.chart.crosshair = Some(window.block(place, plot.columns));
}
