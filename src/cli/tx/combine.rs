//! `tau tx combine`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{file, screen};
use crate::error::Result;
use crate::model::{AccountId, Hash};
use crate::offline::{Answer, Container, combine};
use crate::out::{Page, Report};

/// Put answers together
///
/// Answers to one request become one: a set may be signed in parts, with --only, or on several machines that hold the same key.
/// Answers to different requests, as the members of a multisig give them, travel together and are sent in the order given.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx combine alice.signed.tau bob.signed.tau -o all.tau")]
pub(crate) struct CombineArgs {
    /// The answers
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Write them to this file
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Serialize)]
struct Combined {
    answers: Vec<CombinedAnswer>,
    output: String,
}

#[derive(Serialize)]
struct CombinedAnswer {
    answer_to: Hash,
    signer: AccountId,
    items: Vec<u16>,
}

impl From<&Answer> for CombinedAnswer {
    fn from(answer: &Answer) -> Self {
        Self {
            answer_to: Hash(answer.request),
            signer: AccountId(answer.account),
            items: answer.items.iter().map(|signed| signed.item + 1).collect(),
        }
    }
}

pub(crate) fn run(args: CombineArgs) -> Result<Report> {
    let mut given = Vec::new();
    for path in &args.files {
        match file::read(std::slice::from_ref(path))? {
            Container::Bundle(answers) => given.extend(answers),
            other => given.push(other.answer()?),
        }
    }
    let container = combine(&given)?;
    let bytes = container.encode();
    file::write(&args.output, &bytes)?;
    let answers: Vec<CombinedAnswer> = match &container {
        Container::Bundle(answers) => answers.iter().map(CombinedAnswer::from).collect(),
        Container::Answer(answer) => vec![CombinedAnswer::from(&**answer)],
        Container::Request(_) => Vec::new(),
    };
    let page = answers.iter().fold(Page::new(), |page, answer| {
        page.field(answer.signer.to_string(), format!("{} signatures", answer.items.len()))
    });
    let page =
        page.line(format!("Written to {}: {}", args.output.display(), screen::sizes(bytes.len())));
    Report::new(&Combined { answers, output: args.output.display().to_string() }, page)
}
