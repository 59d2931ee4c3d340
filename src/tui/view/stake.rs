//! The stake form: fields above, what the chain would do below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::line::{pair, span, stack, title};
use super::{card, splash};
use crate::error::Kind;
use crate::model::{Outcome, Plan, Trade, TradeSide};
use crate::present::{Align, Names, exact, fit, percent, short, truncate, width};
use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::{
    Drawn, Hit, Preview, Signer, StakeField, StakeForm, State, Step, TextField,
};
use crate::tui::widget::panel::popup;
use crate::tui::widget::table::cells;

/// Cells of the window.
const SIZE: (u16, u16) = (78, 21);
/// Cells of the names at the left.
pub(super) const LABEL: usize = 13;

pub(super) fn render(
    state: &State,
    form: &StakeForm,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    let verb = match form.side {
        TradeSide::Buy => "Stake on",
        TradeSide::Sell => "Unstake from",
    };
    let name = truncate(form.subnet.as_str(), 24);
    let step = step_words(&form.step);
    let heading = format!("{verb} {} {name}{step}", form.netuid);
    let inner = popup(title(look, &heading), SIZE, look, area, buf);
    match &form.step {
        Step::Edit => edit(state, form, look, inner, buf, drawn),
        step => {
            let names = form.candidates.iter().fold(Names::new(), |names, one| {
                names.with(one.hotkey.0, Some(one.label.as_str()))
            });
            let key = form.signer().map_or("", |wallet| wallet.name.as_str());
            let card = card::Card { step, scroll: form.scroll, key, names };
            card::render(state, &card, look, inner, buf, drawn);
        }
    }
}

/// How far a form is, behind its title.
pub(super) const fn step_words(step: &Step) -> &'static str {
    match step {
        Step::Edit => "",
        Step::Review(_) => " · review",
        Step::Passphrase { .. } => " · unlock",
        Step::File { .. } | Step::Preparing { .. } => " · prepare a request",
        Step::Prepared { .. } => " · prepared",
        Step::Running { .. } => " · under way",
        Step::Done { .. } => " · done",
        Step::Failed { .. } => " · failed",
    }
}

fn edit(
    state: &State,
    form: &StakeForm,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
    drawn: &mut Drawn,
) {
    for ((place, field), y) in StakeField::ALL.iter().enumerate().zip(area.y + 1..) {
        let line = Rect { y, height: 1, ..area };
        drawn.hits.push((cells(line), Hit::Field(place)));
        let (scope, mark) =
            if *field == form.focus { (Scope::FieldFocus, "▸ ") } else { (Scope::Field, "  ") };
        let name = match field {
            StakeField::Wallet => "wallet",
            StakeField::Hotkey => "hotkey",
            StakeField::Amount => "amount",
            StakeField::Tolerance => "tolerance",
        };
        let label = format!("{mark}{}", fit(name, LABEL - 2, Align::Left));
        let label_scope = if *field == form.focus { Scope::TextStrong } else { Scope::TextDim };
        Line::from(span(look, label_scope, label)).render(line, buf);
        let x = area.x + u16::try_from(LABEL).unwrap_or(0);
        let entry = Rect { x, y, width: 30, height: 1 };
        let aside = Rect { x: x + 32, y, width: area.right().saturating_sub(x + 32), height: 1 };
        buf.set_style(entry, look.style(scope));
        let cursor = match field {
            StakeField::Wallet => {
                choice(&wallet(form), entry, look.style(scope), buf);
                None
            }
            StakeField::Hotkey => hotkey(form, scope, look, entry, buf),
            StakeField::Amount => typed(&form.amount, scope, look, entry, buf),
            StakeField::Tolerance => typed(&form.tolerance, scope, look, entry, buf),
        };
        if *field == form.focus {
            drawn.cursor = cursor;
        }
        Line::from(beside(state, form, *field, look)).render(aside, buf);
    }
    let below = Rect { y: area.y + 6, height: area.height.saturating_sub(6), ..area };
    preview(&form.preview, &Names::new(), look, below, buf);
}

