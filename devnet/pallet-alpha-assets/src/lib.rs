//! AlphaAssets: how much alpha of each subnet was issued, burned and recycled.
//!
//! Counters and nothing else: who holds alpha, and what the pools have, is SubtensorModule's.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    use frame_support::pallet_prelude::*;

    /// AlphaAssets.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// The pallet needs nothing from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config {}

    /// Alpha of a subnet that exists, burned alpha included, in rao.
    #[pallet::storage]
    pub type TotalAlphaIssuance<T> = StorageMap<_, Twox64Concat, u16, u64, ValueQuery>;

    /// Alpha of a subnet that was given to nobody, in rao. It stays issued.
    #[pallet::storage]
    pub type AlphaBurned<T> = StorageMap<_, Twox64Concat, u16, u64, ValueQuery>;

    /// Alpha of a subnet that was taken out of existence, in rao.
    #[pallet::storage]
    pub type AlphaRecycled<T> = StorageMap<_, Twox64Concat, u16, u64, ValueQuery>;

    impl<T: Config> Pallet<T> {
        /// `amount` rao of a subnet's alpha come into existence.
        pub fn mint(netuid: u16, amount: u64) {
            if amount > 0 {
                TotalAlphaIssuance::<T>::mutate(netuid, |all| *all = all.saturating_add(amount));
            }
        }

        /// `amount` rao belong to nobody from now on.
        pub fn burn(netuid: u16, amount: u64) {
            if amount > 0 {
                AlphaBurned::<T>::mutate(netuid, |all| *all = all.saturating_add(amount));
            }
        }

        /// `amount` rao cease to exist.
        pub fn recycle(netuid: u16, amount: u64) {
            if amount > 0 {
                AlphaRecycled::<T>::mutate(netuid, |all| *all = all.saturating_add(amount));
                TotalAlphaIssuance::<T>::mutate(netuid, |all| *all = all.saturating_sub(amount));
            }
        }

        /// A subnet ends; the next one with its number begins at nothing.
        pub fn end(netuid: u16) {
            TotalAlphaIssuance::<T>::remove(netuid);
            AlphaBurned::<T>::remove(netuid);
            AlphaRecycled::<T>::remove(netuid);
        }
    }
}

#[cfg(test)]
mod tests {
    use frame_support::{construct_runtime, derive_impl};
    use sp_runtime::BuildStorage;

    use super::{AlphaBurned, AlphaRecycled, TotalAlphaIssuance};

    type Block = frame_system::mocking::MockBlock<Test>;

    construct_runtime!(
        pub struct Test {
            System: frame_system,
            AlphaAssets: crate,
        }
    );

    #[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
    impl frame_system::Config for Test {
        type Block = Block;
    }

    impl crate::Config for Test {}

    fn counters(netuid: u16) -> (u64, u64, u64) {
        (
            TotalAlphaIssuance::<Test>::get(netuid),
            AlphaBurned::<Test>::get(netuid),
            AlphaRecycled::<Test>::get(netuid),
        )
    }

    #[test]
    fn burned_alpha_stays_issued_and_recycled_alpha_does_not() {
        let storage = RuntimeGenesisConfig::default().build_storage();
        let mut chain = sp_io::TestExternalities::new(storage.expect("nothing builds"));
        chain.execute_with(|| {
            AlphaAssets::mint(3, 90);
            AlphaAssets::burn(3, 20);
            AlphaAssets::recycle(3, 30);
            AlphaAssets::mint(4, 0);
            assert_eq!(counters(3), (60, 20, 30));
            assert_eq!(counters(4), (0, 0, 0));
            assert!(!TotalAlphaIssuance::<Test>::contains_key(4), "nothing is not written");
            AlphaAssets::end(3);
            assert_eq!(counters(3), (0, 0, 0));
        });
    }
}
