//! `tau wallet list`

use clap::Args;
use serde::Serialize;

use super::record::{KeyRecord, WalletRecord, cells};
use crate::error::Result;
use crate::keystore::{KeyFile, Wallet};
use crate::model::Label;
use crate::out::{Format, Out, Page, Report, Table};
use crate::present::{Align, Cell};
use crate::session::Session;
use crate::theme::Scope;

/// List the wallets and hotkeys on this machine
///
/// Reads tau's and btcli's key files side by side. No passphrase is needed and no chain is asked.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet list --wallet-path /mnt/keys")]
pub(crate) struct ListArgs {}

/// One key as a row of CSV.
#[derive(Serialize)]
struct KeyRow<'a> {
    wallet: &'a str,
    #[serde(flatten)]
    key: KeyRecord,
}

#[derive(Serialize)]
struct Shown {
    folder: String,
    wallets: Vec<WalletRecord>,
}

pub(crate) fn run(session: &Session, out: &Out) -> Result<Report> {
    let wallets = session.keystore().wallets()?;
    for problem in wallets.iter().flat_map(|wallet| &wallet.problems) {
        out.warn(&problem.to_string());
    }
    let folder = session.keystore().root().display().to_string();
    // Addresses of thousands of keys take longer to write than their files to read, so only the form that
    // is wanted is written.
    let page = match out.format() {
        Format::Text => page(&wallets, &folder),
        Format::Json | Format::Csv => Page::new(),
    };
    if out.format() == Format::Csv {
        let rows: Vec<KeyRow<'_>> = wallets
            .iter()
            .flat_map(|wallet| {
                let keys = wallet.coldkey.iter().chain(&wallet.hotkeys);
                keys.map(|key| KeyRow { wallet: &wallet.name, key: key.into() })
            })
            .collect();
        return Report::new(&(), page)?.listing(&rows);
    }
    let data = match out.format() {
        Format::Json => wallets.iter().map(WalletRecord::from).collect(),
        Format::Text | Format::Csv => Vec::new(),
    };
    Report::new(&Shown { folder, wallets: data }, page)
}

fn page(wallets: &[Wallet], folder: &str) -> Page {
    if wallets.is_empty() {
        return Page::new()
            .line(format!("No wallets in {folder}"))
            .note("`tau wallet create NAME` makes one");
    }
    let hotkeys: usize = wallets.iter().map(|wallet| wallet.hotkeys.len()).sum();
    Page::new().table(table(wallets)).note(format!(
        "{} and {} in {folder}",
        count(wallets.len(), "wallet"),
        count(hotkeys, "hotkey")
    ))
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn table(wallets: &[Wallet]) -> Table {
    let mut table = Table::new(&[
        ("Wallet", Align::Left),
        ("Hotkey", Align::Left),
        ("Kind", Align::Left),
        ("Address", Align::Left),
        ("File", Align::Left),
    ]);
    // People look here for the address that somebody shall pay to.
    table.keep(3);
    let text = |text: &str| Cell::new(Label::new(text).to_string(), Scope::Text);
    for wallet in wallets {
        match &wallet.coldkey {
            Some(key) => table.push(row(text(&wallet.name), text(""), key)),
            None => table.push(vec![
                text(&wallet.name),
                text(""),
                Cell::new("no coldkey", Scope::TextDim),
                text(""),
                text(""),
            ]),
        }
        for key in &wallet.hotkeys {
            table.push(row(text(""), text(&key.name), key));
        }
    }
    table
}

fn row(wallet: Cell, hotkey: Cell, key: &KeyFile) -> Vec<Cell> {
    let [kind, address, kept] = cells(key);
    vec![wallet, hotkey, kind, address, kept]
}
