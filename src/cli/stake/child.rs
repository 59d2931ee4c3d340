//! `tau stake child …`

use std::str::FromStr;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::netuid::{NetUidArg, NetUidFlag, OptionalNetUid};
use crate::cli::plan::names;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sign::{SignArgs, Signer, carry_out};
use crate::cli::sort::SortArgs;
use crate::cli::take::TakeArg;
use crate::error::Result;
use crate::model::{ChildShare, Hotkey, Intent, NetUid, Proportion, Take};
use crate::ops::{self, Family};
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "list")]
    Get(GetArgs),
    Set(SetArgs),
    Revoke(RevokeArgs),
    Take(TakeArgs),
}

/// Show the children and parents of a hotkey, and what waits to be in force
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau stake child get --hotkey my-validator",
    mut_arg("netuid", |arg| arg.help("Number of the subnet [default: all where there are any]"))
)]
pub(crate) struct GetArgs {
    #[command(flatten)]
    netuid: OptionalNetUid,
    #[arg(long, aliases = ["all", "allnetuids"], hide = true)]
    all_netuids: bool,
    #[command(flatten)]
    sort: SortArgs,
}

/// Give parts of a hotkey's stake weight to other hotkeys
///
/// All children are replaced; what is not given away stays with the hotkey. A change is in force at the first epoch
/// after a day, or at once on a subnet that has not been started.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau stake child set 5F…=25% 5G…=10% --netuid 4 --hotkey my-validator"
)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    /// Children and their parts of the hotkey's stake weight: an address, `=` and a percentage
    #[arg(value_name = "HOTKEY=PERCENT", required = true)]
    children: Vec<ChildArg>,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Take all stake weight back from children
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake child revoke 4 --hotkey my-validator")]
pub(crate) struct RevokeArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Set what a child hotkey keeps of its parents' dividends
///
/// `tau stake child get` shows what it keeps now. It can be lowered at any time and raised once in thirty days.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau stake child take 9% --netuid 4 --hotkey my-miner")]
pub(crate) struct TakeArgs {
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    take: TakeArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// `HOTKEY=PERCENT`.
#[derive(Debug, Clone)]
struct ChildArg {
    hotkey: String,
    proportion: Proportion,
}

impl FromStr for ChildArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (hotkey, part) = text
            .rsplit_once('=')
            .ok_or_else(|| "a child is a hotkey, `=` and a percentage such as 25%".to_owned())?;
        let proportion = part.parse::<Proportion>().map_err(|error| error.to_string())?;
        Ok(Self { hotkey: hotkey.to_owned(), proportion })
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    hotkey: Hotkey,
    subnets: Vec<FamilyRecord>,
    relatives: Vec<&'a RelativeRecord>,
}

#[derive(Serialize)]
struct FamilyRecord {
    netuid: NetUid,
    child_take: Take,
    pending_from_block: Option<u32>,
}

#[derive(Debug, Serialize)]
struct RelativeRecord {
    netuid: NetUid,
    relation: &'static str,
    hotkey: Hotkey,
    proportion: Proportion,
}

const HEADS: &[Head] = &[
    right("netuid", "Subnet"),
    left("relation", "Is"),
    left("hotkey", "Hotkey"),
    right("proportion", "Part"),
];

pub(super) async fn get(session: &Session, args: GetArgs) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let hotkey = Hotkey(hotkey.account);
    let chain = session.chain().await?;
    let netuid = args.netuid.value();
    let (at, families) = ops::families(&chain, hotkey, netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    for family in &families {
        for (relation, shares) in relations(family) {
            for share in shares {
                let record = RelativeRecord {
                    netuid: family.netuid,
                    relation,
                    hotkey: share.hotkey,
                    proportion: share.proportion,
                };
                sheet.push(
                    record,
                    vec![
                        Entry::number(family.netuid.0.into()),
                        Entry::text(relation, Scope::Text),
                        Entry::text(share.hotkey.to_string(), Scope::KeyHot),
                        Entry::share(share.proportion.to_string(), share.proportion.0, u64::MAX),
                    ],
                );
            }
        }
    }
    sheet.arrange(&args.sort)?;
    let page = Page::new().field("Hotkey", hotkey.to_string());
    let page = match sheet.is_empty() {
        true => page.line("It has neither parents nor children"),
        false => page.table(sheet.table(&args.sort)?),
    };
    let page = families.iter().fold(page, |page, family| {
        let take = format!("{} of parents' dividends", family.take);
        let page = page.field(format!("Keeps on {}", family.netuid), take);
        match &family.terms.pending {
            Some((_, from)) => page.field(
                format!("Waiting on {}", family.netuid),
                format!("in force at the first epoch after block {from}"),
            ),
            None => page,
        }
    });
    let data = Shown {
        hotkey,
        subnets: families
            .iter()
            .map(|family| FamilyRecord {
                netuid: family.netuid,
                child_take: family.take,
                pending_from_block: family.terms.pending.as_ref().map(|(_, from)| *from),
            })
            .collect(),
        relatives: sheet.data(),
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.relatives)
}

fn relations(family: &Family) -> [(&'static str, &[ChildShare]); 3] {
    let terms = &family.terms;
    let pending = terms.pending.as_ref().map_or(&[][..], |(children, _)| children);
    [("child", &terms.children), ("parent", &terms.parents), ("pending child", pending)]
}

pub(super) async fn set(session: &Session, out: &Out, yes: bool, args: SetArgs) -> Result<Report> {
    let parent = session.own_hotkey()?;
    let mut known = vec![parent.clone()];
    let mut children = Vec::new();
    for child in &args.children {
        let named = session.validator(&child.hotkey).await?;
        children.push(ChildShare { hotkey: Hotkey(named.account), proportion: child.proportion });
        known.push(named);
    }
    let intent = Intent::SetChildren {
        hotkey: Hotkey(parent.account),
        netuid: args.netuid.netuid,
        children,
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names(&known)).await
}

pub(super) async fn revoke(
    session: &Session,
    out: &Out,
    yes: bool,
    args: RevokeArgs,
) -> Result<Report> {
    let parent = session.own_hotkey()?;
    let intent = Intent::SetChildren {
        hotkey: Hotkey(parent.account),
        netuid: args.netuid.value()?,
        children: Vec::new(),
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&parent])).await
}

pub(super) async fn take(
    session: &Session,
    out: &Out,
    yes: bool,
    args: TakeArgs,
) -> Result<Report> {
    let hotkey = session.own_hotkey()?;
    let intent = Intent::SetChildTake {
        hotkey: Hotkey(hotkey.account),
        netuid: args.netuid.netuid,
        take: args.take.value()?,
    };
    let signer = Signer::of(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([&hotkey])).await
}
