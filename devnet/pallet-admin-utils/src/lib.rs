//! AdminUtils: what owners set on their subnets, and what root sets on all of them.
//!
//! The values live in SubtensorModule's storage and most of the events are its own; who may do what and when is
//! decided by [`pallet_subtensor::admin`]. What mainnet does with its consensus (authorities, GRANDPA) and its
//! EVM has nothing to act on here and fails with `Unavailable`.

mod calls;

#[cfg(test)]
mod tests;

use frame_support::pallet_macros::import_section;

pub use pallet::*;

#[import_section(calls::calls)]
#[frame_support::pallet]
pub mod pallet {
    use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use pallet_subtensor::{
        Error as SubtensorError, Event as SubtensorEvent, Pallet as Subtensor, RecycleOrBurnEnum,
        admin::OwnerAction,
        units::{Fixed, Multiplier, NetUid, ROOT, TaoBalance},
        utils::rate_limiting::Hyperparameter,
    };
    use scale_info::TypeInfo;
    use substrate_fixed::types::{I64F64, I96F32, U64F64};

    /// AdminUtils.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config: frame_system::Config + pallet_subtensor::Config {}

    /// Public key of a block author or of a finalizer of mainnet.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, Debug, Eq, PartialEq,
    )]
    pub struct Public([u8; 32]);

    /// A precompiled contract of mainnet's EVM, which this chain does not have.
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
    #[allow(missing_docs)]
    pub enum PrecompileEnum {
        BalanceTransfer,
        Staking,
        Subnet,
        Metagraph,
        Neuron,
        UidLookup,
        Alpha,
        Crowdloan,
        Proxy,
        Leasing,
        AddressMapping,
        VotingPower,
    }

    /// Whether a precompiled contract may be called.
    #[pallet::storage]
    pub type PrecompileEnable<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        PrecompileEnum,
        bool,
        ValueQuery,
        frame_support::traits::ConstBool<true>,
    >;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(missing_docs)]
    pub enum Event<T: Config> {
        /// A precompiled contract was switched.
        PrecompileUpdated { precompile_id: PrecompileEnum, enabled: bool },
        /// The subnet changed between the second and third form of consensus.
        Yuma3EnableToggled { netuid: NetUid, enabled: bool },
        /// Whether miners may reset the bonds to them.
        BondsResetToggled { netuid: NetUid, enabled: bool },
        /// The registration price halves in that many blocks.
        BurnHalfLifeSet { netuid: NetUid, burn_half_life: u16 },
        /// The registration price is multiplied by this at each registration.
        BurnIncreaseMultSet { netuid: NetUid, burn_increase_mult: Multiplier },
        /// Whether the pool takes part in emission.
        SubnetEmissionEnabledSet { netuid: NetUid, enabled: bool },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such subnet.
        SubnetDoesNotExist,
        /// More validators than neurons.
        MaxValidatorsLargerThanMaxUIds,
        /// The subnet has more neurons already.
        MaxAllowedUIdsLessThanCurrentUIds,
        /// Owners may go up to 975000.
        BondsMovingAverageMaxReached,
        /// Only root may set a negative steepness.
        NegativeSigmoidSteepness,
        /// Outside the chain's or the subnet's other bound.
        ValueNotInBounds,
        /// The minimum must be below the number of neurons.
        MinAllowedUidsGreaterThanCurrentUids,
        /// The minimum must be below the maximum.
        MinAllowedUidsGreaterThanMaxAllowedUids,
        /// The maximum must not be below the minimum.
        MaxAllowedUidsLessThanMinAllowedUids,
        /// The chain allows 256.
        MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
        /// Out of range.
        InvalidValue,
        /// Root has no such parameter.
        NotPermittedOnRootSubnet,
        /// Work is no longer accepted.
        POWRegistrationDisabled,
        /// The call does nothing any more.
        Deprecated,
    }

    impl<T: Config> Pallet<T> {
        pub(crate) fn ensure_subnet(netuid: NetUid) -> DispatchResult {
            ensure!(Subtensor::<T>::subnet_exists(netuid), Error::<T>::SubnetDoesNotExist);
            Ok(())
        }

        pub(crate) fn ensure_subnet_below_root(netuid: NetUid) -> DispatchResult {
            Self::ensure_subnet(netuid)?;
            ensure!(netuid != ROOT, Error::<T>::NotPermittedOnRootSubnet);
            Ok(())
        }

        /// Root changes a subnet that exists, outside the freeze window.
        pub(crate) fn admit_root(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            ensure_root(origin)?;
            Subtensor::<T>::ensure_window_open(netuid)?;
            Self::ensure_subnet(netuid)
        }

        /// Root changes a subnet that exists, at any time.
        pub(crate) fn admit_root_always(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            ensure_root(origin)?;
            Self::ensure_subnet(netuid)
        }

        /// The owner or root changes a hyperparameter of a subnet that exists.
        pub(crate) fn admit(
            origin: OriginFor<T>,
            netuid: NetUid,
            action: impl Into<OwnerAction>,
        ) -> Result<Option<T::AccountId>, DispatchError> {
            let owner = Subtensor::<T>::admit(origin, netuid, action)?;
            Self::ensure_subnet(netuid)?;
            Ok(owner)
        }
    }
}
