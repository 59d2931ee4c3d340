//! What a file of the air gap holds, as `tau tx show` shows it.

use std::path::PathBuf;

use serde::Serialize;

use super::file;
use super::screen::{self, RequestRecord};
use crate::error::Result;
use crate::model::{AccountId, Hash};
use crate::offline::{Allowance, Answer, Container, Policy, Request, Review, review};
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Scope;

#[derive(Serialize)]
struct AnswersRecord {
    answers: Vec<AnswerRecord>,
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

impl AnswerRecord {
    fn new(answer: &Answer) -> Self {
        let signatures = answer.items.iter().map(|signed| SignatureRecord {
            item: signed.item + 1,
            signature: format!("0x{}", hex::encode(signed.signature)),
        });
        Self {
            answer_to: Hash(answer.request),
            signer: AccountId(answer.account),
            signatures: signatures.collect(),
        }
    }
}

/// The page of the request or the answer in these files. Asks no chain and no key.
pub(super) fn shown(session: &Session, files: &[PathBuf]) -> Result<Report> {
    match file::read(files)? {
        Container::Request(request) => show(session, &request),
        Container::Answer(answer) => answered(&[*answer]),
        Container::Bundle(answers) => answered(&answers),
    }
}

/// A request as it would be shown here, and whether its chain is pinned here.
pub(crate) fn reviewed(session: &Session, request: &Request) -> Result<(Review, bool)> {
    let mut knowledge = session.knowledge(open_policy())?;
    let genesis = Hash(request.network.genesis);
    let is_pinned = knowledge.chain(genesis).is_some();
    if !is_pinned {
        knowledge.chains.push(("a chain that is not pinned here".to_owned(), genesis));
    }
    Ok((review(request, &knowledge)?, is_pinned))
}

fn show(session: &Session, request: &Request) -> Result<Report> {
    let genesis = Hash(request.network.genesis);
    let (review, is_pinned) = reviewed(session, request)?;
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

fn answered(answers: &[Answer]) -> Result<Report> {
    let mut page = Page::new();
    let mut records = Vec::new();
    for answer in answers {
        let record = AnswerRecord::new(answer);
        page = page
            .heading("Signed")
            .field("Signer", record.signer.to_string())
            .field("Request", record.answer_to.to_string());
        for one in &record.signatures {
            page = page.field(format!("Item {}", one.item), &one.signature);
        }
        records.push(record);
    }
    Report::new(&AnswersRecord { answers: records }, page)
}

/// A machine that only shows refuses nothing for the sake of its own habits.
pub(super) fn open_policy() -> Policy {
    Policy {
        allowed: [
            Allowance::Immortal,
            Allowance::LongLife,
            Allowance::Replace,
            Allowance::Gap,
            Allowance::Tip,
        ]
        .into(),
        ..Policy::default()
    }
}
