//! Putting TAO together with others.

use super::{Desk, Draft, Error, Refusal, change};
use crate::chain::encode::{self, Arg};
use crate::chain::{Crowdloan, CrowdloanLimits, surface};
use crate::model::{
    Change, CrowdloanAct, CrowdloanChange, CrowdloanId, PlannedCall, Purpose, Tao, TaoAmount,
    Warning,
};
use crate::ops::CrowdloanUnmet;

/// Rounds after which the fee of "everything" must have settled.
const ROUNDS: u8 = 4;

pub(super) async fn draft(desk: &Desk, act: &CrowdloanAct) -> Result<Draft, Error> {
    match act {
        CrowdloanAct::Create { deposit, min_contribution, cap, end_block, purpose } => {
            let terms = New {
                deposit: *deposit,
                min_contribution: *min_contribution,
                cap: *cap,
                end: *end_block,
            };
            create(desk, terms, purpose).await
        }
        CrowdloanAct::Contribute { id, amount } => contribute(desk, *id, *amount).await,
        CrowdloanAct::Withdraw { id } => withdraw(desk, *id).await,
        CrowdloanAct::Finalize { id } => finalize(desk, *id).await,
        CrowdloanAct::Refund { id } => refund(desk, *id).await,
        CrowdloanAct::Dissolve { id } => dissolve(desk, *id).await,
        CrowdloanAct::Update { id, change } => update(desk, *id, *change).await,
    }
}

/// A crowdloan that is not there yet.
#[derive(Clone, Copy)]
struct New {
    deposit: Tao,
    min_contribution: Tao,
    cap: Tao,
    end: u32,
}

/// The blocks at which a crowdloan can end, if it is set now.
fn check_end(desk: &Desk, limits: &CrowdloanLimits, end: u32) -> Result<(), CrowdloanUnmet> {
    // The next block is the first that can hold the transaction, and it may be one of the lifetime's last.
    let next = desk.pinned.at().block.saturating_add(1);
    let (first, last) = (next.saturating_add(limits.shortest), next.saturating_add(limits.longest));
    match (first..=last).contains(&end) {
        true => Ok(()),
        false => Err(CrowdloanUnmet::BadEnd { end, first, last }),
    }
}

fn check_least(limits: &CrowdloanLimits, least: Tao) -> Result<(), CrowdloanUnmet> {
    if least < limits.min_contribution {
        let (what, least) = ("the least contribution", limits.min_contribution);
        return Err(CrowdloanUnmet::BelowMinimum { what, least });
    }
    Ok(())
}

/// The call that a purpose makes, and what it says.
fn purpose_of(desk: &Desk, purpose: &Purpose) -> Result<(Option<PlannedCall>, Change), Error> {
    let runtime = desk.pinned.runtime();
    Ok(match purpose {
        Purpose::Pay { target } => (None, Change::set("goes_to", target)),
        Purpose::Lease { emissions_percent, end_block } => {
            if *emissions_percent > 100 {
                return Err(CrowdloanUnmet::BadShare.into());
            }
            let ends = end_block.map(|block| Box::new(Arg::Number(block.into())));
            let args = [
                ("emissions_share", Arg::Number((*emissions_percent).into())),
                ("end_block", Arg::Maybe(ends)),
            ];
            let until = match end_block {
                Some(block) => format!("until block {block}"),
                None => "for good".to_owned(),
            };
            let words = format!(
                "a subnet {until}, with {emissions_percent}% of its owner's emission for contributors"
            );
            let call = encode::call(runtime, &surface::REGISTER_LEASED_NETWORK, &args)?;
            (Some(call), Change::set("leases", words))
        }
        Purpose::Call { call } => {
            let call = encode::given(runtime, &call.0)?;
            let words = format!("{}.{}", call.pallet, call.call);
            (Some(call), Change::set("makes_the_call", words))
        }
    })
}

