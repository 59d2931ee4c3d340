//! What words mean: one table that `tau explain`, the dashboard and the tables' headings say the same from.
//!
//! Columns bring their meaning themselves, and hyperparameters and terms stand here; what the chain's own errors and
//! calls mean comes from those who know them ([`Lexicon::and`]).

mod terms;

use serde::Serialize;

use super::hyperparameters::HYPERPARAMETERS;
use super::{Column, NeuronColumn, PositionColumn, SubnetColumn};

/// A word of the documentation.
#[derive(Debug, Clone, Copy)]
struct Term {
    word: &'static str,
    also: &'static [&'static str],
    about: &'static str,
    formula: Option<&'static str>,
    commands: &'static [&'static str],
}

/// What kind of thing a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A word people use.
    Term,
    /// A number that a subnet's owner has set.
    Hyperparameter,
    /// A column of a table.
    Column,
    /// Something that the chain can be asked to do.
    Call,
    /// A refusal.
    Error,
}

impl Kind {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Term => "word",
            Self::Hyperparameter => "hyperparameter",
            Self::Column => "column",
            Self::Call => "call",
            Self::Error => "error",
        }
    }
}

/// Something that is explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// The word as it is written.
    pub word: String,
    /// The pallet or the table that it belongs to; nothing of a word that stands by itself.
    pub of: Option<String>,
    /// Other spellings.
    pub also: Vec<String>,
    /// Its meaning: a clause without a full stop.
    pub about: String,
    /// How it is worked out.
    pub formula: Option<String>,
    /// What else there is to say, each a clause.
    pub notes: Vec<String>,
    /// Command lines that show it or do it.
    pub commands: Vec<String>,
}

impl Entry {
    /// An entry with a meaning and nothing else.
    #[must_use]
    pub fn new(kind: Kind, word: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            kind,
            word: word.into(),
            of: None,
            also: Vec::new(),
            about: about.into(),
            formula: None,
            notes: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// The same, belonging to a pallet or a table.
    #[must_use]
    pub fn of(mut self, whole: impl Into<String>) -> Self {
        self.of = Some(whole.into());
        self
    }

    /// What people may type for it.
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.word.as_str()).chain(self.also.iter().map(String::as_str))
    }

    /// How well a word means this, less being better: by its name, by another spelling. Nothing if it does not.
    fn rank(&self, typed: &str) -> Option<u8> {
        if plain(&self.word) == typed {
            return Some(0);
        }
        let whole = self.of.as_ref().map(|of| plain(&format!("{of}{}", self.word)));
        if whole.is_some_and(|whole| whole == typed) {
            return Some(0);
        }
        self.also.iter().any(|also| plain(also) == typed).then_some(1)
    }
}

/// A word without what people write differently: case, blanks, `_`, `-`, `.`, `::`; a sign such as `#` as it is.
fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    if plain.is_empty() { word.trim().to_owned() } else { plain }
}

/// Everything that is explained.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
}

fn columns<C: Column>(table: &str) -> impl Iterator<Item = Entry> {
    C::ALL.iter().map(move |column| {
        let mut entry = Entry::new(Kind::Column, column.title(), column.about()).of(table);
        if plain(column.id()) != plain(column.title()) {
            entry.also.push(column.id().to_owned());
        }
        entry.formula = column.formula().map(str::to_owned);
        entry
    })
}

impl Lexicon {
    /// Terms, hyperparameters, and the columns that the command line and the dashboard share.
    #[must_use]
    pub fn new() -> Self {
        let terms = terms::TERMS.iter().map(|term| Entry {
            also: term.also.iter().map(|also| (*also).to_owned()).collect(),
            formula: term.formula.map(str::to_owned),
            commands: term.commands.iter().map(|command| (*command).to_owned()).collect(),
            ..Entry::new(Kind::Term, term.word, term.about)
        });
        let hyperparameters = HYPERPARAMETERS.iter().filter_map(|(names, about)| {
            let (name, others) = names.split_first()?;
            Some(Entry {
                also: others.iter().map(|also| (*also).to_owned()).collect(),
                commands: vec!["tau subnet hyperparameters NETUID".to_owned()],
                ..Entry::new(Kind::Hyperparameter, *name, *about)
            })
        });
        let columns = columns::<SubnetColumn>("tau subnet list")
            .chain(columns::<NeuronColumn>("tau subnet metagraph"))
            .chain(columns::<PositionColumn>("tau stake list"));
        Self { entries: terms.chain(hyperparameters).chain(columns).collect() }
    }

    /// With these too.
    #[must_use]
    pub fn and(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }

