//! `tau chain metadata`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result};
use crate::model::Label;
use crate::ops::{self, Described};
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// List what the chain's runtime offers: calls, storage, constants, events, errors, runtime APIs
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain metadata add_stake --kind call")]
pub(crate) struct MetadataArgs {
    /// List only what has this in its name
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// After `diff`: the two sides.
    #[arg(value_name = "METADATA|live", hide = true, num_args = 2)]
    sides: Vec<String>,
    /// List only things of this kind
    #[arg(long, value_parser = ["call", "storage", "constant", "event", "error", "api"])]
    kind: Option<String>,
    #[command(flatten)]
    sort: SortArgs,
}

impl MetadataArgs {
    /// Whether it is `chain diff` in other words.
    pub fn is_diff(&self) -> bool {
        self.text.as_deref() == Some("diff") && self.sides.len() == 2
    }
}

const COLUMNS: &[Head] = &[
    left("kind", "Kind"),
    left("name", "Name"),
    left("arguments", "Arguments"),
    left("value", "Value"),
];

#[derive(Serialize)]
struct Shown<'a> {
    items: Vec<&'a Record<'a>>,
}

/// A name of the runtime, as both commands print it.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    kind: &'static str,
    name: &'a str,
    arguments: Vec<Argument<'a>>,
    value: Option<&'a str>,
    about: &'a Label,
}

#[derive(Serialize)]
struct Argument<'a> {
    name: &'a Label,
    r#type: &'a str,
}

impl<'a> Record<'a> {
    pub(super) fn new(one: &'a Described) -> Self {
        let argument = |(name, ty): &'a (Label, String)| Argument { name, r#type: ty };
        Self {
            kind: one.kind,
            name: &one.name,
            arguments: one.parts.iter().map(argument).collect(),
            value: one.value.as_deref(),
            about: &one.about,
        }
    }
}

pub(crate) async fn run(session: &Session, args: MetadataArgs) -> Result<Report> {
    if let (true, [before, after]) = (args.is_diff(), args.sides.as_slice()) {
        return super::diff::between(session, before, after, &args.sort).await;
    }
    if let Some(side) = args.sides.first() {
        return Err(Error::usage(format!("`{}` means nothing here", Label::new(side)))
            .hint("`tau chain metadata diff A B` compares two runtimes"));
    }
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let mut all: Vec<Described> = ops::described(&pinned);
    let text = args.text.unwrap_or_default().to_lowercase();
    all.retain(|one| {
        args.kind.as_deref().is_none_or(|kind| kind == one.kind)
            && one.name.to_lowercase().contains(&text)
    });
    let mut sheet = Sheet::new(COLUMNS);
    for one in &all {
        let parts: Vec<String> =
            one.parts.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        let row = vec![
            Entry::text(one.kind, Scope::TextDim),
            Entry::text(&one.name, Scope::Text),
            Entry::text(parts.join(", "), Scope::Text),
            Entry::text(one.value.clone().unwrap_or_default(), Scope::Text),
        ];
        sheet.push(Record::new(one), row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown { items: sheet.data() };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let page = if sheet.is_empty() {
        Page::new().line("Nothing of that name")
    } else {
        Page::new().table(sheet.table(&args.sort)?)
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.items)
}
