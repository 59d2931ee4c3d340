//! `tau crowdloan contributors`

use clap::Args;
use serde::Serialize;

use super::IdArg;
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::model::{AccountId, CrowdloanId, Tao};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// Show who put how much into a crowdloan
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan contributors 0")]
pub(crate) struct ContributorsArgs {
    #[command(flatten)]
    id: IdArg,
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: CrowdloanId,
    contributors: Vec<&'a Record>,
}

#[derive(Debug, Serialize)]
struct Record {
    account: AccountId,
    name: Option<String>,
    contribution_tao: Tao,
    is_creator: bool,
}

const HEADS: &[Head] = &[
    left("account", "Account").last_to_go(),
    left("name", "Name"),
    right("contribution", "Contribution τ"),
    left("role", "Is"),
];

pub(super) async fn run(session: &Session, args: ContributorsArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let id = args.id.value()?;
    let (at, loan, given) = ops::contributors(&chain, id).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    for (account, amount) in given {
        let is_creator = account == loan.creator;
        let name = session.name_of(account);
        let entries = vec![
            Entry::text(account.to_string(), Scope::Text),
            Entry::text(name.as_deref().unwrap_or_default(), Scope::Text),
            Entry::amount(amount.rao(), Scope::AmountTao),
            Entry::text(if is_creator { "creator" } else { "" }, Scope::TextDim),
        ];
        sheet.push(Record { account, name, contribution_tao: amount, is_creator }, entries);
    }
    sheet.arrange(&args.sort)?;
    let page = Page::new().table(sheet.table(&args.sort)?).note(stamp.line());
    let data = Shown { id, contributors: sheet.data() };
    Report::new(&data, page)?.at(stamp).listing(&data.contributors)
}
