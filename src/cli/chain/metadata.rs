//! `tau chain metadata`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::model::Label;
use crate::ops::{self, Described};
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// List what the chain's runtime offers: calls, storage, constants, events, errors, runtime APIs
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain metadata add_stake --kind call")]
pub(crate) struct MetadataArgs {
    /// List only what has this in its name
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// List only things of this kind
    #[arg(long, value_parser = ["call", "storage", "constant", "event", "error", "api"])]
    kind: Option<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    items: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
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

pub(crate) async fn run(session: &Session, args: MetadataArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let mut all: Vec<Described> = ops::described(&pinned);
    let text = args.text.unwrap_or_default().to_lowercase();
    all.retain(|one| {
        args.kind.as_deref().is_none_or(|kind| kind == one.kind)
            && one.name.to_lowercase().contains(&text)
    });
    let data = Shown {
        items: all
            .iter()
            .map(|one| Record {
                kind: one.kind,
                name: &one.name,
                arguments: one
                    .parts
                    .iter()
                    .map(|(name, ty)| Argument { name, r#type: ty })
                    .collect(),
                value: one.value.as_deref(),
                about: &one.about,
            })
            .collect(),
    };
    let mut table = Table::new(&[
        ("Kind", Align::Left),
        ("Name", Align::Left),
        ("Arguments", Align::Left),
        ("Value", Align::Left),
    ]);
    for one in &all {
        let parts: Vec<String> =
            one.parts.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        table.push(vec![
            Cell::new(one.kind, Scope::TextDim),
            Cell::new(&one.name, Scope::Text),
            Cell::new(parts.join(", "), Scope::Text),
            Cell::new(one.value.clone().unwrap_or_default(), Scope::Text),
        ]);
    }
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let page = if all.is_empty() {
        Page::new().line("Nothing of that name")
    } else {
        Page::new().table(table)
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.items)
}
