//! `tau tx show`

use std::path::PathBuf;

use clap::Args;

use super::contents;
use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;

/// Show a transaction that was signed here, or what a file asks to be signed
///
/// A hash: what became of it; if that is not decided, the chain is asked, but with --offline. A file, its armour, or all pictures and texts
/// of its QR codes: everything that would be signed, decoded from the very bytes, without a network and without a key.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx show unstake.tau")]
pub(crate) struct ShowArgs {
    /// How its hash begins, as `tau tx list` shows it; or files
    #[arg(value_name = "ID|FILE", required = true, num_args = 1..)]
    what: Vec<String>,
    /// Ask no node
    #[arg(long)]
    offline: bool,
}

#[cfg(feature = "network")]
pub(crate) async fn run(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let files: Vec<PathBuf> = args.what.iter().map(PathBuf::from).collect();
    match args.what.as_slice() {
        [id] if !files.iter().any(|file| file.exists()) => {
            super::entry::show(session, out, id, args.offline).await
        }
        _ => contents::shown(session, &files),
    }
}

/// Without a chain there is nothing but files, and no node that would be asked.
#[cfg(not(feature = "network"))]
pub(crate) async fn run(session: &Session, _: &Out, args: ShowArgs) -> Result<Report> {
    let ShowArgs { what, offline: _ } = args;
    contents::shown(session, &what.iter().map(PathBuf::from).collect::<Vec<_>>())
}
