//! One transaction of the journal: what it says, and what became of it, step by step.

use ratatui::text::Line;

use super::LABEL;
use crate::model::ShieldPart;
use crate::ops::{Entry, Happening};
use crate::present::{age, exact};
use crate::theme::Scope;
use crate::tui::list::{happening_scope, reason, time_of_day};
use crate::tui::look::Look;
use crate::tui::state::State;
use crate::tui::view::line::{pair, span, wrap};

pub(super) fn lines(state: &State, entry: &Entry, look: &Look, cells: usize) -> Vec<Line<'static>> {
    let mut lines = vec![
        pair(look, LABEL, "call", Scope::TextStrong, entry.call.path()),
        pair(look, LABEL, "network", Scope::Text, entry.network.name.to_string()),
    ];
    let signer = match state.name_of(&entry.signer) {
        Some(name) => format!("{} ({name})", entry.signer),
        None => entry.signer.to_string(),
    };
    lines.push(pair(look, LABEL, "signer", Scope::KeyCold, signer));
    let valid = format!("until block {}, number {}", entry.mortality.valid_until(), entry.nonce);
    lines.push(pair(look, LABEL, "valid", Scope::Text, valid));
    if !entry.tip.is_zero() {
        lines.push(pair(
            look,
            LABEL,
            "tip",
            Scope::AmountTao,
            format!("{} τ", exact(entry.tip.rao())),
        ));
    }
    // Longer than what stands beside a label in the narrowest window.
    lines.push(Line::from(span(look, Scope::TextDim, entry.transaction.to_string())));
    if let Some(part) = &entry.shield {
        let (text, other) = match part {
            ShieldPart::Carrier { holds } => ("the carrier of", holds),
            ShieldPart::Inner { carrier } => ("travels encrypted inside", carrier),
        };
        lines.push(pair(look, LABEL, "MEV shield", Scope::Text, text));
        lines.push(Line::from(span(look, Scope::TextDim, other.to_string())));
    }
    lines.push(Line::default());
    lines.push(Line::from(span(look, Scope::Title, "What was signed")));
    for (name, value) in &entry.call.args {
        let mut parts = wrap(value.as_str(), cells.saturating_sub(LABEL + 2)).into_iter();
        let first = parts.next().unwrap_or_default();
        lines.push(pair(look, LABEL, &format!("  {name}"), Scope::Text, first));
        lines.extend(parts.map(|rest| pair(look, LABEL, "", Scope::Text, rest)));
    }
    lines.push(Line::default());
    lines.push(Line::from(span(look, Scope::Title, "What became of it")));
    let signed = format!("{} UTC  signed", time_of_day(entry.at_ms));
    lines.push(Line::from(span(look, Scope::Text, format!("  {signed}"))));
    for moment in &entry.moments {
        let after = moment.at_ms.saturating_sub(entry.at_ms);
        let after = age(std::time::Duration::from_millis(after));
        let words = words(&moment.happening);
        let scope = happening_scope(Some(&moment.happening));
        let told = format!("{words}  ({after} after)");
        for (place, line) in wrap(&told, cells.saturating_sub(16)).into_iter().enumerate() {
            let time = match place {
                0 => format!("  {} UTC  ", time_of_day(moment.at_ms)),
                _ => " ".repeat(16),
            };
            let line = span(look, scope, line);
            lines.push(Line::from(vec![span(look, Scope::TextDim, time), line]));
        }
        if let Some(reason) = reason(&moment.happening) {
            lines.extend(
                wrap(&reason, cells.saturating_sub(16))
                    .into_iter()
                    .map(|line| Line::from(span(look, scope, format!("{:16}{line}", "")))),
            );
        }
    }
    if entry.is_undecided() {
        lines.push(Line::default());
        let id: String = entry.transaction.to_string().chars().take(12).collect();
        let text = format!("tau tx cancel {id}");
        lines.push(Line::from(vec![
            span(look, Scope::TextDim, "It is not decided. "),
            span(look, Scope::Hint, text),
            span(look, Scope::TextDim, " puts an empty transaction in its place."),
        ]));
    }
    lines
}

fn words(happening: &Happening) -> String {
    match happening {
        Happening::Sent => "a node took it".to_owned(),
        Happening::InBlock { at } => format!("in block {}, which may still be replaced", at.block),
        Happening::Retracted { at } => format!("block {} was replaced", at.block),
        Happening::Succeeded { at, index, fee } => {
            let fee = fee.map_or_else(String::new, |fee| format!(", fee {} τ", exact(fee.rao())));
            format!("done: transaction {index} of block {}{fee}", at.block)
        }
        Happening::Failed { at, name, .. } => match at {
            Some(at) => format!("failed in block {}: {name}", at.block),
            None => format!("failed: {name}"),
        },
        Happening::Refused { code, text, .. } => format!("refused ({code}): {text}"),
        Happening::Lost { .. } => "nobody knows where it is".to_owned(),
        Happening::Void { .. } => "it can never be in a block any more".to_owned(),
    }
}
