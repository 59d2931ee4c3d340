//! Subnets and their neurons.

use super::{Error, Refusal};
use crate::chain::Chain;
use crate::model::{At, Label, Metagraph, NetUid, Subnet, Subnets, Tao};

/// Every subnet at the newest finalized block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn subnets(chain: &Chain) -> Result<Subnets, Error> {
    let pinned = chain.pin().await?;
    let (list, immunity) = futures::try_join!(pinned.subnets(), pinned.subnet_immunity())?;
    Ok(Subnets { at: pinned.at(), list, immunity })
}

/// One subnet with what its owner set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetDetail {
    /// The block read.
    pub at: At,
    /// The subnet.
    pub subnet: Subnet,
    /// Whether its alpha can be traded.
    pub started: bool,
    /// Whether new neurons are accepted.
    pub registration_allowed: bool,
    /// Blocks a new neuron is safe from pruning.
    pub immunity_period: u64,
    /// Seats for validators.
    pub max_validators: u16,
    /// Lowest registration price.
    pub min_burn: Tao,
    /// Highest registration price.
    pub max_burn: Tao,
    /// The owner's identity name.
    pub owner_name: Option<Label>,
}

/// One subnet.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn subnet(chain: &Chain, netuid: NetUid) -> Result<SubnetDetail, Error> {
    let pinned = chain.pin().await?;
    let (subnet, settings) = futures::try_join!(pinned.subnet(netuid), pinned.settings(netuid))?;
    let subnet = subnet.ok_or(Refusal::NoSuchSubnet { netuid })?;
    let names = pinned.names(&[subnet.owner_coldkey]).await?;
    Ok(SubnetDetail {
        at: pinned.at(),
        started: settings.started,
        registration_allowed: settings.registration_allowed,
        immunity_period: settings.immunity_period.into(),
        max_validators: settings.max_validators,
        min_burn: settings.min_burn,
        max_burn: settings.max_burn,
        owner_name: names.into_iter().next().flatten(),
        subnet,
    })
}

/// One subnet with its neurons.
///
/// # Errors
/// [`Refusal::NoSuchSubnet`], [`Error::Chain`].
pub async fn metagraph(chain: &Chain, netuid: NetUid) -> Result<Metagraph, Error> {
    let pinned = chain.pin().await?;
    Ok(pinned.metagraph(netuid).await?.ok_or(Refusal::NoSuchSubnet { netuid })?)
}
