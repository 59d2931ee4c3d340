//! `serve_axon`: a neuron publishes where it can be reached.

use std::net::{Ipv4Addr, Ipv6Addr};

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{
    AxonInfo, Axons, Config, Error, Event, IsNetworkMember, Pallet, ServingRateLimit, units::NetUid,
};

impl<T: Config> Pallet<T> {
    /// Stores the endpoint of a registered hotkey.
    pub(crate) fn do_serve_axon(
        hotkey: &T::AccountId,
        netuid: NetUid,
        axon: AxonInfo,
    ) -> DispatchResult {
        Self::ensure_servable(hotkey, netuid, &axon)?;
        Axons::<T>::insert(netuid, hotkey, AxonInfo { block: Self::block(), ..axon });
        Self::deposit_event(Event::AxonServed(netuid, hotkey.clone()));
        Ok(())
    }

    /// The checks of [`Self::do_serve_axon`], which the pool makes too.
    pub(crate) fn ensure_servable(
        hotkey: &T::AccountId,
        netuid: NetUid,
        axon: &AxonInfo,
    ) -> Result<(), Error<T>> {
        ensure!(
            IsNetworkMember::<T>::get(hotkey, netuid),
            Error::<T>::HotKeyNotRegisteredInNetwork
        );
        ensure!(matches!(axon.ip_type, 4 | 6), Error::<T>::InvalidIpType);
        ensure!(is_reachable(axon.ip, axon.ip_type), Error::<T>::InvalidIpAddress);
        ensure!(axon.port != 0, Error::<T>::InvalidPort);
        let last = Axons::<T>::get(netuid, hotkey).map_or(0, |old| old.block);
        let limit = ServingRateLimit::<T>::get(netuid);
        ensure!(
            last == 0 || Self::block().saturating_sub(last) >= limit,
            Error::<T>::ServingRateLimitExceeded
        );
        Ok(())
    }
}

/// Whether the number is an address of its kind that could be reached from elsewhere.
fn is_reachable(ip: u128, ip_type: u8) -> bool {
    if ip_type == 4 {
        let Ok(bits) = u32::try_from(ip) else {
            return false;
        };
        let address = Ipv4Addr::from(bits);
        !(address.is_unspecified() || address.is_broadcast() || address.is_loopback())
    } else {
        let address = Ipv6Addr::from(ip);
        ip != u128::MAX && !(address.is_unspecified() || address.is_loopback())
    }
}
