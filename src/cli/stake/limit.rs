//! The worst price a trade may end at.

use clap::Args;

use crate::cli::shield::ShieldArgs;
use crate::model::{Limit, Price, Tolerance};
use crate::settings::{Flags, Settings};

/// The worst price. Without any of these: half a per cent from the price now.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct PriceArgs {
    /// Let the price move at most this far, such as 0.5% [env: TAU_TOLERANCE] [default: 0.5%]
    #[arg(long, value_name = "PERCENT", alias = "rate-tolerance")]
    tolerance: Option<Tolerance>,
    /// Let the price move at most to this many TAO per alpha
    #[arg(long, value_name = "PRICE", conflicts_with = "tolerance")]
    limit_price: Option<Price>,
    /// Trade at whatever price the pool gives
    #[arg(long, alias = "unsafe", conflicts_with_all = ["tolerance", "limit_price"])]
    any_price: bool,
}

impl PriceArgs {
    /// What was said, the settings' tolerance standing in. `partial` is whether a part may be filled.
    fn limit(&self, settings: &Settings, partial: bool) -> Limit {
        match (self.any_price, self.limit_price) {
            (true, _) => Limit::Market,
            (false, Some(price)) => Limit::Price { price, partial },
            (false, None) => Limit::Tolerance { tolerance: settings.tolerance, partial },
        }
    }
}

/// How a trade is protected that the chain fills whole or not at all.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct WholeArgs {
    #[command(flatten)]
    price: PriceArgs,
    #[command(flatten)]
    shield: ShieldArgs,
}

impl WholeArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.price.tolerance;
        self.shield.flags(flags);
    }

    /// The limit that holds.
    pub fn limit(&self, settings: &Settings) -> Limit {
        self.price.limit(settings, false)
    }
}

/// How a trade is protected.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct LimitArgs {
    #[command(flatten)]
    price: PriceArgs,
    /// Fill what the limit allows instead of all or nothing
    #[arg(long, alias = "allow-partial-stake", conflicts_with = "any_price")]
    partial: bool,
    #[command(flatten)]
    shield: ShieldArgs,
}

impl LimitArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.price.tolerance;
        self.shield.flags(flags);
    }

    /// The limit that holds.
    pub fn limit(&self, settings: &Settings) -> Limit {
        self.price.limit(settings, self.partial)
    }
}

/// How a move between subnets is protected. Without any of these: half a per cent.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct RatioArgs {
    /// Let the ratio of the two prices change, or where no call limits it the loss be, at most this much [env: TAU_TOLERANCE] [default: 0.5%]
    #[arg(long, value_name = "PERCENT", alias = "rate-tolerance")]
    tolerance: Option<Tolerance>,
    /// Let the ratio of the two prices, origin per destination, fall at most to this
    #[arg(long, value_name = "RATIO", conflicts_with = "tolerance")]
    limit_ratio: Option<Price>,
    /// Move what the limit allows instead of all or nothing
    #[arg(long, aliases = ["allow-partial-stake", "allow"])]
    partial: bool,
    /// Move at whatever price the pools give, without a limit
    #[arg(
        long,
        aliases = ["any-price", "unsafe", "no-slippage-protection"],
        conflicts_with_all = ["tolerance", "limit_ratio", "partial"]
    )]
    accept_impact: bool,
    #[command(flatten)]
    shield: ShieldArgs,
}

impl RatioArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.tolerance;
        self.shield.flags(flags);
    }

    /// What was said, the settings' tolerance standing in.
    pub fn limit(&self, settings: &Settings) -> Limit {
        let Self { partial, .. } = *self;
        match (self.accept_impact, self.limit_ratio) {
            (true, _) => Limit::Market,
            (false, Some(price)) => Limit::Price { price, partial },
            (false, None) => Limit::Tolerance { tolerance: settings.tolerance, partial },
        }
    }
}

/// How an act that no call limits is protected: tau measures it. Without any of these: half a per cent.
#[derive(Debug, Args)]
#[command(next_help_heading = "Price limit")]
pub(crate) struct LossArgs {
    /// Refuse if more than this would be lost against the prices now [env: TAU_TOLERANCE] [default: 0.5%]
    #[arg(long, value_name = "PERCENT", alias = "rate-tolerance")]
    tolerance: Option<Tolerance>,
    /// Go ahead whatever is lost
    #[arg(long, aliases = ["any-price", "unsafe"], conflicts_with = "tolerance")]
    accept_impact: bool,
    #[command(flatten)]
    shield: ShieldArgs,
}

impl LossArgs {
    /// What of it belongs to the settings.
    pub fn flags(&self, flags: &mut Flags) {
        flags.tolerance = self.tolerance;
        self.shield.flags(flags);
    }

    /// What was said, the settings' tolerance standing in.
    pub fn limit(&self, settings: &Settings) -> Limit {
        match self.accept_impact {
            true => Limit::Market,
            false => Limit::Tolerance { tolerance: settings.tolerance, partial: false },
        }
    }
}
