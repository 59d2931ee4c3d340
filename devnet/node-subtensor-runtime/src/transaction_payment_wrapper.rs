//! Fee payment as mainnet does it: FRAME's charge, but with a priority that no tip can raise.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo},
    pallet_prelude::TransactionSource,
    weights::Weight,
};
use pallet_transaction_payment::{ChargeTransactionPayment, Config, OnChargeTransaction};
use scale_info::TypeInfo;
use sp_runtime::{
    DispatchResult,
    traits::{
        DispatchInfoOf, Dispatchable, Implication, PostDispatchInfoOf, TransactionExtension,
        TransactionExtensionMetadata, ValidateResult,
    },
    transaction_validity::TransactionValidityError,
};

use crate::fees;

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
    T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
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
        let (mut validity, val, origin) =
            self.inner.validate(origin, call, info, len, implicit, implication, source)?;
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
