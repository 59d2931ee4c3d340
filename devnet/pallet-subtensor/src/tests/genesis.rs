//! A world becomes a chain whose books agree.

use super::{ledger::assert_books_agree, mock::*};
use crate::{OwnedHotkeys, Owner, StakingHotkeys, genesis::Pool};

/// Four coldkeys stake to the owners of three subnets and on root.
pub fn small_world() -> crate::genesis::World<sp_runtime::AccountId32> {
    let mut world = world(vec![
        subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO)),
        subnet(2, Pool::even(500 * TAO, 30_000 * TAO)),
        subnet(
            3,
            Pool { quote_weight: 600_000_000_000_000_000, ..Pool::even(7_000 * TAO, 9_000 * TAO) },
        ),
    ]);
    world.root = vec![neuron(50, 5), neuron(51, 6)];
    world.positions = vec![
        position(201, 1, 1, 1_000 * TAO),
        position(201, 2, 1, 333 * TAO),
        position(202, 1, 2, 77 * TAO),
        position(50, 1, 0, 100 * TAO),
        position(50, 5, 0, 900 * TAO),
        position(201, 1, 1, 5 * TAO),
    ];
    world
}

#[test]
fn the_books_agree_from_the_start() {
    chain(small_world()).execute_with(|| {
        assert_books_agree();
        assert_eq!(stake(201, 1, 1), 1_005 * TAO);
        assert_eq!(stake(50, 5, 0), 900 * TAO);
        assert_eq!(Owner::<Test>::get(account(201)), account(101));
        assert_eq!(OwnedHotkeys::<Test>::get(account(5)), [account(50)]);
        assert_eq!(
            StakingHotkeys::<Test>::get(account(1)),
            [account(201), account(202), account(50)]
        );
        assert_eq!(SubtensorModule::positions_of(&account(1)).len(), 3);
    });
}

#[test]
fn a_full_network_builds_and_answers() {
    let mut world =
        world((1..=128).map(|n| subnet(n, Pool::even(9_000 * TAO, 90_000 * TAO))).collect());
    for subnet in &mut world.subnets {
        // One subnet is full; all 33,000 neurons of a full network would only take longer.
        for uid in 1..if subnet.netuid == 128 { 256 } else { 8 } {
            let key = 1_000 + subnet.netuid * 300 + uid;
            subnet.neurons.push(neuron(key, key));
            world.positions.push(position(key, key, subnet.netuid, 10 * TAO));
        }
    }
    chain(world).execute_with(|| {
        assert_eq!(SubtensorModule::all_dynamic_info().len(), 129);
        let metagraph = SubtensorModule::metagraph(128, 0).expect("subnet 128");
        assert_eq!(metagraph.hotkeys.len(), 256);
        assert_eq!(metagraph.alpha_stake[1].0, 10 * TAO);
        let chosen =
            SubtensorModule::selective_metagraph(128, 0, &[52, 14, 9_999]).expect("subnet 128");
        assert_eq!(chosen.hotkeys.as_ref(), Some(&metagraph.hotkeys));
        assert_eq!(chosen.tao_in, Some(metagraph.tao_in));
        assert_eq!(chosen.coldkeys, None);
        assert_eq!(SubtensorModule::metagraph(128, 1), None);
        assert_eq!(SubtensorModule::metagraph(129, 0), None);
    });
}

#[test]
#[should_panic(expected = "netuid 1 appears twice")]
fn a_netuid_cannot_appear_twice() {
    let pool = Pool::even(TAO, TAO);
    chain(world(vec![subnet(1, pool), subnet(1, pool)]));
}
