//! SubtensorModule: subnets, neurons, stake and registration with mainnet's names, units and rules.
//!
//! All arithmetic is `tau_economics`, the same code the client previews with; this crate adds accounts, storage
//! and the order of checks. Modules carry mainnet's names where their types appear in metadata.

pub mod admin;
pub mod children;
pub mod claims;
pub mod coinbase;
mod delegates;
pub mod epoch;
pub mod extensions;
pub mod genesis;
mod identities;
pub mod macros;
pub mod registration;
pub mod rpc_info;
pub mod share_pool;
pub mod staking;
pub mod subnets;
pub mod swap_keys;
pub mod units;
pub mod utils;
pub mod weights;

#[cfg(test)]
mod tests;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_macros::import_section;
use scale_info::TypeInfo;

pub use extensions::subtensor::SubtensorTransactionExtension;
use macros::{
    constants, dispatches, errors, events, storage_admin, storage_chain, storage_children,
    storage_claims, storage_keys, storage_leases, storage_locks, storage_neurons,
    storage_parameters, storage_past, storage_stake, storage_subnets, storage_voting,
    storage_weights,
};
pub use pallet::*;
use units::NetUid;
use utils::rate_limiting::Hyperparameter;

/// Something whose use is limited in time; key of [`LastRateLimitedBlock`].
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub enum RateLimitKey<AccountId> {
    /// Change of the owner hotkey of a subnet.
    #[codec(index = 0)]
    SetSNOwnerHotkey(NetUid),
    /// Change of a hyperparameter by the owner.
    #[codec(index = 1)]
    OwnerHyperparamUpdate(NetUid, Hyperparameter),
    /// Registration of a subnet by anybody.
    #[codec(index = 2)]
    NetworkLastRegistered,
    /// Last rate-limited transaction of an account.
    #[codec(index = 3)]
    LastTxBlock(AccountId),
    /// Last change of an account's childkey take.
    #[codec(index = 4)]
    LastTxBlockChildKeyTake(AccountId),
    /// Last change of an account's delegate take.
    #[codec(index = 5)]
    LastTxBlockDelegateTake(AccountId),
    /// Last buy-and-burn on a subnet.
    #[codec(index = 6)]
    AddStakeBurn(NetUid),
}

#[import_section(storage_admin::storage_admin)]
#[import_section(storage_chain::storage_chain)]
#[import_section(storage_stake::storage_stake)]
#[import_section(storage_children::storage_children)]
#[import_section(storage_claims::storage_claims)]
#[import_section(storage_keys::storage_keys)]
#[import_section(storage_leases::storage_leases)]
#[import_section(storage_locks::storage_locks)]
#[import_section(storage_neurons::storage_neurons)]
#[import_section(storage_parameters::storage_parameters)]
#[import_section(storage_past::storage_past)]
#[import_section(storage_subnets::storage_subnets)]
#[import_section(storage_voting::storage_voting)]
#[import_section(storage_weights::storage_weights)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(constants::constants)]
#[import_section(dispatches::dispatches)]
#[frame_support::pallet]
#[allow(clippy::too_many_arguments, reason = "the chain's calls have as many")]
pub mod pallet {
    use std::collections::{BTreeMap, BTreeSet, VecDeque};

    use codec::Compact;
    use frame_support::{
        PalletId,
        dispatch::Pays,
        pallet_prelude::*,
        traits::{ConstBool, ConstI16, ConstU8, ConstU16, ConstU32, ConstU64, fungible},
    };
    use frame_system::pallet_prelude::*;
    use sp_core::{H160, ecdsa};
    use sp_runtime::Percent;
    use substrate_fixed::types::{I64F64, I96F32, U64F64, U96F32};

    use crate::{
        RateLimitKey,
        genesis::World,
        share_pool::SafeFloat,
        staking::{Fill, Limit, lock::LockState},
        subnets::leasing::{self, LeaseId, Leasing, SubnetLeaseOf},
        swap_keys::{SUBNET_SWAP_COST, SUBNET_SWAP_INTERVAL, SWAP_COST, Stake},
        units::{AlphaBalance, Multiplier, NetUid, NetUidStorageIndex, TaoBalance, Uid},
        weights::{
            Mechanism, SealedWeights, WeightVector, beacon,
            reveal::{Reveal, Reveals},
        },
    };

    /// What the pallet needs from the chain around it.
    #[pallet::config]
    pub trait Config:
        frame_system::Config + pallet_subtensor_swap::Config + pallet_alpha_assets::Config
    {
        /// TAO.
        type Currency: fungible::Mutate<Self::AccountId, Balance = TaoBalance>
            + fungible::Balanced<Self::AccountId>;
        /// Seed of the accounts that hold each subnet's TAO: `modl` ++ this ++ netuid.
        #[pallet::constant]
        type SubtensorPalletId: Get<PalletId>;
        /// Seed of the account that receives what nobody else does.
        #[pallet::constant]
        type BurnAccountId: Get<PalletId>;
        /// Who makes this block and receives its fees, if anybody.
        type BlockAuthor: Get<Option<Self::AccountId>>;
        /// The beacon whose rounds open timelocked commits.
        type Beacon: beacon::Beacon;
        /// The crowdloans and proxies of leases.
        type Leasing: Leasing<Self::AccountId>;
    }

