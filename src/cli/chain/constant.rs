//! `tau chain constant`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::model::Decoded;
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;

/// Read a constant of the runtime by its name
#[derive(Debug, Args)]
#[command(after_help = "Example: tau chain constant Balances.ExistentialDeposit")]
pub(crate) struct ConstantArgs {
    /// Pallet and name, as `tau chain metadata --kind constant` lists them
    #[arg(value_name = "PALLET.CONSTANT")]
    name: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    value: &'a Decoded,
}

pub(super) async fn run(session: &Session, args: ConstantArgs) -> Result<Report> {
    let (pallet, name) = super::split(&args.name)?;
    let chain = session.chain().await?;
    let pinned = chain.pin().await?;
    let Some(value) = ops::constant(&pinned, pallet, name)? else {
        return Err(super::unknown(&pinned, &args.name, &["constant"]));
    };
    let stamp = Stamp::new(&ops::network_at(&chain, &pinned), pinned.at());
    let data = Shown { name: &args.name, value: &value };
    let page = Page::new().line(value.to_string()).note(stamp.line());
    Ok(Report::new(&data, page)?.at(stamp))
}
