//! `tau tx submit`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::file;
use crate::cli::before::journal;
use crate::cli::sign::tell;
use crate::error::{Error, Result};
use crate::model::{AccountId, Hash, Receipt, Stage};
use crate::offline::{
    Container, Request, Verified, fingerprint, import, payload, verify, verify_item,
};
use crate::ops::{self, Wait};
use crate::out::{Out, Page, Report, Stamp};
use crate::present::exact;
use crate::session::Session;
use crate::settings::{Flags, Until};

/// Send what was signed on another machine
///
/// Every signature is verified over the request that this machine kept, and chain, runtime, number and lifetime are
/// checked again: if something changed meanwhile, it says what and sends nothing.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx submit unstake.signed.tau")]
pub(crate) struct SubmitArgs {
    /// The answer, or all pictures and texts of its frames
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Check against this request instead of the one that was kept here
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    /// Take this signature of Polkadot Vault for an item; FILE is then the request
    #[arg(long, value_name = "ITEM=HEX")]
    signature: Vec<String>,
    /// Send the alternatives that do nothing instead
    #[arg(long)]
    cancel: bool,
    /// Check everything and stop
    #[arg(long)]
    check: bool,
    /// Wait until the transaction is this far [env: TAU_WAIT] [default: finalization]
    #[arg(long, value_name = "HOW FAR")]
    wait: Option<Until>,
}

impl SubmitArgs {
    pub fn flags(&self, flags: &mut Flags) {
        flags.wait = self.wait;
    }
}

#[derive(Serialize)]
struct SentRecord {
    item: usize,
    call_hash: Hash,
    nonce: u32,
    words: String,
    receipt: Option<Receipt>,
}

#[derive(Serialize)]
struct SubmitRecord {
    request: Hash,
    signer: AccountId,
    items: Vec<SentRecord>,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SubmitArgs,
) -> Result<Report> {
    let (request, signatures) = signatures(session, &args)?;
    let wanted: Vec<&Verified> = signatures
        .iter()
        .filter(|verified| {
            request.items.get(verified.item).is_some_and(|item| item.alternative == args.cancel)
        })
        .collect();
    if wanted.is_empty() {
        return Err(Error::usage("the answer holds no signature of what is to be sent")
            .hint("--cancel sends alternatives, and only those"));
    }
    let mut items = Vec::new();
    let mut page = Page::new();
    for verified in &wanted {
        let Some(item) = request.items.get(verified.item) else { continue };
        let words = fingerprint(&payload::payload(&request, item)?);
        page = page.field(
            format!("Item {}", verified.item + 1),
            format!("number {}, words: {words}", item.nonce),
        );
        items.push(SentRecord {
            item: verified.item + 1,
            call_hash: Hash(sp_crypto_hashing::blake2_256(&item.call)),
            nonce: item.nonce,
            words,
            receipt: None,
        });
    }
    if !args.check {
        out.show(&page);
        if !yes {
            out.confirm("The signatures are good. Send?").await?;
        }
    }
    let chain = session.chain().await?;
    let wait = match session.settings().wait {
        Until::Finalization => Wait::Finalization,
        Until::Inclusion => Wait::Inclusion,
        Until::None => Wait::None,
    };
    let journal = journal(session);
    for (verified, record) in wanted.iter().zip(&mut items) {
        if args.check {
            ops::check_signed(&chain, &request, verified).await?;
            continue;
        }
        let until = request.items.get(verified.item).and_then(|item| item.lifetime.valid_until());
        let said = *out;
        let mut progress = |stage| {
            if stage == Stage::Sent {
                session.sent(until.unwrap_or(u32::MAX));
            }
            tell(&said, stage);
        };
        let receipt =
            ops::send_signed(&chain, &journal, &request, verified, wait, &mut progress).await?;
        record.receipt = Some(receipt);
    }
    let page = match args.check {
        true => page.line("The signatures are good and the chain would take them now"),
        false => items.iter().fold(Page::new(), received),
    };
    let head = chain.head().await?;
    let stamp = Stamp::new(&chain.network(), head);
    let record = SubmitRecord { request: request.id(), signer: request.account(), items };
    Ok(Report::new(&record, page)?.at(stamp))
}

fn received(page: Page, sent: &SentRecord) -> Page {
    let Some(receipt) = &sent.receipt else { return page };
    let page = page.heading(format!("Item {} is sent", sent.item));
    let page = match receipt.stage {
        Stage::Finalized(at) => page.field("Finalized", format!("block {}", at.block)),
        Stage::InBlock(at) => page.field("In block", format!("{}, not finalized yet", at.block)),
        _ => page.field("Not watched", "the node took it"),
    };
    let page = page.field("Transaction", receipt.transaction.to_string());
    match receipt.fee {
        Some(fee) => page.field("Fee", format!("{} TAO", exact(fee.rao()))),
        None => page,
    }
}

/// The request as this machine knows it, and signatures of it that are good.
fn signatures(session: &Session, args: &SubmitArgs) -> Result<(Request, Vec<Verified>)> {
    let own = |id: Hash| match &args.request {
        Some(path) => Ok(file::read(std::slice::from_ref(path))?.request()?),
        None => session.kept_request(id),
    };
    match file::read(&args.files)? {
        Container::Answer(answer) => {
            let request = own(Hash(answer.request))?;
            let verified = verify(&request, &answer)?;
            Ok((request, verified))
        }
        Container::Request(given) if !args.signature.is_empty() => {
            let request = session.kept_request(given.id()).unwrap_or(*given);
            let verified = args
                .signature
                .iter()
                .map(|text| {
                    let (item, hex) = text.split_once('=').unwrap_or(("1", text));
                    let index = item
                        .parse::<usize>()
                        .ok()
                        .and_then(|item| item.checked_sub(1))
                        .ok_or_else(|| Error::usage("--signature wants ITEM=HEX"))?;
                    Ok(verify_item(&request, index, import(hex)?)?)
                })
                .collect::<Result<Vec<_>>>()?;
            Ok((request, verified))
        }
        Container::Request(_) => {
            Err(crate::offline::Error::Kind { found: "a request", wanted: "an answer" }.into())
        }
    }
}
