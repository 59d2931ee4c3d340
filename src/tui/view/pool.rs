//! The pool: what is in it and what trading with it costs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::line::{pair, span, stack, title};
use super::splash;
use crate::model::{Ratio, Subnet};
use crate::present::{Align, SubnetRow, compact, exact, fit, fixed, percent};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{State, SubnetScreen, subnet_row};
use crate::tui::widget::bar::bar;
use crate::tui::widget::panel::{Focus, panel};

pub(super) fn render(
    state: &State,
    screen: &SubnetScreen,
    focus: Focus,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let inner = panel(title(look, "Pool"), Line::default(), focus, look, area, buf);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let found = state.subnets().and_then(|all| Some((all, all.get(screen.netuid)?)));
    let Some((all, subnet)) = found else {
        return splash::note("reading …", look, inner, buf);
    };
    let row = subnet_row(all, subnet, &state.history);
    let trades = trades(screen, look);
    let room = usize::from(inner.height).saturating_sub(trades.len());
    let mut lines = facts(&row, look, usize::from(inner.width));
    lines.truncate(room);
    lines.extend(trades);
    stack(lines, inner, buf);
}

/// The pool's figures, those that matter most first.
fn facts(row: &SubnetRow<'_>, look: &Look, cells: usize) -> Vec<Line<'static>> {
    const LABEL: usize = 9;
    let subnet = row.subnet;
    let tao = |rao: u64| format!("{} τ", compact(u128::from(rao)));
    let alpha = |rao: u64| format!("{} α", compact(u128::from(rao)));
    let mut lines = vec![pair(
        look,
        LABEL,
        "price",
        Scope::AmountPrice,
        format!("{}  avg {}", fixed(subnet.price.rao(), 6), fixed(subnet.moving_price.rao(), 4)),
    )];
    let reserves = format!("{} + {}", tao(subnet.tao_in.rao()), alpha(subnet.alpha_in.rao()));
    lines.push(pair(look, LABEL, "depth", Scope::AmountTao, reserves));
    if let Some(weights) = weights(subnet, look, LABEL, cells) {
        lines.push(weights);
    }
    let cap = format!("{}  out {}", tao(subnet.market_cap().rao()), alpha(subnet.alpha_out.rao()));
    lines.push(pair(look, LABEL, "cap", Scope::AmountTao, cap));
    if let Some(burn) = subnet.burn {
        lines.push(pair(look, LABEL, "burn", Scope::AmountTao, format!("{} τ", exact(burn.rao()))));
    }
    if let Some(left) = row.blocks_to_epoch() {
        let text = format!("in {left} of {} blocks", subnet.tempo);
        lines.push(pair(look, LABEL, "epoch", Scope::Text, text));
    }
    let volume = format!("{} τ", compact(subnet.volume_rao));
    lines.push(pair(look, LABEL, "volume", Scope::AmountTao, volume));
    let emission = format!(
        "{} + {}",
        tao(subnet.tao_in_emission.rao()),
        alpha(subnet.alpha_in_emission.rao())
    );
    lines.push(pair(look, LABEL, "injected", Scope::AmountTao, format!("{emission} per block")));
    if let Some(pool) = subnet.pool {
        let fee = Ratio::of(u64::from(pool.fee_rate), u64::from(u16::MAX)).unwrap_or_default();
        lines.push(pair(look, LABEL, "fee", Scope::Text, percent(fee, 4)));
    }
    lines.push(pair(
        look,
        LABEL,
        "owner",
        Scope::KeyCold,
        crate::present::short(&subnet.owner_coldkey.0),
    ));
    if let Some(identity) = &subnet.identity
        && !identity.url.is_empty()
    {
        let room = cells.saturating_sub(LABEL);
        let url = crate::present::truncate(identity.url.as_str(), room);
        lines.push(pair(look, LABEL, "web", Scope::Text, url));
    }
    lines.push(Line::default());
    lines
}

/// How the pool weighs its two sides, as a bar.
fn weights(subnet: &Subnet, look: &Look, label: usize, cells: usize) -> Option<Line<'static>> {
    let tao = Ratio::of(subnet.pool?.quote_weight, 1_000_000_000_000_000_000)?;
    let alpha = Ratio::from_millionths(1_000_000 - tao.millionths());
    let (left, right) = (format!("{} τ ", percent(tao, 1)), format!(" {} α", percent(alpha, 1)));
    let room = cells.saturating_sub(label + left.len() + right.len()).min(16);
    let room = u16::try_from(room).unwrap_or(0);
    Some(Line::from(vec![
        span(look, Scope::TextDim, fit("weights", label, Align::Left)),
        span(look, Scope::AmountTao, left),
        span(look, Scope::Chart1, fit(&bar(tao, room), usize::from(room), Align::Left)),
        span(look, Scope::AmountAlpha, right),
    ]))
}

/// What trades of some sizes would lose against the spot price.
fn trades(screen: &SubnetScreen, look: &Look) -> Vec<Line<'static>> {
    const CELL: usize = 7;
    if screen.impacts.is_empty() {
        return vec![Line::from(span(look, Scope::TextDim, "no pool: one alpha is one TAO"))];
    }
    let cost = |ratio: Option<Ratio>| match ratio {
        None => span(look, Scope::TextDim, fit("—", CELL, Align::Right)),
        Some(ratio) => {
            let scope = match ratio.millionths() {
                ..10_000 => Scope::Text,
                10_000..50_000 => Scope::Warning,
                _ => Scope::Error,
            };
            let digits = if ratio.millionths() >= 100_000 { 1 } else { 2 };
            span(look, scope, fit(&percent(ratio, digits), CELL, Align::Right))
        }
    };
    let line = |name: &str, cells: Vec<ratatui::text::Span<'static>>| {
        let mut parts = vec![span(look, Scope::TextDim, fit(name, 5, Align::Left))];
        parts.extend(cells);
        Line::from(parts)
    };
    // As many sizes as fit beside the narrowest layout's label.
    let shown = &screen.impacts[..screen.impacts.len().min(4)];
    vec![
        line(
            "trade",
            shown
                .iter()
                .map(|impact| {
                    let size = format!("{}τ", whole(impact.size.rao()));
                    span(look, Scope::Heading, fit(&size, CELL, Align::Right))
                })
                .collect(),
        ),
        line("buy", shown.iter().map(|impact| cost(impact.buying)).collect()),
        line("sell", shown.iter().map(|impact| cost(impact.selling)).collect()),
    ]
}

fn whole(rao: u64) -> String {
    match rao / crate::model::RAO_PER_TAO {
        tao @ 0..1_000 => tao.to_string(),
        tao => format!("{}k", tao / 1_000),
    }
}
