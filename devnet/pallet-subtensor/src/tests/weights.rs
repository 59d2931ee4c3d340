//! Setting, committing and revealing weights (interface.md 2.6, economics.md 4).

use codec::{Compact, Encode};
use frame_support::assert_ok;
use sp_core::H256;

use super::mock::*;
use crate::{
    CommitRevealWeightsEnabled, Error, Event, LastEpochBlock, LastUpdate, MaxWeightsLimit,
    MechanismCountCurrent, MinAllowedWeights, RevealPeriodEpochs, StakeThreshold, SubnetEpochIndex,
    TimelockedWeightCommits, ValidatorPermit, WeightCommits, Weights, WeightsSetRateLimit,
    WeightsVersionKey,
    genesis::Pool,
    weights::{SealedWeights, beacon::Beacon, timelocked::TimelockedWeights},
};

/// Subnet 1 with the owner's neuron (hotkey 201, uid 0) and hotkeys 301 to 303 of coldkey 9 (uids 1 to 3); 301
/// may validate. `commits` says whether weights are committed first.
fn subnet_of_four(commits: bool) -> sp_io::TestExternalities {
    let mut one = subnet(1, Pool::even(1_000 * TAO, 1_000 * TAO));
    one.neurons.extend([neuron(301, 9), neuron(302, 9), neuron(303, 9)]);
    one.neurons[1].figures.validator_permit = true;
    one.parameters.commit_reveal_weights = commits;
    let mut world = world(vec![one]);
    world.positions = vec![position(301, 9, 1, 100 * TAO)];
    let mut chain = chain(world);
    chain.execute_with(|| {
        System::set_block_number(200);
        LastEpochBlock::<Test>::insert(1, 200);
    });
    chain
}

fn set(hotkey: u16, uids: &[u16], values: &[u16]) -> sp_runtime::DispatchResult {
    SubtensorModule::set_weights(signed(hotkey), 1, uids.to_vec(), values.to_vec(), 0)
}

/// Goes on as if an epoch of subnet 1 had run.
fn next_epoch() {
    SubnetEpochIndex::<Test>::mutate(1, |epoch| *epoch += 1);
    System::set_block_number(System::block_number() + 100);
    LastEpochBlock::<Test>::insert(1, System::block_number());
}

#[test]
fn weights_are_upscaled_and_stored() {
    subnet_of_four(false).execute_with(|| {
        assert_ok!(set(301, &[2, 3], &[1, 2]));
        assert_eq!(events(), [Event::WeightsSet(1, 1)]);
        assert_eq!(Weights::<Test>::get(1, 1), [(2, 32_768), (3, 65_535)]);
        assert_eq!(LastUpdate::<Test>::get(1), [0, 200, 0, 0]);
    });
}

#[test]
fn set_weights_checks_in_order() {
    subnet_of_four(false).execute_with(|| {
        assert_refused!(set(301, &[1, 2], &[1]), Error::<Test>::WeightVecNotEqualSize);
        assert_refused!(
            set(301, &[0, 1, 2, 3, 0], &[1; 5]),
            Error::<Test>::UidsLengthExceedUidsInSubNet
        );
        assert_refused!(set(999, &[1], &[1]), Error::<Test>::HotKeyNotRegisteredInSubNet);
        assert_refused!(set(302, &[1, 2], &[1, 1]), Error::<Test>::NeuronNoValidatorPermit);
        assert_refused!(set(301, &[2, 2], &[1, 1]), Error::<Test>::DuplicateUids);
        assert_refused!(set(301, &[2, 9], &[1, 1]), Error::<Test>::UidVecContainInvalidOne);
        MinAllowedWeights::<Test>::insert(1, 3);
        assert_refused!(set(301, &[2, 3], &[1, 1]), Error::<Test>::WeightVecLengthIsLow);
        MinAllowedWeights::<Test>::insert(1, 1);
        MaxWeightsLimit::<Test>::insert(1, 32_768);
        assert_refused!(set(301, &[2, 3], &[1, 2]), Error::<Test>::MaxWeightExceeded);
        assert_ok!(set(301, &[2, 3], &[1, 1]));
        assert_refused!(set(301, &[2, 3], &[1, 1]), Error::<Test>::SettingWeightsTooFast);
        System::set_block_number(299);
        assert_refused!(set(301, &[2, 3], &[1, 1]), Error::<Test>::SettingWeightsTooFast);
        System::set_block_number(300);
        WeightsVersionKey::<Test>::insert(1, 5);
        assert_refused!(set(301, &[2, 3], &[1, 1]), Error::<Test>::IncorrectWeightVersionKey);
        assert_ok!(SubtensorModule::set_weights(signed(301), 1, vec![2, 3], vec![1, 1], 5));
    });
    subnet_of_four(true).execute_with(|| {
        assert_refused!(set(301, &[2], &[1]), Error::<Test>::CommitRevealEnabled);
        CommitRevealWeightsEnabled::<Test>::insert(0, false);
        CommitRevealWeightsEnabled::<Test>::insert(7, false);
        let on = |netuid| SubtensorModule::set_weights(signed(301), netuid, vec![2], vec![1], 0);
        assert_refused!(on(0), Error::<Test>::CanNotSetRootNetworkWeights);
        assert_refused!(on(7), Error::<Test>::MechanismDoesNotExist);
    });
}

