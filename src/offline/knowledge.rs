//! What the signing machine knows by itself: chains, keys, names, what it signed, what it allows.

use std::collections::BTreeSet;

use super::journal::Journal;
use crate::model::{AccountId, Hash, Tao};

/// Something that is refused unless a flag allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allowance {
    /// A signature that never ends.
    Immortal,
    /// A lifetime longer than the chain's memory of blocks.
    LongLife,
    /// A number that was signed with something else before.
    Replace,
    /// A number far beyond the last one signed.
    Gap,
    /// A large tip.
    Tip,
}

impl Allowance {
    /// The word that allows it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Immortal => "immortal",
            Self::LongLife => "long-life",
            Self::Replace => "replace",
            Self::Gap => "gap",
            Self::Tip => "tip",
        }
    }
}

/// Limits of the signer. A policy of the signer's owner will fill this in one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Largest tip.
    pub tip: Tao,
    /// Longest lifetime in blocks.
    pub period: u32,
    /// Numbers that may be left out.
    pub gap: u32,
    /// How far from the claimed price a limit may be, in millionths.
    pub tolerance: u64,
    /// What is allowed all the same.
    pub allowed: BTreeSet<Allowance>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            tip: Tao::from_rao(100_000_000),
            // Longer lives outlive the chain's memory of the block that they are born in.
            period: 2048,
            gap: 16,
            tolerance: 50_000,
            allowed: BTreeSet::new(),
        }
    }
}

/// Everything that the signer goes by besides the request.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// Names and genesis hashes of the chains that may be signed for.
    pub chains: Vec<(String, Hash)>,
    /// Keys of this machine.
    pub own: Vec<(AccountId, String)>,
    /// The address book of this machine.
    pub book: Vec<(AccountId, String)>,
    /// What was signed here.
    pub journal: Journal,
    /// Limits.
    pub policy: Policy,
}

/// How well an account is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acquaintance<'a> {
    /// A key of this machine.
    Own(&'a str),
    /// In the address book.
    Book(&'a str),
    /// Named in something that was signed here.
    Met,
    /// Never seen.
    Stranger,
    /// Never seen, and it looks like this one.
    LookAlike(AccountId, &'a str),
}

impl Knowledge {
    /// What the chain of a genesis hash is called here.
    #[must_use]
    pub fn chain(&self, genesis: Hash) -> Option<&str> {
        self.chains.iter().find(|(_, known)| *known == genesis).map(|(name, _)| name.as_str())
    }

    /// How well an account is known.
    #[must_use]
    pub fn acquaintance(&self, account: AccountId) -> Acquaintance<'_> {
        let named =
            |list: &'_ [(AccountId, String)]| list.iter().position(|(known, _)| *known == account);
        if let Some(at) = named(&self.own) {
            return Acquaintance::Own(&self.own[at].1);
        }
        if let Some(at) = named(&self.book) {
            return Acquaintance::Book(&self.book[at].1);
        }
        let alike = self
            .own
            .iter()
            .chain(&self.book)
            .find(|(known, _)| looks_like(&account.to_string(), &known.to_string()));
        match alike {
            Some((known, name)) => Acquaintance::LookAlike(*known, name),
            None if self.journal.knows(account) => Acquaintance::Met,
            None => Acquaintance::Stranger,
        }
    }

    /// The name of an account, if it has one here.
    #[must_use]
    pub fn name(&self, account: AccountId) -> Option<&str> {
        match self.acquaintance(account) {
            Acquaintance::Own(name) | Acquaintance::Book(name) => Some(name),
            _ => None,
        }
    }
}

/// Whether two different addresses could be taken for one another by somebody who reads their ends. All begin
/// with 5, so that letter does not count.
#[must_use]
pub fn looks_like(a: &str, b: &str) -> bool {
    let shared = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(left, right)| left.eq_ignore_ascii_case(right)).count()
    };
    let head = shared(&mut a.chars().zip(b.chars())).saturating_sub(1);
    let tail = shared(&mut a.chars().rev().zip(b.chars().rev()));
    a != b && (head >= 5 || tail >= 5 || (head >= 3 && tail >= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_share_their_ends_look_alike() {
        let real = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
        assert!(looks_like(real, "5GrwXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXtQY"));
        assert!(looks_like(real, "5XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXKutqy"));
        assert!(looks_like(real, "5grwvaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"));
        assert!(!looks_like(real, real));
        assert!(!looks_like(real, "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"));
    }
}