fn wallet(form: &StakeForm) -> String {
    form.signer().map_or_else(|| "none can sign".to_owned(), |wallet| wallet.name.clone())
}

/// Something chosen from a list.
pub(super) fn choice(text: &str, area: Rect, style: ratatui::style::Style, buf: &mut Buffer) {
    let room = usize::from(area.width).saturating_sub(4);
    let text = format!("‹ {} ›", fit(text, room, Align::Left));
    buf.set_stringn(area.x, area.y, text, usize::from(area.width), style);
}

pub(super) fn typed(
    field: &TextField,
    scope: Scope,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Option<(u16, u16)> {
    let room = usize::from(area.width).saturating_sub(2);
    // What is left of the cursor stays in sight.
    let hidden = width(field.before()).saturating_sub(room);
    let text: String = field.text().chars().skip(hidden).collect();
    buf.set_stringn(area.x + 1, area.y, truncate(&text, room), room, look.style(scope));
    let x = width(field.before()) - hidden;
    Some((area.x + 1 + u16::try_from(x).unwrap_or(0), area.y))
}

/// The hotkey that was found, or what is typed to find one.
fn hotkey(
    form: &StakeForm,
    scope: Scope,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Option<(u16, u16)> {
    if form.search.is_empty() {
        let found = form.found().nth(form.picked);
        let text = found.map_or_else(|| "type an address".to_owned(), |found| found.label.clone());
        choice(&text, area, look.style(scope), buf);
        return None;
    }
    typed(&form.search, scope, look, area, buf)
}

/// What belongs to a field, beside it.
fn beside(state: &State, form: &StakeForm, field: StakeField, look: &Look) -> Vec<Span<'static>> {
    let dim = |text: String| span(look, Scope::TextDim, text);
    match field {
        StakeField::Wallet => {
            let Some(wallet) = form.signer() else {
                return Vec::new();
            };
            let lock = match wallet.signer {
                Signer::Open => "  not encrypted",
                Signer::Agent => "  unlocked by the agent",
                Signer::Passphrase | Signer::WatchOnly | Signer::HotMachine => "",
            };
            vec![span(look, Scope::KeyCold, short(&wallet.coldkey.0)), dim(lock.to_owned())]
        }
        StakeField::Hotkey => match form.hotkey() {
            Ok(hotkey) => {
                let mut parts = vec![span(look, Scope::KeyHot, short(&hotkey.0))];
                let label = form
                    .found()
                    .nth(form.picked)
                    .filter(|_| !form.search.is_empty())
                    .map_or_else(String::new, |found| truncate(&found.label, 16));
                let count = form.found().count();
                let place = match count {
                    0 | 1 => String::new(),
                    count => format!("  {}/{count}", form.picked + 1),
                };
                parts.push(dim(format!("  {label}{place}")));
                parts
            }
            Err(_) => Vec::new(),
        },
        StakeField::Amount => match form.side {
            TradeSide::Buy => {
                let free = form.signer().and_then(|wallet| {
                    let portfolios = state.portfolios.value()?;
                    let own = portfolios.iter().find(|own| own.coldkey == wallet.coldkey)?;
                    Some(own.balance.free)
                });
                let free = free
                    .map_or_else(String::new, |free| format!("  of {} free", exact(free.rao())));
                vec![span(look, Scope::AmountTao, "τ"), dim(free)]
            }
            TradeSide::Sell => {
                let held = form.held();
                vec![
                    span(look, Scope::AmountAlpha, "α"),
                    dim(format!("  of {} staked", exact(held.rao()))),
                ]
            }
        },
        StakeField::Tolerance => vec![dim("% the price may move away".to_owned())],
    }
}

/// What the chain would do, as far as it is known.
pub(super) fn preview(preview: &Preview, names: &Names, look: &Look, area: Rect, buf: &mut Buffer) {
    let cells = usize::from(area.width);
    match preview {
        Preview::Incomplete(message) => splash::note(message, look, area, buf),
        Preview::Waiting => splash::note("asking the chain …", look, area, buf),
        Preview::Refused(failure) => {
            let heading = match failure.kind {
                Kind::Usage | Kind::Wallet => "This is not complete yet",
                Kind::Network => "The chain cannot be asked",
                _ => "The chain would refuse this",
            };
            let mut lines = vec![Line::from(span(look, Scope::Title, heading))];
            lines.push(Line::default());
            lines.extend(splash::failure_lines(failure, look, cells));
            stack(lines, area, buf);
        }
        Preview::Ready(plan) => {
            stack(figures(plan, "What would happen", names, look, cells), area, buf);
        }
        Preview::Outdated(plan) => {
            let heading = "What would happen (asking again …)";
            stack(figures(plan, heading, names, look, cells), area, buf);
        }
    }
}

/// The figures of a plan that change while somebody types.
fn figures(
    plan: &Plan,
    heading: &str,
    names: &Names,
    look: &Look,
    cells: usize,
) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(vec![
        span(look, Scope::Title, heading.to_owned()),
        span(look, Scope::TextDim, format!("  at block {}", plan.at.block)),
    ])];
    match &plan.outcome {
        Outcome::Trade(trade) => lines.extend(trade_lines(trade, look)),
        outcome => lines.extend(card::fact_lines(outcome, names, look, cells)),
    }
    lines.push(fee_line(plan, look));
    lines.push(balance_line(plan, look));
    for warning in &plan.warnings {
        let text = super::line::wrap(&format!("! {warning}"), cells);
        lines.extend(text.into_iter().map(|line| Line::from(span(look, Scope::Warning, line))));
    }
    lines
}

