//! Storage of leased subnets.
//!
//! Names, hashers, value types and defaults are mainnet's (spec 425).

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod storage_leases {
    /// The leases.
    #[pallet::storage]
    pub type SubnetLeases<T: Config> =
        StorageMap<_, Twox64Concat, LeaseId, SubnetLeaseOf<T>, OptionQuery>;

    /// (lease, contributor): part of what was raised.
    #[pallet::storage]
    pub type SubnetLeaseShares<T: Config> =
        StorageDoubleMap<_, Twox64Concat, LeaseId, Identity, T::AccountId, U64F64, ValueQuery>;

    /// The lease of a subnet; stays when the lease is over.
    #[pallet::storage]
    pub type SubnetUidToLeaseId<T: Config> =
        StorageMap<_, Twox64Concat, NetUid, LeaseId, OptionQuery>;

    /// Number of the next lease.
    #[pallet::storage]
    pub type NextSubnetLeaseId<T: Config> = StorageValue<_, LeaseId, ValueQuery>;

    /// Contributors' alpha that waits for the next distribution, in rao.
    #[pallet::storage]
    pub type AccumulatedLeaseDividends<T: Config> =
        StorageMap<_, Twox64Concat, LeaseId, AlphaBalance, ValueQuery>;
}
