//! `tau tx pin`

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::Hash;
use crate::out::{Page, Report};
use crate::session::Session;

/// Pin a chain that this machine signs for, or list those that are pinned
///
/// A request for any other chain is refused. The main and the test network are built in. Take the genesis hash from
/// somewhere else than the request: from the chain's own pages, or from `tau chain info` on a machine that you trust.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau tx pin drill 0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03"
)]
pub(crate) struct PinArgs {
    /// What to call it
    #[arg(value_name = "NAME", requires = "genesis")]
    name: Option<String>,
    /// Hash of its first block
    #[arg(value_name = "GENESIS")]
    genesis: Option<String>,
}

#[derive(Serialize)]
struct Chain {
    name: String,
    genesis: Hash,
}

#[derive(Serialize)]
struct Chains {
    chains: Vec<Chain>,
}

pub(crate) fn run(session: &Session, args: PinArgs) -> Result<Report> {
    if let (Some(name), Some(text)) = (&args.name, &args.genesis) {
        let mut genesis = [0; 32];
        hex::decode_to_slice(text.trim_start_matches("0x"), &mut genesis).map_err(|_| {
            Error::usage("a genesis hash is 64 hex digits")
                .hint("`tau chain info` shows the one of a chain")
        })?;
        session.pin_chain(name, Hash(genesis))?;
    }
    let chains: Vec<Chain> =
        session.chains()?.into_iter().map(|(name, genesis)| Chain { name, genesis }).collect();
    let page = chains
        .iter()
        .fold(Page::new(), |page, chain| page.field(&chain.name, chain.genesis.to_string()));
    Report::new(&Chains { chains }, page)
}
