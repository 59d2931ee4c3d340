//! `tau wallet show`

use clap::Args;

use super::record::{WalletRecord, cells};
use crate::error::Result;
use crate::keystore::KeyFile;
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Show one wallet: addresses, files, what is wrong with them
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet show savings")]
pub(crate) struct ShowArgs {
    /// The wallet; otherwise that of --wallet
    #[arg(value_name = "WALLET")]
    name: Option<String>,
}

pub(crate) fn run(session: &Session, out: &Out, args: ShowArgs) -> Result<Report> {
    let wallet = match args.name {
        Some(name) => session.keystore().wallet(&name)?,
        None => session.wallet()?,
    };
    for problem in &wallet.problems {
        out.warn(&problem.to_string());
    }
    let mut page = Page::new().heading(format!("Wallet {}", wallet.name));
    if let Some(key) = &wallet.coldkey {
        page = described(page, "Coldkey", key);
    }
    for key in &wallet.hotkeys {
        page = described(page.heading(format!("Hotkey {}", key.name)), "Hotkey", key);
    }
    Report::new(&WalletRecord::from(&wallet), page)
}

fn described(page: Page, title: &str, key: &KeyFile) -> Page {
    let [kind, address, kept] = cells(key);
    let page = page
        .field_cell(title, address)
        .field_cell("Kind", kind)
        .field_cell("Kept", kept)
        .field("File", key.path.display().to_string());
    match key.key_type {
        Some(key_type) => page.field("Type", key_type.to_string()),
        None => page,
    }
}
