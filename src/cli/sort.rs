//! What of a table is shown, and in which order: `--filter`, `--sort`, `--reverse`, `--limit`, `--columns`.

use clap::Args;

use crate::error::{Error, Result, did_you_mean};
use crate::present::{Column, Order, Screener, ScreenerError};

/// The rows and columns of a table.
#[derive(Debug, Default, Args)]
pub(crate) struct SortArgs {
    /// Show only rows that mention a word and hold up to comparisons: `apex price<0.05 emission>=1%`
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    /// Sort by this column, numbers largest first
    #[arg(long, value_name = "COLUMN")]
    sort: Option<String>,
    /// Turn the order around
    #[arg(long)]
    reverse: bool,
    /// Show at most this many rows
    #[arg(long, value_name = "ROWS")]
    limit: Option<usize>,
    /// Columns of the printed table, in this order; --json and --csv always have all
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
}

impl SortArgs {
    /// Whether nothing was asked for: all rows, in their own order.
    pub fn is_none(&self) -> bool {
        let Self { filter, sort, reverse, limit, columns } = self;
        filter.is_none() && sort.is_none() && !reverse && limit.is_none() && columns.is_empty()
    }

    /// What rows must hold up to.
    pub fn filter(&self) -> Option<&str> {
        self.filter.as_deref()
    }

    /// The column to sort by.
    pub fn sorted_by(&self) -> Option<&str> {
        self.sort.as_deref()
    }

    /// Whether the order is turned around.
    pub fn is_reversed(&self) -> bool {
        self.reverse
    }

    /// Most rows.
    pub fn at_most(&self) -> Option<usize> {
        self.limit
    }

    /// The columns that were named; none means all.
    pub fn chosen(&self) -> &[String] {
        &self.columns
    }

    /// A filter and an order.
    #[cfg(test)]
    pub fn of(filter: Option<&str>, sort: Option<&str>) -> Self {
        Self { filter: filter.map(str::to_owned), sort: sort.map(str::to_owned), ..Self::default() }
    }

    /// The first `limit` rows by `column`.
    #[cfg(feature = "devnet")]
    pub fn top(column: impl Column, limit: usize) -> Self {
        Self { sort: Some(column.id().to_owned()), limit: Some(limit), ..Self::default() }
    }

    /// Put `rows` in the order that was asked for, and leave those that were. Without an order
    /// they stay as they are.
    ///
    /// # Errors
    /// There is no such column, or the filter means nothing.
    pub fn apply<'a, C: Column>(&self, rows: &mut Vec<C::Row<'a>>) -> Result<()> {
        if let Some(filter) = &self.filter {
            let screener = Screener::<C>::parse(filter).map_err(|problem| match &problem {
                ScreenerError::NoColumn(name) => no_column::<C>(name, problem.to_string()),
                _ => Error::usage(format!("the filter is not understood: {problem}"))
                    .hint("words, and comparisons such as `price<0.05` or `name~apex`"),
            })?;
            rows.retain(|row| screener.passes(row));
        }
        if let Some(name) = &self.sort {
            let column = column::<C>(name)?;
            let order: Order = column.first_order();
            rows.sort_by(|left, right| order.apply(column.compare(left, right)));
        }
        if self.reverse {
            rows.reverse();
        }
        if let Some(limit) = self.limit {
            rows.truncate(limit);
        }
        Ok(())
    }

    /// The columns that were asked for, else `usual`.
    ///
    /// # Errors
    /// There is no such column.
    pub fn columns<C: Column>(&self, usual: &[C]) -> Result<Vec<C>> {
        if self.columns.is_empty() {
            return Ok(usual.to_vec());
        }
        self.columns.iter().map(|name| column::<C>(name.trim())).collect()
    }
}

fn column<C: Column>(name: &str) -> Result<C> {
    C::ALL
        .iter()
        .copied()
        .find(|column| column.id() == name)
        .ok_or_else(|| no_column::<C>(name, format!("there is no column `{name}`")))
}

fn no_column<C: Column>(name: &str, sentence: String) -> Error {
    let ids = || C::ALL.iter().map(|column| column.id());
    Error::usage(sentence)
        .hint_if(did_you_mean(name, ids()))
        .hint(format!("there are {}", ids().collect::<Vec<_>>().join(", ")))
}