#[test]
fn anybody_may_weigh_itself_and_the_owner_anybody() {
    subnet_of_four(false).execute_with(|| {
        MinAllowedWeights::<Test>::insert(1, 4);
        MaxWeightsLimit::<Test>::insert(1, 100);
        assert_ok!(set(302, &[2], &[7]));
        assert_eq!(Weights::<Test>::get(1, 2), [(2, 65_535)]);
        MinAllowedWeights::<Test>::insert(1, 1);
        MaxWeightsLimit::<Test>::insert(1, u16::MAX);
        StakeThreshold::<Test>::put(1_000 * TAO);
        assert_refused!(set(301, &[2], &[7]), Error::<Test>::NotEnoughStakeToSetWeights);
        assert_ok!(set(201, &[1, 2, 3], &[1, 2, 3]));
        StakeThreshold::<Test>::put(100 * TAO);
        assert_ok!(set(301, &[2], &[7]));
    });
}

#[test]
fn a_batch_goes_on_after_a_failure() {
    subnet_of_four(false).execute_with(|| {
        let weights = vec![vec![(Compact(2), Compact(5))], vec![(Compact(1), Compact(1))]];
        let batch = |keys| {
            let netuids = vec![Compact(1), Compact(7)];
            SubtensorModule::batch_set_weights(signed(301), netuids, weights.clone(), keys)
        };
        assert_refused!(batch(vec![Compact(0)]), Error::<Test>::InputLengthsUnequal);
        assert_ok!(batch(vec![Compact(0), Compact(0)]));
        assert_eq!(
            events(),
            [
                Event::WeightsSet(1, 1),
                Event::BatchCompletedWithErrors,
                Event::BatchWeightItemFailed(7, Error::<Test>::CommitRevealEnabled.into()),
                Event::BatchWeightsCompleted(vec![Compact(1), Compact(7)], account(301)),
            ]
        );
    });
}

#[test]
fn a_commit_is_revealed_in_exactly_one_epoch() {
    subnet_of_four(true).execute_with(|| {
        let hash = |salt: &[u16]| {
            let plain = (account(301), 1_u16, vec![2_u16, 3], vec![1_u16, 2], salt, 0_u64);
            H256(sp_io::hashing::blake2_256(&plain.encode()))
        };
        let commit = |salt: &[u16]| SubtensorModule::commit_weights(signed(301), 1, hash(salt));
        let reveal = |salt: &[u16]| {
            let (uids, values) = (vec![2, 3], vec![1, 2]);
            SubtensorModule::reveal_weights(signed(301), 1, uids, values, salt.to_vec(), 0)
        };
        assert_refused!(reveal(&[1]), Error::<Test>::NoWeightsCommitFound);
        assert_ok!(commit(&[1]));
        assert_eq!(events(), [Event::WeightsCommitted(account(301), 1, hash(&[1]))]);
        let kept = WeightCommits::<Test>::get(1, account(301)).expect("kept");
        assert_eq!(kept, [(hash(&[1]), 0, 200, 0)]);
        assert_eq!(LastUpdate::<Test>::get(1)[1], 200);
        assert_refused!(commit(&[2]), Error::<Test>::CommittingWeightsTooFast);
        assert_refused!(reveal(&[1]), Error::<Test>::RevealTooEarly);
        next_epoch();
        assert_refused!(reveal(&[2]), Error::<Test>::InvalidRevealCommitHashNotMatch);
        assert_ok!(reveal(&[1]));
        assert_eq!(
            events(),
            [Event::WeightsSet(1, 1), Event::WeightsRevealed(account(301), 1, hash(&[1]))]
        );
        assert_eq!(Weights::<Test>::get(1, 1), [(2, 32_768), (3, 65_535)]);
        assert_eq!(LastUpdate::<Test>::get(1)[1], 200, "a reveal is no activity");
        assert!(!WeightCommits::<Test>::contains_key(1, account(301)));
        // Too late.
        assert_ok!(commit(&[3]));
        next_epoch();
        next_epoch();
        assert_refused!(reveal(&[3]), Error::<Test>::ExpiredWeightCommit);
        // An epoch that is due counts as begun.
        assert_ok!(commit(&[4]));
        System::set_block_number(System::block_number() + 360);
        assert_ok!(reveal(&[4]));
    });
}

