//! `tau chain info`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::model::{Hash, Label, Tao, Unshielded};
use crate::ops::{self, ChainInfo};
use crate::out::{Page, Report, Stamp};
use crate::present::{Cell, exact};
use crate::session::Session;
use crate::theme::Scope;

/// Show the chain, its node, its runtime, and whether tau knows them
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain info --network test")]
pub(crate) struct InfoArgs {}

#[derive(Serialize)]
struct Shown<'a> {
    endpoint: &'a Label,
    latency_ms: Option<u64>,
    chain: &'a Label,
    node: &'a Label,
    node_version: &'a Label,
    genesis: Hash,
    spec_name: &'a Label,
    spec_version: u32,
    transaction_version: u32,
    finalized_block: u32,
    finalized_hash: Hash,
    best_block: u32,
    best_hash: Hash,
    time_ms: Option<u64>,
    peers: Option<u64>,
    syncing: Option<bool>,
    existential_deposit_tao: Tao,
    total_issuance_tao: Tao,
    total_stake_tao: Tao,
    subnets: u16,
    mev_shield: &'static str,
    missing: &'a [String],
}

pub(crate) async fn run(session: &Session) -> Result<Report> {
    let chain = session.chain().await?;
    let info = ops::chain_info(&chain).await?;
    let data = Shown {
        endpoint: &info.endpoint,
        latency_ms: info.latency_ms,
        chain: &info.chain,
        node: &info.node,
        node_version: &info.node_version,
        genesis: info.network.genesis,
        spec_name: &info.spec_name,
        spec_version: info.network.spec_version,
        transaction_version: info.network.transaction_version,
        finalized_block: info.finalized.block,
        finalized_hash: info.finalized.hash,
        best_block: info.best.block,
        best_hash: info.best.hash,
        time_ms: info.time_ms,
        peers: info.peers,
        syncing: info.syncing,
        existential_deposit_tao: info.existential_deposit,
        total_issuance_tao: info.total_issuance,
        total_stake_tao: info.total_stake,
        subnets: info.subnets,
        mev_shield: match &info.unshielded {
            None => "offered",
            Some(Unshielded::NoKey) => "no_key",
            Some(Unshielded::Changed { .. }) => "changed",
            Some(_) => "not_offered",
        },
        missing: &info.missing,
    };
    Ok(Report::new(&data, page(&info))?.at(Stamp::new(&info.network, info.finalized)))
}

fn page(info: &ChainInfo) -> Page {
    let tao = |amount: Tao| format!("{} TAO", exact(amount.rao()));
    let page = Page::new()
        .field("Network", info.network.name.to_string())
        .field(
            "Endpoint",
            match info.latency_ms {
                Some(latency) => format!("{}, {latency} ms", info.endpoint),
                None => info.endpoint.to_string(),
            },
        )
        .field("Chain", info.chain.to_string())
        .field("Genesis", info.network.genesis.to_string())
        .field("Node", format!("{} {}", info.node, info.node_version))
        .field("Runtime", format!("{} {}", info.spec_name, info.network.spec_version))
        .field("Finalized", format!("{} {}", info.finalized.block, info.finalized.hash))
        .field("Best", format!("{} {}", info.best.block, info.best.hash));
    let page = match info.peers {
        Some(peers) => page.field("Peers", peers.to_string()),
        None => page,
    };
    let page = match info.syncing {
        Some(true) => {
            page.field_cell("Syncing", Cell::new("yes: figures are of the past", Scope::Warning))
        }
        Some(false) => page.field("Syncing", "no"),
        None => page,
    };
    let page = page
        .field("Subnets", info.subnets.to_string())
        .field("Issuance", tao(info.total_issuance))
        .field("Staked", tao(info.total_stake))
        .field("Least balance", tao(info.existential_deposit))
        .field(
            "MEV shield",
            match &info.unshielded {
                None => "offered: a key is announced with every block".to_owned(),
                Some(why) => why.to_string(),
            },
        );
    if info.missing.is_empty() {
        return page.field_cell("Known to tau", Cell::new("all it uses is there", Scope::Success));
    }
    info.missing.iter().fold(page, |page, missing| {
        page.field_cell("Lacking", Cell::new(missing.clone(), Scope::Warning))
    })
}
