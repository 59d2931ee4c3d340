//! The development chain's runtime, compiled natively: mainnet's pallet names and indices, its transaction
//! extensions and its runtime APIs, over the pallets of this folder.
//!
//! `construct_runtime!` stands at the root of a crate named like mainnet's so that type paths such as
//! `node_subtensor_runtime::RuntimeEvent` are mainnet's own; Python clients recognise types by those paths.
//! This crate knows nothing of blocks being made, stored or served: the engine drives [`api::dispatch`].
#![recursion_limit = "512"]

pub mod alpha_fee;
pub mod apis;
pub mod aura;
pub mod check_mortality;
pub mod check_nonce;
pub mod fee_payer;
pub mod fees;
pub mod leases;
pub mod metadata_hash;
pub mod nesting;
pub mod proxy_filter;
pub mod sudo_wrapper;
pub mod transaction_payment_wrapper;
pub mod upgrade;

use std::borrow::Cow;

use frame_support::{
    PalletId, construct_runtime, derive_impl, parameter_types,
    traits::{
        ConstU8, ConstU32, ConstU64, Contains, EqualPrivilegeOnly, InsideBoth, LinearStoragePrice,
        fungible::HoldConsideration,
    },
    weights::constants::WEIGHT_REF_TIME_PER_SECOND,
};
use frame_system::{
    EnsureRoot, EnsureRootWithSuccess,
    limits::{BlockLength, BlockWeights},
};
use sp_runtime::{
    MultiAddress, MultiSignature, Perbill, generic,
    traits::{AccountIdLookup, BlakeTwo256, IdentifyAccount, Verify},
};
use sp_version::RuntimeVersion;

pub use apis::api;
pub use frame_support::weights::Weight;
pub use pallet_admin_utils;
pub use pallet_commitments;
pub use pallet_crowdloan;
pub use pallet_drand;
pub use pallet_evm;
pub use pallet_shield;
pub use pallet_subtensor;
pub use pallet_subtensor_swap;
pub use proxy_filter::ProxyType;
pub use sp_runtime::BuildStorage;

/// Balance in rao.
pub type Balance = u64;
/// Height of a block.
pub type BlockNumber = u32;
/// Number of transactions an account has sent.
pub type Nonce = u32;
/// Hash of a block, a call or an extrinsic.
pub type Hash = sp_core::H256;
/// sr25519, ed25519 or ecdsa.
pub type Signature = MultiSignature;
/// 32 byte account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Account as written in an extrinsic; account indices do not exist on this chain.
pub type Address = MultiAddress<AccountId, ()>;
/// Block header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Block with decoded extrinsics.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// An extrinsic as it travels.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// Call, extensions and hash of a transaction as they are signed.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// The part of the extensions that FRAME knows, in mainnet's order.
pub type SystemTxExtension = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    check_mortality::CheckMortality<Runtime>,
    check_nonce::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
);
/// Subtensor's own extensions, in mainnet's order.
pub type CustomTxExtension = (
    transaction_payment_wrapper::ChargeTransactionPaymentWrapper<Runtime>,
    sudo_wrapper::SudoTransactionExtension<Runtime>,
    pallet_shield::CheckShieldedTxValidity<Runtime>,
    pallet_subtensor::SubtensorTransactionExtension<Runtime>,
    pallet_drand::DrandPriority<Runtime>,
);
/// All thirteen extensions, nested as on mainnet (flat in SCALE and in metadata).
pub type TxExtension = (SystemTxExtension, CustomTxExtension, metadata_hash::CheckMetadataHash);

/// Runs blocks and extrinsics.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// Mainnet's version, with the runtime APIs that the devnet implements.
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("node-subtensor"),
    impl_name: Cow::Borrowed("node-subtensor"),
    authoring_version: 1,
    spec_version: 425,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// SS58 address format of the network.
pub const SS58_PREFIX: u16 = 42;
/// Ticker of the chain's token, part of the metadata hash.
pub const TOKEN_SYMBOL: &str = "TAO";
/// Decimals of the chain's token, part of the metadata hash.
pub const TOKEN_DECIMALS: u8 = 9;
/// Smallest balance an account can hold, in rao.
pub const EXISTENTIAL_DEPOSIT: Balance = 500;

const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// Thousandths of a TAO, in rao.
const fn millitao(amount: u64) -> Balance {
    amount * 1_000_000
}

