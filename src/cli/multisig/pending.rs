//! `tau multisig pending`

use clap::Args;
use serde::Serialize;

use super::meant;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{AccountId, CallBytes, Hash, Tao};
use crate::ops::{self, Chain, WaitingCall};
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Show what waits for members of multisigs to agree
///
/// The call is shown in words if it is known: kept on this machine, given with --call, or found in the transaction that
/// began it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig pending treasury")]
pub(crate) struct PendingArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,… [default: all in the book]
    #[arg(value_name = "MULTISIG")]
    multisig: Option<String>,
    /// A call as hex, to be shown where its hash waits
    #[arg(long, aliases = ["call-data", "call-hex"], value_name = "HEX")]
    call: Vec<CallBytes>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    pending: Vec<&'a Record>,
}

#[derive(Debug, Serialize)]
struct Record {
    multisig: Option<String>,
    address: AccountId,
    call_hash: Hash,
    call: Option<String>,
    call_hex: Option<CallBytes>,
    approvals: Vec<AccountId>,
    missing: Vec<AccountId>,
    threshold: u16,
    began_block: u32,
    began_index: u32,
    depositor: AccountId,
    deposit_tao: Tao,
}

const HEADS: &[Head] = &[
    left("multisig", "Multisig"),
    left("agreed", "Agreed"),
    right("block", "Since block"),
    left("call", "Call"),
    left("hash", "Call hash").last_to_go(),
];

/// The call that waits, if it is known anywhere: it is what its hash says, wherever it is from.
pub(super) async fn known(
    session: &Session,
    chain: &Chain,
    waiting: &WaitingCall,
    given: &[CallBytes],
) -> Result<Option<CallBytes>> {
    if let Some(call) = given.iter().find(|call| call.hash() == waiting.call_hash) {
        return Ok(Some(call.clone()));
    }
    if let Some(call) = session.kept_call(waiting.call_hash)? {
        return Ok(Some(call));
    }
    // A node that does not keep old blocks does not have it.
    Ok(ops::waiting_call(chain, waiting).await.ok().flatten())
}

pub(super) async fn run(session: &Session, args: PendingArgs) -> Result<Report> {
    let asked = match &args.multisig {
        Some(text) => vec![meant(session, text)?],
        None => session
            .multisigs()?
            .into_iter()
            .map(|(name, note)| (note.multisig, Some(name)))
            .collect(),
    };
    if asked.is_empty() {
        return Err(Error::usage("the book of multisigs is empty, and none was named")
            .hint("`tau multisig add` keeps one, or name it as 2:alice,bob,5F…"));
    }
    let chain = session.chain().await?;
    let mut sheet = Sheet::new(HEADS);
    let mut stamp = None;
    let mut calls = Page::new();
    for (multisig, name) in asked {
        let (at, waiting) = ops::multisig_calls(&chain, multisig.account()).await?;
        stamp = Some(Stamp::new(&chain.network(), at));
        for one in waiting {
            let call = known(session, &chain, &one, &args.call).await?;
            let words = match &call {
                Some(call) => ops::call_words(&chain, call).await.ok(),
                None => None,
            };
            let missing = multisig.members().iter().copied();
            let missing = missing.filter(|member| !one.approvals.contains(member)).collect();
            let title = name.clone().unwrap_or_else(|| multisig.account().to_string());
            let short = words.as_deref().and_then(|words| words.split('(').next());
            let agreed = format!("{} of {}", one.approvals.len(), multisig.threshold());
            let entries = vec![
                Entry::text(&title, Scope::Text),
                Entry::text(&agreed, Scope::Text),
                Entry::number(one.when.height.into()),
                Entry::text(short.unwrap_or("not known here"), Scope::Text),
                Entry::text(one.call_hash.to_string(), Scope::TextDim),
            ];
            calls = calls.field(
                format!("{title}, {agreed}"),
                words.clone().unwrap_or_else(|| format!("{}: not known here", one.call_hash)),
            );
            let record = Record {
                multisig: name.clone(),
                address: multisig.account(),
                call_hash: one.call_hash,
                call: words,
                call_hex: call,
                approvals: one.approvals.clone(),
                missing,
                threshold: multisig.threshold(),
                began_block: one.when.height,
                began_index: one.when.index,
                depositor: one.depositor,
                deposit_tao: one.deposit,
            };
            sheet.push(record, entries);
        }
    }
    sheet.arrange(&args.sort)?;
    let page = match sheet.is_empty() {
        true => Page::new().line("Nothing waits"),
        false => Page::new().table(sheet.table(&args.sort)?).then(calls).note(
            "`tau multisig approve MULTISIG HASH` agrees, `execute` carries out with the last",
        ),
    };
    let data = Shown { pending: sheet.data() };
    let report = Report::new(&data, page)?.listing(&data.pending)?;
    Ok(match stamp {
        Some(stamp) => report.at(stamp),
        None => report,
    })
}
