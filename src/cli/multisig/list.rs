//! `tau multisig list`

use clap::Args;
use serde::Serialize;

use super::note::Record;
use crate::cli::sheet::{Entry, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Scope;

/// List the book of multisigs
///
/// `tau multisig pending` shows what waits for their members.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    multisigs: Vec<&'a Record>,
}

const HEADS: &[Head] = &[
    left("name", "Name"),
    left("address", "Address").last_to_go(),
    left("threshold", "Agree"),
    left("note", "Note"),
];

pub(super) fn run(session: &Session, args: &ListArgs) -> Result<Report> {
    let mut sheet = Sheet::new(HEADS);
    for (name, note) in session.multisigs()? {
        let entries = vec![
            Entry::text(&name, Scope::Text),
            Entry::text(note.multisig.account().to_string(), Scope::Text),
            Entry::text(note.multisig.to_string(), Scope::Text),
            Entry::text(crate::model::Label::new(&note.note).to_string(), Scope::TextDim),
        ];
        sheet.push(Record::new(Some(&name), &note.multisig, &note.note), entries);
    }
    let is_empty = sheet.is_empty();
    sheet.arrange(&args.sort)?;
    let page = match is_empty {
        true => Page::new()
            .line("The book of multisigs is empty")
            .note("`tau multisig add NAME MEMBER MEMBER --threshold 2` puts one into it"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let data = Shown { multisigs: sheet.data() };
    Report::new(&data, page)?.listing(&data.multisigs)
}