parameter_types! {
    pub RuntimeBlockWeights: BlockWeights = BlockWeights::with_sensible_defaults(
        Weight::from_parts(4 * WEIGHT_REF_TIME_PER_SECOND, u64::MAX),
        NORMAL_DISPATCH_RATIO,
    );
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(10 * 1024 * 1024)
        .modify_max_length_for_class(frame_support::dispatch::DispatchClass::Normal, |length| {
            *length = NORMAL_DISPATCH_RATIO * *length
        })
        .build();
    pub const ProxyDepositBase: Balance = millitao(60);
    pub const ProxyDepositFactor: Balance = millitao(33);
    pub const AnnouncementDepositBase: Balance = millitao(36);
    pub const AnnouncementDepositFactor: Balance = millitao(68);
    pub const MultisigDepositBase: Balance = millitao(132);
    pub const MultisigDepositFactor: Balance = millitao(32);
    pub const PreimageBaseDeposit: Balance = millitao(60);
    pub const PreimageByteDeposit: Balance = millitao(1);
    pub const PreimageHoldReason: RuntimeHoldReason =
        RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
    /// What scheduled calls may use of a block.
    pub SchedulerMaximumWeight: Weight =
        Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
    /// Nobody may enter safe mode by a deposit.
    pub const NoDeposit: Option<Balance> = None;
    pub const NoDelay: Option<BlockNumber> = None;
    /// Seed of the accounts that hold crowdloans' money.
    pub const CrowdloanPalletId: PalletId = PalletId(*b"bt/cloan");
    /// Least deposit of a crowdloan's creator: 10 TAO.
    pub const CrowdloanMinimumDeposit: Balance = millitao(10_000);
    /// Least contribution that a crowdloan may ask for: 0.1 TAO.
    pub const CrowdloanMinimumContribution: Balance = millitao(100);
    /// Seed of the accounts `modl` ++ `subtensr` ++ netuid that physically hold each subnet's TAO.
    pub const SubtensorPalletId: PalletId = PalletId(*b"subtensr");
    /// Seed of the account that receives what nobody else does.
    pub const BurnAccountId: PalletId = PalletId(*b"burntnsr");
    /// Seed of the accounts that the swap pallet derives; kept because mainnet publishes the constant.
    pub const SwapProtocolId: PalletId = PalletId(*b"ten/swap");
}

/// Refuses batches directly inside batches, as mainnet does.
pub struct NoNestedBatch;

impl Contains<RuntimeCall> for NoNestedBatch {
    fn contains(call: &RuntimeCall) -> bool {
        let RuntimeCall::Utility(inner) = call else {
            return true;
        };
        let calls = match inner {
            pallet_utility::Call::batch { calls }
            | pallet_utility::Call::batch_all { calls }
            | pallet_utility::Call::force_batch { calls } => calls,
            _ => return true,
        };
        !calls.iter().any(|call| {
            matches!(
                call,
                RuntimeCall::Utility(
                    pallet_utility::Call::batch { .. }
                        | pallet_utility::Call::batch_all { .. }
                        | pallet_utility::Call::force_batch { .. }
                )
            )
        })
    }
}

/// What passes in safe mode, as on mainnet.
pub struct AllowedInSafeMode;

impl Contains<RuntimeCall> for AllowedInSafeMode {
    fn contains(call: &RuntimeCall) -> bool {
        matches!(
            call,
            RuntimeCall::Sudo(_)
                | RuntimeCall::Multisig(_)
                | RuntimeCall::System(_)
                | RuntimeCall::SafeMode(_)
                | RuntimeCall::Timestamp(_)
                | RuntimeCall::SubtensorModule(
                    pallet_subtensor::Call::set_weights { .. }
                        | pallet_subtensor::Call::serve_axon { .. }
                )
                | RuntimeCall::Commitments(pallet_commitments::Call::set_commitment { .. })
        )
    }
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type BaseCallFilter = InsideBoth<upgrade::NotTakenAway, InsideBoth<NoNestedBatch, SafeMode>>;
    type Block = Block;
    type BlockWeights = RuntimeBlockWeights;
    type BlockLength = RuntimeBlockLength;
    type AccountId = AccountId;
    type Lookup = AccountIdLookup<AccountId, ()>;
    type Nonce = Nonce;
    type Hash = Hash;
    type BlockHashCount = ConstU32<2400>;
    type DbWeight = frame_support::weights::constants::RocksDbWeight;
    type Version = upgrade::Version;
    type AccountData = pallet_balances::AccountData<Balance>;
    type SS58Prefix = frame_support::traits::ConstU16<SS58_PREFIX>;
    type MaxConsumers = ConstU32<16>;
}

impl aura::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
    type Moment = u64;
    type OnTimestampSet = ();
    // Blocks are made on demand, often many in the same millisecond; mainnet's 6000 would refuse them.
    type MinimumPeriod = ConstU64<0>;
    type WeightInfo = ();
}

impl pallet_balances::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeHoldReason = RuntimeHoldReason;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
    type Balance = Balance;
    type DustRemoval = ();
    type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
    type AccountStore = System;
    type ReserveIdentifier = [u8; 8];
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxLocks = ConstU32<50>;
    type MaxReserves = ConstU32<50>;
    type MaxFreezes = ConstU32<50>;
    type DoneSlashHandler = ();
}

