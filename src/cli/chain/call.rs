//! `tau chain call`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::model::Decoded;
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;

/// Ask a runtime API by its name
///
/// Nothing is changed and nothing is signed. Inputs are understood as `tau chain query` understands keys.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain call SwapRuntimeApi.current_alpha_price 4")]
pub(crate) struct CallArgs {
    /// Trait and method, as `tau chain metadata --kind api` lists them
    #[arg(value_name = "API.METHOD")]
    name: String,
    /// Its inputs, in order
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    value: &'a Decoded,
}

pub(crate) async fn run(session: &Session, args: CallArgs) -> Result<Report> {
    let (group, method) = super::split(&args.name)?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let Some(value) = ops::call(&pinned, group, method, &args.inputs).await? else {
        return Err(super::unknown(&pinned, &args.name, &["api"]));
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let page = value.lines().into_iter().fold(Page::new(), |page, line| {
        let name = format!("{}{}", "  ".repeat(line.depth), line.name);
        if name.is_empty() { page.line(line.value) } else { page.field(name, line.value) }
    });
    let data = Shown { name: &args.name, value: &value };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}
