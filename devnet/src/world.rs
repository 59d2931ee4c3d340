//! What the chain holds in block 0, in plain words: accounts, subnets, neurons, stake, and who trades.
//!
//! A world is data, the same for the same seed. Turning it into storage is the runtime's business. Amounts are in rao, parts of
//! one in 1/65535 unless said otherwise.

mod cast;
mod demo;
mod plain;
mod population;

use std::path::Path;

/// The plain data of subnets, neurons and stake.
pub use pallet_subtensor::genesis;
pub(crate) use plain::{newcomer, subnet};
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use crate::{
    Error,
    accounts::{ALICE, WELL_KNOWN},
};

/// One TAO, or one alpha, in rao.
pub const UNIT: u64 = 1_000_000_000;

/// See the module.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    /// Height that the chain starts at; blocks 2 up to there do not exist, as on a node that was synced late. 0 and 1 start
    /// an ordinary chain.
    pub height: u32,
    /// Who may call sudo.
    pub sudo: AccountId32,
    /// Free TAO by account.
    pub balances: Vec<(AccountId32, u64)>,
    /// Subnets, neurons, stake, identities.
    pub chain: genesis::World<AccountId32>,
    /// Who trades when the market is on.
    pub traders: Vec<Trader>,
}

/// A key that the market signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trader {
    /// How the key derives from the development phrase.
    pub path: String,
    /// The hotkey that it stakes to, by netuid.
    pub desks: Vec<(u16, AccountId32)>,
}

/// Name of the file format of recorded worlds.
const FORMAT: &str = "tau-world";
/// Its version.
const VERSION: u32 = 1;

/// A world in a file.
#[derive(Serialize, Deserialize)]
struct Recorded {
    format: String,
    version: u32,
    world: World,
}

/// TAO that each of the well-known keys has.
const WELL_KNOWN_FUNDS: u64 = 100_000 * UNIT;

impl World {
    /// The world of the demo: 20 subnets beside the root, about 800 neurons, a dozen validators with names, a coldkey with
    /// positions, and a market.
    #[must_use]
    pub fn demo(seed: u64) -> World {
        demo::world(seed)
    }

    /// A small world for tests: no traders, no past, and the pools of the worked examples in the pool's specification,
    /// which emission leaves as they are.
    ///
    /// | netuid | TAO | alpha | weight of TAO |
    /// |---|---|---|---|
    /// | 1 | 10 000 | 400 000 | 0.5 |
    /// | 2 | 10 000 | 400 000 | 0.512345678 |
    /// | 3 | 1 | 4 | 0.5 |
    /// | 4 | 150 | 100 | 0.5 |
    /// | 5 | 100 | 100 | 0.5, not started |
    ///
    /// On each of them uid 0 is [`DEMO_VALIDATOR`](crate::accounts::DEMO_VALIDATOR) and uid 1
    /// [`DEMO_MINER`](crate::accounts::DEMO_MINER); both belong to [`DEMO`](crate::accounts::DEMO), which owns the subnets and
    /// has 1 000 TAO on the root and 10 000 alpha on subnets 1 and 2, all with its validator.
    #[must_use]
    pub fn bare() -> World {
        plain::bare()
    }

    /// A world for measurements: that many subnets beside the root, each with that many neurons.
    #[must_use]
    pub fn sized(subnets: u16, neurons: u16) -> World {
        plain::sized(subnets, neurons)
    }

    /// The well-known accounts and their TAO, and nothing else.
    #[must_use]
    pub fn empty() -> World {
        World {
            height: 0,
            sudo: ALICE.id(),
            balances: WELL_KNOWN.iter().map(|account| (account.id(), WELL_KNOWN_FUNDS)).collect(),
            chain: genesis::World::default(),
            traders: Vec::new(),
        }
    }

    /// The same world with everything soon: short epochs, no immunity to speak of, rate limits that nobody meets.
    #[must_use]
    pub fn hurried(mut self) -> World {
        for subnet in &mut self.chain.subnets {
            let parameters = &mut subnet.parameters;
            parameters.tempo = parameters.tempo.min(20);
            parameters.immunity_period = parameters.immunity_period.min(100);
            parameters.weights_rate_limit = parameters.weights_rate_limit.min(5);
            parameters.serving_rate_limit = parameters.serving_rate_limit.min(2);
            parameters.burn_half_life = parameters.burn_half_life.min(40);
        }
        // What stands for time and for thresholds; what money is worth stays the world's own.
        let fast = genesis::ChainParameters::fast();
        self.chain.parameters = genesis::ChainParameters {
            subnet_moving_alpha: fast.subnet_moving_alpha,
            stake_threshold: fast.stake_threshold,
            max_epochs_per_block: fast.max_epochs_per_block,
            network_lock_reduction_interval: fast.network_lock_reduction_interval,
            network_rate_limit: fast.network_rate_limit,
            network_immunity_period: fast.network_immunity_period,
            pending_childkey_cooldown: fast.pending_childkey_cooldown,
            childkey_take_rate_limit: fast.childkey_take_rate_limit,
            ..self.chain.parameters
        };
        self
    }

    /// Give an account TAO, in rao, beside what it has.
    pub fn fund(&mut self, account: AccountId32, rao: u64) {
        match self.balances.iter_mut().find(|(known, _)| *known == account) {
            Some((_, free)) => *free = free.saturating_add(rao),
            None => self.balances.push((account, rao)),
        }
    }

    /// Read a recorded world.
    ///
    /// # Errors
    /// When the file cannot be read or holds no world of this version.
    pub fn read(path: &Path) -> Result<World, Error> {
        let failed = |reason: String| Error::World(format!("{}: {reason}", path.display()));
        let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        let recorded: Recorded =
            serde_json::from_slice(&bytes).map_err(|error| failed(error.to_string()))?;
        if recorded.format != FORMAT || recorded.version != VERSION {
            return Err(failed(format!("it is not a {FORMAT} file of version {VERSION}")));
        }
        Ok(recorded.world)
    }

    /// The world as a file that [`read`](Self::read) understands.
    #[must_use]
    pub fn recorded(&self) -> String {
        let recorded = Recorded { format: FORMAT.into(), version: VERSION, world: self.clone() };
        // A world is strings, numbers and lists: there is nothing in it that JSON could refuse.
        serde_json::to_string(&recorded).unwrap_or_default()
    }

    /// Hash of everything in the world: tells state files of different worlds apart.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        // A world is strings, numbers and lists: there is nothing in it that JSON could refuse.
        sp_crypto_hashing::blake2_256(&serde_json::to_vec(self).unwrap_or_default())
    }
}
