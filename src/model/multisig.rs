//! Accounts that several keys hold together.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AccountId, Hash, Intent};

/// Most members that the chain takes.
const MOST: usize = 100;

/// Members and how many of them have to agree. Its account follows from both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Multisig {
    threshold: u16,
    members: Vec<AccountId>,
}

/// The same before it was looked at.
#[derive(Deserialize)]
struct Parts {
    threshold: u16,
    members: Vec<AccountId>,
}

impl TryFrom<Parts> for Multisig {
    type Error = MultisigError;

    fn try_from(Parts { threshold, members }: Parts) -> Result<Self, MultisigError> {
        Self::new(threshold, members)
    }
}

/// A wish about what several keys do together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum MultisigAct {
    /// Agree to something, as the first or after others; with the last that is needed it is done.
    Agree {
        /// Who acts.
        multisig: Multisig,
        /// What.
        item: Box<Intent>,
    },
    /// Agree to a call of which only the hash is known.
    AgreeToHash {
        /// Who acts.
        multisig: Multisig,
        /// Hash of the call.
        call_hash: Hash,
    },
    /// Take back what this member began.
    Cancel {
        /// Who would act.
        multisig: Multisig,
        /// Hash of the call.
        call_hash: Hash,
    },
    /// Have the chain hold for what this member began what it asks for now.
    Poke {
        /// Who would act.
        multisig: Multisig,
        /// Hash of the call.
        call_hash: Hash,
    },
}

/// Why these members and this threshold make no account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MultisigError {
    /// Nobody or everybody could decide alone.
    #[error("a multisig needs 2 to {MOST} different members, and {0} were named")]
    Members(usize),
    /// Fewer than two, or more than there are.
    #[error("{threshold} of {members} members cannot be what is meant")]
    Threshold {
        /// As said.
        threshold: u16,
        /// How many members.
        members: usize,
    },
    /// Not `2:A,B,C`.
    #[error("`{0}` is no multisig")]
    Form(String),
}

impl Multisig {
    /// Of these members, in any order.
    ///
    /// # Errors
    /// [`MultisigError`].
    pub fn new(threshold: u16, members: Vec<AccountId>) -> Result<Self, MultisigError> {
        let named = members.len();
        let mut members = members;
        members.sort_unstable();
        members.dedup();
        if members.len() != named || !(2..=MOST).contains(&named) {
            return Err(MultisigError::Members(members.len()));
        }
        if threshold < 2 || usize::from(threshold) > named {
            return Err(MultisigError::Threshold { threshold, members: named });
        }
        Ok(Self { threshold, members })
    }

    /// How many have to agree.
    #[must_use]
    pub fn threshold(&self) -> u16 {
        self.threshold
    }

    /// The members in the chain's order.
    #[must_use]
    pub fn members(&self) -> &[AccountId] {
        &self.members
    }

    /// All members but one; `None` if that one is no member.
    #[must_use]
    pub fn others(&self, member: AccountId) -> Option<Vec<AccountId>> {
        self.members
            .contains(&member)
            .then(|| self.members.iter().copied().filter(|other| *other != member).collect())
    }

    /// Its account: BLAKE2b-256 of the SCALE encoding of `modlpy/utilisuba`, the members in order, and the threshold
    /// (pallet-multisig, `multi_account_id`).
    #[must_use]
    pub fn account(&self) -> AccountId {
        let mut entropy = b"modlpy/utilisuba".to_vec();
        // At most 100 members: a compact number of one byte or two.
        let count = u16::try_from(self.members.len()).unwrap_or(u16::MAX);
        match u8::try_from(count << 2) {
            Ok(short) => entropy.push(short),
            Err(_) => entropy.extend(((count << 2) | 1).to_le_bytes()),
        }
        self.members.iter().for_each(|member| entropy.extend(member.0));
        entropy.extend(self.threshold.to_le_bytes());
        AccountId(sp_crypto_hashing::blake2_256(&entropy))
    }
}

impl fmt::Display for Multisig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.threshold, self.members.len())
    }
}

/// A threshold and words that mean members, as they are typed: `2:alice,5F…,bob`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultisigText {
    /// How many have to agree.
    pub threshold: u16,
    /// Names or addresses.
    pub members: Vec<String>,
}

impl FromStr for MultisigText {
    type Err = MultisigError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let none = || MultisigError::Form(text.to_owned());
        let (threshold, members) = text.split_once(':').ok_or_else(none)?;
        let threshold = threshold.trim().parse().map_err(|_| none())?;
        let members: Vec<String> =
            members.split(',').map(|member| member.trim().to_owned()).collect();
        if members.iter().any(String::is_empty) {
            return Err(none());
        }
        Ok(Self { threshold, members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(byte: u8) -> AccountId {
        AccountId([byte; 32])
    }

    #[test]
    fn members_are_sorted_and_different() {
        let multisig = Multisig::new(2, vec![account(3), account(1), account(2)]).expect("three");
        assert_eq!(multisig.members(), [account(1), account(2), account(3)]);
        assert_eq!(multisig.others(account(2)), Some(vec![account(1), account(3)]));
        assert_eq!(multisig.others(account(9)), None);
        assert_eq!(multisig.to_string(), "2 of 3");
        let twice = Multisig::new(2, vec![account(1), account(1), account(2)]);
        assert_eq!(twice, Err(MultisigError::Members(2)));
        let all = Multisig::new(4, vec![account(1), account(2), account(3)]);
        assert_eq!(all, Err(MultisigError::Threshold { threshold: 4, members: 3 }));
        assert!(Multisig::new(1, vec![account(1), account(2)]).is_err());
    }

    #[test]
    fn what_is_typed_is_read() {
        let read: MultisigText = "2:alice, bob,5F".parse().expect("a multisig");
        assert_eq!((read.threshold, read.members.len()), (2, 3));
        for wrong in ["2", "x:alice,bob", "2:alice,,bob", ":a,b"] {
            assert!(wrong.parse::<MultisigText>().is_err(), "{wrong}");
        }
    }
}
