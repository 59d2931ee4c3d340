//! Endpoints of neurons.

use frame_support::assert_ok;

use super::mock::*;
use crate::{Axons, Error, Event, NeuronCertificates, Prometheus, genesis::Pool};

#[test]
fn an_axon_is_served_by_registered_hotkeys_with_a_reachable_address() {
    chain(world(vec![subnet(1, Pool::even(TAO, TAO))])).execute_with(|| {
        let serve = |hotkey, ip, port, kind| {
            SubtensorModule::serve_axon(signed(hotkey), 1, 7, ip, port, kind, 4, 0, 0)
        };
        let address = 0x0102_0304;
        assert_refused!(serve(999, address, 80, 4), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_refused!(serve(201, address, 80, 5), Error::<Test>::InvalidIpType);
        for bad in [0x7f00_0001, u128::from(u32::MAX), 1 << 40] {
            assert_refused!(serve(201, bad, 80, 4), Error::<Test>::InvalidIpAddress);
        }
        for bad in [1, u128::MAX] {
            assert_refused!(serve(201, bad, 80, 6), Error::<Test>::InvalidIpAddress);
        }
        assert_refused!(serve(201, address, 0, 4), Error::<Test>::InvalidPort);
        assert_ok!(serve(201, address, 80, 4));
        assert_eq!(events(), [Event::AxonServed(1, account(201))]);
        let axon = Axons::<Test>::get(1, account(201)).expect("served");
        assert_eq!((axon.block, axon.version, axon.ip, axon.port), (1, 7, address, 80));
        assert_refused!(serve(201, address, 81, 4), Error::<Test>::ServingRateLimitExceeded);
        run_to(51);
        assert_ok!(serve(201, address, 81, 4));
        run_to(101);
        assert_ok!(serve(201, 0, 1, 4));
    });
}

#[test]
fn a_tls_key_comes_with_the_axon() {
    chain(world(vec![subnet(1, Pool::even(TAO, TAO))])).execute_with(|| {
        let serve = |certificate: Vec<u8>| {
            SubtensorModule::serve_axon_tls(
                signed(201),
                1,
                7,
                0x0102_0304,
                80,
                4,
                4,
                0,
                0,
                certificate,
            )
        };
        assert_ok!(serve([vec![9], vec![5; 64]].concat()));
        let stored = NeuronCertificates::<Test>::get(1, account(201)).expect("stored");
        assert_eq!((stored.algorithm, stored.public_key.len()), (9, 64));
        assert_refused!(serve(vec![1]), Error::<Test>::ServingRateLimitExceeded);
        // A key that is none changes nothing, the axon is served all the same.
        for bad in [vec![], vec![1; 66]] {
            run_to(System::block_number() + 50);
            assert_ok!(serve(bad));
            assert_eq!(NeuronCertificates::<Test>::get(1, account(201)), Some(stored.clone()));
            let axon = Axons::<Test>::get(1, account(201)).expect("served");
            assert_eq!(axon.block, System::block_number());
        }
    });
}

#[test]
fn metrics_are_served_beside_the_axon() {
    chain(world(vec![subnet(1, Pool::even(TAO, TAO))])).execute_with(|| {
        let serve = |hotkey, ip, kind| {
            SubtensorModule::serve_prometheus(signed(hotkey), 1, 3, ip, 9_090, kind)
        };
        assert_refused!(serve(999, 1, 4), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_refused!(serve(201, 0x0102_0304, 7), Error::<Test>::InvalidIpType);
        assert_refused!(serve(201, 0, 4), Error::<Test>::InvalidIpAddress);
        assert_ok!(serve(201, 0x0102_0304, 4));
        assert_eq!(events(), [Event::PrometheusServed(1, account(201))]);
        let stored = Prometheus::<Test>::get(1, account(201)).expect("served");
        assert_eq!((stored.block, stored.version, stored.port), (1, 3, 9_090));
        assert_refused!(serve(201, 0x0102_0305, 4), Error::<Test>::ServingRateLimitExceeded);
    });
}
