//! `tau crowdloan list`

use clap::Args;
use serde::Serialize;

use super::show::{LoanRecord, state};
use crate::cli::sheet::{Entry, Head, Sheet, left, right};
use crate::cli::sort::SortArgs;
use crate::error::Result;
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;
use crate::theme::Scope;

/// List the crowdloans
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan list --filter 'state=open'")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sort: SortArgs,
}

#[derive(Serialize)]
struct Shown<'a> {
    crowdloans: Vec<&'a LoanRecord>,
}

const HEADS: &[Head] = &[
    right("id", "Id"),
    left("state", "State"),
    right("raised", "Raised τ"),
    right("cap", "Cap τ"),
    right("contributors", "Givers"),
    right("end", "Ends in block"),
    left("purpose", "For"),
    left("creator", "Creator").first_to_go(),
];

pub(super) async fn run(session: &Session, args: ListArgs) -> Result<Report> {
    let chain = session.chain().await?;
    let (at, loans) = ops::crowdloans(&chain).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let mut sheet = Sheet::new(HEADS);
    for loan in &loans {
        let record = LoanRecord::new(loan, at.block);
        let purpose = match (&loan.target, &loan.call) {
            (Some(target), _) => session.name_of(*target).unwrap_or_else(|| target.to_string()),
            (None, Some(_)) => "a call".to_owned(),
            (None, None) => "nothing".to_owned(),
        };
        let creator = session.name_of(loan.creator).unwrap_or_else(|| loan.creator.to_string());
        let entries = vec![
            Entry::number(loan.id.0.into()),
            Entry::text(state(loan, at.block), Scope::Text),
            Entry::amount(loan.raised.rao(), Scope::AmountTao),
            Entry::amount(loan.cap.rao(), Scope::AmountTao),
            Entry::number(loan.contributors.into()),
            Entry::number(loan.end.into()),
            Entry::text(purpose, Scope::Text),
            Entry::text(creator, Scope::TextDim),
        ];
        sheet.push(record, entries);
    }
    sheet.arrange(&args.sort)?;
    let page = match sheet.is_empty() {
        true => Page::new().line("There are no crowdloans"),
        false => Page::new().table(sheet.table(&args.sort)?),
    };
    let data = Shown { crowdloans: sheet.data() };
    Report::new(&data, page.note(stamp.line()))?.at(stamp).listing(&data.crowdloans)
}
