//! Tables whose rows are made when an answer comes: lists that only the dashboard has. Sorted, filtered and
//! walked through like [`super::Table`].

use std::cmp::Ordering;

use super::{Arrangement, TableDrawn, TextField, Towards};
use crate::model::{At, Hash, Hotkey, NetUid, Uid};
use crate::present::{Align, Cell, Order, SCALE, Width};
use crate::theme::Scope;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// What a filter calls it.
    pub id: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// Where its text stands.
    pub align: Align,
    /// Room.
    pub width: Width,
    /// Columns with a high number go first when there is no room. 0 always stays.
    pub priority: u8,
    /// One sentence for people who do not know the chain's words.
    pub about: &'static str,
}

impl Head {
    /// Words.
    #[must_use]
    pub const fn left(
        id: &'static str,
        title: &'static str,
        width: Width,
        priority: u8,
        about: &'static str,
    ) -> Self {
        Self { id, title, align: Align::Left, width, priority, about }
    }

    /// Numbers.
    #[must_use]
    pub const fn right(
        id: &'static str,
        title: &'static str,
        cells: u16,
        priority: u8,
        about: &'static str,
    ) -> Self {
        let width = Width::Fixed(cells);
        Self { id, title, align: Align::Right, width, priority, about }
    }
}

/// What a cell is sorted and compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sorted {
    /// Nothing there: always last.
    Absent,
    /// In units of 10^-9.
    Number(i128),
    /// Words, in small letters.
    Text(String),
}

/// A cell and what it is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Text and meaning.
    pub cell: Cell,
    /// Its order.
    pub key: Sorted,
}

impl Entry {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>, scope: Scope) -> Self {
        let text = text.into();
        if text.is_empty() {
            return Self::absent();
        }
        Self { key: Sorted::Text(text.to_lowercase()), cell: Cell::new(text, scope) }
    }

    /// Words that stand for a number of 10^-9.
    #[must_use]
    pub fn number(text: impl Into<String>, scope: Scope, number: impl Into<i128>) -> Self {
        Self { cell: Cell::new(text, scope), key: Sorted::Number(number.into()) }
    }

    /// A count.
    #[must_use]
    pub fn count(count: u64) -> Self {
        Self::number(count.to_string(), Scope::Text, i128::from(count) * SCALE)
    }

    /// Nothing.
    #[must_use]
    pub fn absent() -> Self {
        Self { cell: Cell::absent(), key: Sorted::Absent }
    }
}

/// Where a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Nowhere.
    None,
    /// One subnet.
    Subnet(NetUid),
    /// One validator.
    Validator(Hotkey),
    /// One transaction of the journal.
    Transaction(Hash),
    /// One block.
    Block(At),
    /// An event, by its place among those that are kept.
    Event {
        /// Its block.
        block: u32,
        /// Its place there.
        place: u32,
    },
    /// A wallet, by its place.
    Wallet(usize),
    /// A neuron of the subnet that is shown.
    Uid(Uid),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// What it is known by, so that the cursor stays on it.
    pub key: String,
    /// One for every head.
    pub entries: Vec<Entry>,
    /// Where Enter leads.
    pub target: Target,
    /// What is copied.
    pub copy: String,
}

/// A part of a filter.
enum Part {
    Word(String),
    Compare(usize, Test, i128),
    Contains(usize, String),
}

#[derive(Clone, Copy)]
enum Test {
    AtMost,
    AtLeast,
    IsNot,
    Below,
    Above,
    Is,
}

const SIGNS: [(&str, Test); 6] = [
    ("<=", Test::AtMost),
    (">=", Test::AtLeast),
    ("!=", Test::IsNot),
    ("<", Test::Below),
    (">", Test::Above),
    ("=", Test::Is),
];

/// Rows with order, filter and cursor.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The columns.
    pub heads: &'static [Head],
    /// Place of the column that the rows are ordered by; none leaves them as they came.
    pub sort: Option<usize>,
    /// In which direction.
    pub order: Order,
    /// Words that a row must mention, and comparisons that must hold.
    pub filter: TextField,
    /// What is wrong with the filter.
    pub problem: Option<String>,
    /// Page of columns.
    pub column_page: usize,
    /// Rows above the first one shown.
    pub offset: usize,
    /// Order and choice of the columns.
    pub arrangement: Arrangement,
    rows: Vec<SheetRow>,
    shown: Vec<usize>,
    cursor: usize,
    page: usize,
    column_pages: usize,
}

