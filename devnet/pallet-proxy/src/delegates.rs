//! Who may act for whom, what that costs as long as it lasts, and acting.

use codec::{Decode, Encode};
use frame_support::{
    ensure,
    traits::{Get, InstanceFilter, IsSubType, IsType, OriginTrait, ReservableCurrency},
};
use frame_system::{RawOrigin, pallet_prelude::BlockNumberFor};
use sp_runtime::{
    BoundedVec, DispatchError, DispatchResult,
    traits::{Dispatchable, Saturating, TrailingZeroInput, Zero},
};

use crate::{
    Announced, Announcements, BalanceOf, Call, CallHashOf, Config, Definition, DepositKind, Error,
    Event, LastCallResult, Pallet, Proxies, ProxyDefinition, RealPaysFee, types::Announcement,
};

impl<T: Config> Pallet<T> {
    /// The first entry of `delegate` among the proxies of `real`, of a certain kind if one is named.
    pub fn find(
        real: &T::AccountId,
        delegate: &T::AccountId,
        kind: Option<T::ProxyType>,
    ) -> Result<Definition<T>, DispatchError> {
        let (proxies, _) = Proxies::<T>::get(real);
        let suits = |entry: &Definition<T>| {
            entry.delegate == *delegate
                && kind.as_ref().is_none_or(|kind| entry.proxy_type == *kind)
        };
        Ok(proxies.into_iter().find(suits).ok_or(Error::<T>::NotProxy)?)
    }

    /// Lets somebody act for `who`, who pays the deposit.
    ///
    /// # Errors
    /// `NoSelfProxy`, `Duplicate`, `TooMany`, or the deposit cannot be paid.
    pub fn add(who: &T::AccountId, entry: Definition<T>) -> DispatchResult {
        ensure!(*who != entry.delegate, Error::<T>::NoSelfProxy);
        let (mut proxies, deposit) = Proxies::<T>::get(who);
        let place = proxies.binary_search(&entry).err().ok_or(Error::<T>::Duplicate)?;
        proxies.try_insert(place, entry.clone()).map_err(|_| Error::<T>::TooMany)?;
        let deposit = Self::redeposit(who, deposit, Self::for_proxies(proxies.len()))?;
        Proxies::<T>::insert(who, (proxies, deposit));
        let ProxyDefinition { delegate, proxy_type, delay } = entry;
        Self::deposit_event(Event::ProxyAdded {
            delegator: who.clone(),
            delegatee: delegate,
            proxy_type,
            delay,
        });
        Ok(())
    }

