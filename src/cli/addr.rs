//! `tau addr`: names for accounts of other people.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::sheet::{Entry as Shown, Head, Sheet, left};
use super::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{AccountId, Label};
use crate::out::{Page, Report};
use crate::session::{Entry, Session};
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(AddArgs),
    List(ListArgs),
    Show(NameArgs),
    Remove(RemoveArgs),
}

/// Note an account under a name
///
/// The name may stand wherever an address may; the full address is shown before anything is signed.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau addr add exchange 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --note deposits"
)]
pub(crate) struct AddArgs {
    /// What to call it
    #[arg(value_name = "NAME")]
    name: String,
    /// Its address
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// Whatever is worth remembering
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// List the address book
#[derive(Debug, Args)]
#[command(after_help = "Example: tau addr list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

/// Show one entry of the address book
#[derive(Debug, Args)]
#[command(after_help = "Example: tau addr show exchange")]
pub(crate) struct NameArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Forget an entry of the address book
#[derive(Debug, Args)]
#[command(after_help = "Example: tau addr remove exchange")]
pub(crate) struct RemoveArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Serialize)]
struct Record {
    name: String,
    address: AccountId,
    note: String,
}

impl Record {
    fn new(name: &str, entry: Entry) -> Self {
        Self { name: name.to_owned(), address: entry.address, note: entry.note }
    }
}

#[derive(Serialize)]
struct Book<'a> {
    addresses: Vec<&'a Record>,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "addr add",
            Self::List(_) => "addr list",
            Self::Show(_) => "addr show",
            Self::Remove(_) => "addr remove",
        }
    }

    pub fn has_table(&self) -> bool {
        matches!(self, Self::List(_))
    }

    pub fn run(self, session: &Session) -> Result<Report> {
        match self {
            Self::Add(args) => {
                let address: AccountId = args.address.parse().map_err(|error| {
                    Error::usage(format!("{error}"))
                        .hint("an address has 47 or 48 characters and starts with 5")
                })?;
                let note = Label::new(&args.note).to_string();
                session.add_address(&args.name, Entry { address, note: note.clone() })?;
                let record = Record { name: args.name, address, note };
                let page = Page::new().line(format!("{} is {address} now", record.name));
                Report::new(&record, page)
            }
            Self::List(args) => list(session, &args.sort),
            Self::Show(args) => {
                let record = Record::new(&args.name, session.address(&args.name)?);
                let page = Page::new().field("Address", record.address.to_string());
                let page = match record.note.as_str() {
                    "" => page,
                    note => page.field("Note", note),
                };
                Report::new(&record, page)
            }
            Self::Remove(args) => {
                let record = Record::new(&args.name, session.remove_address(&args.name)?);
                let line = format!("Forgot {} ({})", record.name, record.address);
                Report::new(&record, Page::new().line(line))
            }
        }
    }
}

const COLUMNS: &[Head] = &[left("name", "Name"), left("address", "Address"), left("note", "Note")];

fn list(session: &Session, args: &SortArgs) -> Result<Report> {
    let mut sheet = Sheet::new(COLUMNS);
    for (name, entry) in session.addresses()? {
        let record = Record::new(&name, entry);
        let entries = vec![
            Shown::text(&record.name, Scope::Text),
            Shown::text(record.address.to_string(), Scope::Text),
            Shown::text(Label::new(&record.note).to_string(), Scope::TextDim),
        ];
        sheet.push(record, entries);
    }
    let is_empty = sheet.is_empty();
    sheet.arrange(args)?;
    let page = if is_empty {
        Page::new()
            .line("The address book is empty")
            .note("`tau addr add NAME ADDRESS` puts somebody into it")
    } else {
        let mut table = sheet.table(args)?;
        if args.chosen().is_empty() {
            table.keep(1);
        }
        Page::new().table(table)
    };
    let data = Book { addresses: sheet.data() };
    Report::new(&data, page)?.listing(&data.addresses)
}
