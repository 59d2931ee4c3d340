//! `tau policy check`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::tx::contents::reviewed;
use crate::cli::tx::file;
use crate::cli::tx::sign::preimages;
#[cfg(feature = "network")]
use crate::cli::{Cli, forms};
use crate::error::{Error, Result};
#[cfg(feature = "network")]
use crate::model::Label;
use crate::model::{Hash, Tao};
#[cfg(feature = "network")]
use crate::ops::{self, PlanOptions};
use crate::out::{Page, Report};
use crate::policy::Judgement;
use crate::present::Cell;
use crate::session::Session;
#[cfg(feature = "network")]
use crate::settings::Flags;
use crate::theme::Scope;

/// Say what the policy makes of something, and why
///
/// Of a request for the air gap (its file), of the bytes of a call (0x…), or of a command as it would be typed. Without
/// anything, only whether the policy is understood. Nothing is signed, and nothing counts towards the day's cap.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau policy check transfer bob 1 --wallet savings")]
pub(crate) struct CheckArgs {
    /// A request's file, bytes of a call, or a command
    #[arg(value_name = "FILE|HEX|COMMAND", trailing_var_arg = true, allow_hyphen_values = true)]
    what: Vec<String>,
}

#[cfg(feature = "network")]
impl CheckArgs {
    /// Settings of the command itself, where it has some: everything after the flags of `policy check` is its.
    pub fn flags(&self, flags: &mut Flags) {
        let words = std::iter::once("tau").chain(self.what.iter().map(String::as_str));
        let words: Vec<std::ffi::OsString> = words.map(Into::into).collect();
        let Ok(inner) = Cli::read(&words).map(|cli| cli.flags()) else { return };
        if !inner.network.is_empty() {
            flags.network = inner.network;
        }
        flags.wallet = inner.wallet.or(flags.wallet.take());
        flags.hotkey = inner.hotkey.or(flags.hotkey.take());
        flags.wallet_path = inner.wallet_path.or(flags.wallet_path.take());
    }
}

#[derive(Serialize)]
struct Shown {
    policy: String,
    in_force: bool,
    allowed: bool,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    spent_tao: Tao,
    spent_today_tao: Tao,
    calls: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    depth: usize,
    call: String,
    spent_tao: Tao,
    refusals: Vec<String>,
}

impl Item {
    fn new(judgement: &Judgement, before: Tao) -> Self {
        let calls = judgement
            .findings
            .iter()
            .map(|finding| Found {
                depth: finding.depth,
                call: finding.path.to_string(),
                spent_tao: finding.spent,
                refusals: finding.refusals.iter().map(ToString::to_string).collect(),
            })
            .collect();
        Self { spent_tao: judgement.spent, spent_today_tao: before, calls }
    }
}

/// What was found, and the day's use that it was judged after.
type Judged = Vec<(Judgement, Tao)>;

pub(super) async fn run(session: &Session, args: CheckArgs) -> Result<Report> {
    let door = session.door();
    let policy = session.settings().paths.policy().display().to_string();
    let in_force = door.policy()?.is_some();
    let judged = match (in_force, args.what.as_slice()) {
        (false, _) | (_, []) => Vec::new(),
        (_, [one]) if one.starts_with("0x") => hex(session, one).await?,
        (_, [one]) if PathBuf::from(one).is_file() => request(session, one)?,
        (_, words) => command(session, words).await?,
    };
    let items: Vec<Item> =
        judged.iter().map(|(judgement, before)| Item::new(judgement, *before)).collect();
    let refusal = judged.iter().find_map(|(judgement, _)| judgement.check().err());
    let page = page(&policy, in_force, &items);
    let allowed = refusal.is_none();
    let data = Shown { policy, in_force, allowed, items };
    Ok(Report::new(&data, page)?.failing(refusal.map(Error::from)))
}

fn page(policy: &str, in_force: bool, items: &[Item]) -> Page {
    if !in_force {
        return Page::new()
            .line("There is no policy: whatever you agree to is signed")
            .note(format!("`tau policy init` writes one to {policy}"));
    }
    if items.is_empty() {
        return Page::new().cell(Cell::new(format!("{policy} is understood"), Scope::Success));
    }
    items.iter().fold(Page::new(), |page, item| {
        let page = item.calls.iter().fold(page, |page, call| {
            let name = format!("{}{}", "  ".repeat(call.depth), call.call);
            match call.refusals.as_slice() {
                [] => page.field_cell(name, Cell::new("allowed", Scope::Success)),
                refusals => refusals.iter().enumerate().fold(page, |page, (index, refusal)| {
                    let name = if index == 0 { name.clone() } else { String::new() };
                    page.field_cell(name, Cell::new(refusal.clone(), Scope::Error))
                }),
            }
        });
        page.field(
            "Spends",
            format!("{} TAO, after {} TAO today", item.spent_tao, item.spent_today_tao),
        )
    })
}

/// Every item of a request.
fn request(session: &Session, path: &str) -> Result<Judged> {
    let request = file::read(&[PathBuf::from(path)])?.request()?;
    let (review, _) = reviewed(session, &request)?;
    let door = session.door();
    let genesis = Hash(request.network.genesis);
    let before = door.spent_today(genesis)?;
    let mut judged = Vec::new();
    for (index, (shown, item)) in review.items.iter().zip(&request.items).enumerate() {
        let preimages = preimages(&request, index)?;
        let tip = Tao::from_rao(item.tip);
        judged.extend(door.judge(genesis, &shown.call, &preimages, tip)?.map(|one| (one, before)));
    }
    Ok(judged)
}

/// The bytes of a call, by the rules of the connected chain.
#[cfg(feature = "network")]
async fn hex(session: &Session, text: &str) -> Result<Judged> {
    let bytes = ::hex::decode(text.trim_start_matches("0x")).map_err(|_| {
        Error::usage(format!("`{}` is not hexadecimal", Label::new(text)))
            .hint("`tau tx prepare` and the plan of a dry run with --json have the bytes of a call")
    })?;
    let genesis = session.chain().await?.network().genesis;
    of_bytes(session, genesis, &bytes, Tao::ZERO)
}

#[cfg(feature = "network")]
fn of_bytes(session: &Session, genesis: Hash, bytes: &[u8], tip: Tao) -> Result<Judged> {
    let door = session.door();
    let call = door.decoded(genesis, bytes)?;
    let before = door.spent_today(genesis)?;
    Ok(door.judge(genesis, &call, &[], tip)?.into_iter().map(|one| (one, before)).collect())
}

/// What a command would sign.
#[cfg(feature = "network")]
async fn command(session: &Session, words: &[String]) -> Result<Judged> {
    let wish = forms::wish(session, words).await?;
    let chain = session.chain().await?;
    let options = PlanOptions {
        period: wish.period,
        nonce: wish.nonce,
        tip: wish.tip,
        ..PlanOptions::default()
    };
    let plan = ops::plan(&chain, &wish.intent, wish.account, &options).await?;
    of_bytes(session, plan.network.genesis, &plan.call.bytes, plan.tip)
}

#[cfg(not(feature = "network"))]
async fn hex(_: &Session, _: &str) -> Result<Judged> {
    Err(without_network())
}

#[cfg(not(feature = "network"))]
async fn command(_: &Session, _: &[String]) -> Result<Judged> {
    Err(without_network())
}

#[cfg(not(feature = "network"))]
fn without_network() -> Error {
    Error::usage("this build of tau holds no network code: only a request's file can be judged")
        .hint("`tau policy check FILE` with what `tau tx prepare` wrote")
}
