//! What a filter asks of the rows of a table: words that a row mentions, and comparisons of its columns.
//!
//! `apex price<0.05 emission>=1% neurons!=256`: every part must hold. A part with one of `<`, `<=`, `>`,
//! `>=`, `=`, `!=` or `~` (contains) behind the name of a column compares; anything else is a word.

use std::cmp::Ordering;

use super::{AddressPrefix, Column};
use crate::model::AccountId;

/// The scale of [`Column::number`]: numbers are billionths, so that rao are what they are.
pub const SCALE: i128 = 1_000_000_000;

/// A word that a filter looks for.
#[derive(Debug, Clone)]
pub struct Needle {
    lower: String,
    address: Option<AddressPrefix>,
}

impl Needle {
    /// Looks for this.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { lower: text.to_lowercase(), address: AddressPrefix::new(text.trim()) }
    }

    /// Whether a text contains it, capitals or not.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.lower)
    }

    /// Whether it is this text.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text == self.lower
    }

    /// Whether an address begins with it.
    #[must_use]
    pub fn begins(&self, account: AccountId) -> bool {
        self.address.is_some_and(|address| address.matches(&account))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Below,
    AtMost,
    Above,
    AtLeast,
    Is,
    IsNot,
    Contains,
}

impl Test {
    /// Longer signs first, as one begins with the other.
    const SIGNS: [(&'static str, Self); 7] = [
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("!=", Self::IsNot),
        ("<", Self::Below),
        (">", Self::Above),
        ("=", Self::Is),
        ("~", Self::Contains),
    ];

    fn of(self, ordering: Ordering) -> bool {
        match self {
            Self::Below => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Above => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
            Self::Is | Self::Contains => ordering.is_eq(),
            Self::IsNot => ordering.is_ne(),
        }
    }
}

#[derive(Debug, Clone)]
enum Part<C> {
    Mentions(Needle),
    Number { column: C, test: Test, value: i128 },
    Word { column: C, test: Test, needle: Needle },
}

/// A part of a filter that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScreenerError {
    /// The table has no such column.
    #[error("there is no column `{0}`")]
    NoColumn(String),
    /// Nothing stands behind the sign.
    #[error("nothing stands behind `{0}`")]
    NoValue(String),
    /// The column has numbers, and this is none.
    #[error("`{0}` is not a number")]
    NotANumber(String),
}

/// A filter, understood.
#[derive(Debug, Clone)]
pub struct Screener<C> {
    parts: Vec<Part<C>>,
}

impl<C: Column> Screener<C> {
    /// What a text asks for, and the first of its parts that mean nothing; those ask for nothing, so that
    /// rows stay while somebody types.
    #[must_use]
    pub fn read(text: &str) -> (Self, Option<ScreenerError>) {
        let mut problem = None;
        let parts = text
            .split_whitespace()
            .filter_map(|part| match Self::part(part) {
                Ok(part) => Some(part),
                Err(error) => {
                    problem.get_or_insert(error);
                    None
                }
            })
            .collect();
        (Self { parts }, problem)
    }

    /// What a text asks for.
    ///
    /// # Errors
    /// A part of it means nothing.
    pub fn parse(text: &str) -> Result<Self, ScreenerError> {
        match Self::read(text) {
            (screener, None) => Ok(screener),
            (_, Some(error)) => Err(error),
        }
    }

    /// Whether every row passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether a row passes. What is not known is neither less nor more than anything.
    #[must_use]
    pub fn passes(&self, row: &C::Row<'_>) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Mentions(needle) => C::mentions(row, needle),
            Part::Number { column, test, value } => {
                column.number(row).is_some_and(|number| test.of(number.cmp(value)))
            }
            Part::Word { column, test, needle } => {
                let cell = column.cell(row).text;
                match test {
                    Test::Contains => needle.is_in(&cell),
                    Test::IsNot => !needle.is(&cell.to_lowercase()),
                    _ => needle.is(&cell.to_lowercase()),
                }
            }
        })
    }

    fn part(text: &str) -> Result<Part<C>, ScreenerError> {
        let Some((name, sign, test, value)) = compared(text) else {
            return Ok(Part::Mentions(Needle::new(text)));
        };
        let column = C::ALL
            .iter()
            .copied()
            .find(|column| column.id() == name.to_lowercase())
            .ok_or_else(|| ScreenerError::NoColumn(name.to_owned()))?;
        if value.is_empty() {
            return Err(ScreenerError::NoValue(format!("{name}{sign}")));
        }
        let is_word = test == Test::Contains || !column.is_number();
        let orders = !matches!(test, Test::Is | Test::IsNot | Test::Contains);
        match number(value) {
            Some(value) if !is_word => Ok(Part::Number { column, test, value }),
            None if !is_word || orders => Err(ScreenerError::NotANumber(value.to_owned())),
            _ if orders => Err(ScreenerError::NotANumber(name.to_owned())),
            _ => Ok(Part::Word { column, test, needle: Needle::new(value) }),
        }
    }
}

