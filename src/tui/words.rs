//! What words mean, all of it: the table of [`Lexicon`] with the chain's errors and calls and the columns that
//! only the dashboard has. `w`, `:explain` and `tau explain` read it.

use super::list::ListId;
use crate::chain::{CUSTOM, DISPATCH, EXPLAINED};
use crate::offline::meaning::{self, Class};
use crate::present::{Entry, Lexicon, WordKind as Kind};

/// Everything that tau can explain.
#[must_use]
pub fn lexicon() -> Lexicon {
    Lexicon::new().and(columns()).and(calls()).and(errors())
}

/// Columns of the dashboard's own lists.
fn columns() -> impl Iterator<Item = Entry> {
    ListId::ALL.into_iter().flat_map(|list| {
        list.heads().iter().map(move |head| {
            let entry = Entry::new(Kind::Column, head.title, head.about);
            let also = (head.id != head.title).then(|| head.id.to_owned());
            Entry { also: also.into_iter().collect(), ..entry }
                .of(format!("{} (dashboard)", list.title()))
        })
    })
}

/// What the chain can be asked to do, in the words that a signer reads.
fn calls() -> impl Iterator<Item = Entry> {
    meaning::rows().map(|row| {
        let mut entry = Entry::new(Kind::Call, row.call, row.says).of(row.pallet);
        if !row.args.is_empty() {
            let names: Vec<&str> = row.args.iter().map(|(name, _)| *name).collect();
            entry.notes.push(format!("takes {}", names.join(", ")));
        }
        let danger = match row.class {
            Class::Plain => None,
            Class::Market | Class::MarketBetween | Class::MarketAll => {
                Some("trades at any price: a call with a limit is safer".to_owned())
            }
            Class::Power(why) => Some(why.to_owned()),
            Class::Root => {
                Some("only the chain's root may, or it acts with other rights".to_owned())
            }
            Class::Hidden => Some("hides what it does".to_owned()),
        };
        entry.notes.extend(danger);
        entry.commands.push(format!("tau chain metadata {}.{}", row.pallet, row.call));
        entry
    })
}

/// Refusals: of pallets, of the chain itself, and of a node's pool.
fn errors() -> impl Iterator<Item = Entry> {
    let pallets = EXPLAINED.iter().flat_map(|rows| rows.iter());
    let pallets = pallets.map(|row| Entry::new(Kind::Error, row.name, row.text).of(row.pallet));
    let dispatch = DISPATCH.iter().map(|(name, text)| Entry::new(Kind::Error, *name, *text));
    let pool = CUSTOM.iter().map(|(number, text)| {
        let entry = Entry::new(Kind::Error, format!("Custom error: {number}"), *text);
        Entry {
            notes: vec!["said by a node that does not take the transaction".to_owned()],
            ..entry
        }
    });
    pallets.chain(dispatch).chain(pool)
}

/// An entry as lines: what it is, its meaning, formula, notes and commands.
#[must_use]
pub fn lines(entry: &Entry) -> Vec<String> {
    let place = entry.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
    let mut lines = vec![
        format!("{}  ({}{place})", entry.word, entry.kind.word()),
        format!("    {}", entry.about),
    ];
    lines.extend(entry.formula.iter().map(|formula| format!("    = {formula}")));
    lines.extend(entry.notes.iter().map(|note| format!("    {note}")));
    lines.extend(entry.commands.iter().map(|command| format!("    `{command}`")));
    lines
}

/// What a word means as lines, or what it is like.
#[must_use]
pub fn explained(text: &str) -> Vec<String> {
    let lexicon = lexicon();
    let found = lexicon.find(text);
    if found.is_empty() {
        let mut lines = vec![format!("tau has no explanation of `{text}`.")];
        let near = lexicon.near(text);
        if !near.is_empty() {
            lines.push(format!("Near to it: {}", near.join(", ")));
        }
        return lines;
    }
    let parts: Vec<Vec<String>> = found.into_iter().map(lines).collect();
    parts.join(&String::new())
}
