//! SubtensorModule: subnets, neurons, stake and registration with mainnet's names, units and rules.

pub mod extensions;

pub use extensions::subtensor::SubtensorTransactionExtension;
pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use frame_support::{PalletId, pallet_prelude::*};

    #[pallet::config]
    pub trait Config: frame_system::Config + pallet_subtensor_swap::Config {
        /// TAO.
        type Currency: frame_support::traits::fungible::Mutate<Self::AccountId, Balance = u64>
            + frame_support::traits::fungible::Balanced<Self::AccountId>;
        /// Seed of the accounts that hold each subnet's TAO.
        #[pallet::constant]
        type PalletId: Get<PalletId>;
        /// Who receives swap fees, if anybody.
        type BlockAuthor: Get<Option<Self::AccountId>>;
    }

    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    #[pallet::call]
    impl<T: Config> Pallet<T> {}
}
