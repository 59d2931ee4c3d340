//! What owners of subnets may set: each hyperparameter with the call that sets it, the storage item that
//! holds it, what it takes, how often it may be changed and whether the window before an epoch is closed
//! to it (interface.md 2.11 and 2.19).

use super::{ALWAYS, Call, Shape, Storage, since};

const MODULE: &str = "SubtensorModule";
const ADMIN: &str = "AdminUtils";

/// What a hyperparameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Yes or no.
    Flag,
    /// A number from this one to that one, of this unit; without a unit, a bare number.
    Number {
        /// Least.
        least: u64,
        /// Most.
        most: u64,
        /// What is counted.
        unit: &'static str,
    },
    /// TAO, from this many rao to that many.
    Tao {
        /// Least, rao.
        least: u64,
        /// Most, rao.
        most: u64,
    },
    /// Parts of 65,535, at least so many.
    Share {
        /// Least.
        least: u16,
    },
    /// A number with 64 bits after the point, from 1 to this one.
    Factor {
        /// Most.
        most: u64,
    },
    /// Burn or recycle.
    Unearned,
    /// A hotkey.
    Hotkey,
}

/// How often a hyperparameter may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Whenever one likes.
    Always,
    /// Once in so many tempos as the chain lets owners wait; noted under this name.
    Owner(&'static str),
    /// Once in so many tempos as the chain lets them wait with the validators' version.
    Version,
    /// Once in so many blocks; noted under the owner and this number.
    Blocks {
        /// How many.
        blocks: u32,
        /// The number of the kind of change.
        kind: u16,
    },
    /// Once in so many blocks; noted under the subnet for its owner's hotkey.
    OwnerHotkey {
        /// How many.
        blocks: u32,
    },
}

/// A hyperparameter that an owner may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The chain's name of it in its list of hyperparameters.
    pub name: &'static str,
    /// What else it is called.
    pub aliases: &'static [&'static str],
    /// What sets it: the subnet, and the value unless the call's name says it.
    pub call: Call,
    /// What switches it off, where that is another call.
    pub off: Option<Call>,
    /// Where it is kept.
    pub storage: Storage,
    /// What it takes.
    pub takes: Takes,
    /// How often.
    pub again: Again,
    /// Whether the blocks before an epoch are closed to it.
    pub is_frozen: bool,
}

/// A number of blocks.
const fn blocks(most: u64) -> Takes {
    Takes::Number { least: 0, most, unit: "blocks" }
}

/// A number without a unit.
const fn number(least: u64, most: u64) -> Takes {
    Takes::Number { least, most, unit: "" }
}

const U16: u64 = u16::MAX as u64;

