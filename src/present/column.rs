//! What a table column is.

use std::cmp::Ordering;
use std::fmt;

use super::Needle;
use crate::theme::Scope;

/// Side on which a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Order of a sorted table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Order {
    /// The other way round.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    /// `ordering` of an ascending table as this order has it.
    #[must_use]
    pub const fn apply(self, ordering: Ordering) -> Ordering {
        match self {
            Self::Ascending => ordering,
            Self::Descending => ordering.reverse(),
        }
    }
}

/// Cells a column takes in a table whose figures change while somebody looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Always this many.
    Fixed(u16),
    /// Between these, as much as there is room for.
    Between(u16, u16),
}

impl Width {
    /// The fewest cells.
    #[must_use]
    pub const fn least(self) -> u16 {
        match self {
            Self::Fixed(cells) | Self::Between(cells, _) => cells,
        }
    }
}

/// Text and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Ready to show, not padded.
    pub text: String,
    /// What it means, for a theme to colour.
    pub scope: Scope,
}

impl Cell {
    /// A cell.
    #[must_use]
    pub fn new(text: impl Into<String>, scope: Scope) -> Self {
        Self { text: text.into(), scope }
    }

    /// A cell for what is not known.
    #[must_use]
    pub fn absent() -> Self {
        Self::new("—", Scope::TextDim)
    }
}

/// The columns of one kind of table.
pub trait Column: Copy + Eq + fmt::Debug + 'static {
    /// What a row is made of.
    type Row<'a>: Copy;

    /// Every column, in the order of a full table.
    const ALL: &'static [Self];

    /// Stable name for options and files: lower case, words joined by `-`.
    fn id(self) -> &'static str;

    /// Heading, with the unit.
    fn title(self) -> &'static str;

    /// One sentence for people who do not know the chain's words.
    fn about(self) -> &'static str;

    /// How the figure is worked out from others, where it is.
    fn formula(self) -> Option<&'static str> {
        None
    }

    /// Whether it is shown where nobody chose the columns.
    fn is_usual(self) -> bool {
        true
    }

    /// Side of the text.
    fn align(self) -> Align;

    /// Room in a live table.
    fn width(self) -> Width;

    /// Columns with a high number go first when there is no room. 0 always stays.
    fn priority(self) -> u8;

    /// The text of one row.
    fn cell(self, row: &Self::Row<'_>) -> Cell;

    /// Whether [`Column::number`] has numbers.
    fn is_number(self) -> bool {
        false
    }

    /// The number behind the cell in billionths of the heading's unit, so that amounts are in rao and a
    /// share of one half is 500,000,000; `None` for words and for what is not known.
    fn number(self, _row: &Self::Row<'_>) -> Option<i128> {
        None
    }

    /// Whether a row mentions a word: a name, a symbol, a number it is known by, the beginning of an
    /// address.
    fn mentions(row: &Self::Row<'_>, needle: &Needle) -> bool {
        Self::ALL.iter().any(|column| needle.is_in(&column.cell(row).text))
    }

    /// Ascending order of two rows.
    fn compare(self, left: &Self::Row<'_>, right: &Self::Row<'_>) -> Ordering;

    /// The order that people want first: the largest number, the first letter.
    fn first_order(self) -> Order {
        match self.align() {
            Align::Left => Order::Ascending,
            Align::Right => Order::Descending,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::present::{NeuronColumn, PositionColumn, SubnetColumn, width};

    fn check<C: Column>() {
        let ids: HashSet<_> = C::ALL.iter().map(|column| column.id()).collect();
        assert_eq!(ids.len(), C::ALL.len());
        for column in C::ALL {
            // The heading and the arrow of a sorted table.
            assert!(
                width(column.title()) < usize::from(column.width().least()),
                "{column:?} is too narrow for its heading"
            );
            assert!(!column.about().ends_with('.'), "{column:?}");
        }
    }

    #[test]
    fn columns_have_room_for_their_headings() {
        check::<SubnetColumn>();
        check::<NeuronColumn>();
        check::<PositionColumn>();
    }
}
