//! The world that the chain starts with, as plain data, and how it becomes storage.
//!
//! A [`World`] names subnets with their pools and neurons, and stake positions. Everything that the ledger
//! derives from them (who owns which hotkey, share pools, totals, the TAO in the subnets' accounts) is worked
//! out here, so that no world can contradict itself.

mod build;

pub use build::{Part, parts};

use std::net::IpAddr;

use frame_support::DefaultNoBound;
use serde::{Deserialize, Serialize};

use crate::units::{AlphaBalance, NetUid, TaoBalance};

/// Everything there is in block 0, but for free balances (those are the Balances pallet's genesis).
#[derive(Clone, Debug, DefaultNoBound, Serialize, Deserialize)]
#[serde(default, bound(deserialize = "AccountId: Deserialize<'de>"))]
pub struct World<AccountId> {
    /// The root network's members, at most 64. Root itself always exists.
    pub root: Vec<Neuron<AccountId>>,
    /// Subnets; netuid 0 is not one of them.
    pub subnets: Vec<Subnet<AccountId>>,
    /// Stake, on root too. Several entries of one position add up.
    pub positions: Vec<Position<AccountId>>,
    /// Hotkeys that their coldkeys own without having a neuron.
    pub hotkeys: Vec<(AccountId, AccountId)>,
    /// Hotkeys that take a share of their nominators' dividends, in 1/65535. Hotkeys with a position of
    /// somebody else, and root members, are delegates anyway.
    pub delegates: Vec<(AccountId, u16)>,
    /// What coldkeys say about themselves.
    pub identities: Vec<(AccountId, Identity)>,
    /// Values that mainnet has and the code's defaults do not.
    pub parameters: ChainParameters,
}

/// Parameters of the whole chain that a world may choose; the default is the code's (economics.md 0.4).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct ChainParameters {
    /// Weight of root stake against alpha, in 1/(2^64-1).
    pub tao_weight: u64,
    /// Weight of one block in the price average, in 2^-32.
    pub subnet_moving_alpha: i128,
    /// Millionths of the minimum stake under which nominations are sold.
    pub nominator_min_required_stake: u64,
    /// Subnets beside root that may exist.
    pub subnet_limit: u16,
    /// Least price of a subnet, in rao.
    pub network_min_lock_cost: TaoBalance,
    /// What the last registration locked, in rao.
    pub network_last_lock_cost: TaoBalance,
    /// Blocks in which the price of a subnet falls by the last lock.
    pub network_lock_reduction_interval: u64,
    /// Blocks between two registrations of subnets.
    pub network_rate_limit: u64,
    /// Blocks in which a new subnet is not pruned.
    pub network_immunity_period: u64,
    /// Stake weight, in rao, that validators and parents need.
    pub stake_threshold: u64,
    /// Epochs that may run in one block.
    pub max_epochs_per_block: u8,
    /// Blocks before children that were set can apply.
    pub pending_childkey_cooldown: u64,
    /// Blocks between two rises of a child's share.
    pub childkey_take_rate_limit: u64,
    /// Root stakers that each block claims dividends for.
    pub root_claims_per_block: u64,
}

impl Default for ChainParameters {
    fn default() -> Self {
        Self {
            tao_weight: 971_718_665_099_567_868,
            subnet_moving_alpha: 12_885,
            nominator_min_required_stake: 0,
            subnet_limit: 128,
            network_min_lock_cost: 1_000_000_000_000,
            network_last_lock_cost: 1_000_000_000_000,
            network_lock_reduction_interval: 100_800,
            network_rate_limit: 7_200,
            network_immunity_period: 1_296_000,
            stake_threshold: 0,
            max_epochs_per_block: 2,
            pending_childkey_cooldown: 7_200,
            childkey_take_rate_limit: 216_000,
            root_claims_per_block: 5,
        }
    }
}

impl ChainParameters {
    /// What storage of mainnet holds (economics.md 0.4), as far as a development chain wants it.
    #[must_use]
    pub fn mainnet() -> Self {
        Self {
            tao_weight: 3_320_413_933_267_719_290,
            subnet_moving_alpha: 1_288_490,
            nominator_min_required_stake: 10_000_000,
            network_min_lock_cost: 1_000_000_000,
            network_lock_reduction_interval: 115_200,
            network_rate_limit: 14_400,
            network_immunity_period: 864_000,
            stake_threshold: 1_000_000_000_000,
            ..Self::default()
        }
    }

