//! A plan of an account that several keys hold, as the part of it that one of them signs.

use super::Error;
use super::error::Stale;
use crate::chain::encode::Envelope;
use crate::chain::multisig::Waiting;
use crate::chain::{Chain, multisig};
use crate::model::{AccountId, At, CallBytes, Hash, Multisig, Plan};

/// Longest transaction that is searched for a call.
const SEARCHED: usize = 4_096;

/// Bytes that follow a call in the transaction of its multisig: two compact numbers.
const LONGEST_WEIGHT: usize = 18;

/// Every call of a multisig that waits for more members, the oldest first.
///
/// # Errors
/// [`Error::Chain`].
pub async fn multisig_calls(
    chain: &Chain,
    account: AccountId,
) -> Result<(At, Vec<Waiting>), Error> {
    let pinned = chain.pin().await?;
    Ok((pinned.at(), pinned.multisig_calls(account).await?))
}

/// The call that waits, from the transaction that began it; `None` if that one carried only the hash.
///
/// # Errors
/// [`Error::Chain`], also when the node does not keep blocks of that time.
pub async fn waiting_call(chain: &Chain, waiting: &Waiting) -> Result<Option<CallBytes>, Error> {
    let pinned = chain.pin_block(waiting.when.height).await?;
    let bytes = pinned.transaction_bytes(waiting.when.index).await?;
    Ok(bytes.and_then(|bytes| within(&bytes, waiting.call_hash)))
}

/// The part of a transaction with this hash, near its end. What has the hash is the call, wherever it stands.
fn within(transaction: &[u8], hash: Hash) -> Option<CallBytes> {
    if transaction.len() > SEARCHED {
        return None;
    }
    let last = transaction.len();
    let ends = last.saturating_sub(LONGEST_WEIGHT)..=last;
    ends.rev().find_map(|end| {
        let starts = 0..end.saturating_sub(1);
        starts
            .rev()
            .map(|start| CallBytes(transaction[start..end].to_vec()))
            .find(|call| call.hash() == hash)
    })
}

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
        shield: None,
        free_before: free,
        free_after: free.saturating_sub(fee.saturating_add(plan.tip)),
        ..plan.clone()
    };
    Ok((mine, Agreement { agreed: before.saturating_add(1), needed: of.threshold() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_found_by_its_hash() {
        let call = CallBytes(vec![5, 3, 0, 1, 2, 3]);
        let transaction = [&[9, 9, 9, 9][..], &call.0, &[0x04, 0x08]].concat();
        assert_eq!(within(&transaction, call.hash()), Some(call.clone()));
        assert_eq!(within(&transaction[..8], call.hash()), None);
        assert_eq!(within(&[], call.hash()), None);
    }
}
