//! The worst price a trade may end at.

use clap::Args;

use crate::model::{Limit, Price, Tolerance};
use crate::settings::{Flags, Settings};

/// How a trade is protected. Without any of these: half a per cent from the price now.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct LimitArgs {
    /// Let the price move at most this far, such as 0.5% [env: TAU_TOLERANCE] [default: 0.5%]
    #[arg(long, value_name = "PERCENT", alias = "rate-tolerance")]
    tolerance: Option<Tolerance>,
    /// Let the price move at most to this many TAO per alpha
    #[arg(long, value_name = "PRICE", conflicts_with = "tolerance")]
    limit_price: Option<Price>,
    /// Fill what the limit allows instead of all or nothing
    #[arg(long, alias = "allow-partial-stake")]
    partial: bool,
    /// Trade at whatever price the pool gives
    #[arg(long, alias = "unsafe", conflicts_with_all = ["tolerance", "limit_price", "partial"])]
    any_price: bool,
}

impl LimitArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.tolerance;
    }

    /// The limit that holds.
    pub fn limit(&self, settings: &Settings) -> Limit {
        match (self.any_price, self.limit_price) {
            (true, _) => Limit::Market,
            (false, Some(price)) => Limit::Price { price, partial: self.partial },
            (false, None) => {
                Limit::Tolerance { tolerance: settings.tolerance, partial: self.partial }
            }
        }
    }
}
