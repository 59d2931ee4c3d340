//! What this machine has signed: the memory that tells a repetition from a second spending.
//!
//! One JSON object per line, oldest first. Where the file lies is the session's knowledge.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::model::{AccountId, Hash};

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The chain.
    pub genesis: Hash,
    /// Who signed.
    pub account: AccountId,
    /// Number of the transaction.
    pub nonce: u32,
    /// BLAKE2b-256 of what was signed.
    pub payload: Hash,
    /// Pallet and call.
    pub call: String,
    /// The last block that can include it; `None` if it never ends.
    pub valid_until: Option<u32>,
    /// Accounts that it names.
    pub targets: Vec<AccountId>,
}

/// All signatures of this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    entries: Vec<Entry>,
}

/// What the journal says of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nothing was signed with this key for this chain.
    First,
    /// The one after the last.
    Next,
    /// Exactly this was signed before.
    Again,
    /// Something else was signed with this number.
    Replaces(&'a Entry),
    /// So many numbers are left out after the last one signed.
    Gap {
        /// The last number signed.
        last: u32,
    },
    /// Below the last one, and not signed here.
    Behind {
        /// The last number signed.
        last: u32,
    },
}

/// Lines of a journal that are read.
const MAX_ENTRIES: usize = 200_000;

impl Journal {
    /// Read its text.
    ///
    /// # Errors
    /// [`Error::Journal`] with the line that is not understood: a journal that forgot something must not be used.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let entries = text
            .lines()
            .take(MAX_ENTRIES)
            .enumerate()
            .map(|(index, line)| serde_json::from_str(line).map_err(|_| Error::Journal(index + 1)))
            .collect::<Result<_, _>>()?;
        Ok(Self { entries })
    }

    /// One entry as a line.
    #[must_use]
    pub fn line(entry: &Entry) -> String {
        let mut line = serde_json::to_string(entry).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Add an entry.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Signatures so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        u64::try_from(self.entries.len()).unwrap_or(u64::MAX)
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether something that names `account` was signed before.
    #[must_use]
    pub fn knows(&self, account: AccountId) -> bool {
        self.entries.iter().any(|entry| entry.targets.contains(&account))
    }

    /// Where a number stands among those signed.
    #[must_use]
    pub fn standing(
        &self,
        genesis: Hash,
        account: AccountId,
        nonce: u32,
        payload: Hash,
    ) -> Standing<'_> {
        let mine = || {
            self.entries.iter().filter(|entry| entry.genesis == genesis && entry.account == account)
        };
        if mine().any(|entry| entry.nonce == nonce && entry.payload == payload) {
            return Standing::Again;
        }
        if let Some(entry) = mine().rfind(|entry| entry.nonce == nonce) {
            return Standing::Replaces(entry);
        }
        match mine().map(|entry| entry.nonce).max() {
            None => Standing::First,
            Some(last) if last.checked_add(1) == Some(nonce) => Standing::Next,
            Some(last) if nonce > last => Standing::Gap { last },
            Some(last) => Standing::Behind { last },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(nonce: u32, payload: u8) -> Entry {
        Entry {
            genesis: Hash([1; 32]),
            account: AccountId([2; 32]),
            nonce,
            payload: Hash([payload; 32]),
            call: "Balances.transfer_keep_alive".to_owned(),
            valid_until: Some(9),
            targets: vec![AccountId([3; 32])],
        }
    }

    #[test]
    fn numbers_stand_where_they_stand() {
        let mut journal = Journal::default();
        let stands = |journal: &Journal, nonce, payload| {
            let standing =
                journal.standing(Hash([1; 32]), AccountId([2; 32]), nonce, Hash([payload; 32]));
            format!("{standing:?}").split([' ', '(']).next().unwrap_or_default().to_owned()
        };
        assert_eq!(stands(&journal, 7, 1), "First");
        journal.push(entry(7, 1));
        assert_eq!(stands(&journal, 7, 1), "Again");
        assert_eq!(stands(&journal, 7, 2), "Replaces");
        assert_eq!(stands(&journal, 8, 2), "Next");
        assert_eq!(stands(&journal, 9, 2), "Gap");
        assert_eq!(stands(&journal, 6, 2), "Behind");
        let other = journal.standing(Hash([9; 32]), AccountId([2; 32]), 3, Hash([1; 32]));
        assert_eq!(other, Standing::First);
        assert!(journal.knows(AccountId([3; 32])) && !journal.knows(AccountId([2; 32])));
    }

    #[test]
    fn a_journal_is_read_as_it_was_written_or_not_at_all() {
        let text = [Journal::line(&entry(1, 1)), Journal::line(&entry(2, 2))].concat();
        let journal = Journal::parse(&text).expect("readable");
        assert_eq!(journal.count(), 2);
        assert_eq!(journal.entries()[1], entry(2, 2));
        let cut = &text[..text.len() - 9];
        assert_eq!(Journal::parse(cut), Err(Error::Journal(2)));
    }
}
