//! `--sort`, `--reverse` and `--limit` of tables.

use clap::Args;

use crate::error::{Error, Result, did_you_mean};
use crate::present::{Column, Order};

/// The order of a table's rows.
#[derive(Debug, Default, Args)]
pub(crate) struct SortArgs {
    /// Sort by this column, numbers largest first
    #[arg(long, value_name = "COLUMN")]
    sort: Option<String>,
    /// Turn the order around
    #[arg(long)]
    reverse: bool,
    /// Show at most this many rows
    #[arg(long, value_name = "ROWS")]
    limit: Option<usize>,
}

impl SortArgs {
    /// The first `limit` rows by `column`.
    #[cfg(feature = "devnet")]
    pub fn top(column: impl Column, limit: usize) -> Self {
        Self { sort: Some(column.id().to_owned()), reverse: false, limit: Some(limit) }
    }

    /// Put `rows` in the order that was asked for, and leave those that were. Without an order
    /// they stay as they are.
    ///
    /// # Errors
    /// There is no such column.
    pub fn apply<'a, C: Column>(&self, rows: &mut Vec<C::Row<'a>>) -> Result<()> {
        if let Some(name) = &self.sort {
            let ids = || C::ALL.iter().map(|column| column.id());
            let column = C::ALL.iter().find(|column| column.id() == name).ok_or_else(|| {
                Error::usage(format!("there is no column `{name}` to sort by"))
                    .hint_if(did_you_mean(name, ids()))
                    .hint(format!("there are {}", ids().collect::<Vec<_>>().join(", ")))
            })?;
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
}
