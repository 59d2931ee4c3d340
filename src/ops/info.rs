//! The chain itself.

use super::Error;
use crate::chain::Chain;
use crate::model::{At, Label, Network, Tao, Unshielded};

/// What a node and its chain say of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainInfo {
    /// The chain.
    pub network: Network,
    /// The address in use.
    pub endpoint: Label,
    /// How long its last answer took.
    pub latency_ms: Option<u64>,
    /// The chain's own name.
    pub chain: Label,
    /// The node software's name.
    pub node: Label,
    /// The node software's version.
    pub node_version: Label,
    /// The runtime's name.
    pub spec_name: Label,
    /// Newest block that stays.
    pub finalized: At,
    /// Newest block.
    pub best: At,
    /// The chain's clock at the finalized block, in milliseconds since 1970.
    pub time_ms: Option<u64>,
    /// Other nodes it is connected to, if it says.
    pub peers: Option<u64>,
    /// Whether it is still catching up, if it says.
    pub syncing: Option<bool>,
    /// Least an account must keep to exist.
    pub existential_deposit: Tao,
    /// TAO in existence as the balances pallet counts it.
    pub total_issuance: Tao,
    /// TAO staked, pools included.
    pub total_stake: Tao,
    /// Subnets, root not counted.
    pub subnets: u16,
    /// Why nothing can be shielded; `None` where the chain announces a key.
    pub unshielded: Option<Unshielded>,
    /// What this program uses and this runtime lacks or has in another shape.
    pub missing: Vec<String>,
}

/// What a node and its chain say of themselves.
///
/// # Errors
/// [`Error::Chain`].
pub async fn chain_info(chain: &Chain) -> Result<ChainInfo, Error> {
    let (node, pinned, newest) = futures::try_join!(chain.node(), chain.pin(), chain.pin_newest())?;
    let (totals, offer) = futures::try_join!(pinned.totals(), newest.shield_offer())?;
    Ok(ChainInfo {
        network: chain.network(),
        endpoint: chain.endpoint(),
        latency_ms: chain
            .latency()
            .map(|latency| u64::try_from(latency.as_millis()).unwrap_or(u64::MAX)),
        chain: node.chain,
        node: node.node,
        node_version: node.node_version,
        spec_name: node.spec_name,
        finalized: pinned.at(),
        best: node.best,
        time_ms: totals.time_ms,
        peers: node.peers,
        syncing: node.syncing,
        existential_deposit: chain.existential_deposit(),
        total_issuance: totals.issuance,
        total_stake: totals.staked,
        subnets: totals.subnets,
        unshielded: super::plan::shield_key(offer).err(),
        missing: pinned.runtime().gaps(),
    })
}
