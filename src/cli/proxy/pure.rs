//! `tau proxy pure …`: accounts without a key.

use clap::{Args, Subcommand};

use crate::cli::plan::names;
use crate::cli::sign::{SignArgs, Signer, carry, carry_out};
use crate::error::{Error, Result};
use crate::model::{Intent, ProxyAct, ProxyKind, Receipt, Settled, Stage};
use crate::out::{Out, Report};
use crate::session::{Birth, ProxyNote, Session};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Create(CreateArgs),
    Kill(KillArgs),
}

/// Make an account without a key that this one acts for
///
/// Its address is known once the transaction is in a block, and so are the block and the place that are needed to
/// give it up. With --name all of it is kept in the book of proxies. The type cannot be changed later.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy pure create --name treasury -w alice")]
pub(crate) struct CreateArgs {
    /// Keep it in the book of proxies under this name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What this account may do for it
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true,
        default_value = "Any"
    )]
    kind: ProxyKind,
    /// Blocks between announcing a call and making it
    #[arg(long, value_name = "BLOCKS", default_value_t = 0)]
    delay: u32,
    /// Tells accounts that one transaction makes apart
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    index: u16,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Give up an account without a key; what it holds is lost
///
/// What is not said is taken from the book of proxies, where `tau proxy pure create --name` keeps it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy pure kill treasury -w alice")]
pub(crate) struct KillArgs {
    /// The account: its name in the book of proxies, or its address
    #[arg(value_name = "NAME|ADDRESS")]
    account: String,
    /// Who made it [default: the book's, else the wallet that signs]
    #[arg(long, value_name = "NAME|ADDRESS")]
    spawner: Option<String>,
    /// The type it was made with [default: the book's]
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true
    )]
    kind: Option<ProxyKind>,
    /// The number it was made with [default: the book's, else 0]
    #[arg(long, value_name = "NUMBER")]
    index: Option<u16>,
    /// Block in which it was made [default: the book's]
    #[arg(long, value_name = "BLOCK")]
    height: Option<u32>,
    /// Place of the transaction in that block [default: the book's]
    #[arg(long, value_name = "NUMBER")]
    ext_index: Option<u32>,
    #[command(flatten)]
    pub sign: SignArgs,
}

pub(super) async fn create(
    session: &Session,
    out: &Out,
    yes: bool,
    args: CreateArgs,
) -> Result<Report> {
    let signer = Signer::of(session)?;
    let spawner = session.acting_as(&signer.account()?)?;
    if let Some(name) = &args.name {
        session.check_new_name(name)?;
    }
    let kind = args.kind.clone();
    let act = ProxyAct::CreatePure { kind, delay: args.delay, index: args.index };
    let intent = Intent::Proxy(act);
    let (report, receipt) =
        carry(session, out, yes, &args.sign, signer, &intent, &names([])).await?;
    let (Some(name), Some(receipt)) = (&args.name, receipt) else { return Ok(report) };
    let Some(note) = note_of(&receipt, spawner, &args) else {
        out.warn(
            "the account is not known yet, so it is not in the book: `tau proxy book add` later",
        );
        return Ok(report);
    };
    session.add_proxy_note(name, note)?;
    out.status(&format!("Kept as {name} in the book of proxies"));
    Ok(report)
}

/// What the book keeps of an account that was made.
fn note_of(
    receipt: &Receipt,
    spawner: crate::model::AccountId,
    args: &CreateArgs,
) -> Option<ProxyNote> {
    let (Stage::InBlock(at) | Stage::Finalized(at)) = receipt.stage else { return None };
    let Some(Settled::PureCreated { account }) = receipt.settled else { return None };
    Some(ProxyNote {
        address: account,
        kind: args.kind.clone(),
        delay: args.delay,
        note: String::new(),
        made: Some(Birth {
            spawner,
            height: at.block,
            ext_index: receipt.index?,
            index: args.index,
        }),
    })
}

pub(super) async fn kill(
    session: &Session,
    out: &Out,
    yes: bool,
    args: KillArgs,
) -> Result<Report> {
    let account = session.account(&args.account)?;
    let note = session.proxy_book()?.into_values().find(|note| note.address == account.account);
    let made = note.as_ref().and_then(|note| note.made.as_ref());
    let missing = |flag: &str| {
        Error::usage(format!("`{flag}` must be given: the book of proxies does not say it"))
            .hint("`tau tx show` of the transaction that made the account says it")
    };
    let signer = Signer::of(session)?;
    let spawner = match &args.spawner {
        Some(text) => session.account(text)?.account,
        None => match made {
            Some(made) => made.spawner,
            None => signer.account()?,
        },
    };
    let act = ProxyAct::KillPure {
        spawner,
        kind: args
            .kind
            .or_else(|| note.as_ref().map(|note| note.kind.clone()))
            .unwrap_or_else(ProxyKind::any),
        index: args.index.or_else(|| made.map(|made| made.index)).unwrap_or_default(),
        height: args
            .height
            .or_else(|| made.map(|made| made.height))
            .ok_or_else(|| missing("--height"))?,
        ext_index: args
            .ext_index
            .or_else(|| made.map(|made| made.ext_index))
            .ok_or_else(|| missing("--ext-index"))?,
    };
    // The chain takes it from the account itself only, in whose name its proxy acts.
    let item = Box::new(Intent::Proxy(act));
    let intent = Intent::ActFor { real: account.account, kind: None, item };
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&account])).await
}