pub(super) fn fee_line(plan: &Plan, look: &Look) -> Line<'static> {
    pair(look, LABEL, "chain fee", Scope::AmountTao, format!("{} τ", exact(plan.fee.rao())))
}

pub(super) fn balance_line(plan: &Plan, look: &Look) -> Line<'static> {
    let text = format!("{} → {} τ", exact(plan.free_before.rao()), exact(plan.free_after.rao()));
    pair(look, LABEL, "free", Scope::AmountTao, text)
}

/// What a trade gives, costs and is bounded by.
pub(super) fn trade_lines(trade: &Trade, look: &Look) -> Vec<Line<'static>> {
    let tao = |rao: u64| format!("{} τ", exact(rao));
    let alpha = |rao: u64| format!("{} α", exact(rao));
    let (pays, gets, fee) = match trade.side {
        TradeSide::Buy => (
            (tao(trade.tao.rao()), Scope::AmountTao),
            (alpha(trade.alpha.rao()), Scope::AmountAlpha),
            tao(trade.pool_fee_tao.rao()),
        ),
        TradeSide::Sell => (
            (alpha(trade.alpha.rao()), Scope::AmountAlpha),
            (tao(trade.tao.rao()), Scope::AmountTao),
            alpha(trade.pool_fee_alpha.rao()),
        ),
    };
    let impact = match trade.impact.millionths() {
        ..10_000 => Scope::Text,
        10_000..50_000 => Scope::Warning,
        _ => Scope::Error,
    };
    let limit = match trade.price_limit {
        Some(limit) => format!("{} τ", exact(limit.rao())),
        None => "none".to_owned(),
    };
    let prices = format!("{} → {} τ", exact(trade.price_now.rao()), exact(trade.price_after.rao()));
    let position = format!(
        "{} → {} α",
        exact(trade.position_before_alpha.rao()),
        exact(trade.position_after_alpha.rao())
    );
    vec![
        pair(look, LABEL, "you pay", pays.1, pays.0),
        pair(look, LABEL, if trade.burned { "is burned" } else { "you receive" }, gets.1, gets.0),
        pair(look, LABEL, "pool fee", Scope::Text, fee),
        pair(look, LABEL, "price", Scope::AmountPrice, prices),
        pair(look, LABEL, "price limit", Scope::AmountPrice, limit),
        pair(look, LABEL, "impact", impact, percent(trade.impact, 4)),
        pair(look, LABEL, "position", Scope::AmountAlpha, position),
    ]
}
