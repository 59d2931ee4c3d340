//! What a coldkey may not do while its swap is announced or disputed.

use frame_support::{ensure, traits::IsSubType};

use crate::{Call, ColdkeySwapAnnouncements, ColdkeySwapDisputes, Config, Error, Pallet};

/// A call that is dispatched by another.
pub struct Inner<'a, AccountId, Call> {
    /// In whose name, if not in that of who sent the outer call.
    pub caller: Option<AccountId>,
    /// The call.
    pub call: &'a Call,
}

/// What the guard must know of a runtime's calls.
pub trait Nesting<AccountId>: Sized {
    /// The calls that `caller` has dispatched by sending this one.
    fn inner(&self, caller: &AccountId) -> Vec<Inner<'_, AccountId, Self>>;
    /// Whether the call only submits another one, encrypted, to be looked at when it is opened.
    fn is_sealed(&self) -> bool;
}

impl<T: Config> Pallet<T> {
    /// Refuses a call in the name of an account whose coldkey swap is announced, but for those about the swap, and
    /// any call in the name of one whose swap is disputed. Looks into calls that carry others.
    pub(crate) fn ensure_not_swapping<C>(caller: &T::AccountId, call: &C) -> Result<(), Error<T>>
    where
        C: Nesting<T::AccountId> + IsSubType<Call<T>>,
    {
        ensure!(!ColdkeySwapDisputes::<T>::contains_key(caller), Error::<T>::ColdkeySwapDisputed);
        let about_swap = matches!(
            call.is_sub_type(),
            Some(
                Call::announce_coldkey_swap { .. }
                    | Call::swap_coldkey_announced { .. }
                    | Call::dispute_coldkey_swap {}
                    | Call::clear_coldkey_swap_announcement {}
            )
        );
        ensure!(
            about_swap || call.is_sealed() || !ColdkeySwapAnnouncements::<T>::contains_key(caller),
            Error::<T>::ColdkeySwapAnnounced
        );
        call.inner(caller).into_iter().try_for_each(|inner| {
            Self::ensure_not_swapping(inner.caller.as_ref().unwrap_or(caller), inner.call)
        })
    }
}