async fn create(desk: &Desk, new: New, purpose: &Purpose) -> Result<Draft, Error> {
    let limits = desk.pinned.crowdloan_limits()?;
    if new.deposit < limits.deposit {
        let (what, least) = ("the deposit", limits.deposit);
        return Err(CrowdloanUnmet::BelowMinimum { what, least }.into());
    }
    if new.cap <= new.deposit {
        return Err(CrowdloanUnmet::CapBelowDeposit { deposit: new.deposit }.into());
    }
    check_least(&limits, new.min_contribution)?;
    check_end(desk, &limits, new.end)?;
    let (call, goal) = purpose_of(desk, purpose)?;
    let target = match purpose {
        Purpose::Pay { target } => Some(Box::new(Arg::Account(*target))),
        Purpose::Lease { .. } | Purpose::Call { .. } => None,
    };
    let args = [
        ("deposit", Arg::Tao(new.deposit)),
        ("min_contribution", Arg::Tao(new.min_contribution)),
        ("cap", Arg::Tao(new.cap)),
        ("end", Arg::Number(new.end.into())),
        ("call", Arg::Maybe(call.map(|call| Box::new(Arg::Call(call))))),
        ("target_address", Arg::Maybe(target)),
    ];
    let changes = vec![
        Change::set("cap_tao", new.cap),
        Change::set("deposit_tao", new.deposit),
        Change::set("least_contribution_tao", new.min_contribution),
        Change::set("ends_in_block", new.end),
        goal,
    ];
    let warnings = vec![Warning::Note {
        text:
            "the deposit stays in until the crowdloan is finalized, which uses it, or dissolved, \
               which gives it back"
                .to_owned(),
    }];
    let row = &surface::CREATE_CROWDLOAN;
    change::costly(desk, row, &args, changes, new.deposit, warnings).await
}

async fn loan(desk: &Desk, id: CrowdloanId) -> Result<Crowdloan, Error> {
    let loan = desk.pinned.crowdloan(id).await?;
    Ok(loan.ok_or(CrowdloanUnmet::Unknown { id })?)
}

/// A loan whose money is not used yet.
async fn open(desk: &Desk, id: CrowdloanId) -> Result<Crowdloan, Error> {
    let loan = loan(desk, id).await?;
    match loan.finalized {
        true => Err(CrowdloanUnmet::Finalized { id }.into()),
        false => Ok(loan),
    }
}

/// The same, of the signer's own making.
async fn own(desk: &Desk, id: CrowdloanId) -> Result<Crowdloan, Error> {
    let loan = open(desk, id).await?;
    match loan.creator == desk.signer {
        true => Ok(loan),
        false => Err(CrowdloanUnmet::NotCreator { id, creator: loan.creator }.into()),
    }
}

fn number(id: CrowdloanId) -> (&'static str, Arg) {
    ("crowdloan_id", Arg::Number(id.0.into()))
}

