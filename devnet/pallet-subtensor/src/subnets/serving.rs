//! `serve_axon`, `serve_axon_tls` and `serve_prometheus`: a neuron publishes where it can be reached.

use std::net::{Ipv4Addr, Ipv6Addr};

use frame_support::{BoundedVec, ensure};
use sp_runtime::DispatchResult;

use crate::{
    AxonInfo, Axons, Config, Error, Event, IsNetworkMember, NeuronCertificate, NeuronCertificates,
    Pallet, Prometheus, PrometheusInfo, ServingRateLimit, units::NetUid,
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

    /// As [`Self::do_serve_axon`], with the neuron's TLS key. A key that is none is left out without a word.
    pub(crate) fn do_serve_axon_tls(
        hotkey: &T::AccountId,
        netuid: NetUid,
        axon: AxonInfo,
        certificate: &[u8],
    ) -> DispatchResult {
        Self::ensure_servable(hotkey, netuid, &axon)?;
        if let Some(certificate) = NeuronCertificate::from_bytes(certificate) {
            NeuronCertificates::<T>::insert(netuid, hotkey, certificate);
        }
        Self::do_serve_axon(hotkey, netuid, axon)
    }

    /// Stores the metrics endpoint of a registered hotkey. Unlike an axon's, its port may be zero.
    pub(crate) fn do_serve_prometheus(
        hotkey: &T::AccountId,
        netuid: NetUid,
        endpoint: PrometheusInfo,
    ) -> DispatchResult {
        Self::ensure_prometheus_servable(hotkey, netuid, &endpoint)?;
        let endpoint = PrometheusInfo { block: Self::block(), ..endpoint };
        Prometheus::<T>::insert(netuid, hotkey, endpoint);
        Self::deposit_event(Event::PrometheusServed(netuid, hotkey.clone()));
        Ok(())
    }

    /// The checks of [`Self::do_serve_axon`], which the pool makes too.
    pub(crate) fn ensure_servable(
        hotkey: &T::AccountId,
        netuid: NetUid,
        axon: &AxonInfo,
    ) -> Result<(), Error<T>> {
        Self::ensure_addressed(hotkey, netuid, axon.ip_type)?;
        // Zero takes an axon back, as the official command line does.
        ensure!(axon.ip == 0 || is_reachable(axon.ip, axon.ip_type), Error::<T>::InvalidIpAddress);
        ensure!(axon.port != 0, Error::<T>::InvalidPort);
        let last = Axons::<T>::get(netuid, hotkey).map_or(0, |old| old.block);
        Self::ensure_not_served_since(netuid, last)
    }

    /// The checks of [`Self::do_serve_prometheus`], which the pool makes too.
    pub(crate) fn ensure_prometheus_servable(
        hotkey: &T::AccountId,
        netuid: NetUid,
        endpoint: &PrometheusInfo,
    ) -> Result<(), Error<T>> {
        Self::ensure_addressed(hotkey, netuid, endpoint.ip_type)?;
        ensure!(is_reachable(endpoint.ip, endpoint.ip_type), Error::<T>::InvalidIpAddress);
        let last = Prometheus::<T>::get(netuid, hotkey).map_or(0, |old| old.block);
        Self::ensure_not_served_since(netuid, last)
    }

    fn ensure_addressed(
        hotkey: &T::AccountId,
        netuid: NetUid,
        ip_type: u8,
    ) -> Result<(), Error<T>> {
        ensure!(
            IsNetworkMember::<T>::get(hotkey, netuid),
            Error::<T>::HotKeyNotRegisteredInNetwork
        );
        ensure!(matches!(ip_type, 4 | 6), Error::<T>::InvalidIpType);
        Ok(())
    }

    fn ensure_not_served_since(netuid: NetUid, last: u64) -> Result<(), Error<T>> {
        let limit = ServingRateLimit::<T>::get(netuid);
        ensure!(
            last == 0 || Self::block().saturating_sub(last) >= limit,
            Error::<T>::ServingRateLimitExceeded
        );
        Ok(())
    }
}

impl NeuronCertificate {
    /// The first byte names the algorithm, at most 64 bytes of key follow; nothing otherwise.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (algorithm, key) = bytes.split_first()?;
        let public_key = BoundedVec::try_from(key.to_vec()).ok()?;
        Some(Self { public_key, algorithm: *algorithm })
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
