//! Aura, as far as there is any: clients read from it how long a slot is.
//!
//! One imaginary author makes all blocks and seals none, so there are neither authorities nor slots.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
    /// Aura.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// The pallet needs nothing from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config {}

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Milliseconds between two blocks of mainnet, whatever pace this chain has.
        #[pallet::constant_name(SlotDuration)]
        fn slot_duration() -> u64 {
            12_000
        }
    }
}
