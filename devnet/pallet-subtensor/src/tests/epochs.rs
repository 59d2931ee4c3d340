//! Epochs on a chain: when they run, what they store, whom they pay (economics.md 3.5, 4 and 5.4).

use frame_support::assert_ok;
use sp_runtime::AccountId32;

use super::mock::*;
use crate::{
    Active, AlphaDividendsPerSubnet, BlockAtRegistration, Bonds, Consensus, Dividends, Emission,
    Event, Incentive, LastEpochBlock, LastMechansimStepBlock, MechanismCountCurrent,
    MechanismEmissionSplit, MinerBurned, PendingEpochAt, PendingServerEmission,
    PendingValidatorEmission, RecycleOrBurn, RecycleOrBurnEnum, StakeWeight, SubnetAlphaOut,
    SubnetEpochIndex, TotalHotkeyAlpha, TotalHotkeyAlphaLastEpoch, ValidatorPermit, ValidatorTrust,
    WeightCommits, Weights,
    genesis::{Hyperparameters, Pool, Subnet, World},
};

/// A subnet where two validators (hotkeys 50 and 51) think that the first of two miners (60, 61) does twice
/// the work of the second. Uids are 1 to 4; the owner is uid 0. Epochs take ten blocks.
pub fn living_subnet(netuid: u16) -> Subnet<AccountId32> {
    let mut subnet = subnet(netuid, Pool::even(10_000 * TAO, 400_000 * TAO));
    subnet.parameters = Hyperparameters::fast();
    subnet.neurons.extend([neuron(50, 5), neuron(51, 6), neuron(60, 7), neuron(61, 8)]);
    for validator in &mut subnet.neurons[1..3] {
        validator.weights = vec![(3, u16::MAX), (4, u16::MAX / 2)];
        validator.figures.validator_permit = true;
        validator.figures.last_update = 1;
    }
    subnet
}

/// One or more living subnets. The validators have 6000 and 3000 alpha on each, some of it others'.
pub fn living_world(subnets: u16) -> World<AccountId32> {
    let mut world = world((1..=subnets).map(living_subnet).collect());
    world.root = vec![neuron(50, 5), neuron(51, 6)];
    for netuid in 1..=subnets {
        world.positions.extend([
            position(50, 5, netuid, 5_000 * TAO),
            position(50, 1, netuid, 1_000 * TAO),
            position(51, 6, netuid, 3_000 * TAO),
        ]);
    }
    world
}

fn value(hotkey: u16, netuid: u16) -> u64 {
    TotalHotkeyAlpha::<Test>::get(account(hotkey), netuid)
}

#[test]
fn section_3_5_an_epoch_every_tempo() {
    chain(living_world(1)).execute_with(|| {
        run_to(9);
        assert_eq!(SubnetEpochIndex::<Test>::get(1), 0);
        run_to(10);
        assert_eq!((SubnetEpochIndex::<Test>::get(1), LastEpochBlock::<Test>::get(1)), (1, 10));
        assert_eq!(LastMechansimStepBlock::<Test>::get(1), 10);
        assert_eq!(PendingServerEmission::<Test>::get(1), 0);
        run_to(19);
        assert_eq!(SubnetEpochIndex::<Test>::get(1), 1);
        assert_eq!(PendingServerEmission::<Test>::get(1), 9 * 410_002_288);
        run_to(20);
        assert_eq!((SubnetEpochIndex::<Test>::get(1), LastEpochBlock::<Test>::get(1)), (2, 20));
        assert_eq!(SubtensorModule::next_epoch_block(1), Some(30));
    });
}

#[test]
fn section_3_5_epochs_beyond_the_cap_wait() {
    chain(living_world(3)).execute_with(|| {
        crate::MaxEpochsPerBlock::<Test>::put(2);
        run_to(9);
        events();
        run_to(10);
        let deferred = Event::EpochDeferred { netuid: 3, from_block: 10, to_block: 11 };
        assert!(events().contains(&deferred));
        let indices = || [1, 2, 3].map(SubnetEpochIndex::<Test>::get);
        assert_eq!(indices(), [1, 1, 0]);
        assert_eq!(PendingEpochAt::<Test>::get(3), 11);
        assert!(PendingValidatorEmission::<Test>::get(3) > 0);
        run_to(11);
        assert_eq!(indices(), [1, 1, 1]);
        assert_eq!((PendingEpochAt::<Test>::get(3), LastEpochBlock::<Test>::get(3)), (0, 11));
    });
}

