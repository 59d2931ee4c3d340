//! MevShield: transactions that nobody can read before they are in a block.
//!
//! The author announces a key with every block; a client encrypts a whole signed extrinsic with the key that will be
//! the author's two blocks later and submits that. The author opens it and puts the extrinsic behind the one that
//! carried it. Here the keys are no secret: see [`keys`]. Knows nothing of the pool and of how blocks are made.

pub mod extension;
pub mod keys;
pub mod runtime_api;
pub mod shielded_tx;

#[cfg(test)]
mod tests;

pub use extension::CheckShieldedTxValidity;
pub use pallet::*;
pub use shielded_tx::ShieldedTransaction;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Bytes of an ML-KEM-768 encapsulation key.
pub const KEY_BYTES: usize = 1_184;
/// A key that clients encrypt with.
pub type EncryptionKey = BoundedVec<u8, ConstU32<2_048>>;
/// A transaction that a client encrypted.
pub type Sealed = BoundedVec<u8, ConstU32<8_192>>;

/// The key that an author signs blocks with on mainnet; here only its name.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
)]
pub struct Public(pub [u8; 32]);

#[frame_support::pallet]
pub mod pallet {
    use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
    use frame_support::{pallet_prelude::*, traits::ConstU64};
    use frame_system::pallet_prelude::*;
    use scale_info::TypeInfo;
    use sp_inherents::{InherentData, InherentIdentifier, MakeFatalError};
    use sp_runtime::traits::{Hash, Saturating};

    use super::{EncryptionKey, KEY_BYTES, Public, Sealed, keys};

    /// Where the data of a block's start has the author's new key.
    pub const INHERENT_IDENTIFIER: InherentIdentifier = *b"mevshldk";
    /// Most weight that may be given to stored extrinsics, or to one of them: half a block's.
    const MOST_WEIGHT: u64 = 2_000_000_000_000;