impl Sheet {
    /// An empty one.
    #[must_use]
    pub fn new(heads: &'static [Head]) -> Self {
        Self {
            heads,
            sort: None,
            order: Order::Descending,
            filter: TextField::default(),
            problem: None,
            column_page: 0,
            offset: 0,
            arrangement: Arrangement::default(),
            rows: Vec::new(),
            shown: Vec::new(),
            cursor: 0,
            page: 1,
            column_pages: 1,
        }
    }

    /// Other rows; the cursor stays on the same one.
    pub fn fill(&mut self, rows: Vec<SheetRow>) {
        let kept = self.selected().map(|row| row.key.clone());
        self.rows = rows;
        self.arrange(kept);
    }

    /// Choose and order anew, after filter or order changed.
    pub fn rebuild(&mut self) {
        let kept = self.selected().map(|row| row.key.clone());
        self.arrange(kept);
    }

    fn arrange(&mut self, kept: Option<String>) {
        let parts = self.parts();
        let mut shown: Vec<usize> =
            (0..self.rows.len()).filter(|row| passes(&self.rows[*row], &parts)).collect();
        if let Some(column) = self.sort {
            shown.sort_by(|left, right| {
                let key = |row: &usize| self.rows[*row].entries.get(column).map(|one| &one.key);
                compare(key(left), key(right), self.order)
            });
        }
        self.shown = shown;
        let place =
            kept.and_then(|kept| self.shown.iter().position(|row| self.rows[*row].key == kept));
        self.cursor = place.unwrap_or(self.cursor).min(self.shown.len().saturating_sub(1));
    }

    fn parts(&mut self) -> Vec<Part> {
        self.problem = None;
        let text = self.filter.text().to_owned();
        let mut parts = Vec::new();
        for word in text.split_whitespace() {
            let column = |id: &str| self.heads.iter().position(|head| head.id == id);
            if let Some((id, text)) = word.split_once('~')
                && let Some(column) = column(id)
            {
                parts.push(Part::Contains(column, text.to_lowercase()));
                continue;
            }
            let found = SIGNS.iter().find_map(|(sign, test)| {
                let (id, number) = word.split_once(sign)?;
                Some((column(id)?, *test, number))
            });
            match found {
                Some((column, test, number)) => match billionths(number) {
                    Some(number) => parts.push(Part::Compare(column, test, number)),
                    None => self.problem = Some(format!("`{number}` is not a number")),
                },
                None => parts.push(Part::Word(word.to_lowercase())),
            }
        }
        parts
    }

    /// All rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows that are shown, in order.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &SheetRow> {
        self.shown.iter().map(|row| &self.rows[*row])
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected(&self) -> Option<&SheetRow> {
        self.shown.get(self.cursor).and_then(|row| self.rows.get(*row))
    }

    /// Place of the cursor among the rows that are shown.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// What the rows shown are known by, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.shown().map(|row| row.key.as_str())
    }

    /// Put the cursor on the next row that is wanted, or on the one before, round and round. Tells whether
    /// there is one.
    pub fn seek(&mut self, towards: Towards, is_wanted: impl Fn(&str) -> bool) -> bool {
        let key = |place: usize| self.rows[self.shown[place]].key.as_str();
        let place = towards.find(self.cursor, self.shown.len(), |place| is_wanted(key(place)));
        self.cursor = place.unwrap_or(self.cursor);
        place.is_some()
    }

    /// Put the cursor on a place among the rows shown.
    pub fn select_place(&mut self, place: usize) {
        self.cursor = place.min(self.shown.len().saturating_sub(1));
    }

    /// Move the cursor.
    pub fn step(&mut self, rows: isize) {
        self.select_place(self.cursor.saturating_add_signed(rows));
    }

    /// Move the cursor by pages.
    pub fn page(&mut self, pages: isize) {
        let rows = isize::try_from(self.page.max(1)).unwrap_or(isize::MAX);
        self.step(pages.saturating_mul(rows));
    }

    /// Move to other columns.
    pub fn columns(&mut self, pages: isize) {
        let last = self.column_pages.saturating_sub(1);
        self.column_page = self.column_page.saturating_add_signed(pages).min(last);
    }

    /// How many pages of columns the last picture had.
    #[must_use]
    pub const fn column_pages(&self) -> usize {
        self.column_pages
    }

    /// Order by a column; a second time turns the order round. Needs a rebuild.
    pub fn sort_by(&mut self, column: usize) {
        let Some(head) = self.heads.get(column) else { return };
        if self.sort == Some(column) {
            self.order = self.order.reversed();
        } else {
            self.sort = Some(column);
            self.order = match head.align {
                Align::Left => Order::Ascending,
                Align::Right => Order::Descending,
            };
        }
    }

    /// Order by the column after the present one. Needs a rebuild.
    pub fn sort_next(&mut self) {
        let next = self.sort.map_or(0, |column| (column + 1) % self.heads.len().max(1));
        self.sort_by(next);
    }

    /// Learn how it was drawn.
    pub fn drawn(&mut self, drawn: TableDrawn) {
        self.page = drawn.page;
        self.offset = drawn.offset;
        self.column_pages = drawn.column_pages;
        self.column_page = self.column_page.min(drawn.column_pages.saturating_sub(1));
    }
}

