//! What was signed here, and what became of it.

use crate::ops::{self, Happening};
use crate::present::{Width, exact, short};
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, State, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("id", "ID", Width::Fixed(10), 1, "how the transaction's hash begins"),
    Head::left("state", "State", Width::Fixed(12), 0, "how far it is"),
    Head::left("call", "Call", Width::Between(24, 44), 0, "what was signed"),
    Head::left("signer", "Signer", Width::Fixed(14), 2, "who signed"),
    Head::right("nonce", "Number", 7, 4, "how many transactions the signer had before"),
    Head::right("block", "Block", 10, 3, "the block that holds it"),
    Head::right("fee", "Fee τ", 12, 5, "what it cost"),
    Head::right("until", "Valid until", 12, 6, "the last block that can hold it"),
    Head::left("network", "Network", Width::Between(8, 16), 7, "the chain it is for"),
    Head::left("why", "Why", Width::Between(20, 80), 8, "what went wrong, in plain words"),
];

/// A colour for a state.
#[must_use]
pub fn scope(happening: Option<&Happening>) -> Scope {
    match happening {
        None | Some(Happening::Sent | Happening::InBlock { .. }) => Scope::Text,
        Some(Happening::Succeeded { .. }) => Scope::Success,
        Some(Happening::Failed { .. } | Happening::Refused { .. }) => Scope::Error,
        Some(Happening::Retracted { .. } | Happening::Lost { .. } | Happening::Void { .. }) => {
            Scope::Warning
        }
    }
}

/// What went wrong, if anything.
#[must_use]
pub fn reason(happening: &Happening) -> Option<String> {
    match happening {
        Happening::Failed { explanation, .. } | Happening::Refused { explanation, .. } => {
            Some(explanation.clone())
        }
        Happening::Lost { reason } => Some(reason.to_string()),
        Happening::Void { reason } => Some(reason.clone()),
        _ => None,
    }
}

pub(super) fn rows(state: &State, entries: &[ops::Entry]) -> Vec<SheetRow> {
    entries
        .iter()
        .map(|entry| {
            let hash = entry.transaction.to_string();
            let last = entry.last();
            let fee = match last {
                Some(Happening::Succeeded { fee: Some(fee), .. }) => {
                    Entry::number(exact(fee.rao()), Scope::AmountTao, fee.rao())
                }
                _ => Entry::absent(),
            };
            SheetRow {
                key: hash.clone(),
                entries: vec![
                    Entry::text(hash.chars().take(10).collect::<String>(), Scope::TextDim),
                    Entry::text(entry.word().replace('_', " "), scope(last)),
                    Entry::text(entry.title(), Scope::Text),
                    Entry::text(
                        state.name_of(&entry.signer).unwrap_or_else(|| short(&entry.signer)),
                        Scope::KeyCold,
                    ),
                    Entry::count(entry.nonce.into()),
                    entry.block().map_or_else(Entry::absent, |at| Entry::count(at.block.into())),
                    fee,
                    Entry::count(entry.mortality.valid_until().into()),
                    Entry::text(entry.network.name.to_string(), Scope::TextDim),
                    Entry::text(last.and_then(reason).unwrap_or_default(), Scope::Error),
                ],
                target: Target::Transaction(entry.transaction),
                copy: hash,
            }
        })
        .collect()
}
