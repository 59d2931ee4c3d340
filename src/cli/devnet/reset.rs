//! `tau devnet reset`

use clap::Args;
#[cfg(feature = "devnet")]
use serde::Serialize;

use crate::error::Result;
use crate::out::Report;
use crate::session::Session;

/// Forget the embedded chain that --network dev uses while no `tau devnet` runs
///
/// The next command on it starts from block 0 again. A chain kept with --state is not touched.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau devnet reset")]
pub(crate) struct ResetArgs {}

#[cfg(feature = "devnet")]
#[derive(Serialize)]
struct Forgotten {
    existed: bool,
}

#[cfg(feature = "devnet")]
pub(super) fn run(session: &Session) -> Result<Report> {
    let existed = crate::session::reset(&session.settings().paths)?;
    let page = crate::out::Page::new().line(if existed {
        "Forgot the embedded chain"
    } else {
        "There was no embedded chain to forget"
    });
    Report::new(&Forgotten { existed }, page)
}

#[cfg(not(feature = "devnet"))]
pub(super) fn run(_: &Session) -> Result<Report> {
    Err(crate::session::without_devnet())
}
