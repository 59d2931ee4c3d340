//! `tau chain doctor`

use clap::Args;
use serde::Serialize;

use super::endpoints::{EndpointRecord, records, table as endpoint_table};
use crate::cli::sheet::{Entry, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::{Error, Result, did_you_mean};
use crate::model::Label;
use crate::ops::{self, Verdict};
use crate::out::{Page, Report, Stamp};
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
    #[command(flatten)]
    sort: SortArgs,
}

const COMMANDS: &[Head] = &[left("command", "Command"), left("here", "Here"), left("why", "Why")];

const NEEDS: &[Head] = &[
    left("kind", "Kind"),
    left("name", "Name"),
    left("here", "Here"),
    left("shape", "Shape").first_to_go(),
];

#[derive(Serialize)]
struct Shown<'a> {
    spec_version: u32,
    written_for: u32,
    transaction_extensions: &'a [String],
    endpoints: Vec<EndpointRecord<'a>>,
    commands: Vec<&'a CommandRecord<'a>>,
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
        return one(session, &args.command.join(" "), &args.sort).await;
    }
    let chain = session.chain().await?;
    let examination = ops::examine(&chain).await?;
    let mut sheet = Sheet::new(COMMANDS);
    for verdict in &examination.verdicts {
        let (text, scope) = word(verdict);
        let reasons: Vec<&str> =
            verdict.refused.iter().chain(&verdict.notes).map(String::as_str).collect();
        let record = CommandRecord {
            command: verdict.command,
            verdict: if text == "works, with less" { "reduced" } else { text },
            refused: &verdict.refused,
            notes: &verdict.notes,
        };
        let row = vec![
            Entry::text(verdict.command, Scope::Text),
            Entry::text(text, scope),
            Entry::text(reasons.join("; "), Scope::Text),
        ];
        sheet.push(record, row);
    }
    sheet.arrange(&args.sort)?;
    let data = Shown {
        spec_version: examination.network.spec_version,
        written_for: examination.written_for,
        transaction_extensions: &examination.extensions,
        endpoints: records(&examination.endpoints),
        commands: sheet.data(),
    };
    let mut page = Page::new()
        .field("Runtime", data.spec_version.to_string())
        .field("Written for", data.written_for.to_string());
    if !examination.endpoints.is_empty() {
        page = page.line("").table(endpoint_table(&examination.endpoints));
    }
    let stamp = Stamp::new(&examination.network, examination.at);
    Report::new(&data, page.line("").table(sheet.table(&args.sort)?).note(stamp.line()))?
        .at(stamp)
        .listing(&data.commands)
}

#[derive(Serialize)]
struct Needs<'a> {
    command: &'a str,
    needs: Vec<&'a Need<'a>>,
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
async fn one(session: &Session, command: &str, sort: &SortArgs) -> Result<Report> {
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
    let mut sheet = Sheet::new(NEEDS);
    for row in &rows {
        let (here, scope) = match &row.verdict {
            Ok(()) => ("as needed".to_owned(), Scope::Success),
            Err(why) if row.dispensable => (format!("{why}; done without"), Scope::Warning),
            Err(why) => (why.clone(), Scope::Error),
        };
        let need = Need {
            kind: row.kind,
            name: &row.name,
            shape: &row.shape,
            dispensable: row.dispensable,
            here: row.verdict.is_ok(),
            change: row.verdict.as_ref().err().map(String::as_str),
        };
        let cells = vec![
            Entry::text(row.kind, Scope::TextDim),
            Entry::text(&row.name, Scope::Text),
            Entry::text(here, scope),
            Entry::text(&row.shape, Scope::TextDim),
        ];
        sheet.push(need, cells);
    }
    sheet.arrange(sort)?;
    let data = Needs { command, needs: sheet.data() };
    let page = if rows.is_empty() {
        Page::new().line("It takes what the chain has, and needs nothing of it")
    } else {
        Page::new().table(sheet.table(sort)?)
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.needs)
}