/// The name, the sign and the value of a comparison.
fn compared(text: &str) -> Option<(&str, &'static str, Test, &str)> {
    let at = text.find(['<', '>', '=', '!', '~']).filter(|at| *at > 0)?;
    let (name, rest) = text.split_at(at);
    Test::SIGNS
        .iter()
        .find_map(|(sign, test)| rest.strip_prefix(sign).map(|value| (name, *sign, *test, value)))
}

/// A decimal in billionths: `0.05`, `-2%`, `1.5k`, `3M`. Digits beyond the ninth place are cut off.
fn number(text: &str) -> Option<i128> {
    let (text, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    let (text, factor, divisor) = match text.char_indices().next_back()? {
        (at, '%') => (&text[..at], 1, 100),
        (at, 'k' | 'K') => (&text[..at], 1_000, 1),
        (at, 'm' | 'M') => (&text[..at], 1_000_000, 1),
        (at, 'g' | 'G' | 'b' | 'B') => (&text[..at], 1_000_000_000, 1),
        (at, 'τ' | 'α') => (&text[..at], 1, 1),
        _ => (text, 1, 1),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // Twenty digits are more than any figure of the chain has.
    if (whole.is_empty() && fraction.is_empty())
        || !are_digits(whole)
        || !are_digits(fraction)
        || whole.len() > 20
    {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut places = fraction.to_owned();
    places.truncate(9);
    let places: i128 = format!("{places:0<9}").parse().ok()?;
    let value = (whole * SCALE + places) * factor / divisor;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ratio;
    use crate::present::{Align, Cell, Order, Width};
    use crate::theme::Scope;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Field {
        Name,
        Size,
    }

    impl Column for Field {
        type Row<'a> = (&'a str, Option<i64>);
        const ALL: &'static [Self] = &[Self::Name, Self::Size];

        fn id(self) -> &'static str {
            match self {
                Self::Name => "name",
                Self::Size => "size",
            }
        }
        fn title(self) -> &'static str {
            self.id()
        }
        fn about(self) -> &'static str {
            self.id()
        }
        fn align(self) -> Align {
            Align::Left
        }
        fn width(self) -> Width {
            Width::Fixed(9)
        }
        fn priority(self) -> u8 {
            0
        }
        fn cell(self, row: &Self::Row<'_>) -> Cell {
            match self {
                Self::Name => Cell::new(row.0, Scope::Text),
                Self::Size => Cell::new(format!("{:?}", row.1), Scope::Text),
            }
        }
        fn compare(self, left: &Self::Row<'_>, right: &Self::Row<'_>) -> Ordering {
            left.cmp(right)
        }
        fn first_order(self) -> Order {
            Order::Ascending
        }
        fn is_number(self) -> bool {
            self == Self::Size
        }
        fn number(self, row: &Self::Row<'_>) -> Option<i128> {
            row.1.map(|millionths| Ratio::from_millionths(millionths).billionths())
        }
        fn mentions(row: &Self::Row<'_>, needle: &Needle) -> bool {
            needle.is_in(row.0)
        }
    }

    fn passing(filter: &str) -> Vec<&'static str> {
        let rows =
            [("Apex", Some(10_000)), ("apex two", Some(20_000)), ("Kiln", None), ("Nil", Some(0))];
        let screener = Screener::<Field>::parse(filter).expect("a filter");
        rows.into_iter().filter(|row| screener.passes(row)).map(|row| row.0).collect()
    }

    #[test]
    fn every_part_must_hold_and_the_unknown_compares_with_nothing() {
        assert_eq!(passing("").len(), 4);
        assert_eq!(passing("APEX"), ["Apex", "apex two"]);
        assert_eq!(passing("apex size>1%"), ["apex two"]);
        assert_eq!(passing("size>=0.01"), ["Apex", "apex two"]);
        assert_eq!(passing("size<1%"), ["Nil"]);
        assert_eq!(passing("size!=0"), ["Apex", "apex two"]);
        assert_eq!(passing("name=apex"), ["Apex"]);
        assert_eq!(passing("name!=apex"), ["apex two", "Kiln", "Nil"]);
        assert_eq!(passing("NAME~il"), ["Kiln", "Nil"]);
    }

    #[test]
    fn what_means_nothing_is_named_and_hides_no_row() {
        let error = |text| Screener::<Field>::parse(text).expect_err("an error").to_string();
        assert_eq!(error("weight<3"), "there is no column `weight`");
        assert_eq!(error("size<"), "nothing stands behind `size<`");
        assert_eq!(error("size<tall"), "`tall` is not a number");
        assert_eq!(error("name<3"), "`name` is not a number");
        let (screener, problem) = Screener::<Field>::read("kiln size<");
        assert!(problem.is_some());
        assert!(screener.passes(&("Kiln", None)));
    }

    #[test]
    fn numbers_are_exact_billionths() {
        assert_eq!(number("0.000000001"), Some(1));
        assert_eq!(number("1.5k"), Some(1_500 * SCALE));
        assert_eq!(number("-2%"), Some(-20_000_000));
        assert_eq!(number(".5"), Some(500_000_000));
        assert_eq!(number("3Mτ"), None);
        for wrong in ["", "%", ".", "-", "1.2.3", "1e9", "٣", "999999999999999999999"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
