//! `tau chain events`

use clap::Args;
use futures::StreamExt;
use serde::Serialize;

use crate::error::Result;
use crate::model::{At, BlockEvent, Label};
use crate::ops::{self, ChainUpdate};
use crate::out::{Format, Out, Page, Report, Stamp, Table};
use crate::present::{Align, Cell};
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
    #[arg(long)]
    follow: bool,
}

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
    let events: Vec<&BlockEvent> = events.iter().filter(|event| args.wants(event)).collect();
    let mut table = Table::new(&[
        ("Transaction", Align::Right),
        ("Event", Align::Left),
        ("Fields", Align::Left),
    ]);
    for event in &events {
        table.push(vec![
            event
                .transaction
                .map_or_else(Cell::absent, |index| Cell::new(index.to_string(), Scope::Text)),
            Cell::new(format!("{}.{}", event.pallet, event.name), Scope::Text),
            Cell::new(event.fields.to_string(), Scope::TextDim),
        ]);
    }
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let page = if events.is_empty() {
        Page::new().line("No such events")
    } else {
        Page::new().table(table)
    };
    let data = Shown { block: pinned.at().block, events };
    let report = Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.events)?;
    Ok(Some(report))
}

/// Print the events of every finalized block, until interrupted. Blocks that were finalized while the
/// connection was down are made up for.
async fn follow(session: &Session, out: &Out, args: &EventsArgs) -> Result<()> {
    let chain = session.chain().await?;
    let mut updates = chain.follow();
    let mut told: Option<At> = None;
    while let Some(update) = updates.next().await {
        let at = match update {
            ChainUpdate::Finalized(at) => at,
            ChainUpdate::Lost(reason) => {
                out.warn(&format!("the connection was lost: {reason}"));
                continue;
            }
            ChainUpdate::Back => {
                out.status(&format!("Connected again, to {}", chain.endpoint()));
                continue;
            }
            _ => continue,
        };
        let blocks = match told {
            Some(told) => ops::blocks_between(&chain, told, at).await?,
            None => vec![at],
        };
        for at in blocks {
            let events = ops::events(&chain.pin_at(at.hash).await?).await?;
            for event in events.iter().filter(|event| args.wants(event)) {
                match out.format() {
                    Format::Json => out.emit(&Line { block: at.block, event })?,
                    _ => out.text(&format!(
                        "{}  {}.{}  {}\n",
                        at.block, event.pallet, event.name, event.fields
                    ))?,
                }
            }
            told = Some(at);
        }
    }
    Ok(())
}
