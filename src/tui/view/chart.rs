//! The price over time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::{span, title};
use super::splash;
use crate::model::{NetUid, Ratio};
use crate::present::{change, delta_scope, fixed};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::State;
use crate::tui::widget::chart;
use crate::tui::widget::panel::{Focus, panel};

/// Cells for the prices at the left.
const AXIS: u16 = 10;

pub(super) fn render(
    state: &State,
    netuid: NetUid,
    focus: Focus,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let samples = state.history.samples(netuid);
    let moved = samples
        .first()
        .zip(samples.last())
        .and_then(|(first, last)| Ratio::change(first.price.rao(), last.price.rao()));
    let aside = moved.map_or_else(Line::default, |moved| {
        Line::from(span(look, delta_scope(moved), format!(" {} ", change(moved))))
    });
    let inner = panel(title(look, "Price τ"), aside, focus, look, area, buf);
    let points: Vec<(u32, u64)> =
        samples.iter().map(|sample| (sample.block, sample.price.rao())).collect();
    let (Some((low, high)), [(first, _), .., (last, _)]) = (chart::range(&points), &points[..])
    else {
        return splash::note("the price is drawn from the second block on", look, inner, buf);
    };
    if inner.height < 3 || inner.width < AXIS * 2 {
        return;
    }
    let plot = Rect {
        x: inner.x + AXIS,
        y: inner.y,
        width: inner.width - AXIS - 1,
        height: inner.height - 1,
    };
    chart::render(&points, look.style(Scope::Chart1), plot, buf);
    let mut labels = vec![(plot.y, high), (plot.bottom() - 1, low)];
    if plot.height >= 7 {
        labels.push((plot.y + plot.height / 2, low + (high - low) / 2));
    }
    if low == high {
        labels = vec![(plot.y + (plot.height - 1) / 2, low)];
    }
    for (y, value) in labels {
        let label = Line::from(span(look, Scope::TextDim, fixed(value, 6))).right_aligned();
        label.render(Rect { x: inner.x, y, width: AXIS - 1, height: 1 }, buf);
    }
    let axis = Rect { x: plot.x, y: plot.bottom(), width: plot.width, height: 1 };
    Line::from(span(look, Scope::ChartAxis, first.to_string())).render(axis, buf);
    let span_blocks = last - first;
    let middle = match span_blocks {
        1 => "1 block".to_owned(),
        blocks => format!("{blocks} blocks"),
    };
    Line::from(span(look, Scope::TextDim, middle)).centered().render(axis, buf);
    Line::from(span(look, Scope::ChartAxis, last.to_string())).right_aligned().render(axis, buf);
}
