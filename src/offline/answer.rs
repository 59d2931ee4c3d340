//! An answer, checked against the request that this machine kept.

use std::collections::BTreeMap;

use sp_core::{Pair as _, ed25519, sr25519};

use super::Error;
use super::container::{Answer, Request, SignedItem};
use super::payload::payload;
use crate::model::{AccountId, Signature};

/// A signature of an item of our own request that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which item, counted from 0.
    pub item: usize,
    /// The signature.
    pub signature: Signature,
}

/// Every signature of an answer, verified over what this machine's own request says.
///
/// # Errors
/// [`Error::OtherRequest`], [`Error::BadSignature`].
pub fn verify(request: &Request, answer: &Answer) -> Result<Vec<Verified>, Error> {
    let other = |what: &str| Err(Error::OtherRequest(what.to_owned()));
    if answer.request != request.id().0 {
        return other("it names another one");
    }
    if answer.account != request.signer.account {
        return other("it is of another account");
    }
    answer.items.iter().map(|signed| verify_signed(request, signed)).collect()
}

fn verify_signed(request: &Request, signed: &SignedItem) -> Result<Verified, Error> {
    verify_item(request, usize::from(signed.item), signed.signature())
}

/// One signature, verified over what this machine's own request says.
///
/// # Errors
/// [`Error::OtherRequest`] when there is no such item, [`Error::BadSignature`].
pub fn verify_item(
    request: &Request,
    item: usize,
    signature: Signature,
) -> Result<Verified, Error> {
    let signer = request.account();
    let fields = request
        .items
        .get(item)
        .ok_or_else(|| Error::OtherRequest(format!("there is no item {}", item + 1)))?;
    let bytes = payload(request, fields)?;
    if is_good(signer, &bytes, &signature) {
        Ok(Verified { item, signature })
    } else {
        Err(Error::BadSignature { item: item + 1, signer })
    }
}

fn is_good(signer: AccountId, bytes: &[u8], signature: &Signature) -> bool {
    match signature {
        Signature::Sr25519(signature) => {
            sr25519::Pair::verify(&(*signature).into(), bytes, &signer.0.into())
        }
        Signature::Ed25519(signature) => {
            ed25519::Pair::verify(&(*signature).into(), bytes, &signer.0.into())
        }
    }
}

/// One answer out of several to the same request: a set can be signed in parts, or at several tables.
///
/// # Errors
/// [`Error::OtherRequest`] if they answer different requests or hold different signatures of one item by
/// deterministic schemes; of randomised ones the first stays.
pub fn combine(answers: &[Answer]) -> Result<Answer, Error> {
    let first = answers.first().ok_or_else(|| Error::OtherRequest("there is none".to_owned()))?;
    let mut items: BTreeMap<u16, SignedItem> = BTreeMap::new();
    let mut sequence = 0;
    for answer in answers {
        if answer.request != first.request || answer.account != first.account {
            return Err(Error::OtherRequest("the answers are to different requests".to_owned()));
        }
        sequence = answer.sequence.max(sequence);
        for signed in &answer.items {
            items.entry(signed.item).or_insert_with(|| signed.clone());
        }
    }
    Ok(Answer {
        request: first.request,
        account: first.account,
        sequence,
        items: items.into_values().collect(),
    })
}