fn passes(row: &SheetRow, parts: &[Part]) -> bool {
    parts.iter().all(|part| match part {
        Part::Word(word) => {
            row.copy.to_lowercase().contains(word)
                || row.entries.iter().any(|entry| entry.cell.text.to_lowercase().contains(word))
        }
        Part::Contains(column, text) => row
            .entries
            .get(*column)
            .is_some_and(|entry| entry.cell.text.to_lowercase().contains(text)),
        Part::Compare(column, test, wanted) => match row.entries.get(*column).map(|one| &one.key) {
            Some(Sorted::Number(number)) => match test {
                Test::AtMost => number <= wanted,
                Test::AtLeast => number >= wanted,
                Test::IsNot => number != wanted,
                Test::Below => number < wanted,
                Test::Above => number > wanted,
                Test::Is => number == wanted,
            },
            _ => false,
        },
    })
}

fn compare(left: Option<&Sorted>, right: Option<&Sorted>, order: Order) -> Ordering {
    match (left, right) {
        (Some(Sorted::Number(a)), Some(Sorted::Number(b))) => order.apply(a.cmp(b)),
        (Some(Sorted::Text(a)), Some(Sorted::Text(b))) => order.apply(a.cmp(b)),
        // What is absent comes last either way.
        (Some(Sorted::Absent) | None, Some(Sorted::Absent) | None) => Ordering::Equal,
        (Some(Sorted::Absent) | None, _) => Ordering::Greater,
        (_, Some(Sorted::Absent) | None) => Ordering::Less,
        (Some(Sorted::Number(_)), Some(Sorted::Text(_))) => Ordering::Less,
        (Some(Sorted::Text(_)), Some(Sorted::Number(_))) => Ordering::Greater,
    }
}

/// A decimal number, perhaps with a per cent sign, in billionths of what the heading says.
fn billionths(text: &str) -> Option<i128> {
    let (digits, scale) = match text.strip_suffix('%') {
        Some(digits) => (digits, 1),
        None => (text, 1),
    };
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let places = format!("{places:0<9}");
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = places.get(..9)?.parse().ok()?;
    Some((whole * SCALE + part) * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: &[Head] = &[
        Head::left("name", "Name", Width::Fixed(8), 0, "what it is called"),
        Head::right("take", "Take", 6, 1, "what it keeps"),
    ];

    fn row(name: &str, take: Option<u64>) -> SheetRow {
        SheetRow {
            key: name.to_owned(),
            entries: vec![
                Entry::text(name, Scope::Text),
                take.map_or_else(Entry::absent, Entry::count),
            ],
            target: Target::None,
            copy: String::new(),
        }
    }

    fn names(sheet: &Sheet) -> Vec<&str> {
        sheet.shown().map(|row| row.key.as_str()).collect()
    }

    #[test]
    fn rows_are_ordered_filtered_and_keep_the_cursor() {
        let mut sheet = Sheet::new(HEADS);
        sheet.fill(vec![row("b", Some(2)), row("a", None), row("c", Some(10))]);
        assert_eq!(names(&sheet), ["b", "a", "c"]);
        sheet.select_place(2);
        sheet.sort_by(1);
        sheet.rebuild();
        // The largest first, and what is absent last in both directions.
        assert_eq!(names(&sheet), ["c", "b", "a"]);
        assert_eq!(sheet.selected().map(|row| row.key.as_str()), Some("c"));
        sheet.sort_by(1);
        sheet.rebuild();
        assert_eq!(names(&sheet), ["b", "c", "a"]);
        sheet.filter = TextField::new("take>2");
        sheet.rebuild();
        assert_eq!(names(&sheet), ["c"]);
        sheet.filter = TextField::new("take>x");
        sheet.rebuild();
        assert_eq!(sheet.problem.as_deref(), Some("`x` is not a number"));
        sheet.filter = TextField::new("name~B");
        sheet.rebuild();
        assert_eq!(names(&sheet), ["b"]);
    }
}