async fn contribute(desk: &Desk, id: CrowdloanId, amount: TaoAmount) -> Result<Draft, Error> {
    let (loan, held) = futures::try_join!(loan(desk, id), async {
        Ok(desk.pinned.contribution(id, desk.signer).await?)
    })?;
    let limits = desk.pinned.crowdloan_limits()?;
    let next = desk.pinned.at().block.saturating_add(1);
    if next >= loan.end {
        let now = desk.pinned.at().block;
        return Err(CrowdloanUnmet::Ended { id, end: loan.end, now }.into());
    }
    if loan.raised >= loan.cap {
        return Err(CrowdloanUnmet::Full { id, cap: loan.cap }.into());
    }
    if loan.contributors >= limits.contributors {
        return Err(CrowdloanUnmet::TooManyContributors { id, count: loan.contributors }.into());
    }
    let mut room = loan.cap.saturating_sub(loan.raised);
    if let Some(most) = loan.max_contribution {
        if held >= most {
            return Err(CrowdloanUnmet::EnoughOfYou { id, most, held }.into());
        }
        room = room.min(most.saturating_sub(held));
    }
    let asked = match amount {
        TaoAmount::Exact(amount) => amount,
        TaoAmount::All => everything(desk, id).await?,
    };
    if asked.is_zero() {
        return Err(Refusal::ZeroAmount.into());
    }
    if asked < loan.min_contribution {
        return Err(CrowdloanUnmet::TooLittle { id, least: loan.min_contribution }.into());
    }
    // The chain takes no more than there is room for.
    let taken = asked.min(room);
    let mut warnings = Vec::new();
    if taken < asked {
        warnings.push(Warning::Note {
            text: format!("there is room for {taken} TAO: the rest stays with you"),
        });
    }
    let after = loan.raised.saturating_add(taken);
    let changes = vec![
        Change::set("crowdloan", id),
        Change::new("yours_tao", held, held.saturating_add(taken)),
        Change::new("raised_tao", loan.raised, format!("{after} of {}", loan.cap)),
    ];
    let args = [number(id), ("amount", Arg::Tao(asked))];
    change::costly(desk, &surface::CONTRIBUTE, &args, changes, taken, warnings).await
}

/// What leaves exactly what keeps the account alive.
async fn everything(desk: &Desk, id: CrowdloanId) -> Result<Tao, Error> {
    let mut amount = desk.spendable();
    for _ in 0..ROUNDS {
        let args = [number(id), ("amount", Arg::Tao(amount))];
        let call = encode::call(desk.pinned.runtime(), &surface::CONTRIBUTE, &args)?;
        let left = desk.left_after(desk.fee(&call).await?)?;
        if left == amount {
            break;
        }
        amount = left;
    }
    Ok(amount)
}

async fn withdraw(desk: &Desk, id: CrowdloanId) -> Result<Draft, Error> {
    let (loan, held) = futures::try_join!(open(desk, id), async {
        Ok(desk.pinned.contribution(id, desk.signer).await?)
    })?;
    if held.is_zero() {
        return Err(CrowdloanUnmet::NothingIn { id }.into());
    }
    let stays = if loan.creator == desk.signer { loan.deposit } else { Tao::ZERO };
    let back = held.saturating_sub(stays);
    if back.is_zero() {
        return Err(CrowdloanUnmet::DepositStays { id }.into());
    }
    let changes = vec![
        Change::set("crowdloan", id),
        Change::new("yours_tao", held, stays),
        Change::new("raised_tao", loan.raised, loan.raised.saturating_sub(back)),
    ];
    let row = &surface::WITHDRAW;
    let draft = change::draft(desk, row, &[number(id)], changes, Vec::new()).await?;
    Ok(Draft { gained: back, ..draft })
}

async fn finalize(desk: &Desk, id: CrowdloanId) -> Result<Draft, Error> {
    let loan = own(desk, id).await?;
    if loan.raised != loan.cap {
        return Err(CrowdloanUnmet::NotFull { id, raised: loan.raised, cap: loan.cap }.into());
    }
    let mut changes = vec![Change::set("crowdloan", id), Change::set("raised_tao", loan.raised)];
    let mut warnings = Vec::new();
    let mut gained = Tao::ZERO;
    match (&loan.target, &loan.call) {
        (Some(target), _) => {
            changes.push(Change::set("goes_to", target));
            if *target == desk.signer {
                gained = loan.raised;
            }
        }
        (None, Some(call)) => {
            let words = match desk.pinned.loan_call(call).await? {
                Some(bytes) => {
                    let call = encode::given(desk.pinned.runtime(), &bytes.0)?;
                    format!("{}.{}", call.pallet, call.call)
                }
                None => "the chain does not have its bytes".to_owned(),
            };
            changes.push(Change::set("makes_the_call", words));
            warnings.push(Warning::Note {
                text: "the call is made in the creator's name; what it would do is not computed"
                    .to_owned(),
            });
        }
        (None, None) => {}
    }
    let row = &surface::FINALIZE;
    let draft = change::draft(desk, row, &[number(id)], changes, warnings).await?;
    Ok(Draft { gained, ..draft })
}

