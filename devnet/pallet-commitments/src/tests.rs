//! Commitments: who may, how much, and what the beacon makes of them.

mod mock;

use frame_support::{assert_noop, assert_ok, traits::Hooks};
use pallet_subtensor::{Bonds, BondsResetOn, SubnetEpochIndex};
use sp_runtime::DispatchError;

use crate::{
    CommitmentOf, Error, Event, LastBondsReset, MaxSpace, RevealedCommitments, TimelockedIndex,
    UsedSpaceOf,
    types::{CommitmentInfo, Data},
};
use mock::*;

fn info(fields: Vec<Data>) -> Box<CommitmentInfo> {
    Box::new(CommitmentInfo { fields: fields.try_into().expect("three at most") })
}

fn raw(length: usize) -> Data {
    Data::Raw(vec![7; length].try_into().expect("short"))
}

fn sealed(round: u64, plain: &[u8]) -> Data {
    let encrypted = [&round.to_le_bytes()[..], plain].concat();
    Data::TimelockEncrypted { encrypted: encrypted.try_into().expect("short"), reveal_round: round }
}

#[test]
fn registered_hotkeys_commit_in_place_of_what_was_there() {
    chain().execute_with(|| {
        assert_noop!(
            Commitments::set_commitment(signed(103), NETUID, info(vec![raw(1)])),
            Error::<Test>::AccountNotAllowedCommit
        );
        assert_ok!(Commitments::set_commitment(signed(101), NETUID, info(vec![raw(1)])));
        assert_ok!(Commitments::set_commitment(
            signed(101),
            NETUID,
            info(vec![raw(2), Data::None])
        ));
        assert_eq!(events().len(), 2);
        let kept = CommitmentOf::<Test>::get(NETUID, account(101)).expect("kept");
        assert_eq!((kept.block, kept.deposit, kept.info.fields.len()), (1, 0, 2));
    });
}

#[test]
fn space_is_counted_by_epoch() {
    chain().execute_with(|| {
        let commit = |fields| Commitments::set_commitment(signed(101), NETUID, info(fields));
        assert_ok!(commit(vec![raw(1)]));
        assert_ok!(commit(vec![raw(128), Data::Sha256([0; 32])]));
        let used = || UsedSpaceOf::<Test>::get(NETUID, account(101)).expect("used").used_space;
        assert_eq!(used(), 100 + 160);
        assert_noop!(Commitments::set_max_space(signed(OWNER), 1), DispatchError::BadOrigin);
        assert_ok!(Commitments::set_max_space(RuntimeOrigin::root(), 360));
        assert_eq!(MaxSpace::<Test>::get(), 360);
        assert_noop!(commit(vec![raw(101)]), Error::<Test>::SpaceLimitExceeded);
        assert_ok!(commit(vec![]));
        SubnetEpochIndex::<Test>::insert(NETUID, 1);
        assert_ok!(commit(vec![raw(101)]));
        assert_eq!(used(), 101);
    });
}

#[test]
fn a_miner_may_ask_for_new_bonds() {
    chain().execute_with(|| {
        Bonds::<Test>::insert(NETUID, 0, vec![(1, 5), (2, 6)]);
        let reset =
            || Commitments::set_commitment(signed(101), NETUID, info(vec![Data::ResetBondsFlag]));
        assert_ok!(reset());
        assert_eq!(Bonds::<Test>::get(NETUID, 0), [(1, 5), (2, 6)], "the subnet does not allow it");
        BondsResetOn::<Test>::insert(NETUID, true);
        assert_ok!(reset());
        assert_eq!(Bonds::<Test>::get(NETUID, 0), [(2, 6)]);
        assert_eq!(LastBondsReset::<Test>::get(NETUID, account(101)), Some(1));
    });
}

#[test]
fn the_beacon_opens_what_was_sealed_for_it() {
    chain().execute_with(|| {
        let (who, now) = (account(101), 2);
        let fields = vec![raw(1), sealed(5, b"five"), sealed(9, b"nine")];
        assert_ok!(Commitments::set_commitment(signed(101), NETUID, info(fields)));
        assert_eq!(
            events(),
            [Event::TimelockCommitment { netuid: NETUID, who: who.clone(), reveal_round: 5 }]
        );
        NextRound::set(6);
        Commitments::on_initialize(now);
        assert_eq!(events(), [Event::CommitmentRevealed { netuid: NETUID, who: who.clone() }]);
        assert_eq!(
            RevealedCommitments::<Test>::get(NETUID, &who),
            Some(vec![(b"five".to_vec(), now)])
        );
        assert_eq!(TimelockedIndex::<Test>::get().len(), 1, "nine waits");
        NextRound::set(10);
        Commitments::on_initialize(now);
        let kept = CommitmentOf::<Test>::get(NETUID, &who).expect("the plain field stays");
        assert_eq!(kept.info.fields.to_vec(), [raw(1)]);
        assert!(TimelockedIndex::<Test>::get().is_empty());
        // What is damaged goes, and so does an empty commitment.
        let damaged = Data::TimelockEncrypted {
            encrypted: vec![1].try_into().expect("short"),
            reveal_round: 5,
        };
        assert_ok!(Commitments::set_commitment(signed(101), NETUID, info(vec![damaged])));
        Commitments::on_initialize(now);
        assert_eq!(CommitmentOf::<Test>::get(NETUID, &who), None);
        // Only the last ten are kept.
        for round in 0..10 {
            let field = sealed(round, &[round as u8]);
            assert_ok!(Commitments::set_commitment(signed(101), NETUID, info(vec![field])));
            Commitments::on_initialize(now);
        }
        let revealed = RevealedCommitments::<Test>::get(NETUID, &who).expect("revealed");
        assert_eq!((revealed.len(), &revealed[0].0[..]), (10, &[0][..]));
    });
}