#[test]
fn section_3_5_an_epoch_with_broken_keys_is_skipped() {
    chain(living_world(1)).execute_with(|| {
        crate::Keys::<Test>::insert(1, 4, account(60));
        run_to(10);
        assert!(events().contains(&Event::EpochSkipped { netuid: 1, block: 10 }));
        assert_eq!(LastEpochBlock::<Test>::get(1), 10, "the slot is used up");
        assert_eq!(LastMechansimStepBlock::<Test>::get(1), 0);
        assert_eq!(PendingServerEmission::<Test>::get(1), 9 * 410_002_288);
    });
}

#[test]
fn section_4_an_epoch_fills_what_explorers_read() {
    chain(living_world(1)).execute_with(|| {
        run_to(10);
        assert_eq!(Incentive::<Test>::get(1), [0, 0, 0, 43_690, 21_844]);
        assert_eq!(Active::<Test>::get(1), [true; 5]);
        assert_eq!(ValidatorPermit::<Test>::get(1), [true, true, true, false, false]);
        let (trust, consensus) = (ValidatorTrust::<Test>::get(1), Consensus::<Test>::get(1));
        assert!(trust[1] > 65_500 && trust[2] > 65_500 && trust[3] == 0, "{trust:?}");
        assert!(consensus[3].abs_diff(2 * consensus[4]) <= 2, "{consensus:?}");
        let dividends = Dividends::<Test>::get(1);
        assert!(dividends[1].abs_diff(2 * dividends[2]) <= 2, "{dividends:?}");
        assert_eq!(StakeWeight::<Test>::get(1)[0], 0);
        assert!(StakeWeight::<Test>::get(1)[1] > 43_000);
        let emission = Emission::<Test>::get(1);
        assert_eq!(emission.len(), 5);
        assert!(emission[3] > 2 * TAO && emission[0] == 0, "{emission:?}");
        // New bonds: a tenth of the weights.
        assert_eq!(Bonds::<Test>::get(1, 1).len(), 2);
        assert!(Bonds::<Test>::get(1, 3).is_empty());

        let neuron = SubtensorModule::neuron(1, 3).expect("uid 3");
        assert_eq!(neuron.incentive.0, 43_690);
        assert_eq!(neuron.emission.0, emission[3]);
        let validator = SubtensorModule::neuron(1, 1).expect("uid 1");
        assert_eq!((validator.dividends.0, validator.weights.len()), (dividends[1], 2));
        let metagraph = SubtensorModule::metagraph(1, 0).expect("subnet 1");
        assert_eq!(metagraph.incentives[4].0, 21_844);
        assert_eq!(metagraph.last_step.0, 10);
        assert_eq!(metagraph.alpha_dividends_per_hotkey.len(), 5);
        let info = SubtensorModule::dynamic_info(1).expect("subnet 1");
        assert_eq!((info.alpha_out_emission.0, info.last_step.0), (TAO, 10));
        assert_eq!((info.pending_alpha_emission.0, info.blocks_since_last_step.0), (0, 0));
        let held = SubtensorModule::stake_info_for_coldkey(&account(1));
        let paid = AlphaDividendsPerSubnet::<Test>::get(1, account(50));
        assert_eq!(held[0].emission.0, paid);
        let delegate = SubtensorModule::delegate(account(50)).expect("a delegate");
        assert_eq!(delegate.total_daily_return.0, emission[1] * 7_200 / 10);
    });
}