    /// All of it.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What a word or a message means, the likeliest first. In a longer text, such as an error that somebody
    /// pasted, the names of errors and calls are looked for.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<&Entry> {
        let typed = plain(text);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, &Entry)> =
            self.entries.iter().filter_map(|entry| Some((entry.rank(&typed)?, entry))).collect();
        if found.is_empty() {
            found = self.within(text).into_iter().map(|entry| (0, entry)).collect();
        }
        found.sort_by_key(|(rank, entry)| (*rank, entry.kind));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Errors and calls that a text names.
    fn within(&self, text: &str) -> Vec<&Entry> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| w.len() > 3)
            .collect();
        let is_named = |entry: &&Entry| match entry.kind {
            // A number is told from a longer one that begins with it.
            Kind::Error if entry.word.contains(' ') => {
                let word = entry.word.to_lowercase();
                lower.find(&word).is_some_and(|place| {
                    !lower[place + word.len()..].starts_with(|c: char| c.is_ascii_digit())
                })
            }
            Kind::Error | Kind::Call => {
                let of = entry.of.as_deref().unwrap_or_default();
                // Names of some length mean one thing; short ones need their pallet.
                words.contains(&entry.word.as_str())
                    && (entry.word.len() > 12 || words.contains(&of))
            }
            _ => false,
        };
        self.entries.iter().filter(is_named).collect()
    }

    /// Words that are like this one, the likest first.
    #[must_use]
    pub fn near(&self, text: &str) -> Vec<&str> {
        let typed = plain(text);
        let mut near: Vec<(f64, &str)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let alike = |name: &str| {
                    let name = plain(name);
                    let contains = typed.len() > 2 && name.contains(&typed);
                    let alike = strsim::jaro_winkler(&typed, &name);
                    if contains { alike.max(0.9) } else { alike }
                };
                let best = entry.names().map(alike).fold(0.0, f64::max);
                (best > 0.84).then_some((best, entry.word.as_str()))
            })
            .collect();
        near.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
        let mut words: Vec<&str> = Vec::new();
        for (_, word) in near {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.truncate(5);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(Kind, String)> {
        let lexicon = Lexicon::new();
        lexicon.find(text).first().map(|entry| (entry.kind, entry.word.clone()))
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        for text in ["child hotkey", "childkey", "Child-Hotkey", "CHILDKEY"] {
            assert_eq!(first(text), Some((Kind::Term, "child hotkey".to_owned())), "{text}");
        }
        assert_eq!(
            first("burn_half_life"),
            Some((Kind::Hyperparameter, "burn_half_life".to_owned()))
        );
        assert_eq!(first("netuid"), Some((Kind::Term, "netuid".to_owned())));
        assert_eq!(first("subnet list / nothing"), None);
        assert_eq!(first(""), None);
    }

    #[test]
    fn a_pasted_message_is_searched_for_names() {
        let error = |pallet: &str, name: &str| Entry::new(Kind::Error, name, "why").of(pallet);
        let lexicon = Lexicon::new().and([
            error("SubtensorModule", "NotEnoughBalanceToStake"),
            error("Proxy", "NotFound"),
            Entry::new(Kind::Error, "Custom error: 1", "one"),
            Entry::new(Kind::Error, "Custom error: 15", "fifteen"),
        ]);
        let found = |text: &str| -> Vec<String> {
            lexicon.find(text).into_iter().map(|entry| entry.word.clone()).collect()
        };
        assert_eq!(
            found("failed: Module(SubtensorModule, NotEnoughBalanceToStake)"),
            ["NotEnoughBalanceToStake"]
        );
        assert_eq!(found("SubtensorModule.NotEnoughBalanceToStake"), ["NotEnoughBalanceToStake"]);
        assert_eq!(found("it was NotFound somewhere"), Vec::<String>::new());
        assert_eq!(found("error of Proxy: NotFound, sorry"), ["NotFound"]);
        assert_eq!(found("1010: Invalid Transaction: Custom error: 15"), ["Custom error: 15"]);
    }

    #[test]
    fn a_word_that_is_not_known_is_likened() {
        let lexicon = Lexicon::new();
        assert_eq!(lexicon.near("metagrap").first(), Some(&"metagraph"));
        assert!(lexicon.near("divdends").contains(&"dividends"), "{:?}", lexicon.near("divdends"));
        assert!(lexicon.near("qqqq").is_empty());
    }

    #[test]
    fn meanings_are_clauses_and_no_word_stands_twice() {
        let mut seen = std::collections::HashSet::new();
        for entry in Lexicon::new().entries() {
            assert!(!entry.about.ends_with('.') && !entry.about.is_empty(), "{}", entry.word);
            assert!(
                seen.insert((
                    entry.kind,
                    entry.of.clone(),
                    plain(&entry.word),
                    entry.about.clone()
                )),
                "{} stands twice",
                entry.word
            );
        }
    }
}
