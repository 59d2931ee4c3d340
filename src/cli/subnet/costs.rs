//! `tau subnet burn-cost` and `tau subnet create-cost`

use clap::Args;
use serde::Serialize;

use crate::cli::netuid::OptionalNetUid;
use crate::error::{Error, Result};
use crate::model::{NetUid, Tao};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::present::exact;
use crate::session::Session;

/// Show what registering a neuron on a subnet costs now
///
/// The price halves in about 72 minutes and rises with every registration. btcli 9 called the price of a whole new
/// subnet by this name: that is `tau subnet create-cost`.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet burn-cost 4")]
pub(crate) struct BurnCostArgs {
    #[command(flatten)]
    netuid: OptionalNetUid,
}

/// Show what a new subnet costs now
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet create-cost --json")]
pub(crate) struct CreateCostArgs {}

#[derive(Serialize)]
struct Burn {
    netuid: NetUid,
    burn_tao: Tao,
    after_one_registration_tao: Tao,
    min_burn_tao: Tao,
    max_burn_tao: Tao,
    registration_allowed: bool,
    full: bool,
}

#[derive(Serialize)]
struct Creation {
    cost_tao: Tao,
    from_block: u32,
    subnets: u16,
    subnet_limit: u16,
    would_remove: Option<NetUid>,
}

fn tao(amount: Tao) -> String {
    format!("{} TAO", exact(amount.rao()))
}

pub(super) async fn burn(session: &Session, args: BurnCostArgs) -> Result<Report> {
    let Some(netuid) = args.netuid.value() else {
        return Err(Error::usage(
            "`NETUID` must be given: this is the price of a place on a subnet",
        )
        .hint("the price of a new subnet, `burn-cost` in btcli 9, is `tau subnet create-cost`"));
    };
    let chain = session.chain().await?;
    let cost = ops::burn_cost(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), cost.at);
    let data = Burn {
        netuid,
        burn_tao: cost.burn,
        after_one_registration_tao: cost.next,
        min_burn_tao: cost.least,
        max_burn_tao: cost.most,
        registration_allowed: cost.is_open,
        full: cost.is_full,
    };
    let page = Page::new()
        .heading(format!("A place on subnet {netuid}"))
        .field("Price now", tao(cost.burn))
        .field("After one more", tao(cost.next))
        .field("Between", format!("{} and {}", tao(cost.least), tao(cost.most)))
        .field("Taken", if cost.is_open { "yes" } else { "no: registration is closed" })
        .field("Places", if cost.is_full { "all taken: a neuron is replaced" } else { "free" });
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}

pub(super) async fn create(session: &Session) -> Result<Report> {
    let chain = session.chain().await?;
    let (at, terms) = ops::creation_terms(&chain).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let full = terms.subnets >= terms.limit;
    let data = Creation {
        cost_tao: terms.cost,
        from_block: terms.from,
        subnets: terms.subnets,
        subnet_limit: terms.limit,
        would_remove: terms.to_prune.filter(|_| full),
    };
    let page = Page::new()
        .heading("A new subnet")
        .field("Price now", tao(terms.cost))
        .field("Subnets", format!("{} of {}", terms.subnets, terms.limit));
    let page = match (full, terms.to_prune) {
        (false, _) => page,
        (true, Some(netuid)) => {
            page.field("Would remove", format!("subnet {netuid}, to make room"))
        }
        (true, None) => page.field("Room", "none: no subnet may be removed now"),
    };
    let page = match terms.from > at.block {
        true => page.field("Taken from", format!("block {}", terms.from)),
        false => page,
    };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}
