//! What a file of the air gap holds, as `tau tx show` shows it.

use std::path::PathBuf;

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

/// The page of the request or the answer in these files. Asks no chain and no key.
pub(super) fn shown(session: &Session, files: &[PathBuf]) -> Result<Report> {
    match file::read(files)? {
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