    /// [`Self::mainnet`] where days are minutes, for trying things out: money counts as there, but nobody needs
    /// a minimum of stake.
    #[must_use]
    pub fn fast() -> Self {
        Self {
            // A price counts half after about fourteen blocks.
            subnet_moving_alpha: 214_748_365,
            stake_threshold: 0,
            max_epochs_per_block: 128,
            network_lock_reduction_interval: 200,
            network_rate_limit: 10,
            network_immunity_period: 500,
            pending_childkey_cooldown: 10,
            childkey_take_rate_limit: 10,
            ..Self::mainnet()
        }
    }
}

/// One subnet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "AccountId: Deserialize<'de>"))]
pub struct Subnet<AccountId> {
    /// Number, not 0.
    pub netuid: NetUid,
    /// Symbol of the alpha; the chain's own for this netuid if empty.
    #[serde(default)]
    pub symbol: String,
    /// What the owner says about it; none if the name is empty.
    #[serde(default)]
    pub identity: SubnetIdentity,
    /// Coldkey that owns it.
    pub owner_coldkey: AccountId,
    /// Hotkey of the owner.
    pub owner_hotkey: AccountId,
    /// The pool.
    pub pool: Pool,
    /// Alpha outside the pool that nobody has staked (unclaimed, burned), in rao.
    #[serde(default)]
    pub loose_alpha: AlphaBalance,
    /// Block of registration, usually 0.
    #[serde(default)]
    pub registered_at: u64,
    /// Block of the last epoch; the next is a tempo later.
    #[serde(default)]
    pub last_epoch: u64,
    /// Whether the owner has started it: its alpha can be traded.
    pub started: bool,
    /// TAO that the registration locked, in rao; shown by explorers only.
    #[serde(default)]
    pub locked: TaoBalance,
    /// TAO traded so far, in rao.
    #[serde(default)]
    pub volume: u128,
    /// Moving average of the price, in rao per alpha; the price of the pool (at most 1 TAO) if absent.
    #[serde(default)]
    pub moving_price: Option<u64>,
    /// What the last block is said to have emitted.
    #[serde(default)]
    pub emission: BlockFigures,
    /// Hyperparameters.
    #[serde(default)]
    pub parameters: Hyperparameters,
    /// Neurons in the order of their uids.
    #[serde(default = "Vec::new")]
    pub neurons: Vec<Neuron<AccountId>>,
}

/// A pool to start with.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Pool {
    /// TAO, in rao.
    pub tao: TaoBalance,
    /// Alpha, in rao.
    pub alpha: AlphaBalance,
    /// Weight of TAO in 10^-18; one half gives price = tao / alpha.
    pub quote_weight: u64,
    /// Fee in 1/65535.
    pub fee_rate: u16,
}

impl Pool {
    /// A pool of equal weights and the usual fee.
    #[must_use]
    pub const fn even(tao: TaoBalance, alpha: AlphaBalance) -> Self {
        Self {
            tao,
            alpha,
            quote_weight: tau_economics::pool::EVEN_WEIGHT,
            fee_rate: tau_economics::pool::DEFAULT_FEE_RATE,
        }
    }
}

/// Emission of one block, for display until the first block computes it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockFigures {
    /// TAO into the pool, in rao.
    pub tao_in: TaoBalance,
    /// Alpha into the pool, in rao.
    pub alpha_in: AlphaBalance,
    /// Alpha to participants, in rao.
    pub alpha_out: AlphaBalance,
    /// Alpha that waits for the next epoch's validators, in rao.
    pub pending_validators: AlphaBalance,
    /// Alpha that waits for the next epoch's miners, in rao.
    pub pending_miners: AlphaBalance,
}

/// One neuron with the figures of its last epoch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "AccountId: Deserialize<'de>"))]
pub struct Neuron<AccountId> {
    /// Hotkey on the uid.
    pub hotkey: AccountId,
    /// Coldkey that owns the hotkey.
    pub coldkey: AccountId,
    /// Block of registration.
    #[serde(default)]
    pub registered_at: u64,
    /// Published endpoint.
    #[serde(default)]
    pub axon: Option<Endpoint>,
    /// Weights that it has set, as (uid, weight) by ascending uid, the greatest being 65535.
    #[serde(default)]
    pub weights: Vec<(u16, u16)>,
    /// The figures.
    #[serde(default)]
    pub figures: NeuronFigures,
}

