//! `tau validator show`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Kind, Result};
use crate::model::{Alpha, Coldkey, Hotkey, Identity, Label, NetUid, Take};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Show one validator: its take, who owns it, and what is staked through it where
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau validator show 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
)]
pub(crate) struct ShowArgs {
    /// The validator, by address, hotkey or the name it gives itself [default: the hotkey of --hotkey]
    #[arg(value_name = "NAME|ADDRESS")]
    validator: Option<String>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    hotkey: Hotkey,
    coldkey: Coldkey,
    take: Take,
    raise_from_block: u32,
    nominators: usize,
    permits: Vec<NetUid>,
    identity: Option<&'a Identity>,
    stakes: Vec<&'a StakeRecord>,
}

#[derive(Debug, Serialize)]
struct StakeRecord {
    netuid: NetUid,
    subnet: Label,
    stake_alpha: Alpha,
    registered: bool,
    permit: bool,
}

const HEADS: &[Head] = &[
    right("netuid", "Subnet"),
    left("name", "Name"),
    right("stake", "Staked α"),
    left("registered", "Registered"),
    left("permit", "Permit"),
];

pub(super) async fn run(session: &Session, args: ShowArgs) -> Result<Report> {
    let hotkey = match &args.validator {
        Some(text) => Hotkey(session.validator(text).await?.account),
        None => Hotkey(session.own_hotkey()?.account),
    };
    let chain = session.chain().await?;
    let detail = ops::validator(&chain, hotkey).await?;
    let stamp = Stamp::new(&chain.network(), detail.at);
    let Some(owner) = detail.take.owner else {
        return Err(Error::new(Kind::Rejected, format!("the chain does not know {hotkey}"))
            .hint("`tau validator list` shows those that others stake through"));
    };
    let (permits, registrations, nominators) = match detail.row {
        Some(row) => (row.permits, row.registrations, row.nominators),
        None => (Vec::new(), Vec::new(), 0),
    };
    let yes = |yes: bool| Entry::text(if yes { "yes" } else { "no" }, Scope::Text);
    let mut sheet = Sheet::new(HEADS);
    for (netuid, subnet, alpha) in detail.stakes {
        let (registered, permit) = (registrations.contains(&netuid), permits.contains(&netuid));
        let entries = vec![
            Entry::number(netuid.0.into()),
            Entry::text(subnet.to_string(), Scope::Text),
            Entry::amount(alpha.rao(), Scope::AmountAlpha),
            yes(registered),
            yes(permit),
        ];
        let record = StakeRecord { netuid, subnet, stake_alpha: alpha, registered, permit };
        sheet.push(record, entries);
    }
    sheet.arrange(&args.sort)?;
    let name = detail.identity.as_ref().map(|identity| identity.name.clone());
    let page = Page::new()
        .heading(name.filter(|name| !name.is_empty()).unwrap_or_else(|| hotkey.to_string()))
        .field("Hotkey", hotkey.to_string())
        .field("Coldkey", owner.to_string())
        .field("Keeps", format!("{} of nominators' dividends", detail.take.take))
        .field("Nominators", nominators.to_string());
    let page = match &detail.identity {
        Some(identity) => identity
            .parts()
            .into_iter()
            .filter(|(name, text, _)| *name != "name" && !text.is_empty())
            .fold(page, |page, (name, text, _)| page.field(title(name), text)),
        None => page,
    };
    let page = match sheet.is_empty() {
        true => page.line("Nothing is staked through it"),
        false => page.table(sheet.table(&args.sort)?),
    };
    let data = Shown {
        hotkey,
        coldkey: owner,
        take: detail.take.take,
        raise_from_block: detail.take.raise_from,
        nominators,
        permits,
        identity: detail.identity.as_ref(),
        stakes: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.stakes)
}

fn title(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
