//! `tau proxy book …`: names for accounts that others act for.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::{AccountId, Label, ProxyKind};
use crate::ops;
use crate::out::{Out, Page, Report};
use crate::session::{Birth, ProxyNote, Session};
use crate::theme::Scope;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(ListArgs),
    Add(AddArgs),
    Update(UpdateArgs),
    Remove(RemoveArgs),
    Clear(ClearArgs),
}

/// Keep the name of an account that others act for
///
/// The name may stand wherever an address may, above all after --proxy-for.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy book add treasury 5F… --type Staking")]
pub(crate) struct AddArgs {
    /// What to call it
    #[arg(value_name = "NAME", required_unless_present = "name_flag")]
    name: Option<String>,
    /// Its address
    #[arg(value_name = "ADDRESS", required_unless_present = "address_flag")]
    address: Option<String>,
    #[arg(long = "name", value_name = "NAME", hide = true, conflicts_with = "name")]
    name_flag: Option<String>,
    #[arg(long = "address", value_name = "ADDRESS", hide = true, conflicts_with = "address")]
    address_flag: Option<String>,
    /// What one may do for it
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true,
        default_value = "Any"
    )]
    kind: ProxyKind,
    /// Blocks between announcing a call and making it
    #[arg(long, value_name = "BLOCKS", default_value_t = 0)]
    delay: u32,
    /// Whatever is worth remembering
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Who made it, if it has no key
    #[arg(long, value_name = "NAME|ADDRESS", requires_all = ["height", "ext_index"])]
    spawner: Option<String>,
    /// Block in which it was made
    #[arg(long, value_name = "BLOCK", requires = "spawner")]
    height: Option<u32>,
    /// Place of the transaction in that block
    #[arg(long, value_name = "NUMBER", requires = "spawner")]
    ext_index: Option<u32>,
    /// The number it was made with
    #[arg(long, value_name = "NUMBER", requires = "spawner", default_value_t = 0)]
    index: u16,
}

/// Change what the book of proxies says
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy book update treasury --note 'since May'")]
pub(crate) struct UpdateArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    fields: Fields,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Fields {
    /// Its address
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// What one may do for it
    #[arg(
        long = "type",
        alias = "proxy-type",
        value_name = "TYPE",
        value_parser = super::kind_parser(),
        ignore_case = true
    )]
    kind: Option<ProxyKind>,
    /// Blocks between announcing a call and making it
    #[arg(long, value_name = "BLOCKS")]
    delay: Option<u32>,
    /// Whatever is worth remembering
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// List the book of proxies
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy book list --verify")]
pub(crate) struct ListArgs {
    /// Ask the chain whether the wallet's coldkey may act for each
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    sort: SortArgs,
}

/// Forget an entry of the book of proxies
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy book remove treasury")]
pub(crate) struct RemoveArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Forget all entries of the book of proxies
///
/// They are printed on the way out: where an account without a key was made is needed to give it up.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy book clear --yes")]
pub(crate) struct ClearArgs {}

#[derive(Debug, Serialize)]
struct Record {
    name: String,
    address: AccountId,
    #[serde(rename = "type")]
    kind: ProxyKind,
    delay_blocks: u32,
    note: String,
    made: Option<Birth>,
    /// Whether the wallet may act for it; only if the chain was asked.
    verified: Option<bool>,
}

impl Record {
    fn new(name: &str, note: ProxyNote) -> Self {
        Self {
            name: name.to_owned(),
            address: note.address,
            kind: note.kind,
            delay_blocks: note.delay,
            note: note.note,
            made: note.made,
            verified: None,
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    proxies: Vec<&'a Record>,
}

const HEADS: &[Head] = &[
    left("name", "Name"),
    left("address", "Address").last_to_go(),
    left("type", "Type"),
    right("delay", "Delay"),
    left("made", "Made"),
    left("verified", "May act"),
    left("note", "Note"),
];

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "proxy book list",
            Self::Add(_) => "proxy book add",
            Self::Update(_) => "proxy book update",
            Self::Remove(_) => "proxy book remove",
            Self::Clear(_) => "proxy book clear",
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Clear(ClearArgs {}) => clear(session, out, yes).await,
            Self::List(args) => list(session, args).await,
            Self::Add(args) => add(session, args),
            Self::Update(args) => update(session, args),
            Self::Remove(args) => {
                let record = Record::new(&args.name, session.remove_proxy_note(&args.name)?);
                let line = format!("Forgot {} ({})", record.name, record.address);
                Report::new(&record, Page::new().line(line))
            }
        }
    }
}

