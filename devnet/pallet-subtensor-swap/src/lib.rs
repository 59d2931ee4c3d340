//! The Swap pallet: per subnet the weights of its pool and its fee rate.
//!
//! The reserves are SubtensorModule's; this pallet keeps what makes a price of them. The arithmetic is
//! `tau_economics::pool`.

pub mod balancer;
pub mod runtime_api;

pub use balancer::Balancer;
pub use pallet::*;

use sp_runtime::Perquintill;
use tau_economics::pool::{Pool, SwapError};

#[frame_support::pallet]
pub mod pallet {
    use std::num::NonZeroU64;

    use codec::{Decode, DecodeWithMemTracking, Encode};
    use frame_support::{
        PalletId,
        pallet_prelude::*,
        traits::{ConstU16, ConstU32, Contains},
    };
    use frame_system::pallet_prelude::*;
    use scale_info::TypeInfo;

    use crate::Balancer;

    /// Weight of a call that is refused at once.
    const GONE: Weight = Weight::from_parts(10_000_000, 0);
    /// Highest fee rate, in 1/65535.
    const MAX_FEE_RATE: u16 = 10_000;
    /// What each side of a pool has to keep, in rao.
    const MINIMUM_RESERVE: NonZeroU64 = NonZeroU64::new(1_000_000).unwrap();

