//! `tau chain doctor`

use clap::Args;
use serde::Serialize;

use super::endpoints::{EndpointRecord, records, table as endpoint_table};
use crate::error::{Error, Result, did_you_mean};
use crate::model::Label;
use crate::ops::{self, Verdict};
use crate::out::{Page, Report, Stamp, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// Show which commands this runtime allows, and how the endpoints do
///
/// Chains change their rules every few weeks. Each command says what it needs of them: calls with their arguments,
/// storage, runtime APIs, events. A command that a change touches is refused with what changed; all others go on.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain doctor stake add --network test")]
pub(crate) struct DoctorArgs {
    /// Show what this command needs, row by row
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    spec_version: u32,
    written_for: u32,
    transaction_extensions: &'a [String],
    endpoints: Vec<EndpointRecord<'a>>,
    commands: Vec<CommandRecord<'a>>,
}

#[derive(Serialize)]
struct CommandRecord<'a> {
    command: &'a str,
    verdict: &'static str,
    refused: &'a [String],
    notes: &'a [String],
}

fn word(verdict: &Verdict) -> (&'static str, Scope) {
    match (verdict.refused.is_empty(), verdict.notes.is_empty()) {
        (false, _) => ("refused", Scope::Error),
        (true, false) => ("works, with less", Scope::Warning),
        (true, true) => ("works", Scope::Success),
    }
}

pub(crate) async fn run(session: &Session, args: DoctorArgs) -> Result<Report> {
    if !args.command.is_empty() {
        return one(session, &args.command.join(" ")).await;
    }
    let chain = session.chain().await?;
    let examination = ops::examine(&chain).await?;
    let data = Shown {
        spec_version: examination.network.spec_version,
        written_for: examination.written_for,
        transaction_extensions: &examination.extensions,
        endpoints: records(&examination.endpoints),
        commands: examination
            .verdicts
            .iter()
            .map(|verdict| CommandRecord {
                command: verdict.command,
                verdict: match word(verdict).0 {
                    "works, with less" => "reduced",
                    other => other,
                },
                refused: &verdict.refused,
                notes: &verdict.notes,
            })
            .collect(),
    };
    let mut table =
        Table::new(&[("Command", Align::Left), ("Here", Align::Left), ("Why", Align::Left)]);
    for verdict in &examination.verdicts {
        let (text, scope) = word(verdict);
        let mut reasons = verdict.refused.iter().chain(&verdict.notes);
        let first = reasons.next().cloned().unwrap_or_default();
        table.push(vec![
            Cell::new(verdict.command, Scope::Text),
            Cell::new(text, scope),
            Cell::new(first, Scope::Text),
        ]);
        for more in reasons {
            table.push(vec![
                Cell::new("", Scope::Text),
                Cell::new("", Scope::Text),
                Cell::new(more.clone(), Scope::Text),
            ]);
        }
    }
    let mut page = Page::new()
        .field("Runtime", data.spec_version.to_string())
        .field("Written for", data.written_for.to_string());
    if !examination.endpoints.is_empty() {
        page = page.line("").table(endpoint_table(&examination.endpoints));
    }
    let stamp = Stamp::new(&examination.network, examination.at);
    Report::new(&data, page.line("").table(table).note(stamp.line()))?
        .at(stamp)
        .listing(&data.commands)
}

#[derive(Serialize)]
struct Needs<'a> {
    command: &'a str,
    needs: Vec<Need<'a>>,
}

#[derive(Serialize)]
struct Need<'a> {
    kind: &'static str,
    name: &'a str,
    shape: &'a str,
    dispensable: bool,
    here: bool,
    change: Option<&'a str>,
}

/// What one command needs, row by row.
async fn one(session: &Session, command: &str) -> Result<Report> {
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let Some(rows) = ops::requirements(&pinned, command) else {
        return Err(Error::usage(format!(
            "`{}` is no command that asks a chain",
            Label::new(command)
        ))
        .hint_if(did_you_mean(command, ops::asking()))
        .hint("`tau chain doctor` lists them"));
    };
    let data = Needs {
        command,
        needs: rows
            .iter()
            .map(|row| Need {
                kind: row.kind,
                name: &row.name,
                shape: &row.shape,
                dispensable: row.dispensable,
                here: row.verdict.is_ok(),
                change: row.verdict.as_ref().err().map(String::as_str),
            })
            .collect(),
    };
    let mut table = Table::new(&[
        ("Kind", Align::Left),
        ("Name", Align::Left),
        ("Here", Align::Left),
        ("Shape", Align::Left),
    ]);
    for row in &rows {
        let (here, scope) = match &row.verdict {
            Ok(()) => ("as needed".to_owned(), Scope::Success),
            Err(why) if row.dispensable => (format!("{why}; done without"), Scope::Warning),
            Err(why) => (why.clone(), Scope::Error),
        };
        table.push(vec![
            Cell::new(row.kind, Scope::TextDim),
            Cell::new(row.name.clone(), Scope::Text),
            Cell::new(here, scope),
            Cell::new(row.shape.clone(), Scope::TextDim),
        ]);
    }
    let page = if rows.is_empty() {
        Page::new().line("It takes what the chain has, and needs nothing of it")
    } else {
        Page::new().table(table)
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.needs)
}
