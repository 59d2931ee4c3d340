//! Whether a trade travels encrypted.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::model::Shielding;
use crate::settings::Flags;

/// Whether nobody may read a trade before it is in its block. Without any of these: wherever the chain offers it, and
/// where it does and cannot, tau asks.
#[derive(Debug, Args)]
#[command(next_help_heading = "MEV shield")]
pub(crate) struct ShieldArgs {
    /// Send it encrypted or not at all; =auto asks where that cannot be, =fallback sends it openly then [env: TAU_MEV_SHIELD] [default: auto]
    #[arg(
        long,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "on",
        alias = "mev-protection",
        ignore_case = true,
        value_parser = PossibleValuesParser::new(Shielding::WORDS)
            .try_map(|text| text.parse::<Shielding>())
    )]
    mev_shield: Option<Shielding>,
    /// Send it openly
    #[arg(long, alias = "no-mev-protection", conflicts_with = "mev_shield")]
    no_mev_shield: bool,
}

impl ShieldArgs {
    /// What of it belongs to the settings: all.
    pub fn flags(&self, flags: &mut Flags) {
        flags.shielding = if self.no_mev_shield { Some(Shielding::Off) } else { self.mev_shield };
    }
}
