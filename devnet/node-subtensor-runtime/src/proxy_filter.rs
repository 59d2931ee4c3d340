//! What each kind of proxy may do, as mainnet's spec 425 has it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use scale_info::TypeInfo;

use crate::RuntimeCall;

/// Kind of a proxy. The order is the chain's encoding; deprecated kinds stay in it and allow nothing.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Ord,
    PartialOrd,
)]
pub enum ProxyType {
    /// Everything.
    #[default]
    Any,
    /// The owner's care of a subnet.
    Owner,
    /// Everything but irreversible calls.
    NonCritical,
    /// Everything but moving funds to somebody else.
    NonTransfer,
    /// Deprecated.
    Senate,
    /// Everything but funds, stake and key swaps.
    NonFungible,
    /// Deprecated.
    Triumvirate,
    /// Deprecated.
    Governance,
    /// Stake calls that keep the coldkey.
    Staking,
    /// Neuron registrations.
    Registration,
    /// Transfers of TAO and of stake.
    Transfer,
    /// Transfers below half a TAO (half an alpha).
    SmallTransfer,
    /// Deprecated.
    RootWeights,
    /// Child hotkeys.
    ChildKeys,
    /// A runtime upgrade by the sudo key.
    SudoUncheckedSetCode,
    /// Hotkey swaps.
    SwapHotkey,
    /// The beneficiary of a leased subnet.
    SubnetLeaseBeneficiary,
    /// Claims of root dividends.
    RootClaim,
}

/// Transfers below this amount, in rao (or rao alpha), are small.
const SMALL_TRANSFER_LIMIT: u64 = 500_000_000;

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        use ProxyType::*;
        match self {
            Any => true,
            Senate | Triumvirate | Governance | RootWeights => false,
            Owner => subtensor_call(call, &["set_subnet_identity", "update_symbol"]),
            NonCritical => {
                !matches!(call, RuntimeCall::Sudo(_))
                    && !subtensor_call(
                        call,
                        &["dissolve_network", "root_register", "burned_register"],
                    )
                    && !subtensor_call(call, COLDKEY_SWAPS)
            }
            NonTransfer => {
                !matches!(call, RuntimeCall::Balances(_))
                    && !subtensor_call(call, &["transfer_stake"])
                    && !subtensor_call(call, COLDKEY_SWAPS)
            }
            NonFungible => {
                !matches!(call, RuntimeCall::Balances(_))
                    && !subtensor_call(call, STAKE_MOVES)
                    && !subtensor_call(
                        call,
                        &["burned_register", "root_register", "swap_hotkey", "swap_hotkey_v2"],
                    )
                    && !subtensor_call(call, COLDKEY_SWAPS)
            }
            Staking => subtensor_call(call, STAKING),
            Registration => {
                subtensor_call(call, &["burned_register", "register", "register_limit"])
            }
            Transfer => {
                matches!(
                    call,
                    RuntimeCall::Balances(
                        pallet_balances::Call::transfer_keep_alive { .. }
                            | pallet_balances::Call::transfer_allow_death { .. }
                            | pallet_balances::Call::transfer_all { .. }
                    )
                ) || subtensor_call(call, &["transfer_stake"])
            }
            SmallTransfer => match call {
                RuntimeCall::Balances(
                    pallet_balances::Call::transfer_keep_alive { value, .. }
                    | pallet_balances::Call::transfer_allow_death { value, .. },
                ) => *value < SMALL_TRANSFER_LIMIT,
                _ => false,
            },
            ChildKeys => subtensor_call(call, &["set_children", "set_childkey_take"]),
            SudoUncheckedSetCode => match call {
                RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call, .. }) => {
                    matches!(**call, RuntimeCall::System(frame_system::Call::set_code { .. }))
                }
                _ => false,
            },
            SwapHotkey => subtensor_call(call, &["swap_hotkey", "swap_hotkey_v2"]),
            SubnetLeaseBeneficiary => subtensor_call(call, &["start_call"]),
            RootClaim => subtensor_call(call, &["claim_root"]),
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        use ProxyType::*;
        match (self, other) {
            (x, y) if x == y => true,
            (Any, _) => true,
            (_, Any) => false,
            (NonTransfer, Transfer | SmallTransfer) => false,
            (NonTransfer, _) => true,
            (Transfer, SmallTransfer) => true,
            _ => false,
        }
    }
}

const COLDKEY_SWAPS: &[&str] =
    &["announce_coldkey_swap", "swap_coldkey_announced", "swap_coldkey", "schedule_swap_coldkey"];
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
    "set_root_claim_type",
];
const STAKE_MOVES: &[&str] = &[
    "add_stake",
    "add_stake_limit",
    "remove_stake",
    "remove_stake_limit",
    "remove_stake_full_limit",
    "unstake_all",
    "unstake_all_alpha",
    "move_stake",
    "transfer_stake",
    "swap_stake",
    "swap_stake_limit",
];

/// Whether the call is one of the named calls of SubtensorModule. By name, so that the filter speaks of
/// mainnet's calls whether or not the devnet has them yet.
fn subtensor_call(call: &RuntimeCall, names: &[&str]) -> bool {
    use frame_support::traits::GetCallName;
    matches!(call, RuntimeCall::SubtensorModule(inner) if names.contains(&inner.get_call_name()))
}
