//! Drand: rounds of a randomness beacon, which open timelocked weights and commitments.
//!
//! There is no network here to fetch rounds from, so the chain is its own beacon: at the end of each block it signs
//! the rounds that have passed with a key that everybody can compute. Rounds have the numbers that drand's quicknet
//! gives them, because clients compute them from the clock. Once root sets another beacon, the chain signs nothing
//! more and takes that beacon's rounds from whoever brings them.

#![allow(
    deprecated,
    clippy::let_unit_value,
    reason = "mainnet takes rounds as unsigned transactions; FRAME's macro marks them as deprecated by a let"
)]

pub mod drand_priority;
pub mod types;

#[cfg(test)]
mod tests;

pub use drand_priority::DrandPriority;
pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use frame_support::{
        pallet_prelude::*,
        traits::{ConstU32, ConstU64},
    };
    use frame_system::pallet_prelude::*;
    use hex_literal::hex;
    use pallet_subtensor::weights::beacon::{Beacon, Opening};
    use sp_runtime::{
        MultiSignature, MultiSigner,
        traits::{IdentifyAccount, Verify},
    };
    use tau_beacon::{PublicKey, SecretKey, Signature, round_at};

    use crate::types::{
        BeaconConfiguration, BeaconConfigurationPayload, BoundedHash, Metadata, OpaquePublicKey,
        Pulse, PulsesPayload, RoundNumber,
    };

    /// Name of the chain's own key.
    const KEY_NAME: &[u8] = b"tau devnet: beacon";
    /// Rounds that one block writes at most; after a longer pause the older ones are skipped, and signed when
    /// something is sealed for them.
    const ROUNDS_PER_BLOCK: u64 = 8;
    /// Rounds that are kept: a week of quicknet's.
    const KEPT_ROUNDS: u64 = 216_000;
    /// Rounds that one block forgets at most.
    const FORGOTTEN_PER_BLOCK: u64 = 100;

    /// Drand.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it: the time in milliseconds.
    #[pallet::config]
    pub trait Config: frame_system::Config + pallet_timestamp::Config<Moment = u64> {}

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Priority of rounds in the pool.
        #[pallet::constant_name(UnsignedPriority)]
        fn unsigned_priority() -> u64 {
            1 << 20
        }

        /// Milliseconds in which mainnet's nodes fetch a round; nothing is fetched here.
        #[pallet::constant_name(HttpFetchTimeout)]
        fn http_fetch_timeout() -> u64 {
            <ConstU64<1_000> as Get<u64>>::get()
        }
    }

    /// Drand's quicknet.
    #[pallet::type_value]
    pub fn Quicknet<T: Config>() -> BeaconConfiguration {
        BeaconConfiguration {
            public_key: OpaquePublicKey::truncate_from(
                hex!(
                    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
                    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
                    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
                )
                .to_vec(),
            ),
            period: 3,
            genesis_time: 1_692_803_367,
            hash: BoundedHash::truncate_from(
                hex!("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971").to_vec(),
            ),
            group_hash: BoundedHash::truncate_from(
                hex!("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e").to_vec(),
            ),
            scheme_id: BoundedHash::truncate_from(b"bls-unchained-g1-rfc9380".to_vec()),
            metadata: Metadata { beacon_id: BoundedVec::truncate_from(b"quicknet".to_vec()) },
        }
    }

    /// The beacon that the chain follows.
    #[pallet::storage]
    pub type BeaconConfig<T: Config> =
        StorageValue<_, BeaconConfiguration, ValueQuery, Quicknet<T>>;

    /// Migrations of mainnet's history; none has run here.
    #[pallet::storage]
    pub type HasMigrationRun<T: Config> =
        StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

    /// The rounds.
    #[pallet::storage]
    pub type Pulses<T: Config> = StorageMap<_, Blake2_128Concat, RoundNumber, Pulse, OptionQuery>;

    /// The newest round.
    #[pallet::storage]
    pub type LastStoredRound<T: Config> = StorageValue<_, RoundNumber, ValueQuery>;

    /// The oldest round that is kept.
    #[pallet::storage]
    pub type OldestStoredRound<T: Config> = StorageValue<_, RoundNumber, ValueQuery>;

    /// Block after which rounds are taken again from outside.
    #[pallet::storage]
    pub type NextUnsignedAt<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// The chain follows another beacon.
        BeaconConfigChanged,
        /// Rounds were stored.
        NewPulse { rounds: Vec<RoundNumber> },
        /// Root says which round is the oldest.
        SetOldestStoredRound(u64),
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// Nothing was given.
        NoneValue,
        /// A number is too large.
        StorageOverflow,
        /// The beacon cannot be reached.
        DrandConnectionFailure,
        /// The signature is not the beacon's.
        UnverifiedPulse,
        /// The round does not follow the last one.
        InvalidRoundNumber,
        /// The signature cannot be checked.
        PulseVerificationError,
    }

    /// The chain begins as its own beacon.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        #[serde(skip)]
        marker: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            BeaconConfig::<T>::put(Pallet::<T>::own_beacon());
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_finalize(_: BlockNumberFor<T>) {
            Self::sign_passed_rounds();
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Bring rounds of the beacon to the chain, one after the other. Unsigned, with a signature over the payload.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(5_000_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 4)))]
        pub fn write_pulse(
            origin: OriginFor<T>,
            pulses_payload: PulsesPayload<MultiSigner, BlockNumberFor<T>>,
            signature: Option<MultiSignature>,
        ) -> DispatchResult {
            ensure_none(origin)?;
            // Checked before the call entered the pool.
            let _ = signature;
            let key = PublicKey::from_bytes(&BeaconConfig::<T>::get().public_key)
                .ok_or(Error::<T>::PulseVerificationError)?;
            let mut rounds = Vec::new();
            for pulse in pulses_payload.pulses {
                let last = LastStoredRound::<T>::get();
                ensure!(
                    last == 0 || pulse.round == last.saturating_add(1),
                    Error::<T>::InvalidRoundNumber
                );
                let signature = Signature::from_bytes(&pulse.signature)
                    .ok_or(Error::<T>::PulseVerificationError)?;
                ensure!(key.verifies(pulse.round, signature), Error::<T>::UnverifiedPulse);
                rounds.push(pulse.round);
                Self::store(pulse.round, signature);
            }
            NextUnsignedAt::<T>::put(frame_system::Pallet::<T>::block_number());
            if !rounds.is_empty() {
                Self::deposit_event(Event::NewPulse { rounds });
            }
            Ok(())
        }

        /// Follow another beacon. Root only; mainnet's own, and the chain stops signing rounds itself.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(10_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn set_beacon_config(
            origin: OriginFor<T>,
            config_payload: BeaconConfigurationPayload<MultiSigner, BlockNumberFor<T>>,
            signature: Option<MultiSignature>,
        ) -> DispatchResult {
            ensure_root(origin)?;
            let _ = signature;
            BeaconConfig::<T>::put(config_payload.config);
            Self::deposit_event(Event::BeaconConfigChanged);
            Ok(())
        }

        /// Say which round is the oldest. Root only.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().writes(1)))]
        pub fn set_oldest_stored_round(origin: OriginFor<T>, oldest_round: u64) -> DispatchResult {
            ensure_root(origin)?;
            OldestStoredRound::<T>::put(oldest_round);
            Self::deposit_event(Event::SetOldestStoredRound(oldest_round));
            Ok(())
        }
    }

    #[pallet::validate_unsigned]
    impl<T: Config> ValidateUnsigned for Pallet<T> {
        type Call = Call<T>;

        fn validate_unsigned(_source: TransactionSource, call: &Call<T>) -> TransactionValidity {
            let Call::write_pulse { pulses_payload, signature } = call else {
                return InvalidTransaction::Call.into();
            };
            let signature = signature.as_ref().ok_or(InvalidTransaction::BadSigner)?;
            let who = pulses_payload.public.clone().into_account();
            if !pulses_payload.using_encoded(|bytes| signature.verify(bytes, &who)) {
                return InvalidTransaction::BadProof.into();
            }
            let last = LastStoredRound::<T>::get();
            if pulses_payload.pulses.first().is_none_or(|pulse| pulse.round <= last) {
                return InvalidTransaction::Stale.into();
            }
            ValidTransaction::with_tag_prefix("DrandOffchainWorker")
                .priority(Self::unsigned_priority())
                .and_provides(pulses_payload.pulses.last().map(|pulse| pulse.round))
                .longevity(5)
                .propagate(true)
                .build()
        }
    }

    impl<T: Config> Pallet<T> {
        /// Key of the chain's own beacon.
        fn own_key() -> SecretKey {
            SecretKey::from_name(KEY_NAME)
        }

        /// The chain's own beacon: quicknet's rounds under another key.
        #[must_use]
        pub fn own_beacon() -> BeaconConfiguration {
            let key = Self::own_key().public().to_bytes();
            BeaconConfiguration {
                hash: BoundedHash::truncate_from(key[..32].to_vec()),
                group_hash: BoundedHash::truncate_from(key[32..64].to_vec()),
                public_key: OpaquePublicKey::truncate_from(key),
                metadata: Metadata { beacon_id: BoundedVec::truncate_from(b"tau devnet".to_vec()) },
                ..Quicknet::<T>::get()
            }
        }

        /// Signs what has passed since the last block, if the chain is its own beacon.
        fn sign_passed_rounds() {
            let config = BeaconConfig::<T>::get();
            let seconds = pallet_timestamp::Now::<T>::get() / 1_000;
            let newest = round_at(seconds, config.genesis_time.into(), config.period.into());
            let last = LastStoredRound::<T>::get();
            // The name tells the chain's own beacon from others without computing its key in every block.
            if newest <= last || config.metadata != Self::own_name() {
                return;
            }
            let span = if last == 0 { 1 } else { ROUNDS_PER_BLOCK };
            let first = newest.saturating_sub(span - 1).max(last.saturating_add(1));
            let key = Self::own_key();
            for round in first..=newest {
                Self::store(round, key.sign(round));
            }
            Self::deposit_event(Event::NewPulse { rounds: (first..=newest).collect() });
        }

        fn own_name() -> Metadata {
            Metadata { beacon_id: BoundedVec::truncate_from(b"tau devnet".to_vec()) }
        }

        fn store(round: RoundNumber, signature: Signature) {
            Pulses::<T>::insert(round, Self::pulse(round, signature));
            LastStoredRound::<T>::put(round);
            if OldestStoredRound::<T>::get() == 0 {
                OldestStoredRound::<T>::put(round);
            }
            Self::forget_before(round.saturating_sub(KEPT_ROUNDS));
        }

        fn pulse(round: RoundNumber, signature: Signature) -> Pulse {
            Pulse {
                round,
                randomness: BoundedHash::truncate_from(signature.randomness().to_vec()),
                signature: BoundedVec::truncate_from(signature.to_bytes()),
            }
        }

        /// Whether the chain's own beacon has passed over the round in a leap of time.
        fn was_skipped(round: RoundNumber) -> bool {
            round < LastStoredRound::<T>::get()
                && round > OldestStoredRound::<T>::get()
                && BeaconConfig::<T>::get().metadata == Self::own_name()
        }

        fn forget_before(round: RoundNumber) {
            let oldest = OldestStoredRound::<T>::get();
            if oldest >= round {
                return;
            }
            let until = round.min(oldest.saturating_add(FORGOTTEN_PER_BLOCK));
            for old in oldest..until {
                Pulses::<T>::remove(old);
            }
            OldestStoredRound::<T>::put(until);
        }
    }

    impl<T: Config> Beacon for Pallet<T> {
        fn last_round() -> u64 {
            LastStoredRound::<T>::get()
        }

        fn open(round: u64, sealed: &[u8]) -> Opening {
            if !Pulses::<T>::contains_key(round) && Self::was_skipped(round) {
                Pulses::<T>::insert(round, Self::pulse(round, Self::own_key().sign(round)));
            }
            let Some(pulse) = Pulses::<T>::get(round) else {
                return Opening::Waiting;
            };
            Signature::from_bytes(&pulse.signature)
                .and_then(|signature| tau_beacon::open(signature, sealed))
                .map_or(Opening::Impossible, Opening::Open)
        }
    }
}
