//! The extension that keeps malformed shielded transactions out of the pool.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::TransactionSource, traits::IsSubType, weights::Weight};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::{
        AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, TransactionExtension,
        ValidateResult,
    },
    transaction_validity::{InvalidTransaction, ValidTransaction},
};

use crate::{Call, Config, shielded_tx::ShieldedTransaction};

/// `InvalidTransaction::Custom` of a shielded transaction that cannot be parsed.
pub const PARSE_FAILED: u8 = 23;

/// Refuses what cannot be parsed. Whether the key is the right one is for the author of the block to see.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckShieldedTxValidity<T>(core::marker::PhantomData<T>);

impl<T> Default for CheckShieldedTxValidity<T> {
    fn default() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for CheckShieldedTxValidity<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CheckShieldedTxValidity")
    }
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall>
    for CheckShieldedTxValidity<T>
where
    T: Config + Send + Sync,
    <T as frame_system::Config>::RuntimeCall: Dispatchable + IsSubType<Call<T>>,
    DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>: AsSystemOriginSigner<T::AccountId>,
{
    const IDENTIFIER: &'static str = "CheckShieldedTxValidity";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, _call: &<T as frame_system::Config>::RuntimeCall) -> Weight {
        Weight::zero()
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<<T as frame_system::Config>::RuntimeCall>,
        call: &<T as frame_system::Config>::RuntimeCall,
        _info: &DispatchInfoOf<<T as frame_system::Config>::RuntimeCall>,
        _len: usize,
        _implicit: Self::Implicit,
        _implication: &impl Encode,
        _source: TransactionSource,
    ) -> ValidateResult<Self::Val, <T as frame_system::Config>::RuntimeCall> {
        if origin.as_system_origin_signer().is_some()
            && let Some(Call::submit_encrypted { ciphertext }) = call.is_sub_type()
            && ShieldedTransaction::parse(ciphertext).is_none()
        {
            return Err(InvalidTransaction::Custom(PARSE_FAILED).into());
        }
        Ok((ValidTransaction::default(), (), origin))
    }

    impl_tx_ext_default!(<T as frame_system::Config>::RuntimeCall; prepare);
}
