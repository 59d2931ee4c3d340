//! `tau chain doctor`

use clap::Args;
use serde::Serialize;

use super::endpoints::{EndpointRecord, records, table as endpoint_table};
use crate::error::Result;
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
#[command(after_help = "Example: tau chain doctor --network test")]
pub(crate) struct DoctorArgs {}

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

pub(crate) async fn run(session: &Session) -> Result<Report> {
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
