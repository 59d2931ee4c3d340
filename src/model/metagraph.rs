//! Neurons of one subnet.

use std::net::{IpAddr, SocketAddr};

use super::{Alpha, At, Coldkey, Hotkey, Label, NetUid, Subnet, Tao, Uid};

/// Where a neuron serves requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axon {
    /// Public address.
    pub ip: IpAddr,
    /// Port.
    pub port: u16,
    /// Software version as the miner states it.
    pub version: u32,
    /// A number that the subnet gives meaning to; the official SDK announces 4.
    pub protocol: u8,
    /// Block of the last announcement.
    pub block: u64,
}

impl Axon {
    /// Where it listens.
    #[must_use]
    pub const fn endpoint(&self) -> SocketAddr {
        SocketAddr::new(self.ip, self.port)
    }
}

/// One row of a metagraph. Shares are of 65,535.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neuron {
    /// Its place.
    pub uid: Uid,
    /// The key that works.
    pub hotkey: Hotkey,
    /// The key that owns it.
    pub coldkey: Coldkey,
    /// The coldkey's identity name.
    pub name: Option<Label>,
    /// Announced endpoint.
    pub axon: Option<Axon>,
    /// Set weights recently enough to count.
    pub active: bool,
    /// May set weights on others.
    pub validator_permit: bool,
    /// Block of the last weights.
    pub last_update: u64,
    /// Block of registration.
    pub registered_at: u64,
    /// Alpha paid in the last epoch.
    pub emission: Alpha,
    /// Share of dividends (validators).
    pub dividends: u16,
    /// Share of incentive (miners).
    pub incentive: u16,
    /// Share of consensus.
    pub consensus: u16,
    /// Alpha staked through the hotkey, children and parents counted.
    pub alpha_stake: Alpha,
    /// How much of its weights the consensus kept, 1/65535. `None` where the chain does not keep it.
    pub validator_trust: Option<u16>,
    /// Root TAO counted for the hotkey.
    pub tao_stake: Tao,
    /// Weight in consensus: alpha plus weighted TAO.
    pub total_stake: Alpha,
}

/// A subnet with its neurons at one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metagraph {
    /// The block read.
    pub at: At,
    /// The subnet.
    pub subnet: Subnet,
    /// Blocks a new neuron is safe from pruning.
    pub immunity_period: u64,
    /// Whether new neurons are accepted.
    pub registration_allowed: bool,
    /// Seats for validators.
    pub max_validators: u16,
    /// Ascending by uid.
    pub neurons: Vec<Neuron>,
}

impl Metagraph {
    /// Which subnet.
    #[must_use]
    pub fn netuid(&self) -> NetUid {
        self.subnet.netuid
    }

    /// Whether `neuron` is still safe from pruning.
    #[must_use]
    pub fn is_immune(&self, neuron: &Neuron) -> bool {
        u64::from(self.at.block).saturating_sub(neuron.registered_at) < self.immunity_period
    }

    /// Place of `neuron` in the order in which neurons make room for new ones, the first being 1;
    /// `None` while it is immune. The chain takes the one that earned least in the last epoch, of
    /// equals the one that has been there longest (`Emission`, registration, uid).
    #[must_use]
    pub fn pruning_place(&self, neuron: &Neuron) -> Option<usize> {
        if self.is_immune(neuron) {
            return None;
        }
        let rank = |neuron: &Neuron| (neuron.emission, neuron.registered_at, neuron.uid);
        let own = rank(neuron);
        let before =
            self.neurons.iter().filter(|other| !self.is_immune(other) && rank(other) < own).count();
        Some(before + 1)
    }
}
