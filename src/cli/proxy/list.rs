//! `tau proxy list`

use clap::Args;
use serde::Serialize;

use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{AccountId, Hash, ProxyKind, Tao};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Show who may act for an account, and what it announced itself
#[derive(Debug, Args)]
#[command(after_help = "Example: tau proxy list treasury")]
pub(crate) struct ListArgs {
    /// An address or a name [default: the wallet of --wallet]
    #[arg(value_name = "WHO")]
    who: Option<String>,
    #[arg(
        long = "coldkey",
        aliases = ["ss58", "address"],
        value_name = "ADDRESS",
        hide = true,
        conflicts_with = "who"
    )]
    coldkey: Option<String>,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    account: AccountId,
    deposit_tao: Tao,
    proxies: Vec<&'a Record>,
    announcement_deposit_tao: Tao,
    announcements: Vec<Announcement>,
}

#[derive(Debug, Serialize)]
struct Record {
    delegate: AccountId,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: ProxyKind,
    delay_blocks: u32,
    pays_fee: bool,
}

#[derive(Serialize)]
struct Announcement {
    real: AccountId,
    call_hash: Hash,
    announced_block: u32,
    /// First block in which it can be made; `None` if it may not any more.
    from_block: Option<u32>,
    call: Option<String>,
}

const HEADS: &[Head] = &[
    left("delegate", "Proxy").last_to_go(),
    left("name", "Name"),
    left("type", "Type"),
    right("delay", "Delay"),
    left("fees", "Fees paid by"),
    left("may", "May do").first_to_go(),
];

pub(super) async fn run(session: &Session, args: ListArgs) -> Result<Report> {
    let account = match args.who.as_ref().or(args.coldkey.as_ref()) {
        Some(who) => session.account(who)?.account,
        None => session.coldkey_account()?,
    };
    let chain = session.chain().await?;
    let found = ops::proxies(&chain, account).await?;
    let stamp = Stamp::new(&chain.network(), found.at);
    let mut sheet = Sheet::new(HEADS);
    for (entry, pays) in found.entries.iter().zip(&found.pays) {
        let name = session.name_of(entry.delegate);
        let record = Record {
            delegate: entry.delegate,
            name: name.clone(),
            kind: entry.kind.clone(),
            delay_blocks: entry.delay,
            pays_fee: *pays,
        };
        let payer = if *pays { "the account" } else { "the proxy" };
        sheet.push(
            record,
            vec![
                Entry::text(entry.delegate.to_string(), Scope::Text),
                Entry::text(name.unwrap_or_default(), Scope::Text),
                Entry::text(entry.kind.as_str(), Scope::Text),
                Entry::number(entry.delay.into()),
                Entry::text(payer, Scope::TextDim),
                Entry::text(entry.kind.about().unwrap_or_default(), Scope::TextDim),
            ],
        );
    }
    sheet.arrange(&args.sort)?;
    let page = Page::new().field("Account", account.to_string());
    let page = match sheet.is_empty() {
        true => page.line("Nobody may act for it"),
        false => {
            page.field("Held", format!("{} TAO", found.deposit)).table(sheet.table(&args.sort)?)
        }
    };
    let mut announcements = Vec::new();
    let mut page = page;
    for (one, from) in found.announced.iter().zip(&found.due) {
        let call = match session.kept_call(one.call_hash)? {
            Some(call) => ops::call_words(&chain, &call).await.ok(),
            None => None,
        };
        let when = match from {
            Some(from) => format!("from block {from}"),
            None => "never: it is no proxy of that account any more".to_owned(),
        };
        page = page
            .heading(format!("Announced in block {}", one.height))
            .field("For", one.real.to_string())
            .field("Call", call.clone().unwrap_or_else(|| "not known on this machine".to_owned()))
            .field("Call hash", one.call_hash.to_string())
            .field("Can be made", when);
        announcements.push(Announcement {
            real: one.real,
            call_hash: one.call_hash,
            announced_block: one.height,
            from_block: *from,
            call,
        });
    }
    let data = Shown {
        account,
        deposit_tao: found.deposit,
        proxies: sheet.data(),
        announcement_deposit_tao: found.announcement_deposit,
        announcements,
    };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.proxies)
}
