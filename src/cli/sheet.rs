//! Tables that only the command line has: columns by name, each cell with what it sorts by.

use std::cmp::Ordering;

use super::sort::SortArgs;
use crate::error::{Error, Result, did_you_mean};
use crate::out::Table;
use crate::present::{Align, Cell};
use crate::theme::Scope;

/// What a cell is sorted and compared by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Nothing there: always last.
    Absent,
    /// In units of 10^-9.
    Number(i128),
    /// In small letters.
    Text(String),
}

/// A cell and its key.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    cell: Cell,
    key: Key,
}

impl Entry {
    /// Words.
    pub fn text(text: impl Into<String>, scope: Scope) -> Self {
        let text = text.into();
        let key = if text.is_empty() { Key::Absent } else { Key::Text(text.to_lowercase()) };
        Self { cell: Cell::new(text, scope), key }
    }

    /// A cell that is sorted by its words.
    pub fn of(cell: Cell) -> Self {
        let key = Key::Text(cell.text.to_lowercase());
        Self { cell, key }
    }

    /// An amount or a price, rao.
    pub fn amount(rao: u64, scope: Scope) -> Self {
        Self { cell: Cell::new(crate::present::exact(rao), scope), key: Key::Number(rao.into()) }
    }

    /// A difference, rao, in the words that show it.
    pub fn signed(text: impl Into<String>, rao: i128, scope: Scope) -> Self {
        Self { cell: Cell::new(text, scope), key: Key::Number(rao) }
    }

    /// A count.
    pub fn number(number: u64) -> Self {
        Self {
            cell: Cell::new(number.to_string(), Scope::Text),
            key: Key::Number(i128::from(number) * UNIT),
        }
    }

    /// A share, shown as it is.
    pub fn share(text: impl Into<String>, parts: u64, whole: u64) -> Self {
        // Per cent, so that `take<10` means what it says.
        let percent = i128::from(parts) * 100 * UNIT / i128::from(whole.max(1));
        Self { cell: Cell::new(text, Scope::Text), key: Key::Number(percent) }
    }

    /// Nothing.
    pub fn absent() -> Self {
        Self { cell: Cell::absent(), key: Key::Absent }
    }
}

const UNIT: i128 = 1_000_000_000;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// What `--sort`, `--filter` and `--columns` call it.
    pub id: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// Where its text stands.
    pub align: Align,
    /// Whether it goes before others where a terminal has no room for all.
    pub spare: bool,
    /// Whether it stays whole where a terminal has no room for all.
    pub keep: bool,
}

impl Head {
    /// The same, and the first to go where a terminal has no room for all.
    pub const fn first_to_go(self) -> Self {
        Self { spare: true, ..self }
    }

    /// The same, and never cut where others can be.
    pub const fn last_to_go(self) -> Self {
        Self { keep: true, ..self }
    }
}

/// Words.
pub(crate) const fn left(id: &'static str, title: &'static str) -> Head {
    Head { id, title, align: Align::Left, spare: false, keep: false }
}

/// Numbers.
pub(crate) const fn right(id: &'static str, title: &'static str) -> Head {
    Head { id, title, align: Align::Right, spare: false, keep: false }
}

/// Rows of data with the entries that show them.
#[derive(Debug)]
pub(crate) struct Sheet<T> {
    heads: &'static [Head],
    rows: Vec<(T, Vec<Entry>)>,
}

impl<T> Sheet<T> {
    /// Without rows.
    pub fn new(heads: &'static [Head]) -> Self {
        Self { heads, rows: Vec::new() }
    }

    /// One more row; as many entries as there are columns.
    pub fn push(&mut self, data: T, entries: Vec<Entry>) {
        self.rows.push((data, entries));
    }

    fn column(&self, name: &str) -> Result<usize> {
        let ids = || self.heads.iter().map(|head| head.id);
        ids().position(|id| id == name).ok_or_else(|| {
            Error::usage(format!("there is no column `{name}`"))
                .hint_if(did_you_mean(name, ids()))
                .hint(format!("there are {}", ids().collect::<Vec<_>>().join(", ")))
        })
    }

    /// Leave and order the rows that were asked for.
    ///
    /// # Errors
    /// There is no such column, or the filter means nothing.
    pub fn arrange(&mut self, args: &SortArgs) -> Result<()> {
        if let Some(filter) = args.filter() {
            let terms = self.terms(filter)?;
            self.rows.retain(|(_, row)| terms.iter().all(|term| term.passes(row)));
        }
        if let Some(name) = args.sorted_by() {
            let index = self.column(name)?;
            self.rows.sort_by(|(_, a), (_, b)| order(&a[index].key, &b[index].key));
        }
        if args.is_reversed() {
            self.rows.reverse();
        }
        if let Some(limit) = args.at_most() {
            self.rows.truncate(limit);
        }
        Ok(())
    }

