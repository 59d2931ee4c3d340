//! The newest blocks.

use crate::model::{BlockSummary, DecodedTransaction};
use crate::present::Width;
use crate::theme::Scope;
use crate::tui::state::{Entry, Head, SheetRow, Target};

pub(super) const HEADS: &[Head] = &[
    Head::right("block", "Block", 10, 0, "how many blocks came before"),
    Head::left("time", "Time UTC", Width::Fixed(9), 1, "the chain's clock in it"),
    Head::right("signed", "Signed", 7, 1, "transactions that somebody signed"),
    Head::right("events", "Events", 7, 2, "what happened, piece by piece"),
    Head::left("calls", "What was signed", Width::Between(30, 120), 0, "the calls in it"),
    Head::left(
        "hash",
        "Hash",
        Width::Fixed(14),
        3,
        "tells it from another block of the same number",
    ),
];

/// `13:05:59`, of milliseconds since 1970.
#[must_use]
pub fn time_of_day(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

pub(super) fn rows(blocks: &[BlockSummary]) -> Vec<SheetRow> {
    blocks
        .iter()
        .map(|block| {
            let signed = || block.transactions.iter().filter(|one| one.signer.is_some());
            let hash = block.at.hash.to_string();
            SheetRow {
                key: hash.clone(),
                entries: vec![
                    Entry::count(block.at.block.into()),
                    block.time_ms.map_or_else(Entry::absent, |time| {
                        Entry::number(time_of_day(time), Scope::TextDim, time)
                    }),
                    Entry::count(u64::try_from(signed().count()).unwrap_or(u64::MAX)),
                    Entry::count(u64::try_from(block.events).unwrap_or(u64::MAX)),
                    Entry::text(calls(signed()), Scope::Text),
                    Entry::text(hash.chars().take(14).collect::<String>(), Scope::TextDim),
                ],
                target: Target::Block(block.at),
                copy: hash,
            }
        })
        .collect()
}

/// The calls, each once with how often it was signed; nearly all are of one pallet, whose name says nothing.
fn calls<'a>(signed: impl Iterator<Item = &'a DecodedTransaction>) -> String {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for one in signed {
        let path = one.call.path();
        let name = path.strip_prefix("SubtensorModule.").unwrap_or(&path);
        match counted.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name.to_owned(), 1)),
        }
    }
    let words = counted.into_iter().map(|(name, count)| match count {
        1 => name,
        _ => format!("{count} × {name}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_of_the_day() {
        assert_eq!(time_of_day(86_400_000 * 3 + 3_661_999), "01:01:01");
    }
}
