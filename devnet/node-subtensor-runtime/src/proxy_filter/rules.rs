//! The table of what each kind of proxy allows.

use frame_support::traits::GetCallMetadata;

use super::ProxyType;
use crate::RuntimeCall;

/// Transfers below this amount, in rao (or rao alpha), are small.
const SMALL_TRANSFER_LIMIT: u64 = 500_000_000;

/// What a kind allows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// Everything.
    All,
    /// Nothing.
    Nothing,
    /// These calls but for the exceptions.
    Only { calls: &'static [Calls], except: &'static [Calls] },
    /// Everything but these.
    AllBut(&'static [Calls]),
}

/// A call, or all calls of a pallet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calls {
    pub pallet: &'static str,
    /// All of the pallet's if absent.
    pub call: Option<&'static str>,
    pub condition: Condition,
}

/// What must hold of a call's arguments.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Condition {
    /// Nothing.
    Always,
    /// The argument of this name is below [`SMALL_TRANSFER_LIMIT`].
    Small(&'static str),
    /// The call inside is `System.set_code`.
    SetsCode,
}

impl Condition {
    /// The limit of [`Condition::Small`].
    pub const LIMIT: u64 = SMALL_TRANSFER_LIMIT;

    fn holds(self, call: &RuntimeCall) -> bool {
        match self {
            Self::Always => true,
            Self::Small(_) => amount(call).is_some_and(|amount| amount < SMALL_TRANSFER_LIMIT),
            Self::SetsCode => matches!(
                call,
                RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call, .. })
                    if matches!(**call, RuntimeCall::System(frame_system::Call::set_code { .. }))
            ),
        }
    }
}

/// What a transfer moves.
fn amount(call: &RuntimeCall) -> Option<u64> {
    match call {
        RuntimeCall::Balances(
            pallet_balances::Call::transfer_keep_alive { value, .. }
            | pallet_balances::Call::transfer_allow_death { value, .. },
        ) => Some(*value),
        RuntimeCall::SubtensorModule(pallet_subtensor::Call::transfer_stake {
            alpha_amount,
            ..
        }) => Some(*alpha_amount),
        _ => None,
    }
}

impl Calls {
    const fn one(pallet: &'static str, call: &'static str) -> Self {
        Self { pallet, call: Some(call), condition: Condition::Always }
    }

    const fn all(pallet: &'static str) -> Self {
        Self { pallet, call: None, condition: Condition::Always }
    }

    const fn small(pallet: &'static str, call: &'static str, argument: &'static str) -> Self {
        Self { pallet, call: Some(call), condition: Condition::Small(argument) }
    }

    /// Whether the call is one of these.
    pub fn covers(&self, call: &RuntimeCall) -> bool {
        let named = call.get_call_metadata();
        self.pallet == named.pallet_name
            && self.call.is_none_or(|name| name == named.function_name)
            && self.condition.holds(call)
    }
}

const OWNER: &[Calls] = &[
    Calls::all("AdminUtils"),
    Calls::one("SubtensorModule", "set_subnet_identity"),
    Calls::one("SubtensorModule", "update_symbol"),
];

const OWNER_HOTKEY: &[Calls] = &[
    Calls::one("AdminUtils", "sudo_set_sn_owner_hotkey"),
    Calls::one("AdminUtils", "sudo_set_subnet_owner_hotkey"),
];

const CRITICAL: &[Calls] = &[
    Calls::one("SubtensorModule", "dissolve_network"),
    Calls::one("SubtensorModule", "root_register"),
    Calls::one("SubtensorModule", "burned_register"),
    Calls::all("Sudo"),
    Calls::one("SubtensorModule", "announce_coldkey_swap"),
    Calls::one("SubtensorModule", "swap_coldkey_announced"),
    Calls::one("SubtensorModule", "swap_coldkey"),
    Calls::one("SubtensorModule", "schedule_swap_coldkey"),
];

const TRANSFERRING: &[Calls] = &[
    Calls::all("Balances"),
    Calls::one("SubtensorModule", "transfer_stake"),
    Calls::one("SubtensorModule", "announce_coldkey_swap"),
    Calls::one("SubtensorModule", "swap_coldkey_announced"),
    Calls::one("SubtensorModule", "swap_coldkey"),
    Calls::one("SubtensorModule", "schedule_swap_coldkey"),
];

const FUNGIBLE: &[Calls] = &[
    Calls::all("Balances"),
    Calls::one("SubtensorModule", "add_stake"),
    Calls::one("SubtensorModule", "add_stake_limit"),
    Calls::one("SubtensorModule", "remove_stake"),
    Calls::one("SubtensorModule", "remove_stake_limit"),
    Calls::one("SubtensorModule", "remove_stake_full_limit"),
    Calls::one("SubtensorModule", "unstake_all"),
    Calls::one("SubtensorModule", "unstake_all_alpha"),
    Calls::one("SubtensorModule", "move_stake"),
    Calls::one("SubtensorModule", "transfer_stake"),
    Calls::one("SubtensorModule", "swap_stake"),
    Calls::one("SubtensorModule", "swap_stake_limit"),
    Calls::one("SubtensorModule", "burned_register"),
    Calls::one("SubtensorModule", "root_register"),
    Calls::one("SubtensorModule", "announce_coldkey_swap"),
    Calls::one("SubtensorModule", "swap_coldkey_announced"),
    Calls::one("SubtensorModule", "swap_coldkey"),
    Calls::one("SubtensorModule", "schedule_swap_coldkey"),
    Calls::one("SubtensorModule", "swap_hotkey"),
    Calls::one("SubtensorModule", "swap_hotkey_v2"),
];

