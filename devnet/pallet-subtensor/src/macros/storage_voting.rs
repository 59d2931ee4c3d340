//! Storage of voting power.
//!
//! Names, hashers, value types and defaults are mainnet's (spec 425).

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod storage_voting {
    /// (netuid, hotkey): average of a validator's stake, in rao.
    #[pallet::storage]
    pub type VotingPower<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

    /// Whether the subnet has it noted.
    #[pallet::storage]
    pub type VotingPowerTrackingEnabled<T: Config> =
        StorageMap<_, Identity, NetUid, bool, ValueQuery>;

    /// Block of the end of it; zero if none is wished.
    #[pallet::storage]
    pub type VotingPowerDisableAtBlock<T: Config> =
        StorageMap<_, Identity, NetUid, u64, ValueQuery>;

    /// Weight of one epoch in the average, in 10^-18.
    #[pallet::storage]
    pub type VotingPowerEmaAlpha<T: Config> = StorageMap<
        _,
        Identity,
        NetUid,
        u64,
        ValueQuery,
        ConstU64<{ tau_economics::voting_power::DEFAULT_ALPHA }>,
    >;
}
