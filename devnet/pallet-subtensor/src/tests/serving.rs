//! Endpoints of neurons.

use frame_support::assert_ok;

use super::mock::*;
use crate::{Axons, Error, Event, genesis::Pool};

#[test]
fn an_axon_is_served_by_registered_hotkeys_with_a_reachable_address() {
    chain(world(vec![subnet(1, Pool::even(TAO, TAO))])).execute_with(|| {
        let serve = |hotkey, ip, port, kind| {
            SubtensorModule::serve_axon(signed(hotkey), 1, 7, ip, port, kind, 4, 0, 0)
        };
        let address = 0x0102_0304;
        assert_refused!(serve(999, address, 80, 4), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_refused!(serve(201, address, 80, 5), Error::<Test>::InvalidIpType);
        for bad in [0, 0x7f00_0001, u128::from(u32::MAX), 1 << 40] {
            assert_refused!(serve(201, bad, 80, 4), Error::<Test>::InvalidIpAddress);
        }
        for bad in [0, 1, u128::MAX] {
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
    });
}