    /// Ends that; the deposit comes back.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn remove(who: &T::AccountId, entry: &Definition<T>) -> DispatchResult {
        let (mut proxies, deposit) = Proxies::<T>::get(who);
        let place = proxies.binary_search(entry).map_err(|_| Error::<T>::NotFound)?;
        proxies.remove(place);
        let deposit = Self::redeposit(who, deposit, Self::for_proxies(proxies.len()))?;
        if !proxies.iter().any(|other| other.delegate == entry.delegate) {
            RealPaysFee::<T>::remove(who, &entry.delegate);
        }
        if proxies.is_empty() {
            Proxies::<T>::remove(who);
        } else {
            Proxies::<T>::insert(who, (proxies, deposit));
        }
        Self::tell_removed(who, entry.clone());
        Ok(())
    }

    pub(crate) fn do_remove_all(who: &T::AccountId) {
        let (proxies, deposit) = Proxies::<T>::take(who);
        T::Currency::unreserve(who, deposit);
        Self::forget_payers(who);
        for entry in proxies {
            Self::tell_removed(who, entry);
        }
    }

    fn tell_removed(who: &T::AccountId, entry: Definition<T>) {
        Self::deposit_event(Event::ProxyRemoved {
            delegator: who.clone(),
            delegatee: entry.delegate,
            proxy_type: entry.proxy_type,
            delay: entry.delay,
        });
    }

    /// The account pays for no proxy any more.
    pub(crate) fn forget_payers(who: &T::AccountId) {
        // One for each proxy at most.
        let _ = RealPaysFee::<T>::clear_prefix(who, T::MaxProxies::get(), None);
    }

    pub(crate) fn do_create_pure(
        who: T::AccountId,
        proxy_type: T::ProxyType,
        delay: BlockNumberFor<T>,
        index: u16,
    ) -> DispatchResult {
        let pure = Self::pure_account(&who, &proxy_type, index, None)?;
        ensure!(!Proxies::<T>::contains_key(&pure), Error::<T>::Duplicate);
        let mut proxies = BoundedVec::new();
        let entry =
            ProxyDefinition { delegate: who.clone(), proxy_type: proxy_type.clone(), delay };
        proxies.try_push(entry).map_err(|_| Error::<T>::TooMany)?;
        // The maker pays the deposit: the new account has nothing.
        let deposit = Self::redeposit(&who, Zero::zero(), Self::for_proxies(1))?;
        Proxies::<T>::insert(&pure, (proxies, deposit));
        Self::deposit_event(Event::PureCreated {
            pure,
            who,
            proxy_type,
            disambiguation_index: index,
        });
        Ok(())
    }

    /// The account without a key that `who` makes, now or at (block, extrinsic).
    ///
    /// # Errors
    /// Never: every hash is an account.
    pub fn pure_account(
        who: &T::AccountId,
        proxy_type: &T::ProxyType,
        index: u16,
        born: Option<(BlockNumberFor<T>, u32)>,
    ) -> Result<T::AccountId, Error<T>> {
        let (height, extrinsic) = born.unwrap_or_else(|| {
            let extrinsic = frame_system::Pallet::<T>::extrinsic_index().unwrap_or_default();
            (frame_system::Pallet::<T>::block_number(), extrinsic)
        });
        let hash = (b"modlpy/proxy____", who, height, extrinsic, proxy_type, index)
            .using_encoded(sp_io::hashing::blake2_256);
        T::AccountId::decode(&mut TrailingZeroInput::new(&hash))
            .map_err(|_| Error::<T>::InvalidDerivedAccountId)
    }

    pub(crate) fn do_announce(
        who: T::AccountId,
        real: T::AccountId,
        call_hash: CallHashOf<T>,
    ) -> DispatchResult {
        Self::find(&real, &who, None)?;
        let height = frame_system::Pallet::<T>::block_number();
        let (mut announced, deposit) = Announcements::<T>::get(&who);
        announced
            .try_push(Announcement { real: real.clone(), call_hash, height })
            .map_err(|_| Error::<T>::TooMany)?;
        let deposit = Self::redeposit(&who, deposit, Self::for_announcements(announced.len()))?;
        Announcements::<T>::insert(&who, (announced, deposit));
        Self::deposit_event(Event::Announced { real, proxy: who, call_hash });
        Ok(())
    }

    /// Drops the announcements that suit; there must be one.
    pub(crate) fn drop_announcements(
        delegate: &T::AccountId,
        suits: impl Fn(&Announced<T>) -> bool,
    ) -> DispatchResult {
        let (mut announced, deposit) = Announcements::<T>::get(delegate);
        let before = announced.len();
        announced.retain(|said| !suits(said));
        ensure!(announced.len() < before, Error::<T>::NotFound);
        let wanted = Self::for_announcements(announced.len());
        let deposit = Self::redeposit(delegate, deposit, wanted)?;
        if announced.is_empty() {
            Announcements::<T>::remove(delegate);
        } else {
            Announcements::<T>::insert(delegate, (announced, deposit));
        }
        Ok(())
    }

    /// Adapts the deposit for proxies; says whether it changed.
    pub(crate) fn poke_proxies(who: &T::AccountId) -> Result<bool, DispatchError> {
        let (proxies, old) = Proxies::<T>::get(who);
        let new = Self::redeposit(who, old, Self::for_proxies(proxies.len()))?;
        if new != old {
            Proxies::<T>::insert(who, (proxies, new));
            Self::tell_poked(who, DepositKind::Proxies, old, new);
        }
        Ok(new != old)
    }

    /// Adapts the deposit for announcements; says whether it changed.
    pub(crate) fn poke_announcements(who: &T::AccountId) -> Result<bool, DispatchError> {
        let (announced, old) = Announcements::<T>::get(who);
        let new = Self::redeposit(who, old, Self::for_announcements(announced.len()))?;
        if new != old {
            Announcements::<T>::insert(who, (announced, new));
            Self::tell_poked(who, DepositKind::Announcements, old, new);
        }
        Ok(new != old)
    }

    fn tell_poked(who: &T::AccountId, kind: DepositKind, old: BalanceOf<T>, new: BalanceOf<T>) {
        Self::deposit_event(Event::DepositPoked {
            who: who.clone(),
            kind,
            old_deposit: old,
            new_deposit: new,
        });
    }

    /// Deposit for that many proxies.
    #[must_use]
    pub fn for_proxies(count: usize) -> BalanceOf<T> {
        Self::deposit(T::ProxyDepositBase::get(), T::ProxyDepositFactor::get(), count)
    }

    fn for_announcements(count: usize) -> BalanceOf<T> {
        Self::deposit(T::AnnouncementDepositBase::get(), T::AnnouncementDepositFactor::get(), count)
    }

    fn deposit(base: BalanceOf<T>, each: BalanceOf<T>, count: usize) -> BalanceOf<T> {
        match u32::try_from(count) {
            Ok(0) => Zero::zero(),
            Ok(count) => base.saturating_add(each.saturating_mul(count.into())),
            Err(_) => base.saturating_add(each.saturating_mul(u32::MAX.into())),
        }
    }

    /// Holds what is wanted instead of what was.
    fn redeposit(
        who: &T::AccountId,
        old: BalanceOf<T>,
        wanted: BalanceOf<T>,
    ) -> Result<BalanceOf<T>, DispatchError> {
        if wanted > old {
            T::Currency::reserve(who, wanted.saturating_sub(old))?;
        } else {
            T::Currency::unreserve(who, old.saturating_sub(wanted));
        }
        Ok(wanted)
    }

    /// Makes the call in the name of `real`, as far as the proxy may.
    pub(crate) fn act(entry: Definition<T>, real: T::AccountId, call: <T as Config>::RuntimeCall) {
        let mut origin: T::RuntimeOrigin = RawOrigin::Signed(real.clone()).into();
        let kind = entry.proxy_type;
        origin.add_filter(move |call: &<T as frame_system::Config>::RuntimeCall| {
            Self::permits(&kind, <T as Config>::RuntimeCall::from_ref(call))
        });
        let result = call.dispatch(origin).map(|_| ()).map_err(|failed| failed.error);
        LastCallResult::<T>::insert(real, result);
        Self::deposit_event(Event::ProxyExecuted { result });
    }

    /// Whether a proxy of that kind may make the call: nobody makes proxies that may do more than itself.
    fn permits(kind: &T::ProxyType, call: &<T as Config>::RuntimeCall) -> bool {
        match call.is_sub_type() {
            Some(Call::add_proxy { proxy_type, .. } | Call::remove_proxy { proxy_type, .. })
                if !kind.is_superset(proxy_type) =>
            {
                false
            }
            Some(Call::remove_proxies { .. } | Call::kill_pure { .. })
                if *kind != T::ProxyType::default() =>
            {
                false
            }
            _ => kind.filter(call),
        }
    }
}
