//! A plan of an account that several keys hold, as the part of it that one of them signs.

use super::Error;
use super::error::Stale;
use crate::chain::encode::Envelope;
use crate::chain::{Chain, multisig};
use crate::model::{AccountId, Multisig, Plan};

/// How far a multisig's call is once this member agreed too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// How many agreed, this member counted.
    pub agreed: u16,
    /// How many have to.
    pub needed: u16,
}

/// What `member` signs so that the multisig carries `plan` out, which is a plan of the multisig's account. `nonce` is
/// the member's number; `None` is the next one.
///
/// # Errors
/// [`Error::Stale`] when the member agreed already, [`Error::Chain`].
pub async fn agree(
    chain: &Chain,
    plan: &Plan,
    of: &Multisig,
    member: AccountId,
    nonce: Option<u32>,
) -> Result<(Plan, Agreement), Error> {
    let pinned = chain.pin().await?;
    let (account, accounts) = (of.account(), [member]);
    let own = Envelope { nonce: plan.nonce, mortality: plan.mortality, tip: plan.tip };
    let nonce = async {
        match nonce {
            Some(nonce) => Ok(nonce),
            None => pinned.next_nonce(member).await,
        }
    };
    let (waiting, weight, balances, nonce) = futures::try_join!(
        pinned.multisig_call(account, plan.call_hash()),
        pinned.weight(&plan.call.bytes, &own, account),
        pinned.balances(&accounts),
        nonce,
    )?;
    let approvals = waiting.as_ref().map_or(&[][..], |waiting| &waiting.approvals);
    if approvals.contains(&member) {
        return Err(Stale::Agreed { member }.into());
    }
    let before = u16::try_from(approvals.len()).unwrap_or(u16::MAX);
    let when = waiting.as_ref().map(|waiting| waiting.when);
    let call = multisig::approval(pinned.runtime(), of, member, when, &plan.call, weight)?;
    let envelope = Envelope { nonce, ..own };
    let fee = pinned.fee(&call.bytes, &envelope, member).await?;
    let free = balances.first().copied().flatten().unwrap_or_default().free;
    let mine = Plan {
        signer: member,
        call,
        nonce,
        fee,
        free_before: free,
        free_after: free.saturating_sub(fee.saturating_add(plan.tip)),
        ..plan.clone()
    };
    Ok((mine, Agreement { agreed: before.saturating_add(1), needed: of.threshold() }))
}
