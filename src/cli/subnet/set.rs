//! `tau subnet set`, `symbol`, `trim` and `trigger-epoch`, and `tau subnet settings`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::snapshot::{Earlier, Since, carry_out_whole};
use crate::cli::hotkeys::validator;
use crate::cli::netuid::{NetUidArg, NetUidFlag};
use crate::cli::plan::names;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Hotkey, Intent, NetUid, ParameterValue};
use crate::ops::{self, OwnerSheet, OwnerValue, ParameterError};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::hyperparameter;
use crate::session::Session;
use crate::theme::Scope;

/// Set a hyperparameter of a subnet; only its owner can
///
/// `tau subnet settings` lists the names, what each one takes, and from which block it can be changed. The plan
/// refuses what the chain would refuse: another's subnet, a value out of bounds, a change too soon after the last, and the
/// blocks before an epoch. All values before and after are part of the JSON document.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet set min_burn 0.01 --netuid 4")]
pub(crate) struct SetArgs {
    /// Name of the hyperparameter
    #[arg(value_name = "PARAMETER")]
    name: String,
    /// Its value: a number, true or false, a share such as 12.5%, TAO, burn or recycle, a hotkey
    #[arg(value_name = "VALUE")]
    value: String,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Show what the owner of a subnet can set: values, bounds and the next block
///
/// Its document with --json is a snapshot of all values; --against shows what is another since such a file was made.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet settings 4 --filter burn")]
pub(crate) struct SettingsArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// Show what changed since: what `tau subnet settings --json` printed then
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    #[command(flatten)]
    sort: SortArgs,
}

/// Give a subnet's alpha another symbol; only its owner can
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet symbol θ --netuid 4")]
pub(crate) struct SymbolArgs {
    /// A symbol of the chain's list that no subnet has
    #[arg(value_name = "SYMBOL")]
    symbol: String,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Leave a subnet fewer places for neurons; those that earn least go
///
/// Once in 30 days. Neither the owner's protected neurons nor those in their immunity go; all others close
/// ranks and get new uids.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet trim 128 --netuid 4 --dry-run")]
pub(crate) struct TrimArgs {
    /// Places that are left
    #[arg(value_name = "COUNT")]
    places: u16,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Call for an epoch of a subnet before it comes by itself; only its owner can
///
/// It comes when the blocks are over in which owners change nothing before an epoch: 10 on mainnet. Not while weights are
/// committed first (commit-reveal), not when one comes by itself no later, and once in two tempos.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau subnet trigger-epoch 4 --dry-run")]
pub(crate) struct TriggerEpochArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// One hyperparameter.
#[derive(Debug, Serialize)]
struct Record {
    name: &'static str,
    value: String,
    takes: String,
    interval_blocks: u32,
    from_block: u32,
    closed_before_epochs: bool,
    meaning: Option<&'static str>,
}

#[derive(Serialize)]
struct Shown<'a> {
    netuid: NetUid,
    owner: crate::model::Coldkey,
    closed_blocks: u16,
    next_epoch_block: Option<u32>,
    closed_until_block: Option<u32>,
    settings: Vec<&'a Record>,
    /// What is another than in the file of --against.
    changed_since: Option<&'a Since>,
}

const HEADS: &[Head] = &[
    left("name", "Hyperparameter").last_to_go(),
    right("value", "Value").last_to_go(),
    left("takes", "Takes"),
    right("interval", "Blocks between").first_to_go(),
    right("from", "From block"),
    left("meaning", "Meaning").first_to_go(),
];

impl Record {
    fn new(one: &OwnerValue) -> Self {
        Self {
            name: one.row.name,
            value: ops::shown(one.row, &one.value),
            takes: ops::bounds(one.row),
            interval_blocks: one.interval,
            from_block: one.from,
            closed_before_epochs: one.row.is_frozen,
            meaning: hyperparameter(one.row.name),
        }
    }

