//! The rules of proxies, as clients read them through `ProxyFilterRuntimeApi`.

use codec::{Decode, Encode};
use frame_support::traits::{GetCallIndex, GetCallName, PalletInfoAccess};
use scale_info::TypeInfo;

use super::{
    ProxyType,
    rules::{self, Calls, Condition, Rule},
};
use crate::{AdminUtils, Balances, Runtime, SubtensorModule, Sudo};

/// A kind of proxy.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct ProxyTypeInfo {
    /// Its name.
    pub name: Vec<u8>,
    /// Its number in the encoding.
    pub index: u8,
    /// Whether it allows nothing any more.
    pub deprecated: bool,
}

/// How `calls` is meant.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Eq, PartialEq)]
pub enum FilterMode {
    /// Everything is allowed.
    AllowAll,
    /// Nothing is.
    DenyAll,
    /// `calls` without `exceptions` are.
    Allow,
    /// Everything but `calls` is.
    Deny,
}

/// What must hold of the arguments.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs)]
pub enum CallCondition {
    /// The argument is below the limit.
    ParamLessThan { param_name: Vec<u8>, limit: u128 },
    /// The call inside is this one.
    NestedCallMustBe { pallet_name: Vec<u8>, call_name: Vec<u8> },
}

/// A call, or without a name all calls of the pallet.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs)]
pub struct CallInfo {
    pub pallet_name: Vec<u8>,
    pub pallet_index: u8,
    pub call_name: Option<Vec<u8>>,
    pub call_index: Option<u8>,
    pub condition: Option<CallCondition>,
}

/// What a kind of proxy allows.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs)]
pub struct ProxyFilterInfo {
    pub proxy_type: u8,
    pub name: Vec<u8>,
    pub deprecated: bool,
    pub filter_mode: FilterMode,
    pub calls: Vec<CallInfo>,
    pub exceptions: Vec<CallInfo>,
}

sp_api::decl_runtime_apis! {
    /// What the kinds of proxies allow.
    pub trait ProxyFilterRuntimeApi {
        /// All kinds.
        fn get_proxy_types() -> Vec<ProxyTypeInfo>;
        /// The rules of one kind, or of all.
        fn get_proxy_filter(proxy_type: Option<u8>) -> Vec<ProxyFilterInfo>;
    }
}

/// All kinds of proxies.
#[must_use]
pub fn proxy_types() -> Vec<ProxyTypeInfo> {
    ProxyType::ALL
        .into_iter()
        .map(|kind| ProxyTypeInfo {
            name: name(kind),
            index: kind as u8,
            deprecated: kind.is_deprecated(),
        })
        .collect()
}

/// The rules of the kind with this number, or of all kinds.
#[must_use]
pub fn proxy_filter(number: Option<u8>) -> Vec<ProxyFilterInfo> {
    ProxyType::ALL
        .into_iter()
        .filter(|kind| number.is_none_or(|number| *kind as u8 == number))
        .map(filter)
        .collect()
}

fn name(kind: ProxyType) -> Vec<u8> {
    format!("{kind:?}").into_bytes()
}

fn filter(kind: ProxyType) -> ProxyFilterInfo {
    let (filter_mode, calls, except): (_, &[Calls], &[Calls]) = match rules::of(kind) {
        Rule::All => (FilterMode::AllowAll, &[], &[]),
        Rule::Nothing => (FilterMode::DenyAll, &[], &[]),
        Rule::Only { calls, except } => (FilterMode::Allow, calls, except),
        Rule::AllBut(calls) => (FilterMode::Deny, calls, &[]),
    };
    ProxyFilterInfo {
        proxy_type: kind as u8,
        name: name(kind),
        deprecated: kind.is_deprecated(),
        filter_mode,
        calls: calls.iter().filter_map(info).collect(),
        exceptions: except.iter().filter_map(info).collect(),
    }
}

/// The call with its numbers; nothing if this chain does not have it.
fn info(calls: &Calls) -> Option<CallInfo> {
    let (pallet_index, names, numbers) = match calls.pallet {
        "Balances" => pallet::<Balances, pallet_balances::Call<Runtime>>(),
        "SubtensorModule" => pallet::<SubtensorModule, pallet_subtensor::Call<Runtime>>(),
        "Sudo" => pallet::<Sudo, pallet_sudo::Call<Runtime>>(),
        "AdminUtils" => pallet::<AdminUtils, pallet_admin_utils::Call<Runtime>>(),
        _ => return None,
    };
    let number = |name| names.iter().position(|known| *known == name).map(|at| numbers[at]);
    let call_index = match calls.call {
        Some(name) => Some(number(name)?),
        None => None,
    };
    Some(CallInfo {
        pallet_name: calls.pallet.into(),
        pallet_index,
        call_name: calls.call.map(Into::into),
        call_index,
        condition: match calls.condition {
            Condition::Always => None,
            Condition::Small(argument) => Some(CallCondition::ParamLessThan {
                param_name: argument.into(),
                limit: Condition::LIMIT.into(),
            }),
            Condition::SetsCode => Some(CallCondition::NestedCallMustBe {
                pallet_name: b"System".to_vec(),
                call_name: b"set_code".to_vec(),
            }),
        },
    })
}

/// Number of a pallet, and names and numbers of its calls.
fn pallet<P: PalletInfoAccess, C: GetCallName + GetCallIndex>()
-> (u8, &'static [&'static str], &'static [u8]) {
    // Pallet numbers are bytes in every call's encoding.
    (P::index() as u8, C::get_call_names(), C::get_call_indices())
}
