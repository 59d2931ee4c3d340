//! `tau wallet mend`

use clap::Args;
use serde::Serialize;

use crate::error::Result;
use crate::out::{Page, Report};
use crate::session::Session;

/// Close key files that other users of this machine can read
///
/// Sets their mode to 0600. Files of btcli are often written open to others.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet mend")]
pub(crate) struct MendArgs {}

#[derive(Serialize)]
struct Mended {
    mended: Vec<String>,
}

pub(crate) fn run(session: &Session) -> Result<Report> {
    let wallets = match &session.settings().wallet {
        Some(name) => vec![session.keystore().wallet(name)?],
        None => session.keystore().wallets()?,
    };
    let mut data = Mended { mended: Vec::new() };
    for wallet in &wallets {
        let paths = session.keystore().mend(wallet)?;
        data.mended.extend(paths.into_iter().map(|path| path.display().to_string()));
    }
    let page = match data.mended.as_slice() {
        [] => Page::new().line("Nothing to mend: no key file is open to others"),
        paths => paths
            .iter()
            .fold(Page::new(), |page, path| page.line(format!("{path} is yours alone now"))),
    };
    Report::new(&data, page)
}