    fn entries(&self, now: u32) -> Vec<Entry> {
        let from = match self.from_block > now {
            true => Entry::number(self.from_block.into()),
            false => Entry::text("now", Scope::TextDim),
        };
        vec![
            Entry::text(self.name, Scope::Text),
            Entry::text(self.value.clone(), Scope::Text),
            Entry::text(self.takes.clone(), Scope::TextDim),
            Entry::number(self.interval_blocks.into()),
            from,
            Entry::text(self.meaning.unwrap_or_default(), Scope::TextDim),
        ]
    }
}

pub(super) async fn settings(session: &Session, args: SettingsArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let earlier = args.against.as_deref().map(Earlier::read).transpose()?;
    let chain = session.chain().await?;
    let (at, owned) = ops::owner_sheet(&chain, netuid).await?;
    let since = earlier
        .map(|earlier| earlier.compare(chain.network().genesis, netuid, &owned))
        .transpose()?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    for one in &owned.values {
        let record = Record::new(one);
        let entries = record.entries(at.block.saturating_add(1));
        sheet.push(record, entries);
    }
    sheet.arrange(&args.sort)?;
    let closed = owned.window.closed_until(at.block.saturating_add(1));
    let page = Page::new()
        .heading(format!("Subnet {netuid}"))
        .field("Owner", owned.owner.to_string())
        .field("Closed", window(&owned, closed));
    let page = match &since {
        Some(since) => since.page(page),
        None if sheet.is_empty() => page.line("No hyperparameter passes the filter"),
        None => page.table(sheet.table(&args.sort)?),
    };
    let data = Shown {
        netuid,
        owner: owned.owner,
        closed_blocks: owned.window.blocks,
        next_epoch_block: owned.window.next_epoch,
        closed_until_block: closed,
        settings: sheet.data(),
        changed_since: since.as_ref(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.settings)
}

fn window(sheet: &OwnerSheet, closed: Option<u32>) -> String {
    match (closed, sheet.window.next_epoch) {
        (Some(until), _) => format!("now, until the epoch at block {until}"),
        (None, Some(epoch)) => format!(
            "in the {} blocks before each epoch; the next is at block {epoch}",
            sheet.window.blocks
        ),
        (None, None) => "never: the subnet has no epochs".to_owned(),
    }
}

pub(super) async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let mut known = names([]);
    let (name, value) = match ops::takes_hotkey(&args.name) {
        true => {
            let named = validator(session, &args.value).await?;
            known = names([&named]);
            let address = named.account.to_string();
            let (name, _) = read(&args.name, &address)?;
            (name, ParameterValue::Hotkey(Hotkey(named.account)))
        }
        false => read(&args.name, &args.value)?,
    };
    let intent = Intent::SetHyperparameter { netuid, name: name.to_owned(), value };
    carry_out_whole(session, out, yes, &args.sign, &[netuid], &intent, &known).await
}

fn read(name: &str, value: &str) -> Result<(&'static str, ParameterValue)> {
    ops::parameter_value(name, value).map_err(|error| {
        let message = error.to_string();
        let usage = Error::usage(message);
        match error {
            ParameterError::Unknown { name, .. } => {
                usage.hint_if(did_you_mean(name.as_str(), ops::parameter_names()))
            }
            ParameterError::Unreadable { .. } => usage,
        }
        .hint("`tau subnet settings NETUID` lists the names and what each one takes")
    })
}

pub(super) async fn symbol(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SymbolArgs,
) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let intent = Intent::SetSymbol { netuid, symbol: args.symbol };
    carry_out_whole(session, out, yes, &args.sign, &[netuid], &intent, &names([])).await
}

pub(super) async fn trim(
    session: &Session,
    out: &Out,
    yes: bool,
    args: TrimArgs,
) -> Result<Report> {
    let netuid = args.netuid.netuid;
    let intent = Intent::TrimNeurons { netuid, places: args.places };
    carry_out_whole(session, out, yes, &args.sign, &[netuid], &intent, &names([])).await
}

pub(super) async fn trigger_epoch(
    session: &Session,
    out: &Out,
    yes: bool,
    args: TriggerEpochArgs,
) -> Result<Report> {
    let intent = Intent::TriggerEpoch { netuid: args.netuid.value()? };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
