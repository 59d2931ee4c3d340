//! The mortality extension under mainnet's type path: FRAME's, with a short life for shielded transactions.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::pallet_prelude::TransactionSource;
use pallet_subtensor::swap_keys::guard::Nesting;
use scale_info::TypeInfo;
use sp_runtime::{
    generic::Era,
    impl_tx_ext_default,
    traits::{DispatchInfoOf, Implication, TransactionExtension, ValidateResult},
    transaction_validity::{InvalidTransaction, TransactionValidityError},
};

/// Blocks that a shielded transaction may live.
const SHIELDED_PERIOD: u64 = 8;

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

/// Whether a shielded transaction may live that long: the keys it is encrypted for are soon gone.
fn lives_briefly(era: Era) -> bool {
    matches!(era, Era::Mortal(period, _) if period <= SHIELDED_PERIOD)
}

impl<T> TransactionExtension<T::RuntimeCall> for CheckMortality<T>
where
    T: frame_system::Config + Send + Sync,
    T::RuntimeCall: Nesting<T::AccountId>,
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
        if call.is_sealed() && !lives_briefly(self.0) {
            return Err(InvalidTransaction::Stale.into());
        }
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
