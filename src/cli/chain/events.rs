//! `tau chain events`

use clap::Args;
use serde::Serialize;

use crate::cli::follow::Blocks;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{BlockEvent, Label};
use crate::ops;
use crate::out::{Format, Out, Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Show what happened in a block
///
/// --follow goes on with every finalized block, as JSON lines with --json, until it is interrupted.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain events --pallet SubtensorModule")]
pub(crate) struct EventsArgs {
    /// Show only events of this pallet
    #[arg(long, value_name = "PALLET")]
    pallet: Option<String>,
    /// Show only events of this name
    #[arg(long, value_name = "EVENT")]
    name: Option<String>,
    /// Go on with the blocks to come
    #[arg(long, conflicts_with_all = ["filter", "sort", "reverse", "limit", "columns"])]
    follow: bool,
    #[command(flatten)]
    sort: SortArgs,
}

const COLUMNS: &[Head] =
    &[right("transaction", "Transaction"), left("event", "Event"), left("fields", "Fields")];

#[derive(Serialize)]
struct Shown<'a> {
    block: u32,
    events: Vec<&'a BlockEvent>,
}

/// One line of a stream.
#[derive(Serialize)]
struct Line<'a> {
    block: u32,
    #[serde(flatten)]
    event: &'a BlockEvent,
}

impl EventsArgs {
    /// Whether blocks to come are waited for.
    pub fn follows(&self) -> bool {
        self.follow
    }

    fn wants(&self, event: &BlockEvent) -> bool {
        let is = |wanted: &Option<String>, found: &Label| {
            wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(found.as_str()))
        };
        is(&self.pallet, &event.pallet) && is(&self.name, &event.name)
    }
}

pub(crate) async fn run(session: &Session, out: &Out, args: EventsArgs) -> Result<Option<Report>> {
    if args.follow {
        return follow(session, out, &args).await.map(|()| None);
    }
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let events = ops::events(&pinned).await?;
    let mut sheet = Sheet::new(COLUMNS);
    for event in events.iter().filter(|event| args.wants(event)) {
        let row = vec![
            event.transaction.map_or_else(Entry::absent, |index| Entry::number(index.into())),
            Entry::text(format!("{}.{}", event.pallet, event.name), Scope::Text),
            Entry::text(event.fields.to_string(), Scope::TextDim),
        ];
        sheet.push(event, row);
    }
    sheet.arrange(&args.sort)?;
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let page = if sheet.is_empty() {
        Page::new().line("No such events")
    } else {
        Page::new().table(sheet.table(&args.sort)?)
    };
    let events: Vec<&BlockEvent> = sheet.data().into_iter().copied().collect();
    let data = Shown { block: pinned.at().block, events };
    let report = Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.events)?;
    Ok(Some(report))
}

/// Print the events of every finalized block, until interrupted.
async fn follow(session: &Session, out: &Out, args: &EventsArgs) -> Result<()> {
    let mut blocks = Blocks::from_now(session, out).await?;
    loop {
        let pinned = blocks.next().await?;
        let block = pinned.at().block;
        let events = match ops::events(&pinned).await {
            Ok(events) => events,
            Err(error) => {
                blocks.is_unread(error.into())?;
                continue;
            }
        };
        for event in events.iter().filter(|event| args.wants(event)) {
            match out.format() {
                Format::Json => out.emit(&Line { block, event })?,
                _ => out.text(&format!(
                    "{block}  {}.{}  {}\n",
                    event.pallet, event.name, event.fields
                ))?,
            }
        }
        blocks.is_told();
    }
}
