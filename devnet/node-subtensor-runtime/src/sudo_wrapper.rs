//! Keeps calls of the Sudo pallet by anybody but the sudo key out of the pool.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{Get, IsSubType},
};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::{DispatchInfoOf, Dispatchable, TransactionExtension, ValidateResult},
    transaction_validity::{InvalidTransaction, ValidTransaction},
};

/// Answers `BadSigner` to a Sudo call whose signer is not the sudo key.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct SudoTransactionExtension<T>(core::marker::PhantomData<T>);

impl<T> Default for SudoTransactionExtension<T> {
    fn default() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for SudoTransactionExtension<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SudoTransactionExtension")
    }
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall>
    for SudoTransactionExtension<T>
where
    T: pallet_sudo::Config + Send + Sync,
    <T as frame_system::Config>::RuntimeCall:
        Dispatchable<RuntimeOrigin = T::RuntimeOrigin> + IsSubType<pallet_sudo::Call<T>>,
{
    const IDENTIFIER: &'static str = "SudoTransactionExtension";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(
        &self,
        _call: &<T as frame_system::Config>::RuntimeCall,
    ) -> frame_support::weights::Weight {
        <T as frame_system::Config>::DbWeight::get().reads(1)
    }

    fn validate(
        &self,
        origin: T::RuntimeOrigin,
        call: &<T as frame_system::Config>::RuntimeCall,
        _info: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
        _len: usize,
        _implicit: Self::Implicit,
        _implication: &impl Encode,
        _source: TransactionSource,
    ) -> ValidateResult<Self::Val, <T as frame_system::Config>::RuntimeCall> {
        if call.is_sub_type().is_some()
            && let Ok(who) = frame_system::ensure_signed(origin.clone())
            && pallet_sudo::Key::<T>::get().as_ref() != Some(&who)
        {
            return Err(InvalidTransaction::BadSigner.into());
        }
        Ok((ValidTransaction::default(), (), origin))
    }
    impl_tx_ext_default!(<T as frame_system::Config>::RuntimeCall; prepare);
}
