//! What each kind of proxy may do by the chain's filter of spec 425, for runtimes that do not say it themselves
//! (interface.md 2.12).

use std::collections::BTreeMap;

use super::{CallCondition, CallRule, ProxyKind, ProxyRule};

const MODULE: &str = "SubtensorModule";
const ADMIN: &str = "AdminUtils";
const BALANCES: &str = "Balances";

/// The first amount that is no small transfer, rao of TAO or of alpha.
const NOT_SMALL: u128 = 500_000_000;

const SWAPS_OF_COLDKEYS: &[&str] =
    &["announce_coldkey_swap", "swap_coldkey_announced", "swap_coldkey", "schedule_swap_coldkey"];
const SWAPS_OF_HOTKEYS: &[&str] = &["swap_hotkey", "swap_hotkey_v2"];
const STAKING: &[&str] = &[
    "add_stake",
    "remove_stake",
    "unstake_all",
    "unstake_all_alpha",
    "swap_stake",
    "swap_stake_limit",
    "move_stake",
    "add_stake_limit",
    "remove_stake_limit",
    "remove_stake_full_limit",
];
const LEASED: &[&str] = &[
    "sudo_set_serving_rate_limit",
    "sudo_set_min_difficulty",
    "sudo_set_max_difficulty",
    "sudo_set_weights_version_key",
    "sudo_set_adjustment_alpha",
    "sudo_set_immunity_period",
    "sudo_set_min_allowed_weights",
    "sudo_set_kappa",
    "sudo_set_rho",
    "sudo_set_activity_cutoff",
    "sudo_set_network_registration_allowed",
    "sudo_set_network_pow_registration_allowed",
    "sudo_set_max_burn",
    "sudo_set_bonds_moving_average",
    "sudo_set_bonds_penalty",
    "sudo_set_commit_reveal_weights_enabled",
    "sudo_set_liquid_alpha_enabled",
    "sudo_set_alpha_values",
    "sudo_set_commit_reveal_weights_interval",
    "sudo_set_toggle_transfer",
    "sudo_set_subnet_emission_enabled",
    "sudo_set_min_childkey_take_per_subnet",
];

fn rule(pallet: &str, call: Option<&str>, condition: Option<CallCondition>) -> CallRule {
    CallRule { pallet: pallet.to_owned(), call: call.map(str::to_owned), condition }
}

fn all(pallet: &str) -> Vec<CallRule> {
    vec![rule(pallet, None, None)]
}

fn calls(pallet: &str, names: &[&str]) -> Vec<CallRule> {
    names.iter().map(|name| rule(pallet, Some(name), None)).collect()
}

fn only(calls: Vec<CallRule>) -> ProxyRule {
    ProxyRule::Only { calls, except: Vec::new() }
}

impl ProxyRule {
    /// What each kind may do by the filter of spec 425.
    #[must_use]
    pub fn known() -> BTreeMap<ProxyKind, Self> {
        let small = |pallet, call, arg: &str| {
            let arg = arg.to_owned();
            rule(pallet, Some(call), Some(CallCondition::Below { arg, limit: NOT_SMALL }))
        };
        let sets_code =
            CallCondition::Inside { pallet: "System".to_owned(), call: "set_code".to_owned() };
        let owner = Self::Only {
            calls: [all(ADMIN), calls(MODULE, &["set_subnet_identity", "update_symbol"])].concat(),
            except: calls(ADMIN, &["sudo_set_sn_owner_hotkey", "sudo_set_subnet_owner_hotkey"]),
        };
        let critical = [
            calls(MODULE, &["dissolve_network", "root_register", "burned_register"]),
            all("Sudo"),
            calls(MODULE, SWAPS_OF_COLDKEYS),
        ];
        let transferring =
            [all(BALANCES), calls(MODULE, &["transfer_stake"]), calls(MODULE, SWAPS_OF_COLDKEYS)];
        let fungible = [
            all(BALANCES),
            calls(MODULE, STAKING),
            calls(MODULE, &["transfer_stake", "burned_register", "root_register"]),
            calls(MODULE, SWAPS_OF_COLDKEYS),
            calls(MODULE, SWAPS_OF_HOTKEYS),
        ];
        let transfers = ["transfer_keep_alive", "transfer_allow_death", "transfer_all"];
        let kinds = [
            ("Any", Self::Everything),
            ("Owner", owner),
            ("NonCritical", Self::AllBut(critical.concat())),
            ("NonTransfer", Self::AllBut(transferring.concat())),
            ("Senate", Self::Nothing),
            ("NonFungible", Self::AllBut(fungible.concat())),
            ("Triumvirate", Self::Nothing),
            ("Governance", Self::Nothing),
            (
                "Staking",
                only([calls(MODULE, STAKING), calls(MODULE, &["set_root_claim_type"])].concat()),
            ),
            (
                "Registration",
                only(calls(MODULE, &["burned_register", "register", "register_limit"])),
            ),
            (
                "Transfer",
                only([calls(BALANCES, &transfers), calls(MODULE, &["transfer_stake"])].concat()),
            ),
            (
                "SmallTransfer",
                only(vec![
                    small(BALANCES, "transfer_keep_alive", "value"),
                    small(BALANCES, "transfer_allow_death", "value"),
                    small(MODULE, "transfer_stake", "alpha_amount"),
                ]),
            ),
            ("RootWeights", Self::Nothing),
            ("ChildKeys", only(calls(MODULE, &["set_children", "set_childkey_take"]))),
            (
                "SudoUncheckedSetCode",
                only(vec![rule("Sudo", Some("sudo_unchecked_weight"), Some(sets_code))]),
            ),
            ("SwapHotkey", only(calls(MODULE, SWAPS_OF_HOTKEYS))),
            (
                "SubnetLeaseBeneficiary",
                only([calls(MODULE, &["start_call"]), calls(ADMIN, LEASED)].concat()),
            ),
            ("RootClaim", only(calls(MODULE, &["claim_root"]))),
        ];
        kinds.into_iter().map(|(name, rule)| (ProxyKind::named(name), rule)).collect()
    }
}