    /// SubtensorModule.
    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// Endpoint of a neuron.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub struct AxonInfo {
        /// Block in which it was published.
        pub block: u64,
        /// Version of the software behind it.
        pub version: u32,
        /// IPv4 in the low 32 bits, or IPv6.
        pub ip: u128,
        /// TCP port.
        pub port: u16,
        /// 4 or 6.
        pub ip_type: u8,
        /// Protocol number, as subnets agree on it.
        pub protocol: u8,
        /// Unused.
        pub placeholder1: u8,
        /// Unused.
        pub placeholder2: u8,
    }

    /// TLS key of a neuron.
    #[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Eq, PartialEq)]
    pub struct NeuronCertificate {
        /// The key.
        pub public_key: BoundedVec<u8, ConstU32<64>>,
        /// Number of its algorithm.
        pub algorithm: u8,
    }

    /// Metrics endpoint of a neuron.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub struct PrometheusInfo {
        /// Block in which it was published.
        pub block: u64,
        /// Version of the software behind it.
        pub version: u32,
        /// IPv4 in the low 32 bits, or IPv6.
        pub ip: u128,
        /// TCP port.
        pub port: u16,
        /// 4 or 6.
        pub ip_type: u8,
    }

    /// What the holder of a coldkey says about itself. UTF-8 texts.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub struct ChainIdentityV2 {
        /// Name.
        pub name: Vec<u8>,
        /// Web page.
        pub url: Vec<u8>,
        /// Source code.
        pub github_repo: Vec<u8>,
        /// Picture.
        pub image: Vec<u8>,
        /// Discord handle.
        pub discord: Vec<u8>,
        /// A few words.
        pub description: Vec<u8>,
        /// Anything else.
        pub additional: Vec<u8>,
    }

    /// What the owner says about a subnet. UTF-8 texts.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub struct SubnetIdentityV3 {
        /// Name.
        pub subnet_name: Vec<u8>,
        /// Source code.
        pub github_repo: Vec<u8>,
        /// Mail address or the like.
        pub subnet_contact: Vec<u8>,
        /// Web page.
        pub subnet_url: Vec<u8>,
        /// Discord handle.
        pub discord: Vec<u8>,
        /// A few words.
        pub description: Vec<u8>,
        /// Picture.
        pub logo_url: Vec<u8>,
        /// Anything else.
        pub additional: Vec<u8>,
    }

    /// What a root staker gets for claimed dividends.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub enum RootClaimTypeEnum {
        /// TAO, staked on root.
        #[default]
        Swap,
        /// The alpha itself.
        Keep,
        /// The alpha of some subnets, TAO for the others.
        KeepSubnets {
            /// Those subnets.
            subnets: BTreeSet<NetUid>,
        },
    }

    /// What happens to emission of the owner's own miners.
    #[derive(
        Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, Eq, PartialEq,
    )]
    pub enum RecycleOrBurnEnum {
        /// It stays issued and belongs to nobody.
        #[default]
        Burn,
        /// It is taken out of issuance.
        Recycle,
    }

    /// The account of zeroes, which stands for "nobody" in storage.
    #[pallet::type_value]
    pub fn ZeroAccount<T: Config>() -> T::AccountId {
        crate::utils::zero_account::<T>()
    }

    /// 36 000 blocks of twelve seconds.
    #[pallet::type_value]
    pub fn FiveDays<T: Config>() -> BlockNumberFor<T> {
        36_000_u32.into()
    }

    /// 7200 blocks of twelve seconds.
    #[pallet::type_value]
    pub fn OneDay<T: Config>() -> BlockNumberFor<T> {
        7_200_u32.into()
    }

    /// Three millionths.
    #[pallet::type_value]
    pub fn DefaultMovingAlpha<T: Config>() -> I96F32 {
        I96F32::from_bits(12_885)
    }

    /// Half a thousandth of an alpha.
    #[pallet::type_value]
    pub fn DefaultClaimThreshold<T: Config>() -> I96F32 {
        I96F32::from_num(tau_economics::claims::DEFAULT_THRESHOLD)
    }

    /// 1.26.
    #[pallet::type_value]
    pub fn DefaultBurnIncreaseMult<T: Config>() -> U64F64 {
        U64F64::from_bits(23_242_897_532_874_035_200)
    }

    /// A mathematical tau, the symbol of a subnet without one.
    #[pallet::type_value]
    pub fn DefaultTokenSymbol<T: Config>() -> Vec<u8> {
        "\u{1D70F}".as_bytes().to_vec()
    }

    /// 0.7 and 0.9.
    #[pallet::type_value]
    pub fn DefaultAlphaValues<T: Config>() -> (u16, u16) {
        (45_875, 58_982)
    }

    /// One.
    #[pallet::type_value]
    pub fn DefaultFlowNormExponent<T: Config>() -> U64F64 {
        U64F64::from_bits(1 << 64)
    }

    /// The world that the chain starts with.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// See [`World`]. None where its [`parts`](crate::genesis::parts) are written afterwards.
        pub world: Option<World<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            for part in self.world.iter().flat_map(crate::genesis::parts::<T>) {
                part();
            }
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(block: BlockNumberFor<T>) -> Weight {
            Self::block_step(block);
            // What mainnet reserves for its block step; it does not measure it either.
            T::DbWeight::get().reads_writes(16, 8)
        }
    }
}