/// A row of AdminUtils whose value is kept by subnet in SubtensorModule.
const fn set(
    name: &'static str,
    aliases: &'static [&'static str],
    call: (&'static str, &'static [(&'static str, Shape)]),
    storage: (&'static str, Shape),
    takes: Takes,
    again: Again,
) -> Parameter {
    Parameter {
        name,
        aliases,
        call: Call { pallet: ADMIN, name: call.0, args: call.1, span: ALWAYS },
        off: None,
        storage: Storage {
            pallet: MODULE,
            name: storage.0,
            keys: &[Shape::U16],
            value: storage.1,
            span: ALWAYS,
        },
        takes,
        again,
        is_frozen: true,
    }
}

impl Parameter {
    /// The same, in releases from this one on.
    const fn since(mut self, spec_version: u32) -> Self {
        self.storage.span = since(spec_version);
        self.set_since(spec_version)
    }

    /// The same, set by its owner in releases from this one on.
    const fn set_since(mut self, spec_version: u32) -> Self {
        self.call.span = since(spec_version);
        self
    }

    /// The same, set by SubtensorModule itself.
    const fn in_module(mut self) -> Self {
        self.call.pallet = MODULE;
        self
    }

    /// The same, at any time.
    const fn open(mut self) -> Self {
        self.is_frozen = false;
        self
    }

    /// Whether this is what it is called.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase().replace('-', "_");
        self.name == name || self.aliases.iter().any(|alias| *alias == name)
    }

    /// The argument that holds the value; none where the call's name says it.
    #[must_use]
    pub fn argument(&self) -> Option<&'static str> {
        self.call.args.get(1).map(|(name, _)| *name)
    }
}

macro_rules! args {
    ($name:literal: $shape:expr) => {
        &[("netuid", Shape::U16), ($name, $shape)]
    };
}

const FIXED: Shape = Shape::Record(&[("bits", Shape::U128)]);
const ALPHA_VALUES: (&str, &[(&str, Shape)]) = (
    "sudo_set_alpha_values",
    &[("netuid", Shape::U16), ("alpha_low", Shape::U16), ("alpha_high", Shape::U16)],
);
const ALPHA_PAIR: (&str, Shape) = ("AlphaValues", Shape::Tuple(&[Shape::U16, Shape::U16]));
/// A fortieth of 65,535.
const LEAST_ALPHA: u16 = 1_638;

/// Every hyperparameter that an owner may set.
#[rustfmt::skip]
pub const OWNER_PARAMETERS: &[Parameter] = &[
    set("activity_cutoff", &[],
        ("sudo_set_activity_cutoff", args!("activity_cutoff": Shape::U16)),
        ("ActivityCutoff", Shape::U16), blocks(U16), Again::Owner("ActivityCutoff")),
    set("activity_cutoff_factor", &["activity_cutoff_factor_milli"],
        ("set_activity_cutoff_factor", args!("factor_milli": Shape::U32)),
        ("ActivityCutoffFactorMilli", Shape::U32),
        Takes::Number { least: 1_000, most: 50_000, unit: "thousandths of a tempo" },
        Again::Owner("ActivityCutoffFactorMilli")).in_module().since(423),
    set("adjustment_alpha", &[],
        ("sudo_set_adjustment_alpha", args!("adjustment_alpha": Shape::U64)),
        ("AdjustmentAlpha", Shape::U64), number(0, u64::MAX), Again::Owner("AdjustmentAlpha")),
    set("alpha_high", &[], ALPHA_VALUES, ALPHA_PAIR,
        Takes::Share { least: LEAST_ALPHA }, Again::Owner("AlphaValues")),
    set("alpha_low", &[], ALPHA_VALUES, ALPHA_PAIR,
        Takes::Share { least: LEAST_ALPHA }, Again::Owner("AlphaValues")),
    set("alpha_sigmoid_steepness", &[],
        ("sudo_set_alpha_sigmoid_steepness", args!("steepness": Shape::Any)),
        ("AlphaSigmoidSteepness", Shape::Any), number(0, i16::MAX as u64),
        Again::Owner("AlphaSigmoidSteepness")),
    set("bonds_moving_avg", &["bonds_moving_average"],
        ("sudo_set_bonds_moving_average", args!("bonds_moving_average": Shape::U64)),
        ("BondsMovingAverage", Shape::U64),
        Takes::Number { least: 0, most: 975_000, unit: "millionths" },
        Again::Owner("BondsMovingAverage")),
    set("bonds_penalty", &[],
        ("sudo_set_bonds_penalty", args!("bonds_penalty": Shape::U16)),
        ("BondsPenalty", Shape::U16), Takes::Share { least: 0 }, Again::Owner("BondsPenalty")),
    set("bonds_reset_enabled", &["bonds_reset_on"],
        ("sudo_set_bonds_reset_enabled", args!("enabled": Shape::Bool)),
        ("BondsResetOn", Shape::Bool), Takes::Flag, Again::Owner("BondsResetEnabled")),
    set("burn_half_life", &[],
        ("sudo_set_burn_half_life", args!("burn_half_life": Shape::U16)),
        ("BurnHalfLife", Shape::U16),
        Takes::Number { least: 1, most: 36_100, unit: "blocks" },
        Again::Owner("BurnHalfLife")).since(401),
    set("burn_increase_mult", &[],
        ("sudo_set_burn_increase_mult", args!("burn_increase_mult": FIXED)),
        ("BurnIncreaseMult", FIXED), Takes::Factor { most: 3 },
        Again::Owner("BurnIncreaseMult")).since(401),
    set("commit_reveal_period", &["commit_reveal_weights_interval", "reveal_period"],
        ("sudo_set_commit_reveal_weights_interval", args!("interval": Shape::U64)),
        ("RevealPeriodEpochs", Shape::U64),
        Takes::Number { least: 1, most: 100, unit: "epochs" },
        Again::Owner("WeightCommitInterval")),
    set("commit_reveal_weights_enabled", &["commit_reveal_enabled"],
        ("sudo_set_commit_reveal_weights_enabled", args!("enabled": Shape::Bool)),
        ("CommitRevealWeightsEnabled", Shape::Bool), Takes::Flag,
        Again::Owner("CommitRevealEnabled")),
    set("immune_owner_uids_limit", &["owner_immune_neuron_limit", "owner_immune_uids"],
        ("sudo_set_owner_immune_neuron_limit", args!("immune_neurons": Shape::U16)),
        ("ImmuneOwnerUidsLimit", Shape::U16),
        Takes::Number { least: 1, most: 10, unit: "neurons" },
        Again::Owner("ImmuneNeuronLimit")),
    set("immunity_period", &[],
        ("sudo_set_immunity_period", args!("immunity_period": Shape::U16)),
        ("ImmunityPeriod", Shape::U16), blocks(U16), Again::Owner("ImmunityPeriod")),
    set("liquid_alpha_enabled", &["liquid_alpha"],
        ("sudo_set_liquid_alpha_enabled", args!("enabled": Shape::Bool)),
        ("LiquidAlphaOn", Shape::Bool), Takes::Flag, Again::Owner("LiquidAlphaEnabled")),
    set("max_allowed_uids", &["max_n"],
        ("sudo_set_max_allowed_uids", args!("max_allowed_uids": Shape::U16)),
        ("MaxAllowedUids", Shape::U16),
        Takes::Number { least: 1, most: 256, unit: "neurons" },
        Again::Owner("MaxAllowedUids")),
    set("max_burn", &[],
        ("sudo_set_max_burn", args!("max_burn": Shape::U64)), ("MaxBurn", Shape::U64),
        Takes::Tao { least: 100_000_001, most: u64::MAX }, Again::Owner("MaxBurn")),
    set("max_difficulty", &[],
        ("sudo_set_max_difficulty", args!("max_difficulty": Shape::U64)),
        ("MaxDifficulty", Shape::U64), number(0, u64::MAX), Again::Owner("MaxDifficulty")),
    set("min_allowed_weights", &[],
        ("sudo_set_min_allowed_weights", args!("min_allowed_weights": Shape::U16)),
        ("MinAllowedWeights", Shape::U16),
        Takes::Number { least: 0, most: U16, unit: "neurons" },
        Again::Owner("MinAllowedWeights")),
    set("min_burn", &[],
        ("sudo_set_min_burn", args!("min_burn": Shape::U64)), ("MinBurn", Shape::U64),
        Takes::Tao { least: 0, most: 999_999_999 }, Again::Owner("MinBurn")),
    set("min_childkey_take", &["min_childkey_take_per_subnet"],
        ("sudo_set_min_childkey_take_per_subnet", args!("take": Shape::U16)),
        ("MinChildkeyTakePerSubnet", Shape::U16), Takes::Share { least: 0 },
        Again::Owner("MinChildkeyTake")).since(411),
    set("owner_cut_auto_lock_enabled", &["owner_cut_auto_lock"],
        ("sudo_set_owner_cut_auto_lock_enabled", args!("enabled": Shape::Bool)),
        ("OwnerCutAutoLockEnabled", Shape::Bool), Takes::Flag, Again::Always).since(411),
    set("owner_cut_enabled", &["owner_cut"],
        ("sudo_set_owner_cut_enabled", args!("enabled": Shape::Bool)),
        ("OwnerCutEnabled", Shape::Bool), Takes::Flag, Again::Always).since(411),
    set("owner_hotkey", &["sn_owner_hotkey", "subnet_owner_hotkey"],
        ("sudo_set_sn_owner_hotkey", args!("hotkey": Shape::Bytes32)),
        ("SubnetOwnerHotkey", Shape::Bytes32), Takes::Hotkey,
        Again::OwnerHotkey { blocks: 50_400 }).open(),
    set("recycle_or_burn", &[],
        ("sudo_set_recycle_or_burn", args!("recycle_or_burn": Shape::Choice(&["Burn", "Recycle"]))),
        ("RecycleOrBurn", Shape::Choice(&["Burn", "Recycle"])), Takes::Unearned,
        Again::Owner("RecycleOrBurn")),
    set("rho", &[],
        ("sudo_set_rho", args!("rho": Shape::U16)), ("Rho", Shape::U16), number(0, U16),
        Again::Owner("Rho")),
    set("root_claim_threshold", &[],
        ("sudo_set_root_claim_threshold", args!("new_value": Shape::U64)),
        ("RootClaimableThreshold", Shape::I128),
        Takes::Number { least: 0, most: 10_000_000, unit: "rao of alpha" },
        Again::Always).in_module().open(),
    set("serving_rate_limit", &[],
        ("sudo_set_serving_rate_limit", args!("serving_rate_limit": Shape::U64)),
        ("ServingRateLimit", Shape::U64), blocks(u64::MAX), Again::Owner("ServingRateLimit")),
    set("tempo", &[],
        ("set_tempo", args!("tempo": Shape::U16)), ("Tempo", Shape::U16),
        Takes::Number { least: 360, most: 50_400, unit: "blocks" },
        Again::Blocks { blocks: 360, kind: 11 }).in_module().set_since(423),
    set("transfers_enabled", &["transfer_toggle", "toggle_transfer"],
        ("sudo_set_toggle_transfer", args!("toggle": Shape::Bool)),
        ("TransferToggle", Shape::Bool), Takes::Flag, Again::Owner("TransferEnabled")),
    Parameter {
        off: Some(Call {
            pallet: MODULE, name: "disable_voting_power_tracking",
            args: &[("netuid", Shape::U16)], span: since(393),
        }),
        ..set("voting_power_tracking", &[],
            ("enable_voting_power_tracking", &[("netuid", Shape::U16)]),
            ("VotingPowerTrackingEnabled", Shape::Bool), Takes::Flag,
            Again::Always).in_module().open().since(393)
    },
    set("weights_version", &["weights_version_key"],
        ("sudo_set_weights_version_key", args!("weights_version_key": Shape::U64)),
        ("WeightsVersionKey", Shape::U64), number(0, u64::MAX), Again::Version),
    set("yuma_version", &["yuma3_enabled", "yuma3_on", "yuma3"],
        ("sudo_set_yuma3_enabled", args!("enabled": Shape::Bool)),
        ("Yuma3On", Shape::Bool), Takes::Flag, Again::Owner("Yuma3Enabled")),
];

/// The row of a hyperparameter by any of its names.
#[must_use]
pub fn owner_parameter(name: &str) -> Option<&'static Parameter> {
    OWNER_PARAMETERS.iter().find(|row| row.is_called(name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_name_means_one_hyperparameter() {
        let mut seen = BTreeSet::new();
        for row in OWNER_PARAMETERS {
            for name in std::iter::once(&row.name).chain(row.aliases) {
                assert!(seen.insert(*name), "{name} twice");
                assert_eq!(
                    owner_parameter(&name.to_uppercase()).map(|row| row.name),
                    Some(row.name)
                );
            }
        }
        assert!(OWNER_PARAMETERS.is_sorted_by_key(|row| row.name));
        assert_eq!(owner_parameter("kappa").map(|row| row.name), None);
    }
}
