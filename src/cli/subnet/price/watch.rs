//! `tau subnet price --watch`

use serde::Serialize;

use crate::cli::follow::Blocks;
use crate::error::Result;
use crate::model::{NetUid, Price, Ratio};
use crate::ops;
use crate::out::{Format, Out};
use crate::present::exact;
use crate::session::Session;

/// One line of the stream.
#[derive(Serialize)]
struct Line {
    block: u32,
    netuid: NetUid,
    price: Price,
    /// Since the line before.
    change: Option<Ratio>,
}

/// Print the price after every finalized block, `lines` of them or until interrupted.
pub(super) async fn run(
    session: &Session,
    out: &Out,
    netuid: NetUid,
    lines: Option<usize>,
) -> Result<()> {
    let mut before: Option<Price> = None;
    let mut printed = 0_usize;
    let mut blocks = Blocks::from_now(session, out).await?;
    while lines.is_none_or(|lines| printed < lines) {
        let pinned = blocks.next().await?;
        let price = match ops::price(&pinned, netuid).await {
            Ok(price) => price,
            Err(error) => {
                blocks.is_unread(error.into())?;
                continue;
            }
        };
        let change = before.and_then(|before| Ratio::change(before.rao(), price.rao()));
        let line = Line { block: pinned.at().block, netuid, price, change };
        match out.format() {
            Format::Json => out.emit(&line)?,
            Format::Csv => {
                let change = change.map(|change| change.to_string()).unwrap_or_default();
                if printed == 0 {
                    out.text("block,netuid,price,change\n")?;
                }
                out.text(&format!("{},{netuid},{price},{change}\n", line.block))?;
            }
            Format::Text => {
                let change = change.map(|change| format!("  {change}")).unwrap_or_default();
                let price = exact(price.rao());
                out.text(&format!("{}  {price} TAO per alpha{change}\n", line.block))?;
            }
        }
        before = Some(price);
        printed = printed.saturating_add(1);
        blocks.is_told();
    }
    Ok(())
}
