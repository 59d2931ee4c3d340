//! What one member of a multisig signs.

use super::acting::Payer;
use super::wake::Wake;
use super::{Desk, Draft, Error, change};
use crate::chain::multisig::{self, Waiting};
use crate::chain::surface;
use crate::model::{
    AccountId, CallBytes, Change, Hash, Intent, Multisig, MultisigAct, Outcome, Tao, Warning, Way,
};
use crate::ops::MultisigUnmet;

pub(super) async fn draft(desk: &Desk, act: &MultisigAct) -> Result<Draft, Error> {
    match act {
        MultisigAct::Agree { multisig, item } => agree(desk, multisig, item).await,
        MultisigAct::AgreeToHash { multisig, call_hash } => {
            agree_to_hash(desk, multisig, *call_hash).await
        }
        MultisigAct::Cancel { multisig, call_hash } => cancel(desk, multisig, *call_hash).await,
        MultisigAct::Poke { multisig, call_hash } => poke(desk, multisig, *call_hash).await,
    }
}

/// The multisig's account, of which the signer has to be a member.
fn account(desk: &Desk, of: &Multisig) -> Result<AccountId, MultisigUnmet> {
    let account = of.account();
    match of.others(desk.signer) {
        Some(_) => Ok(account),
        None => Err(MultisigUnmet::NotMember { signer: desk.signer, account }),
    }
}

/// How many agree with the signer, who has to bring something new.
fn agreed(desk: &Desk, of: &Multisig, waiting: Option<&Waiting>) -> Result<u16, MultisigUnmet> {
    let approvals = waiting.map_or(&[][..], |waiting| &waiting.approvals);
    let before = u16::try_from(approvals.len()).unwrap_or(u16::MAX);
    let needed = of.threshold();
    match approvals.contains(&desk.signer) {
        false => Ok(before.saturating_add(1)),
        // Enough agreed to its hash: any member can bring the call.
        true if before >= needed => Ok(before),
        true => Err(MultisigUnmet::Agreed { agreed: before, needed }),
    }
}

async fn agree(desk: &Desk, of: &Multisig, item: &Intent) -> Result<Draft, Error> {
    let account = account(desk, of)?;
    let other = desk.of(account, Payer::Another).await?;
    // A multisig may itself be the proxy of another account.
    let inner = match item {
        Intent::ActFor { .. } => other.inside(item).await?,
        item => other.inner(item).await?,
    };
    let call_hash = CallBytes(inner.call.bytes.clone()).hash();
    let (waiting, weight) = futures::try_join!(
        desk.pinned.multisig_call(account, call_hash),
        desk.pinned.weight(&inner.call.bytes, &other.envelope, account),
    )?;
    let agreed = agreed(desk, of, waiting.as_ref())?;
    let needed = of.threshold();
    let when = waiting.as_ref().map(|waiting| waiting.when);
    let runtime = desk.pinned.runtime();
    let call = multisig::approval(runtime, of, desk.signer, when, &inner.call, weight)?;
    let fee = desk.fee(&call).await?;
    // Held of whoever begins, and given back when it is done or taken back.
    let deposit = match waiting {
        None => desk.pinned.multisig_deposit(needed)?,
        Some(_) => Tao::ZERO,
    };
    desk.afford(deposit, fee)?;
    let is_done = agreed >= needed;
    let back = match &waiting {
        Some(waiting) if is_done && waiting.depositor == desk.signer => waiting.deposit,
        _ => Tao::ZERO,
    };
    let (outcome, mut warnings) = other.seen(Way::Multisig { agreed, needed }, deposit, inner);
    if !is_done {
        warnings.push(Warning::TakesEffect {
            when: format!(
                "when {} more of the members agreed; limits, prices and balances are of now",
                needed.saturating_sub(agreed)
            ),
        });
    }
    let wake = Wake::default();
    Ok(Draft { call, fee, outcome, spent: deposit, gained: back, warnings, wake })
}

async fn waiting(desk: &Desk, account: AccountId, call_hash: Hash) -> Result<Waiting, Error> {
    let waiting = desk.pinned.multisig_call(account, call_hash).await?;
    let none = || MultisigUnmet::NothingWaits { account, call_hash: Box::new(call_hash) };
    Ok(waiting.ok_or_else(none)?)
}

/// What a call of which only the hash is known says, for the page.
fn shown(account: AccountId, of: &Multisig, waiting: &Waiting) -> Vec<Change> {
    vec![
        Change::set("multisig", format!("{account} ({of})")),
        Change::set("call_hash", waiting.call_hash),
        Change::set("began_in_block", waiting.when.height),
    ]
}

async fn agree_to_hash(desk: &Desk, of: &Multisig, call_hash: Hash) -> Result<Draft, Error> {
    let account = account(desk, of)?;
    let waiting = waiting(desk, account, call_hash).await?;
    let agreed = agreed(desk, of, Some(&waiting))?;
    if agreed >= of.threshold() {
        return Err(MultisigUnmet::CallNeeded.into());
    }
    let runtime = desk.pinned.runtime();
    let call = multisig::approval_of_hash(runtime, of, desk.signer, waiting.when, call_hash)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let mut changes = shown(account, of, &waiting);
    let before = agreed.saturating_sub(1);
    changes.push(Change::new("agreed", before, format!("{agreed} of {}", of.threshold())));
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Change { changes, cost: Tao::ZERO },
        spent: Tao::ZERO,
        gained: Tao::ZERO,
        warnings: vec![Warning::Note {
            text: "only the hash of this call is known here: what you agree to cannot be shown"
                .to_owned(),
        }],
        wake: Wake::default(),
    })
}

async fn cancel(desk: &Desk, of: &Multisig, call_hash: Hash) -> Result<Draft, Error> {
    let account = account(desk, of)?;
    let waiting = waiting(desk, account, call_hash).await?;
    if waiting.depositor != desk.signer {
        return Err(MultisigUnmet::NotYours { depositor: waiting.depositor }.into());
    }
    let runtime = desk.pinned.runtime();
    let call = multisig::cancellation(runtime, of, desk.signer, waiting.when, call_hash)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let mut changes = shown(account, of, &waiting);
    let count = waiting.approvals.len();
    changes.push(Change::new("agreed", format!("{count} of {}", of.threshold()), "taken back"));
    changes.push(Change::new("held_tao", waiting.deposit, Tao::ZERO));
    let outcome = Outcome::Change { changes, cost: Tao::ZERO };
    let (spent, gained) = (Tao::ZERO, waiting.deposit);
    let wake = Wake::default();
    Ok(Draft { call, fee, outcome, spent, gained, warnings: Vec::new(), wake })
}

/// What is held of whoever began a call becomes what the chain asks for now.
async fn poke(desk: &Desk, of: &Multisig, call_hash: Hash) -> Result<Draft, Error> {
    let account = account(desk, of)?;
    let waiting = waiting(desk, account, call_hash).await?;
    if waiting.depositor != desk.signer {
        return Err(MultisigUnmet::NotYourDeposit { depositor: waiting.depositor }.into());
    }
    let held = (waiting.deposit, desk.pinned.multisig_deposit(of.threshold())?);
    if held.0 == held.1 {
        return Err(MultisigUnmet::DepositFits { held: held.0 }.into());
    }
    let args = multisig::poke(of, desk.signer, call_hash)?;
    let changes = shown(account, of, &waiting);
    change::adjusted(desk, &surface::POKE_MULTISIG_DEPOSIT, &args, changes, held).await
}
