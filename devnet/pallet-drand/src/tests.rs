//! The chain's own beacon, and others.

use codec::Encode;
use frame_support::{
    assert_noop, assert_ok, construct_runtime, derive_impl,
    traits::{ConstU64, Hooks},
    unsigned::ValidateUnsigned,
};
use pallet_subtensor::weights::beacon::{Beacon, Opening};
use sp_core::{Pair, sr25519};
use sp_runtime::{
    BuildStorage, DispatchError, MultiSignature, MultiSigner,
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};
use tau_beacon::{PublicKey, SecretKey, Signature};

use crate::{
    self as pallet_drand, BeaconConfig, Call, Error, LastStoredRound, OldestStoredRound, Pulses,
    types::{BeaconConfigurationPayload, BoundedHash, OpaquePublicKey, Pulse, PulsesPayload},
};

type Block = frame_system::mocking::MockBlock<Test>;

construct_runtime!(
    pub struct Test {
        System: frame_system = 0,
        Timestamp: pallet_timestamp = 2,
        Drand: pallet_drand = 26,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ConstU64<0>;
    type WeightInfo = ();
}

impl pallet_drand::Config for Test {}

/// Time of quicknet's first round, in seconds since 1970.
const GENESIS: u64 = 1_692_803_367;

fn chain() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig::default().build_storage().expect("genesis");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

/// Ends a block at that many seconds after the first round.
fn end_block(seconds: u64) {
    pallet_timestamp::Now::<Test>::put((GENESIS + seconds) * 1_000);
    Drand::on_finalize(System::block_number());
}

#[test]
fn the_chain_signs_the_rounds_that_pass() {
    chain().execute_with(|| {
        end_block(300);
        assert_eq!((LastStoredRound::<Test>::get(), OldestStoredRound::<Test>::get()), (101, 101));
        end_block(301);
        assert_eq!(LastStoredRound::<Test>::get(), 101);
        end_block(312);
        assert_eq!(LastStoredRound::<Test>::get(), 105);
        let key = PublicKey::from_bytes(&BeaconConfig::<Test>::get().public_key).expect("a point");
        for round in 101..=105 {
            let pulse = Pulses::<Test>::get(round).expect("stored");
            let signature = Signature::from_bytes(&pulse.signature).expect("a point");
            assert!(key.verifies(round, signature));
            assert_eq!(pulse.randomness.to_vec(), signature.randomness());
        }
        // After a long pause only the last rounds are there.
        end_block(30_000);
        assert_eq!(LastStoredRound::<Test>::get(), 10_001);
        assert!(!Pulses::<Test>::contains_key(9_993) && Pulses::<Test>::contains_key(9_994));
        // One that was skipped is signed when it is needed.
        let sealed = tau_beacon::seal(key, 9_000, b"plain", [1; 32], [2; 12]);
        assert_eq!(Drand::open(9_000, &sealed), Opening::Open(b"plain".to_vec()));
        assert!(Pulses::<Test>::contains_key(9_000) && !Pulses::<Test>::contains_key(8_999));
        assert_eq!(Drand::open(10_002, &sealed), Opening::Waiting);
    });
}

#[test]
fn a_round_opens_what_was_sealed_for_it() {
    chain().execute_with(|| {
        let key = PublicKey::from_bytes(&BeaconConfig::<Test>::get().public_key).expect("a point");
        let sealed = tau_beacon::seal(key, 3, b"plain", [1; 32], [2; 12]);
        assert_eq!(Drand::open(3, &sealed), Opening::Waiting);
        end_block(0);
        end_block(6);
        assert_eq!(Drand::last_round(), 3);
        assert_eq!(Drand::open(3, &sealed), Opening::Open(b"plain".to_vec()));
        assert_eq!(Drand::open(2, &sealed), Opening::Impossible);
        assert_eq!(Drand::open(3, b"damaged"), Opening::Impossible);
    });
}

#[test]
fn another_beacons_rounds_are_brought_from_outside() {
    chain().execute_with(|| {
        let other = SecretKey::from_name(b"another beacon");
        let bearer = sr25519::Pair::from_seed(&[1; 32]);
        let mut config = BeaconConfig::<Test>::get();
        config.public_key = OpaquePublicKey::truncate_from(other.public().to_bytes());
        config.metadata.beacon_id = b"other".to_vec().try_into().expect("short");
        let payload = BeaconConfigurationPayload {
            block_number: 1,
            config,
            public: MultiSigner::Sr25519(bearer.public()),
        };
        let set = |origin| Drand::set_beacon_config(origin, payload.clone(), None);
        assert_noop!(set(RuntimeOrigin::signed(1)), DispatchError::BadOrigin);
        assert_ok!(set(RuntimeOrigin::root()));
        end_block(300);
        assert_eq!(LastStoredRound::<Test>::get(), 0, "the chain signs for its own beacon only");

        let pulse = |round, signer: SecretKey| {
            let signature = signer.sign(round);
            Pulse {
                round,
                randomness: BoundedHash::truncate_from(signature.randomness().to_vec()),
                signature: signature.to_bytes().try_into().expect("short"),
            }
        };
        let payload = |pulses| PulsesPayload {
            block_number: 1,
            pulses,
            public: MultiSigner::Sr25519(bearer.public()),
        };
        let write = |pulses| Drand::write_pulse(RuntimeOrigin::none(), payload(pulses), None);
        assert_ok!(write(vec![pulse(7, other), pulse(8, other)]));
        assert_eq!(LastStoredRound::<Test>::get(), 8);
        assert_noop!(write(vec![pulse(10, other)]), Error::<Test>::InvalidRoundNumber);
        let forged = pulse(9, SecretKey::from_name(b"forger"));
        assert_noop!(write(vec![forged]), Error::<Test>::UnverifiedPulse);
        assert_noop!(
            Drand::write_pulse(RuntimeOrigin::signed(1), payload(vec![]), None),
            DispatchError::BadOrigin
        );

        let validate = |pulses, signature| {
            let call = Call::write_pulse { pulses_payload: payload(pulses), signature };
            Drand::validate_unsigned(TransactionSource::External, &call)
        };
        let sign = |pulses| Some(MultiSignature::Sr25519(bearer.sign(&payload(pulses).encode())));
        let next = || vec![pulse(9, other)];
        let refused = |reason: InvalidTransaction| Err(TransactionValidityError::from(reason));
        assert!(validate(next(), sign(next())).is_ok());
        assert_eq!(validate(next(), None), refused(InvalidTransaction::BadSigner));
        assert_eq!(
            validate(next(), sign(vec![pulse(10, other)])),
            refused(InvalidTransaction::BadProof)
        );
        let old = || vec![pulse(8, other)];
        assert_eq!(validate(old(), sign(old())), refused(InvalidTransaction::Stale));
    });
}

#[test]
fn old_rounds_are_forgotten() {
    chain().execute_with(|| {
        end_block(0);
        end_block(6);
        end_block(3 * 216_001);
        assert_eq!(OldestStoredRound::<Test>::get(), 2);
        assert!(!Pulses::<Test>::contains_key(1) && Pulses::<Test>::contains_key(2));
        assert_ok!(Drand::set_oldest_stored_round(RuntimeOrigin::root(), 77));
        assert_eq!(OldestStoredRound::<Test>::get(), 77);
    });
}
