//! A table that is sorted, filtered and walked through, over rows that live elsewhere.

use super::{Arrangement, TableDrawn, TextField};
use crate::present::{
    Column, NeuronColumn, Order, PositionColumn, Screener, ScreenerError, SubnetColumn,
};

/// Columns that a capital letter sorts by.
pub trait Letters: Column {
    /// The letter.
    fn letter(self) -> Option<char>;
}

/// Direction of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Downwards, from the last row to the first.
    Next,
    /// Upwards, from the first row to the last.
    Previous,
}

impl Towards {
    /// The nearest place of `count` that is wanted, beginning beside `from` and coming to itself last.
    pub(super) fn find(
        self,
        from: usize,
        count: usize,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        (1..=count)
            .map(|steps| match self {
                Self::Next => (from + steps) % count,
                Self::Previous => (from + count - steps) % count,
            })
            .find(|place| is_wanted(*place))
    }
}

/// Order, filter and cursor of a table. `C` are its columns, `K` what a row is known by: the cursor stays
/// on the same row when rows come, go or move.
#[derive(Debug, Clone)]
pub struct Table<C, K> {
    /// Column that the rows are ordered by.
    pub sort: C,
    /// In which direction.
    pub order: Order,
    /// What rows must mention, and comparisons that must hold: see [`Screener`].
    pub filter: TextField,
    /// The part of the filter that means nothing.
    pub problem: Option<ScreenerError>,
    /// Page of columns that is shown.
    pub column_page: usize,
    /// Order and choice of the columns.
    pub arrangement: Arrangement,
    /// Rows above the first one shown.
    pub offset: usize,
    /// Rows that the last picture had room for.
    page: usize,
    column_pages: usize,
    rows: Vec<u32>,
    keys: Vec<K>,
    cursor: usize,
}

impl<C: Column, K: Copy + Eq> Table<C, K> {
    /// An empty table ordered by `sort` as people want it first.
    #[must_use]
    pub fn new(sort: C) -> Self {
        Self {
            sort,
            order: sort.first_order(),
            filter: TextField::default(),
            problem: None,
            column_page: 0,
            arrangement: Arrangement::usual::<C>(),
            offset: 0,
            page: 1,
            column_pages: 1,
            rows: Vec::new(),
            keys: Vec::new(),
            cursor: 0,
        }
    }

