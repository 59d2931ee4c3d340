//! `tau chain describe`

use clap::Args;
use serde::Serialize;

use super::metadata::Record;
use crate::error::Result;
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;

/// Say what a name of the runtime stands for, and how its arguments are typed
///
/// Calls, storage items, constants, events, errors and runtime APIs; capitals do not count.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain describe AdminUtils.sudo_set_min_burn")]
pub(crate) struct DescribeArgs {
    /// Pallet or runtime API, and name
    #[arg(value_name = "PALLET.ITEM")]
    name: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    items: Vec<Record<'a>>,
}

pub(super) async fn run(session: &Session, args: DescribeArgs) -> Result<Report> {
    of(session, &args.name).await
}

/// What the connected runtime has under a name.
pub(crate) async fn of(session: &Session, name: &str) -> Result<Report> {
    super::split(name)?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let found = ops::explained(&pinned, name);
    if found.is_empty() {
        let kinds = ["call", "storage", "constant", "event", "error", "api"];
        return Err(super::unknown(&pinned, name, &kinds));
    }
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let mut page = Page::new();
    for one in &found {
        page = page.heading(format!("{} ({})", one.name, one.kind));
        if !one.about.is_empty() {
            page = page.line(one.about.to_string());
        }
        if one.parts.is_empty() && one.kind == "call" {
            page = page.line("It takes no arguments");
        }
        page = one.parts.iter().fold(page, |page, (name, typed)| page.field(name.as_str(), typed));
        if let Some(value) = &one.value {
            page = page.field("Value", value);
        }
        page = match one.kind {
            "call" => {
                let given: Vec<String> =
                    one.parts.iter().map(|(name, _)| format!("{name}=…")).collect();
                page.note(format!("tau call {} {}", one.name, given.join(" ")))
            }
            "storage" => page.note(format!("tau chain query {}", one.name)),
            "constant" => page.note(format!("tau chain constant {}", one.name)),
            "api" => page.note(format!("tau chain call {}", one.name)),
            _ => page,
        };
    }
    let items = found.iter().map(Record::new).collect();
    Ok(Report::new(&Shown { items }, page.note(stamp.line()))?.at(stamp))
}
