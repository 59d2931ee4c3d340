//! How much of others' dividends a hotkey keeps.

use clap::Args;

use crate::error::{Error, Result};
use crate::model::Take;

/// `PERCENT` or `--take PERCENT`.
#[derive(Debug, Args)]
pub(crate) struct TakeArg {
    /// What it keeps, such as 9%
    #[arg(value_name = "PERCENT", required_unless_present = "take_flag")]
    take: Option<Take>,
    #[arg(
        long = "take",
        short = 't',
        value_name = "PERCENT",
        hide = true,
        conflicts_with = "take"
    )]
    take_flag: Option<Take>,
}

impl TakeArg {
    /// What was said.
    pub fn value(&self) -> Result<Take> {
        // The parser has asked for one of the two.
        self.take.or(self.take_flag).ok_or_else(|| Error::usage("`PERCENT` must be given"))
    }
}
