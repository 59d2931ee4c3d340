//! A subnet and its pool.

use serde::{Deserialize, Serialize};
use tau_economics::pool::Pool;

use super::{Alpha, At, Coldkey, Hotkey, Label, NetUid, Price, Ratio, Tao};

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
    /// TAO with which the chain itself bought alpha in the last block.
    pub tao_bought: Tao,
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
    /// Blocks in which a new subnet is not dissolved for another, where there is such a rule.
    pub immunity: Option<u64>,
}

/// What a subnet is among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Its part of the TAO that the chain gave to all subnets in the last block; `None` while it gives none.
    pub emission: Option<Ratio>,
    /// When it has to make room for a new subnet.
    pub deregistration: Deregistration,
}

/// When a subnet has to make room for a new one (economics.md 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deregistration {
    /// It has no place in that order: root, or a chain without the rule.
    #[default]
    Never,
    /// It is too young, for so many more blocks.
    Immune(u64),
    /// Its place in the order: 1 is the next to go.
    Place(usize),
}

impl Subnets {
    /// The subnet with this number.
    #[must_use]
    pub fn get(&self, netuid: NetUid) -> Option<&Subnet> {
        self.list.iter().find(|subnet| subnet.netuid == netuid)
    }

    /// What one of these subnets is among them.
    #[must_use]
    pub fn standing(&self, subnet: &Subnet) -> Standing {
        let given = |subnet: &Subnet| {
            u128::from(subnet.tao_in_emission.rao()) + u128::from(subnet.tao_bought.rao())
        };
        let whole: u128 = self.list.iter().map(given).sum();
        let emission = (given(subnet) * 1_000_000)
            .checked_div(whole)
            .and_then(|millionths| i64::try_from(millionths).ok())
            .map(Ratio::from_millionths);
        Standing { emission, deregistration: self.deregistration(subnet) }
    }

    /// Lowest moving price first, the oldest among equals; root and those that are immune are passed over.
    fn deregistration(&self, subnet: &Subnet) -> Deregistration {
        let Some(immunity) = self.immunity.filter(|_| !subnet.netuid.is_root()) else {
            return Deregistration::Never;
        };
        let age = |subnet: &Subnet| u64::from(self.at.block).saturating_sub(subnet.registered_at);
        if age(subnet) < immunity {
            return Deregistration::Immune(immunity - age(subnet));
        }
        let order = |subnet: &Subnet| (subnet.moving_price, subnet.registered_at, subnet.netuid);
        let own = order(subnet);
        let before = self.list.iter().filter(|other| {
            !other.netuid.is_root() && age(other) >= immunity && order(other) < own
        });
        Deregistration::Place(before.count() + 1)
    }
}
