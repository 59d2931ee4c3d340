//! `tau subnet show`

use clap::Args;
use serde::Serialize;

use super::record::SubnetRecord;
use crate::cli::netuid::NetUidArg;
use crate::error::Result;
use crate::model::{Label, SubnetIdentity, Tao};
use crate::ops::{self, SubnetDetail};
use crate::out::{Page, Report, Stamp};
use crate::present::{blocks, exact};
use crate::session::Session;

/// Show one subnet: pool, prices, rules, owner
///
/// All figures are of one block. `tau subnet metagraph` shows its neurons.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet show 4")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    netuid: NetUidArg,
}

#[derive(Serialize)]
struct Shown<'a> {
    subnet: SubnetRecord<'a>,
    owner_name: Option<&'a Label>,
    started: bool,
    registration_allowed: bool,
    immunity_blocks: u64,
    max_validators: u16,
    min_burn_tao: Tao,
    max_burn_tao: Tao,
}

pub(crate) async fn run(session: &Session, args: ShowArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let detail = ops::subnet(&chain, args.netuid.value()?).await?;
    let stamp = Stamp::new(&chain.network(), detail.at);
    let data = Shown {
        subnet: (&detail.subnet).into(),
        owner_name: detail.owner_name.as_ref(),
        started: detail.started,
        registration_allowed: detail.registration_allowed,
        immunity_blocks: detail.immunity_period,
        max_validators: detail.max_validators,
        min_burn_tao: detail.min_burn,
        max_burn_tao: detail.max_burn,
    };
    Ok(Report::new(&data, page(&detail, &stamp))?.at(stamp))
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn page(detail: &SubnetDetail, stamp: &Stamp) -> Page {
    let subnet = &detail.subnet;
    let owner = match &detail.owner_name {
        Some(name) if !name.is_empty() => format!("{} ({name})", subnet.owner_coldkey),
        _ => subnet.owner_coldkey.to_string(),
    };
    let count =
        |count: Option<u16>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let page = Page::new()
        .heading(format!("Subnet {}: {} {}", subnet.netuid, subnet.name, subnet.symbol))
        .field("Price", format!("{} TAO per alpha", exact(subnet.price.rao())))
        .field("Moving price", format!("{} TAO per alpha", exact(subnet.moving_price.rao())))
        .field("Market cap", format!("{} TAO", exact(subnet.market_cap().rao())))
        .field(
            "Pool",
            format!("{} TAO, {} alpha", exact(subnet.tao_in.rao()), exact(subnet.alpha_in.rao())),
        )
        .field("Outside", format!("{} alpha", exact(subnet.alpha_out.rao())))
        .field(
            "Emission",
            format!(
                "{} TAO and {} alpha into the pool, {} alpha to participants, per block",
                exact(subnet.tao_in_emission.rao()),
                exact(subnet.alpha_in_emission.rao()),
                exact(subnet.alpha_out_emission.rao())
            ),
        )
        .field(
            "Tempo",
            format!("{} blocks, {} since the last epoch", subnet.tempo, subnet.blocks_since_step),
        )
        .field("Neurons", format!("{} of {}", count(subnet.neurons), count(subnet.max_neurons)))
        .field("Validators", format!("at most {}", detail.max_validators))
        .field(
            "Registration",
            match subnet.burn {
                _ if !detail.registration_allowed => "closed".to_owned(),
                Some(burn) => format!(
                    "{} TAO now (between {} and {})",
                    exact(burn.rao()),
                    exact(detail.min_burn.rao()),
                    exact(detail.max_burn.rao())
                ),
                None => "open".to_owned(),
            },
        )
        .field(
            "Immunity",
            format!("{} blocks ({})", detail.immunity_period, blocks(detail.immunity_period)),
        )
        .field("Started", yes_no(detail.started))
        .field("Since", format!("block {}", subnet.registered_at))
        .field("Owner", owner)
        .field("Owner hotkey", subnet.owner_hotkey.to_string());
    let page = identity(page, subnet.identity.as_ref());
    page.note(stamp.line())
}

fn identity(page: Page, identity: Option<&SubnetIdentity>) -> Page {
    let Some(identity) = identity else { return page };
    [
        ("Description", &identity.description),
        ("Site", &identity.url),
        ("Source", &identity.github),
        ("Discord", &identity.discord),
        ("Contact", &identity.contact),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .fold(page, |page, (name, text)| page.field(name, text.to_string()))
}
