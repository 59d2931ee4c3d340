//! The extension that lets rounds of the beacon into blocks before other transactions.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::TransactionSource, traits::IsSubType, weights::Weight};
use scale_info::TypeInfo;
use sp_runtime::{
    impl_tx_ext_default,
    traits::{
        DispatchInfoOf, DispatchOriginOf, Dispatchable, TransactionExtension, ValidateResult,
    },
    transaction_validity::ValidTransaction,
};

use crate::{Call, Config};

/// Priority that a signed transaction with rounds has on top.
const PRIORITY: u64 = 10_000;

/// Raises the priority of rounds; looks at nothing else.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct DrandPriority<T>(core::marker::PhantomData<T>);

impl<T> Default for DrandPriority<T> {
    fn default() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for DrandPriority<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("DrandPriority")
    }
}

impl<T> TransactionExtension<<T as frame_system::Config>::RuntimeCall> for DrandPriority<T>
where
    T: Config + Send + Sync,
    <T as frame_system::Config>::RuntimeCall: Dispatchable + IsSubType<Call<T>>,
{
    const IDENTIFIER: &'static str = "DrandPriority";
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
        let priority = match call.is_sub_type() {
            Some(Call::write_pulse { .. }) => PRIORITY,
            _ => 0,
        };
        Ok((ValidTransaction { priority, ..Default::default() }, (), origin))
    }

    impl_tx_ext_default!(<T as frame_system::Config>::RuntimeCall; prepare);
}
