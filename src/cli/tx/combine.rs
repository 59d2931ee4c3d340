//! `tau tx combine`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{file, screen};
use crate::error::Result;
use crate::model::{AccountId, Hash};
use crate::offline::combine;
use crate::out::{Page, Report};

/// Put answers to one request together
///
/// A set may be signed in parts, with --only, or on several machines that hold the same key.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx combine first.tau second.tau -o all.tau")]
pub(crate) struct CombineArgs {
    /// The answers
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Write the answer to this file
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Serialize)]
struct Combined {
    answer_to: Hash,
    signer: AccountId,
    items: Vec<u16>,
    output: String,
}

pub(crate) fn run(args: CombineArgs) -> Result<Report> {
    let answers = args
        .files
        .iter()
        .map(|path| Ok(file::read(std::slice::from_ref(path))?.answer()?))
        .collect::<Result<Vec<_>>>()?;
    let answer = combine(&answers)?;
    let container = answer.encode_container();
    file::write(&args.output, &container)?;
    let page = Page::new().line(format!(
        "{} signatures are in {}: {}",
        answer.items.len(),
        args.output.display(),
        screen::sizes(container.len())
    ));
    let record = Combined {
        answer_to: Hash(answer.request),
        signer: AccountId(answer.account),
        items: answer.items.iter().map(|signed| signed.item + 1).collect(),
        output: args.output.display().to_string(),
    };
    Report::new(&record, page)
}
