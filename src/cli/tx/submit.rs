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
    Answer, Container, Item, Request, Verified, fingerprint, import, payload, verify, verify_item,
};
use crate::ops::{self, Chain, Wait};
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
    /// All of these files.
    pub fn of(files: Vec<PathBuf>) -> Self {
        Self {
            files,
            request: None,
            signature: Vec::new(),
            cancel: false,
            check: false,
            wait: None,
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        flags.wait = self.wait;
    }
}

#[derive(Serialize)]
struct SentRecord {
    request: Hash,
    signer: AccountId,
    item: usize,
    call_hash: Hash,
    nonce: u32,
    words: String,
    receipt: Option<Receipt>,
}

#[derive(Serialize)]
struct SubmitRecord {
    items: Vec<SentRecord>,
}

/// A signature that is good, and the request of ours that it is of.
struct Ready {
    request: Request,
    verified: Verified,
}

impl Ready {
    fn record(&self) -> Result<SentRecord> {
        let item = self.item()?;
        Ok(SentRecord {
            request: self.request.id(),
            signer: self.request.account(),
            item: self.verified.item + 1,
            call_hash: Hash(sp_crypto_hashing::blake2_256(&item.call)),
            nonce: item.nonce,
            words: fingerprint(&payload::payload(&self.request, item)?),
            receipt: None,
        })
    }

    fn item(&self) -> Result<&Item> {
        self.request
            .items
            .get(self.verified.item)
            .ok_or_else(|| Error::internal("a signature of no item was verified"))
    }
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SubmitArgs,
) -> Result<Report> {
    let mut ready = Vec::new();
    for (request, signatures) in signatures(session, &args)? {
        let wanted = signatures.into_iter().filter(|verified| {
            request.items.get(verified.item).is_some_and(|item| item.alternative == args.cancel)
        });
        ready.extend(wanted.map(|verified| Ready { request: request.clone(), verified }));
    }
    if ready.is_empty() {
        return Err(Error::usage("the answer holds no signature of what is to be sent")
            .hint("--cancel sends alternatives, and only those"));
    }
    let mut items = ready.iter().map(Ready::record).collect::<Result<Vec<_>>>()?;
    let page = items.iter().fold(Page::new(), |page, one| {
        page.field(
            format!("Item {}", one.item),
            format!("number {} of {}, words: {}", one.nonce, one.signer, one.words),
        )
    });
    let chain = session.chain().await?;
    if args.check {
        for one in &ready {
            ops::check_signed(&chain, &one.request, &one.verified).await?;
        }
    } else {
        out.show(&page);
        if !yes {
            out.confirm("The signatures are good. Send?").await?;
        }
        for (one, record) in ready.iter().zip(&mut items) {
            record.receipt = Some(send(session, out, &chain, one).await?);
        }
    }
    let page = match args.check {
        true => page.line("The signatures are good and the chain would take them now"),
        false => items.iter().fold(Page::new(), received),
    };
    let head = chain.head().await?;
    let stamp = Stamp::new(&chain.network(), head);
    Ok(Report::new(&SubmitRecord { items }, page)?.at(stamp))
}

async fn send(session: &Session, out: &Out, chain: &Chain, one: &Ready) -> Result<Receipt> {
    let wait = match session.settings().wait {
        Until::Finalization => Wait::Finalization,
        Until::Inclusion => Wait::Inclusion,
        Until::None => Wait::None,
    };
    let until = one.item()?.lifetime.valid_until();
    let said = *out;
    let mut progress = |stage| {
        if stage == Stage::Sent {
            session.sent(until.unwrap_or(u32::MAX));
        }
        tell(&said, stage);
    };
    let journal = journal(session);
    Ok(ops::send_signed(chain, &journal, &one.request, &one.verified, wait, &mut progress).await?)
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

/// Whether these files hold good signatures of this request.
pub(super) fn answers(session: &Session, files: &[PathBuf], to: Hash) -> Result<()> {
    let found = signatures(session, &SubmitArgs::of(files.to_vec()))?;
    match found.iter().any(|(request, _)| request.id() == to) {
        true => Ok(()),
        false => Err(Error::usage("that was signed for another request")),
    }
}

/// The requests as this machine knows them, and signatures of them that are good.
fn signatures(session: &Session, args: &SubmitArgs) -> Result<Vec<(Request, Vec<Verified>)>> {
    let of_answer = |answer: &Answer| -> Result<(Request, Vec<Verified>)> {
        let request = match &args.request {
            Some(path) => file::read(std::slice::from_ref(path))?.request()?,
            None => session.kept_request(Hash(answer.request))?,
        };
        let verified = verify(&request, answer)?;
        Ok((request, verified))
    };
    match file::read(&args.files)? {
        Container::Answer(answer) => Ok(vec![of_answer(&answer)?]),
        Container::Bundle(answers) => answers.iter().map(of_answer).collect(),
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
            Ok(vec![(request, verified)])
        }
        Container::Request(_) => {
            Err(crate::offline::Error::Kind { found: "a request", wanted: "an answer" }.into())
        }
    }
}