const STAKING: &[Calls] = &[
    Calls::one("SubtensorModule", "add_stake"),
    Calls::one("SubtensorModule", "remove_stake"),
    Calls::one("SubtensorModule", "unstake_all"),
    Calls::one("SubtensorModule", "unstake_all_alpha"),
    Calls::one("SubtensorModule", "swap_stake"),
    Calls::one("SubtensorModule", "swap_stake_limit"),
    Calls::one("SubtensorModule", "move_stake"),
    Calls::one("SubtensorModule", "add_stake_limit"),
    Calls::one("SubtensorModule", "remove_stake_limit"),
    Calls::one("SubtensorModule", "remove_stake_full_limit"),
    Calls::one("SubtensorModule", "set_root_claim_type"),
];

const REGISTRATION: &[Calls] = &[
    Calls::one("SubtensorModule", "burned_register"),
    Calls::one("SubtensorModule", "register"),
    Calls::one("SubtensorModule", "register_limit"),
];

const TRANSFER: &[Calls] = &[
    Calls::one("Balances", "transfer_keep_alive"),
    Calls::one("Balances", "transfer_allow_death"),
    Calls::one("Balances", "transfer_all"),
    Calls::one("SubtensorModule", "transfer_stake"),
];

const SMALL_TRANSFER: &[Calls] = &[
    Calls::small("Balances", "transfer_keep_alive", "value"),
    Calls::small("Balances", "transfer_allow_death", "value"),
    Calls::small("SubtensorModule", "transfer_stake", "alpha_amount"),
];

const CHILD_KEYS: &[Calls] = &[
    Calls::one("SubtensorModule", "set_children"),
    Calls::one("SubtensorModule", "set_childkey_take"),
];

const SET_CODE: &[Calls] = &[Calls {
    pallet: "Sudo",
    call: Some("sudo_unchecked_weight"),
    condition: Condition::SetsCode,
}];

const SWAP_HOTKEY: &[Calls] = &[
    Calls::one("SubtensorModule", "swap_hotkey"),
    Calls::one("SubtensorModule", "swap_hotkey_v2"),
];

const LEASE: &[Calls] = &[
    Calls::one("SubtensorModule", "start_call"),
    Calls::one("AdminUtils", "sudo_set_serving_rate_limit"),
    Calls::one("AdminUtils", "sudo_set_min_difficulty"),
    Calls::one("AdminUtils", "sudo_set_max_difficulty"),
    Calls::one("AdminUtils", "sudo_set_weights_version_key"),
    Calls::one("AdminUtils", "sudo_set_adjustment_alpha"),
    Calls::one("AdminUtils", "sudo_set_immunity_period"),
    Calls::one("AdminUtils", "sudo_set_min_allowed_weights"),
    Calls::one("AdminUtils", "sudo_set_kappa"),
    Calls::one("AdminUtils", "sudo_set_rho"),
    Calls::one("AdminUtils", "sudo_set_activity_cutoff"),
    Calls::one("AdminUtils", "sudo_set_network_registration_allowed"),
    Calls::one("AdminUtils", "sudo_set_network_pow_registration_allowed"),
    Calls::one("AdminUtils", "sudo_set_max_burn"),
    Calls::one("AdminUtils", "sudo_set_bonds_moving_average"),
    Calls::one("AdminUtils", "sudo_set_bonds_penalty"),
    Calls::one("AdminUtils", "sudo_set_commit_reveal_weights_enabled"),
    Calls::one("AdminUtils", "sudo_set_liquid_alpha_enabled"),
    Calls::one("AdminUtils", "sudo_set_alpha_values"),
    Calls::one("AdminUtils", "sudo_set_commit_reveal_weights_interval"),
    Calls::one("AdminUtils", "sudo_set_toggle_transfer"),
    Calls::one("AdminUtils", "sudo_set_subnet_emission_enabled"),
    Calls::one("AdminUtils", "sudo_set_min_childkey_take_per_subnet"),
];

const ROOT_CLAIM: &[Calls] = &[Calls::one("SubtensorModule", "claim_root")];

/// What the kind allows.
pub(super) const fn of(kind: ProxyType) -> Rule {
    use ProxyType::*;
    const fn only(calls: &'static [Calls]) -> Rule {
        Rule::Only { calls, except: &[] }
    }
    match kind {
        Any => Rule::All,
        Senate | Triumvirate | Governance | RootWeights => Rule::Nothing,
        Owner => Rule::Only { calls: OWNER, except: OWNER_HOTKEY },
        NonCritical => Rule::AllBut(CRITICAL),
        NonTransfer => Rule::AllBut(TRANSFERRING),
        NonFungible => Rule::AllBut(FUNGIBLE),
        Staking => only(STAKING),
        Registration => only(REGISTRATION),
        Transfer => only(TRANSFER),
        SmallTransfer => only(SMALL_TRANSFER),
        ChildKeys => only(CHILD_KEYS),
        SudoUncheckedSetCode => only(SET_CODE),
        SwapHotkey => only(SWAP_HOTKEY),
        SubnetLeaseBeneficiary => only(LEASE),
        RootClaim => only(ROOT_CLAIM),
    }
}