#[test]
fn section_5_4_owner_miners_and_stakers_are_paid() {
    chain(living_world(1)).execute_with(|| {
        let before = [value(50, 1), value(51, 1)];
        run_to(10);
        // Nine blocks of an alpha each; root has no stake.
        assert_eq!(stake(201, 101, 1), 9 * 179_995_422);
        let mined = [stake(60, 7, 1), stake(61, 8, 1)];
        assert!(mined[0].abs_diff(2 * mined[1]) < TAO / 10_000, "{mined:?}");
        let validated = [value(50, 1) - before[0], value(51, 1) - before[1]];
        let pending = 9 * 410_002_288;
        // Without root stake the budget is halved between miners and validators, to the last rao or so.
        assert!(mined.iter().sum::<u64>().abs_diff(pending) < 10, "{mined:?}");
        assert!(validated.iter().sum::<u64>().abs_diff(pending) < 10, "{validated:?}");
        assert!(validated[0].abs_diff(2 * validated[1]) < TAO / 1_000, "{validated:?}");

        // The owner of 50 takes 18 %, and the rest goes to everybody in proportion.
        let nominator = stake(50, 1, 1) - 1_000 * TAO;
        let share = validated[0] as f64 * (1.0 - 11_796.0 / 65_535.0) / 6.0;
        assert!((nominator as f64 - share).abs() < 1e5, "{nominator} for {share}");
        let recorded = AlphaDividendsPerSubnet::<Test>::get(1, account(50));
        assert!(recorded < validated[0] && recorded > validated[0] * 4 / 5);
        let after = TotalHotkeyAlphaLastEpoch::<Test>::get(account(50), 1);
        assert_eq!(after, value(50, 1));
    });
}

#[test]
fn section_5_1_without_incentive_validators_get_all() {
    let mut world = living_world(1);
    for neuron in &mut world.subnets[0].neurons {
        neuron.weights.clear();
    }
    chain(world).execute_with(|| {
        let before = value(50, 1) + value(51, 1);
        run_to(10);
        assert_eq!(Incentive::<Test>::get(1), [0; 5]);
        assert_eq!(stake(60, 7, 1), 0);
        let validated = value(50, 1) + value(51, 1) - before;
        assert!(validated.abs_diff(18 * 410_002_288) < 10, "{validated}");
    });
}

#[test]
fn section_5_4_miners_of_the_owner_earn_nothing() {
    let mut world = living_world(1);
    world.subnets[0].neurons[3].coldkey = account(101);
    // Nothing is bought for the protocol then.
    world.subnets[0].parameters.emission_enabled = false;
    for how in [RecycleOrBurnEnum::Burn, RecycleOrBurnEnum::Recycle] {
        chain(world.clone()).execute_with(|| {
            RecycleOrBurn::<Test>::insert(1, how.clone());
            run_to(9);
            let out = SubnetAlphaOut::<Test>::get(1);
            run_to(10);
            assert_eq!(stake(60, 101, 1), 0);
            assert!(stake(61, 8, 1) > TAO);
            let burned = MinerBurned::<Test>::get(1).to_num::<f64>();
            assert!((burned - 2.0 / 3.0).abs() < 1e-4, "{burned}");
            let left = SubnetAlphaOut::<Test>::get(1);
            let recycled = out > left + TAO;
            assert_eq!(recycled, how == RecycleOrBurnEnum::Recycle, "{out} {left}");
        });
    }
}

#[test]
fn section_5_4_mining_rewards_go_where_the_coldkey_wants() {
    chain(living_world(1)).execute_with(|| {
        assert_ok!(SubtensorModule::set_coldkey_auto_stake_hotkey(signed(7), 1, account(51)));
        run_to(10);
        assert_eq!(stake(60, 7, 1), 0);
        let incentive = stake(51, 7, 1);
        assert!(incentive > 2 * TAO);
        let paid = events().into_iter().find_map(|event| match event {
            Event::AutoStakeAdded { netuid: 1, destination, hotkey, owner, incentive } => {
                Some((destination, hotkey, owner, incentive))
            }
            _ => None,
        });
        let (destination, hotkey, owner, staked) = paid.expect("an event");
        assert_eq!((destination, hotkey, owner), (account(51), account(60), account(7)));
        // The stake has since had its part of the hotkey's dividends.
        assert!(staked <= incentive && staked > 2 * TAO);
    });
}

