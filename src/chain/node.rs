//! What a node says of itself.

use scale_decode::DecodeAsType;
use subxt::rpcs::rpc_params;

use super::read::Pinned;
use super::{Chain, Error, header, surface};
use crate::model::{At, Hash, Label, Tao};

/// A node and its chain in their own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeInfo {
    /// The chain's own name.
    pub chain: Label,
    /// The node software's name.
    pub node: Label,
    /// The node software's version.
    pub node_version: Label,
    /// The runtime's name.
    pub spec_name: Label,
    /// Newest block.
    pub best: At,
    /// Other nodes it is connected to, if it says.
    pub peers: Option<u64>,
    /// Whether it is still catching up, if it says.
    pub syncing: Option<bool>,
}

/// Sums over the whole chain at one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The chain's clock, milliseconds since 1970; `None` before its first tick.
    pub time_ms: Option<u64>,
    /// TAO in existence as the balances pallet counts it.
    pub issuance: Tao,
    /// TAO staked, pools included.
    pub staked: Tao,
    /// Subnets, root not counted.
    pub subnets: u16,
}

impl Chain {
    /// What the node says of itself. What it does not offer is empty or `None`.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn node(&self) -> Result<NodeInfo, Error> {
        let rpc = &self.inner.rpc;
        let text = |method: &'static str| async move {
            let answer: Option<String> = rpc.ask_if_offered(method, rpc_params![]).await?;
            Ok::<_, Error>(answer.map(|text| Label::new(&text)).unwrap_or_default())
        };
        let best = async {
            let hash: Hash = rpc.ask("chain_getBlockHash", rpc_params![]).await?;
            Ok::<_, Error>(At { block: header(rpc, Some(hash)).await?.0, hash })
        };
        let health = rpc.ask_if_offered::<serde_json::Value>("system_health", rpc_params![]);
        let version =
            rpc.ask_if_offered::<serde_json::Value>("state_getRuntimeVersion", rpc_params![]);
        let (chain, node, node_version, best, health, version) = futures::try_join!(
            text("system_chain"),
            text("system_name"),
            text("system_version"),
            best,
            health,
            version
        )?;
        let health = health.unwrap_or_default();
        let spec_name = version.unwrap_or_default();
        Ok(NodeInfo {
            chain,
            node,
            node_version,
            spec_name: spec_name
                .get("specName")
                .and_then(serde_json::Value::as_str)
                .map(Label::new)
                .unwrap_or_default(),
            best,
            peers: health.get("peers").and_then(serde_json::Value::as_u64),
            syncing: health.get("isSyncing").and_then(serde_json::Value::as_bool),
        })
    }
}

impl Pinned {
    /// Sums over the whole chain.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn totals(&self) -> Result<Totals, Error> {
        let rows = [
            &surface::NOW,
            &surface::BALANCES_ISSUANCE,
            &surface::TOTAL_STAKE,
            &surface::TOTAL_NETWORKS,
        ];
        let keys = rows.iter().map(|row| self.key(row, &[])).collect::<Result<_, _>>()?;
        let found = self.fetch(keys).await?;
        fn read<T: DecodeAsType>(
            pinned: &Pinned,
            found: &super::read::Found,
            row: &surface::Storage,
        ) -> Result<T, Error> {
            pinned.value(found, row, &[])
        }
        let now: u64 = read(self, &found, &surface::NOW)?;
        let networks: u16 = read(self, &found, &surface::TOTAL_NETWORKS)?;
        Ok(Totals {
            time_ms: (now > 0).then_some(now),
            issuance: Tao::from_rao(read(self, &found, &surface::BALANCES_ISSUANCE)?),
            staked: Tao::from_rao(read(self, &found, &surface::TOTAL_STAKE)?),
            // The chain counts root too.
            subnets: networks.saturating_sub(1),
        })
    }
}
