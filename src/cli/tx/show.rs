//! `tau tx show`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::file;
use super::prepare::open_policy;
use super::screen::{self, RequestRecord};
use crate::error::Result;
use crate::model::{AccountId, Hash};
use crate::offline::{Answer, Container, Request, review};
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Scope;

/// Show what a request asks to be signed, or what an answer signed
///
/// Everything is decoded from the bytes that are signed. Needs no network and no key. Files may be the request itself, its
/// armour, frames as text, or PNG pictures of its QR codes.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx show unstake.tau")]
pub(crate) struct ShowArgs {
    /// The file, or all pictures and texts of its frames
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct AnswerRecord {
    answer_to: Hash,
    signer: AccountId,
    signatures: Vec<SignatureRecord>,
}

#[derive(Serialize)]
struct SignatureRecord {
    item: u16,
    signature: String,
}

pub(crate) fn run(session: &Session, args: ShowArgs) -> Result<Report> {
    match file::read(&args.files)? {
        Container::Request(request) => show(session, &request),
        Container::Answer(answer) => answered(&answer),
    }
}

fn show(session: &Session, request: &Request) -> Result<Report> {
    let mut knowledge = session.knowledge(open_policy())?;
    let genesis = Hash(request.network.genesis);
    let is_pinned = knowledge.chain(genesis).is_some();
    if !is_pinned {
        knowledge.chains.push(("a chain that is not pinned here".to_owned(), genesis));
    }
    let review = review(request, &knowledge)?;
    let mut page = if review.items.len() > 1 { screen::table(&review) } else { Page::new() };
    for item in &review.items {
        page = page.then(screen::item(item));
    }
    if !is_pinned {
        page = page.cell(crate::present::Cell::new(
            format!("warning: nothing is signed here for the chain with the genesis {genesis}"),
            Scope::Warning,
        ));
    }
    Report::new(&RequestRecord::new(request, &review), page)
}

fn answered(answer: &Answer) -> Result<Report> {
    let signer = AccountId(answer.account);
    let page = Page::new()
        .heading("Signed")
        .field("Signer", signer.to_string())
        .field("Request", Hash(answer.request).to_string());
    let signatures: Vec<SignatureRecord> = answer
        .items
        .iter()
        .map(|signed| SignatureRecord {
            item: signed.item + 1,
            signature: format!("0x{}", hex::encode(signed.signature)),
        })
        .collect();
    let page = signatures
        .iter()
        .fold(page, |page, one| page.field(format!("Item {}", one.item), &one.signature));
    Report::new(&AnswerRecord { answer_to: Hash(answer.request), signer, signatures }, page)
}