#[test]
fn section_3_7_what_root_does_not_get_is_gone() {
    // Half of the budget is the miners', and the budget lacks root's part.
    let mut world = living_world(1);
    world.subnets[0].loose_alpha = 2_600_000 * TAO - 9_000 * TAO;
    world.subnets[0].parameters.tempo = 1;
    world.positions.push(position(50, 9, 0, 5_600_000 * TAO));
    world.parameters.tao_weight = 3_320_413_933_267_719_290;
    chain_with(vec![(1, TAO)], world).execute_with(|| {
        let before = [value(50, 1) + value(51, 1), SubnetAlphaOut::<Test>::get(1)];
        run_to(2);
        let mined = stake(60, 7, 1) + stake(61, 8, 1);
        assert!(mined.abs_diff(358_445_114) < 100, "{mined}");
        let validated = value(50, 1) + value(51, 1) - before[0];
        assert!(validated.abs_diff(306_887_940) < 100, "{validated}");
        let bought = crate::SubnetProtocolAlpha::<Test>::get(1);
        let emitted = SubnetAlphaOut::<Test>::get(1) - before[1] - bought;
        assert!((TAO - emitted).abs_diff(103_114_348) < 100, "{emitted}");
        let loose = emitted - mined - validated - stake(201, 101, 1);
        assert!(loose.abs_diff(51_557_174) < 100, "{loose}");
    });
}

#[test]
fn section_4_two_mechanisms_share_an_epoch() {
    chain(living_world(1)).execute_with(|| {
        MechanismCountCurrent::<Test>::insert(1, 2);
        MechanismEmissionSplit::<Test>::insert(1, vec![49_151, 16_384]);
        crate::LastUpdate::<Test>::insert(4_097, vec![1; 5]);
        // On the second one the second miner does everything.
        Weights::<Test>::insert(4_097, 1, vec![(4, u16::MAX)]);
        Weights::<Test>::insert(4_097, 2, vec![(4, u16::MAX)]);
        run_to(10);
        assert_eq!(Incentive::<Test>::get(1), [0, 0, 0, 43_690, 21_844]);
        assert_eq!(Incentive::<Test>::get(4_097), [0, 0, 0, 0, 65_535]);
        assert_eq!(Bonds::<Test>::get(4_097, 1).len(), 1);
        // 3/4 * 2/3 against 3/4 * 1/3 + 1/4.
        let (first, second) = (stake(60, 7, 1), stake(61, 8, 1));
        assert!(first.abs_diff(second) < TAO / 1_000, "{first} {second}");
        let metagraph = SubtensorModule::metagraph(1, 1).expect("the second mechanism");
        assert_eq!(metagraph.incentives[4].0, 65_535);
    });
}

#[test]
fn section_4_weights_for_neurons_younger_than_their_commit_do_not_count() {
    chain(living_world(1)).execute_with(|| {
        crate::CommitRevealWeightsEnabled::<Test>::insert(1, true);
        // Uid 3 came in block 5. Validator 50 committed before and 51 after; both have set weights since.
        BlockAtRegistration::<Test>::insert(1, 3, 5);
        crate::LastUpdate::<Test>::insert(1, vec![0, 6, 6, 0, 0]);
        let commit = |block| std::collections::VecDeque::from([(Default::default(), 0, block, 0)]);
        WeightCommits::<Test>::insert(1, account(50), commit(4));
        WeightCommits::<Test>::insert(1, account(51), commit(6));
        run_to(10);
        let trust = ValidatorTrust::<Test>::get(1);
        assert_eq!(Incentive::<Test>::get(1), [0, 0, 0, 0, 65_535], "a third is no majority");
        assert!(trust[1] > trust[2], "{trust:?}");
    });
}

#[test]
fn section_4_who_is_silent_too_long_counts_no_more() {
    chain(living_world(1)).execute_with(|| {
        // 50 tempos of ten blocks.
        run_to(500);
        assert_eq!(Active::<Test>::get(1)[1..3], [true, true]);
        assert!(Incentive::<Test>::get(1)[3] > 0);
        run_to(510);
        assert_eq!(Active::<Test>::get(1)[1..3], [false, false]);
        assert_eq!(Incentive::<Test>::get(1), [0; 5]);
        assert!(Emission::<Test>::get(1)[1] > 0, "stake decides");
    });
}
