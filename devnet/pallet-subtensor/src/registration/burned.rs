//! `burned_register`, `register_limit` and `register`, which all pay the price of the moment.

use frame_support::ensure;
use sp_runtime::DispatchResult;
use tau_economics::pool::Pool;

use crate::{
    Burn, BurnRegistrationsThisInterval, Config, Error, Event, NetworkRegistrationAllowed, Pallet,
    RAORecycledForRegistration, RegistrationsThisBlock, RegistrationsThisInterval, Uids,
    units::{NetUid, ROOT, TaoBalance},
};

impl<T: Config> Pallet<T> {
    /// Registers a neuron if the price is at most `limit_price` rao.
    pub(crate) fn do_register_limit(
        coldkey: &T::AccountId,
        netuid: NetUid,
        hotkey: &T::AccountId,
        limit_price: TaoBalance,
    ) -> DispatchResult {
        ensure!(netuid != ROOT, Error::<T>::RegistrationNotPermittedOnRootSubnet);
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(Burn::<T>::get(netuid) <= limit_price, Error::<T>::RegistrationPriceLimitExceeded);
        Self::do_burned_register(coldkey, netuid, hotkey)
    }

    /// Registers a neuron at the price of the moment. The TAO buys alpha, which is then destroyed, so that the
    /// pool keeps the TAO.
    pub(crate) fn do_burned_register(
        coldkey: &T::AccountId,
        netuid: NetUid,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        ensure!(netuid != ROOT, Error::<T>::RegistrationNotPermittedOnRootSubnet);
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        ensure!(
            NetworkRegistrationAllowed::<T>::get(netuid),
            Error::<T>::SubNetRegistrationDisabled
        );
        ensure!(
            !Uids::<T>::contains_key(netuid, hotkey),
            Error::<T>::HotKeyAlreadyRegisteredInSubNet
        );
        let price = Burn::<T>::get(netuid);
        ensure!(
            Self::can_pay(coldkey, price) && Self::spendable(coldkey) >= price,
            Error::<T>::NotEnoughBalanceToStake
        );
        Self::own_hotkey(coldkey, hotkey)?;
        let seat = Self::free_seat(netuid)?;

        let swap = Self::quote_buy(netuid, price, Pool::max_price()).map_err(Self::swap_error)?;
        Self::execute_buy(netuid, coldkey, &swap)?;
        Self::recycle_alpha_out(netuid, swap.out);
        RAORecycledForRegistration::<T>::mutate(netuid, |sum| *sum = sum.saturating_add(price));

        let uid = Self::take_seat(netuid, seat, hotkey);
        Self::bump_burn(netuid);
        BurnRegistrationsThisInterval::<T>::mutate(netuid, |n| *n = n.saturating_add(1));
        RegistrationsThisInterval::<T>::mutate(netuid, |n| *n = n.saturating_add(1));
        RegistrationsThisBlock::<T>::mutate(netuid, |n| *n = n.saturating_add(1));
        Self::deposit_event(Event::NeuronRegistered(netuid, uid, hotkey.clone()));
        Ok(())
    }
}
