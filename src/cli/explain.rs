//! `tau explain`

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::out::{Page, Report};
use crate::present::Entry;
use crate::tui::words::{lexicon, lines};

/// Say what a word, an error, a call, a column or a hyperparameter means
///
/// Case, blanks, `_` and `-` make no difference, and a whole message can be given: the errors and calls that it names
/// are explained. The dashboard says the same for `w` and `:explain`. Without a word everything that is
/// explained is listed by its kind.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau explain validator permit\nExample: tau explain NotEnoughBalanceToStake"
)]
pub(crate) struct ExplainArgs {
    /// A word, or a message with the name of an error in it
    #[arg(value_name = "WORD")]
    words: Vec<String>,
}

#[derive(Serialize)]
struct Explained<'a> {
    word: String,
    entries: Vec<&'a Entry>,
}

pub(crate) fn run(args: &ExplainArgs) -> Result<Report> {
    let lexicon = lexicon();
    let word = args.words.join(" ");
    if word.trim().is_empty() {
        return listed(lexicon.entries());
    }
    let entries = lexicon.find(&word);
    if entries.is_empty() {
        let error = Error::usage(format!("there is no explanation of `{}`", word.trim()));
        let near = lexicon.near(&word);
        return Err(match near.is_empty() {
            true => error.hint("`tau explain` alone lists every word that has one"),
            false => error.hint(format!("near to it: {}", near.join(", "))),
        });
    }
    let mut page = Page::new();
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            page = page.line("");
        }
        page = lines(entry).into_iter().fold(page, |page, line| page.line(line));
    }
    Report::new(&Explained { word, entries }, page)
}

/// Every word by its kind.
fn listed(entries: &[Entry]) -> Result<Report> {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for entry in entries {
        let kind = entry.kind.word();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, words)) => words.push(&entry.word),
            None => kinds.push((kind, vec![&entry.word])),
        }
    }
    let mut page = Page::new();
    for (kind, mut words) in kinds {
        words.sort_unstable_by_key(|word| word.to_lowercase());
        words.dedup();
        page = page.field(kind, words.join(", "));
    }
    Report::new(&Explained { word: String::new(), entries: entries.iter().collect() }, page)
}
