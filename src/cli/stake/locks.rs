//! `tau stake locks …`

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::amount::AlphaArg;
use crate::cli::netuid::{NetUidArg, NetUidFlag, netuid};
use crate::cli::owner::OwnerArgs;
use crate::cli::plan::names;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Alpha, Coldkey, Hotkey, Intent, NetUid};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "show")]
    List(ListArgs),
    #[command(visible_alias = "lock")]
    Add(AddArgs),
    Move(MoveArgs),
    Mode(ModeArgs),
    Accept(AcceptArgs),
}

/// Show locked alpha, its conviction and what is free
///
/// A lock binds a coldkey's alpha on a subnet to a hotkey and gives it conviction. Locks decay, half in about 90
/// days, unless they are perpetual.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake locks list --wallet savings")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

/// Lock alpha to a hotkey; there is no unlocking
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake locks add 10 --netuid 4 --hotkey my-validator")]
pub(crate) struct AddArgs {
    #[command(flatten)]
    amount: AlphaArg,
    /// Number of the subnet
    #[arg(long, short, value_name = "NETUID", value_parser = netuid)]
    netuid: NetUid,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Point a lock at another hotkey
///
/// Its conviction starts again at nothing if the two hotkeys have different owners.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake locks move 4 --hotkey my-validator")]
pub(crate) struct MoveArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Let a lock decay, or keep it whole for as long as this is not changed
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake locks mode perpetual --netuid 4")]
pub(crate) struct ModeArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    /// What becomes of the lock over time
    #[arg(value_name = "MODE")]
    mode: Mode,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// It stays whole
    Perpetual,
    /// Half of it is free after about 90 days
    Decaying,
}

/// Take locked alpha that others give, or refuse it
///
/// Refusing is what the chain does unless it is told otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake locks accept yes")]
pub(crate) struct AcceptArgs {
    /// Whether it is taken
    #[arg(value_name = "YES|NO")]
    answer: Answer,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// Take it
    Yes,
    /// Refuse it
    No,
}

#[derive(Serialize)]
struct Shown<'a> {
    coldkeys: Vec<ColdkeyRecord<'a>>,
    locks: Vec<&'a LockRecord>,
}

#[derive(Serialize)]
struct ColdkeyRecord<'a> {
    wallet: Option<&'a str>,
    coldkey: Coldkey,
    accepts_locked: Option<bool>,
}

#[derive(Debug, Serialize)]
struct LockRecord {
    wallet: Option<String>,
    coldkey: Coldkey,
    netuid: NetUid,
    hotkey: Hotkey,
    perpetual: bool,
    locked_alpha: Alpha,
    conviction_alpha: Alpha,
    staked_alpha: Alpha,
    available_alpha: Alpha,
}

const HEADS: &[Head] = &[
    left("wallet", "Wallet"),
    right("netuid", "Subnet"),
    left("mode", "Mode"),
    right("locked", "Locked α"),
    right("conviction", "Conviction α"),
    right("available", "Available α"),
    left("hotkey", "Hotkey"),
];

pub(super) async fn list(session: &Session, out: &Out, args: ListArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let mut sheet = Sheet::new(HEADS);
    let mut coldkeys = Vec::new();
    let mut stamp = None;
    for owner in &owners {
        let locks = ops::locks(&chain, owner.coldkey).await?;
        stamp = Some(Stamp::new(&chain.network(), locks.at));
        coldkeys.push(ColdkeyRecord {
            wallet: owner.name.as_deref(),
            coldkey: owner.coldkey,
            accepts_locked: locks.accepts,
        });
        for state in &locks.locks {
            let lock = &state.lock;
            let record = LockRecord {
                wallet: owner.name.clone(),
                coldkey: owner.coldkey,
                netuid: lock.netuid,
                hotkey: lock.hotkey,
                perpetual: lock.is_perpetual,
                locked_alpha: lock.locked,
                conviction_alpha: lock.conviction,
                staked_alpha: state.staked,
                available_alpha: state.available,
            };
            let mode = if lock.is_perpetual { "perpetual" } else { "decaying" };
            sheet.push(
                record,
                vec![
                    Entry::text(owner.shown(), Scope::Text),
                    Entry::number(lock.netuid.0.into()),
                    Entry::text(mode, Scope::Text),
                    Entry::amount(lock.locked.rao(), Scope::AmountAlpha),
                    Entry::amount(lock.conviction.rao(), Scope::Text),
                    Entry::amount(state.available.rao(), Scope::AmountAlpha),
                    Entry::text(lock.hotkey.to_string(), Scope::KeyHot),
                ],
            );
        }
    }
    let Some(stamp) = stamp else { return Err(session.no_wallets()) };
    sheet.arrange(&args.sort)?;
    let page = match sheet.is_empty() {
        true => Page::new().line("Nothing is locked"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let data = Shown { coldkeys, locks: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.locks)
}

pub(super) async fn add(session: &Session, out: &Out, yes: bool, args: AddArgs) -> Result<Report> {
    let hotkey = session.staking_hotkey().await?;
    let intent = Intent::LockStake {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid,
        amount: args.amount.value()?.into(),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}

pub(super) async fn repoint(
    session: &Session,
    out: &Out,
    yes: bool,
    args: MoveArgs,
) -> Result<Report> {
    let hotkey = session.staking_hotkey().await?;
    let intent = Intent::MoveLock { netuid: args.netuid.value()?, hotkey: Hotkey(hotkey.account) };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}

pub(super) async fn mode(
    session: &Session,
    out: &Out,
    yes: bool,
    args: ModeArgs,
) -> Result<Report> {
    let intent = Intent::SetPerpetualLock {
        netuid: args.netuid.netuid,
        perpetual: args.mode == Mode::Perpetual,
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}

pub(super) async fn accept(
    session: &Session,
    out: &Out,
    yes: bool,
    args: AcceptArgs,
) -> Result<Report> {
    let intent = Intent::AcceptLocked { accept: args.answer == Answer::Yes };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