    /// MevShield.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// The author of all blocks.
        type Author: Get<Public>;
    }

    /// An encrypted extrinsic that waits in storage.
    #[derive(
        Encode,
        Decode,
        DecodeWithMemTracking,
        MaxEncodedLen,
        TypeInfo,
        CloneNoBound,
        DebugNoBound,
        PartialEqNoBound,
        EqNoBound,
    )]
    #[scale_info(skip_type_params(T))]
    pub struct PendingExtrinsic<T: Config> {
        /// Who stored it.
        pub who: T::AccountId,
        /// What was stored.
        pub encrypted_call: Sealed,
        /// When.
        pub submitted_at: BlockNumberFor<T>,
    }

    /// The key that opens shielded transactions in this block.
    #[pallet::storage]
    pub type CurrentKey<T> = StorageValue<_, EncryptionKey, OptionQuery>;

    /// The key of the next block.
    #[pallet::storage]
    pub type PendingKey<T> = StorageValue<_, EncryptionKey, OptionQuery>;

    /// The key of the block after the next: clients encrypt with it.
    #[pallet::storage]
    pub type NextKey<T> = StorageValue<_, EncryptionKey, OptionQuery>;

    /// Author: the key it announced last.
    #[pallet::storage]
    pub type AuthorKeys<T: Config> =
        StorageMap<_, Twox64Concat, Public, EncryptionKey, OptionQuery>;

    /// First block in which [`PendingKey`] opens nothing more.
    #[pallet::storage]
    pub type PendingKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

    /// First block in which [`NextKey`] opens nothing more.
    #[pallet::storage]
    pub type NextKeyExpiresAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

    /// Migrations of mainnet's history; none has run here.
    #[pallet::storage]
    pub type HasMigrationRun<T: Config> =
        StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

    /// Stored extrinsics that may wait.
    #[pallet::storage]
    pub type MaxPendingExtrinsicsLimit<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<100>>;

    /// Blocks that a stored extrinsic may wait.
    #[pallet::storage]
    pub type ExtrinsicLifetime<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<10>>;

    /// Weight that a block gives to stored extrinsics.
    #[pallet::storage]
    pub type OnInitializeWeight<T: Config> =
        StorageValue<_, u64, ValueQuery, ConstU64<500_000_000_000>>;

    /// Weight that one stored extrinsic may have.
    #[pallet::storage]
    pub type MaxExtrinsicWeight<T: Config> =
        StorageValue<_, u64, ValueQuery, ConstU64<50_000_000_000>>;

    /// Stored extrinsics.
    #[pallet::storage]
    pub type PendingExtrinsics<T: Config> =
        CountedStorageMap<_, Identity, u32, PendingExtrinsic<T>, OptionQuery>;

    /// Number of the next stored extrinsic.
    #[pallet::storage]
    pub type NextPendingExtrinsicIndex<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// A shielded transaction is in the block; the author opens it.
        EncryptedSubmitted { id: T::Hash, who: T::AccountId },
        /// An extrinsic was stored.
        ExtrinsicStored { index: u32, who: T::AccountId },
        /// A stored extrinsic cannot be read.
        ExtrinsicDecodeFailed { index: u32 },
        /// A stored extrinsic failed.
        ExtrinsicDispatchFailed { index: u32, error: DispatchError },
        /// A stored extrinsic ran.
        ExtrinsicDispatched { index: u32 },
        /// A stored extrinsic waited too long.
        ExtrinsicExpired { index: u32 },
        /// A stored extrinsic has to wait.
        ExtrinsicPostponed { index: u32 },
        /// Root says how many extrinsics may wait.
        MaxPendingExtrinsicsNumberSet { value: u32 },
        /// Root says how much of a block is for stored extrinsics.
        OnInitializeWeightSet { value: u64 },
        /// Root says how long they may wait.
        ExtrinsicLifetimeSet { value: u32 },
        /// Root says how heavy they may be.
        MaxExtrinsicWeightSet { value: u64 },
        /// A stored extrinsic is too heavy.
        ExtrinsicWeightExceeded { index: u32 },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// A key is 1184 bytes long.
        BadEncKeyLen,
        /// Never happens: the author is always known here.
        Unreachable,
        /// No more extrinsics may wait.
        TooManyPendingExtrinsics,
        /// More than half of a block's weight.
        WeightExceedsAbsoluteMax,
    }

    /// The first keys, as if blocks had been before the first: clients need not wait for two of them.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        #[serde(skip)]
        marker: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            let key = |number| keys::encryption_key(keys::seed(number));
            PendingKey::<T>::put(key(0));
            NextKey::<T>::put(key(1));
            AuthorKeys::<T>::insert(T::Author::get(), key(2));
            Pallet::<T>::date_keys(0_u32.into());
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::read_stored(now)
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Announce the author's new key and let the others move up. In every block, by its author.
        #[pallet::call_index(0)]
        #[pallet::weight((Weight::from_parts(33_230_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 6)), DispatchClass::Mandatory))]
        pub fn announce_next_key(
            origin: OriginFor<T>,
            enc_key: Option<EncryptionKey>,
        ) -> DispatchResult {
            ensure_none(origin)?;
            let author = T::Author::get();
            CurrentKey::<T>::set(PendingKey::<T>::take());
            PendingKey::<T>::set(NextKey::<T>::take());
            NextKey::<T>::set(AuthorKeys::<T>::get(author));
            if let Some(key) = &enc_key {
                ensure!(key.len() == KEY_BYTES, Error::<T>::BadEncKeyLen);
            }
            AuthorKeys::<T>::set(author, enc_key);
            Self::date_keys(frame_system::Pallet::<T>::block_number());
            Ok(())
        }

        /// Submit a signed extrinsic that is encrypted for the author of the block after the next. Signed, for at
        /// most eight blocks.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(207_500_000, 0))]
        pub fn submit_encrypted(origin: OriginFor<T>, ciphertext: Sealed) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let id = T::Hashing::hash_of(&(who.clone(), &ciphertext));
            Self::deposit_event(Event::EncryptedSubmitted { id, who });
            Ok(())
        }

        /// Store an encrypted extrinsic. As on mainnet nothing can read it: the next block gives it up.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(10_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 3)))]
        pub fn store_encrypted(origin: OriginFor<T>, encrypted_call: Sealed) -> DispatchResult {
            let who = ensure_signed(origin)?;
            ensure!(
                PendingExtrinsics::<T>::count() < MaxPendingExtrinsicsLimit::<T>::get(),
                Error::<T>::TooManyPendingExtrinsics
            );
            let index = NextPendingExtrinsicIndex::<T>::get();
            NextPendingExtrinsicIndex::<T>::put(index.saturating_add(1));
            let submitted_at = frame_system::Pallet::<T>::block_number();
            let pending = PendingExtrinsic { who: who.clone(), encrypted_call, submitted_at };
            PendingExtrinsics::<T>::insert(index, pending);
            Self::deposit_event(Event::ExtrinsicStored { index, who });
            Ok(())
        }

        /// Say how many stored extrinsics may wait. Root only.
        #[pallet::call_index(3)]
        #[pallet::weight(T::DbWeight::get().writes(1))]
        pub fn set_max_pending_extrinsics_number(
            origin: OriginFor<T>,
            value: u32,
        ) -> DispatchResult {
            ensure_root(origin)?;
            MaxPendingExtrinsicsLimit::<T>::put(value);
            Self::deposit_event(Event::MaxPendingExtrinsicsNumberSet { value });
            Ok(())
        }

        /// Say how much weight a block gives to stored extrinsics. Root only.
        #[pallet::call_index(4)]
        #[pallet::weight(T::DbWeight::get().writes(1))]
        pub fn set_on_initialize_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
            ensure_root(origin)?;
            ensure!(value <= MOST_WEIGHT, Error::<T>::WeightExceedsAbsoluteMax);
            OnInitializeWeight::<T>::put(value);
            Self::deposit_event(Event::OnInitializeWeightSet { value });
            Ok(())
        }

        /// Say how many blocks a stored extrinsic may wait. Root only.
        #[pallet::call_index(5)]
        #[pallet::weight(T::DbWeight::get().writes(1))]
        pub fn set_stored_extrinsic_lifetime(origin: OriginFor<T>, value: u32) -> DispatchResult {
            ensure_root(origin)?;
            ExtrinsicLifetime::<T>::put(value);
            Self::deposit_event(Event::ExtrinsicLifetimeSet { value });
            Ok(())
        }

        /// Say how heavy a stored extrinsic may be. Root only.
        #[pallet::call_index(6)]
        #[pallet::weight(T::DbWeight::get().writes(1))]
        pub fn set_max_extrinsic_weight(origin: OriginFor<T>, value: u64) -> DispatchResult {
            ensure_root(origin)?;
            ensure!(value <= MOST_WEIGHT, Error::<T>::WeightExceedsAbsoluteMax);
            MaxExtrinsicWeight::<T>::put(value);
            Self::deposit_event(Event::MaxExtrinsicWeightSet { value });
            Ok(())
        }
    }

    #[pallet::inherent]
    impl<T: Config> ProvideInherent for Pallet<T> {
        type Call = Call<T>;
        type Error = MakeFatalError<()>;
        const INHERENT_IDENTIFIER: InherentIdentifier = INHERENT_IDENTIFIER;

        fn create_inherent(data: &InherentData) -> Option<Self::Call> {
            // Without a key the author only loses its turn at opening transactions.
            let enc_key = data.get_data(&INHERENT_IDENTIFIER).ok().flatten();
            Some(Call::announce_next_key { enc_key })
        }

        fn is_inherent(call: &Self::Call) -> bool {
            matches!(call, Call::announce_next_key { .. })
        }
    }

    impl<T: Config> Pallet<T> {
        /// Whether the author of the next block has the key of that hash.
        #[must_use]
        pub fn opens_next(key_hash: &[u8; 16]) -> bool {
            PendingKey::<T>::get().is_some_and(|key| keys::key_hash(&key) == *key_hash)
        }

        /// Notes until when the keys of block `now` are good.
        fn date_keys(now: BlockNumberFor<T>) {
            let until =
                |exists: bool, blocks: u32| exists.then(|| now.saturating_add(blocks.into()));
            PendingKeyExpiresAt::<T>::set(until(PendingKey::<T>::exists(), 2));
            NextKeyExpiresAt::<T>::set(until(NextKey::<T>::exists(), 3));
        }

        /// Gives up the stored extrinsics: mainnet's runtime has nothing that reads them either.
        fn read_stored(now: BlockNumberFor<T>) -> Weight {
            let lifetime = ExtrinsicLifetime::<T>::get();
            let mut waiting: Vec<_> = PendingExtrinsics::<T>::iter()
                .map(|(index, pending)| (index, pending.submitted_at))
                .collect();
            waiting.sort_unstable();
            let count = waiting.len() as u64;
            for (index, since) in waiting {
                PendingExtrinsics::<T>::remove(index);
                let is_late = now.saturating_sub(since) > lifetime.into();
                Self::deposit_event(if is_late {
                    Event::ExtrinsicExpired { index }
                } else {
                    Event::ExtrinsicDecodeFailed { index }
                });
            }
            T::DbWeight::get().reads_writes(count.saturating_add(2), count.saturating_mul(2))
        }
    }
}
