//! Who pays for a transaction: who signed it, or the account in whose name a proxy acts, if that account wants to.

use sp_runtime::traits::StaticLookup;

use crate::{AccountId, Runtime, RuntimeCall};

/// Calls for which somebody else than the signer may pay.
pub trait PaidFor<AccountId> {
    /// Who pays instead of the signer.
    fn payer(&self, signer: &AccountId) -> Option<AccountId>;
}

impl PaidFor<AccountId> for RuntimeCall {
    fn payer(&self, signer: &AccountId) -> Option<AccountId> {
        let (real, inner) = paid_by_real(self, signer)?;
        // A proxy's proxy: the last one pays, if all say so. Mainnet looks no deeper.
        let deeper = inner.and_then(|inner| paid_by_real(inner, &real));
        Some(deeper.map_or(real, |(deepest, _)| deepest))
    }
}

/// The account in whose name the call of a proxy is, or all calls of a batch are, if it pays for that proxy.
fn paid_by_real<'a>(
    call: &'a RuntimeCall,
    signer: &AccountId,
) -> Option<(AccountId, Option<&'a RuntimeCall>)> {
    let (real, inner) = match call {
        RuntimeCall::Utility(
            pallet_utility::Call::batch { calls }
            | pallet_utility::Call::batch_all { calls }
            | pallet_utility::Call::force_batch { calls },
        ) => {
            let mut reals = calls.iter().map(|call| proxied(call).map(|(real, _)| real));
            let first = reals.next()??;
            if !reals.all(|real| real.as_ref() == Some(&first)) {
                return None;
            }
            (first, None)
        }
        _ => proxied(call).map(|(real, inner)| (real, Some(inner)))?,
    };
    pallet_proxy::RealPaysFee::<Runtime>::contains_key(&real, signer).then_some((real, inner))
}

/// In whose name a proxy's call is, and the call.
fn proxied(call: &RuntimeCall) -> Option<(AccountId, &RuntimeCall)> {
    let RuntimeCall::Proxy(pallet_proxy::Call::proxy { real, call, .. }) = call else {
        return None;
    };
    let real = <Runtime as frame_system::Config>::Lookup::lookup(real.clone()).ok()?;
    Some((real, call))
}