/// What the last epoch gave a neuron. Fractions are in 1/65535.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct NeuronFigures {
    pub active: bool,
    pub validator_permit: bool,
    pub consensus: u16,
    pub incentive: u16,
    pub dividends: u16,
    pub validator_trust: u16,
    pub stake_weight: u16,
    /// Alpha of the last epoch, in rao.
    pub emission: AlphaBalance,
    /// Block of the last weights.
    pub last_update: u64,
    /// Alpha dividends of the last epoch for the hotkey's stakers, in rao.
    pub alpha_dividends: AlphaBalance,
}

impl Default for NeuronFigures {
    fn default() -> Self {
        Self {
            active: true,
            validator_permit: false,
            consensus: 0,
            incentive: 0,
            dividends: 0,
            validator_trust: 0,
            stake_weight: 0,
            emission: 0,
            last_update: 0,
            alpha_dividends: 0,
        }
    }
}

/// Where a neuron serves.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Endpoint {
    /// Address.
    pub ip: IpAddr,
    /// TCP port.
    pub port: u16,
    /// Version of the software behind it.
    pub version: u32,
    /// Protocol number.
    pub protocol: u8,
}

/// A stake.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Position<AccountId> {
    /// Hotkey staked to. Its owner must be known from a neuron or from [`World::hotkeys`]; otherwise the
    /// coldkey of its first position owns it.
    pub hotkey: AccountId,
    /// Holder.
    pub coldkey: AccountId,
    /// Subnet; 0 is root.
    pub netuid: NetUid,
    /// Alpha (on root: TAO), in rao.
    pub alpha: AlphaBalance,
}

/// Hyperparameters of a subnet; the default is what the chain gives a newly registered one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Hyperparameters {
    /// Blocks between epochs.
    pub tempo: u16,
    /// Majority in 1/65535.
    pub kappa: u16,
    /// Blocks.
    pub immunity_period: u16,
    pub max_uids: u16,
    pub max_validators: u16,
    pub min_allowed_weights: u16,
    /// In 1/65535.
    pub max_weights_limit: u16,
    pub weights_version: u64,
    /// Blocks.
    pub weights_rate_limit: u64,
    /// Price of a registration now, in rao.
    pub burn: TaoBalance,
    /// In rao.
    pub min_burn: TaoBalance,
    /// In rao.
    pub max_burn: TaoBalance,
    /// Blocks.
    pub burn_half_life: u16,
    pub registration_allowed: bool,
    /// Blocks.
    pub serving_rate_limit: u64,
    pub commit_reveal_weights: bool,
    /// Epochs.
    pub reveal_period: u64,
    pub liquid_alpha: bool,
    pub yuma3: bool,
    pub transfers_allowed: bool,
    /// Whether the pool takes part in emission.
    pub emission_enabled: bool,
    /// A neuron is inactive after this many thousandths of a tempo without weights.
    pub activity_cutoff_factor: u32,
    /// Age in blocks at which the price average moves at half its speed.
    pub price_halving_blocks: u64,
}

impl Default for Hyperparameters {
    fn default() -> Self {
        Self {
            tempo: 360,
            kappa: 32_767,
            immunity_period: 5_000,
            max_uids: 256,
            max_validators: 64,
            min_allowed_weights: 1,
            max_weights_limit: u16::MAX,
            weights_version: 0,
            weights_rate_limit: 100,
            burn: 1_000_000_000,
            min_burn: 500_000,
            max_burn: 100_000_000_000,
            burn_half_life: 360,
            registration_allowed: true,
            serving_rate_limit: 50,
            commit_reveal_weights: true,
            reveal_period: 1,
            liquid_alpha: false,
            yuma3: true,
            transfers_allowed: true,
            emission_enabled: true,
            activity_cutoff_factor: 13_889,
            price_halving_blocks: 201_600,
        }
    }
}

impl Hyperparameters {
    /// The default where an epoch takes ten blocks and the rest is in proportion.
    #[must_use]
    pub fn fast() -> Self {
        Self {
            tempo: 10,
            immunity_period: 100,
            weights_rate_limit: 1,
            serving_rate_limit: 1,
            burn_half_life: 10,
            commit_reveal_weights: false,
            activity_cutoff_factor: 50_000,
            price_halving_blocks: 100,
            ..Self::default()
        }
    }
}

/// Texts of a coldkey's identity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Identity {
    pub name: String,
    pub url: String,
    pub github_repo: String,
    pub image: String,
    pub discord: String,
    pub description: String,
    pub additional: String,
}

/// Texts of a subnet's identity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SubnetIdentity {
    pub name: String,
    pub github_repo: String,
    pub contact: String,
    pub url: String,
    pub discord: String,
    pub description: String,
    pub logo_url: String,
    pub additional: String,
}