    /// Place in the prices of the former pools.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, Debug, Eq, PartialEq,
    )]
    pub struct TickIndex(pub i32);

    /// Number of a position in the former pools.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, Debug, Eq, PartialEq,
    )]
    pub struct PositionId(pub u128);

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// Which subnets exist.
        type SubnetExists: Contains<u16>;
        /// Seed of accounts that the former pools used; mainnet publishes it still.
        #[pallet::constant]
        type ProtocolId: Get<PalletId>;
    }

    /// Swap.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// Fee of a subnet's pool, taken from the input, in 1/65535.
    #[pallet::storage]
    pub type FeeRate<T: Config> = StorageMap<_, Twox64Concat, u16, u16, ValueQuery, ConstU16<33>>;

    /// Weights of a subnet's pool.
    #[pallet::storage]
    pub type SwapBalancer<T: Config> = StorageMap<_, Twox64Concat, u16, Balancer, ValueQuery>;

    /// Whether the pool has weights of its own yet.
    #[pallet::storage]
    pub type PalSwapInitialized<T: Config> = StorageMap<_, Twox64Concat, u16, bool, ValueQuery>;

    /// Migrations of mainnet's history; none has run here.
    #[pallet::storage]
    pub type HasMigrationRun<T: Config> =
        StorageMap<_, Identity, BoundedVec<u8, ConstU32<128>>, bool, ValueQuery>;

    /// Alpha that the former pools left over, in rao.
    #[pallet::storage]
    pub type ScrapReservoirAlpha<T: Config> = StorageMap<_, Twox64Concat, u16, u64, ValueQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Root set the fee of a pool.
        FeeRateSet {
            /// Subnet.
            netuid: u16,
            /// In 1/65535.
            rate: u16,
        },
    }

    /// Why a call or a swap was refused. All of mainnet's, in its order.
    #[pallet::error]
    pub enum Error<T> {
        /// The fee rate is above the highest allowed.
        FeeRateTooHigh,
        /// The input is too small.
        InsufficientInputAmount,
        /// The pool cannot fill the order.
        InsufficientLiquidity,
        /// The price is at or beyond the limit already.
        PriceLimitExceeded,
        /// The account has too little.
        InsufficientBalance,
        /// A range of the former pools is invalid.
        InvalidTickRange,
        /// A position of the former pools is invalid.
        InvalidLiquidityValue,
        /// The pool holds too little, or nothing would come out.
        ReservesTooLow,
        /// There is no such subnet.
        MechanismDoesNotExist,
        /// The subnet is not traded.
        SubtokenDisabled,
        /// The weights would leave their bounds.
        ReservesOutOfBalance,
        /// The input is more than 1000 times what the pool holds.
        SwapInputTooLarge,
        /// Pools have no liquidity providers any more.
        Deprecated,
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Highest fee rate, in 1/65535.
        #[pallet::constant_name(MaxFeeRate)]
        fn max_fee_rate() -> u16 {
            MAX_FEE_RATE
        }

        /// Least liquidity of a position in the former pools.
        #[pallet::constant_name(MinimumLiquidity)]
        fn minimum_liquidity() -> u64 {
            1_000
        }

        /// What each side of a pool has to keep, in rao.
        #[pallet::constant_name(MinimumReserve)]
        fn minimum_reserve() -> NonZeroU64 {
            MINIMUM_RESERVE
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Set the fee of a subnet's pool, in 1/65535. Root only.
        #[pallet::call_index(0)]
        #[pallet::weight(T::DbWeight::get().reads_writes(2, 1))]
        pub fn set_fee_rate(origin: OriginFor<T>, netuid: u16, rate: u16) -> DispatchResult {
            ensure_root(origin)?;
            ensure!(T::SubnetExists::contains(&netuid), Error::<T>::MechanismDoesNotExist);
            ensure!(rate <= MAX_FEE_RATE, Error::<T>::FeeRateTooHigh);
            FeeRate::<T>::insert(netuid, rate);
            Self::deposit_event(Event::FeeRateSet { netuid, rate });
            Ok(())
        }

        /// Refused: pools have no liquidity providers any more.
        #[pallet::call_index(1)]
        #[pallet::weight(GONE)]
        pub fn add_liquidity(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: u16,
            tick_low: TickIndex,
            tick_high: TickIndex,
            liquidity: u64,
        ) -> DispatchResult {
            let _ = (origin, hotkey, netuid, tick_low, tick_high, liquidity);
            Err(Error::<T>::Deprecated.into())
        }

        /// Refused: pools have no liquidity providers any more.
        #[pallet::call_index(2)]
        #[pallet::weight(GONE)]
        pub fn remove_liquidity(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: u16,
            position_id: PositionId,
        ) -> DispatchResult {
            let _ = (origin, hotkey, netuid, position_id);
            Err(Error::<T>::Deprecated.into())
        }

        /// Refused: pools have no liquidity providers any more.
        #[pallet::call_index(3)]
        #[pallet::weight(GONE)]
        pub fn modify_position(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: u16,
            position_id: PositionId,
            liquidity_delta: i64,
        ) -> DispatchResult {
            let _ = (origin, hotkey, netuid, position_id, liquidity_delta);
            Err(Error::<T>::Deprecated.into())
        }

        /// Refused: pools have no liquidity providers any more.
        #[pallet::call_index(4)]
        #[pallet::weight(GONE)]
        pub fn toggle_user_liquidity(
            origin: OriginFor<T>,
            netuid: u16,
            enable: bool,
        ) -> DispatchResult {
            let _ = (origin, netuid, enable);
            Err(Error::<T>::Deprecated.into())
        }

        /// Refused: pools have no liquidity providers any more.
        #[pallet::call_index(5)]
        #[pallet::weight(GONE)]
        pub fn disable_lp(origin: OriginFor<T>) -> DispatchResult {
            let _ = origin;
            Err(Error::<T>::Deprecated.into())
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The subnet's pool over the given reserves, in rao.
    pub fn pool(netuid: u16, tao: u64, alpha: u64) -> Pool {
        Pool {
            tao,
            alpha,
            quote_weight: SwapBalancer::<T>::get(netuid).quote.deconstruct(),
            fee_rate: FeeRate::<T>::get(netuid),
        }
    }

    /// Gives a new subnet's pool its weight of TAO, in 10^-18, and its fee, in 1/65535.
    pub fn begin(netuid: u16, quote_weight: u64, fee_rate: u16) {
        SwapBalancer::<T>::insert(
            netuid,
            Balancer { quote: Perquintill::from_parts(quote_weight) },
        );
        FeeRate::<T>::insert(netuid, fee_rate);
        PalSwapInitialized::<T>::insert(netuid, true);
    }

    /// Changes the weight of TAO, in 10^-18, as an injection moves it.
    pub fn reweigh(netuid: u16, quote_weight: u64) {
        let quote = Perquintill::from_parts(quote_weight);
        SwapBalancer::<T>::insert(netuid, Balancer { quote });
    }

    /// Forgets a dissolved subnet's pool.
    pub fn end(netuid: u16) {
        SwapBalancer::<T>::remove(netuid);
        FeeRate::<T>::remove(netuid);
        PalSwapInitialized::<T>::remove(netuid);
        ScrapReservoirAlpha::<T>::remove(netuid);
    }
}

impl<T> From<SwapError> for Error<T> {
    fn from(error: SwapError) -> Self {
        match error {
            SwapError::InputTooLarge => Self::SwapInputTooLarge,
            SwapError::ReservesTooLow => Self::ReservesTooLow,
            SwapError::PriceLimitExceeded => Self::PriceLimitExceeded,
        }
    }
}
