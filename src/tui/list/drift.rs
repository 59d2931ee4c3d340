//! What the connected runtime means to the commands: which work, which do without something, which are
//! refused because something that they name has changed.

use crate::ops::Verdict;
use crate::present::Width;
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Target};

pub(super) const HEADS: &[Head] = &[
    Head::left("command", "Command", Width::Between(20, 28), 0, "noun and verb"),
    Head::left("here", "Here", Width::Fixed(16), 0, "whether the runtime has what it needs"),
    Head::left("why", "Why", Width::Between(20, 160), 1, "what changed or is missing"),
];

pub(super) fn rows(verdicts: &[Verdict]) -> Vec<SheetRow> {
    // What is refused stands first.
    let mut sorted: Vec<&Verdict> = verdicts.iter().collect();
    sorted.sort_by_key(|verdict| (verdict.refused.is_empty(), verdict.notes.is_empty()));
    sorted
        .into_iter()
        .map(|verdict| {
            let (text, scope) = match (verdict.refused.is_empty(), verdict.notes.is_empty()) {
                (false, _) => ("refused", Scope::Error),
                (true, false) => ("works, with less", Scope::Warning),
                (true, true) => ("works", Scope::Success),
            };
            let why: Vec<&str> =
                verdict.refused.iter().chain(&verdict.notes).map(String::as_str).collect();
            SheetRow {
                key: verdict.command.to_owned(),
                entries: vec![
                    Entry::text(verdict.command, Scope::Text),
                    Entry::text(text, scope),
                    Entry::text(why.join("; "), Scope::Text),
                ],
                target: Target::None,
                copy: why.join("\n"),
            }
        })
        .collect()
}
