//! Fee payment as mainnet does it: FRAME's charge, but with a priority that no tip can raise, and from the account in
//! whose name a proxy acts where that account pays for the proxy.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo},
    pallet_prelude::TransactionSource,
    weights::Weight,
};
use frame_system::RawOrigin;
use pallet_transaction_payment::{ChargeTransactionPayment, Config, OnChargeTransaction};
use scale_info::TypeInfo;
use sp_runtime::{
    DispatchResult,
    traits::{
        AsSystemOriginSigner, DispatchInfoOf, Dispatchable, Implication, PostDispatchInfoOf,
        TransactionExtension, TransactionExtensionMetadata, ValidateResult,
    },
    transaction_validity::TransactionValidityError,
};

use crate::{fee_payer::PaidFor, fees};

type BalanceOf<T> = <<T as Config>::OnChargeTransaction as OnChargeTransaction<T>>::Balance;
type Inner<T> = ChargeTransactionPayment<T>;

/// Charges the fee and an optional tip in rao.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct ChargeTransactionPaymentWrapper<T: Config> {
    inner: ChargeTransactionPayment<T>,
}

impl<T: Config> ChargeTransactionPaymentWrapper<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
    BalanceOf<T>: Send + Sync,
{
    /// For clients that build extrinsics natively; `tip` in rao.
    pub fn from(tip: BalanceOf<T>) -> Self {
        Self { inner: ChargeTransactionPayment::from(tip) }
    }
}

impl<T: Config> core::fmt::Debug for ChargeTransactionPaymentWrapper<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ChargeTransactionPaymentWrapper({:?})", self.inner)
    }
}

impl<T: Config> TransactionExtension<T::RuntimeCall> for ChargeTransactionPaymentWrapper<T>
where
    T::RuntimeCall: Dispatchable<
            RuntimeOrigin = T::RuntimeOrigin,
            Info = DispatchInfo,
            PostInfo = PostDispatchInfo,
        > + PaidFor<T::AccountId>,
    T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone,
    BalanceOf<T>: Send + Sync,
{
    const IDENTIFIER: &'static str = "ChargeTransactionPayment";
    type Implicit = ();
    type Val = <Inner<T> as TransactionExtension<T::RuntimeCall>>::Val;
    type Pre = <Inner<T> as TransactionExtension<T::RuntimeCall>>::Pre;

    /// Mainnet shows the wrapped extension, not the wrapper.
    fn metadata() -> Vec<TransactionExtensionMetadata> {
        <Inner<T> as TransactionExtension<T::RuntimeCall>>::metadata()
    }

    fn weight(&self, call: &T::RuntimeCall) -> Weight {
        self.inner.weight(call)
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfoOf<T::RuntimeCall>,
        len: usize,
        implicit: Self::Implicit,
        implication: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        let payer = origin.as_system_origin_signer().and_then(|signer| call.payer(signer));
        let charged = match payer {
            Some(payer) => RawOrigin::Signed(payer).into(),
            None => origin.clone(),
        };
        let (mut validity, val, _) =
            self.inner.validate(charged, call, info, len, implicit, implication, source)?;
        validity.priority = match info.class {
            DispatchClass::Normal => fees::NORMAL_PRIORITY,
            DispatchClass::Operational | DispatchClass::Mandatory => fees::OPERATIONAL_PRIORITY,
        };
        Ok((validity, val, origin))
    }

    fn prepare(
        self,
        val: Self::Val,
        origin: &T::RuntimeOrigin,
        call: &T::RuntimeCall,
        info: &DispatchInfoOf<T::RuntimeCall>,
        len: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        self.inner.prepare(val, origin, call, info, len)
    }

    fn post_dispatch_details(
        pre: Self::Pre,
        info: &DispatchInfoOf<T::RuntimeCall>,
        post_info: &PostDispatchInfoOf<T::RuntimeCall>,
        len: usize,
        result: &DispatchResult,
    ) -> Result<Weight, TransactionValidityError> {
        Inner::<T>::post_dispatch_details(pre, info, post_info, len, result)
    }
}
