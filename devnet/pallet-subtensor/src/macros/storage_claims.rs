//! Storage of root dividends that wait to be claimed.
//!
//! Names, hashers, value types and defaults are mainnet's (spec 425).

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod storage_claims {
    /// Hotkey: alpha owed per unit of root stake, by subnet, since the hotkey's first dividend.
    #[pallet::storage]
    pub type RootClaimable<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, BTreeMap<NetUid, I96F32>, ValueQuery>;

    /// (netuid, hotkey, coldkey): rao of alpha that the coldkey has claimed or never was owed.
    #[pallet::storage]
    pub type RootClaimed<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Identity, NetUid>,
            NMapKey<Blake2_128Concat, T::AccountId>,
            NMapKey<Blake2_128Concat, T::AccountId>,
        ),
        u128,
        ValueQuery,
    >;
}