    fn terms(&self, filter: &str) -> Result<Vec<Term>> {
        filter
            .split_whitespace()
            .map(|word| {
                // The longest operators first, or `<=` would be read as `<`.
                for (sign, test) in SIGNS {
                    if let Some((name, value)) = word.split_once(sign) {
                        return Ok(Term::Compare(self.column(name)?, *test, value.to_lowercase()));
                    }
                }
                Ok(Term::Word(word.to_lowercase()))
            })
            .collect()
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The data in its order.
    pub fn data(&self) -> Vec<&T> {
        self.rows.iter().map(|(data, _)| data).collect()
    }

    /// The columns that were asked for, else all.
    ///
    /// # Errors
    /// There is no such column.
    pub fn table(&self, args: &SortArgs) -> Result<Table> {
        let shown: Vec<usize> = match args.chosen() {
            [] => (0..self.heads.len()).collect(),
            names => names.iter().map(|name| self.column(name.trim())).collect::<Result<_>>()?,
        };
        let titles: Vec<(&str, Align)> = shown
            .iter()
            .map(|index| (self.heads[*index].title, self.heads[*index].align))
            .collect();
        let mut table = Table::new(&titles);
        let spared = shown.iter().enumerate().filter(|(_, index)| self.heads[**index].spare);
        spared.for_each(|(place, _)| table.spare(place));
        let kept = shown.iter().enumerate().filter(|(_, index)| self.heads[**index].keep);
        kept.for_each(|(place, _)| table.keep(place));
        for (_, row) in &self.rows {
            table.push(shown.iter().map(|index| row[*index].cell.clone()).collect());
        }
        Ok(table)
    }
}

/// Numbers largest first, words in their order, nothing last.
fn order(a: &Key, b: &Key) -> Ordering {
    match (a, b) {
        (Key::Absent, Key::Absent) => Ordering::Equal,
        (Key::Absent, _) => Ordering::Greater,
        (_, Key::Absent) => Ordering::Less,
        (Key::Number(a), Key::Number(b)) => b.cmp(a),
        (a, b) => a.cmp(b),
    }
}

#[derive(Debug, Clone, Copy)]
enum Test {
    AtMost,
    AtLeast,
    Below,
    Above,
    Is,
    Has,
}

const SIGNS: &[(&str, Test)] = &[
    ("<=", Test::AtMost),
    (">=", Test::AtLeast),
    ("<", Test::Below),
    (">", Test::Above),
    ("=", Test::Is),
    ("~", Test::Has),
];

enum Term {
    Word(String),
    Compare(usize, Test, String),
}

impl Term {
    fn passes(&self, row: &[Entry]) -> bool {
        match self {
            Self::Word(word) => {
                row.iter().any(|entry| entry.cell.text.to_lowercase().contains(word))
            }
            Self::Compare(index, test, value) => compare(&row[*index], *test, value),
        }
    }
}

fn compare(entry: &Entry, test: Test, value: &str) -> bool {
    let text = || entry.cell.text.to_lowercase();
    match (test, &entry.key, nano(value)) {
        (Test::Has, ..) => text().contains(value),
        (Test::Is, Key::Number(number), Some(wanted)) => *number == wanted,
        (Test::Is, ..) => text() == value,
        (Test::AtMost, Key::Number(number), Some(wanted)) => *number <= wanted,
        (Test::AtLeast, Key::Number(number), Some(wanted)) => *number >= wanted,
        (Test::Below, Key::Number(number), Some(wanted)) => *number < wanted,
        (Test::Above, Key::Number(number), Some(wanted)) => *number > wanted,
        _ => false,
    }
}

/// A plain decimal, perhaps with a per cent sign, in units of 10^-9.
fn nano(text: &str) -> Option<i128> {
    let text = text.strip_suffix('%').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    Some(whole * UNIT + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: &[Head] = &[left("name", "Name"), right("stake", "Stake")];

    fn sheet() -> Sheet<u8> {
        let mut sheet = Sheet::new(HEADS);
        for (data, name, stake) in [(0, "Beta", 2), (1, "Alpha", 30), (2, "", 7)] {
            sheet.push(
                data,
                vec![
                    Entry::text(name, Scope::Text),
                    Entry::amount(stake * 1_000_000_000, Scope::Text),
                ],
            );
        }
        sheet
    }

    fn arranged(filter: Option<&str>, sort: Option<&str>) -> Result<Vec<u8>> {
        let mut sheet = sheet();
        sheet.arrange(&SortArgs::of(filter, sort))?;
        Ok(sheet.data().into_iter().copied().collect())
    }

    #[test]
    fn rows_are_sorted_and_left_out() {
        assert_eq!(arranged(None, Some("stake")), Ok(vec![1, 2, 0]));
        // Nothing goes last.
        assert_eq!(arranged(None, Some("name")), Ok(vec![1, 0, 2]));
        assert_eq!(arranged(Some("stake>=7"), None), Ok(vec![1, 2]));
        assert_eq!(arranged(Some("stake<7.5 stake>1"), None), Ok(vec![0, 2]));
        assert_eq!(arranged(Some("name~lph"), None), Ok(vec![1]));
        assert_eq!(arranged(Some("BETA"), None), Ok(vec![0]));
    }

    #[test]
    fn an_unknown_column_is_named() {
        let error = arranged(Some("steak>1"), None).expect_err("no such column");
        assert_eq!(error.message, "there is no column `steak`");
        assert_eq!(error.hints[0], "did you mean `stake`?");
    }
}
