//! `tau multisig add`, `show` and `remove`: the book of multisigs.

use clap::Args;
use serde::Serialize;

use super::meant;
use crate::error::{Error, Result};
use crate::model::{AccountId, Label, Multisig};
use crate::out::{Page, Report};
use crate::session::{MultisigNote, Session};

/// Keep the members of a multisig under a name
///
/// Its address follows from members and threshold; nothing is sent. The name may stand wherever an address may.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig add treasury alice bob 5F… --threshold 2")]
pub(crate) struct AddArgs {
    /// What to call it
    #[arg(value_name = "NAME")]
    name: String,
    /// Its members: addresses or names
    #[arg(value_name = "MEMBER", required_unless_present = "signatories")]
    members: Vec<String>,
    #[arg(
        long,
        aliases = ["signatory", "other-signatories"],
        value_name = "MEMBER",
        value_delimiter = ',',
        hide = true,
        conflicts_with = "members"
    )]
    signatories: Vec<String>,
    /// How many of them have to agree
    #[arg(long, value_name = "NUMBER", default_value_t = 2)]
    threshold: u16,
    /// Whatever is worth remembering
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Show a multisig's address and members
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig show 2:alice,bob,5F…")]
pub(crate) struct ShowArgs {
    /// Its name, or THRESHOLD:MEMBER,MEMBER,…
    #[arg(value_name = "MULTISIG")]
    multisig: String,
}

/// Forget a multisig
#[derive(Debug, Args)]
#[command(after_help = "Example: tau multisig remove treasury")]
pub(crate) struct RemoveArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

/// A multisig for scripts.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    name: Option<String>,
    address: AccountId,
    threshold: u16,
    members: Vec<AccountId>,
    note: String,
}

impl Record {
    pub(super) fn new(name: Option<&str>, multisig: &Multisig, note: &str) -> Self {
        Self {
            name: name.map(str::to_owned),
            address: multisig.account(),
            threshold: multisig.threshold(),
            members: multisig.members().to_vec(),
            note: note.to_owned(),
        }
    }
}

fn page(session: &Session, multisig: &Multisig) -> Page {
    let page = Page::new()
        .field("Address", multisig.account().to_string())
        .field("Threshold", multisig.to_string());
    multisig.members().iter().enumerate().fold(page, |page, (index, member)| {
        let shown = match session.name_of(*member) {
            Some(name) => format!("{member} ({name})"),
            None => member.to_string(),
        };
        page.field(format!("Member {}", index + 1), shown)
    })
}

pub(super) fn add(session: &Session, args: AddArgs) -> Result<Report> {
    let words = if args.members.is_empty() { &args.signatories } else { &args.members };
    let members = words
        .iter()
        .map(|word| session.account(word).map(|named| named.account))
        .collect::<Result<Vec<_>>>()?;
    let multisig = Multisig::new(args.threshold, members)
        .map_err(|error| Error::usage(error.to_string()).hint("name each member once"))?;
    let note = Label::new(&args.note).to_string();
    let entry = MultisigNote { multisig: multisig.clone(), note: note.clone() };
    session.add_multisig(&args.name, entry)?;
    let page = page(session, &multisig).line(format!("Kept as {}", args.name));
    Report::new(&Record::new(Some(&args.name), &multisig, &note), page)
}

pub(super) fn show(session: &Session, args: &ShowArgs) -> Result<Report> {
    let (multisig, name) = meant(session, &args.multisig)?;
    let note = match &name {
        Some(name) => session.multisig(name)?.note,
        None => String::new(),
    };
    let shown = page(session, &multisig);
    let shown = if note.is_empty() { shown } else { shown.field("Note", note.as_str()) };
    Report::new(&Record::new(name.as_deref(), &multisig, &note), shown)
}

pub(super) fn remove(session: &Session, args: &RemoveArgs) -> Result<Report> {
    let entry = session.remove_multisig(&args.name)?;
    let record = Record::new(Some(&args.name), &entry.multisig, &entry.note);
    let line = format!("Forgot {} ({})", args.name, record.address);
    Report::new(&record, Page::new().line(line))
}