    /// Choose and order the rows 0 to `count` anew. The cursor stays on its row; if that is gone, at its
    /// place.
    pub fn rebuild<'a>(
        &mut self,
        count: usize,
        row: impl Fn(usize) -> C::Row<'a>,
        key: impl Fn(&C::Row<'a>) -> K,
    ) {
        let kept = self.selected();
        let (screener, problem) = Screener::<C>::read(self.filter.text());
        self.problem = problem;
        let mut rows: Vec<(u32, C::Row<'a>)> = (0..count)
            .filter_map(|index| Some((u32::try_from(index).ok()?, row(index))))
            .filter(|(_, row)| screener.passes(row))
            .collect();
        rows.sort_unstable_by(|(_, left), (_, right)| {
            self.order.apply(self.sort.compare(left, right))
        });
        self.keys = rows.iter().map(|(_, row)| key(row)).collect();
        self.rows = rows.into_iter().map(|(index, _)| index).collect();
        let place = kept.and_then(|kept| self.keys.iter().position(|key| *key == kept));
        self.cursor = place.unwrap_or(self.cursor).min(self.rows.len().saturating_sub(1));
    }

    /// Put the rows of some keys above all others, in the order that they have. The cursor stays on its
    /// row.
    pub fn lift(&mut self, is_above: impl Fn(&K) -> bool) {
        let kept = self.selected();
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_by_key(|place| !is_above(&self.keys[*place]));
        self.rows = order.iter().map(|place| self.rows[*place]).collect();
        self.keys = order.iter().map(|place| self.keys[*place]).collect();
        if let Some(kept) = kept {
            self.select(kept);
        }
    }

    /// Places in the source of the rows shown, in order.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Place of the cursor among [`Table::rows`].
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// What the rows shown are known by, in order.
    #[must_use]
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// Put the cursor on the next row that is wanted, or on the one before, round and round. Tells whether
    /// there is one.
    pub fn seek(&mut self, towards: Towards, is_wanted: impl Fn(&K) -> bool) -> bool {
        let place = towards.find(self.cursor, self.keys.len(), |at| is_wanted(&self.keys[at]));
        self.cursor = place.unwrap_or(self.cursor);
        place.is_some()
    }

    /// What the cursor is on.
    #[must_use]
    pub fn selected(&self) -> Option<K> {
        self.keys.get(self.cursor).copied()
    }

    /// Put the cursor on a row, if it is shown.
    pub fn select(&mut self, wanted: K) {
        if let Some(place) = self.keys.iter().position(|key| *key == wanted) {
            self.cursor = place;
        }
    }

    /// Put the cursor on a place among the rows shown.
    pub fn select_place(&mut self, place: usize) {
        self.cursor = place.min(self.rows.len().saturating_sub(1));
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
    pub fn sort_by(&mut self, column: C) {
        if self.sort == column {
            self.order = self.order.reversed();
        } else {
            self.sort = column;
            self.order = column.first_order();
        }
    }

    /// Order by the column after the present one. Needs a rebuild.
    pub fn sort_next(&mut self) {
        let place = C::ALL.iter().position(|column| *column == self.sort).unwrap_or(0);
        if let Some(next) = C::ALL.get((place + 1) % C::ALL.len()) {
            self.sort_by(*next);
        }
    }

    /// Learn how it was drawn.
    pub fn drawn(&mut self, drawn: TableDrawn) {
        self.page = drawn.page;
        self.offset = drawn.offset;
        self.column_pages = drawn.column_pages;
        self.column_page = self.column_page.min(drawn.column_pages.saturating_sub(1));
    }
}

impl Letters for SubnetColumn {
    fn letter(self) -> Option<char> {
        Some(match self {
            Self::Netuid => '#',
            Self::Name => 'L',
            Self::Price => 'P',
            Self::Change => 'C',
            Self::MarketCap => 'M',
            Self::TaoIn => 'T',
            Self::AlphaIn => 'A',
            Self::AlphaOut => 'O',
            Self::Emission => 'E',
            Self::Deregistration => 'R',
            Self::Average => 'F',
            Self::Volume => 'V',
            Self::Burn => 'B',
            Self::Neurons => 'U',
            Self::Epoch => 'X',
            Self::Age => 'Y',
            Self::Hour => 'H',
            Self::Day => 'D',
            Self::Week => 'W',
            Self::Symbol | Self::Trend | Self::Injected => return None,
        })
    }
}

impl Letters for NeuronColumn {
    fn letter(self) -> Option<char> {
        Some(match self {
            Self::Uid => '#',
            Self::Role => 'T',
            Self::Name => 'L',
            Self::Hotkey => 'K',
            Self::Coldkey => 'O',
            Self::Stake => 'W',
            Self::Alpha => 'A',
            Self::Tao => 'R',
            Self::Incentive => 'I',
            Self::Dividends => 'D',
            Self::Consensus => 'C',
            Self::Trust => 'V',
            Self::Emission => 'E',
            Self::Updated => 'U',
            Self::Axon => 'X',
            Self::Reliable => 'Y',
        })
    }
}

impl Letters for PositionColumn {
    fn letter(self) -> Option<char> {
        Some(match self {
            Self::Wallet => 'W',
            Self::Netuid => '#',
            Self::Subnet => 'L',
            Self::Hotkey => 'K',
            Self::Validator => 'D',
            Self::Alpha => 'A',
            Self::Price => 'P',
            Self::Value => 'V',
            Self::IfSold => 'X',
            Self::Impact => 'I',
            Self::Yield => 'Y',
            Self::Share | Self::Registered => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tui::Keymap;
    use crate::tui::key::Key;
    use crate::tui::keymap::Context;

    fn check<C: Letters>() {
        let mut seen = HashSet::new();
        for letter in C::ALL.iter().filter_map(|column| column.letter()) {
            assert!(seen.insert(letter), "{letter} twice");
            for context in [Context::List, Context::Everywhere] {
                let bound = Keymap::default().lookup(&[context], Key::Char(letter));
                assert_eq!(bound, None, "{letter} is taken");
            }
        }
    }

    #[test]
    fn letters_are_free_and_unique() {
        check::<SubnetColumn>();
        check::<NeuronColumn>();
        check::<PositionColumn>();
    }
}
