//! `tau crowdloan show`

use clap::Args;
use serde::Serialize;

use super::IdArg;
use crate::error::Result;
use crate::model::{AccountId, CrowdloanId, Tao};
use crate::ops::{self, Crowdloan};
use crate::out::{Page, Report, Stamp};
use crate::present;
use crate::session::Session;

/// Show one crowdloan: what it raises, for what, until when
#[derive(Debug, Args)]
#[command(after_help = "Example: tau crowdloan show 0")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    id: IdArg,
}

/// A crowdloan for scripts.
#[derive(Debug, Serialize)]
pub(super) struct LoanRecord {
    id: CrowdloanId,
    state: &'static str,
    creator: AccountId,
    deposit_tao: Tao,
    min_contribution_tao: Tao,
    max_contribution_tao: Option<Tao>,
    raised_tao: Tao,
    cap_tao: Tao,
    end_block: u32,
    finalized: bool,
    contributors: u32,
    funds_account: AccountId,
    target: Option<AccountId>,
    has_call: bool,
}

impl LoanRecord {
    pub(super) fn new(loan: &Crowdloan, now: u32) -> Self {
        Self {
            id: loan.id,
            state: state(loan, now),
            creator: loan.creator,
            deposit_tao: loan.deposit,
            min_contribution_tao: loan.min_contribution,
            max_contribution_tao: loan.max_contribution,
            raised_tao: loan.raised,
            cap_tao: loan.cap,
            end_block: loan.end,
            finalized: loan.finalized,
            contributors: loan.contributors,
            funds_account: loan.funds,
            target: loan.target,
            has_call: loan.call.is_some(),
        }
    }
}

/// How far a crowdloan is, in a word.
pub(super) fn state(loan: &Crowdloan, now: u32) -> &'static str {
    match loan {
        Crowdloan { finalized: true, .. } => "finalized",
        loan if loan.raised >= loan.cap => "full",
        loan if now >= loan.end => "ended",
        _ => "open",
    }
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    loan: LoanRecord,
    yours_tao: Option<Tao>,
    call: Option<String>,
}

pub(super) async fn run(session: &Session, args: ShowArgs) -> Result<Report> {
    // Whoever has no wallet looks too.
    let me = session.coldkey_account().ok();
    let chain = session.chain().await?;
    let found = ops::crowdloan(&chain, args.id.value()?, me).await?;
    let stamp = Stamp::new(&chain.network(), found.at);
    let loan = &found.loan;
    let now = found.at.block;
    let record = LoanRecord::new(loan, now);
    let named = |account: AccountId| match session.name_of(account) {
        Some(name) => format!("{account} ({name})"),
        None => account.to_string(),
    };
    let tao = |amount: Tao| format!("{amount} TAO");
    let end = match loan.end.checked_sub(now) {
        Some(left) if left > 0 => {
            format!("block {}, in {}", loan.end, present::blocks(left.into()))
        }
        _ => format!("block {}, which is over", loan.end),
    };
    let page = Page::new()
        .heading(format!("Crowdloan {}", loan.id))
        .field("State", record.state)
        .field("Raised", format!("{} of {}", tao(loan.raised), tao(loan.cap)))
        .field("Ends", end)
        .field("Creator", named(loan.creator))
        .field("Deposit", tao(loan.deposit))
        .field("Contributions", format!("from {} on", tao(loan.min_contribution)));
    let page = match loan.max_contribution {
        Some(most) => page.field("At most of each", tao(most)),
        None => page,
    };
    let page = page
        .field("Contributors", loan.contributors.to_string())
        .field("Held by", loan.funds.to_string());
    let page = match (&loan.target, &found.call_words, &loan.call) {
        (Some(target), ..) => page.field("Goes to", named(*target)),
        (None, Some(words), _) => page.field("Makes the call", words.as_str()),
        (None, None, Some(_)) => page.field("Makes the call", "its bytes are not on the chain"),
        (None, None, None) => page,
    };
    let page = match found.yours {
        Some(yours) if !yours.is_zero() => page.field("Yours", tao(yours)),
        _ => page,
    };
    let data = Shown { loan: record, yours_tao: found.yours, call: found.call_words };
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}
