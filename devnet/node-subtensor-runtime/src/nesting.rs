//! Calls that carry other calls, and in whose name.

use pallet_subtensor::swap_keys::guard::{Inner, Nesting};
use sp_runtime::traits::StaticLookup;

use crate::{AccountId, Address, Runtime, RuntimeCall};

impl Nesting<AccountId> for RuntimeCall {
    fn inner(&self, caller: &AccountId) -> Vec<Inner<'_, AccountId, Self>> {
        let same = |call| Inner { caller: None, call };
        match self {
            Self::Utility(
                pallet_utility::Call::batch { calls }
                | pallet_utility::Call::batch_all { calls }
                | pallet_utility::Call::force_batch { calls },
            ) => calls.iter().map(same).collect(),
            Self::Utility(pallet_utility::Call::if_else { main, fallback }) => {
                vec![same(main), same(fallback)]
            }
            Self::Utility(pallet_utility::Call::as_derivative { index, call }) => {
                let derivative = pallet_utility::derivative_account_id(caller.clone(), *index);
                vec![Inner { caller: Some(derivative), call }]
            }
            Self::Proxy(
                pallet_proxy::Call::proxy { real, call, .. }
                | pallet_proxy::Call::proxy_announced { real, call, .. },
            ) => named(real, call),
            Self::Sudo(pallet_sudo::Call::sudo_as { who, call }) => named(who, call),
            Self::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
                other_signatories,
                call,
            }) => vec![Inner { caller: Some(multisig(caller, other_signatories, 1)), call }],
            Self::Multisig(pallet_multisig::Call::as_multi {
                threshold,
                other_signatories,
                call,
                ..
            }) => {
                vec![Inner { caller: Some(multisig(caller, other_signatories, *threshold)), call }]
            }
            _ => Vec::new(),
        }
    }

    fn is_sealed(&self) -> bool {
        matches!(self, Self::MevShield(pallet_shield::Call::submit_encrypted { .. }))
    }
}

/// A call in the name of the account at an address; nothing if there is none, since the call then fails.
fn named<'a>(address: &Address, call: &'a RuntimeCall) -> Vec<Inner<'a, AccountId, RuntimeCall>> {
    <Runtime as frame_system::Config>::Lookup::lookup(address.clone())
        .map(|account| Inner { caller: Some(account), call })
        .into_iter()
        .collect()
}

/// The account of a multisig that the caller is part of.
fn multisig(caller: &AccountId, others: &[AccountId], threshold: u16) -> AccountId {
    let mut signatories = others.to_vec();
    signatories.push(caller.clone());
    signatories.sort_unstable();
    pallet_multisig::Pallet::<Runtime>::multi_account_id(&signatories, threshold)
}
