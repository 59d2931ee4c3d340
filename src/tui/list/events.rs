//! What happened in the blocks that were seen, the newest first.

use crate::present::Width;
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, State, Target};

pub(super) const HEADS: &[Head] = &[
    Head::right("block", "Block", 10, 0, "in which block"),
    Head::right("tx", "Tx", 4, 3, "place of the transaction that caused it"),
    Head::left(
        "pallet",
        "Pallet",
        Width::Between(12, 20),
        1,
        "the part of the runtime that says it",
    ),
    Head::left("event", "Event", Width::Between(18, 28), 0, "what happened"),
    Head::left("fields", "Fields", Width::Between(24, 160), 1, "with whom and how much"),
];

/// Events that every transaction has; they tell nothing.
fn is_noise(pallet: &str, name: &str) -> bool {
    matches!(
        (pallet, name),
        ("System", "ExtrinsicSuccess")
            | ("TransactionPayment", "TransactionFeePaid")
            | ("Balances", "Withdraw" | "Deposit" | "Issued" | "Rescinded")
    )
}

pub(super) fn rows(state: &State) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    for happened in state.happened.iter().rev() {
        for (place, event) in happened.events.iter().enumerate() {
            let (pallet, name) = (event.pallet.as_str(), event.name.as_str());
            if is_noise(pallet, name) {
                continue;
            }
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let scope = match name {
                "ExtrinsicFailed" => Scope::Error,
                _ if event.deed().is_some() => Scope::TextStrong,
                _ => Scope::Text,
            };
            let fields = event.fields.to_string();
            rows.push(SheetRow {
                key: format!("{}-{place}", happened.at.block),
                entries: vec![
                    Entry::count(happened.at.block.into()),
                    event.transaction.map_or_else(Entry::absent, |tx| Entry::count(tx.into())),
                    Entry::text(pallet, Scope::TextDim),
                    Entry::text(name, scope),
                    Entry::text(fields.clone(), Scope::Text),
                ],
                target: Target::Event { block: happened.at.block, place },
                copy: fields,
            });
        }
    }
    rows
}
