//! `tau stake auto …`

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::netuid::NetUidArg;
use crate::cli::owner::OwnerArgs;
use crate::cli::plan::names;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{Coldkey, Hotkey, Intent, NetUid};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "list")]
    Show(ShowArgs),
    Set(SetArgs),
}

/// Show under which hotkeys mining rewards are staked
///
/// Without a choice a miner's rewards are staked under the mining hotkey itself.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake auto show --wallet miners")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    #[command(flatten)]
    sort: SortArgs,
}

/// Have mining rewards on a subnet staked under another hotkey
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake auto set 4 --hotkey my-validator")]
pub(crate) struct SetArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    choices: Vec<&'a ChoiceRecord>,
}

#[derive(Debug, Serialize)]
struct ChoiceRecord {
    wallet: Option<String>,
    coldkey: Coldkey,
    netuid: NetUid,
    hotkey: Hotkey,
}

const HEADS: &[Head] =
    &[left("wallet", "Wallet"), right("netuid", "Subnet"), left("hotkey", "Staked through")];

pub(super) async fn show(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let owners = args.owner.owners(session, out)?;
    let chain = session.chain().await?;
    let mut sheet = Sheet::new(HEADS);
    let mut stamp = None;
    for owner in &owners {
        let (at, choices) = ops::auto_stakes(&chain, owner.coldkey).await?;
        stamp = Some(Stamp::new(&chain.network(), at));
        for (netuid, hotkey) in choices {
            let record =
                ChoiceRecord { wallet: owner.name.clone(), coldkey: owner.coldkey, netuid, hotkey };
            sheet.push(
                record,
                vec![
                    Entry::text(owner.shown(), Scope::Text),
                    Entry::number(netuid.0.into()),
                    Entry::text(hotkey.to_string(), Scope::KeyHot),
                ],
            );
        }
    }
    let Some(stamp) = stamp else { return Err(session.no_wallets()) };
    sheet.arrange(&args.sort)?;
    let page = match sheet.is_empty() {
        true => Page::new().line("Rewards are staked under the mining hotkeys themselves"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let data = Shown { choices: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.choices)
}

pub(super) async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let hotkey = session.staking_hotkey().await?;
    let intent =
        Intent::SetAutoStake { netuid: args.netuid.value()?, hotkey: Hotkey(hotkey.account) };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