#[test]
fn ten_commits_may_wait_and_a_batch_reveals_them() {
    subnet_of_four(true).execute_with(|| {
        WeightsSetRateLimit::<Test>::insert(1, 0);
        RevealPeriodEpochs::<Test>::insert(1, 2);
        let hash =
            |salt: u16| SubtensorModule::commit_hash(&account(301), 1, &[2], &[salt], &[salt], 0);
        for salt in 1..=10 {
            assert_ok!(SubtensorModule::commit_weights(signed(301), 1, hash(salt)));
        }
        assert_refused!(
            SubtensorModule::commit_weights(signed(301), 1, hash(11)),
            Error::<Test>::TooManyUnrevealedCommits
        );
        let reveal = |salts: &[u16]| {
            let lists: Vec<Vec<u16>> = salts.iter().map(|salt| vec![*salt]).collect();
            let uids = vec![vec![2]; salts.len()];
            let keys = vec![0; salts.len()];
            SubtensorModule::batch_reveal_weights(signed(301), 1, uids, lists.clone(), lists, keys)
        };
        assert_refused!(reveal(&[1]), Error::<Test>::RevealTooEarly);
        next_epoch();
        next_epoch();
        assert_refused!(
            SubtensorModule::batch_reveal_weights(
                signed(301),
                1,
                vec![vec![2]],
                vec![],
                vec![],
                vec![]
            ),
            Error::<Test>::InputLengthsUnequal
        );
        assert_refused!(reveal(&[3, 12]), Error::<Test>::InvalidRevealCommitHashNotMatch);
        events();
        assert_ok!(reveal(&[3, 5]));
        assert_eq!(
            events().pop(),
            Some(Event::WeightsBatchRevealed(account(301), 1, vec![hash(3), hash(5)]))
        );
        assert_eq!(WeightCommits::<Test>::get(1, account(301)).expect("eight wait").len(), 8);
        // A single reveal gives up the older ones.
        assert_ok!(SubtensorModule::reveal_weights(signed(301), 1, vec![2], vec![8], vec![8], 0));
        let left = WeightCommits::<Test>::get(1, account(301)).expect("two wait");
        assert_eq!(left.iter().map(|commit| commit.0).collect::<Vec<_>>(), [hash(9), hash(10)]);
    });
}

#[test]
fn mechanisms_have_weights_of_their_own() {
    subnet_of_four(false).execute_with(|| {
        let on = |mecid, hotkey| {
            SubtensorModule::set_mechanism_weights(signed(hotkey), 1, mecid, vec![2], vec![1], 0)
        };
        assert_refused!(on(1, 301), Error::<Test>::MechanismDoesNotExist);
        MechanismCountCurrent::<Test>::insert(1, 2);
        LastUpdate::<Test>::insert(4_097, vec![0; 4]);
        assert_ok!(set(301, &[3], &[1]));
        assert_ok!(on(1, 301));
        assert_eq!(Weights::<Test>::get(1, 1), [(3, 65_535)]);
        assert_eq!(Weights::<Test>::get(4_097, 1), [(2, 65_535)]);
        assert_eq!(events(), [Event::WeightsSet(1, 1), Event::WeightsSet(4_097, 1)]);
        assert_refused!(on(1, 301), Error::<Test>::SettingWeightsTooFast);
        CommitRevealWeightsEnabled::<Test>::insert(1, true);
        WeightsSetRateLimit::<Test>::insert(1, 0);
        let hash = SubtensorModule::commit_hash(&account(301), 4_097, &[3], &[1], &[], 0);
        assert_ok!(SubtensorModule::commit_mechanism_weights(signed(301), 1, 1, hash));
        next_epoch();
        assert_ok!(SubtensorModule::reveal_mechanism_weights(
            signed(301),
            1,
            1,
            vec![3],
            vec![1],
            vec![],
            0
        ));
        assert_eq!(Weights::<Test>::get(4_097, 1), [(3, 65_535)]);
    });
}

