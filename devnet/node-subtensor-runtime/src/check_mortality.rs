//! The mortality extension under mainnet's type path. Mainnet wraps FRAME's to shorten the life of shielded
//! transactions; the devnet has no shield, so only the wrapper's shape matters here.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::pallet_prelude::TransactionSource;
use scale_info::TypeInfo;
use sp_runtime::{
    generic::Era,
    impl_tx_ext_default,
    traits::{DispatchInfoOf, Implication, TransactionExtension, ValidateResult},
    transaction_validity::TransactionValidityError,
};

/// How long a transaction lives: the era it was signed for, bound to the hash of the era's first block.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckMortality<T>(pub Era, core::marker::PhantomData<T>);

impl<T> CheckMortality<T> {
    /// For clients that build extrinsics natively.
    pub fn from(era: Era) -> Self {
        Self(era, core::marker::PhantomData)
    }
}

impl<T> core::fmt::Debug for CheckMortality<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "CheckMortality({:?})", self.0)
    }
}

impl<T: frame_system::Config + Send + Sync> TransactionExtension<T::RuntimeCall>
    for CheckMortality<T>
{
    const IDENTIFIER: &'static str = "CheckMortality";
    type Implicit = T::Hash;
    type Val = ();
    type Pre = ();

    fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
        frame_system::CheckMortality::<T>::from(self.0).implicit()
    }

    fn weight(&self, call: &T::RuntimeCall) -> frame_support::weights::Weight {
        frame_system::CheckMortality::<T>::from(self.0).weight(call)
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
        frame_system::CheckMortality::<T>::from(self.0).validate(
            origin,
            call,
            info,
            len,
            implicit,
            implication,
            source,
        )
    }
    impl_tx_ext_default!(T::RuntimeCall; prepare);
}
