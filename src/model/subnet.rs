//! A subnet and its pool.

use serde::{Deserialize, Serialize};
use tau_economics::pool::Pool;

use super::{Alpha, At, Coldkey, Hotkey, Label, NetUid, Price, Tao};

/// What an owner says about a subnet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SubnetIdentity {
    /// Display name.
    pub name: Label,
    /// Source code.
    pub github: Label,
    /// How to reach the owner.
    pub contact: Label,
    /// Web site.
    pub url: Label,
    /// Discord handle or invitation.
    pub discord: Label,
    /// A few sentences.
    pub description: Label,
}

/// One subnet at one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its number; may be reused after deregistration, so caches also key by `registered_at`.
    pub netuid: NetUid,
    /// Name from the identity or the chain.
    pub name: Label,
    /// Token symbol.
    pub symbol: Label,
    /// Owner's identity entry.
    pub identity: Option<SubnetIdentity>,
    /// Who owns it.
    pub owner_coldkey: Coldkey,
    /// The owner's own neuron key.
    pub owner_hotkey: Hotkey,
    /// Block of registration.
    pub registered_at: u64,
    /// Spot price, TAO per alpha.
    pub price: Price,
    /// The chain's moving average of the price.
    pub moving_price: Price,
    /// TAO in the pool (on root: TAO staked).
    pub tao_in: Tao,
    /// Alpha in the pool.
    pub alpha_in: Alpha,
    /// Alpha outside the pool.
    pub alpha_out: Alpha,
    /// TAO injected per block.
    pub tao_in_emission: Tao,
    /// Alpha injected per block.
    pub alpha_in_emission: Alpha,
    /// Alpha paid to participants per block.
    pub alpha_out_emission: Alpha,
    /// Traded volume since registration, in rao of TAO.
    pub volume_rao: u128,
    /// Blocks per epoch.
    pub tempo: u16,
    /// Blocks since the last epoch.
    pub blocks_since_step: u64,
    /// Registration price now, if the runtime says.
    pub burn: Option<Tao>,
    /// Registered neurons, if the runtime says.
    pub neurons: Option<u16>,
    /// Places for neurons, if the runtime says.
    pub max_neurons: Option<u16>,
    /// The pool for exact arithmetic; `None` on root and where the runtime has another kind of pool.
    pub pool: Option<Pool>,
}

impl Subnet {
    /// Alpha in existence times the spot price.
    #[must_use]
    pub fn market_cap(&self) -> Tao {
        self.price.value_of(self.alpha_in.saturating_add(self.alpha_out))
    }
}

/// All subnets at one block, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnets {
    /// The block read.
    pub at: At,
    /// Ascending by netuid; root included.
    pub list: Vec<Subnet>,
}

impl Subnets {
    /// The subnet with this number.
    #[must_use]
    pub fn get(&self, netuid: NetUid) -> Option<&Subnet> {
        self.list.iter().find(|subnet| subnet.netuid == netuid)
    }
}
