//! `tau subnet conviction`

use clap::Args;
use serde::Serialize;

use crate::cli::hotkeys::validator;
use crate::cli::netuid::NetUidArg;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Label, NetUid, Ratio};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Rank a subnet's hotkeys by the alpha that is locked to them
///
/// Conviction is what locked alpha counts for: it grows with the time that a lock lasts. The share is of all alpha
/// outside the subnet's pool. --to lists the locks to one hotkey; `tau stake locks list` lists your own.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet conviction 4 --to 5F…")]
pub(crate) struct ConvictionArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// List the locks to this hotkey: an address, a name of yours, or the name that a validator gives itself
    #[arg(long, value_name = "HOTKEY")]
    to: Option<String>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Ranking<'a> {
    netuid: NetUid,
    conviction_alpha: Alpha,
    issued_alpha: Alpha,
    share: Ratio,
    owner: Coldkey,
    hotkeys: Vec<&'a HotkeyRecord>,
}

#[derive(Debug, Serialize)]
struct HotkeyRecord {
    hotkey: Hotkey,
    owner: Option<Coldkey>,
    name: Option<Label>,
    conviction_alpha: Alpha,
    share: Ratio,
    coldkeys: usize,
}

#[derive(Serialize)]
struct Backing<'a> {
    netuid: NetUid,
    hotkey: Hotkey,
    locks: Vec<&'a LockRecord>,
}

#[derive(Debug, Serialize)]
struct LockRecord {
    coldkey: Coldkey,
    perpetual: bool,
    locked_alpha: Alpha,
    conviction_alpha: Alpha,
}

const RANKING: &[Head] = &[
    left("hotkey", "Hotkey"),
    left("name", "Name"),
    right("conviction", "Conviction α"),
    right("share", "Share"),
    right("coldkeys", "Coldkeys"),
];

const BACKING: &[Head] = &[
    left("coldkey", "Coldkey"),
    left("mode", "Mode"),
    right("locked", "Locked α"),
    right("conviction", "Conviction α"),
];

pub(super) async fn run(session: &Session, args: ConvictionArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    match &args.to {
        Some(to) => {
            let hotkey = Hotkey(validator(session, to).await?.account);
            backing(session, netuid, hotkey, &args.sort).await
        }
        None => ranking(session, netuid, &args.sort).await,
    }
}

async fn ranking(session: &Session, netuid: NetUid, sort: &SortArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let found = ops::conviction(&chain, netuid).await?;
    let stamp = Stamp::new(&chain.network(), found.at);
    let share = |alpha: Alpha| Ratio::of(alpha.rao(), found.issued.rao()).unwrap_or_default();
    let mut sheet = Sheet::new(RANKING);
    for one in &found.hotkeys {
        let record = HotkeyRecord {
            hotkey: one.hotkey,
            owner: one.owner,
            name: one.name.clone(),
            conviction_alpha: one.conviction,
            share: share(one.conviction),
            coldkeys: one.coldkeys,
        };
        let name = match &one.name {
            _ if one.owner == Some(found.owner) => "(the subnet's owner)".to_owned(),
            Some(name) => name.to_string(),
            None => String::new(),
        };
        let row = vec![
            Entry::text(one.hotkey.to_string(), Scope::KeyHot),
            Entry::text(name, Scope::Text),
            Entry::amount(one.conviction.rao(), Scope::AmountAlpha),
            Entry::share(record.share.to_string(), one.conviction.rao(), found.issued.rao()),
            Entry::number(u64::try_from(one.coldkeys).unwrap_or(u64::MAX)),
        ];
        sheet.push(record, row);
    }
    sheet.arrange(sort)?;
    let page = Page::new().heading(format!("Conviction on subnet {netuid}"));
    let page = match sheet.is_empty() {
        true => page.line("Nothing is locked there"),
        false => page.table(sheet.table(sort)?).line(format!(
            "{} α in all, {} of the {} α outside the pool",
            found.total,
            share(found.total),
            found.issued
        )),
    };
    let data = Ranking {
        netuid,
        conviction_alpha: found.total,
        issued_alpha: found.issued,
        share: share(found.total),
        owner: found.owner,
        hotkeys: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.hotkeys)
}

async fn backing(
    session: &Session,
    netuid: NetUid,
    hotkey: Hotkey,
    sort: &SortArgs,
) -> Result<Report> {
    let chain = session.chain().await?;
    let (at, locks) = ops::locks_to(&chain, netuid, hotkey).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(BACKING);
    for (coldkey, lock) in &locks {
        let record = LockRecord {
            coldkey: *coldkey,
            perpetual: lock.is_perpetual,
            locked_alpha: lock.locked,
            conviction_alpha: lock.conviction,
        };
        let row = vec![
            Entry::text(coldkey.to_string(), Scope::KeyCold),
            Entry::text(if lock.is_perpetual { "perpetual" } else { "decaying" }, Scope::Text),
            Entry::amount(lock.locked.rao(), Scope::AmountAlpha),
            Entry::amount(lock.conviction.rao(), Scope::AmountAlpha),
        ];
        sheet.push(record, row);
    }
    sheet.arrange(sort)?;
    let page = Page::new().heading(format!("Locks on subnet {netuid} to {hotkey}"));
    let page = match sheet.is_empty() {
        true => page.line("Nothing is locked to it there"),
        false => page.table(sheet.table(sort)?),
    };
    let data = Backing { netuid, hotkey, locks: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.locks)
}