async fn refund(desk: &Desk, id: CrowdloanId) -> Result<Draft, Error> {
    let loan = own(desk, id).await?;
    let limits = desk.pinned.crowdloan_limits()?;
    let others = loan.contributors.saturating_sub(1);
    if others == 0 {
        return Err(CrowdloanUnmet::NobodyToRefund { id }.into());
    }
    let now = others.min(limits.refunds);
    let changes = vec![
        Change::set("crowdloan", id),
        Change::new("contributors", loan.contributors, loan.contributors.saturating_sub(now)),
    ];
    let mut warnings = Vec::new();
    if others > now {
        warnings.push(Warning::Note {
            text: format!("{} more have to be refunded afterwards: do it again", others - now),
        });
    }
    change::draft(desk, &surface::REFUND, &[number(id)], changes, warnings).await
}

async fn dissolve(desk: &Desk, id: CrowdloanId) -> Result<Draft, Error> {
    let loan = own(desk, id).await?;
    let others = loan.contributors.saturating_sub(1);
    if others > 0 {
        return Err(CrowdloanUnmet::RefundFirst { id, others }.into());
    }
    let changes = vec![
        Change::new("crowdloan", id, "removed"),
        Change::new("yours_tao", loan.raised, Tao::ZERO),
    ];
    let row = &surface::DISSOLVE;
    let draft = change::draft(desk, row, &[number(id)], changes, Vec::new()).await?;
    Ok(Draft { gained: loan.raised, ..draft })
}

async fn update(desk: &Desk, id: CrowdloanId, new: CrowdloanChange) -> Result<Draft, Error> {
    let loan = own(desk, id).await?;
    let limits = desk.pinned.crowdloan_limits()?;
    let mut changes = vec![Change::set("crowdloan", id)];
    let (row, value) = match new {
        CrowdloanChange::MinContribution { least } => {
            check_least(&limits, least)?;
            if let Some(most) = loan.max_contribution.filter(|most| least > *most) {
                let what = "the least contribution";
                return Err(CrowdloanUnmet::AboveMaximum { what, most }.into());
            }
            changes.push(Change::new("least_contribution_tao", loan.min_contribution, least));
            (&surface::UPDATE_MIN_CONTRIBUTION, ("new_min_contribution", Arg::Tao(least)))
        }
        CrowdloanChange::MaxContribution { most } => {
            if let Some(most) = most {
                let held = desk.pinned.contribution(id, desk.signer).await?;
                let least = loan.min_contribution.max(held);
                if most < least {
                    let what = "the most that one may give";
                    return Err(CrowdloanUnmet::BelowMinimum { what, least }.into());
                }
            }
            let word = |most: Option<Tao>| most.map_or("none".to_owned(), |most| most.to_string());
            let now = word(loan.max_contribution);
            changes.push(Change::new("most_of_each_tao", now, word(most)));
            let value = Arg::Maybe(most.map(|most| Box::new(Arg::Tao(most))));
            (&surface::SET_MAX_CONTRIBUTION, ("new_max_contribution", value))
        }
        CrowdloanChange::Cap { cap } => {
            if cap < loan.raised {
                let (what, least) = ("the cap", loan.raised);
                return Err(CrowdloanUnmet::BelowMinimum { what, least }.into());
            }
            changes.push(Change::new("cap_tao", loan.cap, cap));
            (&surface::UPDATE_CAP, ("new_cap", Arg::Tao(cap)))
        }
        CrowdloanChange::End { end } => {
            check_end(desk, &limits, end)?;
            changes.push(Change::new("ends_in_block", loan.end, end));
            (&surface::UPDATE_END, ("new_end", Arg::Number(end.into())))
        }
    };
    change::draft(desk, row, &[number(id), value], changes, Vec::new()).await
}
