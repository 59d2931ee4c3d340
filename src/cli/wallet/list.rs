//! `tau wallet list`

use clap::Args;
use serde::Serialize;

use super::record::{KeyRecord, WalletRecord, cells};
use crate::cli::sheet::{Entry, Head, Sheet, left};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::keystore::{KeyFile, Wallet};
use crate::model::Label;
use crate::out::{Format, Out, Page, Report};
use crate::session::Session;
use crate::theme::Scope;

/// List the wallets and hotkeys on this machine
///
/// Reads tau's and btcli's key files side by side. No passphrase is needed and no chain is asked.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet list --wallet-path /mnt/keys")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

const COLUMNS: &[Head] = &[
    left("wallet", "Wallet"),
    left("hotkey", "Hotkey"),
    left("kind", "Kind"),
    // People look here for the address that somebody shall pay to.
    left("address", "Address").last_to_go(),
    left("file", "File"),
];

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

/// A row: a wallet and one of its keys, none where it has no coldkey.
type Row<'a> = (&'a Wallet, Option<&'a KeyFile>);

pub(crate) fn run(session: &Session, out: &Out, args: &ListArgs) -> Result<Report> {
    let wallets = session.keystore().wallets()?;
    for problem in wallets.iter().flat_map(|wallet| &wallet.problems) {
        out.warn(&problem.to_string());
    }
    let folder = session.keystore().root().display().to_string();
    // Addresses of thousands of keys take longer to write than their files to read, so what nobody asked for
    // is not written.
    let is_whole = args.sort.is_none();
    if out.format() == Format::Json && is_whole {
        let wallets = wallets.iter().map(WalletRecord::from).collect();
        return Report::new(&Shown { folder, wallets }, Page::new());
    }
    let mut sheet = sheet(&wallets, is_whole);
    sheet.arrange(&args.sort)?;
    match out.format() {
        Format::Text => Report::new(&(), page(&wallets, &sheet, &args.sort, &folder)?),
        Format::Json => {
            let wallets = grouped(&sheet.data());
            Report::new(&Shown { folder, wallets }, Page::new())
        }
        Format::Csv => {
            let keys = sheet.data().into_iter().filter_map(|(wallet, key)| Some((wallet, (*key)?)));
            let rows: Vec<KeyRow<'_>> = keys
                .map(|(wallet, key)| KeyRow { wallet: &wallet.name, key: key.into() })
                .collect();
            Report::new(&(), Page::new())?.listing(&rows)
        }
    }
}

/// Wallets in the order in which they come first, each with the keys that are left of it.
fn grouped(rows: &[&Row<'_>]) -> Vec<WalletRecord> {
    let mut groups: Vec<(&Wallet, Vec<&KeyFile>)> = Vec::new();
    for (wallet, key) in rows {
        let place = groups.iter().position(|(other, _)| other.name == wallet.name);
        let place = place.unwrap_or_else(|| {
            groups.push((wallet, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.extend(*key);
    }
    groups.into_iter().map(|(wallet, keys)| WalletRecord::with(wallet, &keys)).collect()
}

fn page(wallets: &[Wallet], sheet: &Sheet<Row<'_>>, args: &SortArgs, folder: &str) -> Result<Page> {
    if wallets.is_empty() {
        return Ok(Page::new()
            .line(format!("No wallets in {folder}"))
            .note("`tau wallet create NAME` makes one"));
    }
    if sheet.is_empty() {
        return Ok(Page::new().line(format!("No such keys in {folder}")));
    }
    let hotkeys: usize = wallets.iter().map(|wallet| wallet.hotkeys.len()).sum();
    Ok(Page::new().table(sheet.table(args)?).note(format!(
        "{} and {} in {folder}",
        count(wallets.len(), "wallet"),
        count(hotkeys, "hotkey")
    )))
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// All keys; the name of a wallet stands once where they are in their order.
fn sheet(wallets: &[Wallet], is_whole: bool) -> Sheet<Row<'_>> {
    let mut sheet = Sheet::new(COLUMNS);
    let text = |text: &str| Entry::text(Label::new(text).to_string(), Scope::Text);
    for wallet in wallets {
        match &wallet.coldkey {
            Some(key) => sheet.push((wallet, Some(key)), row(text(&wallet.name), text(""), key)),
            None => sheet.push(
                (wallet, None),
                vec![
                    text(&wallet.name),
                    text(""),
                    Entry::text("no coldkey", Scope::TextDim),
                    text(""),
                    text(""),
                ],
            ),
        }
        for key in &wallet.hotkeys {
            let name = if is_whole { "" } else { &wallet.name };
            sheet.push((wallet, Some(key)), row(text(name), text(&key.name), key));
        }
    }
    sheet
}

fn row(wallet: Entry, hotkey: Entry, key: &KeyFile) -> Vec<Entry> {
    let [kind, address, kept] = cells(key).map(Entry::of);
    vec![wallet, hotkey, kind, address, kept]
}
