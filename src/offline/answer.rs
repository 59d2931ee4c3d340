//! An answer, checked against the request that this machine kept.

use std::collections::BTreeMap;

use sp_core::{Pair as _, ed25519, sr25519};

use super::Error;
use super::container::{Answer, Container, Request, SignedItem};
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

/// One container out of several answers: those to the same request become one, because a set can be signed in parts or at
/// several tables; those to different requests (of the members of a multisig) travel together in the order given. Of two
/// signatures of one item the first stays.
///
/// # Errors
/// [`Error::OtherRequest`] if there is none or two accounts answered one request, [`Error::TooMuch`].
pub fn combine(answers: &[Answer]) -> Result<Container, Error> {
    let mut combined: Vec<Answer> = Vec::new();
    for answer in answers {
        match combined.iter_mut().find(|known| known.request == answer.request) {
            None => combined.push(answer.clone()),
            Some(known) if known.account != answer.account => {
                return Err(Error::OtherRequest("two accounts answered one request".to_owned()));
            }
            Some(known) => merge(known, answer),
        }
    }
    let container = match combined.len() {
        0 => return Err(Error::OtherRequest("there is none".to_owned())),
        1 => Container::Answer(Box::new(combined.swap_remove(0))),
        _ => Container::Bundle(combined),
    };
    // What is written can be read.
    Container::decode(&container.encode())
}

fn merge(known: &mut Answer, other: &Answer) {
    let mut items: BTreeMap<u16, SignedItem> =
        known.items.iter().map(|signed| (signed.item, signed.clone())).collect();
    for signed in &other.items {
        items.entry(signed.item).or_insert_with(|| signed.clone());
    }
    known.items = items.into_values().collect();
    known.sequence = known.sequence.max(other.sequence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offline::container::Scheme;

    fn answer(request: u8, account: u8, items: &[u16]) -> Answer {
        let signed = |item: &u16| SignedItem {
            item: *item,
            scheme: Scheme::Sr25519,
            signature: [account; 64],
        };
        Answer {
            request: [request; 32],
            account: [account; 32],
            sequence: 1,
            items: items.iter().map(signed).collect(),
        }
    }

    #[test]
    fn parts_of_one_answer_become_one_and_answers_of_several_travel_together() {
        let parts = [answer(1, 1, &[2]), answer(1, 1, &[0, 2])];
        let one = combine(&parts).expect("one").answer().expect("an answer");
        assert_eq!(one.items.iter().map(|signed| signed.item).collect::<Vec<_>>(), [0, 2]);
        let members = [answer(1, 1, &[0]), answer(2, 2, &[0])];
        assert_eq!(combine(&members), Ok(Container::Bundle(members.to_vec())));
        assert!(combine(&[]).is_err());
        assert!(combine(&[answer(1, 1, &[0]), answer(1, 2, &[1])]).is_err());
        let many: Vec<Answer> = (0..17).map(|number| answer(number, 1, &[0])).collect();
        assert!(matches!(combine(&many), Err(Error::TooMuch(_))));
    }
}
