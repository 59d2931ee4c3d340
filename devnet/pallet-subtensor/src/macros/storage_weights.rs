//! Storage of weights that are committed and not revealed yet.
//!
//! Names, hashers, value types and defaults are mainnet's (spec 425).

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod storage_weights {
    /// (mechanism index, hotkey): hashes that the hotkey committed, oldest first, as (hash, epoch and block of
    /// the commit, unused).
    #[pallet::storage]
    pub type WeightCommits<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        T::AccountId,
        VecDeque<(T::Hash, u64, u64, u64)>,
        OptionQuery,
    >;

    /// (mechanism index, epoch of the commit): sealed weights in the order of their commits, as (hotkey, block,
    /// ciphertext, round of the beacon that opens it).
    #[pallet::storage]
    pub type TimelockedWeightCommits<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        u64,
        VecDeque<(T::AccountId, u64, SealedWeights, u64)>,
        ValueQuery,
    >;

    /// Sealed weights of a former form; always empty.
    #[pallet::storage]
    pub type CRV3WeightCommits<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        u64,
        VecDeque<(T::AccountId, SealedWeights, u64)>,
        ValueQuery,
    >;

    /// Sealed weights of a former form; always empty.
    #[pallet::storage]
    pub type CRV3WeightCommitsV2<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        u64,
        VecDeque<(T::AccountId, u64, SealedWeights, u64)>,
        ValueQuery,
    >;
}
