//! The pool's pre-checks of Subtensor's calls.

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use sp_runtime::{impl_tx_ext_default, traits::TransactionExtension};

/// Refuses, before they enter the pool, calls that are sure to fail. Carries no bytes.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct SubtensorTransactionExtension<T>(core::marker::PhantomData<T>);

impl<T> Default for SubtensorTransactionExtension<T> {
    fn default() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for SubtensorTransactionExtension<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SubtensorTransactionExtension")
    }
}

impl<T: frame_system::Config + Send + Sync> TransactionExtension<T::RuntimeCall>
    for SubtensorTransactionExtension<T>
{
    const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, _call: &T::RuntimeCall) -> frame_support::weights::Weight {
        frame_support::weights::Weight::zero()
    }
    impl_tx_ext_default!(T::RuntimeCall; validate prepare);
}
