//! The price over time: a line or candles, over a span of the past, with a crosshair.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::line::{span, title};
use super::splash;
use crate::model::Ratio;
use crate::present::{age, blocks, change, delta_scope, exact, fixed, moment, truncate};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{Candle, Drawn, Plot, Screen, Shape, State, SubnetScreen, Time, Window};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::table::cells;
use crate::tui::widget::{candles, chart};

/// Cells for the prices at the left.
const AXIS: u16 = 10;

pub(super) fn render(
    state: &State,
    screen: &SubnetScreen,
    focus: Focus,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let chosen = screen.chart;
    let window = Window::of(state.history.samples(screen.netuid), chosen.span);
    let points = window.map(|window| window.points()).unwrap_or_default();
    let moved = points
        .first()
        .zip(points.last())
        .and_then(|((_, first), (_, last))| Ratio::change(*first, *last));
    let mut aside = vec![span(look, Scope::TextDim, format!(" {}", chosen.span.label()))];
    aside.extend(moved.map(|moved| span(look, delta_scope(moved), format!(" {}", change(moved)))));
    aside.push(span(look, Scope::TextDim, " "));
    // Beside the list nothing else says which subnet it is.
    let heading = match (state.screen, state.subnets().and_then(|all| all.get(screen.netuid))) {
        (Screen::Subnets, Some(subnet)) => {
            let name = truncate(subnet.name.as_str(), 24);
            format!("{}: price τ", format!("{} {name}", subnet.netuid).trim_end())
        }
        _ => "Price τ".to_owned(),
    };
    let inner = panel(title(look, &heading), Line::from(aside), focus, look, area, buf);
    let (Some(window), [(first, _), .., (last, _)]) = (window, &points[..]) else {
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
    let (columns, step) = match chosen.shape {
        Shape::Line => (plot.width, 1),
        Shape::Candles => (plot.width.div_ceil(candles::STEP), candles::STEP),
    };
    drawn.plot = Some(Plot { area: cells(plot), columns });
    let stretches = match chosen.shape {
        Shape::Line => Vec::new(),
        Shape::Candles => window.candles(columns),
    };
    let range = match chosen.shape {
        Shape::Line => chart::range(&points),
        Shape::Candles => candles::range(&stretches),
    };
    if let Some(block) = chosen.crosshair {
        // Candles may be fewer than columns; the crosshair is then on its candle.
        let place = match stretches.iter().position(|candle| block <= candle.to) {
            Some(place) => u16::try_from(place).unwrap_or(0),
            None => window.column(block, columns),
        };
        let x = (plot.x + place * step).min(plot.right() - 1);
        for y in plot.top()..plot.bottom() {
            buf.set_stringn(x, y, "┊", 1, look.style(Scope::ChartAxis));
        }
    }
    match chosen.shape {
        Shape::Line => chart::render(&points, look.style(Scope::Chart1), plot, buf),
        Shape::Candles => candles::render(&stretches, look, plot, buf),
    }
    if let Some((low, high)) = range {
        scale(low, high, look, Rect { x: inner.x, width: AXIS - 1, ..plot }, buf);
    }
    let axis = Rect { x: inner.x + 1, y: plot.bottom(), width: inner.width - 2, height: 1 };
    if let Some(block) = chosen.crosshair {
        let candle = stretches.iter().find(|candle| block <= candle.to);
        return readout(state, &window, block, candle, look, axis, buf);
    }
    let axis = Rect { x: plot.x, width: plot.width, ..axis };
    Line::from(span(look, Scope::ChartAxis, first.to_string())).render(axis, buf);
    let length = last - first;
    let middle = match (length, axis.width) {
        (1, _) => "1 block".to_owned(),
        (length, 0..46) => format!("{length} blocks"),
        (length, _) => format!("{length} blocks, about {}", blocks(length.into())),
    };
    Line::from(span(look, Scope::TextDim, middle)).centered().render(axis, buf);
    Line::from(span(look, Scope::ChartAxis, last.to_string())).right_aligned().render(axis, buf);
}

/// Prices at the left: the highest, the lowest, one between them where there is room.
fn scale(low: u64, high: u64, look: &Look, area: Rect, buf: &mut Buffer) {
    let mut labels = vec![(area.y, high), (area.bottom() - 1, low)];
    if area.height >= 7 {
        labels.push((area.y + area.height / 2, low + (high - low) / 2));
    }
    if low == high {
        labels = vec![(area.y + (area.height - 1) / 2, low)];
    }
    for (y, value) in labels {
        let label = Line::from(span(look, Scope::TextDim, fixed(value, 6))).right_aligned();
        label.render(Rect { y, height: 1, ..area }, buf);
    }
}

/// What the crosshair is on: block, time and price; of a candle its four prices.
fn readout(
    state: &State,
    window: &Window<'_>,
    block: u32,
    candle: Option<&Candle>,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let Some(sample) = window.at(block) else { return };
    let shown = candle.map_or(sample.block, |candle| candle.to);
    let mut parts = vec![span(look, Scope::TextStrong, format!("{shown} "))];
    // Four prices leave little room for the time.
    let (whole, short) = if candle.is_some() { (68, 54) } else { (50, 0) };
    if area.width >= short {
        let text = when(state, window, shown, area.width >= whole);
        parts.push(span(look, Scope::TextDim, format!("{text}  ")));
    }
    match candle {
        None => {
            let price = format!("{} τ", exact(sample.price.rao()));
            parts.push(span(look, Scope::AmountPrice, price));
        }
        Some(candle) => {
            let digits = if area.width >= 58 { 6 } else { 4 };
            for (name, price) in
                [("O", candle.open), ("H", candle.high), ("L", candle.low), ("C", candle.close)]
            {
                parts.push(span(look, Scope::TextDim, name));
                let text = format!("{} ", fixed(price.rao(), digits));
                parts.push(span(look, Scope::AmountPrice, text));
            }
        }
    }
    Line::from(parts).render(area, buf);
}

/// The time of a block, or how long ago it was where the chain's clock is not known.
fn when(state: &State, window: &Window<'_>, block: u32, has_room: bool) -> String {
    let (mark, time) = match state.history.time(block) {
        Some(Time::Said(time)) => ("", time),
        Some(Time::About(time)) => ("~", time),
        None => {
            let back = u64::from(window.to.saturating_sub(block));
            return match back {
                0 => age(std::time::Duration::ZERO),
                back => format!("{} ago", blocks(back)),
            };
        }
    };
    let text = moment(time);
    let text = if has_room { text.as_str() } else { text.get(5..16).unwrap_or_default() };
    format!("{mark}{text}")
}
