//! Keys move up block by block; what is stored is given up; what the official client encrypts is read.

use frame_support::{
    assert_noop, assert_ok, construct_runtime, derive_impl, inherent::ProvideInherent,
    parameter_types, traits::Hooks,
};
use sp_inherents::InherentData;
use sp_runtime::{BuildStorage, DispatchError};

use crate::{
    self as pallet_shield, AuthorKeys, Call, CurrentKey, EncryptionKey, Error, Event,
    INHERENT_IDENTIFIER, NextKey, NextKeyExpiresAt, PendingExtrinsics, PendingKey,
    PendingKeyExpiresAt, Public, Sealed, keys,
};

type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        MevShield: pallet_shield = 30,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

parameter_types! {
    pub Author: Public = Public([7; 32]);
}

impl pallet_shield::Config for Test {
    type Author = Author;
}

fn chain() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig::default().build_storage().expect("genesis");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

fn key(number: u32) -> EncryptionKey {
    keys::encryption_key(keys::seed(number))
}

fn announce(key: Option<EncryptionKey>) {
    assert_ok!(MevShield::announce_next_key(RuntimeOrigin::none(), key));
}

/// Current, pending, next and the author's key.
fn line() -> [Option<EncryptionKey>; 4] {
    [
        CurrentKey::<Test>::get(),
        PendingKey::<Test>::get(),
        NextKey::<Test>::get(),
        AuthorKeys::<Test>::get(Author::get()),
    ]
}

#[test]
fn keys_move_up_with_every_block() {
    chain().execute_with(|| {
        assert_eq!(line(), [None, Some(key(0)), Some(key(1)), Some(key(2))]);
        assert!(MevShield::opens_next(&keys::key_hash(&key(0))));
        assert!(!MevShield::opens_next(&keys::key_hash(&key(1))));
        announce(Some(key(3)));
        assert_eq!(line(), [Some(key(0)), Some(key(1)), Some(key(2)), Some(key(3))]);
        assert!(MevShield::opens_next(&keys::key_hash(&key(1))));
        assert_eq!(PendingKeyExpiresAt::<Test>::get(), Some(3));
        assert_eq!(NextKeyExpiresAt::<Test>::get(), Some(4));

        System::set_block_number(2);
        announce(None);
        assert_eq!(line(), [Some(key(1)), Some(key(2)), Some(key(3)), None]);
        announce(None);
        assert_eq!(line(), [Some(key(2)), Some(key(3)), None, None]);
        assert_eq!(NextKeyExpiresAt::<Test>::get(), None);
        announce(None);
        announce(None);
        assert_eq!(line(), [None, None, None, None]);
        assert_eq!(PendingKeyExpiresAt::<Test>::get(), None);
    });
}

#[test]
fn only_the_start_of_a_block_announces_a_key() {
    chain().execute_with(|| {
        assert_noop!(
            MevShield::announce_next_key(RuntimeOrigin::signed(1), Some(key(3))),
            DispatchError::BadOrigin
        );
        let short = EncryptionKey::truncate_from(vec![0; 1_183]);
        assert_noop!(
            MevShield::announce_next_key(RuntimeOrigin::none(), Some(short)),
            Error::<Test>::BadEncKeyLen
        );
        let mut data = InherentData::new();
        assert_eq!(
            MevShield::create_inherent(&data),
            Some(Call::announce_next_key { enc_key: None })
        );
        data.put_data(INHERENT_IDENTIFIER, &key(3)).expect("new");
        let call = MevShield::create_inherent(&data).expect("in every block");
        assert_eq!(call, Call::announce_next_key { enc_key: Some(key(3)) });
        assert!(MevShield::is_inherent(&call));
        assert!(!MevShield::is_inherent(&Call::set_max_extrinsic_weight { value: 1 }));
    });
}

#[test]
fn what_is_submitted_is_told_and_what_is_stored_is_given_up() {
    chain().execute_with(|| {
        let sealed = Sealed::truncate_from(vec![1, 2, 3]);
        assert_ok!(MevShield::submit_encrypted(RuntimeOrigin::signed(1), sealed.clone()));
        assert!(matches!(
            System::events().pop().expect("an event").event,
            RuntimeEvent::MevShield(Event::EncryptedSubmitted { who: 1, .. })
        ));

        assert_ok!(MevShield::set_max_pending_extrinsics_number(RuntimeOrigin::root(), 2));
        for _ in 0..2 {
            assert_ok!(MevShield::store_encrypted(RuntimeOrigin::signed(1), sealed.clone()));
        }
        assert_noop!(
            MevShield::store_encrypted(RuntimeOrigin::signed(1), sealed.clone()),
            Error::<Test>::TooManyPendingExtrinsics
        );
        System::reset_events();
        System::set_block_number(2);
        MevShield::on_initialize(2);
        assert_eq!(PendingExtrinsics::<Test>::count(), 0);
        let events: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
        let failed = |index| RuntimeEvent::MevShield(Event::ExtrinsicDecodeFailed { index });
        assert_eq!(events, [failed(0), failed(1)]);

        assert_ok!(MevShield::set_stored_extrinsic_lifetime(RuntimeOrigin::root(), 0));
        assert_ok!(MevShield::store_encrypted(RuntimeOrigin::signed(1), sealed));
        MevShield::on_initialize(3);
        System::assert_last_event(Event::ExtrinsicExpired { index: 2 }.into());
    });
}

#[test]
fn limits_are_roots_and_have_limits() {
    chain().execute_with(|| {
        let most = 2_000_000_000_000;
        assert_ok!(MevShield::set_on_initialize_weight(RuntimeOrigin::root(), most));
        assert_ok!(MevShield::set_max_extrinsic_weight(RuntimeOrigin::root(), most));
        assert_noop!(
            MevShield::set_on_initialize_weight(RuntimeOrigin::root(), most + 1),
            Error::<Test>::WeightExceedsAbsoluteMax
        );
        assert_noop!(
            MevShield::set_max_extrinsic_weight(RuntimeOrigin::root(), most + 1),
            Error::<Test>::WeightExceedsAbsoluteMax
        );
        let anybody = || RuntimeOrigin::signed(1);
        assert_noop!(MevShield::set_on_initialize_weight(anybody(), 1), DispatchError::BadOrigin);
        assert_noop!(
            MevShield::set_max_pending_extrinsics_number(anybody(), 1),
            DispatchError::BadOrigin
        );
    });
}
