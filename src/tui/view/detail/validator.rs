//! One validator: take, identity, stake by subnet, and what it paid.

use ratatui::text::Line;

use super::{LABEL, Page};
use crate::model::{Hotkey, Ratio};
use crate::present::{Align, compact, fit, fixed};
use crate::theme::Scope;
use crate::tui::ask::{Answer, Ask};
use crate::tui::look::Look;
use crate::tui::state::State;
use crate::tui::view::line::{pair, span, wrap};
use crate::tui::widget::bar::bar;

pub(super) fn page(state: &State, hotkey: Hotkey, look: &Look, cells: usize) -> Page {
    let answer = state.shelf.answer(&Ask::Validator(hotkey));
    let Some(Answer::Validator(detail)) = answer.as_deref() else {
        return Page { title: "Validator".to_owned(), lines: Vec::new() };
    };
    let name = detail.identity.as_ref().map(|identity| identity.name.to_string());
    let mut lines = vec![pair(look, LABEL, "hotkey", Scope::KeyHot, hotkey.to_string())];
    if let Some(owner) = detail.take.owner {
        lines.push(pair(look, LABEL, "owner", Scope::KeyCold, owner.to_string()));
    }
    let take = format!(
        "{} (from {} to {}; a raise is possible from block {})",
        detail.take.take, detail.take.least, detail.take.most, detail.take.raise_from
    );
    lines.push(pair(look, LABEL, "take", Scope::Text, take));
    if let Some(row) = &detail.row {
        lines.push(pair(look, LABEL, "nominators", Scope::Text, row.nominators.to_string()));
    }
    if let Some(identity) = &detail.identity {
        for (label, text) in
            [("web", identity.url.as_str()), ("about", identity.description.as_str())]
        {
            for (place, part) in wrap(text, cells.saturating_sub(LABEL)).into_iter().enumerate() {
                let label = if place == 0 { label } else { "" };
                lines.push(pair(look, LABEL, label, Scope::Text, part));
            }
        }
    }
    lines.push(Line::default());
    lines.push(Line::from(span(
        look,
        Scope::Heading,
        format!(
            "{}{}  {}  {}",
            fit("  #", 6, Align::Left),
            fit("Subnet", 20, Align::Left),
            fit("Stake α", 16, Align::Right),
            fit("Value τ", 9, Align::Right)
        ),
    )));
    let price = |netuid| state.subnets().and_then(|all| Some(all.get(netuid)?.price));
    let values: Vec<u64> = detail
        .stakes
        .iter()
        .map(|(netuid, _, alpha)| price(*netuid).map_or(0, |price| price.value_of(*alpha).rao()))
        .collect();
    let whole: u64 = values.iter().fold(0, |sum, value| sum.saturating_add(*value));
    for ((netuid, label, alpha), value) in detail.stakes.iter().zip(values) {
        let part = Ratio::of(value, whole).unwrap_or_default();
        lines.push(Line::from(vec![
            span(look, Scope::TextDim, fit(&format!("  {netuid}"), 6, Align::Left)),
            span(look, Scope::Text, fit(label.as_str(), 20, Align::Left)),
            span(look, Scope::AmountAlpha, fit(&fixed(alpha.rao(), 4), 18, Align::Right)),
            span(look, Scope::AmountTao, fit(&compact(u128::from(value)), 11, Align::Right)),
            span(look, Scope::Chart1, format!("  {}", bar(part, 24))),
        ]));
    }
    if detail.stakes.is_empty() {
        lines.push(Line::from(span(look, Scope::TextDim, "  nobody stakes through it")));
    }
    Page { title: format!("Validator {}", name.unwrap_or_default()).trim_end().to_owned(), lines }
}
