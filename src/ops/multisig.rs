//! Calls of an account that several keys hold, as long as they wait for more of them.

use super::Error;
use crate::chain::Chain;
use crate::chain::multisig::Waiting;
use crate::model::{AccountId, At, CallBytes, Hash};

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
