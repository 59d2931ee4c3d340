//! Takes of delegates (economics.md 5.6).

use frame_support::assert_ok;

use super::mock::*;
use crate::{Delegates, Error, Event, MinDelegateTake, TxDelegateTakeRateLimit, genesis::Pool};

fn with_delegate() -> sp_io::TestExternalities {
    let mut world = world(vec![subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO))]);
    world.hotkeys = vec![(account(300), account(1))];
    world.delegates = vec![(account(300), 5_000)];
    chain(world)
}

#[test]
fn a_take_falls_at_any_time() {
    with_delegate().execute_with(|| {
        let lower =
            |who, hotkey, take| SubtensorModule::decrease_take(signed(who), account(hotkey), take);
        assert_refused!(lower(1, 999, 1), Error::<Test>::HotKeyAccountNotExists);
        assert_refused!(lower(2, 300, 1), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(lower(1, 300, 5_000), Error::<Test>::DelegateTakeTooLow);
        assert_ok!(lower(1, 300, 4_000));
        assert_ok!(lower(1, 300, 0));
        assert_eq!(Delegates::<Test>::get(account(300)), 0);
        assert_eq!(
            events(),
            [
                Event::TakeDecreased(account(1), account(300), 4_000),
                Event::TakeDecreased(account(1), account(300), 0)
            ]
        );
        Delegates::<Test>::insert(account(300), 5_000);
        MinDelegateTake::<Test>::put(100);
        assert_refused!(lower(1, 300, 99), Error::<Test>::DelegateTakeTooLow);
    });
}

#[test]
fn a_take_rises_once_in_thirty_days_to_eighteen_percent() {
    with_delegate().execute_with(|| {
        let raise =
            |who, hotkey, take| SubtensorModule::increase_take(signed(who), account(hotkey), take);
        assert_refused!(raise(2, 300, 6_000), Error::<Test>::NonAssociatedColdKey);
        assert_refused!(raise(1, 300, 5_000), Error::<Test>::DelegateTakeTooLow);
        assert_refused!(raise(1, 300, 11_797), Error::<Test>::DelegateTakeTooHigh);
        assert_ok!(raise(1, 300, 6_000));
        assert_eq!(events(), [Event::TakeIncreased(account(1), account(300), 6_000)]);
        System::set_block_number(1 + 216_000);
        assert_refused!(raise(1, 300, 11_796), Error::<Test>::DelegateTxRateLimitExceeded);
        System::set_block_number(2 + 216_000);
        assert_ok!(raise(1, 300, 11_796));
        // A fall in between neither waits nor makes wait; without a limit nothing does.
        assert_ok!(SubtensorModule::decrease_take(signed(1), account(300), 1));
        TxDelegateTakeRateLimit::<Test>::put(0);
        assert_ok!(raise(1, 300, 2));
    });
}
