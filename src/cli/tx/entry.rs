//! One transaction of the journal, as tables, pages and scripts see it.

use serde::Serialize;

use crate::cli::before::journal;
use crate::error::{Error, Result};
use crate::model::{AccountId, Hash, Label, ShieldPart, Tao};
use crate::ops::{self, Entry, Happening, Moment, Resend};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::{Cell, exact};
use crate::session::Session;
use crate::theme::Scope;

/// A row for scripts.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    transaction: Hash,
    state: &'static str,
    signed_at_ms: u64,
    network: &'a Label,
    genesis: Hash,
    signer: AccountId,
    nonce: u32,
    call: String,
    /// Which part of a shielded pair it is.
    shield: Option<ShieldPart>,
    block: Option<u32>,
    block_hash: Option<Hash>,
    fee_tao: Option<Tao>,
    valid_until_block: u32,
    decided: bool,
    reason: Option<String>,
}

impl<'a> Record<'a> {
    pub fn new(entry: &'a Entry) -> Self {
        let block = entry.block();
        Self {
            transaction: entry.transaction,
            state: entry.word(),
            signed_at_ms: entry.at_ms,
            network: &entry.network.name,
            genesis: entry.network.genesis,
            signer: entry.signer,
            nonce: entry.nonce,
            call: entry.call.path(),
            shield: entry.shield,
            block: block.map(|at| at.block),
            block_hash: block.map(|at| at.hash),
            fee_tao: fee(entry),
            valid_until_block: entry.mortality.valid_until(),
            decided: !entry.is_undecided(),
            reason: reason(entry),
        }
    }
}

/// Everything about one, for scripts.
#[derive(Serialize)]
pub(super) struct Full<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    arguments: Vec<Argument<'a>>,
    tip_tao: Tao,
    born_in_block: u32,
    period: u32,
    bytes: String,
    history: &'a [Moment],
}

#[derive(Serialize)]
struct Argument<'a> {
    name: &'a Label,
    value: &'a Label,
}

impl<'a> Full<'a> {
    pub fn new(entry: &'a Entry) -> Self {
        Self {
            record: Record::new(entry),
            arguments: entry
                .call
                .args
                .iter()
                .map(|(name, value)| Argument { name, value })
                .collect(),
            tip_tao: entry.tip,
            born_in_block: entry.mortality.birth.block,
            period: entry.mortality.period,
            bytes: format!("0x{}", hex::encode(&entry.bytes)),
            history: &entry.moments,
        }
    }
}

fn fee(entry: &Entry) -> Option<Tao> {
    match entry.last()? {
        Happening::Succeeded { fee, .. } => *fee,
        _ => None,
    }
}

fn reason(entry: &Entry) -> Option<String> {
    match entry.last()? {
        Happening::Failed { explanation, .. } | Happening::Refused { explanation, .. } => {
            Some(explanation.clone())
        }
        Happening::Lost { reason } => Some(reason.to_string()),
        Happening::Void { reason } => Some(reason.clone()),
        _ => None,
    }
}

/// How far it is, in words.
pub(super) fn state(entry: &Entry) -> Cell {
    let (text, scope) = match entry.last() {
        None => ("signed".to_owned(), Scope::Warning),
        Some(Happening::Sent) => ("sent".to_owned(), Scope::Text),
        Some(Happening::InBlock { .. }) => ("in a block".to_owned(), Scope::Text),
        Some(Happening::Retracted { .. }) => ("waiting again".to_owned(), Scope::Warning),
        Some(Happening::Succeeded { .. }) => ("succeeded".to_owned(), Scope::Success),
        Some(Happening::Failed { .. }) => ("failed".to_owned(), Scope::Error),
        Some(Happening::Refused { .. }) => ("not taken".to_owned(), Scope::Error),
        Some(Happening::Lost { .. }) => ("unknown".to_owned(), Scope::Warning),
        Some(Happening::Void { .. }) => ("void".to_owned(), Scope::TextDim),
    };
    Cell::new(text, scope)
}

/// The page of one.
pub(super) fn page(entry: &Entry) -> Page {
    let until = entry.mortality.valid_until();
    let mut page = Page::new()
        .field("Transaction", entry.transaction.to_string())
        .field_cell("State", state(entry));
    if let Some(reason) = reason(entry) {
        page = page.field("Reason", reason);
    }
    if let Some(at) = entry.block() {
        page = page.field("Block", format!("{} {}", at.block, at.hash));
    }
    if let Some(fee) = fee(entry) {
        page = page.field("Fee", format!("{} TAO", exact(fee.rao())));
    }
    page = match entry.shield {
        None => page,
        Some(ShieldPart::Carrier { holds }) => page.field("MEV shield", format!("carries {holds}")),
        Some(ShieldPart::Inner { carrier }) => {
            page.field("MEV shield", format!("travels encrypted inside {carrier}"))
        }
    };
    page = page
        .field("Network", entry.network.name.to_string())
        .field("Signer", entry.signer.to_string())
        .field("Number", entry.nonce.to_string())
        .field("Call", entry.call.path());
    for (name, value) in &entry.call.args {
        page = page.field(format!("  {name}"), value.to_string());
    }
    if !entry.tip.is_zero() {
        page = page.field("Tip", format!("{} TAO", exact(entry.tip.rao())));
    }
    page.field("Valid", format!("from block {} until block {until}", entry.mortality.birth.block))
}

/// The one whose hash begins like this; if what became of it is not decided, the chain is asked.
pub(super) async fn show(session: &Session, out: &Out, id: &str, offline: bool) -> Result<Report> {
    let journal = journal(session);
    let mut entry = journal.find(id).map_err(Error::from)?;
    let mut stamp = None;
    if entry.is_undecided() && !offline {
        let chain = session.chain().await?;
        if chain.network().genesis == entry.network.genesis {
            ops::reconcile(&chain, &journal, Some(entry.signer), Resend::Yes).await?;
            entry = journal.find(id).map_err(Error::from)?;
            stamp = Some(Stamp::new(&chain.network(), chain.head().await?));
        } else {
            out.warn(&format!(
                "it is of {}, and {} was asked: --network takes the other",
                entry.network.name,
                chain.network().name
            ));
        }
    }
    let report = Report::new(&Full::new(&entry), page(&entry))?;
    Ok(match stamp {
        Some(stamp) => report.at(stamp),
        None => report,
    })
}
