//! What the chain holds in block 0, in plain words: accounts, subnets, neurons, stake.
//!
//! A world is data. Turning it into storage is `genesis`' business, so that nothing here names a storage item. Amounts are in
//! rao, shares of one in 1/65535.

mod demo;
mod names;
mod plain;

use codec::Encode;
use sp_core::crypto::AccountId32;

use crate::accounts::{ALICE, WELL_KNOWN};

/// One TAO, or one alpha, in rao.
pub const UNIT: u64 = 1_000_000_000;
/// Half, in 10^-18: the pool weight of TAO in a pool that was never weighted otherwise.
pub const EVEN: u64 = 500_000_000_000_000_000;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct World {
    /// Height that the chain starts at; blocks 2 up to there do not exist, as on a node that was synced late. 0 and 1 start
    /// an ordinary chain. Ages in the world count back from here.
    pub height: u32,
    /// Who may call sudo.
    pub sudo: AccountId32,
    /// Free TAO.
    pub accounts: Vec<Balance>,
    /// Hotkeys and who owns them.
    pub hotkeys: Vec<Hotkey>,
    /// Names that coldkeys have given themselves.
    pub identities: Vec<Identity>,
    /// Subnets; netuid 0 is the root.
    pub subnets: Vec<Subnet>,
    /// Stake.
    pub positions: Vec<Position>,
    /// Who trades when the market is on.
    pub traders: Vec<Trader>,
}

/// Free TAO of one account.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Balance {
    /// Whose.
    pub account: AccountId32,
    /// Rao.
    pub free: u64,
}

/// A hotkey.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Hotkey {
    /// The key.
    pub hotkey: AccountId32,
    /// The coldkey that owns it.
    pub owner: AccountId32,
    /// What it keeps of its stakers' dividends, if it takes stake from others.
    pub take: Option<u16>,
}

/// What a coldkey says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Identity {
    /// Who.
    pub coldkey: AccountId32,
    /// Name.
    pub name: String,
    /// Home page.
    pub url: String,
    /// One sentence.
    pub description: String,
}

/// What a subnet says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct SubnetIdentity {
    /// Name.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Home page.
    pub url: String,
    /// Source code.
    pub github: String,
    /// Mail address.
    pub contact: String,
}

/// A subnet with its pool, its rules and its neurons.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Subnet {
    /// Number.
    pub netuid: u16,
    /// Token symbol.
    pub symbol: String,
    /// What it says of itself.
    pub identity: Option<SubnetIdentity>,
    /// Owner's coldkey.
    pub owner: AccountId32,
    /// Owner's hotkey.
    pub owner_hotkey: AccountId32,
    /// TAO in the pool; on the root, nothing (its TAO is its stake).
    pub tao: u64,
    /// Alpha in the pool.
    pub alpha: u64,
    /// Pool weight of TAO in 10^-18.
    pub quote_weight: u64,
    /// Swap fee in 1/65535.
    pub fee_rate: u16,
    /// Moving price in percent of the present one.
    pub moving_price_percent: u16,
    /// TAO ever traded.
    pub volume: u64,
    /// Whether its alpha can be traded.
    pub started: bool,
    /// Blocks since it was registered.
    pub age: u32,
    /// Blocks of an epoch.
    pub tempo: u16,
    /// What registering costs now.
    pub burn: u64,
    /// Fewest it can cost.
    pub min_burn: u64,
    /// Most it can cost.
    pub max_burn: u64,
    /// Places for neurons.
    pub max_neurons: u16,
    /// Places for validators.
    pub max_validators: u16,
    /// Blocks that a new neuron is safe.
    pub immunity: u16,
    /// Neurons by uid.
    pub neurons: Vec<Neuron>,
}

/// A neuron and the figures of its last epoch.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Neuron {
    /// Its key.
    pub hotkey: AccountId32,
    /// IPv4 address and port of its axon.
    pub axon: Option<([u8; 4], u16)>,
    /// Blocks since it registered.
    pub age: u32,
    /// Blocks since it last set weights or was registered.
    pub last_update: u32,
    /// Whether it may set weights.
    pub validator: bool,
    /// Share of miners' emission.
    pub incentive: u16,
    /// Share of validators' emission.
    pub dividends: u16,
    /// Agreement of validators on it.
    pub consensus: u16,
    /// How far its weights agree with the others'.
    pub validator_trust: u16,
    /// Alpha of the last epoch.
    pub emission: u64,
}

/// Stake of a coldkey on a hotkey.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Position {
    /// Whose.
    pub coldkey: AccountId32,
    /// On whom.
    pub hotkey: AccountId32,
    /// Where.
    pub netuid: u16,
    /// How much, in rao of that subnet's alpha; of TAO on the root.
    pub alpha: u64,
}

/// A trader: a key that the market signs with.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct Trader {
    /// How its key derives from the development phrase.
    pub path: String,
    /// The hotkey it stakes to on each subnet it trades: netuid and key.
    pub desks: Vec<(u16, AccountId32)>,
}

/// TAO that each of the well-known keys has.
const WELL_KNOWN_FUNDS: u64 = 100_000 * UNIT;

impl World {
    /// A world without subnets: the well-known accounts and their TAO.
    #[must_use]
    pub fn empty() -> World {
        World {
            height: 0,
            sudo: ALICE.id(),
            accounts: WELL_KNOWN
                .iter()
                .map(|account| Balance { account: account.id(), free: WELL_KNOWN_FUNDS })
                .collect(),
            hotkeys: Vec::new(),
            identities: Vec::new(),
            subnets: Vec::new(),
            positions: Vec::new(),
            traders: Vec::new(),
        }
    }

    /// Hash of everything in the world: tells state files of different worlds apart.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        sp_crypto_hashing::blake2_256(&self.encode())
    }
}

impl World {
    /// The demo.
    #[must_use]
    pub fn demo(_seed: u64) -> World {
        let mut w = World::empty();
        w.height = 100;
        w
    }
}

impl World {
    /// Bare.
    #[must_use]
    pub fn bare() -> World {
        let mut world = World::empty();
        world.height = 0;
        world
    }
}