impl pallet_transaction_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type OnChargeTransaction = alpha_fee::TaoElseAlpha;
    type WeightToFee = fees::LinearWeightToFee;
    type LengthToFee = frame_support::weights::IdentityFee<Balance>;
    // Fees do not depend on congestion. (`()` would set the multiplier to nothing after one block.)
    type FeeMultiplierUpdate = pallet_transaction_payment::ConstFeeMultiplier<fees::One>;
    type OperationalFeeMultiplier = ConstU8<5>;
    type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type DepositBase = MultisigDepositBase;
    type DepositFactor = MultisigDepositFactor;
    type MaxSignatories = ConstU32<100>;
    type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
    type BlockNumberProvider = System;
}

impl pallet_proxy::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ProxyDepositBase;
    type ProxyDepositFactor = ProxyDepositFactor;
    type MaxProxies = ConstU32<20>;
    type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
    type MaxPending = ConstU32<75>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = AnnouncementDepositBase;
    type AnnouncementDepositFactor = AnnouncementDepositFactor;
}

/// The subnets that exist, root included.
pub struct SubnetExists;

impl Contains<u16> for SubnetExists {
    fn contains(netuid: &u16) -> bool {
        SubtensorModule::subnet_exists(*netuid)
    }
}

impl pallet_subtensor_swap::Config for Runtime {
    type SubnetExists = SubnetExists;
    type ProtocolId = SwapProtocolId;
}

impl pallet_subtensor::Config for Runtime {
    type Currency = Balances;
    type SubtensorPalletId = SubtensorPalletId;
    type BurnAccountId = BurnAccountId;
    type BlockAuthor = fees::BlockAuthor;
    type Beacon = Drand;
    type Leasing = leases::CrowdloansAndProxies;
}

impl pallet_alpha_assets::Config for Runtime {}

impl pallet_admin_utils::Config for Runtime {}

impl pallet_commitments::Config for Runtime {}

impl pallet_drand::Config for Runtime {}

impl pallet_evm::Config for Runtime {
    type Currency = Balances;
}

impl pallet_shield::Config for Runtime {
    type Author = fees::BlockAuthor;
}

impl pallet_preimage::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
    type Currency = Balances;
    type ManagerOrigin = EnsureRoot<AccountId>;
    type Consideration = HoldConsideration<
        AccountId,
        Balances,
        PreimageHoldReason,
        LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
    >;
}

impl pallet_scheduler::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type MaximumWeight = SchedulerMaximumWeight;
    type ScheduleOrigin = EnsureRoot<AccountId>;
    type OriginPrivilegeCmp = EqualPrivilegeOnly;
    type MaxScheduledPerBlock = ConstU32<50>;
    type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
    type Preimages = Preimage;
    type BlockNumberProvider = System;
}

impl pallet_safe_mode::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WhitelistedCalls = AllowedInSafeMode;
    type EnterDuration = ConstU32<0>;
    type ExtendDuration = ConstU32<0>;
    type EnterDepositAmount = NoDeposit;
    type ExtendDepositAmount = NoDeposit;
    type ForceEnterOrigin = EnsureRootWithSuccess<AccountId, ConstU32<10_000>>;
    type ForceExtendOrigin = EnsureRootWithSuccess<AccountId, ConstU32<10_000>>;
    type ForceExitOrigin = EnsureRoot<AccountId>;
    type ForceDepositOrigin = EnsureRoot<AccountId>;
    type Notify = ();
    type ReleaseDelay = NoDelay;
    type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}

impl pallet_crowdloan::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type Preimages = Preimage;
    type PalletId = CrowdloanPalletId;
    type MinimumDeposit = CrowdloanMinimumDeposit;
    type AbsoluteMinimumContribution = CrowdloanMinimumContribution;
    type MinimumBlockDuration = ConstU32<50_400>;
    type MaximumBlockDuration = ConstU32<432_000>;
    type RefundContributorsLimit = ConstU32<50>;
    type MaxContributors = ConstU32<500>;
}

construct_runtime!(
    pub struct Runtime {
        System: frame_system = 0,
        Timestamp: pallet_timestamp = 2,
        Aura: aura = 3,
        Balances: pallet_balances = 5,
        TransactionPayment: pallet_transaction_payment = 6,
        SubtensorModule: pallet_subtensor = 7,
        Utility: pallet_utility = 11,
        Sudo: pallet_sudo = 12,
        Multisig: pallet_multisig = 13,
        Preimage: pallet_preimage = 14,
        Scheduler: pallet_scheduler = 15,
        Proxy: pallet_proxy = 16,
        Commitments: pallet_commitments = 18,
        AdminUtils: pallet_admin_utils = 19,
        SafeMode: pallet_safe_mode = 20,
        EVM: pallet_evm = 22,
        Drand: pallet_drand = 26,
        Crowdloan: pallet_crowdloan = 27,
        Swap: pallet_subtensor_swap = 28,
        MevShield: pallet_shield = 30,
        AlphaAssets: pallet_alpha_assets = 31,
    }
);

#[cfg(test)]
mod tests;