fn sealed(round: u64, hotkey: u16, values: &[u16]) -> SealedWeights {
    let plain = TimelockedWeights {
        hotkey: account(hotkey).encode(),
        uids: vec![2, 3],
        values: values.to_vec(),
        version_key: 0,
    };
    let mut bytes = round.to_le_bytes().to_vec();
    plain.encode_to(&mut bytes);
    bytes.try_into().expect("short")
}

fn commit_sealed(hotkey: u16, sealed: SealedWeights, round: u64) -> sp_runtime::DispatchResult {
    SubtensorModule::commit_timelocked_weights(signed(hotkey), 1, sealed, round, 4)
}

#[test]
fn timelocked_weights_are_opened_by_the_chain() {
    subnet_of_four(true).execute_with(|| {
        let commit = sealed(50, 301, &[1, 2]);
        assert_ok!(commit_sealed(301, commit.clone(), 50));
        let hash = H256(sp_io::hashing::blake2_256(&commit));
        assert_eq!(events(), [Event::TimelockedWeightsCommitted(account(301), 1, hash, 50)]);
        assert_eq!(TimelockedWeightCommits::<Test>::get(1, 0), [(account(301), 200, commit, 50)]);
        NextRound::set(51);
        SubtensorModule::reveal_due_weights(201);
        assert_eq!(events(), [], "its epoch has not come");
        next_epoch();
        NextRound::set(50);
        SubtensorModule::reveal_due_weights(300);
        assert_eq!(TimelockedWeightCommits::<Test>::get(1, 0).len(), 1, "it waits for its round");
        NextRound::set(51);
        SubtensorModule::reveal_due_weights(301);
        assert_eq!(
            events(),
            [Event::WeightsSet(1, 1), Event::TimelockedWeightsRevealed(1, account(301))]
        );
        assert_eq!(Weights::<Test>::get(1, 1), [(2, 32_768), (3, 65_535)]);
        assert!(!TimelockedWeightCommits::<Test>::contains_key(1, 0));
    });
}

#[test]
fn what_cannot_be_opened_or_set_is_dropped() {
    subnet_of_four(true).execute_with(|| {
        WeightsSetRateLimit::<Test>::insert(1, 0);
        let foreign = sealed(50, 302, &[1, 2]);
        let damaged: SealedWeights = vec![1, 2, 3].try_into().expect("short");
        assert_ok!(commit_sealed(301, foreign, 50));
        assert_ok!(commit_sealed(301, damaged, 50));
        assert_ok!(commit_sealed(301, sealed(50, 301, &[1]), 50));
        assert_ok!(commit_sealed(301, sealed(90, 301, &[1, 2]), 90));
        events();
        NextRound::set(51);
        next_epoch();
        SubtensorModule::reveal_due_weights(300);
        assert_eq!(events(), []);
        assert_eq!(TimelockedWeightCommits::<Test>::get(1, 0).len(), 1, "one waits for its round");
        next_epoch();
        SubtensorModule::reveal_due_weights(400);
        assert!(!TimelockedWeightCommits::<Test>::contains_key(1, 0), "too late");
    });
}

#[test]
fn timelocked_commits_are_checked() {
    subnet_of_four(true).execute_with(|| {
        NextRound::set(51);
        assert_eq!(PlainBeacon::last_round(), 50);
        let commit = sealed(60, 301, &[1, 2]);
        assert_refused!(commit_sealed(301, commit.clone(), 49), Error::<Test>::InvalidRevealRound);
        assert_refused!(
            SubtensorModule::commit_timelocked_weights(signed(301), 1, commit.clone(), 60, 3),
            Error::<Test>::IncorrectCommitRevealVersion
        );
        assert_refused!(
            commit_sealed(999, commit.clone(), 60),
            Error::<Test>::HotKeyNotRegisteredInSubNet
        );
        assert_ok!(commit_sealed(301, commit.clone(), 60));
        assert_refused!(
            commit_sealed(301, commit.clone(), 60),
            Error::<Test>::CommittingWeightsTooFast
        );
        WeightsSetRateLimit::<Test>::insert(1, 0);
        for _ in 1..10 {
            assert_ok!(commit_sealed(301, commit.clone(), 60));
        }
        assert_refused!(
            commit_sealed(301, commit.clone(), 60),
            Error::<Test>::TooManyUnrevealedCommits
        );
        CommitRevealWeightsEnabled::<Test>::insert(1, false);
        assert_refused!(commit_sealed(301, commit, 60), Error::<Test>::CommitRevealDisabled);
        assert!(ValidatorPermit::<Test>::get(1)[1]);
    });
}
