//! Addresses: short enough for a table, and found by how they begin.

use crate::model::AccountId;

/// The first six and last four characters: `5Grwva…utQY`. Never enough to sign by.
#[must_use]
pub fn short(account: &AccountId) -> String {
    account.short(6, 4)
}

/// How an address begins. Looking for it compares keys and writes no address, so that thousands are
/// looked through between two keystrokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressPrefix {
    lowest: [u8; 32],
    highest: [u8; 32],
}

impl AddressPrefix {
    /// Characters of an address: 35 bytes that begin with 42 are between 58^47 and 58^48.
    const LENGTH: usize = 48;
    /// The byte that addresses of this chain begin with.
    const NETWORK: u8 = 42;

    /// `text` as the beginning of an address; `None` if no address begins so.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let missing = Self::LENGTH.checked_sub(text.len())?;
        // All of them begin with 5; a larger number would not fit either.
        if !text.starts_with('5') {
            return None;
        }
        // The first and the last number whose 48 digits begin with the text.
        let bound = |digit: &str| -> Option<[u8; 35]> {
            let bytes = bs58::decode(format!("{text}{}", digit.repeat(missing))).into_vec().ok()?;
            let mut number = [0; 35];
            number[35_usize.checked_sub(bytes.len())?..].copy_from_slice(&bytes);
            Some(number)
        };
        let key = |number: [u8; 35], beyond: u8| match number[0].cmp(&Self::NETWORK) {
            std::cmp::Ordering::Equal => {
                let mut key = [0; 32];
                key.copy_from_slice(&number[1..33]);
                Some(key)
            }
            // Beyond the addresses of this chain: no bound at all, or nothing is between the two.
            std::cmp::Ordering::Less => (beyond == 0).then_some([0; 32]),
            std::cmp::Ordering::Greater => (beyond != 0).then_some([u8::MAX; 32]),
        };
        Some(Self { lowest: key(bound("1")?, 0)?, highest: key(bound("z")?, 1)? })
    }

    /// Whether the account's address begins so.
    #[must_use]
    pub fn matches(&self, account: &AccountId) -> bool {
        (self.lowest..=self.highest).contains(&account.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn an_address_keeps_both_ends() {
        assert_eq!(short(&ALICE.parse().expect("an address")), "5Grwva…utQY");
    }

    #[test]
    fn what_no_address_begins_with_is_no_prefix() {
        for text in ["", "4", "6", "5O", "5G ", "apex", "5z", &"5".repeat(60)] {
            assert_eq!(AddressPrefix::new(text), None, "{text}");
        }
        assert!(
            AddressPrefix::new(ALICE)
                .is_some_and(|prefix| prefix.matches(&ALICE.parse().expect("an address")))
        );
    }

    proptest! {
        #[test]
        fn prefixes_find_exactly_what_begins_so(key: [u8; 32], other: [u8; 32], length in 1_usize..40) {
            let (account, other) = (AccountId(key), AccountId(other));
            let text = account.to_string();
            let prefix = AddressPrefix::new(&text[..length]).expect("a prefix");
            prop_assert!(prefix.matches(&account));
            prop_assert_eq!(prefix.matches(&other), other.to_string().starts_with(&text[..length]));
        }
    }
}
