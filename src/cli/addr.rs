//! `tau addr`: names for accounts of other people.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::{AccountId, Label};
use crate::out::{Page, Report, Table};
use crate::present::{Align, Cell};
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
pub(crate) struct ListArgs {}

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
struct Book {
    addresses: Vec<Record>,
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
            Self::List(_) => list(session),
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

fn list(session: &Session) -> Result<Report> {
    let addresses: Vec<Record> =
        session.addresses()?.into_iter().map(|(name, entry)| Record::new(&name, entry)).collect();
    let page = if addresses.is_empty() {
        Page::new()
            .line("The address book is empty")
            .note("`tau addr add NAME ADDRESS` puts somebody into it")
    } else {
        let mut table =
            Table::new(&[("Name", Align::Left), ("Address", Align::Left), ("Note", Align::Left)]);
        table.keep(1);
        for record in &addresses {
            table.push(vec![
                Cell::new(&record.name, Scope::Text),
                Cell::new(record.address.to_string(), Scope::Text),
                Cell::new(Label::new(&record.note).to_string(), Scope::TextDim),
            ]);
        }
        Page::new().table(table)
    };
    let data = Book { addresses };
    Report::new(&data, page)?.listing(&data.addresses)
}
