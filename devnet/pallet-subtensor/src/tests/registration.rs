//! Who gets which uid, and who makes room.

use frame_support::assert_ok;

use super::mock::*;
use crate::{
    Axons, Bonds, Delegates, Emission, Error, Event, IsNetworkMember, Keys, SubnetworkN, Uids,
    ValidatorPermit, Weights,
    genesis::{Endpoint, Pool, Subnet},
};

/// A subnet of `count` neurons whose uids 1.. belong to coldkeys of their own and earned `emission(uid)`.
fn crowded(
    count: u16,
    immunity: u16,
    emission: impl Fn(u16) -> u64,
) -> Subnet<sp_runtime::AccountId32> {
    let mut subnet = subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO));
    subnet.parameters.max_uids = count;
    subnet.parameters.immunity_period = immunity;
    for uid in 1..count {
        let mut next = neuron(1_000 + uid, 2_000 + uid);
        next.figures.emission = emission(uid);
        next.figures.validator_permit = true;
        next.axon = Some(Endpoint {
            ip: "1.2.3.4".parse().expect("address"),
            port: 1,
            version: 1,
            protocol: 4,
        });
        subnet.neurons.push(next);
    }
    subnet
}

#[test]
fn a_new_neuron_takes_the_next_uid() {
    chain(world(vec![subnet(1, Pool::even(10_000 * TAO, 400_000 * TAO))])).execute_with(|| {
        assert_ok!(SubtensorModule::burned_register(signed(1), 1, account(300)));
        assert_eq!(Uids::<Test>::get(1, account(300)), Some(1));
        assert_eq!(Keys::<Test>::get(1, 1), account(300));
        assert_eq!(SubnetworkN::<Test>::get(1), 2);
        assert_eq!(Emission::<Test>::get(1).len(), 2);
        assert!(events().contains(&Event::NeuronRegistered(1, 1, account(300))));
    });
}

#[test]
fn the_least_emission_goes_first_and_the_lowest_uid_among_equals() {
    let emission = |uid| if uid == 7 || uid == 9 { 5 } else { 100 };
    chain(world(vec![crowded(16, 0, emission)])).execute_with(|| {
        Weights::<Test>::insert(1, 7, vec![(1, 1)]);
        Bonds::<Test>::insert(1, 7, vec![(1, 1)]);
        assert_eq!(SubtensorModule::neuron_to_prune(1), Some(7));
        assert_ok!(SubtensorModule::burned_register(signed(1), 1, account(300)));
        assert_eq!(Uids::<Test>::get(1, account(300)), Some(7));
        assert_eq!(Uids::<Test>::get(1, account(1_007)), None);
        assert!(!IsNetworkMember::<Test>::get(account(1_007), 1));
        assert_eq!(Axons::<Test>::get(1, account(1_007)), None);
        assert_eq!(Emission::<Test>::get(1)[7], 0);
        assert!(!ValidatorPermit::<Test>::get(1)[7]);
        assert!(Weights::<Test>::get(1, 7).is_empty() && Bonds::<Test>::get(1, 7).is_empty());
        assert_eq!(SubnetworkN::<Test>::get(1), 16);
    });
}

#[test]
fn the_owner_hotkey_never_goes() {
    // Uid 0 has earned nothing, but is the owner's.
    chain(world(vec![crowded(16, 0, |uid| u64::from(100 - uid))]))
        .execute_with(|| assert_eq!(SubtensorModule::neuron_to_prune(1), Some(15)));
}

#[test]
fn immune_neurons_go_only_if_too_few_others_are_left() {
    // 15 prunable neurons, of which the newest six are immune: nine are not, and ten must remain.
    let mut subnet = crowded(16, 50, |uid| 100 + u64::from(uid));
    for neuron in &mut subnet.neurons[10..] {
        neuron.registered_at = 100;
    }
    chain(world(vec![subnet.clone()])).execute_with(|| {
        System::set_block_number(120);
        assert_eq!(SubtensorModule::neuron_to_prune(1), Some(10));
    });
    // With eleven that are not immune the weakest of them goes.
    for neuron in &mut subnet.neurons[10..12] {
        neuron.registered_at = 0;
    }
    chain(world(vec![subnet])).execute_with(|| {
        System::set_block_number(120);
        assert_eq!(SubtensorModule::neuron_to_prune(1), Some(1));
    });
}

#[test]
fn a_full_subnet_of_few_old_neurons_refuses() {
    chain(world(vec![crowded(11, 0, |_| 0)])).execute_with(|| {
        assert_eq!(SubtensorModule::neuron_to_prune(1), None);
        assert_refused!(
            SubtensorModule::burned_register(signed(1), 1, account(300)),
            Error::<Test>::NoNeuronIdAvailable
        );
    });
}

#[test]
fn root_takes_members_by_stake() {
    let mut world = world(vec![]);
    world.root = (0..64).map(|n| neuron(1_000 + n, 2_000 + n)).collect();
    world.positions =
        (0..64).map(|n| position(1_000 + n, 2_000 + n, 0, (10 + u64::from(n)) * TAO)).collect();
    world.hotkeys = vec![(account(300), account(1)), (account(301), account(1))];
    chain(world).execute_with(|| {
        let join = |hotkey| SubtensorModule::root_register(signed(1), account(hotkey));
        assert_refused!(join(1_000), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        assert_refused!(join(300), Error::<Test>::StakeTooLowForRoot);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(300), 0, 10 * TAO));
        assert_refused!(join(300), Error::<Test>::StakeTooLowForRoot);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(300), 0, TAO));
        assert_ok!(join(300));
        assert_eq!(Uids::<Test>::get(0, account(300)), Some(0));
        assert_eq!(Delegates::<Test>::get(account(300)), 11_796);
        assert_eq!(stake(1_000, 2_000, 0), 10 * TAO);
        assert_ok!(SubtensorModule::add_stake(signed(1), account(301), 0, 100 * TAO));
        assert_refused!(join(301), Error::<Test>::TooManyRegistrationsThisBlock);
        run_to(2);
        assert_ok!(join(301));
    });
}

#[test]
fn root_counts_registrations_per_interval() {
    chain(world(vec![])).execute_with(|| {
        for n in 0..6 {
            run_to(2 + u64::from(n));
            assert_ok!(SubtensorModule::root_register(signed(1), account(300 + n)));
        }
        run_to(20);
        assert_refused!(
            SubtensorModule::root_register(signed(1), account(400)),
            Error::<Test>::TooManyRegistrationsThisInterval
        );
        run_to(130);
        assert_ok!(SubtensorModule::root_register(signed(1), account(400)));
    });
}

#[test]
fn a_hotkey_can_be_owned_once() {
    chain(world(vec![])).execute_with(|| {
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(1), account(300)));
        assert!(SubtensorModule::owns(&account(1), &account(300)));
        assert_ok!(SubtensorModule::try_associate_hotkey(signed(2), account(300)));
        assert!(SubtensorModule::owns(&account(1), &account(300)));
        assert_refused!(
            SubtensorModule::try_associate_hotkey(signed(1), SubtensorModule::burn_account()),
            Error::<Test>::CannotUseSystemAccount
        );
    });
}