/// A name must not stand for another name: an address is an address here.
fn address(text: &str) -> Result<AccountId> {
    text.parse().map_err(|error| {
        Error::usage(format!("{error}"))
            .hint("an address has 47 or 48 characters and starts with 5")
    })
}

fn add(session: &Session, args: AddArgs) -> Result<Report> {
    let given = |text: Option<String>, name: &str| {
        text.ok_or_else(|| Error::usage(format!("`{name}` must be given")))
    };
    let name = given(args.name.or(args.name_flag), "NAME")?;
    let text = given(args.address.or(args.address_flag), "ADDRESS")?;
    let made = match (args.spawner, args.height, args.ext_index) {
        (Some(spawner), Some(height), Some(ext_index)) => {
            let spawner = session.account(&spawner)?.account;
            Some(Birth { spawner, height, ext_index, index: args.index })
        }
        _ => None,
    };
    let note = ProxyNote {
        address: address(&text)?,
        kind: args.kind,
        delay: args.delay,
        note: Label::new(&args.note).to_string(),
        made,
    };
    session.add_proxy_note(&name, note.clone())?;
    let record = Record::new(&name, note);
    let page = Page::new().line(format!("{name} is {} now", record.address));
    Report::new(&record, page)
}

fn update(session: &Session, args: UpdateArgs) -> Result<Report> {
    let Fields { address: text, kind, delay, note } = args.fields;
    let moved = text.as_deref().map(address).transpose()?;
    let after = session.change_proxy_note(&args.name, |before| ProxyNote {
        // An account that is another one was made in another way.
        made: if moved.is_some() { None } else { before.made },
        address: moved.unwrap_or(before.address),
        kind: kind.unwrap_or(before.kind),
        delay: delay.unwrap_or(before.delay),
        note: note.map_or(before.note, |note| Label::new(&note).to_string()),
    })?;
    let record = Record::new(&args.name, after);
    let page = Page::new().line(format!("Changed {} ({})", record.name, record.address));
    Report::new(&record, page)
}

async fn clear(session: &Session, out: &Out, yes: bool) -> Result<Report> {
    let records = records(session)?;
    if records.is_empty() {
        let page = Page::new().line("The book of proxies is empty already");
        return Report::new(&Shown { proxies: Vec::new() }, page);
    }
    let count = match records.len() {
        1 => "the only entry".to_owned(),
        several => format!("all {several} entries"),
    };
    if !yes {
        out.confirm(&format!("Forget {count} of the book of proxies?")).await?;
    }
    for record in &records {
        session.remove_proxy_note(&record.name)?;
    }
    let sheet = sheet(records);
    let page =
        Page::new().table(sheet.table(&SortArgs::default())?).line(format!("Forgot {count}"));
    Report::new(&Shown { proxies: sheet.data() }, page)
}

fn records(session: &Session) -> Result<Vec<Record>> {
    let book = session.proxy_book()?;
    Ok(book.into_iter().map(|(name, note)| Record::new(&name, note)).collect())
}

async fn list(session: &Session, args: ListArgs) -> Result<Report> {
    let mut records = records(session)?;
    if args.verify {
        let (chain, me) = (session.chain().await?, session.coldkey_account()?);
        for record in &mut records {
            let found = ops::proxies(&chain, record.address).await?;
            let may = found.entries.iter().any(|entry| {
                entry.delegate == me
                    && entry.kind == record.kind
                    && entry.delay == record.delay_blocks
            });
            record.verified = Some(may);
        }
    }
    let mut sheet = sheet(records);
    let is_empty = sheet.is_empty();
    sheet.arrange(&args.sort)?;
    let page = match is_empty {
        true => Page::new()
            .line("The book of proxies is empty")
            .note("`tau proxy book add NAME ADDRESS` puts an account into it"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let data = Shown { proxies: sheet.data() };
    Report::new(&data, page)?.listing(&data.proxies)
}

fn sheet(records: Vec<Record>) -> Sheet<Record> {
    let mut sheet = Sheet::new(HEADS);
    for record in records {
        let made = record.made.as_ref().map_or(String::new(), |made| {
            format!("block {}, transaction {}", made.height, made.ext_index)
        });
        let verified = match record.verified {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        };
        let entries = vec![
            Entry::text(&record.name, Scope::Text),
            Entry::text(record.address.to_string(), Scope::Text),
            Entry::text(record.kind.as_str(), Scope::Text),
            Entry::number(record.delay_blocks.into()),
            Entry::text(made, Scope::TextDim),
            Entry::text(verified, Scope::Text),
            Entry::text(Label::new(&record.note).to_string(), Scope::TextDim),
        ];
        sheet.push(record, entries);
    }
    sheet
}
