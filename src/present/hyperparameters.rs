//! What hyperparameters mean, for people who do not know the chain's words.

/// Every hyperparameter that is explained: its names in the runtimes that are known, and a clause.
pub(super) const HYPERPARAMETERS: &[(&[&str], &str)] = &[
    (&["rho"], "how sharply trust turns into pay; only older consensus code reads it"),
    (&["kappa"], "part of the stake that must agree before a weight counts in full"),
    (&["immunity_period"], "blocks in which a new neuron cannot be pruned"),
    (&["min_allowed_weights"], "fewest neurons that a validator must give weights to"),
    (
        &["max_weights_limit", "max_weight_limit"],
        "largest part of its weights that a validator may give to one neuron",
    ),
    (&["tempo"], "blocks from one pay-out to the next"),
    (&["min_difficulty"], "least work of a registration by work"),
    (&["max_difficulty"], "most work of a registration by work"),
    (&["difficulty"], "work of a registration by work, now"),
    (
        &["weights_version", "weights_version_key"],
        "least version that validators must state with their weights",
    ),
    (&["weights_rate_limit"], "blocks that a validator must wait between two sets of weights"),
    (&["adjustment_interval"], "blocks between two adjustments of cost and difficulty"),
    (&["activity_cutoff"], "blocks without weights after which a validator counts as asleep"),
    (&["activity_cutoff_factor"], "the same in thousandths of a tempo"),
    (&["registration_allowed"], "whether new neurons are taken"),
    (
        &["target_regs_per_interval", "target_registrations_per_interval"],
        "registrations that the adjustment aims at",
    ),
    (&["min_burn"], "least that a registration costs"),
    (&["max_burn"], "most that a registration costs"),
    (
        &["burn_half_life"],
        "blocks in which the cost of a registration halves while nobody registers",
    ),
    (&["burn_increase_mult"], "what the cost is multiplied with at every registration"),
    (&["bonds_moving_avg"], "how slowly bonds follow weights; the larger, the slower"),
    (
        &["max_regs_per_block", "max_registrations_per_block"],
        "registrations that fit into one block",
    ),
    (
        &["serving_rate_limit"],
        "blocks that a neuron must wait between two announcements of its endpoint",
    ),
    (
        &["max_validators", "max_allowed_validators"],
        "seats for validators; those with most stake weight have them",
    ),
    (&["max_allowed_uids", "max_n"], "places for neurons"),
    (&["adjustment_alpha"], "how slowly the cost follows demand"),
    (
        &["commit_reveal_period", "commit_reveal_weights_interval"],
        "epochs from the commitment of weights to their reveal",
    ),
    (
        &["commit_reveal_weights_enabled"],
        "whether weights are committed first and revealed later, against copying",
    ),
    (&["alpha_high"], "fastest that bonds follow weights, with liquid alpha"),
    (&["alpha_low"], "slowest that bonds follow weights, with liquid alpha"),
    (
        &["liquid_alpha_enabled"],
        "whether bonds follow weights faster where a validator leads the consensus",
    ),
    (&["alpha_sigmoid_steepness"], "how abruptly liquid alpha turns from slow to fast"),
    (&["user_liquidity_enabled"], "whether others may add liquidity to the pool"),
    (
        &["yuma_version", "yuma3_enabled", "yuma3_on"],
        "which version of the consensus decides the pay",
    ),
    (
        &["bonds_reset_enabled", "bonds_reset_on"],
        "whether bonds begin anew when a neuron asks for it",
    ),
    (&["subnet_is_active", "subtoken_enabled"], "whether the subnet's token can be traded"),
    (&["transfers_enabled", "transfer_toggle"], "whether stake can be given to other coldkeys"),
    (&["bonds_penalty"], "how much bonds shrink by weights that the consensus does not share"),
    (&["owner_cut", "owner_cut_enabled"], "part of the emission that goes to the owner"),
    (&["owner_cut_auto_lock_enabled"], "whether the owner's part is locked at once"),
    (&["min_childkey_take"], "least that child hotkeys of this subnet keep"),
    (&["recycle_or_burn"], "what becomes of alpha that nobody earns"),
    (&["max_epochs_per_block"], "subnets that may pay out in the same block"),
    (&["registration_cost", "burn"], "what a registration costs now"),
    (&["immune_owner_uids_limit"], "neurons of the owner that are never pruned"),
    (&["owner_hotkey"], "hotkey that gets the owner's part of the emission"),
    (&["root_claim_threshold"], "least alpha that is paid of what root stake has earned"),
    (&["voting_power_tracking"], "whether the voting power of validators is noted"),
    (&["mechanism_count", "mechanisms"], "sets of weights that are kept side by side"),
];

/// A hyperparameter in one sentence; nothing of one that this program does not know.
#[must_use]
pub fn hyperparameter(name: &str) -> Option<&'static str> {
    HYPERPARAMETERS.iter().find(|(names, _)| names.contains(&name)).map(|(_, about)| *about)
}

/// A binary fraction with nine decimal places, rounded down, without zeros at its end: `bits` are the
/// number times 2^`fraction`.
#[must_use]
pub fn binary_fraction(bits: i128, fraction: u32) -> String {
    let sign = if bits < 0 { "-" } else { "" };
    let magnitude = bits.unsigned_abs();
    let whole = magnitude >> fraction;
    let rest = magnitude & ((1u128 << fraction) - 1);
    let nano = (rest >> fraction.saturating_sub(64).min(fraction))
        .checked_mul(1_000_000_000)
        .map_or(0, |scaled| scaled >> fraction);
    let text = format!("{sign}{whole}.{nano:09}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_fractions_read_as_decimals() {
        // 1.26 as the chain holds it.
        assert_eq!(binary_fraction(23_242_897_532_874_035_200, 64), "1.26");
        assert_eq!(binary_fraction(1000 << 32, 32), "1000");
        assert_eq!(binary_fraction(-(1 << 31), 32), "-0.5");
        assert_eq!(binary_fraction(0, 64), "0");
    }

    #[test]
    fn explanations_are_sentences_without_a_period() {
        for name in ["kappa", "tempo", "burn_half_life"] {
            let text = hyperparameter(name).expect("it is known");
            assert!(!text.ends_with('.') && text.len() < 110, "{text}");
        }
        assert_eq!(hyperparameter("of another runtime"), None);
    }
}
